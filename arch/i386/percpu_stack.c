// SPDX-License-Identifier: MIT
/*
 * arch/i386/percpu_stack.c - what the return from an interrupt does for asm/percpu_stack.h
 *
 * Tests:      tests/kernel/percpu_stack_test.c
 */
#include <asm/percpu_stack.h>

#include <linux/percpu.h>
#include <asm/ptrace.h>

#define X86_EFLAGS_SF 0x80

/* The registers' names end in the letters that pt_regs has them under. */
static unsigned long register_by_name(const struct pt_regs *regs, const char *name)
{
	static const char letters[] = "bxcxdxsidibpax";
	const unsigned long *reg = &regs->bx;
	int i;

	for (i = 0; letters[i]; i += 2, reg++)
		if (name[2] == letters[i] && name[3] == letters[i + 1])
			break;
	return *reg;
}

/* What the instruction behind the store would do, with the flag that percpu_stack_push() looks at. */
static void count(const struct percpu_sequence *seq, struct pt_regs *regs)
{
	struct percpu_stack __percpu *stack = (void *)register_by_name(regs, seq->stack);
	int now = this_cpu_ptr(stack)->count += seq->change;

	regs->flags = (regs->flags & ~X86_EFLAGS_SF) | (now < 0 ? X86_EFLAGS_SF : 0);
	regs->ip = seq->end;
}

/* A dozen sequences, all inside functions of the page and slab allocators: looking through them beats a sorted table. */
void restart_percpu_stack(struct pt_regs *regs)
{
	const struct percpu_sequence *seq;

	/* At the first instruction nothing has happened yet; behind the last all has. */
	for (seq = __start_percpu_seqs; seq < __stop_percpu_seqs; seq++) {
		if (regs->ip == seq->stored)
			count(seq, regs);
		else if (regs->ip > seq->start && regs->ip < seq->stored)
			regs->ip = seq->start;
	}
}
