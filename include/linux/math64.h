// SPDX-License-Identifier: MIT
/*
 * linux/math64.h - division of 64-bit numbers
 *
 * The compiler would call libgcc for a 64-bit / or %, and nothing links it. On i386 a division by 32 bits is two divl.
 */
#ifndef LINUX_MATH64_H
#define LINUX_MATH64_H

#include <linux/math.h>
#include <linux/types.h>
#include <asm/div64.h>

/* n /= base; value: the remainder. n is a u64 lvalue, base 32 bits, not 0. */
#define do_div(n, base)                                                                            \
	({                                                                                         \
		(void)(&(n) == (u64 *)0);                                                          \
		__div64_32(&(n), (base));                                                          \
	})

/* remainder must not be NULL. */
static inline u64 div_u64_rem(u64 dividend, u32 divisor, u32 *remainder)
{
	*remainder = __div64_32(&dividend, divisor);
	return dividend;
}

static inline u64 div_u64(u64 dividend, u32 divisor)
{
	__div64_32(&dividend, divisor);
	return dividend;
}

/* Divisors above 32 bits take a loop of up to 64 steps; remainder must not be NULL. */
u64 div64_u64_rem(u64 dividend, u64 divisor, u64 *remainder);
u64 div64_u64(u64 dividend, u64 divisor);

/* A product of 32-bit factors by one mull. */
static inline u64 mul_u32_u32(u32 a, u32 b)
{
	return (u64)a * b;
}

#define DIV_ROUND_UP_ULL(ll, d) div_u64((u64)(ll) + (d)-1, (d))
#define DIV64_U64_ROUND_UP(ll, d) div64_u64((u64)(ll) + (d)-1, (d))

#endif
