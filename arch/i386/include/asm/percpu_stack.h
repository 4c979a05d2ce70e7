// SPDX-License-Identifier: MIT
/*
 * asm/percpu_stack.h - a list of free things that belongs to one CPU: last in, first out
 *
 *   struct percpu_stack { top, count }      top -> element -> element -> 0; an element's first word is the link
 *
 * Interrupt handlers may use the same list at any moment; no lock is taken and interrupts stay as they are. Each operation is
 * a sequence of instructions whose last one, a store to top, does it all: nothing before it is visible to others or destroys
 * an input. Where an interrupt finds ip inside a sequence, restart_percpu_stack() moves ip back to its first instruction
 * before it returns, and the sequence starts over with the list as the handler left it. (The usual price would be pushf, cli
 * and popf, or cmpxchg8b, which a 486 does not have.) The places of all sequences are in section .percpu_seqs.
 *
 * Tests: tests/kernel/percpu_stack_test.c
 * Linux: the idea of its restartable sequences for user space (rseq), inside the kernel.
 */
#ifndef ASM_PERCPU_STACK_H
#define ASM_PERCPU_STACK_H

#include <linux/compiler.h>
#include <linux/types.h>

struct percpu_stack {
	void *top;
	unsigned int
		count; /* elements, more or less what it was set to at first; an interrupt may see it one off */
};

/* A sequence has taken effect when ip is at stored. */
struct percpu_sequence {
	unsigned long start, stored;
};

extern const struct percpu_sequence __start_percpu_seqs[], __stop_percpu_seqs[];

/* Tells restart_percpu_stack() of the sequence between the labels 1 and 2 in front of it. */
#define PERCPU_SEQUENCE ".pushsection .percpu_seqs, \"a\"\n\t.long 1b, 2b\n\t.popsection"

struct pt_regs;

/**
 * percpu_stack_pop - take the newest element
 *
 * Context: any, on the CPU that the list belongs to; the caller must not be moved to another CPU.
 * Return:  the element, NULL when there is none.
 */
static __always_inline void *percpu_stack_pop(struct percpu_stack *stack)
{
	void *elem, *next;

	__asm__ goto("1:	movl (%[stack]), %[elem]\n\t"
		     "testl %[elem], %[elem]\n\t"
		     "jz %l[empty]\n\t"
		     "movl (%[elem]), %[next]\n\t"
		     "movl %[next], (%[stack])\n"
		     "2:	decl 4(%[stack])\n\t" PERCPU_SEQUENCE
		     : [elem] "=&r"(elem), [next] "=&r"(next)
		     : [stack] "r"(stack)
		     : "memory", "cc"
		     : empty);
	if (!elem)
		unreachable();
	return elem;
empty:
	return NULL;
}

/**
 * percpu_stack_push - put an element on top
 *
 * Context: as percpu_stack_pop().
 * Return:  false while count, taken as signed, is below 0: an owner that lets it begin at -n hears of the n-th element.
 */
static __always_inline bool percpu_stack_push(struct percpu_stack *stack, void *elem)
{
	bool full;
	void *next;

	__asm__ __volatile__("1:	movl (%[stack]), %[next]\n\t"
			     "movl %[next], (%[elem])\n\t"
			     "movl %[elem], (%[stack])\n"
			     "2:	incl 4(%[stack])\n\t" PERCPU_SEQUENCE
			     : "=@ccns"(full), [next] "=&r"(next)
			     : [stack] "d"(stack), [elem] "a"(elem)
			     : "memory");
	return full;
}

_Static_assert(offsetof(struct percpu_stack, count) == 4, "the sequences above know the layout");

/* An interrupt returns to regs: if it hit a push or pop before that took effect, have it start over. */
void restart_percpu_stack(struct pt_regs *regs);

#endif
