// SPDX-License-Identifier: MIT
/*
 * mm/buddy.c - free blocks of 2^order physically adjacent pages
 *
 *   order 3 wanted, only order 5 free:
 *
 *     [............ 32 pages ............]    taken off the list of order 5
 *     [... 8 ...][... 8 ...][.... 16 ....]    the first 8 go to the caller, the rest to the lists of order 3 and 4
 *
 *   freed: a block's buddy differs from it in one bit of the pfn. If the buddy is free, whole, and of the same zone,
 *   both become one block of the next order; and so on up to order 10.
 *
 *   Invariant: no two buddies of order < 10 are on free lists of the same zone.
 *
 * Lock: zone->lock, interrupts off, for every function here.
 * Read first: buddy_alloc(), buddy_free().
 * Tests:      tests/kernel/page_alloc_test.c
 * Linux:      mm/page_alloc.c. Left out: migration types.
 */
#include <linux/init.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "internal.h"

#define ORDER_ONE (1u << PG_ORDER_SHIFT)

static __always_inline void add_to_free_list(struct page *page, struct zone *zone,
					     unsigned int order)
{
	struct free_area *area = &zone->free_area[order];

	page->flags = zone->place | 1u << PG_buddy | order << PG_ORDER_SHIFT;
	list_add(&page->lru, &area->free_list);
	area->nr_free++;
}

static __always_inline void del_from_free_list(struct page *page, struct zone *zone,
					       unsigned int order)
{
	list_del(&page->lru);
	page->flags = zone->place;
	zone->free_area[order].nr_free--;
}

/*
 * The structs of a 4 MiB block are aligned to their own size (mm/memmap.c), so that buddies differ in one bit of the
 * address of their struct, and both halves of a pair meet where that bit is clear.
 */
void buddy_free(struct page *page, struct zone *zone, unsigned int order)
{
	unsigned long bit = sizeof(*page) << order;
	u32 free_flags = zone->place | 1u << PG_buddy | order << PG_ORDER_SHIFT;

	zone->free_pages += 1UL << order;
	while (order < MAX_PAGE_ORDER) {
		struct page *buddy = (struct page *)((unsigned long)page ^ bit);

		/* Free, of this order, in this zone and node: one comparison. */
		if (buddy->flags != free_flags)
			break;
		del_from_free_list(buddy, zone, order);
		page = (struct page *)((unsigned long)page & ~bit);
		bit <<= 1;
		free_flags += ORDER_ONE;
		order++;
	}
	add_to_free_list(page, zone, order);
}

struct page *buddy_alloc(struct zone *zone, unsigned int order)
{
	struct free_area *area = &zone->free_area[order];
	unsigned int from = order;
	struct page *page;

	while (list_empty(&area->free_list)) {
		if (++from > MAX_PAGE_ORDER)
			return NULL;
		area++;
	}
	page = list_first_entry(&area->free_list, struct page, lru);
	del_from_free_list(page, zone, from);
	if (from == MAX_PAGE_ORDER && unlikely(!page_written(page)))
		memmap_write_block(page_to_pfn(page));
	while (from > order) {
		from--;
		add_to_free_list(page + (1UL << from), zone, from);
	}
	zone->free_pages -= 1UL << order;
	return page;
}

/* A whole block that nobody ever looked at: one struct is written, whatever the size of the machine's RAM. Zone lock held. */
static __always_inline void free_fresh_block(unsigned long pfn, struct zone *zone)
{
	struct page *page = pfn_to_page(pfn);

	block_state[pfn >> MAX_PAGE_ORDER] = BLOCK_FRESH;
	zone->managed_pages += MAX_ORDER_NR_PAGES;
	zone->free_pages += MAX_ORDER_NR_PAGES;
	set_page_count(page, 0);
	add_to_free_list(page, zone, MAX_PAGE_ORDER);
}

/* Part of a block, or one of which a part came before. Zone lock held. */
static void free_boot_pages(unsigned long pfn, struct zone *zone, unsigned int order)
{
	memmap_release(zone, pfn, order);
	zone->managed_pages += 1UL << order;
	buddy_free(pfn_to_page(pfn), zone, order);
}

/* The zone that the hand-over has come to. Only the boot CPU writes it, before the others are there. */
static struct {
	unsigned long start, end;
	struct zone *zone;
} boot_run __initdata;

/*
 * memblock hands over a free block, aligned to its order. It cuts at the edges of its regions, so that at boot a block lies in
 * one zone. The zone is nobody else's then, and there is no lock to be taken.
 */
static void __init free_at_boot(unsigned long pfn, unsigned int order)
{
	if (unlikely(pfn < boot_run.start || pfn >= boot_run.end)) {
		boot_run.zone = pfn_zone(pfn, &boot_run.end);
		boot_run.start = pfn;
	}
	if (order == MAX_PAGE_ORDER && block_state[pfn >> MAX_PAGE_ORDER] == BLOCK_RESERVED)
		free_fresh_block(pfn, boot_run.zone);
	else
		free_boot_pages(pfn, boot_run.zone, order);
}

/* Later, a range may lie in several zones: its two halves, until each lies in one. */
static noinline void free_late(unsigned long pfn, unsigned int order)
{
	unsigned long flags, end;
	struct zone *zone = pfn_zone(pfn, &end);

	if (end - pfn < 1UL << order) {
		free_late(pfn, order - 1);
		free_late(pfn + (1UL << (order - 1)), order - 1);
		return;
	}
	spin_lock_irqsave(&zone->lock, flags);
	free_boot_pages(pfn, zone, order);
	spin_unlock_irqrestore(&zone->lock, flags);
}

void __ref memblock_free_pages(struct page *page, unsigned long pfn, unsigned int order)
{
	if (unlikely(page_debug))
		free_pages_hook(page, order);
	if (likely(!slab_is_available()))
		free_at_boot(pfn, order);
	else
		free_late(pfn, order);
}
