// SPDX-License-Identifier: MIT
/*
 * tests/kernel/memmap_test.c - the block-lazy memmap of mm/memmap.c, against memblock's lists
 */
#include <kunit/test.h>
#include <linux/memblock.h>
#include <linux/mm.h>

#include "held.h"

static void page_and_pfn_are_inverse(struct kunit *test)
{
	struct page *page = alloc_page(GFP_HIGHUSER);

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_PTR_EQ(test, pfn_to_page(page_to_pfn(page)), page);
	KUNIT_EXPECT_EQ(test, (u64)page_to_phys(page), (u64)page_to_pfn(page) << PAGE_SHIFT);
	__free_page(page);
	page = alloc_page(GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_PTR_EQ(test, virt_to_page(page_to_virt(page)), page);
	__free_page(page);
}

/* A frame is valid if its 4 MiB block has RAM; each frame of RAM is, and nothing above max_pfn. */
static void valid_means_ram_in_the_block(struct kunit *test)
{
	unsigned long pfn, first = 0, start, end;
	int i;

	KUNIT_EXPECT_FALSE(test, pfn_valid(max_pfn));
	KUNIT_EXPECT_FALSE(test, pfn_valid(ULONG_MAX));
	for (pfn = 0; pfn < max_pfn; pfn += MAX_ORDER_NR_PAGES) {
		bool ram = false;

		for_each_mem_pfn_range(i, MAX_NUMNODES, &start, &end, NULL)
			ram |= start < pfn + MAX_ORDER_NR_PAGES && end > pfn;
		KUNIT_ASSERT_EQ_MSG(test, pfn_valid(pfn), ram, "pfn %lx", pfn);
		first += ram;
	}
	KUNIT_EXPECT_GT(test, first, 0ul);
}

/* The kernel image, page 0 and holes are reserved; a page that was just handed out is not. */
static void reserved_frames_are_known_without_being_written(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);
	unsigned long pfn, reserved = 0, valid = 0;

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_FALSE(test, page_is_reserved(page_to_pfn(page)));
	KUNIT_EXPECT_TRUE(test, page_is_reserved(0));
	for (pfn = 0; pfn < max_pfn; pfn++) {
		if (!pfn_valid(pfn)) {
			pfn |= MAX_ORDER_NR_PAGES - 1;
			continue;
		}
		valid++;
		reserved += page_is_reserved(pfn);
	}
	KUNIT_EXPECT_EQ(test, valid - reserved, totalram_pages());
	__free_page(page);
}

/* The struct of every page that the allocator gives out says zone and node of its frame. */
static void structs_know_their_zone(struct kunit *test)
{
	gfp_t kinds[] = { GFP_DMA, GFP_KERNEL, GFP_HIGHUSER };
	int kind, i;

	for (kind = 0; kind < ARRAY_SIZE(kinds); kind++) {
		struct page *page = alloc_pages(kinds[kind], MAX_PAGE_ORDER);

		if (!page)
			continue;
		for (i = 0; i < MAX_ORDER_NR_PAGES; i++) {
			struct zone *zone = page_zone(page + i);
			unsigned long pfn = page_to_pfn(page) + i;

			KUNIT_ASSERT_GE(test, pfn, zone->zone_start_pfn);
			KUNIT_ASSERT_LT(test, pfn, zone_end_pfn(zone));
		}
		__free_pages(page, MAX_PAGE_ORDER);
	}
}

static struct kunit_case memmap_cases[] = {
	KUNIT_CASE(page_and_pfn_are_inverse),
	KUNIT_CASE(valid_means_ram_in_the_block),
	KUNIT_CASE(reserved_frames_are_known_without_being_written),
	KUNIT_CASE(structs_know_their_zone),
	{}
};

static struct kunit_suite memmap_suite = {
	.name = "memmap",
	.test_cases = memmap_cases,
};
kunit_test_suite(memmap_suite);
