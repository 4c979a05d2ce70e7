// SPDX-License-Identifier: MIT
/*
 * kernel/refcount.c - counts of references that do not wrap
 *
 * Tests: tests/kernel/rcu_test.c
 * Linux: lib/refcount.c.
 */
#include <linux/refcount.h>

#include <linux/bug.h>
#include <linux/limits.h>

/* Far from both ends: a few more changes by other CPUs do not lead back. */
#define REFCOUNT_SATURATED (INT_MIN / 2)

static __cold void refcount_bad(refcount_t *r, const char *what)
{
	atomic_set(&r->refs, REFCOUNT_SATURATED);
	WARN(1, "refcount_t: %s\n", what);
}

void refcount_add(int i, refcount_t *r)
{
	int old = atomic_fetch_add(i, &r->refs);

	if (unlikely(old <= 0 || old + i < 0))
		refcount_bad(r, old == 0 ? "addition on 0; use-after-free"
					 : "saturated; leaking memory");
}

bool refcount_sub_and_test(int i, refcount_t *r)
{
	int now = atomic_sub_return(i, &r->refs);

	if (unlikely(now < 0))
		refcount_bad(r, "underflow; use-after-free");
	return now == 0;
}

bool refcount_inc_not_zero(refcount_t *r)
{
	int old = atomic_fetch_add_unless(&r->refs, 1, 0);

	if (unlikely(old < 0 || old + 1 < 0))
		refcount_bad(r, "saturated; leaking memory");
	return old;
}
