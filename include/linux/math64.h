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

static inline s64 div_s64_rem(s64 dividend, s32 divisor, s32 *remainder)
{
	u32 rest;
	u64 q = div_u64_rem(dividend < 0 ? -(u64)dividend : dividend,
			    divisor < 0 ? -(u32)divisor : divisor, &rest);

	*remainder = dividend < 0 ? -rest : rest;
	return (dividend < 0) == (divisor < 0) ? q : -q;
}

static inline s64 div_s64(s64 dividend, s32 divisor)
{
	s32 remainder;

	return div_s64_rem(dividend, divisor, &remainder);
}

static inline s64 div64_s64(s64 dividend, s64 divisor)
{
	u64 q = div64_u64(dividend < 0 ? -(u64)dividend : dividend,
			  divisor < 0 ? -(u64)divisor : divisor);

	return (dividend < 0) == (divisor < 0) ? q : -q;
}

#define div64_ul(x, y) div_u64(x, y)
#define div64_long(x, y) div_s64(x, y)

/* a * mul >> shift, with 96 bits in between; shift up to 32. */
static inline u64 mul_u64_u32_shr(u64 a, u32 mul, unsigned int shift)
{
	return (mul_u32_u32(a, mul) >> shift) + (mul_u32_u32(a >> 32, mul) << (32 - shift));
}

#endif
