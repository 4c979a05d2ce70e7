// SPDX-License-Identifier: MIT
/*
 * linux/refcount.h - references to an object
 *
 * One that has reached 0 stays there, and one that ran over, or below 0, sticks: the object is then never freed, which does
 * less harm than freeing it early.
 *
 * Tests: tests/kernel/rcu_test.c, tests/samples/page_refs.c
 * Linux: same header. Left out: forms with a lock.
 */
#ifndef LINUX_REFCOUNT_H
#define LINUX_REFCOUNT_H

#include <linux/atomic.h>
#include <linux/bug.h>

typedef struct refcount_struct {
	atomic_t refs;
} refcount_t;

#define REFCOUNT_INIT(n)                                                                           \
	{                                                                                          \
		ATOMIC_INIT(n)                                                                     \
	}

static inline void refcount_set(refcount_t *r, int n)
{
	atomic_set(&r->refs, n);
}

static inline unsigned int refcount_read(const refcount_t *r)
{
	return atomic_read(&r->refs);
}

/* More of them; the caller has one already. */
void refcount_add(int i, refcount_t *r);
#define refcount_inc(r) refcount_add(1, r)

/* Return: there was one, and there is another now. */
bool __must_check refcount_inc_not_zero(refcount_t *r);

/* Return: it was the last, and the object is the caller's to free. */
bool __must_check refcount_sub_and_test(int i, refcount_t *r);
#define refcount_dec_and_test(r) refcount_sub_and_test(1, r)

/* It is not the last: a warning if it is. */
static inline void refcount_dec(refcount_t *r)
{
	WARN(refcount_dec_and_test(r), "refcount_t: decrement hit 0; leaking memory\n");
}

#endif
