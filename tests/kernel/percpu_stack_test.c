// SPDX-License-Identifier: MIT
/*
 * tests/kernel/percpu_stack_test.c - promises of asm/percpu_stack.h: arch/i386 only
 */
#include <kunit/test.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/string.h>
#include <asm/percpu_stack.h>
#include <asm/ptrace.h>

#include "rtc_interrupts.h"

#define SIGN_FLAG 0x80ul

static DEFINE_PER_CPU(struct percpu_stack, stack);

static void last_in_is_first_out(struct kunit *test)
{
	unsigned long elem[3][2] = { 0 };
	int i;

	memset(this_cpu_ptr(&stack), 0, sizeof(stack));
	KUNIT_EXPECT_NULL(test, percpu_stack_pop(&stack));
	for (i = 0; i < 3; i++)
		percpu_stack_push(&stack, elem[i]);
	KUNIT_EXPECT_EQ(test, this_cpu_read(stack.count), 3u);
	for (i = 2; i >= 0; i--)
		KUNIT_EXPECT_PTR_EQ(test, percpu_stack_pop(&stack), (void *)elem[i]);
	KUNIT_EXPECT_NULL(test, percpu_stack_pop(&stack));
	KUNIT_EXPECT_EQ(test, this_cpu_read(stack.count), 0u);
	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, elem[i][1], 0ul);
}

/* Wherever an interrupt hits before the store, the sequence starts over; behind it only the count is wanting. */
static void interrupted_sequences_start_over(struct kunit *test)
{
	const struct percpu_sequence *seq;
	struct pt_regs regs;
	unsigned long ip;

	KUNIT_ASSERT_TRUE(test, __stop_percpu_seqs - __start_percpu_seqs > 1);
	for (seq = __start_percpu_seqs; seq < __stop_percpu_seqs; seq++) {
		KUNIT_EXPECT_TRUE(test, seq->start < seq->stored && seq->stored < seq->start + 32);
		for (ip = seq->start - 1; ip <= seq->end; ip++) {
			/* All registers point to it: which one it is, is tested below. */
			regs.bx = regs.cx = regs.dx = regs.si = regs.di = regs.ax =
				(unsigned long)&stack;
			this_cpu_write(stack.count, 5);
			regs.flags = SIGN_FLAG;
			regs.ip = ip;
			restart_percpu_stack(&regs);
			if (ip == seq->stored) {
				KUNIT_EXPECT_EQ(test, regs.ip, seq->end);
				KUNIT_EXPECT_EQ(test, this_cpu_read(stack.count), 5u + seq->change);
				KUNIT_EXPECT_EQ(test, regs.flags, 0ul);
				continue;
			}
			KUNIT_EXPECT_EQ(test, regs.ip,
					ip > seq->start && ip < seq->stored ? seq->start : ip);
			KUNIT_EXPECT_EQ(test, this_cpu_read(stack.count), 5u);
			KUNIT_EXPECT_EQ(test, regs.flags, SIGN_FLAG);
		}
	}
}

static void push_says_when_the_count_is_reached(struct kunit *test)
{
	unsigned long elem[3][2] = { 0 };

	this_cpu_write(stack.top, NULL);
	this_cpu_write(stack.count, -2u);
	KUNIT_EXPECT_FALSE(test, percpu_stack_push(&stack, elem[0]));
	KUNIT_EXPECT_TRUE(test, percpu_stack_push(&stack, elem[1]));
	KUNIT_EXPECT_TRUE(test, percpu_stack_push(&stack, elem[2]));
	KUNIT_EXPECT_EQ(test, this_cpu_read(stack.count), 1u);
}

#define NR_ELEMS 16
#define NR_INTERRUPTS 1000

static DEFINE_PER_CPU(struct percpu_stack, shared);
static volatile unsigned int interrupts;

/* Swaps the two topmost elements: an interrupted pop that went on would take one whose link is no longer the next. */
static irqreturn_t swap_top(int irq, void *dev)
{
	void *first = percpu_stack_pop(&shared), *second = percpu_stack_pop(&shared);

	if (first)
		percpu_stack_push(&shared, first);
	if (second)
		percpu_stack_push(&shared, second);
	interrupts++;
	rtc_next();
	return IRQ_HANDLED;
}

static void take_and_give(void)
{
	void *elem[3];
	int i;

	for (i = 0; i < 3; i++)
		elem[i] = percpu_stack_pop(&shared);
	for (i = 0; i < 3; i++)
		if (elem[i])
			percpu_stack_push(&shared, elem[i]);
}

/* 8,192 interrupts a second change the list while the test does: no element is lost or handed out twice. */
static void interrupts_may_use_the_same_list(struct kunit *test)
{
	static unsigned long elem[NR_ELEMS][2];
	unsigned int i, seen = 0;
	void *got;

	memset(elem, 0, sizeof(elem));
	memset(this_cpu_ptr(&shared), 0, sizeof(shared));
	for (i = 0; i < NR_ELEMS; i++)
		percpu_stack_push(&shared, elem[i]);

	interrupts = 0;
	KUNIT_ASSERT_EQ(test, rtc_start(swap_top), 0);
	while (interrupts < NR_INTERRUPTS)
		take_and_give();
	rtc_stop();

	KUNIT_EXPECT_EQ(test, this_cpu_read(shared.count), (unsigned int)NR_ELEMS);
	for (i = 0; i < NR_ELEMS && (got = percpu_stack_pop(&shared)); i++)
		seen |= 1u << ((unsigned long(*)[2])got - elem);
	KUNIT_EXPECT_NULL(test, percpu_stack_pop(&shared));
	KUNIT_EXPECT_EQ(test, seen, (1u << NR_ELEMS) - 1);
}

static struct kunit_case percpu_stack_cases[] = { KUNIT_CASE(last_in_is_first_out),
						  KUNIT_CASE(push_says_when_the_count_is_reached),
						  KUNIT_CASE(interrupted_sequences_start_over),
						  KUNIT_CASE(interrupts_may_use_the_same_list),
						  {} };

static struct kunit_suite percpu_stack_suite = {
	.name = "percpu_stack",
	.test_cases = percpu_stack_cases,
};
kunit_test_suite(percpu_stack_suite);
