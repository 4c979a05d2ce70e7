// SPDX-License-Identifier: MIT
/*
 * linux/bug.h - checks of what must be true
 *
 *   BUG(), BUG_ON(cond)                 cannot go on: report, then panic
 *   WARN_ON(cond), WARN(cond, fmt...)   report and go on; value: was cond true
 *   WARN_ON_ONCE, WARN_ONCE             only the first time this line sees it
 *
 * A check costs a compare and a branch; the report is a trap out of line:
 *
 *   ud2  -->  #UD handler  -->  report_bug(address)  -->  struct bug_entry in the image  -->  "WARNING: ... at mm/x.c:42"
 *
 * <asm/bug.h> supplies __BUG_TRAP(flags): reports __FILE__ and __LINE__; with BUGFLAG_WARNING it returns.
 */
#ifndef LINUX_BUG_H
#define LINUX_BUG_H

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/printk.h>
#include <linux/types.h>

#define BUGFLAG_WARNING 1
#define BUGFLAG_NO_CUT_HERE 2 /* the caller has printed the "cut here" line and a message */

#define CUT_HERE "------------[ cut here ]------------\n"

#include <asm/bug.h>

#define BUG()                                                                                      \
	do {                                                                                       \
		__BUG_TRAP(0);                                                                     \
		unreachable();                                                                     \
	} while (0)

#define BUG_ON(condition)                                                                          \
	do {                                                                                       \
		if (unlikely(condition))                                                           \
			BUG();                                                                     \
	} while (0)

#define WARN_ON(condition)                                                                         \
	({                                                                                         \
		bool __warn_now = !!(condition);                                                   \
		if (unlikely(__warn_now))                                                          \
			__BUG_TRAP(BUGFLAG_WARNING);                                               \
		unlikely(__warn_now);                                                              \
	})

#define WARN(condition, fmt, ...)                                                                  \
	({                                                                                         \
		bool __warn_now = !!(condition);                                                   \
		if (unlikely(__warn_now)) {                                                        \
			printk(KERN_WARNING CUT_HERE);                                             \
			printk(fmt, ##__VA_ARGS__); /* a warning, if it does not say */            \
			__BUG_TRAP(BUGFLAG_WARNING | BUGFLAG_NO_CUT_HERE);                         \
		}                                                                                  \
		unlikely(__warn_now);                                                              \
	})

#define WARN_ON_ONCE(condition)                                                                    \
	({                                                                                         \
		bool __warn_cond = !!(condition);                                                  \
		WARN_ON(__once_if(__warn_cond));                                                   \
		unlikely(__warn_cond);                                                             \
	})

#define WARN_ONCE(condition, fmt, ...)                                                             \
	({                                                                                         \
		bool __warn_cond = !!(condition);                                                  \
		WARN(__once_if(__warn_cond), fmt, ##__VA_ARGS__);                                  \
		unlikely(__warn_cond);                                                             \
	})

/* Warnings reported since boot: a test that did not mean to cause one compares it. */
extern int warn_count;

enum bug_trap_type { BUG_TRAP_TYPE_NONE, BUG_TRAP_TYPE_WARN, BUG_TRAP_TYPE_BUG };

struct pt_regs;

/**
 * report_bug - what the invalid-opcode handler asks first
 * @bugaddr: address of the instruction
 * @regs:    of the trap; may be NULL
 *
 * Context: the handler. Return: NONE: not one of ours; WARN: reported, go on behind the ud2 (2 bytes); BUG: reported in
 *          one line, the caller prints registers and panics.
 */
int report_bug(unsigned long bugaddr, struct pt_regs *regs);

#endif
