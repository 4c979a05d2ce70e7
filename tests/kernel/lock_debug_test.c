// SPDX-License-Identifier: MIT
/*
 * tests/kernel/lock_debug_test.c - mistakes that are caught: those of kernel/lock_debug.c, and a CPU that is stuck
 */
#include <linux/completion.h>
#include <linux/console.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <linux/watchdog.h>

#include "threads.h"

static void needs_debug(struct kunit *test, int warnings)
{
	if (!IS_ENABLED(CONFIG_DEBUG_VM))
		kunit_skip(test, "only the DEBUG=1 build checks this");
	kunit_expect_warnings(test, warnings);
}

/* Those that depend on time are warnings only where it is exact. */
static void expect_late_reports(struct kunit *test, int nr)
{
	kunit_expect_warnings(test, time_is_exact ? nr : 0);
}

static void might_sleep_is_not_allowed_everywhere(struct kunit *test)
{
	unsigned long flags;

	needs_debug(test, 2);
	might_sleep();
	preempt_disable();
	might_sleep();
	preempt_enable();
	local_irq_save(flags);
	might_sleep();
	local_irq_restore(flags);
}

/* In every build: the next thread would inherit the section. This one has it back when it goes on. */
static void scheduling_in_a_section_is_reported(struct kunit *test)
{
	kunit_expect_warnings(test, 2);
	preempt_disable();
	schedule();
	KUNIT_EXPECT_EQ(test, preempt_count(), 1);
	yield();
	preempt_enable();
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

static void an_enable_too_many_is_reported(struct kunit *test)
{
	needs_debug(test, 1);
	preempt_enable();
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

static void taking_a_lock_twice_is_reported(struct kunit *test)
{
	DEFINE_SPINLOCK(lock);

	needs_debug(test, 1);
	spin_lock(&lock);
	spin_lock(&lock);
	spin_unlock(&lock);
	KUNIT_EXPECT_TRUE(test, spin_is_locked(&lock));
	spin_unlock(&lock);
	KUNIT_EXPECT_FALSE(test, spin_is_locked(&lock));
}

static void giving_back_a_free_lock_is_reported(struct kunit *test)
{
	DEFINE_SPINLOCK(lock);

	needs_debug(test, 1);
	preempt_disable();
	spin_unlock(&lock);
	KUNIT_EXPECT_TRUE(test, spin_trylock(&lock));
	spin_unlock(&lock);
}

static spinlock_t spinlock;
static DEFINE_MUTEX(mutex);
static DECLARE_RWSEM(rwsem);

static int unlocks_spinlock(void *data)
{
	preempt_disable();
	spin_unlock(&spinlock);
	return 0;
}

static int unlocks_mutex(void *data)
{
	mutex_unlock(&mutex);
	return 0;
}

static int unlocks_rwsem(void *data)
{
	up_write(&rwsem);
	return 0;
}

static void unlocking_for_another_is_reported(struct kunit *test)
{
	needs_debug(test, 3);
	spin_lock_init(&spinlock);
	spin_lock(&spinlock);
	preempt_enable();
	join_thread(start_thread(test, unlocks_spinlock, NULL));
	mutex_lock(&mutex);
	join_thread(start_thread(test, unlocks_mutex, NULL));
	KUNIT_EXPECT_TRUE(test, mutex_is_locked(&mutex));
	mutex_unlock(&mutex);
	down_write(&rwsem);
	join_thread(start_thread(test, unlocks_rwsem, NULL));
	KUNIT_EXPECT_TRUE(test, rwsem_is_locked(&rwsem));
	up_write(&rwsem);
}

/* A writer that comes in between waits for the first, and the second for the writer. Who only tries does not wait. */
static void reading_twice_is_reported(struct kunit *test)
{
	needs_debug(test, 2);
	down_read(&rwsem);
	down_read(&rwsem);
	up_read(&rwsem);
	KUNIT_EXPECT_TRUE(test, down_read_trylock(&rwsem));
	up_read(&rwsem);
	up_read(&rwsem);
	down_write(&rwsem);
	downgrade_write(&rwsem);
	down_read(&rwsem);
	up_read(&rwsem);
	up_read(&rwsem);
	down_read(&rwsem);
	up_read(&rwsem);
}

#ifdef CONFIG_DEBUG_VM
static void long_held_locks_are_reported(struct kunit *test)
{
	DEFINE_SPINLOCK(lock);
	unsigned int before = late_reports;

	expect_late_reports(test, 1);
	spin_lock(&lock);
	/* As if a second had passed. */
	lock.since -= HZ + 1;
	spin_unlock(&lock);
	KUNIT_EXPECT_EQ(test, late_reports, before + 1);
	spin_lock(&lock);
	spin_unlock(&lock);
	KUNIT_EXPECT_EQ(test, late_reports, before + 1);
}

static bool slow_write;

static void write_slowly(const char *s, unsigned int count)
{
	if (slow_write)
		jiffies += HZ + 1; /* as if */
	slow_write = false;
}

/* The report of a lock held for long would need that very lock. */
static void a_slow_console_is_not_reported(struct kunit *test)
{
	static struct console slow = { .name = "slow", .write = write_slowly };
	unsigned int before = late_reports;

	if (!slow.next)
		register_console(&slow);
	slow.enabled = true;
	slow_write = true;
	pr_err("takes more than a second\n");
	slow.enabled = false;
	KUNIT_EXPECT_FALSE(test, slow_write);
	KUNIT_EXPECT_EQ(test, late_reports, before);
}

/* To where a report just fits. @above: who calls; that somebody may look there makes it a call, and no loop. */
static noinline int waits_deep_down(bool sleeps, volatile char *above)
{
	volatile char fill[64];
	unsigned long end;

	fill[0] = 0;
	if ((unsigned long)fill - (unsigned long)current->stack >= 1024)
		return waits_deep_down(sleeps, fill) + fill[0];
	if (sleeps)
		schedule();
	else
		for (end = jiffies + 2; time_before(jiffies, end);)
			barrier();
	return fill[0] + *above;
}

static int uses_most_of_its_stack(void *data)
{
	volatile char none = 0;

	return waits_deep_down(data, &none);
}

static void a_nearly_full_stack_is_reported(struct kunit *test)
{
	kunit_expect_warnings(test, 2);
	join_thread(start_thread(test, uses_most_of_its_stack, test));
	join_thread(start_thread(test, uses_most_of_its_stack, NULL));
}
#endif

/* Preemption is off for longer than the watchdog allows: one report each time as long has passed again. */
static void a_stuck_cpu_is_reported(struct kunit *test)
{
	unsigned int usual = softlockup_ticks, before = late_reports;
	unsigned long start;

	expect_late_reports(test, 2);
	schedule_timeout_uninterruptible(1);
	softlockup_ticks = 3;
	preempt_disable();
	for (start = jiffies; READ_ONCE(late_reports) - before < 2 && jiffies - start < HZ;)
		barrier();
	softlockup_ticks = usual;
	preempt_enable();
	KUNIT_EXPECT_GE(test, late_reports, before + 2);
	EXPECT_IN_TIME(test, jiffies - start, 8);
	if (time_is_exact)
		KUNIT_EXPECT_GE(test, jiffies - start, 6ul);
}

/* Running for long is not being stuck. */
static void a_busy_thread_is_not_stuck(struct kunit *test)
{
	unsigned int usual = softlockup_ticks;
	unsigned long end;

	softlockup_ticks = 6;
	for (end = jiffies + 9; time_before(jiffies, end);)
		barrier();
	softlockup_ticks = usual;
}

static struct kunit_case lock_debug_cases[] = { KUNIT_CASE(might_sleep_is_not_allowed_everywhere),
						KUNIT_CASE(scheduling_in_a_section_is_reported),
						KUNIT_CASE(an_enable_too_many_is_reported),
						KUNIT_CASE(taking_a_lock_twice_is_reported),
						KUNIT_CASE(giving_back_a_free_lock_is_reported),
						KUNIT_CASE(unlocking_for_another_is_reported),
						KUNIT_CASE(reading_twice_is_reported),
#ifdef CONFIG_DEBUG_VM
						KUNIT_CASE(long_held_locks_are_reported),
						KUNIT_CASE(a_slow_console_is_not_reported),
						KUNIT_CASE(a_nearly_full_stack_is_reported),
#endif
						KUNIT_CASE(a_stuck_cpu_is_reported),
						KUNIT_CASE(a_busy_thread_is_not_stuck),
						{} };

static struct kunit_suite lock_debug_suite = {
	.name = "lock_debug",
	.test_cases = lock_debug_cases,
};
kunit_test_suite(lock_debug_suite);
