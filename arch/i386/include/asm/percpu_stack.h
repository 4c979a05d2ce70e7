// SPDX-License-Identifier: MIT
/*
 * asm/percpu_stack.h - a list of free things that belongs to one CPU: last in, first out
 *
 * The first word of an element links it to the next one below. Interrupt handlers may use the same list at any moment;
 * no lock is taken and interrupts stay as they are. How: arch/i386/percpu_stack.asm.
 */
#ifndef ASM_PERCPU_STACK_H
#define ASM_PERCPU_STACK_H

#include <linux/compiler.h>
#include <linux/types.h>

struct percpu_stack {
	void *top;
	unsigned int count; /* elements; an interrupt may see it one off */
};

struct pt_regs;

/**
 * percpu_stack_pop - take the newest element
 *
 * Context: any, on the CPU that the list belongs to; the caller must not be moved to another CPU.
 * Return:  the element, NULL when there is none.
 */
static __always_inline void *percpu_stack_pop(struct percpu_stack *stack)
{
	void *elem;

	__asm__ __volatile__("call percpu_stack_pop_asm" : "=c"(elem) : "a"(stack) : "edx", "memory", "cc");
	return elem;
}

/* Puts an element on top. Context: as percpu_stack_pop(). */
static __always_inline void percpu_stack_push(struct percpu_stack *stack, void *elem)
{
	__asm__ __volatile__("call percpu_stack_push_asm" : : "a"(stack), "c"(elem) : "edx", "memory", "cc");
}

/* An interrupt returns to regs: if it hit a push or pop before that took effect, have it start over. */
void restart_percpu_stack(struct pt_regs *regs);

#endif
