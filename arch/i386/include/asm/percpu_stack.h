// SPDX-License-Identifier: MIT
/*
 * asm/percpu_stack.h - a list of free things that belongs to one CPU: last in, first out
 *
 *   struct percpu_stack { top, count }      top -> element -> element -> 0; an element's first word is the link
 *
 * The list is a per-CPU variable, addressed through %fs. Interrupt handlers may use it at any moment, and the thread may be
 * moved to another CPU; no lock is taken, and interrupts and preemption stay as they are. An operation is a sequence of
 * instructions of which one, a store to top, does it all: nothing before it is visible to others or destroys an input, and
 * behind it only the count is wanting. Where an interrupt finds ip inside a sequence, restart_percpu_stack(), before it
 * returns or switches to another thread, moves ip back to the first instruction, so that the sequence starts over with the
 * list as it is then, on the CPU where it is then; or, behind the store, counts on the thread's behalf and moves ip to the end.
 * (The usual price would be pushf, cli and popf, or cmpxchg8b, which a 486 does not have.) The places of all sequences are in
 * section .percpu_seqs.
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
	unsigned int count; /* elements, more or less what it was set to at first */
};

/* A sequence has taken effect when ip is at stored, and its count has changed when ip is at end. */
struct percpu_sequence {
	unsigned long start, stored, end;
	char stack[4]; /* the register with the list's address, as the assembler names it */
	int change;
};

extern const struct percpu_sequence __start_percpu_seqs[], __stop_percpu_seqs[];

/* Tells restart_percpu_stack() of the sequence between the labels 1, 2 and 3 in front of it. */
#define PERCPU_SEQUENCE(change)                                                                        \
	".pushsection .percpu_seqs, \"a\"\n\t.long 1b, 2b, 3b\n\t.ascii \"%[stack]\"\n\t.long " change \
	"\n\t.popsection"

struct pt_regs;

/**
 * percpu_stack_pop - take the newest element
 * @stack: per-CPU variable
 *
 * Context: any but NMI.
 * Return:  the element, NULL when there is none.
 */
static __always_inline void *percpu_stack_pop(struct percpu_stack __percpu *stack)
{
	void *elem, *next;

	__asm__ goto("1:	movl %%fs:(%[stack]), %[elem]\n\t"
		     "testl %[elem], %[elem]\n\t"
		     "jz %l[empty]\n\t"
		     "movl (%[elem]), %[next]\n\t"
		     "movl %[next], %%fs:(%[stack])\n"
		     "2:	decl %%fs:4(%[stack])\n"
		     "3:\n\t" PERCPU_SEQUENCE("-1")
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
 * @stack: per-CPU variable
 *
 * Context: as percpu_stack_pop().
 * Return:  false while count, taken as signed, is below 0: an owner that lets it begin at -n hears of the n-th element.
 */
static __always_inline bool percpu_stack_push(struct percpu_stack __percpu *stack, void *elem)
{
	bool full;
	void *next;

	__asm__ __volatile__("1:	movl %%fs:(%[stack]), %[next]\n\t"
			     "movl %[next], (%[elem])\n\t"
			     "movl %[elem], %%fs:(%[stack])\n"
			     "2:	incl %%fs:4(%[stack])\n"
			     "3:\n\t" PERCPU_SEQUENCE("1")
			     : "=@ccns"(full), [next] "=&r"(next)
			     : [stack] "d"(stack), [elem] "a"(elem)
			     : "memory");
	return full;
}

_Static_assert(offsetof(struct percpu_stack, count) == 4, "the sequences above know the layout");

/* An interrupt returns to regs, on this CPU: a push or pop that it hit before that took effect starts over, another is ended. */
void restart_percpu_stack(struct pt_regs *regs);

#endif
