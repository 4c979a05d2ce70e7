// SPDX-License-Identifier: MIT
/*
 * asm/timex.h - the time stamp counter
 */
#ifndef ASM_TIMEX_H
#define ASM_TIMEX_H

#include <asm/cpufeature.h>
#include <asm/percpu.h>
#include <asm/processor.h>

typedef u64 cycles_t;

/* The counter at the image's first instruction; 0 on a CPU without one. */
extern cycles_t boot_tsc;

/* 0 on a CPU without a counter. */
static inline cycles_t get_cycles(void)
{
	return cpu_has(X86_FEATURE_TSC) ? rdtsc() : 0;
}

/* Where this CPU's clock starts from until its next tick (arch/i386/time.c). */
struct clock_anchor {
	u64 ns, tsc;
	u64 boot_cpu_tick; /* as this CPU saw it at its last tick */
};
DECLARE_PER_CPU(struct clock_anchor, clock_anchor);

/* This CPU's tick: its clock, jiffies on the boot CPU, the scheduler. Context: interrupt handler. */
void timer_tick(void);

/* The clock of a CPU that has just started. Context: this CPU, interrupts off. */
void clock_start_cpu(void);

#endif
