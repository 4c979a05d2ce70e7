// SPDX-License-Identifier: MIT
/*
 * tests/kernel/percpu_test.c - promises of linux/percpu.h, preempt.h and cpumask.h (also on the host)
 */
#include <kunit/test.h>
#include <linux/align.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <asm/page.h>

static DEFINE_PER_CPU(unsigned int, counter) = 7;
static DEFINE_PER_CPU(void *, pointer);

/* Every form of access hits this CPU's copy, and no other CPU's. */
static void operations_hit_this_cpus_copy(struct kunit *test)
{
	unsigned int cpu, me = get_cpu();
	void *old;

	per_cpu(counter, me) = 7;
	this_cpu_inc(counter);
	this_cpu_add(counter, 10);
	KUNIT_EXPECT_EQ(test, this_cpu_read(counter), 18u);
	KUNIT_EXPECT_EQ(test, per_cpu(counter, me), 18u);
	KUNIT_EXPECT_PTR_EQ(test, this_cpu_ptr(&counter), per_cpu_ptr(&counter, me));
	this_cpu_and(counter, 0x10);
	this_cpu_or(counter, 1);
	KUNIT_EXPECT_EQ(test, *this_cpu_ptr(&counter), 17u);
	this_cpu_write(counter, 2);
	KUNIT_EXPECT_FALSE(test, this_cpu_dec_and_test(counter));
	KUNIT_EXPECT_TRUE(test, this_cpu_dec_and_test(counter));
	this_cpu_dec(counter);
	KUNIT_EXPECT_EQ(test, per_cpu(counter, me), -1u);
	this_cpu_sub(counter, (u8)7);
	KUNIT_EXPECT_EQ(test, __this_cpu_add_return(counter, 20u), 12u);
	KUNIT_EXPECT_EQ(test, this_cpu_sub_return(counter, (u8)3), 9u);
	KUNIT_EXPECT_EQ(test, this_cpu_inc_return(counter), 10u);
	KUNIT_EXPECT_EQ(test, __this_cpu_dec_return(counter), 9u);
	KUNIT_EXPECT_EQ(test, this_cpu_read(counter), 9u);
	this_cpu_write(pointer, test);
	old = this_cpu_xchg(pointer, NULL);
	KUNIT_EXPECT_PTR_EQ(test, old, (void *)test);
	KUNIT_EXPECT_NULL(test, this_cpu_read(pointer));
	this_cpu_write(counter, 7);
	put_cpu();
	for_each_possible_cpu(cpu)
		KUNIT_EXPECT_EQ(test, per_cpu(counter, cpu), 7u);
}

/* Each CPU has its own piece, zeroed, aligned, and apart from its neighbours. */
static void pieces_are_zeroed_and_apart(struct kunit *test)
{
	char *a = __alloc_percpu(20, 4), *b = __alloc_percpu(PAGE_SIZE, 64);
	unsigned int cpu;

	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_ASSERT_NOT_NULL(test, b);
	KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)b, 64));
	for_each_possible_cpu(cpu) {
		KUNIT_EXPECT_NULL(test, memchr_inv(per_cpu_ptr(a, cpu), 0, 20));
		KUNIT_EXPECT_NULL(test, memchr_inv(per_cpu_ptr(b, cpu), 0, PAGE_SIZE));
		memset(per_cpu_ptr(a, cpu), 0x80 + cpu, 20);
		memset(per_cpu_ptr(b, cpu), 0x40 + cpu, PAGE_SIZE);
	}
	for_each_possible_cpu(cpu)
		KUNIT_EXPECT_NULL(test, memchr_inv(per_cpu_ptr(a, cpu), 0x80 + cpu, 20));
	free_percpu(a);
	free_percpu(b);
	a = __alloc_percpu(20, 4);
	KUNIT_ASSERT_NOT_NULL(test, a);
	for_each_possible_cpu(cpu)
		KUNIT_EXPECT_NULL(test, memchr_inv(per_cpu_ptr(a, cpu), 0, 20));
	free_percpu(a);
}

/* A full reserve says NULL, and what was given back can be had again, in the place that it left. */
static void full_reserve_refuses_until_freed(struct kunit *test)
{
	void *piece[PERCPU_DYNAMIC_RESERVE / 4096 + 1];
	unsigned int nr = 0, i;

	while (nr < ARRAY_SIZE(piece) && (piece[nr] = __alloc_percpu(4096, 8)))
		nr++;
	KUNIT_EXPECT_LE(test, nr, ARRAY_SIZE(piece) - 1);
	KUNIT_ASSERT_GE(test, nr, 2u);
	free_percpu(piece[1]);
	/* Where a smaller piece ended is forgotten with it. */
	free_percpu(__alloc_percpu(4088, 8));
	free_percpu(__alloc_percpu(4096, 8));
	KUNIT_EXPECT_PTR_EQ(test, __alloc_percpu(4096, 8), piece[1]);
	for (i = 0; i < nr; i++)
		free_percpu(piece[i]);
}

static void wrong_requests_are_refused(struct kunit *test)
{
	char *piece = __alloc_percpu(32, 8), *anywhere = __alloc_percpu(8, 0);

	KUNIT_EXPECT_NOT_NULL(test, anywhere);
	free_percpu(anywhere);
	kunit_expect_warnings(test, 5);
	KUNIT_EXPECT_NULL(test, __alloc_percpu(0, 4));
	KUNIT_EXPECT_NULL(test, __alloc_percpu(PAGE_SIZE + 1, 4));
	KUNIT_EXPECT_NULL(test, __alloc_percpu(4, 12));
	free_percpu(piece + 8);
	free_percpu(piece);
	free_percpu(piece);
	free_percpu(NULL);
}

/* Sections nest, locks are sections too, and the bits of the word do not mix. */
static void preempt_count_nests(struct kunit *test)
{
	int before = preempt_count();
	DEFINE_SPINLOCK(lock);
	unsigned long flags;

	preempt_disable();
	preempt_disable();
	KUNIT_EXPECT_EQ(test, preempt_count(), before + 2);
	KUNIT_EXPECT_TRUE(test, in_atomic());
	preempt_enable();
	preempt_enable_no_resched();
	KUNIT_EXPECT_EQ(test, preempt_count(), before);
	spin_lock(&lock);
	KUNIT_EXPECT_EQ(test, preempt_count(), before + 1);
	spin_unlock(&lock);
	spin_lock_irqsave(&lock, flags);
	KUNIT_EXPECT_EQ(test, preempt_count(), before + 1);
	KUNIT_EXPECT_FALSE(test, spin_trylock(&lock));
	KUNIT_EXPECT_EQ(test, preempt_count(), before + 1);
	spin_unlock_irqrestore(&lock, flags);
	KUNIT_EXPECT_EQ(test, preempt_count(), before);
	KUNIT_EXPECT_TRUE(test, in_task());
}

static void masks_are_walked_in_order(struct kunit *test)
{
	struct cpumask mask = { { 1u << 31 | 1u << 4 | 1 } }, both;
	unsigned int cpu, nr = 0;
	u32 seen = 0;

	for_each_cpu(cpu, &mask) {
		KUNIT_EXPECT_EQ(test, seen >> cpu, 0u);
		seen |= 1u << cpu;
		nr++;
	}
	KUNIT_EXPECT_EQ(test, seen, (u32)mask.bits[0]);
	KUNIT_EXPECT_EQ(test, nr, cpumask_weight(&mask));
	KUNIT_EXPECT_GE(test, cpumask_next(31, &mask), nr_cpu_ids);
	cpumask_clear_cpu(31, &mask);
	KUNIT_EXPECT_FALSE(test, cpumask_test_cpu(31, &mask));
	KUNIT_EXPECT_TRUE(test, cpumask_and(&both, &mask, cpumask_of(4)));
	KUNIT_EXPECT_EQ(test, cpumask_first(&both), 4u);
	KUNIT_EXPECT_FALSE(test, cpumask_and(&both, &mask, cpumask_of(5)));
	KUNIT_EXPECT_TRUE(test, cpu_possible(0) && cpu_online(0));
}

static struct kunit_case percpu_cases[] = { KUNIT_CASE(operations_hit_this_cpus_copy),
					    KUNIT_CASE(pieces_are_zeroed_and_apart),
					    KUNIT_CASE(full_reserve_refuses_until_freed),
					    KUNIT_CASE(wrong_requests_are_refused),
					    KUNIT_CASE(preempt_count_nests),
					    KUNIT_CASE(masks_are_walked_in_order),
					    {} };

static struct kunit_suite percpu_suite = {
	.name = "percpu",
	.test_cases = percpu_cases,
};
kunit_test_suite(percpu_suite);
