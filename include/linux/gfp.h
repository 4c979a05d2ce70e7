// SPDX-License-Identifier: MIT
/*
 * linux/gfp.h - take and give back whole pages
 *
 *   gfp_t says which memory will do and how hard to try. Orders are powers of two: order 3 is 8 pages in a row,
 *   physically adjacent and naturally aligned.
 *
 * Linux: Documentation/core-api/memory-allocation. There is no reclaim here: an allocation succeeds from free
 * memory or fails. __GFP_DIRECT_RECLAIM only says that the caller is not in a hurry: more is kept back, and kvmalloc() may sleep.
 */
#ifndef LINUX_GFP_H
#define LINUX_GFP_H

#include <linux/mmzone.h>

#define __GFP_DMA ((gfp_t)0x01)	    /* from ZONE_DMA only */
#define __GFP_HIGHMEM ((gfp_t)0x02) /* from ZONE_HIGHMEM, or below */
#define __GFP_MOVABLE ((gfp_t)0x08) /* with __GFP_HIGHMEM: from ZONE_MOVABLE, or below */
#define __GFP_HIGH ((gfp_t)0x20)    /* urgent: half of the reserve may be used */
#define __GFP_IO ((gfp_t)0x40)
#define __GFP_FS ((gfp_t)0x80)
#define __GFP_ZERO ((gfp_t)0x100) /* filled with zeroes */
#define __GFP_DIRECT_RECLAIM ((gfp_t)0x400)
#define __GFP_KSWAPD_RECLAIM ((gfp_t)0x800)
#define __GFP_NOWARN ((gfp_t)0x2000)	/* failure is expected: no report */
#define __GFP_NORETRY ((gfp_t)0x10000)	/* the caller has another way: no lists are drained */
#define __GFP_NOFAIL ((gfp_t)0x8000)	/* never NULL: panics instead */
#define __GFP_MEMALLOC ((gfp_t)0x20000) /* all of the reserve may be used */
#define __GFP_COMP ((gfp_t)0x40000)	/* the pages know their first one: compound_head() */
#define __GFP_HARDWALL ((gfp_t)0x100000)
#define __GFP_THISNODE ((gfp_t)0x200000) /* from no other node than the one asked for */
#define __GFP_RECLAIM (__GFP_DIRECT_RECLAIM | __GFP_KSWAPD_RECLAIM)

#define GFP_ATOMIC (__GFP_HIGH | __GFP_KSWAPD_RECLAIM)
/* Nothing is reclaimed, written back or accounted: these say how hard a caller that fails would like it to be tried. */
#define __GFP_RECLAIMABLE ((gfp_t)0x10)
#define __GFP_RETRY_MAYFAIL ((gfp_t)0x4000)
#define __GFP_WRITE ((gfp_t)0x1000)
#define __GFP_NOMEMALLOC ((gfp_t)0x80000)
#define __GFP_ACCOUNT ((gfp_t)0x400000)
#define __GFP_SKIP_ZERO ((gfp_t)0)
#define __GFP_DMA32 ((gfp_t)0) /* all of LOWMEM is below 4 GiB */

#define GFP_KERNEL (__GFP_RECLAIM | __GFP_IO | __GFP_FS)
#define GFP_NOWAIT (__GFP_KSWAPD_RECLAIM | __GFP_NOWARN)
#define GFP_DMA __GFP_DMA
#define GFP_USER (GFP_KERNEL | __GFP_HARDWALL)
#define GFP_HIGHUSER (GFP_USER | __GFP_HIGHMEM)

#define GFP_HIGHUSER_MOVABLE (GFP_HIGHUSER | __GFP_MOVABLE)

#define GFP_ZONEMASK (__GFP_DMA | __GFP_HIGHMEM | __GFP_MOVABLE)

static __always_inline enum zone_type gfp_zone(gfp_t gfp)
{
	if (gfp & __GFP_DMA)
		return ZONE_DMA;
	if (!(gfp & __GFP_HIGHMEM))
		return ZONE_NORMAL;
	return gfp & __GFP_MOVABLE ? ZONE_MOVABLE : ZONE_HIGHMEM;
}

struct page *__alloc_page(gfp_t gfp);
struct page *__alloc_pages(gfp_t gfp, unsigned int order);

/**
 * alloc_pages - a block of 2^order pages
 * @gfp:   where from and how
 * @order: 0 to MAX_PAGE_ORDER
 *
 * The block's first page has one reference; the others have none until split_page().
 *
 * Takes memory of this CPU's node; when that is full, of the nearest that is not, unless __GFP_THISNODE.
 *
 * Context: any, interrupts included.
 * Return:  first page; NULL when no zone that @gfp allows has such a block, after a report unless __GFP_NOWARN; NULL with
 *          a warning when @order is too large. With __GFP_NOFAIL never NULL: it panics after the report.
 */
static __always_inline struct page *alloc_pages(gfp_t gfp, unsigned int order)
{
	return __builtin_constant_p(order) && !order ? __alloc_page(gfp)
						     : __alloc_pages(gfp, order);
}
#define alloc_page(gfp) alloc_pages(gfp, 0)

/**
 * alloc_pages_node - alloc_pages(), seen from another node
 * @nid:   NUMA_NO_NODE: this CPU's
 * @gfp, @order: as alloc_pages()
 *
 * Return: as alloc_pages(); also NULL, with a warning, when @nid is not online. Other nodes' memory costs a lock.
 */
struct page *__alloc_pages_node(int nid, gfp_t gfp, unsigned int order);

static inline struct page *alloc_pages_node(int nid, gfp_t gfp, unsigned int order)
{
	return nid == NUMA_NO_NODE ? alloc_pages(gfp, order) : __alloc_pages_node(nid, gfp, order);
}

/**
 * alloc_pages_bulk_array - many single pages at once
 * @gfp:        as alloc_pages()
 * @nr_pages:   length of @page_array
 * @page_array: gets a page in each entry that is NULL
 *
 * Context: any. Return: entries that are filled, from the front: less than @nr_pages when memory ran out. No report.
 */
unsigned long alloc_pages_bulk_array(gfp_t gfp, unsigned long nr_pages, struct page **page_array);

/**
 * __get_free_pages - alloc_pages(), by address
 * @gfp:   without __GFP_HIGHMEM: a page without an address is of no use to the caller
 * @order: 0 to MAX_PAGE_ORDER
 *
 * Return: address in the direct map; 0 on failure.
 */
unsigned long __get_free_pages(gfp_t gfp, unsigned int order);
#define __get_free_page(gfp) __get_free_pages(gfp, 0)

/* One page of zeroes. Return: as __get_free_pages(). */
unsigned long get_zeroed_page(gfp_t gfp);

/**
 * __free_pages - drop a reference to a block; the last one gives it back
 * @page:  its first page
 * @order: as it was allocated
 *
 * A page that is not allocated (free already, reserved, no RAM) or not aligned to @order is reported and left alone.
 *
 * Context: any, interrupts included.
 */
void __free_pages(struct page *page, unsigned int order);
void __free_page(struct page *page);

/* The same by direct-map address; 0 is ignored. */
void free_pages(unsigned long addr, unsigned int order);
#define free_page(addr) free_pages(addr, 0)

/**
 * split_page - make 2^order single pages, each with a reference of its own, out of a block
 * @page:  first page, held by the caller
 * @order: of the block
 */
void split_page(struct page *page, unsigned int order);

/**
 * alloc_pages_exact - adjacent pages, not a power of two of them
 * @size: bytes, > 0, rounded up to pages; at most 4 MiB
 * @gfp:  without __GFP_COMP and __GFP_HIGHMEM
 *
 * Return: address in the direct map; NULL on failure. Given back by free_pages_exact() with the same size.
 */
void *alloc_pages_exact(size_t size, gfp_t gfp);
void free_pages_exact(void *virt, size_t size);

/* Gives what the CPUs' lists hold back to the zones, so that blocks can merge. Context: any; if atomic, this CPU's lists only. */
void drain_all_pages(void);

/* Free pages of all zones; of the zones up to LOWMEM's end. */
unsigned long nr_free_pages(void);
unsigned long nr_free_buffer_pages(void);

#define GFP_KERNEL_ACCOUNT (GFP_KERNEL | __GFP_ACCOUNT)
#define GFP_NOIO __GFP_RECLAIM
#define GFP_NOFS (__GFP_RECLAIM | __GFP_IO)
#define GFP_DMA32 __GFP_DMA32
#define __get_dma_pages(gfp, order) __get_free_pages((gfp) | GFP_DMA, order)

/* May the caller wait? */
static inline bool gfpflags_allow_blocking(gfp_t gfp)
{
	return gfp & __GFP_DIRECT_RECLAIM;
}

/* A compound page of 2^order pages, or a single one. Return: NULL as alloc_pages(). Given back by folio_put(). */
static inline struct folio *folio_alloc(gfp_t gfp, unsigned int order)
{
	return (struct folio *)alloc_pages(gfp | __GFP_COMP, order);
}

#endif
