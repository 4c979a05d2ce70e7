// SPDX-License-Identifier: MIT
/*
 * asm/ptrace.h - the registers of interrupted code, as traps_entry.asm leaves them on its stack
 *
 *   low   bx cx dx si di bp ax     pushed by trap_common
 *         ds es fs gs
 *         vector orig_ax           pushed by the stub; the CPU itself pushes orig_ax if the exception has an error code
 *   high  ip cs flags              pushed by the CPU
 *         ...                      where the interrupted stack goes on: kernel_stack_pointer(regs)
 */
#ifndef ASM_PTRACE_H
#define ASM_PTRACE_H

#include <linux/types.h>

struct pt_regs {
	unsigned long bx, cx, dx, si, di, bp, ax;
	unsigned long ds, es, fs, gs;
	unsigned long vector;
	unsigned long orig_ax; /* error code, or 0 */
	unsigned long ip, cs, flags;
};

/* All code runs in ring 0, so the CPU changes no stack and pushes no ss:esp: the old top lies behind the frame. */
static inline unsigned long kernel_stack_pointer(const struct pt_regs *regs)
{
	return (unsigned long)(regs + 1);
}

/**
 * show_regs - print code position, registers, code bytes and backtrace of interrupted code
 * @regs: from a trap handler's argument
 *
 * Context: any. Linux: same name, <linux/sched/debug.h>.
 */
void show_regs(struct pt_regs *regs);

#endif
