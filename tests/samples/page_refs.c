// SPDX-License-Identifier: MIT
/*
 * page_refs.c - who holds a page, and when it is given back: a KUnit suite
 */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/refcount.h>
#include <linux/slab.h>

static void new_page_has_one_reference(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	get_page(page);
	KUNIT_EXPECT_EQ(test, page_count(page), 2);
	put_page(page);
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	put_page(page);
}

/* Any page of a compound page stands for all of it. */
static void tail_counts_for_the_head(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, 2);

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_TRUE(test, PageHead(page));
	KUNIT_EXPECT_TRUE(test, PageTail(page + 3));
	KUNIT_EXPECT_PTR_EQ(test, compound_head(page + 3), page);
	KUNIT_EXPECT_EQ(test, compound_order(page), 2);
	get_page(page + 3);
	KUNIT_EXPECT_EQ(test, page_count(page), 2);
	KUNIT_EXPECT_EQ(test, page_count(page + 2), 2);
	put_page(page + 1);
	put_page(page);
}

static void split_pages_go_one_by_one(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, 2);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, page);
	split_page(page, 2);
	for (i = 0; i < 4; i++)
		KUNIT_EXPECT_EQ(test, page_count(page + i), 1);
	for (i = 0; i < 4; i++)
		__free_page(page + i);
}

static void addresses_lead_to_pages_and_back(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);
	char *p;

	KUNIT_ASSERT_NOT_NULL(test, page);
	p = page_address(page);
	KUNIT_EXPECT_PTR_EQ(test, virt_to_page(p + 100), page);
	KUNIT_EXPECT_PTR_EQ(test, pfn_to_page(page_to_pfn(page)), page);
	KUNIT_EXPECT_EQ(test, offset_in_page(p + 100), 100);
	KUNIT_EXPECT_TRUE(test, virt_addr_valid(p));
	__free_page(page);
}

static void folio_counts_its_pages(struct kunit *test)
{
	struct folio *folio = folio_alloc(GFP_KERNEL, 1);

	KUNIT_ASSERT_NOT_NULL(test, folio);
	KUNIT_EXPECT_EQ(test, folio_nr_pages(folio), 2);
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), 1);
	folio_get(folio);
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), 2);
	folio_put(folio);
	folio_put(folio);
}

/* An object of our own, counted in the same way. */
struct counted {
	refcount_t refs;
	unsigned long page;
};

static void last_reference_frees(struct kunit *test)
{
	struct counted *c = kunit_kzalloc(test, sizeof(*c), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, c);
	refcount_set(&c->refs, 1);
	refcount_inc(&c->refs);
	KUNIT_EXPECT_TRUE(test, refcount_inc_not_zero(&c->refs));
	KUNIT_EXPECT_EQ(test, refcount_read(&c->refs), 3);
	refcount_dec(&c->refs);
	KUNIT_EXPECT_FALSE(test, refcount_dec_and_test(&c->refs));
	KUNIT_EXPECT_TRUE(test, refcount_dec_and_test(&c->refs));
	KUNIT_EXPECT_FALSE(test, refcount_inc_not_zero(&c->refs));
}

static struct kunit_case page_refs_cases[] = {
	KUNIT_CASE(new_page_has_one_reference),
	KUNIT_CASE(tail_counts_for_the_head),
	KUNIT_CASE(split_pages_go_one_by_one),
	KUNIT_CASE(addresses_lead_to_pages_and_back),
	KUNIT_CASE(folio_counts_its_pages),
	KUNIT_CASE(last_reference_frees),
	{}
};

static struct kunit_suite page_refs_suite = {
	.name = "sample_page_refs",
	.test_cases = page_refs_cases,
};
kunit_test_suite(page_refs_suite);

MODULE_LICENSE("Dual MIT/GPL");
