// SPDX-License-Identifier: MIT
/*
 * linux/random.h - numbers that look random, and are the same in each run
 *
 * random.seed=N chooses another row of them. With several CPUs the row is one, who gets which number is chance. Not for
 * secrets: whoever knows the seed knows them all.
 *
 * Tests: tests/kernel/resource_test.c
 * Linux: same names; there they cannot be foretold.
 */
#ifndef LINUX_RANDOM_H
#define LINUX_RANDOM_H

#include <linux/types.h>

/* Context: any. */
u32 get_random_u32(void);
u64 get_random_u64(void);
void get_random_bytes(void *buf, size_t len);

static inline u8 get_random_u8(void)
{
	return get_random_u32() >> 24;
}

static inline u16 get_random_u16(void)
{
	return get_random_u32() >> 16;
}

static inline unsigned long get_random_long(void)
{
	return get_random_u32();
}

/* From [0, ceil); ceil > 0. Each number stands for 2^32 / ceil of the 32-bit ones, rounded up or down. */
static inline u32 get_random_u32_below(u32 ceil)
{
	return (u64)get_random_u32() * ceil >> 32;
}

/* From (floor, 2^32 - 1]; floor < 2^32 - 1. */
static inline u32 get_random_u32_above(u32 floor)
{
	return floor + 1 + get_random_u32_below(~floor);
}

/* From [floor, ceil]; floor <= ceil. */
static inline u32 get_random_u32_inclusive(u32 floor, u32 ceil)
{
	u32 span = ceil - floor + 1;

	return span ? floor + get_random_u32_below(span) : get_random_u32();
}

#endif
