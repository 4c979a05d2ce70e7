// SPDX-License-Identifier: MIT
/*
 * asm/extable.h - instructions that may fault: entries of the exception table
 *
 * Tests: tests/kernel/extable_test.c
 */
#ifndef ASM_EXTABLE_H
#define ASM_EXTABLE_H

#include <linux/compiler.h>
#include <linux/types.h>

/* Where the instruction at the one label, a string, faults, the code goes on at the other. */
#define EXTABLE(insn, fixup)                                                                       \
	"	.pushsection __ex_table, \"a\"\n"                                                        \
	"	.long " insn ", " fixup "\n"                                                       \
	"	.popsection\n"

/* Can a word be read, and has it this value? Costs no more than the comparison. */
static __always_inline bool nofault_equal(const unsigned long *word, unsigned long value)
{
	__asm__ goto("1:	cmpl %[is], %[at]\n"
		     "	jne %l[no]\n" EXTABLE("1b", "%l[no]")
		     :
		     : [at] "m"(*word), [is] "r"(value)
		     : "cc"
		     : no);
	return true;
no:
	return false;
}

#endif
