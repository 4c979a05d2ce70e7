// SPDX-License-Identifier: MIT
/*
 * shim/linux/slab.h - malloc(), once sim_slab is set
 */
#ifndef SHIM_LINUX_SLAB_H
#define SHIM_LINUX_SLAB_H

#include <linux/types.h>

#define GFP_KERNEL 0
#define GFP_NOWAIT 0

/* There is a slab allocator; it has no memory. */
extern bool sim_slab, sim_slab_empty;

static inline bool slab_is_available(void)
{
	return sim_slab;
}

void *kmalloc(size_t size, gfp_t gfp);
void *kzalloc(size_t size, gfp_t gfp);
void kfree(const void *ptr);

#endif
