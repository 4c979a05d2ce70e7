// SPDX-License-Identifier: MIT
/*
 * tests/kernel/wait_test.c - promises of linux/wait.h and linux/completion.h
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/timer.h>

#include "threads.h"

static DECLARE_WAIT_QUEUE_HEAD(queue);
static bool condition;
static atomic_t nr_through;

static int wait_test_init(struct kunit *test)
{
	condition = false;
	atomic_set(&nr_through, 0);
	return 0;
}

static int waits(void *exclusive)
{
	if (exclusive)
		wait_event_exclusive(queue, READ_ONCE(condition));
	else
		wait_event(queue, READ_ONCE(condition));
	atomic_inc(&nr_through);
	return 0;
}

static void start_waiters(struct kunit *test, struct task_struct **thread, int nr, bool exclusive)
{
	int i;

	for (i = 0; i < nr; i++) {
		thread[i] = start_thread(test, waits, exclusive ? test : NULL);
		while (!READ_ONCE(thread[i]->__state))
			schedule_timeout_uninterruptible(1);
	}
}

static void a_true_condition_does_not_wait(struct kunit *test)
{
	unsigned long before = current->nvcsw;

	wait_event(queue, true);
	KUNIT_EXPECT_EQ(test, wait_event_interruptible(queue, true), 0);
	KUNIT_EXPECT_EQ(test, wait_event_timeout(queue, true, 5), 5l);
	KUNIT_EXPECT_EQ(test, wait_event_timeout(queue, true, 0), 1l);
	KUNIT_EXPECT_EQ(test, wait_event_timeout(queue, false, 0), 0l);
	KUNIT_EXPECT_EQ(test, current->nvcsw, before);
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&queue));
}

/* A wake-up without the condition leads back to sleep. */
static void the_condition_decides(struct kunit *test)
{
	struct task_struct *thread;

	start_waiters(test, &thread, 1, false);
	KUNIT_EXPECT_TRUE(test, waitqueue_active(&queue));
	wake_up(&queue);
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&nr_through), 0);
	wake_up_interruptible(&queue);
	condition = true;
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&nr_through), 0);
	wake_up(&queue);
	join_thread(thread);
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&queue));
}

static void all_shared_waiters_wake_and_one_exclusive(struct kunit *test)
{
	struct task_struct *shared[3], *exclusive[3];
	int i;

	start_waiters(test, exclusive, 3, true);
	start_waiters(test, shared, 3, false);
	condition = true;
	wake_up(&queue);
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&nr_through), 4);
	/* The first has not run yet when the second wake-up comes: another one is meant. */
	preempt_disable();
	wake_up(&queue);
	wake_up(&queue);
	preempt_enable();
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&nr_through), 6);
	for (i = 0; i < 3; i++) {
		join_thread(shared[i]);
		join_thread(exclusive[i]);
	}
}

static atomic_t nr_items;
static bool second_comes;

/* The second item comes while the thread that was woken for the first one has said again that it sleeps. */
static bool takes_an_item(void)
{
	if (second_comes) {
		second_comes = false;
		atomic_inc(&nr_items);
		wake_up(&queue);
	}
	if (atomic_dec_return(&nr_items) >= 0)
		return true;
	atomic_inc(&nr_items);
	return false;
}

static int waits_for_an_item(void *data)
{
	wait_event_exclusive(queue, takes_an_item());
	atomic_inc(&nr_through);
	return 0;
}

static void two_wake_ups_wake_two(struct kunit *test)
{
	struct task_struct *thread[2];
	int i;

	atomic_set(&nr_items, 0);
	for (i = 0; i < 2; i++) {
		thread[i] = start_thread(test, waits_for_an_item, NULL);
		while (!READ_ONCE(thread[i]->__state))
			schedule_timeout_uninterruptible(1);
	}
	atomic_inc(&nr_items);
	second_comes = true;
	wake_up(&queue);
	msleep(30);
	KUNIT_EXPECT_EQ(test, atomic_read(&nr_through), 2);
	wake_up_all(&queue);
	for (i = 0; i < 2; i++)
		join_thread(thread[i]);
}

static void wake_up_all_means_exclusive_ones_too(struct kunit *test)
{
	struct task_struct *thread[4];
	int i;

	start_waiters(test, thread, 4, true);
	condition = true;
	wake_up_all(&queue);
	for (i = 0; i < 4; i++)
		join_thread(thread[i]);
	KUNIT_EXPECT_EQ(test, atomic_read(&nr_through), 4);
}

static void timeouts_end_waits(struct kunit *test)
{
	unsigned long before = jiffies;

	KUNIT_EXPECT_EQ(test, wait_event_timeout(queue, READ_ONCE(condition), 3), 0l);
	KUNIT_EXPECT_GE(test, jiffies - before, 3ul);
	EXPECT_IN_TIME(test, jiffies - before, 6);
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&queue));
}

static void set_condition(struct timer_list *timer)
{
	condition = true;
	wake_up(&queue);
}

/* An interrupt handler makes it true; what is left of the time is told. */
static void interrupts_wake(struct kunit *test)
{
	struct timer_list timer;
	long left;

	timer_setup_on_stack(&timer, set_condition, 0);
	mod_timer(&timer, jiffies + 2);
	left = wait_event_interruptible_timeout(queue, READ_ONCE(condition), 100);
	EXPECT_IN_TIME(test, 100 - left, 10);
	KUNIT_EXPECT_LE(test, left, 99l);
	del_timer_sync(&timer);
}

/*
 * Completions
 */

static void each_complete_lets_one_through(struct kunit *test)
{
	DECLARE_COMPLETION_ONSTACK(done);

	KUNIT_EXPECT_FALSE(test, completion_done(&done));
	KUNIT_EXPECT_FALSE(test, try_wait_for_completion(&done));
	complete(&done);
	complete(&done);
	KUNIT_EXPECT_TRUE(test, completion_done(&done));
	wait_for_completion(&done);
	KUNIT_EXPECT_TRUE(test, try_wait_for_completion(&done));
	KUNIT_EXPECT_FALSE(test, try_wait_for_completion(&done));
	KUNIT_EXPECT_EQ(test, wait_for_completion_timeout(&done, 2), 0ul);
	complete_all(&done);
	wait_for_completion(&done);
	wait_for_completion(&done);
	complete(&done);
	KUNIT_EXPECT_EQ(test, done.done, COMPLETE_ALL);
	KUNIT_EXPECT_EQ(test, wait_for_completion_timeout(&done, 7), 7ul);
	reinit_completion(&done);
	KUNIT_EXPECT_FALSE(test, completion_done(&done));
}

static struct completion ball[2];
static unsigned int hits;
#define ROUNDS 20000

static int plays(void *data)
{
	long me = (long)data;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		wait_for_completion(&ball[me]);
		hits++;
		complete(&ball[!me]);
	}
	return 0;
}

/* A lost wake-up ends this in the runner's time limit. The count needs no lock: there is one ball. */
static void a_ball_goes_to_and_fro(struct kunit *test)
{
	struct task_struct *thread[2];
	long i;

	hits = 0;
	for (i = 0; i < 2; i++) {
		init_completion(&ball[i]);
		thread[i] = start_thread(test, plays, (void *)i);
	}
	complete(&ball[0]);
	for (i = 0; i < 2; i++)
		join_thread(thread[i]);
	KUNIT_EXPECT_EQ(test, hits, 2u * ROUNDS);
}

static struct completion gate;
static char order[8];
static atomic_t nr_order;

static int goes_through_gate(void *data)
{
	wait_for_completion(&gate);
	order[atomic_inc_return(&nr_order) - 1] = (long)data;
	return 0;
}

static void completions_serve_in_order(struct kunit *test)
{
	struct task_struct *thread[4];
	long i;

	init_completion(&gate);
	atomic_set(&nr_order, 0);
	for (i = 0; i < 4; i++) {
		thread[i] = start_thread(test, goes_through_gate, (void *)('a' + i));
		while (!READ_ONCE(thread[i]->__state))
			schedule_timeout_uninterruptible(1);
	}
	complete(&gate);
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&nr_order), 1);
	complete(&gate);
	complete(&gate);
	complete(&gate);
	for (i = 0; i < 4; i++)
		join_thread(thread[i]);
	KUNIT_EXPECT_STREQ(test, order, "abcd");
}

static struct kunit_case wait_cases[] = { KUNIT_CASE(a_true_condition_does_not_wait),
					  KUNIT_CASE(the_condition_decides),
					  KUNIT_CASE(all_shared_waiters_wake_and_one_exclusive),
					  KUNIT_CASE(two_wake_ups_wake_two),
					  KUNIT_CASE(wake_up_all_means_exclusive_ones_too),
					  KUNIT_CASE(timeouts_end_waits),
					  KUNIT_CASE(interrupts_wake),
					  KUNIT_CASE(each_complete_lets_one_through),
					  KUNIT_CASE(a_ball_goes_to_and_fro),
					  KUNIT_CASE(completions_serve_in_order),
					  {} };

static struct kunit_suite wait_suite = {
	.name = "wait",
	.init = wait_test_init,
	.test_cases = wait_cases,
};
kunit_test_suite(wait_suite);
