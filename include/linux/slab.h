// SPDX-License-Identifier: MIT
/*
 * linux/slab.h - memory in pieces smaller than a page
 */
#ifndef LINUX_SLAB_H
#define LINUX_SLAB_H

#include <linux/gfp.h>
#include <linux/types.h>

/* May kmalloc() be called? There is no slab allocator yet: memblock asks before it grows its lists. */
static inline bool slab_is_available(void)
{
	return false;
}

void *kmalloc(size_t size, gfp_t gfp);
void *kzalloc(size_t size, gfp_t gfp);
void kfree(const void *ptr);

#endif
