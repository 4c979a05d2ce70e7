// SPDX-License-Identifier: MIT
/*
 * linux/kref.h - an object that its last user frees
 */
#ifndef LINUX_KREF_H
#define LINUX_KREF_H

#include <linux/refcount.h>

struct kref {
	refcount_t refcount;
};

#define KREF_INIT(n)                                                                               \
	{                                                                                          \
		.refcount = REFCOUNT_INIT(n)                                                       \
	}
#define kref_init(kref) refcount_set(&(kref)->refcount, 1)
#define kref_read(kref) refcount_read(&(kref)->refcount)
#define kref_get(kref) refcount_inc(&(kref)->refcount)
#define kref_get_unless_zero(kref) refcount_inc_not_zero(&(kref)->refcount)

/* Return: 1: it was the last reference, and release() has been called. */
static inline int kref_put(struct kref *kref, void (*release)(struct kref *kref))
{
	if (!refcount_dec_and_test(&kref->refcount))
		return 0;
	release(kref);
	return 1;
}

#endif
