// SPDX-License-Identifier: MIT
/*
 * kernel/lib/random.c - a counter, and a mixer that makes its numbers look random
 *
 *   n = 1, 2, 3 ...  ──> n * an odd constant + seed ──> shifts and products, each of which can be undone: no number twice
 *
 * No lock: whoever draws adds 1. After 2^32 draws the row begins again.
 *
 * Tests: tests/kernel/resource_test.c
 */
#define KBUILD_MODNAME "random"
#include <linux/random.h>

#include <linux/atomic.h>
#include <linux/minmax.h>
#include <linux/moduleparam.h>
#include <linux/string.h>

static unsigned int seed;
module_param(seed, uint, 0);

u32 get_random_u32(void)
{
	static atomic_t drawn = ATOMIC_INIT(0);
	u32 x = (u32)atomic_inc_return(&drawn) * 0x9e3779b1 + seed * 0x85ebca77;

	x = (x ^ x >> 16) * 0x21f0aaad;
	x = (x ^ x >> 15) * 0x735a2d97;
	return x ^ x >> 15;
}

u64 get_random_u64(void)
{
	u64 high = get_random_u32();

	return high << 32 | get_random_u32();
}

void get_random_bytes(void *buf, size_t len)
{
	while (len) {
		u32 x = get_random_u32();
		size_t n = min(len, sizeof(x));

		memcpy(buf, &x, n);
		buf += n;
		len -= n;
	}
}
