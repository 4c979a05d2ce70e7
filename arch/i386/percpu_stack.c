// SPDX-License-Identifier: MIT
/*
 * arch/i386/percpu_stack.c - what the return from an interrupt does for asm/percpu_stack.h
 *
 * Tests:      tests/kernel/percpu_stack_test.c
 */
#include <asm/percpu_stack.h>

#include <asm/ptrace.h>

/* A dozen sequences, all inside functions of the page and slab allocators: looking through them beats a sorted table. */
void restart_percpu_stack(struct pt_regs *regs)
{
	const struct percpu_sequence *seq;

	/* At the first instruction nothing has happened yet; behind the store all has. */
	for (seq = __start_percpu_seqs; seq < __stop_percpu_seqs; seq++)
		if (regs->ip > seq->start && regs->ip < seq->stored)
			regs->ip = seq->start;
}
