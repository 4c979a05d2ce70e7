// SPDX-License-Identifier: MIT
/*
 * asm/preempt.h - the way from preempt_enable() to preempt_schedule()
 */
#ifndef ASM_PREEMPT_H
#define ASM_PREEMPT_H

/* Keeps all registers, so that a function with a preempt_enable() is compiled as if it called nobody. */
#define __preempt_schedule()                                                                       \
	__asm__ __volatile__("call preempt_schedule_thunk" : : : "memory", "cc")

#endif
