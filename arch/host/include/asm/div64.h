// SPDX-License-Identifier: MIT
/*
 * asm/div64.h - 64 bits divided by 32: here the compiler's library does it
 */
#ifndef ASM_DIV64_H
#define ASM_DIV64_H

#include <linux/types.h>

/* *n /= base. Return: the remainder. base must not be 0. */
static inline u32 __div64_32(u64 *n, u32 base)
{
	u32 remainder = *n % base;

	*n /= base;
	return remainder;
}

#endif
