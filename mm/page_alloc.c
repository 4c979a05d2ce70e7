// SPDX-License-Identifier: MIT
/*
 * mm/page_alloc.c - whole pages: who gets them from where
 *
 *   alloc_pages() ── this CPU's list of the best zone and this order ── empty ──> the zones of its node's zonelist in
 *                    turn: above its watermark? fill the list from mm/buddy.c
 *   __free_pages() ─ this CPU's list ── full ──> a quarter of it goes back to mm/buddy.c
 *
 *   a page's struct     on a CPU's list      handed out                 on a free list of mm/buddy.c
 *     flags             place, order         place, order               place, order, PG_buddy
 *     _refcount         0                    1 and more                 0
 *
 * So the flags of a page need no change on the way to and from a CPU's list, and a bad free is one whose struct does not
 * say "handed out, of this order".
 *
 * Lock: none on the CPU's lists (asm/percpu_stack.h), the zone's below them.
 * Read first: alloc_pages(), __free_pages().
 * Tests:      tests/kernel/page_alloc_test.c
 * Linux:      mm/page_alloc.c. Left out: reclaim, compaction, migration types.
 */
#include <linux/bug.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/page_owner.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/topology.h>

#include "internal.h"

/* Flags that ask for work beyond taking a page; __GFP_THISNODE only where the best zone is another node's. */
#define GFP_SPECIAL (__GFP_ZERO | __GFP_COMP | __GFP_THISNODE)

/* See internal.h. */
DEFINE_PER_CPU(struct per_cpu_pages __percpu *, preferred_pcp[GFP_ZONEMASK + 1]);

/* What compound_head says in all pages but the first; 0: not the tail of anything. */
static void set_tails(struct page *page, unsigned int order, unsigned long word)
{
	unsigned long i;

	for (i = 1; i < 1UL << order; i++)
		page[i].compound_head = word;
}

static struct page *prep_special(struct page *page, unsigned int order, gfp_t gfp)
{
	unsigned long i;

	if (gfp & __GFP_ZERO)
		for (i = 0; i < 1UL << order; i++)
			clear_highpage(page + i);
	if (gfp & __GFP_COMP && order) {
		page->flags |= 1u << PG_head;
		set_tails(page, order, (unsigned long)page | 1);
	}
	return page;
}

/* Pages of the zone that this request must leave free. */
static __always_inline unsigned long reserve_for(const struct zone *zone, gfp_t gfp)
{
	unsigned long reserve = zone->lowmem_reserve[gfp_zone(gfp)], min = zone->watermark_min;

	if (likely((gfp & (__GFP_HIGH | __GFP_DIRECT_RECLAIM | __GFP_MEMALLOC)) ==
		   __GFP_DIRECT_RECLAIM))
		return reserve + min;
	if (gfp & __GFP_MEMALLOC)
		return 0;
	if (gfp & __GFP_HIGH)
		min -= min / 2;
	if (!(gfp & __GFP_DIRECT_RECLAIM))
		min -= min / 4;
	return reserve + min;
}

/* A block off the CPU's list of the zone, which is filled first if it is empty. */
static struct page *take_from_list(struct zone *zone, unsigned int order, gfp_t gfp)
{
	struct percpu_stack __percpu *list = &zone->pcp[order].list;
	struct page *page = NULL;
	unsigned long flags;

	spin_lock_irqsave(&zone->lock, flags);
	if (this_cpu_read(list->top) ||
	    (zone->free_pages >= reserve_for(zone, gfp) + (1UL << order) &&
	     pcp_refill(zone, order)))
		page = pop_page(list);
	spin_unlock_irqrestore(&zone->lock, flags);
	return page;
}

/* The node's zonelist. Return: NULL when all zones are below their watermarks or in too small pieces. */
static struct page *get_page_from_zones(gfp_t gfp, unsigned int order, int node)
{
	enum zone_type highest = gfp_zone(gfp);
	struct zone **entry = skip_zones(NODE_DATA(node)->zonelist, highest);

	if (WARN_ON_ONCE(order > MAX_PAGE_ORDER))
		return NULL;
	for (; *entry; entry = skip_zones(entry + 1, highest)) {
		struct page *page;

		if (gfp & __GFP_THISNODE && (*entry)->node != node)
			break;
		page = take_from_list(*entry, order, gfp);
		if (page)
			return page;
	}
	return NULL;
}

static noinline struct page *alloc_pages_slow(gfp_t gfp, unsigned int order, int node)
{
	struct page *page;

	if (unlikely(page_debug) && should_fail_alloc_page(gfp, order))
		return NULL;
	page = get_page_from_zones(gfp, order, node);
	if (!page && !(gfp & __GFP_NORETRY)) {
		/* What caches and the CPU's lists hold may be what is missing, or keep blocks from merging. */
		slab_shrink_all();
		drain_all_pages();
		page = get_page_from_zones(gfp, order, node);
	}
	if (page) {
		if (unlikely(page_debug))
			post_alloc_hook(page, order, gfp);
		return gfp & GFP_SPECIAL ? prep_special(page, order, gfp) : page;
	}
	if (gfp & __GFP_NOFAIL || !(gfp & __GFP_NOWARN))
		warn_alloc(gfp, order);
	if (gfp & __GFP_NOFAIL)
		panic("alloc_pages: order:%u with __GFP_NOFAIL cannot be met", order);
	return NULL;
}

/* For a page off the CPU's list, which may be another node's where this one has no memory of the kind. */
static noinline struct page *prep_listed(struct page *page, unsigned int order, gfp_t gfp)
{
	if (!(gfp & __GFP_THISNODE) || page_to_nid(page) == numa_node_id())
		return prep_special(page, order, gfp);
	__free_pages(page, order);
	return alloc_pages_slow(gfp, order, numa_node_id());
}

/* This CPU's list of the best zone. */
static __always_inline struct percpu_stack __percpu *preferred_list(gfp_t gfp, unsigned int order)
{
	return &this_cpu_read(preferred_pcp[gfp & GFP_ZONEMASK])[order].list;
}

struct page *__alloc_page(gfp_t gfp)
{
	struct page *page = pop_page(preferred_list(gfp, 0));

	if (unlikely(!page))
		return alloc_pages_slow(gfp, 0, numa_node_id());
	return unlikely(gfp & GFP_SPECIAL) ? prep_listed(page, 0, gfp) : page;
}

struct page *__alloc_pages(gfp_t gfp, unsigned int order)
{
	struct page *page = order < NR_PAGE_ORDERS ? pop_page(preferred_list(gfp, order)) : NULL;

	if (unlikely(!page))
		return alloc_pages_slow(gfp, order, numa_node_id());
	return unlikely(gfp & GFP_SPECIAL) ? prep_listed(page, order, gfp) : page;
}

struct page *__alloc_pages_node(int nid, gfp_t gfp, unsigned int order)
{
	if (nid == numa_node_id())
		return __alloc_pages(gfp, order);
	if (WARN_ON_ONCE(!node_online(nid)))
		return NULL;
	return alloc_pages_slow(gfp, order, nid);
}

struct percpu_stack __percpu *page_list(gfp_t gfp)
{
	static DEFINE_PER_CPU(struct percpu_stack, empty);

	return gfp & GFP_SPECIAL ? &empty : preferred_list(gfp, 0);
}

unsigned long alloc_pages_bulk_array(gfp_t gfp, unsigned long nr_pages, struct page **page_array)
{
	struct percpu_stack __percpu *list = page_list(gfp);
	unsigned long i;

	for (i = 0; i < nr_pages; i++) {
		if (page_array[i])
			continue;
		page_array[i] = pop_page(list) ?: __alloc_page(gfp | __GFP_NOWARN);
		if (!page_array[i])
			break;
	}
	return i;
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
	if (page_is_reserved(pfn))
		return "reserved, never allocated";
	if (!memmap_written(pfn))
		return "free, never allocated";
	if (PageSlab(page))
		return "of a slab: kfree() its objects";
	if (PageLargeKmalloc(page))
		return "of kmalloc(): kfree() it";
	if (PageTail(page))
		return "inside a compound page";
	if (page_ref_count(page) <= 0)
		return "not allocated: freed twice, or not the first page of its block";
	if (page_order(page) != order)
		return "of another order";
	return NULL;
}

static void bad_free(struct page *page, unsigned int order, const char *reason)
{
	pr_alert("BUG: Bad page free: pfn:%05lx order:%u: %s\n", page_to_pfn(page), order, reason);
	if (pfn_valid(page_to_pfn(page)) && memmap_written(page_to_pfn(page)))
		pr_alert("page:%p refcount:%d flags:%#x order:%u\n", page, page_ref_count(page),
			 page->flags, page_order(page));
	dump_page_owner(page);
	WARN(1, "the page is left alone\n");
}

/* A page of the zone has filled the CPU's list, or must not stay there. */
static noinline void drain_full_list(struct zone *zone, unsigned int order)
{
	unsigned int high = this_cpu_read(zone->pcp[order].high);

	pcp_drain(zone, order, high - min(high, max(high / 4, 1u)));
}

/* Onto the CPU's list. The bits of flags that name the zone are as good after that. */
static __always_inline void push_page(struct page *page, unsigned int order)
{
	struct per_cpu_pages __percpu *pcp = pcp_table[page->flags >> PG_NODE_SHIFT] + order;

	set_page_count(page, 0);
	if (unlikely(percpu_stack_push(&pcp->list, &page->lru)))
		drain_full_list(page_zone(page), order);
}

/* Past the CPU's list: while a debugging aid is on, pages are handed out or in the zone, and nowhere else. */
static void free_to_zone(struct page *page, unsigned int order)
{
	struct zone *zone = page_zone(page);
	unsigned long flags;

	free_pages_hook(page, order);
	spin_lock_irqsave(&zone->lock, flags);
	buddy_free(page, zone, order);
	spin_unlock_irqrestore(&zone->lock, flags);
}

/* The last reference is gone. */
static void free_block(struct page *page, unsigned int order)
{
	page->flags = (page->flags & PG_PLACE_MASK) | order << PG_ORDER_SHIFT;
	if (unlikely(page_debug))
		free_to_zone(page, order);
	else
		push_page(page, order);
}

static noinline void free_pages_slow(struct page *page, unsigned int order)
{
	const char *reason = bad_free_reason(page, order);
	bool compound;

	if (unlikely(reason)) {
		bad_free(page, order, reason);
		return;
	}
	compound = PageHead(page);
	/* Whoever else holds the first page holds it alone, and may give it back from here on. */
	if (!compound) {
		page->flags &= ~PG_ORDER_MASK;
		split_page_owner(page, 0);
	}
	if (put_page_testzero(page)) {
		if (compound)
			set_tails(page, order, 0);
		free_block(page, order);
		return;
	}
	if (compound)
		return;
	/* The rest goes now, as in Linux. */
	while (order-- > 0)
		free_block(page + (1UL << order), order);
}

/*
 * What was handed out, of this order, plain, with one reference has nothing to be checked or undone; everything else is
 * slow. Flags: place and order, no others.
 */
static __always_inline bool is_plain(const struct page *page, unsigned int order)
{
	return page_written(page) && page_ref_count(page) == 1 &&
	       (page->flags & ~PG_PLACE_MASK) == order << PG_ORDER_SHIFT;
}

void __free_page(struct page *page)
{
	if (likely(is_plain(page, 0)))
		push_page(page, 0);
	else
		free_pages_slow(page, 0);
}

void __free_pages(struct page *page, unsigned int order)
{
	if (!order)
		__free_page(page);
	else if (likely(is_plain(page, order)))
		push_page(page, order);
	else
		free_pages_slow(page, order);
}

void __put_page(struct page *page)
{
	unsigned int order = page_order(page);

	if (unlikely(page_ref_count(page))) {
		set_page_count(page, 0);
		bad_free(page, order, "not allocated: put too often");
		return;
	}
	set_page_count(page, 1);
	__free_pages(page, order);
}

void free_pages(unsigned long addr, unsigned int order)
{
	if (addr)
		__free_pages(virt_to_page(addr), order);
}

void split_page(struct page *page, unsigned int order)
{
	u32 kept = page->flags & PG_KEPT_MASK;
	unsigned long i;

	if (WARN_ON_ONCE(PageHead(page) || page_ref_count(page) < 1))
		return;
	page->flags = kept;
	for (i = 1; i < 1UL << order; i++) {
		page[i].flags = kept;
		page[i].compound_head = 0; /* whatever an earlier owner left there */
		set_page_count(page + i, 1);
	}
	split_page_owner(page, order);
}

void *alloc_pages_exact(size_t size, gfp_t gfp)
{
	unsigned int order = get_order(size);
	unsigned long addr, used = PAGE_ALIGN(size);

	if (WARN_ON_ONCE(!size || gfp & (__GFP_COMP | __GFP_HIGHMEM)))
		return NULL;
	addr = __get_free_pages(gfp, order);
	if (!addr)
		return NULL;
	split_page(virt_to_page(addr), order);
	free_pages_exact((void *)addr + used, (PAGE_SIZE << order) - used);
	return (void *)addr;
}

void free_pages_exact(void *virt, size_t size)
{
	unsigned long addr = (unsigned long)virt, end = addr + PAGE_ALIGN(size);

	for (; addr < end; addr += PAGE_SIZE)
		free_page(addr);
}
