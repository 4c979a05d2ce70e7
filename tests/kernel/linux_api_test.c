// SPDX-License-Identifier: MIT
/*
 * tests/kernel/linux_api_test.c - small things that files written for Linux count on
 *
 * Which names each header has: tests/data/headers.txt.
 */
#include <kunit/test.h>
#include <linux/kref.h>
#include <linux/kthread.h>
#include <linux/math64.h>
#include <linux/timer.h>
#include <linux/vmalloc.h>
#include <linux/wait.h>

static void a_copy_knows_the_size_of_an_array(struct kunit *test)
{
	char four[4];

	KUNIT_EXPECT_EQ(test, strscpy(four, "abcdef"), -E2BIG);
	KUNIT_EXPECT_STREQ(test, four, "abc");
	KUNIT_EXPECT_EQ(test, strscpy(four, "xyz", 2), -E2BIG);
	KUNIT_EXPECT_STREQ(test, four, "x");
}

/* As Linux is compiled, whatever the compiler makes of char. */
static void a_char_is_unsigned(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, is_signed_type(char));
	KUNIT_EXPECT_TRUE(test, is_signed_type(s8));
	KUNIT_EXPECT_FALSE(test, is_signed_type(unsigned long));
	KUNIT_EXPECT_GT(test, (char)-1, 0);
}

static void masks_reach_from_bit_to_bit(struct kunit *test)
{
	static const unsigned long constant = GENMASK(5, 1);
	unsigned int high = 31, low = 31;

	KUNIT_EXPECT_EQ(test, constant, 0x3eul);
	KUNIT_EXPECT_EQ(test, GENMASK(31, 0), ~0ul);
	KUNIT_EXPECT_EQ(test, GENMASK(high, low), 1ul << 31);
	KUNIT_EXPECT_EQ(test, GENMASK_ULL(40, 33), 0x1fe00000000ull);
	KUNIT_EXPECT_EQ(test, GENMASK_INPUT_CHECK(3, 3), 0);
}

static void division_rounds_as_told(struct kunit *test)
{
	static const int sevenths = DIV_ROUND_UP(50, 7);

	KUNIT_EXPECT_EQ(test, sevenths, 8);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_CLOSEST(7, 2), 4);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_CLOSEST(-7, 2), -4);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_CLOSEST(7, -2), -4);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_CLOSEST(-7, -2), 4);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_CLOSEST(0, 5), 0);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_CLOSEST(0u, 5u), 0u);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_CLOSEST(7u, 3u), 2u);
	KUNIT_EXPECT_EQ(test, div64_s64(-7000000000LL, 2), -3500000000LL);
	KUNIT_EXPECT_EQ(test, div64_s64(-7000000000LL, -3500000000LL), 2);
	KUNIT_EXPECT_LT(test, -1 * NSEC_PER_SEC, 0);
	KUNIT_EXPECT_EQ(test, ktime_set(2, 5), 2000000005LL);
	KUNIT_EXPECT_EQ(test, MAX(3, MIN(4, 5)), 4);
}

static void a_warning_says_what_it_is_given(struct kunit *test)
{
	const char *message = "%s literal\n";

	kunit_expect_warnings(test, 1);
	KUNIT_EXPECT_TRUE(test, WARN(1, message, "not a"));
}

struct outer {
	int first, second;
};

static void a_const_pointer_leads_to_const(struct kunit *test)
{
	struct outer o;
	const int *in = &o.second;

	BUILD_BUG_ON_MSG(sizeof(o) != 8, "two words");
	KUNIT_EXPECT_PTR_EQ(test, container_of_const(in, struct outer, second),
			    (const struct outer *)&o);
	KUNIT_EXPECT_TRUE(test, __same_type(container_of_const(in, struct outer, second),
					    (const struct outer *)NULL));
	KUNIT_EXPECT_TRUE(test, __same_type(container_of_const(&o.second, struct outer, second),
					    (struct outer *)NULL));
}

KUNIT_DEFINE_ACTION_WRAPPER(kfree_wrapper, kfree, const void *)

/* Or it would be a leak. */
static void actions_take_any_pointer(struct kunit *test)
{
	void *p = kmalloc(5000, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_EQ(test, kunit_add_action_or_reset(test, kfree_wrapper, p), 0);
}

static unsigned int nr_released;

static void count_release(struct kref *kref)
{
	nr_released++;
}

static void the_last_user_releases(struct kunit *test)
{
	struct kref kref;

	nr_released = 0;
	kref_init(&kref);
	kref_get(&kref);
	KUNIT_EXPECT_EQ(test, kref_put(&kref, count_release), 0);
	KUNIT_EXPECT_EQ(test, kref_read(&kref), 1);
	KUNIT_EXPECT_EQ(test, kref_put(&kref, count_release), 1);
	KUNIT_EXPECT_EQ(test, nr_released, 1);
	KUNIT_EXPECT_FALSE(test, kref_get_unless_zero(&kref));
}

static void parameters_show_their_value(struct kunit *test)
{
	int number = -5;
	bool yes = true;
	struct kernel_param kp = { "x", &param_ops_int, { &number } };
	char text[16];

	KUNIT_EXPECT_EQ(test, param_ops_int.get(text, &kp), 3);
	KUNIT_EXPECT_STREQ(test, text, "-5\n");
	kp.arg = &yes;
	param_get_bool(text, &kp);
	KUNIT_EXPECT_STREQ(test, text, "Y\n");
	param_get_invbool(text, &kp);
	KUNIT_EXPECT_STREQ(test, text, "N\n");
}

static atomic_t called;

static void call(void *first)
{
	atomic_inc(&called);
}

/* All CPUs but one, then that one. */
static void sets_of_cpus(struct kunit *test)
{
	struct cpumask rest;
	unsigned int cpu, nr = 0;

	cpumask_andnot(&rest, cpu_online_mask, cpumask_of(0));
	for_each_cpu_and(cpu, cpu_online_mask, &rest) nr++;
	KUNIT_EXPECT_EQ(test, nr, num_online_cpus() - 1);
	KUNIT_EXPECT_LE(test, num_online_cpus(), num_present_cpus());
	atomic_set(&called, 0);
	on_each_cpu_mask(&rest, call, NULL, true);
	KUNIT_EXPECT_EQ(test, atomic_read(&called), num_online_cpus() - 1);
	on_each_cpu_mask(cpumask_of(0), call, NULL, true);
	KUNIT_EXPECT_EQ(test, atomic_read(&called), num_online_cpus());
}

static DECLARE_WAIT_QUEUE_HEAD(queue);
static int rounds;

/* Linux's loop with a queue that a wake-up does not leave. */
static int waits(void *unused)
{
	DECLARE_WAITQUEUE(wait, current);

	add_wait_queue(&queue, &wait);
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		WRITE_ONCE(rounds, rounds + 1);
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	remove_wait_queue(&queue, &wait);
	return 0;
}

static void a_waiter_stays_in_its_queue(struct kunit *test)
{
	struct task_struct *t;
	int i, seen;

	rounds = 0;
	t = kthread_run(waits, NULL, "waits");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t);
	while (!READ_ONCE(rounds))
		schedule_timeout_uninterruptible(1);
	for (i = 0; i < 3; i++) {
		seen = READ_ONCE(rounds);
		wake_up(&queue);
		schedule_timeout_uninterruptible(1);
		KUNIT_EXPECT_GT(test, READ_ONCE(rounds), seen);
	}
	kthread_stop(t);
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&queue));
}

static struct kunit_case linux_api_cases[] = {
	KUNIT_CASE(a_copy_knows_the_size_of_an_array), KUNIT_CASE(a_char_is_unsigned),
	KUNIT_CASE(masks_reach_from_bit_to_bit),       KUNIT_CASE(division_rounds_as_told),
	KUNIT_CASE(a_warning_says_what_it_is_given),   KUNIT_CASE(a_const_pointer_leads_to_const),
	KUNIT_CASE(actions_take_any_pointer),	       KUNIT_CASE(the_last_user_releases),
	KUNIT_CASE(parameters_show_their_value),       KUNIT_CASE(sets_of_cpus),
	KUNIT_CASE(a_waiter_stays_in_its_queue),       {},
};

static struct kunit_suite linux_api_suite = {
	.name = "linux_api",
	.test_cases = linux_api_cases,
};
kunit_test_suite(linux_api_suite);
