// SPDX-License-Identifier: MIT
/*
 * linux/page-flags.h - the flags word of struct page
 */
#ifndef LINUX_PAGE_FLAGS_H
#define LINUX_PAGE_FLAGS_H

#include <linux/mm_types.h>

enum pageflags {
	PG_reserved, /* not the allocator's: firmware, kernel image, holes */
	PG_buddy,    /* first page of a block on a free list; its order is in flags */
};

#define PG_ORDER_SHIFT 20
#define PG_ORDER_MASK (0xfu << PG_ORDER_SHIFT)
#define PG_NODE_SHIFT 24
#define PG_ZONE_SHIFT 30
/* Zone and node: they never change, and two buddies merge only if theirs are equal. */
#define PG_PLACE_MASK (0xffu << PG_NODE_SHIFT)

static inline bool PageReserved(const struct page *page)
{
	return page->flags & (1u << PG_reserved);
}

static inline bool PageBuddy(const struct page *page)
{
	return page->flags & (1u << PG_buddy);
}

/* Order of a block on a free list. */
static inline unsigned int buddy_order(const struct page *page)
{
	return (page->flags & PG_ORDER_MASK) >> PG_ORDER_SHIFT;
}

static inline unsigned int page_zonenum(const struct page *page)
{
	return page->flags >> PG_ZONE_SHIFT;
}

static inline int page_to_nid(const struct page *page)
{
	return (page->flags >> PG_NODE_SHIFT) & 0x3f;
}

#endif
