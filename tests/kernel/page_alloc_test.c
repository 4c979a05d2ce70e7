// SPDX-License-Identifier: MIT
/*
 * tests/kernel/page_alloc_test.c - promises of linux/gfp.h and mm/page_alloc.c
 */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/list.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/topology.h>

#include "../../mm/internal.h"
#include "held.h"

/* The node of the lowest RAM: it has ZONE_DMA. */
static int low_node(void)
{
	unsigned long end;

	return pfn_zone(0, &end)->node;
}

static struct zone *zone_of(enum zone_type type)
{
	return &NODE_DATA(low_node())->node_zones[type];
}

/* Free pages, those of the CPU's lists included. */
static unsigned long settled_free_pages(void)
{
	kunit_settle();
	return nr_free_pages();
}

static bool has_zone(enum zone_type type)
{
	return zone_of(type)->managed_pages;
}

/* Takes all pages that gfp can get on a node, linked through their lru; returns how many. */
static unsigned long take_all_node(int nid, gfp_t gfp, unsigned int order, struct list_head *taken)
{
	unsigned long nr = 0;
	struct page *page;

	while ((page = (alloc_pages_node)(nid, gfp | __GFP_NOWARN, order))) {
		list_add(&page->lru, taken);
		nr++;
	}
	return nr;
}

static unsigned long take_all(gfp_t gfp, unsigned int order, struct list_head *taken)
{
	return take_all_node(NUMA_NO_NODE, gfp, order, taken);
}

static void give_back(struct list_head *taken, unsigned int order)
{
	while (!list_empty(taken)) {
		struct page *page = list_first_entry(taken, struct page, lru);

		list_del(&page->lru);
		__free_pages(page, order);
	}
}

static void accounting_adds_up(struct kunit *test)
{
	unsigned long managed = 0, present = 0, high = 0;
	struct zone *zone;

	kunit_settle();
	for_each_zone(zone) {
		unsigned long listed = 0;
		int order;

		for (order = 0; order < NR_PAGE_ORDERS; order++) {
			struct list_head *pos;
			unsigned long nr = 0;

			list_for_each(pos, &zone->free_area[order].free_list)
				nr++;
			KUNIT_EXPECT_EQ(test, nr, zone->free_area[order].nr_free);
			listed += nr << order;
		}
		KUNIT_EXPECT_EQ(test, listed, zone->free_pages);
		KUNIT_EXPECT_LE(test, zone->free_pages, zone->managed_pages);
		KUNIT_EXPECT_LE(test, zone->managed_pages, zone->present_pages);
		KUNIT_EXPECT_LE(test, zone->present_pages, zone->spanned_pages);
		managed += zone->managed_pages;
		if (zone->zone_start_pfn >= max_low_pfn)
			high += zone->managed_pages;
		present += zone->present_pages;
	}
	KUNIT_EXPECT_EQ(test, managed, totalram_pages());
	KUNIT_EXPECT_EQ(test, high, totalhigh_pages());
	KUNIT_EXPECT_GT(test, present, managed);
}

/* Every order: first page aligned to the block, one reference, gone from the free count, back after the free. */
static void each_order_comes_and_goes(struct kunit *test)
{
	unsigned int order;

	for (order = 0; order <= MAX_PAGE_ORDER; order++) {
		unsigned long before = settled_free_pages();
		struct page *page = alloc_pages(GFP_KERNEL | __GFP_NOWARN, order);

		/* A machine of a few MiB may have no block of 4 MiB without a hole in it. */
		if (!page && nr_free_buffer_pages() < 4 * MAX_ORDER_NR_PAGES)
			break;
		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_EXPECT_EQ(test, page_to_pfn(page) & ((1UL << order) - 1), 0ul);
		KUNIT_EXPECT_EQ(test, page_count(page), 1);
		KUNIT_EXPECT_FALSE(test, PageHighMem(page));
		KUNIT_EXPECT_FALSE(test, PageBuddy(page));
		KUNIT_EXPECT_EQ(test, before - settled_free_pages(), 1ul << order);
		__free_pages(page, order);
		KUNIT_EXPECT_EQ(test, settled_free_pages(), before);
	}
}

static void order_above_the_largest_is_refused(struct kunit *test)
{
	static bool said; /* once is enough */

	kunit_expect_warnings(test, !said);
	said = true;
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_KERNEL, MAX_PAGE_ORDER + 1));
	KUNIT_EXPECT_EQ(test, __get_free_pages(GFP_KERNEL | __GFP_NOWARN, MAX_PAGE_ORDER + 1), 0ul);
}

struct block_counts {
	unsigned long nr[NR_PAGE_ORDERS];
};

static struct block_counts count_blocks(struct zone *zone)
{
	struct block_counts counts;
	int order;

	kunit_settle();
	for (order = 0; order < NR_PAGE_ORDERS; order++)
		counts.nr[order] = zone->free_area[order].nr_free;
	return counts;
}

/*
 * Freeing the pages of a split block one by one must give back the very picture we took it from, in either direction.
 *   [ order 3 ] -> 8 x [ 0 ] -> free all -> [ order 3 ]
 */
static void split_pieces_merge_back(struct kunit *test)
{
	struct zone *zone;
	struct block_counts before, after;
	int round, i;

	for (round = 0; round < 2; round++) {
		struct page *page = alloc_pages(GFP_KERNEL, 3);

		KUNIT_ASSERT_NOT_NULL(test, page);
		zone = page_zone(page);
		__free_pages(page, 3);
		before = count_blocks(zone);
		page = alloc_pages(GFP_KERNEL, 3);
		KUNIT_ASSERT_NOT_NULL(test, page);
		split_page(page, 3);
		for (i = 0; i < 8; i++)
			KUNIT_EXPECT_EQ(test, page_count(page + i), 1);
		for (i = 0; i < 8; i++)
			__free_page(page + (round ? i : 7 - i));
		after = count_blocks(zone);
		KUNIT_EXPECT_MEMEQ(test, &before, &after, sizeof(before));
	}
}

/* A page kept back holds up the merge of all blocks above it, and of no others. */
static void one_page_held_stops_the_merge(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, 4);
	unsigned int order;

	KUNIT_ASSERT_NOT_NULL(test, page);
	split_page(page, 4);
	for (order = 1; order < 16; order++)
		__free_page(page + order);
	kunit_settle();
	/* [held][1][ 2 3 ][ 4 .. 7 ][ 8 .. 15 ] */
	for (order = 0; order < 4; order++) {
		KUNIT_EXPECT_TRUE(test, PageBuddy(page + (1 << order)));
		KUNIT_EXPECT_EQ(test, page_order(page + (1 << order)), order);
	}
	__free_page(page);
	kunit_settle();
	KUNIT_EXPECT_FALSE(test, PageBuddy(page + 1));
}

static void zeroed_pages_are_zero(struct kunit *test)
{
	unsigned long addr = __get_free_page(GFP_KERNEL), i;
	struct page *page;
	u32 *word;

	KUNIT_ASSERT_NE(test, addr, 0ul);
	memset((void *)addr, 0xa5, PAGE_SIZE);
	free_page(addr);
	addr = get_zeroed_page(GFP_KERNEL);
	KUNIT_ASSERT_NE(test, addr, 0ul);
	for (i = 0; i < PAGE_SIZE; i++)
		KUNIT_ASSERT_EQ(test, ((u8 *)addr)[i], 0);
	free_page(addr);

	page = alloc_pages(GFP_HIGHUSER | __GFP_ZERO, 1);
	KUNIT_ASSERT_NOT_NULL(test, page);
	word = kmap_local_page(page + 1);
	for (i = 0; i < PAGE_SIZE / 4; i++)
		KUNIT_ASSERT_EQ(test, word[i], 0u);
	kunmap_local(word);
	__free_pages(page, 1);
}

static void each_flag_finds_its_zone(struct kunit *test)
{
	struct page *dma = alloc_page(GFP_DMA), *normal = alloc_page(GFP_KERNEL);
	struct page *high = alloc_page(GFP_HIGHUSER), *atomic = alloc_page(GFP_ATOMIC);

	KUNIT_ASSERT_NOT_NULL(test, dma);
	KUNIT_ASSERT_NOT_NULL(test, normal);
	KUNIT_ASSERT_NOT_NULL(test, high);
	KUNIT_ASSERT_NOT_NULL(test, atomic);
	KUNIT_EXPECT_LT(test, page_to_pfn(dma), MAX_DMA_PFN);
	if (has_zone(ZONE_NORMAL))
		KUNIT_EXPECT_EQ(test, page_zonenum(normal), (unsigned int)ZONE_NORMAL);
	/* highmem=4K: too small for the watermarks. */
	if (preferred_zone(numa_node_id(), GFP_HIGHUSER)->zone_start_pfn >= max_low_pfn &&
	    totalhigh_pages() > MAX_ORDER_NR_PAGES)
		KUNIT_EXPECT_GE(test, page_to_pfn(high), max_low_pfn);
	KUNIT_EXPECT_LT(test, page_to_pfn(atomic), max_low_pfn);
	__free_page(dma);
	__free_page(normal);
	__free_page(high);
	__free_page(atomic);
}

/* MOVABLE, HIGHMEM, then NORMAL, then DMA of a node; and NULL only when all of them are empty. */
static void exhaustion_falls_back_downwards(struct kunit *test)
{
	unsigned int order = MAX_PAGE_ORDER, lowest = MAX_NR_ZONES - 1;
	gfp_t gfp = __GFP_THISNODE | __GFP_MEMALLOC | __GFP_NOWARN;
	unsigned long free = settled_free_pages(), got = 0;
	LIST_HEAD(blocks);
	struct page *page;

	/* Where RAM is full of holes the last zone may have none of the largest blocks. */
	while (order && !zone_of(ZONE_DMA)->free_area[order].nr_free)
		order--;
	while ((page = (alloc_pages_node)(low_node(), gfp | GFP_HIGHUSER_MOVABLE, order))) {
		KUNIT_EXPECT_LE(test, page_zonenum(page), lowest);
		lowest = page_zonenum(page);
		list_add(&page->lru, &blocks);
		got += 1UL << order;
	}
	KUNIT_EXPECT_EQ(test, lowest, (unsigned int)ZONE_DMA);
	KUNIT_EXPECT_EQ(test, settled_free_pages(), free - got);
	KUNIT_EXPECT_NULL(test, alloc_pages_node(low_node(), gfp | GFP_KERNEL, order));
	give_back(&blocks, order);
}

/* Each page of ZONE_DMA can be had, each only once, and the zone is whole again afterwards. */
static void a_zone_can_be_emptied_page_by_page(struct kunit *test)
{
	struct zone *zone = zone_of(ZONE_DMA);
	struct block_counts before = count_blocks(zone), after;
	unsigned long nr = zone->free_pages;
	gfp_t gfp = GFP_DMA | __GFP_MEMALLOC | __GFP_THISNODE;
	LIST_HEAD(pages);
	struct page *page;

	KUNIT_EXPECT_EQ(test, take_all_node(low_node(), gfp, 0, &pages), nr);
	KUNIT_EXPECT_EQ(test, zone->free_pages, 0ul);
	list_for_each_entry(page, &pages, lru) {
		KUNIT_ASSERT_LT(test, page_to_pfn(page), MAX_DMA_PFN);
		KUNIT_ASSERT_EQ(test, page_count(page), 1);
		set_page_count(page, 2); /* seen: a second visit fails above */
	}
	list_for_each_entry(page, &pages, lru)
		set_page_count(page, 1);
	give_back(&pages, 0);
	after = count_blocks(zone);
	KUNIT_EXPECT_MEMEQ(test, &before, &after, sizeof(before));
}

/* One report for one failure; none for those that asked for none, bulk requests among them. */
static void a_failure_is_reported_unless_nowarn(struct kunit *test)
{
	gfp_t gfp = GFP_KERNEL | __GFP_MEMALLOC;
	struct page *none = NULL;
	LIST_HEAD(pages);

	take_all(gfp, 0, &pages);
	nopage_rs.printed = 0;
	KUNIT_EXPECT_NULL(test, alloc_pages(gfp | __GFP_NOWARN, 0));
	KUNIT_EXPECT_EQ(test, alloc_pages_bulk_array(gfp, 1, &none), 0ul);
	KUNIT_EXPECT_EQ(test, nopage_rs.printed, 0u);
	KUNIT_EXPECT_NULL(test, alloc_pages(gfp, 0));
	KUNIT_EXPECT_EQ(test, nopage_rs.printed, 1u);
	give_back(&pages, 0);
}

/*
 * The last two pages of a zone lie on the CPU's list, one by one: a request for a pair has them given back first, so that
 * they merge.
 */
static void what_the_cpu_keeps_is_there_in_need(struct kunit *test)
{
	gfp_t gfp = GFP_DMA | __GFP_MEMALLOC | __GFP_NOWARN;
	struct page *pair = alloc_pages(gfp, 1), *again;
	LIST_HEAD(pages);

	KUNIT_ASSERT_NOT_NULL(test, pair);
	take_all(gfp, 0, &pages);
	split_page(pair, 1);
	__free_page(pair);
	__free_page(pair + 1);
	again = alloc_pages(gfp, 1);
	KUNIT_EXPECT_PTR_EQ(test, again, pair);
	if (again)
		__free_pages(again, 1);
	give_back(&pages, 0);
}

/* A word of its own that an owner leaves behind does not make a page look like part of a compound page. */
static void an_owners_word_is_no_compound_head(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, 1);

	KUNIT_ASSERT_NOT_NULL(test, page);
	page[1].private = 1;
	__free_pages(page, 1);
	page = alloc_pages(GFP_KERNEL, 1);
	KUNIT_ASSERT_NOT_NULL(test, page);
	split_page(page, 1);
	KUNIT_EXPECT_FALSE(test, PageTail(page + 1));
	__free_page(page);
	__free_page(page + 1);
}

/* As in Linux: the first page stays with the second user, the others go at once. */
static void a_reference_on_the_first_page_outlives_the_block(struct kunit *test)
{
	unsigned long before = settled_free_pages();
	struct page *page = alloc_pages(GFP_KERNEL, 2);

	KUNIT_ASSERT_NOT_NULL(test, page);
	get_page(page);
	__free_pages(page, 2);
	KUNIT_EXPECT_EQ(test, before - settled_free_pages(), 1ul);
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	__free_page(page);
	KUNIT_EXPECT_EQ(test, settled_free_pages(), before);
}

static void bad_frees_are_refused(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, 3);
	unsigned long free;

	KUNIT_ASSERT_NOT_NULL(test, page);
	free = settled_free_pages();
	kunit_expect_warnings(test, 6);
	__free_pages(page, 2);		   /* wrong order */
	__free_pages(page + 1, 0);	   /* inside the block */
	__free_page(pfn_to_page(0));	   /* reserved: the BIOS's page */
	__free_page(pfn_to_page(max_pfn)); /* past the end of RAM */
	KUNIT_EXPECT_EQ(test, settled_free_pages(), free);
	__free_pages(page, 3);
	__free_pages(page, 3);				 /* twice */
	__free_page(pfn_to_page(max_pfn + (4UL << 20))); /* far outside */
	KUNIT_EXPECT_EQ(test, settled_free_pages(), free + 8);
}

/*
 * The reserve: GFP_KERNEL leaves it all, __GFP_HIGH alone half of it, GFP_ATOMIC 3/8, __GFP_MEMALLOC nothing. A batch for
 * the CPU's list may go below the mark.
 */
static void urgent_requests_get_the_reserve(struct kunit *test)
{
	static const struct {
		gfp_t gfp;
		unsigned int eighths;
	} kinds[] = {
		{ GFP_KERNEL, 8 },
		{ GFP_KERNEL | __GFP_HIGH, 4 },
		{ GFP_ATOMIC, 3 },
		{ GFP_KERNEL | __GFP_MEMALLOC, 0 },
	};
	struct zone *zone = preferred_zone(numa_node_id(), GFP_KERNEL);
	LIST_HEAD(pages);
	int i;

	kunit_settle();
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		unsigned long mark = zone->watermark_min * kinds[i].eighths / 8;

		take_all(kinds[i].gfp, 0, &pages);
		/* Each part is rounded by itself. */
		KUNIT_EXPECT_LE_MSG(test, zone->free_pages, mark + 2, "gfp %#x", kinds[i].gfp);
		KUNIT_EXPECT_GE_MSG(test, zone->free_pages + (1UL << zone->batch_order), mark,
				    "gfp %#x", kinds[i].gfp);
	}
	KUNIT_EXPECT_EQ(test, nr_free_buffer_pages(), 0ul);
	give_back(&pages, 0);
}

/* A request that HIGHMEM could have served does not eat the DMA zone: lowmem_reserve. */
static void the_dma_zone_is_kept_from_others(struct kunit *test)
{
	struct zone *dma = zone_of(ZONE_DMA), *normal = zone_of(ZONE_NORMAL);
	unsigned long high = zone_of(ZONE_HIGHMEM)->managed_pages;
	LIST_HEAD(blocks);
	LIST_HEAD(pages);

	if (!has_zone(ZONE_HIGHMEM))
		kunit_skip(test, "this machine has no HIGHMEM");
	take_all(GFP_HIGHUSER, MAX_PAGE_ORDER, &blocks);
	take_all(GFP_HIGHUSER, 0, &pages);
	KUNIT_EXPECT_GE(test, dma->free_pages,
			min(dma->lowmem_reserve[ZONE_HIGHMEM], dma->managed_pages / 2));
	KUNIT_EXPECT_EQ(test, dma->lowmem_reserve[ZONE_NORMAL], normal->managed_pages / 256);
	KUNIT_EXPECT_EQ(test, dma->lowmem_reserve[ZONE_HIGHMEM],
			(normal->managed_pages + high) / 256);
	KUNIT_EXPECT_EQ(test, normal->lowmem_reserve[ZONE_HIGHMEM], high / 32);
	KUNIT_EXPECT_GT(test, take_all(GFP_DMA, 0, &pages), 0ul);
	give_back(&pages, 0);
	give_back(&blocks, MAX_PAGE_ORDER);
}

static void bulk_fills_what_is_empty(struct kunit *test)
{
	static struct page *pages[600];
	struct page *kept = alloc_page(GFP_KERNEL);
	int i, j;

	KUNIT_ASSERT_NOT_NULL(test, kept);
	memset(pages, 0, sizeof(pages));
	pages[3] = kept;
	KUNIT_EXPECT_EQ(test, alloc_pages_bulk_array(GFP_KERNEL, 600, pages), 600ul);
	KUNIT_EXPECT_PTR_EQ(test, pages[3], kept);
	for (i = 0; i < 600; i++) {
		KUNIT_ASSERT_NOT_NULL(test, pages[i]);
		KUNIT_EXPECT_EQ(test, page_count(pages[i]), 1);
		for (j = 0; j < i; j += 37)
			KUNIT_EXPECT_PTR_NE(test, pages[i], pages[j]);
	}
	for (i = 0; i < 600; i++)
		__free_page(pages[i]);
	KUNIT_EXPECT_EQ(test, alloc_pages_bulk_array(GFP_KERNEL, 0, pages), 0ul);
}

/* 5 pages of an order-3 block: the other 3 are free again at once. */
static void exact_sizes_keep_no_more(struct kunit *test)
{
	unsigned long before = settled_free_pages();
	char *addr = alloc_pages_exact(4 * PAGE_SIZE + 1, GFP_KERNEL | __GFP_ZERO);

	KUNIT_ASSERT_NOT_NULL(test, addr);
	KUNIT_EXPECT_EQ(test, before - settled_free_pages(), 5ul);
	KUNIT_EXPECT_EQ(test, addr[5 * PAGE_SIZE - 1], 0);
	free_pages_exact(addr, 4 * PAGE_SIZE + 1);
	KUNIT_EXPECT_EQ(test, settled_free_pages(), before);
	KUNIT_EXPECT_EQ(test, get_order(1), 0u);
	KUNIT_EXPECT_EQ(test, get_order(PAGE_SIZE), 0u);
	KUNIT_EXPECT_EQ(test, get_order(PAGE_SIZE + 1), 1u);
	KUNIT_EXPECT_EQ(test, get_order(4 * PAGE_SIZE), 2u);
}

/* Any page of a compound page leads to the first one, whose count stands for all. */
static void compound_pages_are_counted_as_one(struct kunit *test)
{
	unsigned long before = settled_free_pages();
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, 4), *single;
	int i;

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_TRUE(test, PageHead(page));
	for (i = 1; i < 16; i++) {
		KUNIT_EXPECT_TRUE(test, PageTail(page + i));
		KUNIT_EXPECT_PTR_EQ(test, compound_head(page + i), page);
	}
	get_page(page + 9);
	KUNIT_EXPECT_EQ(test, page_count(page), 2);
	__free_pages(page, 4);
	KUNIT_EXPECT_EQ(test, before - settled_free_pages(), 16ul);
	put_page(page + 15);
	KUNIT_EXPECT_EQ(test, settled_free_pages(), before);

	/* The same block again, plain: nothing of the compound page is left in its structs. */
	page = alloc_pages(GFP_KERNEL, 4);
	KUNIT_ASSERT_NOT_NULL(test, page);
	for (i = 0; i < 16; i++)
		KUNIT_EXPECT_FALSE(test, PageCompound(page + i));
	__free_pages(page, 4);

	single = alloc_page(GFP_KERNEL | __GFP_COMP);
	KUNIT_ASSERT_NOT_NULL(test, single);
	KUNIT_EXPECT_FALSE(test, PageCompound(single));
	put_page(single);
	KUNIT_EXPECT_EQ(test, settled_free_pages(), before);
}

static void free_pages_ignores_null(struct kunit *test)
{
	unsigned long free = settled_free_pages();

	free_pages(0, 0);
	free_page(0);
	KUNIT_EXPECT_EQ(test, settled_free_pages(), free);
}

static struct kunit_case page_alloc_cases[] = {
	KUNIT_CASE(accounting_adds_up),
	KUNIT_CASE(each_order_comes_and_goes),
	KUNIT_CASE(order_above_the_largest_is_refused),
	KUNIT_CASE(split_pieces_merge_back),
	KUNIT_CASE(one_page_held_stops_the_merge),
	KUNIT_CASE(zeroed_pages_are_zero),
	KUNIT_CASE(each_flag_finds_its_zone),
	KUNIT_CASE(exhaustion_falls_back_downwards),
	KUNIT_CASE(a_zone_can_be_emptied_page_by_page),
	KUNIT_CASE(a_failure_is_reported_unless_nowarn),
	KUNIT_CASE(what_the_cpu_keeps_is_there_in_need),
	KUNIT_CASE(an_owners_word_is_no_compound_head),
	KUNIT_CASE(a_reference_on_the_first_page_outlives_the_block),
	KUNIT_CASE(bad_frees_are_refused),
	KUNIT_CASE(urgent_requests_get_the_reserve),
	KUNIT_CASE(the_dma_zone_is_kept_from_others),
	KUNIT_CASE(bulk_fills_what_is_empty),
	KUNIT_CASE(exact_sizes_keep_no_more),
	KUNIT_CASE(compound_pages_are_counted_as_one),
	KUNIT_CASE(free_pages_ignores_null),
	{}
};

static struct kunit_suite page_alloc_suite = {
	.name = "page_alloc",
	.test_cases = page_alloc_cases,
};
kunit_test_suite(page_alloc_suite);
