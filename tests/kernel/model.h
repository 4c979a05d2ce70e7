// SPDX-License-Identifier: MIT
/*
 * tests/kernel/model.h - what random tests against a model share
 */
#ifndef TESTS_MODEL_H
#define TESTS_MODEL_H

#include <linux/mm.h>

/* 10^6 on the host, on its machines of 2 to 4 GiB; a tenth on the others; in a guest, what takes it a second. */
static inline unsigned long model_steps(unsigned long guest)
{
	unsigned long mib = totalram_pages() >> (20 - PAGE_SHIFT);

	if (!IS_ENABLED(HIMEM_HOST))
		return guest;
	return mib > 2000 && mib <= 4096 ? 1000000 : 100000;
}

static u32 random_state;

/* 0 to n - 1, from a linear congruential generator (Numerical Recipes' constants). */
static inline u32 random_below(u32 n)
{
	random_state = random_state * 1664525 + 1013904223;
	return (random_state >> 8) % n;
}

#endif
