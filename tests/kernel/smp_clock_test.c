// SPDX-License-Identifier: MIT
/*
 * tests/kernel/smp_clock_test.c - one clock for all CPUs, whatever their counters say, and delays by it
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/percpu.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <asm/cpufeature.h>
#include <asm/processor.h>
#include <asm/timex.h>

#define NR_LOOKS 50
static DEFINE_SPINLOCK(latest_lock);
static ktime_t latest;
static unsigned int went_back;

static void compare_clocks(void *info)
{
	int i;

	for (i = 0; i < NR_LOOKS; i++) {
		ktime_t now;

		spin_lock(&latest_lock);
		now = ktime_get();
		went_back += now < latest;
		latest = now;
		spin_unlock(&latest_lock);
	}
}

/* Whatever the CPUs' counters say: who looks later sees no earlier time. */
static void clocks_agree(struct kunit *test)
{
	latest = ktime_get();
	went_back = 0;
	on_each_cpu(compare_clocks, NULL, 1);
	KUNIT_EXPECT_EQ(test, went_back, 0u);
}

static void delays_last_at_least_that_long(struct kunit *test)
{
	static const unsigned int us[] = { 1, 50, 500, 3000, 25000 };
	/* Where another CPU's clock is ahead, by two ticks at most, this one stands until it has caught up. */
	ktime_t ahead = num_online_cpus() > 1 ? 2 * (ktime_t)NSEC_PER_SEC / HZ : 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(us); i++) {
		ktime_t start = ktime_get();
		unsigned long tick = jiffies;

		udelay(us[i]);
		/* Where a busy host left no time to calibrate the TSC, the clock does not use it. */
		if (this_cpu_ptr(&clock_anchor)->tsc)
			KUNIT_EXPECT_GE(test, ktime_get() - start + ahead, (ktime_t)us[i] * 999);
		else /* the clock has the resolution of ticks */
			/* ... and the last of them may be late. */
			KUNIT_EXPECT_GE(test, jiffies - tick + 1, us[i] * HZ / 1000000ul);
	}
}

/* What this CPU's clock starts from says that its counter has jumped by so much. */
static void jump(void *info)
{
	this_cpu_ptr(&clock_anchor)->tsc -= *(const s64 *)info;
}

static void read_clock(void *info)
{
	*(ktime_t *)info = ktime_get();
}

static void wait_ticks(unsigned int nr)
{
	unsigned long start = jiffies;
	unsigned int loops;

	for (loops = 0; loops < 1000 * nr && jiffies - start < nr; loops++)
		safe_halt();
}

static ktime_t clock_there(unsigned int cpu)
{
	static ktime_t there;

	smp_call_function_single(cpu, read_clock, &there, 1);
	return there;
}

static void jump_there(struct kunit *test, unsigned int cpu, s64 cycles)
{
	ktime_t before = ktime_get();

	smp_call_function_single(cpu, jump, &cycles, 1);
	KUNIT_EXPECT_GE(test, clock_there(cpu), before);
	KUNIT_EXPECT_LT(test, clock_there(cpu) - before, 5 * (ktime_t)NSEC_PER_SEC);
	clocks_agree(test);
}

/* A CPU's counter jumps back, somewhat ahead, far ahead: the clock does not go back, nor more than seconds ahead, and goes on. */
static void tsc_that_jumps_does_no_harm(struct kunit *test)
{
	static const s64 jumps[] = { -(1LL << 44), -10000000, 10000000, 1LL << 44 };
	unsigned int i, there = num_online_cpus() > 1 ? cpumask_next(0, cpu_online_mask) : 0;
	ktime_t before, before_there;

	if (!cpu_has(X86_FEATURE_TSC))
		kunit_skip(test, "no TSC");
	for (i = 0; i < ARRAY_SIZE(jumps); i++) {
		jump_there(test, 0, jumps[i]);
		if (there)
			jump_there(test, there, jumps[i]);
		wait_ticks(2);
		/* Each tick brings time forward again, here and there. */
		before = ktime_get();
		before_there = clock_there(there);
		wait_ticks(3);
		KUNIT_EXPECT_GT(test, ktime_get() - before, (ktime_t)NSEC_PER_SEC / HZ);
		KUNIT_EXPECT_GT(test, clock_there(there) - before_there,
				(ktime_t)NSEC_PER_SEC / HZ);
	}
}

/* A counter that stands still, or falls back all the time: the clock goes on tick by tick. */
static void clock_needs_no_tsc(struct kunit *test)
{
	s64 back = -(1LL << 40);
	ktime_t before = ktime_get();
	unsigned int i;

	for (i = 0; i < 10; i++) {
		jump(&back);
		wait_ticks(1);
	}
	KUNIT_EXPECT_GT(test, ktime_get() - before, 6 * (ktime_t)NSEC_PER_SEC / HZ);
}

static struct kunit_case clock_cases[] = { KUNIT_CASE(clocks_agree),
					   KUNIT_CASE(delays_last_at_least_that_long),
					   KUNIT_CASE(tsc_that_jumps_does_no_harm),
					   KUNIT_CASE(clock_needs_no_tsc),
					   {} };

static struct kunit_suite clock_suite = {
	.name = "smp_clock",
	.test_cases = clock_cases,
};
kunit_test_suite(clock_suite);
