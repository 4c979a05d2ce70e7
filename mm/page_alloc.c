// SPDX-License-Identifier: MIT
/*
 * mm/page_alloc.c - the buddy allocator: physically adjacent pages in blocks of 2^order
 *
 *   order 3 wanted, only order 5 free:
 *
 *     [............ 32 pages ............]    taken off the list of order 5
 *     [....... 16 .......][... 8 ...][8 ]     halves go to the lists of order 4 and 3, the last 8 to the caller
 *
 *   freed: a block's buddy differs from it in one bit of the pfn. If the buddy is free, whole, and of the same zone,
 *   both become one block of the next order; and so on up to order 10.
 *
 *   Invariant: no two buddies of order < 10 are on free lists of the same zone.
 *
 * Lock: zone->lock, interrupts off.
 * Read first: rmqueue(), free_one_block().
 * Tests:      tests/kernel/page_alloc_test.c
 * Linux:      mm/page_alloc.c. Left out: reclaim, compaction, migration types.
 */
#include <linux/bug.h>
#include <linux/highmem.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/spinlock.h>

#include "internal.h"

static unsigned long nr_totalram_pages;

static void add_to_free_list(struct page *page, struct zone *zone, unsigned int order)
{
	struct free_area *area = &zone->free_area[order];

	page->flags = (page->flags & PG_PLACE_MASK) | 1u << PG_buddy | order << PG_ORDER_SHIFT;
	list_add(&page->lru, &area->free_list);
	area->nr_free++;
}

static void del_from_free_list(struct page *page, struct zone *zone, unsigned int order)
{
	list_del(&page->lru);
	page->flags &= PG_PLACE_MASK;
	zone->free_area[order].nr_free--;
}

/* Merges upwards as far as it goes. Zone lock held; the frames' structs are valid (a whole block: the first is). */
static void free_one_block(struct page *page, struct zone *zone, unsigned int order)
{
	unsigned long pfn = page_to_pfn(page);

	zone->free_pages += 1UL << order;
	for (; order < MAX_PAGE_ORDER; order++) {
		struct page *buddy = pfn_to_page(pfn ^ (1UL << order));

		/* Free, of this order, in this zone and node: one comparison. */
		if (buddy->flags != ((page->flags & PG_PLACE_MASK) | 1u << PG_buddy |
				     order << PG_ORDER_SHIFT))
			break;
		del_from_free_list(buddy, zone, order);
		pfn &= ~(1UL << order);
		page = pfn_to_page(pfn);
	}
	add_to_free_list(page, zone, order);
}

/* Zone lock held. Return: NULL when the zone has no block of this order or above. */
static struct page *rmqueue(struct zone *zone, unsigned int order)
{
	unsigned int from = order;
	struct page *page;

	while (list_empty(&zone->free_area[from].free_list))
		if (++from > MAX_PAGE_ORDER)
			return NULL;
	page = list_first_entry(&zone->free_area[from].free_list, struct page, lru);
	del_from_free_list(page, zone, from);
	if (from == MAX_PAGE_ORDER)
		memmap_write_block(page_to_pfn(page));
	while (from > order) {
		from--;
		add_to_free_list(page + (1UL << from), zone, from);
	}
	zone->free_pages -= 1UL << order;
	return page;
}

static void prep_new_page(struct page *page, unsigned int order, gfp_t gfp)
{
	unsigned long i;

	page->flags |= order << PG_ORDER_SHIFT;
	set_page_count(page, 1);
	if (gfp & __GFP_ZERO)
		for (i = 0; i < 1UL << order; i++)
			clear_highpage(page + i);
}

struct page *alloc_pages(gfp_t gfp, unsigned int order)
{
	int type = gfp_zone(gfp);

	if (WARN_ON_ONCE(order > MAX_PAGE_ORDER))
		return NULL;
	for (; type >= 0; type--) {
		struct zone *zone = &NODE_DATA(0)->node_zones[type];
		struct page *page;
		unsigned long flags;

		spin_lock_irqsave(&zone->lock, flags);
		page = rmqueue(zone, order);
		spin_unlock_irqrestore(&zone->lock, flags);
		if (page) {
			prep_new_page(page, order, gfp);
			return page;
		}
	}
	if (!(gfp & __GFP_NOWARN))
		warn_alloc(gfp, order);
	return NULL;
}

unsigned long __get_free_pages(gfp_t gfp, unsigned int order)
{
	struct page *page = alloc_pages(gfp & ~__GFP_HIGHMEM, order);

	return page ? (unsigned long)page_to_virt(page) : 0;
}

unsigned long get_zeroed_page(gfp_t gfp)
{
	return __get_free_page(gfp | __GFP_ZERO);
}

/* What is wrong with giving back this block? NULL: nothing. */
static const char *bad_free_reason(struct page *page, unsigned int order)
{
	unsigned long pfn = page_to_pfn(page);

	if (!pfn_valid(pfn))
		return "not RAM";
	if (!memmap_written(pfn))
		return page_is_reserved(pfn) ? "reserved, never allocated" : "free, never allocated";
	if (PageReserved(page))
		return "reserved, never allocated";
	if (page_ref_count(page) <= 0)
		return "not allocated: freed twice, or not the first page of its block";
	if (buddy_order(page) != order)
		return "of another order";
	return NULL;
}

static void bad_free(struct page *page, unsigned int order, const char *reason)
{
	pr_alert("BUG: Bad page free: pfn:%05lx order:%u: %s\n", page_to_pfn(page), order, reason);
	if (pfn_valid(page_to_pfn(page)) && memmap_written(page_to_pfn(page)))
		pr_alert("page:%p refcount:%d flags:%#x order:%u\n", page, page_ref_count(page),
			 page->flags, buddy_order(page));
	WARN(1, "the page is left alone\n");
}

static void free_block(struct page *page, unsigned int order)
{
	struct zone *zone = page_zone(page);
	unsigned long flags;

	spin_lock_irqsave(&zone->lock, flags);
	page->flags &= PG_PLACE_MASK;
	free_one_block(page, zone, order);
	spin_unlock_irqrestore(&zone->lock, flags);
}

void __free_pages(struct page *page, unsigned int order)
{
	const char *reason = bad_free_reason(page, order);

	if (unlikely(reason)) {
		bad_free(page, order, reason);
		return;
	}
	if (put_page_testzero(page)) {
		free_block(page, order);
		return;
	}
	/* Somebody else still holds the first page, and it alone: the rest goes now, as in Linux. */
	page->flags &= ~PG_ORDER_MASK;
	while (order-- > 0)
		free_block(page + (1UL << order), order);
}

void free_pages(unsigned long addr, unsigned int order)
{
	if (addr)
		__free_pages(virt_to_page(addr), order);
}

void split_page(struct page *page, unsigned int order)
{
	unsigned long i;

	page->flags &= ~PG_ORDER_MASK;
	for (i = 1; i < 1UL << order; i++)
		set_page_count(page + i, 1);
}

/* memblock hands over a free block: aligned to its order, inside one zone. */
void memblock_free_pages(struct page *page, unsigned long pfn, unsigned int order)
{
	struct zone *zone = pfn_zone(pfn);
	unsigned long flags;

	spin_lock_irqsave(&zone->lock, flags);
	memmap_release(zone, pfn, order);
	zone->managed_pages += 1UL << order;
	free_one_block(page, zone, order);
	spin_unlock_irqrestore(&zone->lock, flags);
}

void totalram_pages_add(long count)
{
	nr_totalram_pages += count;
}

unsigned long totalram_pages(void)
{
	return nr_totalram_pages;
}

unsigned long totalhigh_pages(void)
{
	return NODE_DATA(0)->node_zones[ZONE_HIGHMEM].managed_pages;
}

static unsigned long free_pages_up_to(enum zone_type last)
{
	unsigned long nr = 0;
	int type;

	for (type = ZONE_DMA; type <= (int)last; type++)
		nr += READ_ONCE(NODE_DATA(0)->node_zones[type].free_pages);
	return nr;
}

unsigned long nr_free_pages(void)
{
	return free_pages_up_to(ZONE_HIGHMEM);
}

unsigned long nr_free_buffer_pages(void)
{
	return free_pages_up_to(ZONE_NORMAL);
}

unsigned long nr_free_highpages(void)
{
	return nr_free_pages() - nr_free_buffer_pages();
}
