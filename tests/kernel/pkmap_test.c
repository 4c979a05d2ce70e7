// SPDX-License-Identifier: MIT
/*
 * tests/kernel/pkmap_test.c - promises of kmap(), to one thread: also on the host. To several: pkmap_threads_test.c
 *
 *   pages[]  more than there are slots; the first word of each is its number
 */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/uaccess.h>

#include "pkmap_test.h"

static void low_pages_keep_their_address(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);
	char *addr;

	KUNIT_ASSERT_NOT_NULL(test, page);
	addr = kmap(page);
	KUNIT_EXPECT_PTR_EQ(test, (void *)addr, page_to_virt(page));
	KUNIT_EXPECT_FALSE(test, is_kmap_addr(addr));
	KUNIT_EXPECT_PTR_EQ(test, kmap_to_page(addr + 123), page);
	kunmap(page);
	kunmap(page); /* nothing */
	KUNIT_EXPECT_PTR_EQ(test, page_address(page), (void *)addr);
	__free_page(page);
}

static void all_users_share_one_mapping(struct kunit *test)
{
	struct page *page;
	u32 *addr;

	get_high_pages(test, 1);
	page = pages[0];
	addr = kmap(page);
	KUNIT_EXPECT_TRUE(test, is_kmap_addr(addr));
	KUNIT_EXPECT_PTR_EQ(test, kmap(page), (void *)addr);
	KUNIT_EXPECT_PTR_EQ(test, page_address(page), (void *)addr);
	KUNIT_EXPECT_PTR_EQ(test, kmap_to_page((char *)addr + PAGE_SIZE - 1), page);
	kunmap(page);
	kmap_flush_unused();
	KUNIT_EXPECT_PTR_EQ(test, page_address(page), (void *)addr);
	KUNIT_EXPECT_EQ(test, *addr, 0u);
	kunmap(page);
	kmap_flush_unused();
	KUNIT_EXPECT_NULL(test, page_address(page));
}

static void local_addresses_have_pages_too(struct kunit *test)
{
	char *addr;

	get_high_pages(test, 1);
	addr = kmap_local_page(pages[0]);
	KUNIT_EXPECT_TRUE(test, is_kmap_addr(addr));
	KUNIT_EXPECT_PTR_EQ(test, kmap_to_page(addr + 1), pages[0]);
	KUNIT_EXPECT_NULL(test, page_address(pages[0]));
	kunmap_local(addr);
}

static void the_windows_end_where_they_end(struct kunit *test)
{
	const char *pkmap = (char *)PKMAP_BASE, *local = (char *)KMAP_LOCAL_START;

	KUNIT_EXPECT_FALSE(test, is_kmap_addr(pkmap - 1));
	KUNIT_EXPECT_TRUE(test, is_kmap_addr(pkmap));
	KUNIT_EXPECT_TRUE(test, is_kmap_addr(pkmap + LAST_PKMAP * PAGE_SIZE - 1));
	KUNIT_EXPECT_FALSE(test, is_kmap_addr(pkmap + LAST_PKMAP * PAGE_SIZE));
	KUNIT_EXPECT_FALSE(test, is_kmap_addr(local - 1));
	KUNIT_EXPECT_TRUE(test, is_kmap_addr(local));
	KUNIT_EXPECT_TRUE(test, is_kmap_addr((char *)FIXADDR_TOP - 1));
	KUNIT_EXPECT_FALSE(test, is_kmap_addr((char *)FIXADDR_TOP));
	KUNIT_EXPECT_FALSE(test, is_kmap_addr(NULL));
	KUNIT_EXPECT_FALSE(test, is_kmap_addr(ERR_PTR(-ENOMEM)));
}

/* Not mapped any more: not even a stale translation is left. */
static void unused_mappings_go_when_asked(struct kunit *test)
{
	u32 *addr[2], word;
	int i;

	get_high_pages(test, 2);
	for (i = 0; i < 2; i++) {
		addr[i] = kmap(pages[i]);
		KUNIT_EXPECT_EQ(test, *addr[i], (u32)i);
	}
	kunmap(pages[1]);
	kmap_flush_unused();
	KUNIT_EXPECT_PTR_EQ(test, page_address(pages[0]), (void *)addr[0]);
	KUNIT_EXPECT_EQ(test, *addr[0], 0u);
	KUNIT_EXPECT_NULL(test, page_address(pages[1]));
	KUNIT_EXPECT_EQ(test, copy_from_kernel_nofault(&word, addr[1], 4), (long)-EFAULT);
	kunmap(pages[0]);
}

/*
 * Round the window three times, while some slots are held. A slot that is given out again without a flush shows the page
 * that was there before; so does an address that is given to two pages.
 */
static void the_window_is_used_again_and_again(struct kunit *test)
{
	u32 *addr, *held[10];
	unsigned int i, nr = LAST_PKMAP + 100, bad = 0;

	get_high_pages(test, nr);
	for (i = 0; i < 10; i++)
		held[i] = kmap(pages[i * 37]);
	for (i = 0; i < 3 * nr; i++) {
		addr = kmap(pages[i % nr]);
		bad += *addr != i % nr;
		kunmap(pages[i % nr]);
	}
	KUNIT_EXPECT_EQ(test, bad, 0u);
	for (i = 0; i < 10; i++) {
		KUNIT_EXPECT_PTR_EQ(test, page_address(pages[i * 37]), (void *)held[i]);
		KUNIT_EXPECT_EQ(test, *held[i], i * 37);
		kunmap(pages[i * 37]);
	}
}

static void the_whole_window_can_be_held(struct kunit *test)
{
	unsigned int i, bad = 0;

	get_high_pages(test, LAST_PKMAP);
	for (i = 0; i < LAST_PKMAP; i++)
		bad += !is_kmap_addr(kmap(pages[i]));
	for (i = 0; i < LAST_PKMAP; i++)
		bad += *(u32 *)page_address(pages[i]) != i;
	kmap_flush_unused();
	for (i = 0; i < LAST_PKMAP; i++) {
		bad += *(u32 *)page_address(pages[i]) != i;
		kunmap(pages[i]);
	}
	KUNIT_EXPECT_EQ(test, bad, 0u);
}

/* Refused, before and after the page has been mapped; what others hold is not touched. */
static void unmapping_too_often_is_reported(struct kunit *test)
{
	u32 *addr;

	get_high_pages(test, 1);
	kunit_expect_warnings(test, 2);
	kmap_flush_unused();
	kunmap(pages[0]);
	addr = kmap(pages[0]);
	kunmap(pages[0]);
	kunmap(pages[0]);
	KUNIT_EXPECT_PTR_EQ(test, kmap(pages[0]), (void *)addr);
	kmap_flush_unused();
	KUNIT_EXPECT_EQ(test, *addr, 0u);
	kunmap(pages[0]);
}

/* Whether or not it has to sleep; the DEBUG=1 build reports it of mapped pages as well, and of kunmap(). */
static void sections_are_no_place_for_it(struct kunit *test)
{
	get_high_pages(test, 1);
	kunit_expect_warnings(test, IS_ENABLED(CONFIG_DEBUG_VM) ? 3 : 1);
	preempt_disable();
	kmap(pages[0]);
	kmap(pages[0]);
	kunmap(pages[0]);
	preempt_enable();
	kunmap(pages[0]);
}

static void numbers_of_high_pages_add_up(struct kunit *test)
{
	unsigned long before = nr_free_highpages();

	KUNIT_EXPECT_LE(test, before, totalhigh_pages());
	KUNIT_EXPECT_LT(test, totalhigh_pages(), totalram_pages());
	KUNIT_EXPECT_LE(test, before, nr_free_pages());
	get_high_pages(test, 600);
	KUNIT_EXPECT_GT(test, totalhigh_pages(), 600ul);
	KUNIT_EXPECT_LT(test, nr_free_highpages(), before);
}

static struct kunit_case pkmap_cases[] = {
	KUNIT_CASE(low_pages_keep_their_address),
	KUNIT_CASE(all_users_share_one_mapping),
	KUNIT_CASE(local_addresses_have_pages_too),
	KUNIT_CASE(the_windows_end_where_they_end),
	KUNIT_CASE(unused_mappings_go_when_asked),
	KUNIT_CASE(the_window_is_used_again_and_again),
	KUNIT_CASE(the_whole_window_can_be_held),
	KUNIT_CASE(unmapping_too_often_is_reported),
	KUNIT_CASE(sections_are_no_place_for_it),
	KUNIT_CASE(numbers_of_high_pages_add_up),
	{},
};

static struct kunit_suite pkmap_suite = {
	.name = "pkmap",
	.test_cases = pkmap_cases,
};
kunit_test_suite(pkmap_suite);
