// SPDX-License-Identifier: MIT
/*
 * linux/mm.h - page frames, their structs and their addresses
 *
 *   pfn <-> struct page    mem_map is one array, indexed by pfn (virtually contiguous; only blocks with RAM are backed)
 *   struct page -> address page_address(), for LOWMEM
 */
#ifndef LINUX_MM_H
#define LINUX_MM_H

#include <linux/align.h>
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/mm_types.h>
#include <linux/mmzone.h>
#include <linux/page-flags.h>
#include <linux/pfn.h>
#include <asm/page.h>
#include <asm/pgtable.h>

#define PAGE_ALIGN(addr) ALIGN(addr, PAGE_SIZE)
#define PAGE_ALIGN_DOWN(addr) ALIGN_DOWN(addr, PAGE_SIZE)
#define PAGE_ALIGNED(addr) IS_ALIGNED((unsigned long)(addr), PAGE_SIZE)
#define offset_in_page(p) ((unsigned long)(p) & ~PAGE_MASK)

extern struct page *mem_map;
/* First page of HIGHMEM, whether or not there is any. */
extern struct page *highmem_start_page;

static __always_inline struct page *pfn_to_page(unsigned long pfn)
{
	return mem_map + pfn;
}

static __always_inline unsigned long page_to_pfn(const struct page *page)
{
	return page - mem_map;
}

static inline phys_addr_t page_to_phys(const struct page *page)
{
	return PFN_PHYS(page_to_pfn(page));
}

/* LOWMEM addresses only, as in Linux. */
#define virt_to_page(addr) pfn_to_page(PHYS_PFN(__pa(addr)))

/* LOWMEM only. A page has 256 bytes of address space for each byte of its struct page: no need to go by way of the pfn. */
extern unsigned long page_virt_bias;
static __always_inline void *page_to_virt(const struct page *page)
{
	return (void *)(((unsigned long)page << 8) + page_virt_bias);
}

static __always_inline bool PageHighMem(const struct page *page)
{
	return page >= highmem_start_page;
}

static inline struct zone *page_zone(const struct page *page)
{
	return zone_table[page_flags(page) >> PG_NODE_SHIFT];
}

static inline int page_ref_count(const struct page *page)
{
	page_flags(page);
	return READ_ONCE(page->_refcount.counter);
}
/* The compound page's: a tail has no count of its own. */
#define page_count(page) page_ref_count(compound_head(page))

static inline void set_page_count(struct page *page, int count)
{
	WRITE_ONCE(page->_refcount.counter, count);
}

/* Another reference to a page that the caller holds one of; for a tail, to its compound page. */
static inline void get_page(struct page *page)
{
	page = compound_head(page);
	__atomic_add_fetch(&page->_refcount.counter, 1, __ATOMIC_RELAXED);
}

/* Order of the smallest block that holds size bytes, > 0. */
static inline unsigned int get_order(unsigned long size)
{
	return size <= PAGE_SIZE ? 0 : ilog2((size - 1) >> PAGE_SHIFT) + 1;
}

/* Return: how many are left. */
static inline int page_ref_dec_return(struct page *page)
{
	return __atomic_sub_fetch(&page->_refcount.counter, 1, __ATOMIC_ACQ_REL);
}

/* Return: true when this was the last reference. */
static inline bool put_page_testzero(struct page *page)
{
	return !page_ref_dec_return(page);
}

void __put_page(struct page *page);

/**
 * put_page - drop a reference; the last one gives the block back
 * @page: first page of a block, or any page of a compound page; none of a slab, which has no references
 *
 * One too many is reported.
 *
 * Context: any.
 */
static inline void put_page(struct page *page)
{
	page = compound_head(page);
	if (unlikely(page_ref_dec_return(page) <= 0))
		__put_page(page);
}

/* The same by folio. */
static inline int folio_ref_count(const struct folio *folio)
{
	return page_ref_count(&folio->page);
}

static inline void folio_get(struct folio *folio)
{
	get_page(&folio->page);
}

static inline void folio_put(struct folio *folio)
{
	put_page(&folio->page);
}

static inline unsigned int folio_order(const struct folio *folio)
{
	return folio_test_large(folio) ? page_order(&folio->page) : 0;
}

static inline long folio_nr_pages(const struct folio *folio)
{
	return 1L << folio_order(folio);
}

static inline unsigned long folio_pfn(const struct folio *folio)
{
	return page_to_pfn(&folio->page);
}

/**
 * pfn_valid - is there RAM in the 4 MiB block of this frame, so that its struct page exists?
 * @pfn: any number
 *
 * A valid frame may still be a hole or reserved: page_is_reserved().
 */
bool pfn_valid(unsigned long pfn);

/**
 * page_is_reserved - does the frame belong to nobody or to the kernel image, firmware, boot allocations?
 * @pfn: pfn_valid()
 *
 * Use this, not PageReserved(), for a frame that one has not been given: its struct may not be written yet.
 */
bool page_is_reserved(unsigned long pfn);

/* RAM pages that the allocator has been given; of these, pages of HIGHMEM. */
unsigned long totalram_pages(void);
unsigned long totalhigh_pages(void);
void totalram_pages_add(long count);

/**
 * mm_core_init - zones, the memmap, all free memory to the page allocator
 *
 * memblock serves requests until it has run, the page allocator from then on.
 *
 * Context: boot CPU, once, after setup_arch().
 */
void mm_core_init(void);

/* init_on_alloc=, init_on_free=: is this memory to be zeroed? For heaps; the page allocator does its own. */
extern bool init_on_alloc, init_on_free;

static inline bool want_init_on_alloc(gfp_t gfp)
{
	return init_on_alloc || gfp & __GFP_ZERO;
}

static inline bool want_init_on_free(void)
{
	return init_on_free;
}

/* debug_pagealloc=on: pages of LOWMEM are mapped while they are handed out, and only then. */
extern bool debug_pagealloc;

static inline bool debug_pagealloc_enabled(void)
{
	return debug_pagealloc;
}

/**
 * __kernel_map_pages - put pages into the direct map, or take them out
 * @page:     first one; all of one block
 * @numpages: how many
 * @enable:   1 or 0
 *
 * Pages of HIGHMEM are in no map and stay as they are: who uses one after its free does so through a mapping of his own.
 * This CPU forgets what it knew of pages that are taken out; another may know it for a while.
 *
 * Context: any; debug_pagealloc=on, which has the direct map made of 4 KiB pages. Never fails.
 */
void __kernel_map_pages(struct page *page, int numpages, int enable);

/* Is the page on a free list of its zone, itself or as part of a block? Context: any; no lock, so the answer may be old. */
bool is_free_buddy_page(const struct page *page);

/* Prints all zones and free lists, as Linux does after a failed allocation. */
void show_mem(void);

static inline unsigned int compound_order(const struct page *page)
{
	return PageHead(page) ? page_order(page) : 0;
}

static inline unsigned long compound_nr(const struct page *page)
{
	return 1UL << compound_order(page);
}

static inline unsigned long page_size(const struct page *page)
{
	return PAGE_SIZE << compound_order(page);
}

static inline size_t folio_size(const struct folio *folio)
{
	return PAGE_SIZE << folio_order(folio);
}

/* An address of LOWMEM in whose 4 MiB block there is RAM. */
static inline bool virt_addr_valid(const volatile void *addr)
{
	return (unsigned long)addr >= PAGE_OFFSET && virt_to_page(addr) < highmem_start_page &&
	       pfn_valid(page_to_pfn(virt_to_page(addr)));
}

#define virt_to_head_page(addr) compound_head(virt_to_page(addr))
#define lowmem_page_address(page) page_to_virt(page)

/* A reference, unless the page has none and is free or about to be. */
static inline bool get_page_unless_zero(struct page *page)
{
	return atomic_inc_not_zero(&page->_refcount);
}

/* page_address(), vmalloc_to_page() and is_vmalloc_addr() are known to whoever includes this header. */
#include <linux/highmem.h>
#include <linux/vmalloc.h>

#endif
