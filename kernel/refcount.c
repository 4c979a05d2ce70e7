// SPDX-License-Identifier: MIT
/*
 * kernel/refcount.c - counts of references that do not wrap
 *
 * Tests: tests/kernel/atomic_test.c
 * Linux: lib/refcount.c.
 */
#include <linux/atomic.h>

#include <linux/bug.h>
#include <linux/limits.h>

/* Far from both ends: a few more changes by other CPUs do not lead back. */
#define REFCOUNT_SATURATED (INT_MIN / 2)

static __cold void refcount_bad(refcount_t *r, const char *what)
{
	atomic_set(&r->refs, REFCOUNT_SATURATED);
	WARN(1, "refcount_t: %s\n", what);
}

void refcount_inc(refcount_t *r)
{
	int now = atomic_inc_return(&r->refs);

	if (unlikely(now <= 1))
		refcount_bad(r, now == 1 ? "increment on 0; use-after-free"
					 : "saturated; leaking memory");
}

bool refcount_dec_and_test(refcount_t *r)
{
	int now = atomic_dec_return(&r->refs);

	if (unlikely(now < 0))
		refcount_bad(r, "decrement hit 0; leaking memory");
	return now == 0;
}
