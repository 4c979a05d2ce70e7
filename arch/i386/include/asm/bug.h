// SPDX-License-Identifier: MIT
/*
 * asm/bug.h - a failed check is an invalid instruction with an entry in a table
 *
 *   .text        ud2 (0f 0b)                <-----+
 *   __bug_table  { address, file, line, flags } --+   in rodata, between __start___bug_table and __stop___bug_table
 */
#ifndef ASM_BUG_H
#define ASM_BUG_H

#include <linux/types.h>

struct bug_entry {
	unsigned long bug_addr;
	const char *file;
	u16 line;
	u16 flags;
};

extern const struct bug_entry __start___bug_table[], __stop___bug_table[];

#define __BUG_TRAP(bug_flags)                                                                      \
	__asm__ __volatile__("1:	ud2\n"                                                            \
			     "	.pushsection __bug_table, \"a\"\n"                                  \
			     "	.long 1b, %c0\n"                                                    \
			     "	.word %c1, %c2\n"                                                   \
			     "	.popsection"                                                        \
			     :                                                                     \
			     : "i"(__FILE__), "i"(__LINE__), "i"(bug_flags)                        \
			     : "memory")

#endif
