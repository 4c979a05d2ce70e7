// SPDX-License-Identifier: MIT
/*
 * tests/kernel/torture_test.c - threads of all CPUs at once: scheduler, wake-ups, locks, timers, RCU
 *
 * Sized in hand-overs and rounds, not in seconds. With one CPU the same cases run by preemption alone.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/vmalloc.h>

#include "threads.h"

#define MAX_THREADS NR_CPUS

static struct task_struct *threads[MAX_THREADS];
static unsigned int nr_threads;

/* @per_cpu threads for each CPU, tied to it or free to go anywhere; all begin together. */
static void start_threads(struct kunit *test, int (*fn)(void *), unsigned int per_cpu, bool bound)
{
	unsigned int cpu, i;

	nr_threads = 0;
	for (i = 0; i < per_cpu; i++)
		for_each_online_cpu(cpu) {
			struct task_struct *thread;

			if (nr_threads == MAX_THREADS)
				break;
			thread = insist(
				kthread_create(fn, (void *)(long)nr_threads, "%s", test->name));
			KUNIT_ASSERT_FALSE(test, IS_ERR(thread));
			if (bound)
				kthread_bind(thread, cpu);
			threads[nr_threads++] = get_task_struct(thread);
		}
	for (i = 0; i < nr_threads; i++)
		wake_up_process(threads[i]);
}

/* Return: the sum of their results. */
static int join_threads(void)
{
	unsigned int i;
	int sum = 0;

	for (i = 0; i < nr_threads; i++)
		sum += join_thread(threads[i]);
	/* Those that ran on may have woken those that had ended. */
	for (i = 0; i < nr_threads; i++)
		put_task_struct(threads[i]);
	return sum;
}

/*
 * On an emulator with fewer CPUs than the guest a lock that is served in order waits for the host at each hand-over: the
 * more CPUs there are, the fewer rounds are needed for as many meetings.
 */
static int scaled(int rounds)
{
	int cpus = max(num_online_cpus(), 2u);

	return max(rounds * 4 / (cpus * cpus), 10);
}

static int stays_where_it_is_tied(void *data)
{
	unsigned int cpu = cpumask_first(&current->cpus_mask);
	int i, bad = 0;

	for (i = 0; i < 200; i++) {
		bad += raw_smp_processor_id() != cpu || task_cpu(current) != cpu;
		if (i % 20 == 0)
			schedule_timeout_uninterruptible(1);
		else
			yield();
	}
	return bad;
}

static void tied_threads_stay(struct kunit *test)
{
	start_threads(test, stays_where_it_is_tied, 2, true);
	KUNIT_EXPECT_EQ(test, join_threads(), 0);
}

static int goes_round_all_cpus(void *data)
{
	unsigned int cpu;
	int i, bad = 0;

	for (i = 0; i < 25; i++)
		for_each_online_cpu(cpu) {
			bad += set_cpus_allowed_ptr(current, cpumask_of(cpu)) != 0;
			bad += raw_smp_processor_id() != cpu;
			bad += this_cpu_read(current_task) != current;
		}
	return bad;
}

static void threads_go_where_they_are_told(struct kunit *test)
{
	start_threads(test, goes_round_all_cpus, 2, false);
	KUNIT_EXPECT_EQ(test, join_threads(), 0);
}

static int where_am_i(void *data)
{
	return raw_smp_processor_id();
}

/* This CPU is busy, and not preemptible: a thread that may run elsewhere does. */
static void wake_ups_find_an_idle_cpu(struct kunit *test)
{
	struct task_struct *thread = insist(kthread_create(where_am_i, NULL, "idle cpu"));
	unsigned long end = jiffies + HZ;
	unsigned int me;

	KUNIT_ASSERT_FALSE(test, IS_ERR(thread));
	get_task_struct(thread);
	if (num_online_cpus() > 1) {
		preempt_disable();
		me = smp_processor_id();
		wake_up_process(thread);
		while (READ_ONCE(thread->__state) != TASK_DEAD && time_before(jiffies, end))
			cpu_relax();
		preempt_enable();
		KUNIT_EXPECT_EQ(test, READ_ONCE(thread->__state), (unsigned int)TASK_DEAD);
		KUNIT_EXPECT_NE(test, (unsigned int)kthread_stop(thread), me);
	} else {
		wake_up_process(thread);
		KUNIT_EXPECT_EQ(test, join_thread(thread), 0);
	}
	put_task_struct(thread);
}

static atomic_t arrived;

static int spins_until_all_are_there(void *data)
{
	atomic_inc(&arrived);
	while (atomic_read(&arrived) < nr_threads)
		cpu_relax();
	return 0;
}

/* More threads than CPUs, none of which gives its CPU away: the ticks share them out. */
static void busy_threads_share_the_cpus(struct kunit *test)
{
	atomic_set(&arrived, 0);
	start_threads(test, spins_until_all_are_there, 2, false);
	KUNIT_EXPECT_EQ(test, join_threads(), 0);
}

static int keeps_its_cpu_while_pinned(void *data)
{
	unsigned int other = cpumask_next(raw_smp_processor_id(), cpu_online_mask), me;
	int i, bad = 0;

	if (other >= nr_cpu_ids)
		other = 0;
	for (i = 0; i < 6; i++) {
		migrate_disable();
		me = raw_smp_processor_id();
		set_cpus_allowed_ptr(current, cpumask_of(other));
		yield();
		schedule_timeout_uninterruptible(1);
		bad += raw_smp_processor_id() != me;
		migrate_enable();
		/* Within a tick it is where it was sent. */
		schedule_timeout_uninterruptible(2);
		bad += raw_smp_processor_id() != other;
		other = me;
	}
	return bad;
}

static void pinned_threads_stay_until_unpinned(struct kunit *test)
{
	start_threads(test, keeps_its_cpu_while_pinned, 1, false);
	KUNIT_EXPECT_EQ(test, join_threads(), 0);
}

static DEFINE_SPINLOCK(lock);
static unsigned long number;
#define LOCK_ROUNDS scaled(10000)

static int counts_under_spinlock(void *data)
{
	unsigned long flags;
	int i, rounds = LOCK_ROUNDS;

	for (i = 0; i < rounds; i++) {
		if (i % 2) {
			spin_lock_irqsave(&lock, flags);
			number++;
			spin_unlock_irqrestore(&lock, flags);
		} else {
			spin_lock_irq(&lock);
			WRITE_ONCE(number, READ_ONCE(number) + 1);
			spin_unlock_irq(&lock);
		}
	}
	return 0;
}

static void count_in_tick(struct timer_list *timer)
{
	spin_lock(&lock);
	number++;
	spin_unlock(&lock);
	mod_timer(timer, jiffies + 1);
}

/* With a timer that takes the same lock from its interrupt. Its shots are not counted: what is lost shows in the rest. */
static void a_spinlock_excludes_cpus_and_interrupts(struct kunit *test)
{
	struct timer_list timer;
	unsigned long shots;

	number = 0;
	timer_setup_on_stack(&timer, count_in_tick, 0);
	mod_timer(&timer, jiffies + 1);
	start_threads(test, counts_under_spinlock, 2, true);
	join_threads();
	timer_shutdown_sync(&timer);
	shots = number - nr_threads * LOCK_ROUNDS;
	KUNIT_EXPECT_GE(test, number, 1ul * nr_threads * LOCK_ROUNDS);
	KUNIT_EXPECT_LE(test, shots, 10000ul);
}

static struct {
	struct list_head link;
} elements[MAX_THREADS];
static LIST_HEAD(elements_list);

/* Two neighbours that are unlinked at once without the lock leave a list that is broken. */
static int moves_its_element(void *data)
{
	struct list_head *mine = &elements[(long)data].link, *pos;
	int i, nr, bad = 0, rounds = scaled(5000);

	for (i = 0; i < rounds; i++) {
		spin_lock(&lock);
		if (i % 2)
			list_move(mine, &elements_list);
		else
			list_move_tail(mine, &elements_list);
		if (i % 64 == 0) {
			nr = 0;
			list_for_each(pos, &elements_list)
				if (++nr > MAX_THREADS)
					break;
			bad += nr != MAX_THREADS;
		}
		spin_unlock(&lock);
	}
	return bad;
}

static void a_list_survives_under_its_lock(struct kunit *test)
{
	int i;

	INIT_LIST_HEAD(&elements_list);
	for (i = 0; i < MAX_THREADS; i++)
		list_add_tail(&elements[i].link, &elements_list);
	start_threads(test, moves_its_element, 2, true);
	KUNIT_EXPECT_EQ(test, join_threads(), 0);
}

static struct completion baton[MAX_THREADS];
static unsigned long passes;
#define LAPS scaled(100)

static int passes_the_baton(void *data)
{
	unsigned int me = (long)data;
	int i;

	for (i = 0; i < LAPS; i++) {
		wait_for_completion(&baton[me]);
		passes++;
		complete(&baton[(me + 1) % nr_threads]);
	}
	return 0;
}

/* Round all CPUs: one wake-up that gets lost, and it stands still. */
static void a_baton_goes_round(struct kunit *test, bool bound)
{
	int i;

	passes = 0;
	for (i = 0; i < MAX_THREADS; i++)
		init_completion(&baton[i]);
	start_threads(test, passes_the_baton, 2, bound);
	complete(&baton[0]);
	join_threads();
	KUNIT_EXPECT_EQ(test, passes, 1ul * nr_threads * LAPS);
}

static void a_baton_goes_round_the_cpus(struct kunit *test)
{
	a_baton_goes_round(test, true);
}

static void a_baton_goes_round_free_threads(struct kunit *test)
{
	a_baton_goes_round(test, false);
}

/* The bare protocol: set the state, look, sleep; against change, wake up. */
static unsigned int flag_of[MAX_THREADS];

static int sleeps_and_wakes(void *data)
{
	unsigned int me = (long)data, peer = me ^ 1, i;

	for (i = 1; i <= scaled(300); i++) {
		if (me % 2 == 0) {
			WRITE_ONCE(flag_of[peer], i);
			wake_up_process(threads[peer]);
		}
		for (;;) {
			set_current_state(TASK_UNINTERRUPTIBLE);
			if (READ_ONCE(flag_of[me]) >= i)
				break;
			schedule();
		}
		__set_current_state(TASK_RUNNING);
		if (me % 2) {
			WRITE_ONCE(flag_of[peer], i);
			wake_up_process(threads[peer]);
		}
	}
	return 0;
}

static void no_wake_up_is_lost(struct kunit *test)
{
	int i;

	for (i = 0; i < MAX_THREADS; i++)
		flag_of[i] = 0;
	start_threads(test, sleeps_and_wakes, 2, true);
	KUNIT_EXPECT_EQ(test, join_threads(), 0);
}

static DEFINE_MUTEX(mutex);
static DECLARE_RWSEM(rwsem);

static unsigned long guarded, halves[2];

static int uses_sleeping_locks(void *data)
{
	int i, bad = 0, rounds = scaled(500);
	unsigned long second;

	for (i = 0; i < rounds; i++) {
		mutex_lock(&mutex);
		guarded++;
		mutex_unlock(&mutex);
		if (i % 4 == (long)data % 4) {
			down_write(&rwsem);
			halves[0]++;
			smp_wmb();
			halves[1]++;
			up_write(&rwsem);
		} else {
			down_read(&rwsem);
			second = READ_ONCE(halves[1]);
			smp_rmb();
			bad += READ_ONCE(halves[0]) != second;
			up_read(&rwsem);
		}
	}
	return bad;
}

static void sleeping_locks_exclude(struct kunit *test)
{
	guarded = 0;
	start_threads(test, uses_sleeping_locks, 2, false);
	KUNIT_EXPECT_EQ(test, join_threads(), 0);
	KUNIT_EXPECT_EQ(test, guarded, 1ul * nr_threads * scaled(500));
}

struct shared_object {
	u32 magic;
};
static struct shared_object *shared;
static bool rcu_over;

static int reads_shared(void *data)
{
	struct shared_object *seen;
	int bad = 0, i;

	while (!READ_ONCE(rcu_over)) {
		rcu_read_lock();
		seen = rcu_dereference(shared);
		for (i = 0; i < 10; i++) {
			bad += READ_ONCE(seen->magic) != 0x900d;
			cpu_relax(); /* the writer's turn, where CPUs take turns */
		}
		rcu_read_unlock();
		cond_resched();
	}
	return bad;
}

static void readers_on_all_cpus_keep_what_they_see(struct kunit *test)
{
	static struct shared_object object[2];
	int rounds = scaled(400), i;

	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two CPUs: with one, no grace period has to be waited for");
	object[0] = object[1] = (struct shared_object){ 0x900d };
	shared = &object[0];
	rcu_over = false;
	start_threads(test, reads_shared, 1, true);
	sched_set_fifo(current);
	for (i = 1; i <= rounds; i++) {
		struct shared_object *old = shared;

		object[i % 2] = (struct shared_object){ 0x900d };
		rcu_assign_pointer(shared, &object[i % 2]);
		synchronize_rcu();
		*old = (struct shared_object){ 0xdead };
		ndelay(20000);
	}
	WRITE_ONCE(rcu_over, true);
	sched_set_normal(current, 0);
	KUNIT_EXPECT_EQ(test, join_threads(), 0);
}

/* Everything at once, by a fixed plan for each thread. */
static atomic_t called, expired;
static wait_queue_head_t queue = __WAIT_QUEUE_HEAD_INITIALIZER(queue);

static void count_call(void *info)
{
	atomic_inc(&called);
}

static void count_expiry(struct timer_list *timer)
{
	atomic_inc(&expired);
	wake_up_all(&queue);
}

static void lets_a_thread_live(void)
{
	struct task_struct *child = kthread_create(where_am_i, NULL, "child");

	if (IS_ERR(child))
		return;
	get_task_struct(child);
	wake_up_process(child);
	kthread_stop(child);
	put_task_struct(child);
}

static void allocates_and_frees(u32 random)
{
	struct page *page = alloc_pages(GFP_HIGHUSER, random % 4);
	void *object = kmalloc(random % 2000, GFP_KERNEL);

	vfree(vmalloc(PAGE_SIZE * (1 + random % 3)));
	kfree(object);
	if (page)
		__free_pages(page, random % 4);
}

static int does_everything(void *data)
{
	u32 random = 4711 + (long)data;
	struct timer_list timer;
	int i, calls = 0;

	timer_setup_on_stack(&timer, count_expiry, 0);
	for (i = 0; i < 200; i++) {
		random = random * 1664525 + 1013904223;
		switch (random >> 28) {
		case 0:
			schedule_timeout_uninterruptible(1);
			break;
		case 1:
			set_cpus_allowed_ptr(current, cpumask_of((random >> 8) % nr_cpu_ids));
			break;
		case 2:
			set_cpus_allowed_ptr(current, cpu_online_mask);
			break;
		case 3:
			mod_timer(&timer, jiffies + (random >> 8) % 3);
			break;
		case 4:
			del_timer_sync(&timer);
			break;
		case 5:
			calls += !smp_call_function_single((random >> 8) % nr_cpu_ids, count_call,
							   NULL, 1);
			break;
		case 6:
			wait_event_timeout(queue, false, 1);
			break;
		case 7:
			sched_set_fifo(current);
			yield();
			sched_set_normal(current, 0);
			break;
		case 8:
			synchronize_rcu();
			break;
		case 9:
		case 10:
			mutex_lock(&mutex);
			guarded++;
			mutex_unlock(&mutex);
			break;
		case 11:
			lets_a_thread_live();
			break;
		case 12:
		case 13:
			allocates_and_frees(random >> 8);
			break;
		default:
			wake_up_process(threads[(random >> 8) % nr_threads]);
			yield();
		}
	}
	del_timer_sync(&timer);
	return calls;
}

static void everything_at_once(struct kunit *test)
{
	atomic_set(&called, 0);
	start_threads(test, does_everything, 3, false);
	KUNIT_EXPECT_EQ(test, join_threads(), atomic_read(&called));
}

static struct kunit_case torture_cases[] = { KUNIT_CASE(tied_threads_stay),
					     KUNIT_CASE(threads_go_where_they_are_told),
					     KUNIT_CASE(wake_ups_find_an_idle_cpu),
					     KUNIT_CASE(busy_threads_share_the_cpus),
					     KUNIT_CASE(pinned_threads_stay_until_unpinned),
					     KUNIT_CASE(a_spinlock_excludes_cpus_and_interrupts),
					     KUNIT_CASE(a_list_survives_under_its_lock),
					     KUNIT_CASE(a_baton_goes_round_the_cpus),
					     KUNIT_CASE(a_baton_goes_round_free_threads),
					     KUNIT_CASE(no_wake_up_is_lost),
					     KUNIT_CASE(sleeping_locks_exclude),
					     KUNIT_CASE(readers_on_all_cpus_keep_what_they_see),
					     KUNIT_CASE(everything_at_once),
					     {} };

static struct kunit_suite torture_suite = {
	.name = "torture",
	.test_cases = torture_cases,
};
kunit_test_suite(torture_suite);
