// SPDX-License-Identifier: MIT
/*
 * tests/kernel/timer_test.c - promises of linux/timer.h and linux/delay.h
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/timer.h>

#include "threads.h"

struct shot {
	struct timer_list timer;
	unsigned int fired;
	unsigned long at;
	bool in_interrupt;
};

static void fire(struct timer_list *timer)
{
	struct shot *shot = from_timer(shot, timer, timer);

	shot->fired++;
	shot->at = jiffies;
	shot->in_interrupt = in_hardirq();
}

static void load(struct shot *shot)
{
	*shot = (struct shot){};
	timer_setup_on_stack(&shot->timer, fire, 0);
}

static void wait_ticks(int ticks)
{
	schedule_timeout_uninterruptible(ticks);
}

static void fires_once_at_its_tick(struct kunit *test)
{
	unsigned long due = jiffies + 3;
	struct shot shot;

	load(&shot);
	KUNIT_EXPECT_FALSE(test, timer_pending(&shot.timer));
	KUNIT_EXPECT_FALSE(test, mod_timer(&shot.timer, due));
	KUNIT_EXPECT_TRUE(test, timer_pending(&shot.timer));
	wait_ticks(6);
	KUNIT_EXPECT_EQ(test, shot.fired, 1u);
	KUNIT_EXPECT_FALSE(test, time_before(shot.at, due));
	EXPECT_IN_TIME(test, shot.at - due, 0);
	KUNIT_EXPECT_TRUE(test, shot.in_interrupt);
	KUNIT_EXPECT_FALSE(test, timer_pending(&shot.timer));
	KUNIT_EXPECT_FALSE(test, del_timer(&shot.timer));
}

/* Apart by a whole turn of the wheel, and in the same slot. */
static void each_at_its_own_tick(struct kunit *test)
{
	static const int ticks[] = { 1, 2, 2, 5, 63, 64, 65, 66 };
	static struct shot shot[ARRAY_SIZE(ticks)];
	unsigned long start = jiffies;
	int i;

	for (i = 0; i < ARRAY_SIZE(ticks); i++) {
		load(&shot[i]);
		mod_timer(&shot[i].timer, start + ticks[i]);
	}
	wait_ticks(8);
	/* As if the ticks between, at which nothing is due, had come. */
	local_irq_disable();
	if (time_before(jiffies, start + 60))
		jiffies = start + 60;
	local_irq_enable();
	wait_ticks(8);
	for (i = 0; i < ARRAY_SIZE(ticks); i++) {
		KUNIT_EXPECT_EQ(test, shot[i].fired, 1u);
		KUNIT_EXPECT_FALSE(test, time_before(shot[i].at, start + ticks[i]));
		EXPECT_IN_TIME(test, shot[i].at - start - ticks[i], 1);
	}
}

static void what_is_past_fires_at_the_next_tick(struct kunit *test)
{
	struct shot shot;

	load(&shot);
	shot.timer.expires = jiffies - 1000;
	add_timer(&shot.timer);
	wait_ticks(3);
	KUNIT_EXPECT_EQ(test, shot.fired, 1u);
}

static void moved_timers_fire_at_the_new_time(struct kunit *test)
{
	struct shot shot;

	load(&shot);
	mod_timer(&shot.timer, jiffies + 200);
	KUNIT_EXPECT_TRUE(test, mod_timer(&shot.timer, jiffies + 1000));
	wait_ticks(5);
	KUNIT_EXPECT_EQ(test, shot.fired, 0u);
	KUNIT_EXPECT_TRUE(test, mod_timer(&shot.timer, jiffies + 1));
	wait_ticks(3);
	KUNIT_EXPECT_EQ(test, shot.fired, 1u);
}

static void deleted_timers_do_not_fire(struct kunit *test)
{
	struct shot shot;

	load(&shot);
	local_irq_disable(); /* however long it takes, the timer cannot expire between two lines */
	mod_timer(&shot.timer, jiffies + 2);
	KUNIT_EXPECT_TRUE(test, timer_delete(&shot.timer));
	KUNIT_EXPECT_FALSE(test, del_timer_sync(&shot.timer));
	mod_timer(&shot.timer, jiffies + 2);
	KUNIT_EXPECT_TRUE(test, timer_shutdown_sync(&shot.timer));
	KUNIT_EXPECT_FALSE(test, mod_timer(&shot.timer, jiffies + 1));
	KUNIT_EXPECT_FALSE(test, timer_pending(&shot.timer));
	local_irq_enable();
	wait_ticks(4);
	KUNIT_EXPECT_EQ(test, shot.fired, 0u);
}

static void fire_again(struct timer_list *timer)
{
	struct shot *shot = from_timer(shot, timer, timer);

	if (++shot->fired < 5)
		mod_timer(timer, jiffies + 1);
}

static void a_timer_can_arm_itself(struct kunit *test)
{
	struct shot shot = {};

	timer_setup_on_stack(&shot.timer, fire_again, 0);
	mod_timer(&shot.timer, jiffies);
	wait_ticks(10);
	KUNIT_EXPECT_EQ(test, shot.fired, 5u);
}

static void fire_untold(struct timer_list *timer);
static DEFINE_TIMER(ready_made, fire_untold);

static void fire_untold(struct timer_list *timer)
{
	add_timer(timer);
	timer_delete(timer);
	ready_made.function = NULL;
}

static void a_timer_can_be_ready_made(struct kunit *test)
{
	mod_timer(&ready_made, jiffies + 1);
	wait_ticks(4);
	KUNIT_EXPECT_NULL(test, ready_made.function);
}

static struct shot second;

static void fire_and_delete_the_second(struct timer_list *timer)
{
	del_timer(&second.timer);
}

/* Both expire at one tick; the first takes the other out of the very list that is being walked. */
static void one_can_delete_another_that_is_due(struct kunit *test)
{
	struct shot first = {};

	load(&second);
	timer_setup_on_stack(&first.timer, fire_and_delete_the_second, 0);
	first.timer.expires = jiffies + 2;
	preempt_disable();
	add_timer(&first.timer);
	mod_timer(&second.timer, first.timer.expires);
	preempt_enable();
	wait_ticks(5);
	KUNIT_EXPECT_EQ(test, second.fired, 0u);
}

static void fire_and_leave_preemption_off(struct timer_list *timer)
{
	preempt_disable();
}

static void an_unbalanced_function_is_reported(struct kunit *test)
{
	struct shot shot = {};

	kunit_expect_warnings(test, 1);
	timer_setup_on_stack(&shot.timer, fire_and_leave_preemption_off, 0);
	mod_timer(&shot.timer, jiffies);
	wait_ticks(3);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

static void sleeping_takes_as_long_as_asked(struct kunit *test)
{
	unsigned long before = jiffies;

	msleep(25);
	KUNIT_EXPECT_GE(test, jiffies - before, 3ul);
	EXPECT_IN_TIME(test, jiffies - before, 6);
	__set_current_state(TASK_UNINTERRUPTIBLE);
	KUNIT_EXPECT_EQ(test, schedule_timeout(0), 0l);
	KUNIT_EXPECT_EQ(test, schedule_timeout(5), 5l);
	KUNIT_EXPECT_EQ(test, msecs_to_jiffies(1), 1ul);
	KUNIT_EXPECT_EQ(test, msecs_to_jiffies(4294967295u), 429496730ul);
}

static struct kunit_case timer_cases[] = { KUNIT_CASE(fires_once_at_its_tick),
					   KUNIT_CASE(each_at_its_own_tick),
					   KUNIT_CASE(what_is_past_fires_at_the_next_tick),
					   KUNIT_CASE(moved_timers_fire_at_the_new_time),
					   KUNIT_CASE(deleted_timers_do_not_fire),
					   KUNIT_CASE(a_timer_can_arm_itself),
					   KUNIT_CASE(a_timer_can_be_ready_made),
					   KUNIT_CASE(one_can_delete_another_that_is_due),
					   KUNIT_CASE(an_unbalanced_function_is_reported),
					   KUNIT_CASE(sleeping_takes_as_long_as_asked),
					   {} };

static struct kunit_suite timer_suite = {
	.name = "timer",
	.test_cases = timer_cases,
};
kunit_test_suite(timer_suite);
