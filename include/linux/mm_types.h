// SPDX-License-Identifier: MIT
/*
 * linux/mm_types.h - struct page: 16 bytes for each page frame
 *
 *   +0   flags      31-30 zone | 29-24 node | 23-20 order | page flags
 *   +4   _refcount  0 while free; users of the block on its first page
 *   +8   union      what the present owner keeps here
 *
 * Which of these are valid for a frame depends on the state of its 4 MiB block: mm/memmap.c.
 */
#ifndef LINUX_MM_TYPES_H
#define LINUX_MM_TYPES_H

#include <linux/types.h>

struct page {
	u32 flags;
	atomic_t _refcount;
	union {
		struct list_head lru;	     /* free blocks: links of the free list */
		struct rcu_head rcu_head;    /* waits to become one */
		unsigned long compound_head; /* tails of a compound page: its first page, plus 1 */
		struct {
			void *owner; /* even, so that it does not look like a compound_head */
			unsigned long private;
		};
	};
};

/* A page that is no tail: a single one, or the first of a compound page, which stands for all. */
struct folio {
	struct page page;
};

_Static_assert(sizeof(void *) != 4 || sizeof(struct page) == 16, "struct page is 16 bytes");

#endif
