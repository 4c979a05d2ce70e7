// SPDX-License-Identifier: MIT
/*
 * tests/kernel/sched_smp_test.c - promises of linux/sched.h with several CPUs: nobody is lost between two queues, and nobody
 * waits where another CPU would take it
 */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/rcupdate.h>

#include "threads.h"

static int needs_two(struct kunit *test)
{
	if (num_online_cpus() == 1)
		kunit_skip(test, "one CPU");
	return 0;
}

/* A thread that does not run yet, tied to @cpu or free; stopped at the end of the case. */
static struct task_struct *new_thread_on(struct kunit *test, int (*fn)(void *), void *data, int cpu)
{
	struct task_struct *thread = new_thread(test, fn, data);

	KUNIT_EXPECT_EQ(
		test, set_cpus_allowed_ptr(thread, cpu < 0 ? cpu_online_mask : cpumask_of(cpu)), 0);
	return thread;
}

static int sleeps_again_and_again(void *data)
{
	for (;;) {
		set_current_state(TASK_UNINTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

#define ROUNDS 4000
static struct task_struct *sleeper;

static int moves_and_wakes(void *data)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		set_cpus_allowed_ptr(sleeper, cpumask_of(i % num_online_cpus()));
		wake_up_process(sleeper);
	}
	return 0;
}

static int changes_its_class(void *data)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		sched_set_fifo(sleeper);
		sched_set_normal(sleeper, 0);
	}
	return 0;
}

/* Woken for one CPU's queue, it is changed by another before it is there. */
static void a_thread_can_change_while_it_is_moved(struct kunit *test)
{
	struct task_struct *thread[4];
	unsigned int i;

	sleeper = new_thread_on(test, sleeps_again_and_again, NULL, -1);
	for (i = 0; i < ARRAY_SIZE(thread); i++)
		thread[i] = new_thread_on(test, i % 2 ? changes_its_class : moves_and_wakes, NULL,
					  i % num_online_cpus());
	wake_up_process(sleeper);
	for (i = 0; i < ARRAY_SIZE(thread); i++)
		wake_up_process(thread[i]);
	for (i = 0; i < ARRAY_SIZE(thread); i++)
		join_thread(thread[i]);
	/* It is where it may be, and obeys. */
	set_cpus_allowed_ptr(sleeper, cpumask_of(1));
	wake_up_process(sleeper);
	msleep(30);
	KUNIT_EXPECT_EQ(test, task_cpu(sleeper), 1u);
}

static struct kunit_case sched_smp_cases[] = { KUNIT_CASE(a_thread_can_change_while_it_is_moved),
					       {} };

static struct kunit_suite sched_smp_suite = {
	.name = "sched_smp",
	.init = needs_two,
	.test_cases = sched_smp_cases,
};
kunit_test_suite(sched_smp_suite);
