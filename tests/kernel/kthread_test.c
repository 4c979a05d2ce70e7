// SPDX-License-Identifier: MIT
/*
 * tests/kernel/kthread_test.c - promises of linux/kthread.h
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/rcupdate.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <asm/page.h>
#include <asm/pgtable.h>

#include "threads.h"

static int returns_data(void *data)
{
	return (long)data;
}

static int waits_to_be_stopped(void *data)
{
	int rounds = 0;

	while (!kthread_should_stop()) {
		rounds++;
		schedule_timeout_uninterruptible(1);
	}
	*(int *)data = rounds;
	return 42;
}

static void stop_returns_what_the_function_did(struct kunit *test)
{
	int rounds = 0;
	struct task_struct *thread = kthread_run(waits_to_be_stopped, &rounds, "stop me");

	KUNIT_ASSERT_FALSE(test, IS_ERR(thread));
	msleep(30);
	KUNIT_EXPECT_EQ(test, kthread_stop(thread), 42);
	KUNIT_EXPECT_GE(test, rounds, 2);
}

static void one_that_never_ran_never_runs(struct kunit *test)
{
	int rounds = -1;
	struct task_struct *thread = kthread_create(waits_to_be_stopped, &rounds, "never");

	KUNIT_ASSERT_FALSE(test, IS_ERR(thread));
	KUNIT_EXPECT_EQ(test, kthread_stop(thread), -EINTR);
	KUNIT_EXPECT_EQ(test, rounds, -1);
}

/* The struct stays as long as somebody has a reference. */
static void one_that_has_ended_can_be_stopped(struct kunit *test)
{
	struct task_struct *thread = kthread_create(returns_data, (void *)7, "short");

	KUNIT_ASSERT_FALSE(test, IS_ERR(thread));
	get_task_struct(thread);
	wake_up_process(thread);
	msleep(20);
	KUNIT_EXPECT_EQ(test, READ_ONCE(thread->__state), (unsigned int)TASK_DEAD);
	KUNIT_EXPECT_FALSE(test, wake_up_process(thread));
	KUNIT_EXPECT_EQ(test, kthread_stop(thread), 7);
	put_task_struct(thread);
}

static int looks_at_itself(void *data)
{
	struct task_struct **seen = data;

	*seen = current;
	return preempt_count() || irqs_disabled();
}

static void a_thread_is_current_with_all_on(struct kunit *test)
{
	struct task_struct *seen = NULL, *thread = start_thread(test, looks_at_itself, &seen);

	KUNIT_EXPECT_EQ(test, join_thread(thread), 0);
	KUNIT_EXPECT_PTR_EQ(test, seen, thread);
	KUNIT_EXPECT_PTR_NE(test, seen, current);
}

static void names_are_formatted_and_cut(struct kunit *test)
{
	struct task_struct *thread = kthread_create(returns_data, NULL, "a long name for %d", 1);

	KUNIT_ASSERT_FALSE(test, IS_ERR(thread));
	KUNIT_EXPECT_STREQ(test, thread->comm, "a long name for");
	kthread_stop(thread);
	thread = kthread_create_on_cpu(returns_data, NULL, 0, "per/%u");
	KUNIT_ASSERT_FALSE(test, IS_ERR(thread));
	KUNIT_EXPECT_STREQ(test, thread->comm, "per/0");
	KUNIT_EXPECT_TRUE(test, cpumask_test_cpu(0, &thread->cpus_mask));
	KUNIT_EXPECT_EQ(test, cpumask_weight(&thread->cpus_mask), 1u);
	kthread_stop(thread);
}

static void exits_early(void)
{
	kthread_exit(13);
}

static int never_returns(void *data)
{
	exits_early();
	return 1;
}

static void exit_ends_the_thread_from_anywhere(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, join_thread(start_thread(test, never_returns, NULL)), 13);
}

/* A stack overflow faults: the page below each stack is not mapped. */
static void stacks_have_a_guard_page(struct kunit *test)
{
	struct task_struct *thread[40];
	int i;

	for (i = 0; i < ARRAY_SIZE(thread); i++) {
		thread[i] = insist(kthread_create(returns_data, NULL, "guard"));
		KUNIT_ASSERT_FALSE(test, IS_ERR(thread[i]));
		KUNIT_EXPECT_FALSE(test, kernel_page_present((unsigned long)thread[i]->stack - 1));
		KUNIT_EXPECT_TRUE(test, kernel_page_present((unsigned long)thread[i]->stack));
		KUNIT_EXPECT_TRUE(test, kernel_page_present((unsigned long)thread[i]->stack +
							    THREAD_SIZE - 1));
	}
	for (i = 0; i < ARRAY_SIZE(thread); i++)
		kthread_stop(thread[i]);
}

static int counts(void *data)
{
	atomic_inc(data);
	return 0;
}

/* Nobody stops them, nobody waits: the runner's count of pages and threads sees that all of it comes back. */
static void a_thousand_threads_leave_nothing_behind(struct kunit *test)
{
	static atomic_t ended;
	struct task_struct *thread;
	int i, made = 0;

	atomic_set(&ended, 0);
	for (i = 0; i < 1000; i++) {
		thread = kthread_run(counts, &ended, "%d", i);
		if (IS_ERR(thread))
			break;
		made++;
		if (i % 100 == 99)
			rcu_barrier();
	}
	for (i = 0; i < 100 && atomic_read(&ended) < made; i++)
		msleep(10);
	KUNIT_EXPECT_EQ(test, made, 1000);
	KUNIT_EXPECT_EQ(test, atomic_read(&ended), made);
}

static int leaves_preemption_off(void *data)
{
	preempt_disable();
	return 0;
}

static int leaves_interrupts_off(void *data)
{
	local_irq_disable();
	return 0;
}

static int leaves_migration_off(void *data)
{
	migrate_disable();
	return 0;
}

static void what_a_thread_leaves_open_is_reported(struct kunit *test)
{
	kunit_expect_warnings(test, 3);
	join_thread(start_thread(test, leaves_preemption_off, NULL));
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
	join_thread(start_thread(test, leaves_interrupts_off, NULL));
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
	join_thread(start_thread(test, leaves_migration_off, NULL));
}

static void threads_are_listed_while_they_live(struct kunit *test)
{
	struct task_struct *thread = new_thread(test, returns_data, NULL), *p;
	int seen = 0, me = 0;

	rcu_read_lock();
	for_each_process(p) {
		seen += p == thread;
		me += p == current;
	}
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, seen, 1);
	KUNIT_EXPECT_EQ(test, me, 1);
	kthread_stop(thread);
	rcu_read_lock();
	for_each_process(p)
		seen -= p == thread;
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, seen, 1);
}

static struct kunit_case kthread_cases[] = { KUNIT_CASE(stop_returns_what_the_function_did),
					     KUNIT_CASE(one_that_never_ran_never_runs),
					     KUNIT_CASE(one_that_has_ended_can_be_stopped),
					     KUNIT_CASE(a_thread_is_current_with_all_on),
					     KUNIT_CASE(names_are_formatted_and_cut),
					     KUNIT_CASE(exit_ends_the_thread_from_anywhere),
					     KUNIT_CASE(stacks_have_a_guard_page),
					     KUNIT_CASE(a_thousand_threads_leave_nothing_behind),
					     KUNIT_CASE(what_a_thread_leaves_open_is_reported),
					     KUNIT_CASE(threads_are_listed_while_they_live),
					     {} };

static struct kunit_suite kthread_suite = {
	.name = "kthread",
	.test_cases = kthread_cases,
};
kunit_test_suite(kthread_suite);
