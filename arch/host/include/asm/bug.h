// SPDX-License-Identifier: MIT
/*
 * asm/bug.h - a failed check is a call
 */
#ifndef ASM_BUG_H
#define ASM_BUG_H

void host_bug(const char *file, int line, int flags);

#define __BUG_TRAP(flags) host_bug(__FILE__, __LINE__, flags)

#endif
