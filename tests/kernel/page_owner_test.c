// SPDX-License-Identifier: MIT
/*
 * tests/kernel/page_owner_test.c - promises of linux/stackdepot.h and linux/page_owner.h; needs page_owner=on
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/page_owner.h>
#include <linux/sizes.h>
#include <linux/stacktrace.h>
#include <linux/string.h>

#include "held.h"
#include "tally.h"

static int needs_page_owner(struct kunit *test)
{
	if (!page_owner_enabled)
		kunit_skip(test, "needs page_owner=on");
	return 0;
}

static void each_backtrace_is_kept_once(struct kunit *test)
{
	unsigned long made_up[] = { 0x1001, 0x1002, 0x1003 }, *kept;
	depot_stack_handle_t handle, shorter, each = 0;
	unsigned int found = 0;

	handle = stack_depot_save(made_up, 3, GFP_NOWAIT);
	shorter = stack_depot_save(made_up, 2, GFP_NOWAIT);
	KUNIT_ASSERT_NE(test, handle, 0u);
	KUNIT_ASSERT_NE(test, shorter, 0u);
	KUNIT_EXPECT_NE(test, handle, shorter);
	KUNIT_EXPECT_EQ(test, stack_depot_save(made_up, 3, GFP_NOWAIT), handle);
	made_up[2]++;
	KUNIT_EXPECT_NE(test, stack_depot_save(made_up, 3, GFP_NOWAIT), handle);
	KUNIT_ASSERT_EQ(test, stack_depot_fetch(handle, &kept), 3u);
	KUNIT_EXPECT_EQ(test, kept[0], 0x1001ul);
	KUNIT_EXPECT_EQ(test, kept[2], 0x1003ul);

	KUNIT_EXPECT_EQ(test, stack_depot_save(made_up, 0, GFP_NOWAIT), 0u);
	KUNIT_EXPECT_EQ(test, stack_depot_fetch(0, &kept), 0u);
	while ((each = stack_depot_next(each)))
		found += each == handle || each == shorter;
	KUNIT_EXPECT_EQ(test, found, 2u);
}

/* Numbers that somebody has written over a handle count as lost: into a record, ahead of all, behind all. */
static void wrong_handles_lead_nowhere(struct kunit *test)
{
	unsigned long made_up[] = { 0x1001, 0x1002, 0x1003 }, *kept, before;
	depot_stack_handle_t handle = stack_depot_save(made_up, 3, GFP_NOWAIT);
	depot_stack_handle_t wrong[] = {
		1, 64, handle + 1, handle + 4, handle - 4, 0x41414141, -4
	};
	int i;

	KUNIT_ASSERT_NE(test, handle, 0u);
	before = stack_depot_tally(0)->nr;
	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		KUNIT_EXPECT_EQ_MSG(test, stack_depot_fetch(wrong[i], &kept), 0u, "%#x", wrong[i]);
		stack_depot_count(wrong[i], 1, 0);
	}
	KUNIT_EXPECT_EQ(test, stack_depot_tally(0)->nr, before + ARRAY_SIZE(wrong));
	for (i = 0; i < 3; i++)
		stack_depot_count(handle, SZ_2G, 0);
	KUNIT_EXPECT_EQ(test, stack_depot_tally(handle)->bytes, 3ull * SZ_2G);
	*stack_depot_tally(handle) = (struct stack_tally){ 0 };
	KUNIT_EXPECT_EQ(test, stack_depot_fetch(handle, &kept), 3u);
}

/* Many more than fit the depot's chains one by one. */
static void none_of_many_backtraces_is_lost(struct kunit *test)
{
	static depot_stack_handle_t handles[300];
	unsigned long made_up[2], *kept;
	int round, i;

	for (round = 0; round < 2; round++) {
		for (i = 0; i < ARRAY_SIZE(handles); i++) {
			depot_stack_handle_t handle;

			made_up[0] = 0x2000 + i % 7;
			made_up[1] = 0x3000 + i;
			handle = stack_depot_save(made_up, 2, GFP_NOWAIT);
			if (!round)
				handles[i] = handle;
			KUNIT_ASSERT_EQ_MSG(test, handle, handles[i], "backtrace %d", i);
			KUNIT_ASSERT_EQ(test, stack_depot_fetch(handle, &kept), 2u);
			KUNIT_ASSERT_EQ(test, kept[1], made_up[1]);
		}
	}
}

static noinline struct page *take(struct kunit *test, unsigned int order)
{
	return alloc_pages(GFP_KERNEL, order);
}

static void expect_taken_here(struct kunit *test, depot_stack_handle_t site)
{
	unsigned long *entries;
	unsigned int nr = stack_depot_fetch(site, &entries), i;

	/* Nothing of the allocator stands before it, but for what a compiler may have left of alloc_pages(). */
	for (i = 0; i < min(nr, 2u); i++)
		if (entries[i] - (unsigned long)take < 256)
			return;
	KUNIT_FAIL(test, "take() is not among the first of %u callers", nr);
}

/* Every page counts by itself, from its allocation to its free, however its block is cut. */
static void pages_are_counted_by_who_took_them(struct kunit *test)
{
	struct page *block, *pages[3];
	depot_stack_handle_t site;
	char text[64];
	int i, nr = 3;

	leaks_mark++;
	OPTIMIZER_HIDE_VAR(nr); /* one call of take(), not three */
	for (i = 0; i < nr; i++) {
		pages[i] = take(test, 0);
		KUNIT_ASSERT_NOT_NULL(test, pages[i]);
	}
	block = take(test, 4);
	KUNIT_ASSERT_NOT_NULL(test, block);
	site = site_with(page_owner_tally, 16);
	expect_taken_here(test, site);
	page_owner_describe(page_to_pfn(block) + 15, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text, "order:4 gfp:0xcc0(GFP_KERNEL)");
	expect_taken_here(test, site_with(page_owner_tally, 3));
	KUNIT_EXPECT_EQ(test, stack_depot_tally(site)->example & ~15ul, page_to_pfn(block));

	split_page(block, 4);
	__free_page(block + 7);
	__free_page(block + 8);
	KUNIT_EXPECT_EQ(test, site_with(page_owner_tally, 14), site);
	page_owner_describe(page_to_pfn(block) + 15, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text, "order:0 gfp:0xcc0(GFP_KERNEL)");
	for (i = 0; i < 16; i++)
		if (i != 7 && i != 8)
			__free_page(block + i);
	KUNIT_EXPECT_EQ(test, site_with(page_owner_tally, 14), 0u);
	expect_taken_here(test, site_with(page_owner_tally, 3));
	leaks_mark++;
	KUNIT_EXPECT_EQ(test, site_with(page_owner_tally, 3), 0u);
	for (i = 0; i < 3; i++)
		__free_page(pages[i]);
}

/* 5 pages of 8: the other three belong to nobody. */
static void exact_tails_have_no_owner(struct kunit *test)
{
	void *addr;

	leaks_mark++;
	addr = alloc_pages_exact(5 * PAGE_SIZE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, addr);
	KUNIT_EXPECT_NE(test, site_with(page_owner_tally, 5), 0u);
	KUNIT_EXPECT_EQ(test, site_with(page_owner_tally, 8), 0u);
	free_pages_exact(addr, 5 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, site_with(page_owner_tally, 5), 0u);
}

static void the_page_that_outlives_its_block_is_alone(struct kunit *test)
{
	struct page *page;
	char text[64];

	leaks_mark++;
	page = take(test, 3);
	KUNIT_ASSERT_NOT_NULL(test, page);
	get_page(page);
	__free_pages(page, 3);
	expect_taken_here(test, site_with(page_owner_tally, 1));
	page_owner_describe(page_to_pfn(page), text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text, "order:0 gfp:0xcc0(GFP_KERNEL)");
	put_page(page);
	KUNIT_EXPECT_EQ(test, site_with(page_owner_tally, 1), 0u);
}

static struct kunit_case page_owner_cases[] = {
	KUNIT_CASE(each_backtrace_is_kept_once),
	KUNIT_CASE(wrong_handles_lead_nowhere),
	KUNIT_CASE(none_of_many_backtraces_is_lost),
	KUNIT_CASE(pages_are_counted_by_who_took_them),
	KUNIT_CASE(exact_tails_have_no_owner),
	KUNIT_CASE(the_page_that_outlives_its_block_is_alone),
	{},
};

static struct kunit_suite page_owner_suite = {
	.name = "page_owner",
	.init = needs_page_owner,
	.test_cases = page_owner_cases,
};
kunit_test_suite(page_owner_suite);
