// SPDX-License-Identifier: MIT
/*
 * linux/overflow.h - sums and products that may not fit
 */
#ifndef LINUX_OVERFLOW_H
#define LINUX_OVERFLOW_H

#include <linux/limits.h>

/* *d is the result modulo 2^n. Return: true when it does not fit. */
#define check_add_overflow(a, b, d) __builtin_add_overflow(a, b, d)
#define check_sub_overflow(a, b, d) __builtin_sub_overflow(a, b, d)
#define check_mul_overflow(a, b, d) __builtin_mul_overflow(a, b, d)

/* The product as a size; SIZE_MAX, which every allocator refuses, when it does not fit. */
static inline size_t size_mul(size_t a, size_t b)
{
	size_t bytes;

	return check_mul_overflow(a, b, &bytes) ? SIZE_MAX : bytes;
}

#endif
