// SPDX-License-Identifier: MIT
/*
 * kernel/lib/math64.c - division by 64-bit numbers: shift and subtract
 *
 * Tests: tests/kernel/string_test.c (also on the host)
 */
#include <linux/math64.h>

#include <linux/bitops.h>

u64 div64_u64_rem(u64 dividend, u64 divisor, u64 *remainder)
{
	u64 quotient = 0;
	int shift;

	if (!(divisor >> 32)) {
		*remainder = __div64_32(&dividend, divisor);
		return dividend;
	}
	for (shift = fls64(dividend) - fls64(divisor); shift >= 0; shift--) {
		if (dividend >= divisor << shift) {
			dividend -= divisor << shift;
			quotient |= 1ULL << shift;
		}
	}
	*remainder = dividend;
	return quotient;
}

u64 div64_u64(u64 dividend, u64 divisor)
{
	u64 remainder;

	return div64_u64_rem(dividend, divisor, &remainder);
}
