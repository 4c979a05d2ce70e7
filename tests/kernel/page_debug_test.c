// SPDX-License-Identifier: MIT
/*
 * tests/kernel/page_debug_test.c - page_poison=, init_on_alloc=, init_on_free=, debug_pagealloc=; each case needs its
 * parameter
 */
#include <kunit/test.h>
#include <linux/fault-inject.h>
#include <linux/highmem.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/page_owner.h>
#include <linux/string.h>

#include "../../mm/internal.h"
#include "held.h"

static void write_byte(struct page *page, unsigned int offset, u8 byte)
{
	u8 *addr = kmap_local_page(page);

	addr[offset] = byte;
	kunmap_local(addr);
}

static bool is_all_zero(struct page *page)
{
	void *addr = kmap_local_page(page);
	bool zero = !memchr_inv(addr, 0, PAGE_SIZE);

	kunmap_local(addr);
	return zero;
}

/* Nobody else allocates here, so the page that was freed last is the one that comes back. */
static void a_write_after_free_is_found(struct kunit *test)
{
	static const gfp_t kinds[] = { GFP_KERNEL, GFP_HIGHUSER };
	int i;

	if (!page_poisoning || debug_pagealloc)
		kunit_skip(test, "needs page_poison=on, and free pages that are mapped");
	kunit_expect_warnings(test, 2);
	for (i = 0; i < 2; i++) {
		struct page *page = alloc_page(kinds[i]), *again;

		KUNIT_ASSERT_NOT_NULL(test, page);
		__free_page(page);
		write_byte(page, i ? 4095 : 17, i ? 0xab : 0x55);
		again = alloc_page(kinds[i]);
		KUNIT_EXPECT_PTR_EQ(test, again, page);
		__free_page(again);
	}
}

static void pages_come_zeroed(struct kunit *test)
{
	struct page *page;

	if (!init_on_alloc && !init_on_free)
		kunit_skip(test, "needs init_on_alloc=1 or init_on_free=1");
	page = alloc_pages(GFP_HIGHUSER, 1);
	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_TRUE(test, is_all_zero(page));
	KUNIT_EXPECT_TRUE(test, is_all_zero(page + 1));
	write_byte(page + 1, 4095, 1);
	__free_pages(page, 1);
	page = alloc_pages(GFP_HIGHUSER, 1);
	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_TRUE(test, is_all_zero(page + 1));
	__free_pages(page, 1);
}

static void pages_go_zeroed(struct kunit *test)
{
	struct page *page;

	if (!init_on_free || debug_pagealloc)
		kunit_skip(test, "needs init_on_free=1, and free pages that are mapped");
	page = alloc_page(GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, page);
	write_byte(page, 7, 7);
	__free_page(page);
	KUNIT_EXPECT_TRUE(test, is_all_zero(page));
}

static void faults_come_as_asked(struct kunit *test)
{
	struct fault_attr attr = { 0 };
	int i, failed = 0;

	KUNIT_EXPECT_FALSE(test, should_fail(&attr, 1));
	KUNIT_EXPECT_EQ(test, setup_fault_attr(&attr, "1,100,0"), -EINVAL);
	KUNIT_EXPECT_EQ(test, setup_fault_attr(&attr, "0,100,0,-1"), -EINVAL);
	KUNIT_EXPECT_EQ(test, setup_fault_attr(&attr, "1,2,3,4,5"), -EINVAL);
	KUNIT_EXPECT_EQ(test, setup_fault_attr(&attr, "rubbish"), -EINVAL);

	/* Every third, twice. */
	KUNIT_ASSERT_EQ(test, setup_fault_attr(&attr, "3,100,0,2"), 0);
	for (i = 1; i <= 12; i++)
		KUNIT_EXPECT_EQ_MSG(test, should_fail(&attr, 1), i == 3 || i == 6, "call %d", i);

	/* Not within the first 100 bytes. */
	KUNIT_ASSERT_EQ(test, setup_fault_attr(&attr, "1,100,100,-1"), 0);
	KUNIT_EXPECT_FALSE(test, should_fail(&attr, 60));
	KUNIT_EXPECT_TRUE(test, should_fail(&attr, 60));
	KUNIT_EXPECT_TRUE(test, should_fail(&attr, 1));

	/* About a quarter. */
	KUNIT_ASSERT_EQ(test, setup_fault_attr(&attr, "1,25,0,-1"), 0);
	for (i = 0; i < 1000; i++)
		failed += should_fail(&attr, 1);
	KUNIT_EXPECT_GT(test, failed, 200);
	KUNIT_EXPECT_LT(test, failed, 300);
}

/* fail_page_alloc=2,100,0,-1: every other one, but never one that must not fail. */
static void every_other_page_is_refused(struct kunit *test)
{
	struct page *page;
	int i, failed = 0;

	if (!page_debug || page_poisoning || init_on_alloc || init_on_free || debug_pagealloc ||
	    page_owner_enabled || test->run->with_faults)
		kunit_skip(test, "needs fail_page_alloc=2,100,0,-1");
	for (i = 0; i < 10; i++) {
		page = alloc_page(GFP_KERNEL);
		failed += !page;
		if (page)
			__free_page(page);
		page = alloc_page(GFP_KERNEL | __GFP_NOFAIL);
		KUNIT_ASSERT_NOT_NULL(test, page);
		__free_page(page);
	}
	KUNIT_EXPECT_EQ(test, failed, 5);
}

static bool is_mapped(struct page *page)
{
	return kernel_page_present((unsigned long)page_to_virt(page));
}

/* Every page of the block is mapped while it is held, and none of them afterwards; whatever becomes of its pieces. */
static void free_pages_are_not_mapped(struct kunit *test)
{
	struct page *page;
	unsigned int order, i;

	if (!debug_pagealloc)
		kunit_skip(test, "needs debug_pagealloc=on");
	for (order = 0; order <= MAX_PAGE_ORDER; order += 2) {
		page = alloc_pages(GFP_KERNEL | __GFP_NOWARN, order);
		if (!page)
			break;
		for (i = 0; i < 1u << order; i++)
			KUNIT_ASSERT_TRUE(test, is_mapped(page + i));
		__free_pages(page, order);
		for (i = 0; i < 1u << order; i++)
			KUNIT_ASSERT_FALSE(test, is_mapped(page + i));
	}
	page = alloc_pages(GFP_KERNEL, 2);
	KUNIT_ASSERT_NOT_NULL(test, page);
	split_page(page, 2);
	for (i = 0; i < 4; i++) {
		__free_page(page + i);
		KUNIT_EXPECT_FALSE(test, is_mapped(page + i));
		KUNIT_EXPECT_TRUE(test, i == 3 || is_mapped(page + i + 1));
	}
}

/* All that boot gave to the allocator is unmapped, blocks that nobody ever looked at included; the rest is mapped. */
static void what_boot_freed_is_not_mapped(struct kunit *test)
{
	unsigned long start, end, pfn, nr_free = 0, fresh = 0;
	int i;

	if (!debug_pagealloc)
		kunit_skip(test, "needs debug_pagealloc=on");
	kunit_settle();
	for_each_mem_pfn_range(i, MAX_NUMNODES, &start, &end, NULL) {
		for (pfn = start; pfn < min(end, max_low_pfn); pfn++) {
			bool is_free = is_free_buddy_page(pfn_to_page(pfn));

			KUNIT_ASSERT_TRUE_MSG(test, !is_free || !is_mapped(pfn_to_page(pfn)),
					      "pfn %lx is free and mapped", pfn);
			nr_free += is_free;
			fresh += !page_is_reserved(pfn) && !memmap_written(pfn);
		}
	}
	KUNIT_EXPECT_EQ(test, nr_free, nr_free_buffer_pages());
	kunit_info(test, "%lu free pages of LOWMEM, %lu of them never looked at\n", nr_free, fresh);
}

/* What a page is, from all sides: held, free by itself, free inside a block, boot's, none. */
static void free_pages_are_known(struct kunit *test)
{
	/* fail_page_alloc= spares it. */
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_NOFAIL, 1);

	KUNIT_EXPECT_FALSE(test, is_free_buddy_page(page));
	KUNIT_EXPECT_FALSE(test, is_free_buddy_page(page + 1));
	split_page(page, 1);
	__free_page(page + 1);
	kunit_settle();
	KUNIT_EXPECT_FALSE(test, is_free_buddy_page(page));
	KUNIT_EXPECT_TRUE(test, is_free_buddy_page(page + 1));
	__free_page(page);
	kunit_settle();
	KUNIT_EXPECT_TRUE(test, is_free_buddy_page(page));
	KUNIT_EXPECT_TRUE(test, is_free_buddy_page(page + 1));
	KUNIT_EXPECT_FALSE(test, is_free_buddy_page(pfn_to_page(0)));
	KUNIT_EXPECT_FALSE(test, is_free_buddy_page(pfn_to_page(max_pfn)));
}

static struct kunit_case page_debug_cases[] = { KUNIT_CASE(a_write_after_free_is_found),
						KUNIT_CASE(pages_come_zeroed),
						KUNIT_CASE(pages_go_zeroed),
						KUNIT_CASE(faults_come_as_asked),
						KUNIT_CASE(every_other_page_is_refused),
						KUNIT_CASE(free_pages_are_not_mapped),
						KUNIT_CASE(what_boot_freed_is_not_mapped),
						KUNIT_CASE(free_pages_are_known),
						{} };

static struct kunit_suite page_debug_suite = {
	.name = "page_debug",
	.test_cases = page_debug_cases,
};
kunit_test_suite(page_debug_suite);
