// SPDX-License-Identifier: MIT
/*
 * asm/div64.h - 64 bits divided by 32: divl by halves, as on paper
 */
#ifndef ASM_DIV64_H
#define ASM_DIV64_H

#include <linux/types.h>

/* *n /= base. Return: the remainder. base must not be 0. */
static inline u32 __div64_32(u64 *n, u32 base)
{
	u32 high = *n >> 32, low = *n, high_quotient = 0, remainder = high;

	/* The remainder of the upper half is below base, so the quotient of the lower division fits. */
	if (high >= base) {
		high_quotient = high / base;
		remainder = high % base;
	}
	__asm__("divl %2" : "+a"(low), "+d"(remainder) : "rm"(base) : "cc");
	*n = (u64)high_quotient << 32 | low;
	return remainder;
}

#endif
