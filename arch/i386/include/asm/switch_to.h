// SPDX-License-Identifier: MIT
/*
 * asm/switch_to.h - from one thread's stack to another's
 *
 *   a thread that does not run     sp -> | di | si | bx | bp | return address into __schedule() |
 *   one that has never run         sp -> |  0 |  0 |  0 |  0 | its first function | 0: nobody called that
 */
#ifndef ASM_SWITCH_TO_H
#define ASM_SWITCH_TO_H

#include <linux/types.h>

struct task_struct;

/* What __switch_to() leaves on a stack. */
struct switch_frame {
	unsigned long di, si, bx, bp, ip;
};

/**
 * __switch_to - save this thread's registers, go on as another
 * @prev: the running thread
 * @next: one that does not run
 *
 * Returns on next's stack, once it is switched to. Context: interrupts off.
 * Return: the thread that ran before, on this CPU.
 */
struct task_struct *__switch_to(struct task_struct *prev, struct task_struct *next);

/* Lays out a new stack, so that __switch_to() begins @fn(prev) on it. Return: its sp. */
static inline unsigned long first_switch_frame(void *stack, unsigned long size,
					       void (*fn)(struct task_struct *prev))
{
	unsigned long *caller = (unsigned long *)((char *)stack + size) - 1;
	struct switch_frame *frame = (struct switch_frame *)caller - 1;

	*caller = 0;
	*frame = (struct switch_frame){ .ip = (unsigned long)fn };
	return (unsigned long)frame;
}

#endif
