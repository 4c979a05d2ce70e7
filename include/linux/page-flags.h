// SPDX-License-Identifier: MIT
/*
 * linux/page-flags.h - the flags word of struct page
 */
#ifndef LINUX_PAGE_FLAGS_H
#define LINUX_PAGE_FLAGS_H

#include <linux/bug.h>
#include <linux/mm_types.h>

enum pageflags {
	PG_reserved,	  /* not the allocator's: firmware, kernel image, holes */
	PG_buddy,	  /* first page of a block on a free list */
	PG_head,	  /* first page of a compound page */
	PG_slab,	  /* every page of a slab (mm/slab.c), be it plain or not */
	PG_slab_plain,	  /* its free objects are linked through their first word */
	PG_large_kmalloc, /* first page of a block that kmalloc() handed out */
	PG_hooked,	  /* handed out with a debugging aid on, which must hear of its return */
};

#define PG_ORDER_SHIFT 20
#define PG_ORDER_MASK (0xfu << PG_ORDER_SHIFT)
#define PG_NODE_SHIFT 24
#define PG_ZONE_SHIFT 30
/* Zone and node: they never change, and two buddies merge only if theirs are equal. */
#define PG_PLACE_MASK (0xffu << PG_NODE_SHIFT)
/* What a page that is handed out keeps, whatever its owner uses it for. */
#define PG_KEPT_MASK (PG_PLACE_MASK | 1u << PG_hooked)

/* A DEBUG=1 build fills the memmap with this byte at boot: a struct that is read before its block was written is caught. */
#define MEMMAP_POISON 0xff

static __always_inline u32 page_flags(const struct page *page)
{
	if (IS_ENABLED(CONFIG_DEBUG_VM))
		BUG_ON(page->flags == ~0u);
	return page->flags;
}

static inline bool PageReserved(const struct page *page)
{
	return page_flags(page) & (1u << PG_reserved);
}

static inline bool PageBuddy(const struct page *page)
{
	return page_flags(page) & (1u << PG_buddy);
}

/* Order of the block that this page is the first of, free or handed out. */
static inline unsigned int page_order(const struct page *page)
{
	return (page_flags(page) & PG_ORDER_MASK) >> PG_ORDER_SHIFT;
}

static inline bool PageSlab(const struct page *page)
{
	return page_flags(page) & (1u << PG_slab);
}

static inline bool PageLargeKmalloc(const struct page *page)
{
	return page_flags(page) & (1u << PG_large_kmalloc);
}

static inline bool PageHead(const struct page *page)
{
	return page_flags(page) & (1u << PG_head);
}

/* A link of a list is an even address, so that only the tails of a compound page have the bit. */
static inline bool PageTail(const struct page *page)
{
	page_flags(page);
	return page->compound_head & 1;
}

static inline bool PageCompound(const struct page *page)
{
	return PageHead(page) || PageTail(page);
}

/* First page of the compound page that this one belongs to; the page itself if it belongs to none. */
static inline struct page *compound_head(const struct page *page)
{
	return (struct page *)(PageTail(page) ? page->compound_head - 1 : (unsigned long)page);
}

/* The folio that the page belongs to. */
static inline struct folio *page_folio(const struct page *page)
{
	return (struct folio *)compound_head(page);
}

/* Its n-th page. */
static inline struct page *folio_page(struct folio *folio, size_t n)
{
	return &folio->page + n;
}

/* More than one page? */
static inline bool folio_test_large(const struct folio *folio)
{
	return PageHead(&folio->page);
}

static inline unsigned int page_zonenum(const struct page *page)
{
	return page_flags(page) >> PG_ZONE_SHIFT;
}

static inline int page_to_nid(const struct page *page)
{
	return (page_flags(page) >> PG_NODE_SHIFT) & 0x3f;
}

#endif
