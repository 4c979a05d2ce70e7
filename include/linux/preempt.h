// SPDX-License-Identifier: MIT
/*
 * linux/preempt.h - sections that this CPU must not leave
 *
 *   bit  0-7    preempt_disable() calls that are open
 *       16-19   interrupt handlers that run on this CPU, one inside the other
 *       20-23   NMIs
 *       31      set: nobody waits to run; it counts downwards, so to speak
 *
 * preempt_count() is the word without bit 31: 0 where the running thread may be replaced. With bit 31 the other way round
 * preempt_enable() is one instruction and a branch: the word becomes 0 when no section is left and somebody waits.
 *
 * Each CPU has one word. Threads are only switched where the count is 0, so that none has to be saved.
 *
 * Tests: tests/kernel/percpu_test.c
 */
#ifndef LINUX_PREEMPT_H
#define LINUX_PREEMPT_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/percpu.h>
#include <asm/preempt.h>

#define PREEMPT_OFFSET 1u
#define PREEMPT_MASK 0xffu
#define HARDIRQ_OFFSET (1u << 16)
#define HARDIRQ_MASK (0xfu << 16)
#define NMI_OFFSET (1u << 20)
#define NMI_MASK (0xfu << 20)
#define PREEMPT_NEED_RESCHED 0x80000000u

#define PREEMPT_ENABLED PREEMPT_NEED_RESCHED

DECLARE_PER_CPU(unsigned int, __preempt_count);

/* Somebody waits, and no section is open: another thread may run. Called by preempt_enable(), keeps all registers. */
asmlinkage void preempt_schedule(void);

static __always_inline int preempt_count(void)
{
	return this_cpu_read(__preempt_count) & ~PREEMPT_NEED_RESCHED;
}

static __always_inline void preempt_count_add(int val)
{
	this_cpu_add(__preempt_count, val);
}

static __always_inline void preempt_count_sub(int val)
{
	this_cpu_add(__preempt_count, -val);
}

/* Only on the CPU itself: others send an IPI, and its handler does it. */
static __always_inline void set_preempt_need_resched(void)
{
	this_cpu_and(__preempt_count, ~PREEMPT_NEED_RESCHED);
}

static __always_inline void clear_preempt_need_resched(void)
{
	this_cpu_or(__preempt_count, PREEMPT_NEED_RESCHED);
}

static __always_inline bool test_preempt_need_resched(void)
{
	return !(this_cpu_read(__preempt_count) & PREEMPT_NEED_RESCHED);
}

#define hardirq_count() (preempt_count() & HARDIRQ_MASK)
#define in_hardirq() (hardirq_count() != 0)
#define in_nmi() ((preempt_count() & NMI_MASK) != 0)
#define in_interrupt() ((preempt_count() & (HARDIRQ_MASK | NMI_MASK)) != 0)
#define in_task() (!in_interrupt())
#define in_atomic() (preempt_count() != 0)

#define preempt_disable()                                                                          \
	do {                                                                                       \
		this_cpu_inc(__preempt_count);                                                     \
		barrier();                                                                         \
	} while (0)

/* Reports a preempt_enable() too many, and makes up for it. */
void preempt_underflow(void);

#ifdef CONFIG_DEBUG_VM
#define check_preempt_enable()                                                                     \
	do {                                                                                       \
		if (unlikely(!(preempt_count() & PREEMPT_MASK)))                                   \
			preempt_underflow();                                                       \
	} while (0)
#else
#define check_preempt_enable() ((void)0)
#endif

#define preempt_enable_no_resched()                                                                \
	do {                                                                                       \
		barrier();                                                                         \
		check_preempt_enable();                                                            \
		this_cpu_dec(__preempt_count);                                                     \
	} while (0)

#define preempt_enable()                                                                           \
	do {                                                                                       \
		barrier();                                                                         \
		check_preempt_enable();                                                            \
		if (unlikely(this_cpu_dec_and_test(__preempt_count)))                              \
			__preempt_schedule();                                                      \
	} while (0)

#endif
