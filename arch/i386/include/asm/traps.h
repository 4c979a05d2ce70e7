// SPDX-License-Identifier: MIT
/*
 * asm/traps.h - exceptions: their numbers (Intel SDM vol. 3, table 6-1) and who answers
 */
#ifndef ASM_TRAPS_H
#define ASM_TRAPS_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/ptrace.h>

enum {
	X86_TRAP_DB = 1, /* debug registers, single step */
	X86_TRAP_NMI = 2,
	X86_TRAP_BP = 3, /* int3 */
	X86_TRAP_UD = 6, /* invalid opcode: ud2 of BUG() and WARN() */
	X86_TRAP_DF = 8,
	X86_TRAP_GP = 13,
	X86_TRAP_PF = 14,
	NR_EXCEPTIONS = 32,
};

/* Bits of a page fault's error code (SDM vol. 3, figure 4-12). */
#define X86_PF_PROT (1UL << 0) /* a page was there, but not for this access */
#define X86_PF_WRITE (1UL << 1)
#define X86_PF_RSVD (1UL << 3)	/* reserved bit set in an entry */
#define X86_PF_INSTR (1UL << 4) /* instruction fetch; reported where NX is on */

/**
 * do_trap - every exception and interrupt but the double fault ends up here
 * @regs: of the interrupted code; changes take effect when do_trap() returns
 *
 * Context: interrupts off, on the interrupted code's stack; interrupts go over to the interrupt stack. Called by traps_entry.asm.
 */
void do_trap(struct pt_regs *regs);

/* Where do_trap() returns to: tells the unwinder that the next address is no return address but interrupted code. */
extern const char trap_return[];

/* The double fault's task: reports what doublefault_victim() shows and stops the machine. */
asmlinkage void __noreturn doublefault_task(void);

/* Has code that may fault go on where it wants to. Return: false: the instruction is none of those. */
bool fixup_exception(struct pt_regs *regs);

/* Page fault: a fix-up, or a report of what the page tables and the address map say about it, and the end. */
void do_page_fault(struct pt_regs *regs);

/**
 * die - report what cannot be continued, and panic
 * @what: Linux's name of the exception
 * @regs: of the interrupted code
 * @err:  error code of the exception
 *
 * Context: any, after oops_begin().
 */
void __noreturn die(const char *what, struct pt_regs *regs, unsigned long err);

/**
 * oops_begin - to be called before the first line of a report
 * @regs: of the interrupted code
 *
 * From here on a further fault is known to come from the report itself: that one gets a single line and a panic, and one
 * more ends the machine at once, with the panic verdict.
 */
void oops_begin(struct pt_regs *regs);

/* Carries out crash=KIND of the command line. Context: end of boot. */
void crash_if_asked(void);

#endif
