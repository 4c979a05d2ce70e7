// SPDX-License-Identifier: MIT
/*
 * asm/extable.h - a process has no exception table: reading what cannot be read ends it
 */
#ifndef ASM_EXTABLE_H
#define ASM_EXTABLE_H

#include <linux/types.h>

static inline bool nofault_equal(const unsigned long *word, unsigned long value)
{
	return *word == value;
}

#endif
