// SPDX-License-Identifier: MIT
/*
 * arch/i386/percpu_stack.c - what the return from an interrupt does for asm/percpu_stack.h
 *
 * Read first: arch/i386/percpu_stack.asm.
 * Tests:      tests/kernel/percpu_stack_test.c
 */
#include <asm/percpu_stack.h>

#include <asm/ptrace.h>

extern const char percpu_stack_pop_asm[], percpu_stack_pop_stored[];
extern const char percpu_stack_push_asm[], percpu_stack_push_stored[];

/* At the first instruction nothing has happened yet; behind the store all has. */
static bool inside(unsigned long ip, const char *start, const char *stored)
{
	return ip > (unsigned long)start && ip < (unsigned long)stored;
}

void restart_percpu_stack(struct pt_regs *regs)
{
	if (inside(regs->ip, percpu_stack_pop_asm, percpu_stack_pop_stored))
		regs->ip = (unsigned long)percpu_stack_pop_asm;
	else if (inside(regs->ip, percpu_stack_push_asm, percpu_stack_push_stored))
		regs->ip = (unsigned long)percpu_stack_push_asm;
}
