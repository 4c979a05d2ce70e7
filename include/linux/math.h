// SPDX-License-Identifier: MIT
/*
 * linux/math.h - division with a choice of rounding, for operands that the CPU divides at once
 *
 * 64-bit dividends: <linux/math64.h>.
 */
#ifndef LINUX_MATH_H
#define LINUX_MATH_H

#include <linux/align.h>
#include <linux/types.h>

#define DIV_ROUND_UP(n, d) (((n) + (d)-1) / (d))
/* Halves away from zero. */
#define DIV_ROUND_CLOSEST(x, divisor)                                                              \
	({                                                                                         \
		__typeof__(x) __drc_x = (x);                                                       \
		__typeof__(divisor) __drc_d = (divisor);                                           \
		(__typeof__(x))-1 > 0 || (__typeof__(divisor))-1 > 0 ||                            \
				(__drc_x > 0) == (__drc_d > 0)                                     \
			? (__drc_x + __drc_d / 2) / __drc_d                                        \
			: (__drc_x - __drc_d / 2) / __drc_d;                                       \
	})

/* To multiples of y, which need not be a power of two. */
#define roundup(x, y) ((((x) + ((y)-1)) / (y)) * (y))
#define rounddown(x, y) ((x) - ((x) % (y)))

#define abs(x)                                                                                     \
	({                                                                                         \
		__typeof__(x) __abs_x = (x);                                                       \
		__abs_x < 0 ? -__abs_x : __abs_x;                                                  \
	})

/* x * numer / denom without overflow of the product while the result fits. */
#define mult_frac(x, numer, denom)                                                                 \
	({                                                                                         \
		__typeof__(x) __mf_x = (x);                                                        \
		__typeof__(denom) __mf_d = (denom);                                                \
		__typeof__(x) __mf_q = __mf_x / __mf_d;                                            \
		__mf_q *(numer) + (__mf_x % __mf_d) * (numer) / __mf_d;                            \
	})

#endif
