// SPDX-License-Identifier: MIT
/*
 * mm/pcplist.c - between a zone and the lists that a CPU keeps of its free blocks
 *
 *   zone->free_area[]  -- pcp_refill(): a batch, cut to size -->  this CPU's zone->pcp[order].list
 *                      <-- pcp_drain(): runs of neighbours, as the largest blocks they make --
 *
 * A page on a list keeps its place and order in flags and has no reference: page_alloc.c hands it out as it is.
 *
 * Lock: the zone's, interrupts off, so that the list stays this CPU's and nobody comes between.
 * Tests: tests/kernel/page_alloc_test.c
 * Linux: mm/page_alloc.c (rmqueue_bulk, free_pcppages_bulk). There each page is merged by itself.
 */
#include <linux/bitops.h>
#include <linux/irqflags.h>
#include <linux/mm.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <asm/percpu_stack.h>

#include "internal.h"

/*
 * A block of 2^from pages becomes elements of 2^order of the CPU's list; the lowest address will be taken first.
 * Interrupts are off: the list is nobody else's.
 */
static void chop(struct percpu_stack *list, struct page *block, unsigned int from,
		 struct zone *zone, unsigned int order)
{
	u32 flags = zone->place | order << PG_ORDER_SHIFT;
	struct page *page = block + (1UL << from);
	struct list_head *top = list->top;

	do {
		page -= 1UL << order;
		page->flags = flags;
		page->lru.next = top;
		top = &page->lru;
	} while (page > block);
	list->top = top;
	list->count += 1U << (from - order);
}

/*
 * Moves about a batch from the zone's free lists to the CPU's list. Small blocks first: a large one is cut only where
 * there are no others, and then into no more than a batch. Zone lock held. Return: false when the zone has nothing.
 */
bool pcp_refill(struct zone *zone, unsigned int order)
{
	struct percpu_stack *list = &this_cpu_ptr(zone->pcp)[order].list;
	unsigned int batch_order = max_t(unsigned int, zone->batch_order, order), from;
	unsigned long taken = 0;
	struct page *page;

	while (taken < 1UL << batch_order) {
		for (from = order; from < batch_order; from++)
			if (!list_empty(&zone->free_area[from].free_list))
				break;
		page = buddy_alloc(zone, from);
		if (!page)
			break;
		chop(list, page, from, zone, order);
		taken += 1UL << from;
	}
	return taken;
}

/* Gives the pages [low, high) of a zone back in the largest blocks that they make. Zone lock held. */
static void free_run(struct zone *zone, struct page *low, struct page *high)
{
	unsigned long pfn = page_to_pfn(low), end = page_to_pfn(high);

	while (pfn < end) {
		unsigned long order = min(__fls(end - pfn), (unsigned long)MAX_PAGE_ORDER);

		if (pfn)
			order = min(order, __ffs(pfn));
		buddy_free(pfn_to_page(pfn), zone, order);
		pfn += 1UL << order;
	}
}

/* How many elements from link on, at most max, are each step bytes behind the one before; *end: the element after them. */
static __always_inline unsigned int run_length(void *link, long step, unsigned int max, void **end)
{
	unsigned int left = max;
	void *before;

	do {
		before = link;
		link = *(void **)link;
	} while (--left && link == before + step);
	*end = link;
	return max - left;
}

/*
 * Gives back elements of the CPU's list until keep are left; interrupts are off, so it is nobody else's. What was freed one
 * after the other is often adjacent: such a run goes back as a whole, instead of being merged page by page. The count may
 * be one too high, where this runs in an interrupt that hit a pop: hence the look at link.
 */
void pcp_drain(struct zone *zone, unsigned int order, unsigned int keep)
{
	struct per_cpu_pages *pcp;
	long size = sizeof(struct page) << order;
	unsigned long flags;
	void *link, *next;

	spin_lock_irqsave(&zone->lock, flags);
	pcp = &this_cpu_ptr(zone->pcp)[order];
	for (link = pcp->list.top; link && pcp_blocks(pcp) > keep; link = next) {
		unsigned int nr = run_length(link, -size, pcp_blocks(pcp) - keep, &next);
		struct page *page = link_to_page(link), *low = page - ((nr - 1) << order);

		/* Not downwards: up? */
		if (nr == 1) {
			nr = run_length(link, size, pcp_blocks(pcp) - keep, &next);
			low = page;
		}
		pcp->list.count -= nr;
		free_run(zone, low, low + (nr << order));
	}
	pcp->list.top = link;
	spin_unlock_irqrestore(&zone->lock, flags);
}

static void drain_this_cpu(void *unused)
{
	struct zone *zone;
	unsigned int order;

	for_each_zone(zone)
		for (order = 0; order < NR_PAGE_ORDERS; order++)
			pcp_drain(zone, order, 0);
}

/* A CPU that spins for a lock of the caller's with its interrupts off would never answer. */
void call_each_cpu(void (*func)(void *), void *info)
{
	if (irqs_disabled() || in_atomic())
		func(info);
	else
		on_each_cpu(func, info, 1);
}

void drain_all_pages(void)
{
	call_each_cpu(drain_this_cpu, NULL);
}
