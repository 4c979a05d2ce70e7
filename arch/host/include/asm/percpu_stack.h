// SPDX-License-Identifier: MIT
/*
 * asm/percpu_stack.h - a list of free things, last in, first out; nothing interrupts it here
 *
 * The first word of an element links it to the next one below.
 */
#ifndef ASM_PERCPU_STACK_H
#define ASM_PERCPU_STACK_H

#include <linux/compiler.h>
#include <linux/types.h>

struct percpu_stack {
	void *top;
	unsigned int count;
};

/* Return: the newest element, NULL when there is none. */
static __always_inline void *percpu_stack_pop(struct percpu_stack __percpu *stack)
{
	void **elem = stack->top;

	if (elem) {
		stack->top = *elem;
		stack->count--;
	}
	return elem;
}

/* Return: false while count, taken as signed, is below 0. */
static __always_inline bool percpu_stack_push(struct percpu_stack __percpu *stack, void *elem)
{
	*(void **)elem = stack->top;
	stack->top = elem;
	return (int)++stack->count >= 0;
}

#endif
