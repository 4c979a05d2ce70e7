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

	if (cpu < 0)
		set_cpus_allowed_ptr(thread, cpu_online_mask);
	else
		kthread_bind(thread, cpu);
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

#define ROUNDS 500
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

static int spins_until_told(void *data)
{
	while (!kthread_should_stop())
		cpu_relax();
	return 0;
}

static bool noted;

static int notes(void *data)
{
	WRITE_ONCE(noted, true);
	return 0;
}

/* This thread keeps its CPU busy, of normal class mostly. Return: noted within a second. */
static bool is_noted_meanwhile(void)
{
	unsigned long end = jiffies + HZ;

	while (!READ_ONCE(noted) && time_before(jiffies, end))
		cpu_relax();
	return READ_ONCE(noted);
}

/* All CPUs but this one run a FIFO thread that does not end; one more thread may run anywhere. */
static struct task_struct *behind_hogs(struct kunit *test, int (*fn)(void *))
{
	unsigned int cpu, here = raw_smp_processor_id();

	noted = false;
	for_each_online_cpu(cpu) {
		struct task_struct *hog = new_thread_on(test, spins_until_told, NULL, cpu);

		if (cpu == here)
			continue;
		sched_set_fifo(hog);
		wake_up_process(hog);
	}
	return new_thread_on(test, fn, NULL, here ? 0 : 1);
}

static void set_free_behind_a_hog(struct kunit *test, bool fifo)
{
	struct task_struct *thread = behind_hogs(test, notes);

	if (fifo)
		sched_set_fifo(thread);
	wake_up_process(thread);
	msleep(20);
	set_cpus_allowed_ptr(thread, cpu_online_mask);
	KUNIT_EXPECT_TRUE(test, is_noted_meanwhile());
}

static void a_normal_thread_is_taken_from_a_fifo_cpu(struct kunit *test)
{
	set_free_behind_a_hog(test, false);
}

static void a_fifo_thread_is_taken_from_a_fifo_cpu(struct kunit *test)
{
	set_free_behind_a_hog(test, true);
}

/* Its last CPU is taken by another FIFO thread: it wakes on one where it is ahead of what runs. */
static void a_fifo_thread_wakes_where_it_can_run(struct kunit *test)
{
	struct task_struct *thread = behind_hogs(test, notes);

	sched_set_fifo(thread);
	set_cpus_allowed_ptr(thread, cpu_online_mask);
	msleep(20);
	preempt_disable();
	wake_up_process(thread);
	KUNIT_EXPECT_EQ(test, task_cpu(thread), raw_smp_processor_id());
	preempt_enable();
	KUNIT_EXPECT_TRUE(test, READ_ONCE(noted));
}

static void note_callback(struct rcu_head *head)
{
	WRITE_ONCE(noted, true);
}

static int calls_rcu(void *data)
{
	static struct rcu_head head;

	noted = false;
	call_rcu(&head, note_callback);
	return is_noted_meanwhile();
}

/* The thread that calls the functions is not tied to a CPU. */
static void rcu_goes_on_behind_a_fifo_thread(struct kunit *test)
{
	unsigned int cpu;

	rcu_barrier();
	for_each_online_cpu(cpu) {
		struct task_struct *thread = new_thread_on(test, calls_rcu, NULL, cpu);

		sched_set_fifo(thread);
		wake_up_process(thread);
		KUNIT_EXPECT_EQ(test, join_thread(thread), 1);
	}
}

static struct kunit_case sched_smp_cases[] = { KUNIT_CASE(a_thread_can_change_while_it_is_moved),
					       KUNIT_CASE(a_normal_thread_is_taken_from_a_fifo_cpu),
					       KUNIT_CASE(a_fifo_thread_is_taken_from_a_fifo_cpu),
					       KUNIT_CASE(a_fifo_thread_wakes_where_it_can_run),
					       KUNIT_CASE(rcu_goes_on_behind_a_fifo_thread),
					       {} };

static struct kunit_suite sched_smp_suite = {
	.name = "sched_smp",
	.init = needs_two,
	.test_cases = sched_smp_cases,
};
kunit_test_suite(sched_smp_suite);
