// SPDX-License-Identifier: MIT
/*
 * tests/kernel/page_exhaust_test.c - one zone has no more: who is served from where then, and who is not
 *
 *   GFP_HIGHUSER   HighMem, then Normal down to what it keeps for GFP_KERNEL, then DMA likewise, then NULL
 *   GFP_KERNEL                   Normal, then DMA down to its own reserve, then NULL
 *   GFP_DMA                                                       DMA, then NULL
 *
 * All this on one node; without __GFP_THISNODE the zones of the next node would follow (numa_test.c).
 *
 * At each step show_mem() says what is left; tests/boot/page_cases.py reads it.
 */
#include <kunit/test.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/topology.h>

#include "../kunit/kunit.h"
#include "../../mm/internal.h"

static struct list_head taken[NR_PAGE_ORDERS];

static void give_all_back(void *unused)
{
	int order;

	for (order = 0; order < NR_PAGE_ORDERS; order++) {
		while (!list_empty(&taken[order])) {
			struct page *page = list_first_entry(&taken[order], struct page, lru);

			list_del(&page->lru);
			__free_pages(page, order);
		}
	}
}

static int begin(struct kunit *test)
{
	int order;

	if (kunit_fail_each)
		kunit_skip(test, "a failure on purpose looks like the end of a zone");
	for (order = 0; order < NR_PAGE_ORDERS; order++)
		INIT_LIST_HEAD(&taken[order]);
	kunit_settle();
	return kunit_add_action_or_reset(test, give_all_back, NULL);
}

/* Of this CPU's node, and of this type? */
static bool is_here(const struct zone *zone, enum zone_type type)
{
	return zone->node == numa_node_id() && zone_idx(zone) == type;
}

/* Free pages of the zone of this type, those on the CPU's lists included. */
static unsigned long free_of(enum zone_type type)
{
	unsigned long nr = 0;
	struct zone *zone;

	kunit_settle();
	for_each_zone(zone)
		if (is_here(zone, type))
			nr += zone->free_pages;
	return nr;
}

static unsigned long managed_of(enum zone_type type)
{
	unsigned long nr = 0;
	struct zone *zone;

	for_each_zone(zone)
		if (is_here(zone, type))
			nr += zone->managed_pages;
	return nr;
}

/* What the zone of this type leaves to requests that are more urgent, or that no zone above could serve. */
static unsigned long kept_by(enum zone_type type, gfp_t gfp)
{
	unsigned long nr = 0;
	struct zone *zone;

	for_each_zone(zone)
		if (is_here(zone, type) && zone->managed_pages)
			nr += zone->watermark_min + zone->lowmem_reserve[gfp_zone(gfp)];
	return nr;
}

/*
 * Takes all that gfp gets from zones of this type: large blocks, then smaller ones. Return: zone type of the first single page
 * from elsewhere, -1 when there was none.
 */
static int use_up(struct kunit *test, enum zone_type type, gfp_t gfp)
{
	int order, other = -1;

	for (order = MAX_PAGE_ORDER; order >= 0; order--) {
		struct page *page;

		while ((page = alloc_pages(gfp | __GFP_THISNODE | __GFP_NOWARN, order))) {
			other = zone_idx(page_zone(page));
			if (other != (int)type) {
				__free_pages(page, order);
				break;
			}
			list_add(&page->lru, &taken[order]);
		}
		if (!page)
			other = -1;
	}
	return other;
}

/* The next lower zone type that has memory and more of it than it keeps; -1: none. */
static int next_below(int type, gfp_t gfp)
{
	while (--type >= 0)
		if (free_of(type) > kept_by(type, gfp))
			break;
	return type;
}

/* The most that may be gone below the mark, or be left above it: what the CPU's list was just filled with. */
static unsigned long slack_of(enum zone_type type)
{
	unsigned long slack = 0;
	struct zone *zone;

	for_each_zone(zone)
		if (is_here(zone, type))
			slack += 2UL << zone->batch_order;
	return slack;
}

/* A zone of the type is empty for gfp, with what it keeps still there, and the zones in others were not touched. */
static void expect_used_up(struct kunit *test, enum zone_type type, gfp_t gfp,
			   const unsigned long *before, const char *what)
{
	unsigned long left = free_of(type), kept = kept_by(type, gfp), slack = slack_of(type);
	int other;

	KUNIT_EXPECT_LE(test, left, kept + slack);
	KUNIT_EXPECT_GE(test, left + slack, min(kept, before[type]));
	for (other = 0; other < MAX_NR_ZONES; other++)
		if (other != (int)type)
			KUNIT_EXPECT_EQ_MSG(test, free_of(other), before[other], "zone type %d",
					    other);
	kunit_info(test, "used up: %s\n", what);
	show_mem();
}

static void look(unsigned long *nr_free)
{
	int type;

	for (type = 0; type < MAX_NR_ZONES; type++)
		nr_free[type] = free_of(type);
}

static void expect_page_of(struct kunit *test, gfp_t gfp, int type)
{
	struct page *page = alloc_page(gfp | __GFP_THISNODE | __GFP_NOWARN);

	KUNIT_EXPECT_EQ_MSG(test, page ? (int)zone_idx(page_zone(page)) : -1, type, "gfp %#x", gfp);
	if (page)
		__free_page(page);
}

static void highmem_then_normal_then_dma(struct kunit *test)
{
	unsigned long before[MAX_NR_ZONES];
	int next;

	if (managed_of(ZONE_HIGHMEM) < 4 * MAX_ORDER_NR_PAGES)
		kunit_skip(test, "hardly any HIGHMEM");
	look(before);
	next = use_up(test, ZONE_HIGHMEM, GFP_HIGHUSER);
	expect_used_up(test, ZONE_HIGHMEM, GFP_HIGHUSER, before, "HighMem");
	KUNIT_EXPECT_EQ(test, next, next_below(ZONE_HIGHMEM, GFP_HIGHUSER));

	look(before);
	next = use_up(test, ZONE_NORMAL, GFP_HIGHUSER);
	expect_used_up(test, ZONE_NORMAL, GFP_HIGHUSER, before, "Normal, by users of HighMem");
	KUNIT_EXPECT_EQ(test, next, next_below(ZONE_NORMAL, GFP_HIGHUSER));

	look(before);
	KUNIT_EXPECT_EQ(test, use_up(test, ZONE_DMA, GFP_HIGHUSER), -1);
	expect_used_up(test, ZONE_DMA, GFP_HIGHUSER, before, "DMA, by users of HighMem");

	/* All that users of HighMem may have is gone; the others still have something of their own. */
	expect_page_of(test, GFP_HIGHUSER, -1);
	if (managed_of(ZONE_NORMAL))
		expect_page_of(test, GFP_KERNEL, ZONE_NORMAL);
	if (managed_of(ZONE_DMA))
		expect_page_of(test, GFP_DMA, ZONE_DMA);
}

static void normal_then_dma(struct kunit *test)
{
	unsigned long before[MAX_NR_ZONES];
	int next;

	if (managed_of(ZONE_NORMAL) < 4 * MAX_ORDER_NR_PAGES)
		kunit_skip(test, "hardly any memory above 16 MiB");
	look(before);
	next = use_up(test, ZONE_NORMAL, GFP_KERNEL);
	expect_used_up(test, ZONE_NORMAL, GFP_KERNEL, before, "Normal");
	KUNIT_EXPECT_EQ(test, next, next_below(ZONE_NORMAL, GFP_KERNEL));

	look(before);
	KUNIT_EXPECT_EQ(test, use_up(test, ZONE_DMA, GFP_KERNEL), -1);
	expect_used_up(test, ZONE_DMA, GFP_KERNEL, before, "DMA, by users of Normal");

	expect_page_of(test, GFP_KERNEL, -1);
	expect_page_of(test, GFP_ATOMIC, ZONE_NORMAL);
	if (managed_of(ZONE_DMA))
		expect_page_of(test, GFP_DMA, ZONE_DMA);
	if (managed_of(ZONE_HIGHMEM) > MAX_ORDER_NR_PAGES)
		expect_page_of(test, GFP_HIGHUSER, ZONE_HIGHMEM);
}

static void dma_and_nothing_else(struct kunit *test)
{
	unsigned long before[MAX_NR_ZONES];

	look(before);
	/* GFP_DMA alone is not allowed to wait, which leaves it less of the reserve: ask as a driver does. */
	KUNIT_EXPECT_EQ(test, use_up(test, ZONE_DMA, GFP_KERNEL | GFP_DMA), -1);
	expect_used_up(test, ZONE_DMA, GFP_KERNEL | GFP_DMA, before, "DMA");
	expect_page_of(test, GFP_KERNEL | GFP_DMA, -1);
	if (managed_of(ZONE_NORMAL) > MAX_ORDER_NR_PAGES)
		expect_page_of(test, GFP_KERNEL, ZONE_NORMAL);
	if (managed_of(ZONE_HIGHMEM) > MAX_ORDER_NR_PAGES)
		expect_page_of(test, GFP_HIGHUSER, ZONE_HIGHMEM);
}

static struct kunit_case page_exhaust_cases[] = {
	KUNIT_CASE(highmem_then_normal_then_dma),
	KUNIT_CASE(normal_then_dma),
	KUNIT_CASE(dma_and_nothing_else),
	{},
};

static struct kunit_suite page_exhaust_suite = {
	.name = "page_exhaust",
	.init = begin,
	.test_cases = page_exhaust_cases,
};
kunit_test_suite(page_exhaust_suite);
