// SPDX-License-Identifier: MIT
/*
 * linux/log2.h - logarithms and powers of two; constant when the argument is
 */
#ifndef LINUX_LOG2_H
#define LINUX_LOG2_H

#include <linux/bitops.h>

/* Index of the highest set bit; n must not be 0. */
#define ilog2(n)                                                                                   \
	(__builtin_constant_p(n) ? 63 - __builtin_clzll(n)                                         \
	 : sizeof(n) <= 4	 ? fls(n) - 1                                                      \
				 : fls64(n) - 1)

#define is_power_of_2(n) ((n) != 0 && ((n) & ((n)-1)) == 0)

/* As unsigned long; undefined for 0 and for results that do not fit. */
#define roundup_pow_of_two(n) ((n) == 1 ? 1UL : 1UL << (ilog2((n)-1) + 1))
#define rounddown_pow_of_two(n) (1UL << ilog2(n))

/* Smallest order such that 1 << order >= n; 0 for 0 and 1. */
#define order_base_2(n) ((n) > 1 ? ilog2((n)-1) + 1 : 0)

#endif
