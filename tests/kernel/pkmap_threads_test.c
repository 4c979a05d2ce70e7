// SPDX-License-Identifier: MIT
/*
 * tests/kernel/pkmap_threads_test.c - promises of kmap() to several threads: a full window, waiters, other CPUs' translations
 *
 *   pages[0 .. LAST_PKMAP)    what the cases fill the window with
 *   pages[LAST_PKMAP ..]      what threads ask for when it is full
 *
 * The random rounds, for threads on all CPUs:
 *
 *   roomy    each holds up to 6 pages at once, by kmap(), kmap_local_page() and kmap_atomic(), while it yields and sleeps
 *   scarce   few slots are left, and each thread holds one: they wait for each other all the time
 */
#include <linux/completion.h>
#include <linux/jiffies.h>
#include <linux/timer.h>
#include <linux/watchdog.h>
#include <asm/tlbflush.h>

#include "pkmap_test.h"
#include "threads.h"

/* A case that fills the window leaves it full; then this comes, before the pages are given back. */
static void empty_window(void *unused)
{
	unsigned int i;

	for (i = 0; i < LAST_PKMAP; i++)
		kunmap(pages[i]);
}

static void fill_window(struct kunit *test)
{
	unsigned int i;

	get_high_pages(test, MAX_PAGES);
	for (i = 0; i < LAST_PKMAP; i++)
		kmap(pages[i]);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, empty_window, NULL), 0);
}

static atomic_t nr_served;

/* Maps a page that it is told, notes that it could, keeps the mapping until it is told to end. Return: what it read. */
static int maps_and_keeps(void *data)
{
	u32 *addr = kmap(data), word;

	atomic_inc(&nr_served);
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(1);
	word = *addr;
	kunmap(data);
	return word;
}

static void wait_for_sleepers(struct task_struct **thread, unsigned int nr)
{
	while (nr--)
		while (READ_ONCE(thread[nr]->__state) != TASK_UNINTERRUPTIBLE)
			schedule_timeout_uninterruptible(1);
}

static void wait_for_served(int nr)
{
	while (atomic_read(&nr_served) < nr)
		schedule_timeout_uninterruptible(1);
}

/*
 * Three threads wait; each slot that falls free serves one of them, and no more. Their pages are [0], [1], [1]: the second
 * slot's page is that of two, who share it.
 */
static void waiters_are_served_as_slots_fall_free(struct kunit *test)
{
	static const unsigned int wanted[] = { 0, 1, 1 };
	struct task_struct *thread[3];
	unsigned int i, served = 0;

	fill_window(test);
	atomic_set(&nr_served, 0);
	for (i = 0; i < 3; i++)
		thread[i] = new_thread(test, maps_and_keeps, pages[LAST_PKMAP + wanted[i]]);
	for (i = 0; i < 3; i++)
		wake_up_process(thread[i]);
	wait_for_sleepers(thread, 3);
	KUNIT_EXPECT_EQ(test, atomic_read(&nr_served), 0);
	for (i = 0; i < 2; i++) {
		kunmap(pages[i]);
		wait_for_served(served + 1);
		schedule_timeout_uninterruptible(1);
		served = atomic_read(&nr_served);
	}
	KUNIT_EXPECT_EQ(test, served, 3u);
	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, (u32)kthread_stop(thread[i]), LAST_PKMAP + wanted[i]);
	kmap(pages[0]);
	kmap(pages[1]);
}

static struct completion both_hold, second;

static int maps_two(void *data)
{
	unsigned int first = (unsigned long)data;
	u32 *addr[2];
	int bad;

	addr[0] = kmap(pages[first]);
	complete(&both_hold);
	wait_for_completion(&second);
	addr[1] = kmap(pages[first + 1]);
	bad = (*addr[0] != first) + (*addr[1] != first + 1);
	kunmap(pages[first + 1]);
	kunmap(pages[first]);
	return bad;
}

/*
 * The deadlock that Linux's document warns of: with the window full, two threads hold a mapping each and want one more.
 * Neither lets go, until somebody else does. That is said within hung_task_ticks, and once for both.
 */
static void threads_that_wait_for_each_other_are_reported(struct kunit *test)
{
	struct task_struct *thread[2];
	unsigned int i, usual = hung_task_ticks;
	int before = warn_count;

	fill_window(test);
	kunit_expect_warnings(test, 1);
	init_completion(&both_hold);
	init_completion(&second);
	for (i = 0; i < 2; i++)
		thread[i] = new_thread(test, maps_two, (void *)(LAST_PKMAP + 2 * i));
	for (i = 0; i < 2; i++) {
		kunmap(pages[i]);
		wake_up_process(thread[i]);
		wait_for_completion(&both_hold);
	}
	hung_task_ticks = 10;
	complete_all(&second);
	wait_for_sleepers(thread, 2);
	while (READ_ONCE(warn_count) == before)
		schedule_timeout_uninterruptible(1);
	hung_task_ticks = usual;
	kunmap(pages[2]);
	for (i = 0; i < 2; i++)
		KUNIT_EXPECT_EQ(test, join_thread(thread[i]), 0);
	for (i = 0; i < 3; i++)
		kmap(pages[i]);
}

static volatile u32 *old_address;

static int reads_old_address(void *data)
{
	for (;;) {
		set_current_state(TASK_UNINTERRUPTIBLE);
		WRITE_ONCE(*(u32 *)data, *old_address);
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return *old_address;
}

/*
 * A user that lets go of a page and keeps its address sees that page, on any CPU, until the slot is given out again; from then
 * on the new page, on all CPUs, whether they halt or are busy meanwhile.
 */
static void old_addresses_show_the_new_page_on_all_cpus(struct kunit *test)
{
	struct task_struct *thread;
	unsigned int cpu, i;
	u32 seen;

	get_high_pages(test, MAX_PAGES);
	for_each_online_cpu(cpu) {
		thread = new_thread(test, reads_old_address, &seen);
		kthread_bind(thread, cpu);
		kmap_flush_unused();
		old_address = kmap(pages[0]);
		seen = ~0u;
		kunmap(pages[0]);
		wake_up_process(thread);
		wait_for_sleepers(&thread, 1);
		KUNIT_EXPECT_EQ(test, READ_ONCE(seen), 0u);
		/* Round the window: somebody is given the slot. */
		for (i = 1; i < MAX_PAGES; i++) {
			bool found = kmap(pages[i]) == old_address;

			if (found)
				break;
			kunmap(pages[i]);
		}
		KUNIT_EXPECT_EQ(test, (u32)kthread_stop(thread), i);
		if (i < MAX_PAGES)
			kunmap(pages[i]);
	}
}

static unsigned int asked, freed;

static int frees_a_slot(void *data)
{
	volatile unsigned int delay;
	unsigned int round;

	for (round = 1;; round++) {
		while (READ_ONCE(asked) < round)
			cpu_relax();
		if (READ_ONCE(asked) > round)
			return 0;
		for (delay = round * 37 % 6000; delay; delay--)
			;
		kunmap(pages[LAST_PKMAP - 1]);
		WRITE_ONCE(freed, round);
	}
}

/*
 * One CPU finds the window full while another lets go of a slot, a little later each time: at any moment, none is missed. It is
 * the first slot that is looked at, so that most moments come after the look at it.
 */
static void slots_fall_free_at_any_moment(struct kunit *test)
{
	unsigned int round, usual = hung_task_ticks, lost = 0, cpu = raw_smp_processor_id();
	unsigned long end = jiffies + HZ / 8, start;
	struct task_struct *thread;

	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two CPUs");
	fill_window(test);
	asked = freed = 0;
	thread = new_thread(test, frees_a_slot, NULL);
	set_cpus_allowed_ptr(current, cpumask_of(cpu));
	kthread_bind(thread, another_cpu());
	wake_up_process(thread);
	hung_task_ticks = 2 * HZ;
	for (round = 1; round <= 2000 && time_before(jiffies, end); round++) {
		start = jiffies;
		WRITE_ONCE(asked, round);
		kmap(pages[LAST_PKMAP]);
		/* Nobody woke this thread, but the time was over. */
		lost += jiffies - start >= 2 * HZ;
		while (READ_ONCE(freed) != round)
			cpu_relax();
		kunmap(pages[LAST_PKMAP]);
		kmap(pages[LAST_PKMAP - 1]);
	}
	hung_task_ticks = usual;
	WRITE_ONCE(asked, UINT_MAX);
	join_thread(thread);
	set_cpus_allowed_ptr(current, cpu_online_mask);
	KUNIT_EXPECT_EQ_MSG(test, lost, 0u, "of %u", round - 1);
}

static struct {
	struct timer_list timer;
	struct page *page;
	void *addr;
	unsigned int shots, wrong;
} watch;

/* An interrupt handler asks where a page is that is mapped throughout. */
static void look_up(struct timer_list *timer)
{
	watch.wrong += page_address(watch.page) != watch.addr;
	watch.shots++;
	mod_timer(timer, jiffies + 1);
}

static void begin_watch(void)
{
	watch.page = pages[0];
	watch.addr = kmap(pages[0]);
	watch.shots = watch.wrong = 0;
	timer_setup_on_stack(&watch.timer, look_up, 0);
	mod_timer(&watch.timer, jiffies + 1);
}

static void end_watch(struct kunit *test)
{
	timer_shutdown_sync(&watch.timer);
	KUNIT_EXPECT_EQ_MSG(test, watch.wrong, 0u, "of %u", watch.shots);
	kunmap(pages[0]);
}

static int looks_up_all_pages(void *data)
{
	unsigned int i, bad = 0;

	atomic_inc(&nr_served);
	while (!kthread_should_stop()) {
		for (i = 0; i < LAST_PKMAP; i++)
			bad += !page_address(pages[i]);
		cpu_relax();
	}
	return bad;
}

/* The chains are made anew all the time. Who looks a mapped page up finds it: a handler on this CPU, a thread on another. */
static void mapped_pages_are_always_found(struct kunit *test)
{
	struct task_struct *thread = new_thread(test, looks_up_all_pages, NULL);
	unsigned long until;

	fill_window(test);
	kthread_bind(thread, another_cpu());
	begin_watch();
	atomic_set(&nr_served, 0);
	wake_up_process(thread);
	wait_for_served(1);
	for (until = jiffies + 6; time_before(jiffies, until);)
		kmap_flush_unused();
	KUNIT_EXPECT_EQ(test, kthread_stop(thread), 0);
	end_watch(test);
	KUNIT_EXPECT_GT(test, watch.shots, 0u);
}

/* Of a case whose rounds are counted by time: where the host has few CPUs, a hand-over takes its time. */
static unsigned long end;

static int maps_the_same_pages(void *data)
{
	unsigned int i, bad = 0;

	for (i = 0; i % 256 || time_before(jiffies, end); i++) {
		bad += *(u32 *)kmap(pages[i % 2]) != i % 2;
		kunmap(pages[i % 2]);
	}
	return bad;
}

/* From all CPUs at once: no user is counted twice, none is forgotten. */
static void users_of_a_page_are_counted(struct kunit *test)
{
	struct task_struct *thread[NR_CPUS];
	unsigned int cpu, nr = 0;

	get_high_pages(test, 2);
	for_each_online_cpu(cpu) {
		thread[nr] = new_thread(test, maps_the_same_pages, NULL);
		kthread_bind(thread[nr++], cpu);
	}
	end = jiffies + 4;
	for (cpu = 0; cpu < nr; cpu++)
		wake_up_process(thread[cpu]);
	while (nr)
		KUNIT_EXPECT_EQ(test, join_thread(thread[--nr]), 0);
	kmap_flush_unused();
	KUNIT_EXPECT_NULL(test, page_address(pages[0]));
	KUNIT_EXPECT_NULL(test, page_address(pages[1]));
}

#define MAX_THREADS 12

static unsigned int rounds, first_page, depth;

/* Its own generator: the numbers do not depend on who runs when. */
static u32 next_below(u32 *random, u32 n)
{
	*random = *random * 1664525 + 1013904223;
	return (*random >> 8) % n;
}

static void rest(u32 *random)
{
	switch (next_below(random, 16)) {
	case 0:
		schedule_timeout_uninterruptible(1);
		break;
	case 1 ... 5:
		yield();
		break;
	}
}

/* Word @me of a page is this thread's: what it wrote through one mapping is what it reads through another. */
static int maps_at_random(void *data)
{
	u32 me = 1 + (unsigned long)data, random = me * 4711, *addr[6], *other;
	unsigned int held, i, at[6];
	int round, bad = 0;

	for (round = 0; round < rounds && time_before(jiffies, end); round++) {
		held = 1 + next_below(&random, depth);
		for (i = 0; i < held; i++) {
			at[i] = first_page + next_below(&random, MAX_PAGES - first_page);
			addr[i] = kmap(pages[at[i]]);
			bad += *addr[i] != at[i];
			bad += page_address(pages[at[i]]) != addr[i];
			addr[i][me] = round << 8 | at[i];
		}
		rest(&random);
		while (i--) {
			other = round % 2 ? kmap_local_page(pages[at[i]])
					  : kmap_atomic(pages[at[i]]);
			bad += *other != at[i] || other[me] != (u32)(round << 8 | at[i]);
			if (round % 2)
				kunmap_local(other);
			else
				kunmap_atomic(other);
			bad += page_address(pages[at[i]]) != addr[i] || *addr[i] != at[i];
			kunmap(pages[at[i]]);
		}
		if (!next_below(&random, 256))
			kmap_flush_unused();
	}
	return bad;
}

static void run_at_random(struct kunit *test, unsigned int nr_threads)
{
	struct task_struct *thread[MAX_THREADS];
	unsigned int i, cpu = 0;

	for (i = 0; i < nr_threads; i++) {
		thread[i] = new_thread(test, maps_at_random, (void *)(unsigned long)i);
		kthread_bind(thread[i], cpu);
		cpu = cpumask_next(cpu, cpu_online_mask);
		if (cpu >= nr_cpu_ids)
			cpu = 0;
	}
	begin_watch();
	end = jiffies + HZ / 8;
	for (i = 0; i < nr_threads; i++)
		wake_up_process(thread[i]);
	for (i = 0; i < nr_threads; i++)
		KUNIT_EXPECT_EQ_MSG(test, join_thread(thread[i]), 0, "thread %u", i);
	end_watch(test);
	/* As many kunmap()s as kmap()s: nobody is left. */
	kmap_flush_unused();
	for (i = first_page; i < MAX_PAGES; i++)
		KUNIT_EXPECT_NULL(test, page_address(pages[i]));
}

static void random_mappings_with_room(struct kunit *test)
{
	get_high_pages(test, MAX_PAGES);
	rounds = 400;
	depth = 6;
	first_page = 1;
	run_at_random(test, MAX_THREADS);
}

static void random_mappings_in_a_full_window(struct kunit *test)
{
	unsigned int i;

	fill_window(test);
	/* Six slots for twelve threads, and 106 pages. */
	first_page = LAST_PKMAP - 6;
	for (i = first_page; i < LAST_PKMAP; i++)
		kunmap(pages[i]);
	rounds = 200;
	depth = 1;
	run_at_random(test, MAX_THREADS);
	for (i = first_page; i < LAST_PKMAP; i++)
		kmap(pages[i]);
}

static struct kunit_case pkmap_threads_cases[] = {
	KUNIT_CASE(waiters_are_served_as_slots_fall_free),
	KUNIT_CASE(threads_that_wait_for_each_other_are_reported),
	KUNIT_CASE(old_addresses_show_the_new_page_on_all_cpus),
	KUNIT_CASE(slots_fall_free_at_any_moment),
	KUNIT_CASE(mapped_pages_are_always_found),
	KUNIT_CASE(users_of_a_page_are_counted),
	KUNIT_CASE(random_mappings_with_room),
	KUNIT_CASE(random_mappings_in_a_full_window),
	{},
};

static struct kunit_suite pkmap_threads_suite = {
	.name = "pkmap_threads",
	.test_cases = pkmap_threads_cases,
};
kunit_test_suite(pkmap_threads_suite);
