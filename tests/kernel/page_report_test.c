// SPDX-License-Identifier: MIT
/*
 * tests/kernel/page_report_test.c - what the page allocator refuses and says, and folios; beside page_alloc_test.c
 */
#include <kunit/test.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "../../mm/internal.h"
#include "held.h"

/* Pages that somebody uses stay where they are, whoever frees them by mistake. */
static void pages_in_use_are_not_freed(struct kunit *test)
{
	struct page *compound = alloc_pages(GFP_KERNEL | __GFP_COMP, 2);
	void *small = kmalloc(64, GFP_KERNEL), *large = kmalloc(4 * PAGE_SIZE, GFP_KERNEL);
	unsigned long nr_free;

	KUNIT_ASSERT_NOT_NULL(test, compound);
	KUNIT_ASSERT_NOT_NULL(test, small);
	KUNIT_ASSERT_NOT_NULL(test, large);
	drain_all_pages();
	nr_free = nr_free_pages();
	kunit_expect_warnings(test, 5);
	free_page((unsigned long)small & PAGE_MASK);	 /* of a slab */
	(__free_page)(compound + 3);			 /* inside a compound page */
	(__free_pages)(compound, 1);			 /* of another order */
	free_pages((unsigned long)large + PAGE_SIZE, 1); /* not the first page, nor aligned */
	free_pages((unsigned long)large, 2);		 /* of kmalloc() */
	drain_all_pages();
	KUNIT_EXPECT_EQ(test, nr_free_pages(), nr_free);
	KUNIT_EXPECT_EQ(test, page_count(compound), 1);
	__free_pages(compound, 2);
	kfree(small);
	kfree(large);
}

/* One reference too many is dropped: of a page that is free by then, and of one inside a block. */
static void references_are_not_put_twice(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL), *block = alloc_pages(GFP_KERNEL, 1);
	unsigned long nr_free;

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_ASSERT_NOT_NULL(test, block);
	drain_all_pages();
	nr_free = nr_free_pages();
	kunit_expect_warnings(test, 2);
	put_page(page);
	(put_page)(page);
	(put_page)(block + 1);
	KUNIT_EXPECT_EQ(test, page_count(page), 0);
	KUNIT_EXPECT_EQ(test, page_count(block + 1), 0);
	drain_all_pages();
	KUNIT_EXPECT_EQ(test, nr_free_pages(), nr_free + 1);
	__free_pages(block, 1);
}

/* So many, and then none until the interval is over. */
static void a_limited_rate_is_kept(struct kunit *test)
{
	struct ratelimit_state rs = { .interval = 5 * HZ, .burst = 3, .begin = jiffies };
	int i;

	for (i = 0; i < 6; i++)
		KUNIT_EXPECT_EQ(test, __ratelimit(&rs), i < 3);
	rs.begin = jiffies - 5 * HZ - 1;
	KUNIT_EXPECT_TRUE(test, __ratelimit(&rs));
}

/* Ten reports in five seconds, however many allocations fail; tests/boot/page_cases.py counts what this one lets through: one. */
static void reports_do_not_flood_the_log(struct kunit *test)
{
	gfp_t gfp = GFP_KERNEL | __GFP_MEMALLOC;
	LIST_HEAD(blocks);
	struct page *page;
	int i;

	while ((page = alloc_pages(gfp | __GFP_NOWARN, MAX_PAGE_ORDER)))
		list_add(&page->lru, &blocks);
	nopage_rs.begin = jiffies;
	nopage_rs.printed = nopage_rs.burst - 1;
	for (i = 0; i < 5; i++)
		KUNIT_EXPECT_NULL(test, alloc_pages(gfp, MAX_PAGE_ORDER));
	KUNIT_EXPECT_EQ(test, nopage_rs.printed, nopage_rs.burst + 4);
	nopage_rs.printed = 0;
	while (!list_empty(&blocks)) {
		page = list_first_entry(&blocks, struct page, lru);
		list_del(&page->lru);
		__free_pages(page, MAX_PAGE_ORDER);
	}
}

/* 512 pages and more where a zone has 256 MiB, never more than a 128th of it; none with a debugging aid. */
static void lists_fit_their_zone(struct kunit *test)
{
	struct zone *zone;

	for_each_zone(zone) {
		unsigned int high = this_cpu_ptr(zone->pcp)[0].high;

		if (page_debug) {
			KUNIT_EXPECT_EQ(test, high, 0u);
			continue;
		}
		if (zone->managed_pages >= PHYS_PFN(256UL << 20))
			KUNIT_EXPECT_GE(test, high, 512u);
		KUNIT_EXPECT_LE(test, high, max(zone->managed_pages / 128, 8ul));
		KUNIT_EXPECT_GT(test, high, 0u);
		if (high >= 8)
			KUNIT_EXPECT_LE(test, 1u << zone->batch_order, high / 4);
	}
}

/* A folio is the first page of a block, or a single page, and is counted as one. */
static void folios_count_references(struct kunit *test)
{
	struct folio *folio = folio_alloc(GFP_HIGHUSER, 3), *single;
	struct page *page;

	KUNIT_ASSERT_NOT_NULL(test, folio);
	page = folio_page(folio, 5);
	KUNIT_EXPECT_PTR_EQ(test, page, &folio->page + 5);
	KUNIT_EXPECT_PTR_EQ(test, page_folio(page), folio);
	KUNIT_EXPECT_PTR_EQ(test, page_folio(&folio->page), folio);
	KUNIT_EXPECT_TRUE(test, folio_test_large(folio));
	KUNIT_EXPECT_EQ(test, folio_order(folio), 3u);
	KUNIT_EXPECT_EQ(test, folio_nr_pages(folio), 8l);
	KUNIT_EXPECT_EQ(test, folio_pfn(folio) + 5, page_to_pfn(page));
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), 1);
	folio_get(folio);
	get_page(page);
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), 3);
	put_page(page);
	folio_put(folio);
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), 1);
	folio_put(folio);

	single = folio_alloc(GFP_KERNEL, 0);
	KUNIT_ASSERT_NOT_NULL(test, single);
	KUNIT_EXPECT_FALSE(test, folio_test_large(single));
	KUNIT_EXPECT_EQ(test, folio_nr_pages(single), 1l);
	KUNIT_EXPECT_PTR_EQ(test, page_folio(&single->page), single);
	folio_put(single);
}

static struct kunit_case page_report_cases[] = {
	KUNIT_CASE(pages_in_use_are_not_freed),
	KUNIT_CASE(references_are_not_put_twice),
	KUNIT_CASE(a_limited_rate_is_kept),
	KUNIT_CASE(reports_do_not_flood_the_log),
	KUNIT_CASE(lists_fit_their_zone),
	KUNIT_CASE(folios_count_references),
	{},
};

static struct kunit_suite page_report_suite = {
	.name = "page_report",
	.test_cases = page_report_cases,
};
kunit_test_suite(page_report_suite);
