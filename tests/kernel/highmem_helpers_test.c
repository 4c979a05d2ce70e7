// SPDX-License-Identifier: MIT
/*
 * tests/kernel/highmem_helpers_test.c - linux/highmem-helpers.h against arrays, in LOWMEM and HIGHMEM: also on the host
 *
 *   folio of four pages  [ 0 | 1 | 2 | 3 ]       shadow[]: what its bytes must be
 *
 * Each helper is called with ranges that begin and end in, at and across the borders of pages.
 */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "held.h"

#define ORDER 2
#define SIZE (PAGE_SIZE << ORDER)

static u8 shadow[SIZE], buf[SIZE];
static const gfp_t zones[] = { GFP_KERNEL, GFP_HIGHUSER };

/* Where the first range of several begins and ends. */
static const struct range {
	unsigned int start, end;
} ranges[] = {
	{ 0, 0 },
	{ 0, 1 },
	{ 5, 7 },
	{ PAGE_SIZE - 1, PAGE_SIZE + 1 },
	{ 100, PAGE_SIZE },
	{ PAGE_SIZE, 2 * PAGE_SIZE },
	{ PAGE_SIZE + 4, 3 * PAGE_SIZE + 8 },
	{ 0, SIZE },
	{ SIZE - 1, SIZE },
	{ SIZE, SIZE },
};

static void fill(struct folio *folio)
{
	unsigned int i;

	for (i = 0; i < SIZE; i++)
		shadow[i] = i * 7 + (i >> 8) + 1;
	for (i = 0; i < 1 << ORDER; i++) {
		void *addr = kmap_local_page(folio_page(folio, i));

		memcpy(addr, shadow + i * PAGE_SIZE, PAGE_SIZE);
		kunmap_local(addr);
	}
}

static void expect_shadow(struct kunit *test, struct folio *folio)
{
	unsigned int i;

	for (i = 0; i < 1 << ORDER; i++) {
		void *addr = kmap_local_page(folio_page(folio, i));

		KUNIT_EXPECT_EQ_MSG(test, memcmp(addr, shadow + i * PAGE_SIZE, PAGE_SIZE), 0,
				    "page %u", i);
		kunmap_local(addr);
	}
}

/* Calls a case's part for a folio of each zone. */
static void for_each_folio(struct kunit *test, void (*part)(struct kunit *, struct folio *))
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(zones); i++) {
		struct page *page = alloc_pages(zones[i] | __GFP_COMP, ORDER);

		KUNIT_ASSERT_NOT_NULL(test, page);
		fill((struct folio *)page);
		part(test, (struct folio *)page);
		expect_shadow(test, (struct folio *)page);
		__free_pages(page, ORDER);
	}
}

static void fill_and_copy_pages(struct kunit *test, struct folio *folio)
{
	struct page *p0 = folio_page(folio, 0), *p1 = folio_page(folio, 1);

	memset_page(p0, 10, 0x5a, 20);
	memset(shadow + 10, 0x5a, 20);
	memset_page(p0, PAGE_SIZE, 1, 0);
	memzero_page(p1, PAGE_SIZE - 3, 3);
	memset(shadow + 2 * PAGE_SIZE - 3, 0, 3);
	memcpy_from_page((char *)buf, p1, 1, PAGE_SIZE - 1);
	KUNIT_EXPECT_EQ(test, memcmp(buf, shadow + PAGE_SIZE + 1, PAGE_SIZE - 1), 0);
	memcpy_to_page(p0, PAGE_SIZE - 9, (char *)buf, 9);
	memcpy(shadow + PAGE_SIZE - 9, buf, 9);
	memcpy_page(p1, 0, p0, 1000, 3000);
	memcpy(shadow + PAGE_SIZE, shadow + 1000, 3000);
	copy_highpage(folio_page(folio, 2), p0);
	memcpy(shadow + 2 * PAGE_SIZE, shadow, PAGE_SIZE);
	expect_shadow(test, folio);
	copy_user_highpage(folio_page(folio, 3), p1, 0x1000, NULL);
	memcpy(shadow + 3 * PAGE_SIZE, shadow + PAGE_SIZE, PAGE_SIZE);
	clear_user_highpage(p0, 0x2000);
	memset(shadow, 0, PAGE_SIZE);
	clear_highpage(p1);
	memset(shadow + PAGE_SIZE, 0, PAGE_SIZE);
}

static void pages_are_filled_and_copied(struct kunit *test)
{
	for_each_folio(test, fill_and_copy_pages);
}

static void zero_all_ranges(struct kunit *test, struct folio *folio)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ranges); i++) {
		const struct range *a = &ranges[i], *b = &ranges[(i + 3) % ARRAY_SIZE(ranges)];

		fill(folio);
		memset(shadow + a->start, 0, a->end - a->start);
		if (i % 2)
			folio_zero_segment(folio, a->start, a->end);
		else
			zero_user_segment(&folio->page, a->start, a->end);
		expect_shadow(test, folio);
		fill(folio);
		memset(shadow + a->start, 0, a->end - a->start);
		if (i % 2)
			folio_zero_range(folio, a->start, a->end - a->start);
		else
			zero_user(&folio->page, a->start, a->end - a->start);
		expect_shadow(test, folio);
		memset(shadow + b->start, 0, b->end - b->start);
		if (i % 2)
			folio_zero_segments(folio, a->start, a->end, b->start, b->end);
		else
			zero_user_segments(&folio->page, a->start, a->end, b->start, b->end);
		expect_shadow(test, folio);
	}
	/* An end before the start is no range. */
	fill(folio);
	folio_zero_segments(folio, 20, 10, 0, 0);
}

static void ranges_are_zeroed(struct kunit *test)
{
	for_each_folio(test, zero_all_ranges);
}

static void copy_all_ranges(struct kunit *test, struct folio *folio)
{
	unsigned int i, len;

	for (i = 0; i < ARRAY_SIZE(ranges); i++) {
		const struct range *r = &ranges[i];

		len = r->end - r->start;
		memset(buf, 0xee, sizeof(buf));
		memcpy_from_folio((char *)buf, folio, r->start, len);
		KUNIT_EXPECT_EQ(test, memcmp(buf, shadow + r->start, len), 0);
		KUNIT_EXPECT_NULL(test, memchr_inv(buf + len, 0xee, SIZE - len));
		memset(buf, i, len);
		memset(shadow + r->start, i, len);
		memcpy_to_folio(folio, r->start, (char *)buf, len);
		expect_shadow(test, folio);
		fill(folio);
	}
}

static void folios_are_copied(struct kunit *test)
{
	for_each_folio(test, copy_all_ranges);
}

static void zero_and_fill_tails(struct kunit *test, struct folio *folio)
{
	static const unsigned int offsets[] = { 0, 3, PAGE_SIZE - 1, PAGE_SIZE, SIZE - 5 };
	unsigned int i, offset, len;
	char *addr;

	for (i = 0; i < ARRAY_SIZE(offsets); i++) {
		offset = offsets[i];
		fill(folio);
		addr = kmap_local_page(folio_page(folio, offset >> PAGE_SHIFT));
		addr = folio_zero_tail(folio, offset, addr + offset_in_page(offset));
		kunmap_local(addr);
		memset(shadow + offset, 0, SIZE - offset);
		expect_shadow(test, folio);
		fill(folio);
		len = min(SIZE - offset, PAGE_SIZE + 2);
		memset(buf, 0x77, len);
		memset(shadow + offset, 0x77, len);
		memset(shadow + offset + len, 0, SIZE - offset - len);
		folio_fill_tail(folio, offset, (char *)buf, len);
		expect_shadow(test, folio);
	}
	addr = kmap_local_page(&folio->page);
	KUNIT_EXPECT_PTR_EQ(test, folio_zero_tail(folio, SIZE, addr), (void *)addr);
	kunmap_local(addr);
}

static void tails_are_zeroed_and_filled(struct kunit *test)
{
	for_each_folio(test, zero_and_fill_tails);
}

/* A folio of HIGHMEM is read to the end of a page at a time, one of LOWMEM to its end. */
static void read_file(struct kunit *test, struct folio *folio)
{
	loff_t begin = 7ll << 32, pos;
	size_t want = PageHighMem(&folio->page) ? PAGE_SIZE - 50 : SIZE - 50, got;

	KUNIT_EXPECT_EQ(test, memcpy_from_file_folio((char *)buf, folio, begin + 50, SIZE), want);
	for (pos = begin + 50; pos < begin + SIZE; pos += got) {
		got = memcpy_from_file_folio((char *)buf + pos - begin, folio, pos, SIZE);
		KUNIT_ASSERT_GT(test, got, 0ul);
	}
	KUNIT_EXPECT_EQ(test, memcmp(buf + 50, shadow + 50, SIZE - 50), 0);
	KUNIT_EXPECT_EQ(test, memcpy_from_file_folio((char *)buf, folio, begin, 3), 3ul);
}

static void a_folio_is_read_by_place_in_its_file(struct kunit *test)
{
	for_each_folio(test, read_file);
}

/* Both take the mapping and a reference away; of a compound page by any of its pages. */
static void release_drops_mapping_and_reference(struct kunit *test)
{
	struct folio *folio = (struct folio *)alloc_pages(GFP_HIGHUSER | __GFP_COMP, ORDER);

	KUNIT_ASSERT_NOT_NULL(test, folio);
	folio_get(folio);
	folio_get(folio);
	folio_release_kmap(folio, kmap_local_page(&folio->page));
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), 2);
	unmap_and_put_page(folio_page(folio, 3), kmap_local_page(folio_page(folio, 3)));
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), 1);
	__free_pages(&folio->page, ORDER);
}

static struct kunit_case highmem_helpers_cases[] = {
	KUNIT_CASE(pages_are_filled_and_copied),
	KUNIT_CASE(ranges_are_zeroed),
	KUNIT_CASE(folios_are_copied),
	KUNIT_CASE(tails_are_zeroed_and_filled),
	KUNIT_CASE(a_folio_is_read_by_place_in_its_file),
	KUNIT_CASE(release_drops_mapping_and_reference),
	{}
};

static struct kunit_suite highmem_helpers_suite = {
	.name = "highmem_helpers",
	.test_cases = highmem_helpers_cases,
};
kunit_test_suite(highmem_helpers_suite);
