// SPDX-License-Identifier: MIT
/*
 * tests/kernel/slab_test.c - promises of linux/slab.h about kmalloc(), and mm/util.c: also on the host
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../../mm/slab.h"
#include "held.h"

static const unsigned int classes[] = { 8,   16,  32,	64,   96,   128, 192,
					256, 512, 1024, 2048, 4096, 8192 };

static bool is_filled(const void *p, int c, size_t n)
{
	return !memchr_inv(p, c, n);
}

/* Each size gets the smallest class that holds it, is aligned as promised, and is all there. */
static void each_size_has_its_class(struct kunit *test)
{
	unsigned int size, class = 0;

	for (size = 1; size <= 8192; size++) {
		char *p = kmalloc(size, GFP_KERNEL);

		if (size > classes[class])
			class ++;
		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_ASSERT_EQ(test, ksize(p), (size_t)classes[class]);
		KUNIT_ASSERT_EQ(test, kmalloc_size_roundup(size), (size_t)classes[class]);
		/* Its largest power-of-two divisor. */
		KUNIT_ASSERT_EQ(test, (unsigned long)p & ((classes[class] & -classes[class]) - 1),
				0ul);
		memset(p, 0xa5, size);
		kfree(p);
	}
}

#define EXPECT_CLASS(size, bytes)                                                                  \
	do {                                                                                       \
		void *__p = kmalloc(size, GFP_KERNEL), *__z = kzalloc(size, GFP_ATOMIC);           \
		KUNIT_ASSERT_TRUE(test, __p &&__z);                                                \
		KUNIT_EXPECT_EQ(test, ksize(__p), (size_t)(bytes));                                \
		KUNIT_EXPECT_EQ(test, ksize(__z), (size_t)(bytes));                                \
		KUNIT_EXPECT_TRUE(test, is_filled(__z, 0, bytes));                                 \
		memset(__z, 0xff, bytes);                                                          \
		kfree(__p);                                                                        \
		kfree(__z);                                                                        \
	} while (0)

/* What the compiler resolves is what the table says. */
static void constant_sizes_agree(struct kunit *test)
{
	EXPECT_CLASS(1, 8);
	EXPECT_CLASS(8, 8);
	EXPECT_CLASS(9, 16);
	EXPECT_CLASS(64, 64);
	EXPECT_CLASS(65, 96);
	EXPECT_CLASS(96, 96);
	EXPECT_CLASS(97, 128);
	EXPECT_CLASS(129, 192);
	EXPECT_CLASS(192, 192);
	EXPECT_CLASS(193, 256);
	EXPECT_CLASS(4097, 8192);
	EXPECT_CLASS(8192, 8192);
	EXPECT_CLASS(8193, 16384);
	EXPECT_CLASS(100000, 131072);
}

static void large_sizes_are_pages(struct kunit *test)
{
	unsigned long slab = nr_slab_pages(false);
	unsigned int order;

	for (order = 2; order <= MAX_PAGE_ORDER; order++) {
		size_t size = (PAGE_SIZE << order) - 5;
		char *p = kmalloc(size, GFP_KERNEL | __GFP_NOWARN);

		if (!p)
			continue; /* a machine of 16 MiB may have no such block */
		KUNIT_EXPECT_EQ(test, ksize(p), (size_t)PAGE_SIZE << order);
		KUNIT_EXPECT_EQ(test, (unsigned long)p & ((PAGE_SIZE << order) - 1), 0ul);
		KUNIT_EXPECT_EQ(test, nr_slab_pages(false) - slab, 1ul << order);
		p[0] = p[size - 1] = 1;
		kfree(p);
	}
	KUNIT_EXPECT_EQ(test, nr_slab_pages(false), slab);
	KUNIT_EXPECT_NULL(test, kmalloc(KMALLOC_MAX_SIZE + 1, GFP_KERNEL));
}

static void zero_bytes_are_a_pointer_of_their_own(struct kunit *test)
{
	size_t none = 0;

	OPTIMIZER_HIDE_VAR(none);
	KUNIT_EXPECT_PTR_EQ(test, kmalloc(0, GFP_KERNEL), ZERO_SIZE_PTR);
	KUNIT_EXPECT_PTR_EQ(test, kmalloc(none, GFP_KERNEL), ZERO_SIZE_PTR);
	KUNIT_EXPECT_PTR_EQ(test, kzalloc(none, GFP_ATOMIC), ZERO_SIZE_PTR);
	KUNIT_EXPECT_PTR_EQ(test, kcalloc(none, 8, GFP_KERNEL), ZERO_SIZE_PTR);
	KUNIT_EXPECT_EQ(test, ksize(ZERO_SIZE_PTR), (size_t)0);
	KUNIT_EXPECT_EQ(test, ksize(NULL), (size_t)0);
	kfree(ZERO_SIZE_PTR);
	kfree(NULL);
	kfree_sensitive(NULL);
}

static void what_overflows_is_refused(struct kunit *test)
{
	size_t big = (size_t)-1 / 8 + 1;
	void *p = kmalloc(16, GFP_KERNEL);

	KUNIT_EXPECT_NULL(test, kmalloc_array(big, 8, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kcalloc(8, big, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, krealloc_array(p, big, 8, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, krealloc_array(p, 8, big, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kmalloc((size_t)-1, GFP_KERNEL));
	kfree(p);
}

static void zeroed_memory_is_zero_after_use(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(classes); i++) {
		size_t size = classes[i];
		char *p = kmalloc(size, GFP_KERNEL), *q;

		KUNIT_ASSERT_NOT_NULL(test, p);
		memset(p, 0x77, size);
		kfree(p);
		q = kzalloc(size, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, q);
		KUNIT_EXPECT_PTR_EQ(test, q, p);
		KUNIT_EXPECT_TRUE(test, is_filled(q, 0, size));
		memset(q, 0x77, size);
		kfree(q);
		q = kcalloc(size / 8, 8, GFP_ATOMIC);
		KUNIT_ASSERT_NOT_NULL(test, q);
		KUNIT_EXPECT_TRUE(test, is_filled(q, 0, size));
		kfree(q);
	}
}

static void dma_memory_is_below_16_mib(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(classes); i++) {
		size_t size = classes[i];
		void *p = kmalloc(size, GFP_KERNEL | GFP_DMA),
		     *q = kmalloc(64, GFP_ATOMIC | GFP_DMA);

		KUNIT_EXPECT_TRUE(test, p && virt_to_phys(p) < SZ_16M);
		KUNIT_EXPECT_TRUE(test, q && virt_to_phys(q) < SZ_16M);
		kfree(p);
		kfree(q);
	}
}

static void nodes_are_a_wish_or_a_condition(struct kunit *test)
{
	void *p = kmalloc_node(100, GFP_KERNEL, 0),
	     *q = kzalloc_node(100, GFP_KERNEL, NUMA_NO_NODE);

	KUNIT_ASSERT_TRUE(test, p && q);
	KUNIT_EXPECT_EQ(test, ksize(p), (size_t)128);
	KUNIT_EXPECT_TRUE(test, is_filled(q, 0, 100));
	kfree(p);
	kfree(q);
}

static void krealloc_keeps_the_contents(struct kunit *test)
{
	char *p = krealloc(NULL, 10, GFP_KERNEL), *q;
	size_t size, had = 10;

	KUNIT_ASSERT_NOT_NULL(test, p);
	memset(p, 0x5a, had);
	for (size = 16; size < 100000; size = size * 3 / 2) {
		q = krealloc(p, size, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, q);
		KUNIT_EXPECT_TRUE(test, is_filled(q, 0x5a, had));
		memset(q, 0x5a, size);
		had = size;
		p = q;
	}
	/* Smaller: the same place. */
	q = krealloc(p, 1, GFP_KERNEL);
	KUNIT_EXPECT_PTR_EQ(test, q, p);
	q = krealloc(p, 0, GFP_KERNEL);
	KUNIT_EXPECT_PTR_EQ(test, q, ZERO_SIZE_PTR);
	p = krealloc(ZERO_SIZE_PTR, 8, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_EQ(test, ksize(p), (size_t)8);
	/* It stays as it was when there is no memory. */
	memset(p, 1, 8);
	KUNIT_EXPECT_NULL(test, krealloc(p, KMALLOC_MAX_SIZE + 1, GFP_KERNEL));
	KUNIT_EXPECT_TRUE(test, is_filled(p, 1, 8));
	kfree(p);
}

static void krealloc_zeroes_what_it_adds(struct kunit *test)
{
	char *p = kzalloc(20, GFP_KERNEL);
	size_t sizes[] = { 32, 25, 30, 64, 33, 500 }, had = 20, i;

	KUNIT_ASSERT_NOT_NULL(test, p);
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		memset(p, 0x11, had);
		p = krealloc(p, sizes[i], GFP_KERNEL | __GFP_ZERO);
		KUNIT_ASSERT_NOT_NULL(test, p);
		if (sizes[i] > had)
			KUNIT_EXPECT_TRUE(test, is_filled(p + had, 0, sizes[i] - had));
		had = sizes[i];
	}
	kfree(p);
}

static void sensitive_memory_is_wiped(struct kunit *test)
{
	bool slab_poisoned = kmalloc_caches[KMALLOC_NORMAL][6]->flags & SLAB_POISON;
	char *p = kmalloc(64, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	memset(p, 0x99, 64);
	kfree_sensitive(p);
	/* The first two words belong to the list of free objects, the last byte is poison's end. */
	KUNIT_EXPECT_TRUE(test, is_filled(p + 8, slab_poisoned ? 0x6b : 0, 55));
}

static void strings_are_copied(struct kunit *test)
{
	char *s[] = { kstrdup("LOWMEM", GFP_KERNEL),
		      kstrndup("HIGHMEM", 4, GFP_KERNEL),
		      kstrndup("LOW", 9, GFP_KERNEL),
		      kmemdup("abc", 4, GFP_KERNEL),
		      kmemdup_nul("abcdef", 3, GFP_KERNEL),
		      kasprintf(GFP_KERNEL, "%s at %d%c", "zone", 42, '.') };
	static const char *const wanted[] = {
		"LOWMEM", "HIGH", "LOW", "abc", "abc", "zone at 42."
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(s); i++) {
		KUNIT_ASSERT_NOT_NULL(test, s[i]);
		KUNIT_EXPECT_STREQ(test, s[i], wanted[i]);
		kfree(s[i]);
	}
	KUNIT_EXPECT_NULL(test, kstrdup(NULL, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kstrndup(NULL, 5, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kmemdup("x", KMALLOC_MAX_SIZE + 1, GFP_KERNEL));
}

static void kvmalloc_takes_what_there_is(struct kunit *test)
{
	static const size_t sizes[] = { 1, 4096, 5000, 3 << 20, 5 << 20 };
	unsigned int i;
	size_t big = (size_t)-1 / 8 + 1;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		char *p = kvmalloc(sizes[i], GFP_KERNEL), *q = kvcalloc(sizes[i], 1, GFP_KERNEL);

		KUNIT_ASSERT_TRUE(test, p && q);
		memset(p, 0x21, sizes[i]);
		KUNIT_EXPECT_TRUE(test, is_filled(q, 0, sizes[i]));
		KUNIT_EXPECT_TRUE(test, is_filled(p, 0x21, sizes[i]));
		kvfree(p);
		kvfree(q);
	}
	KUNIT_EXPECT_NULL(test, kvmalloc(5 << 20, GFP_ATOMIC));
	KUNIT_EXPECT_NULL(test, kvmalloc_array(big, 8, GFP_KERNEL));
	kvfree(NULL);
}

/* LOWMEM in small pieces: vmalloc() serves who cannot take a no. */
static void kvmalloc_without_blocks_is_vmalloc(struct kunit *test)
{
	struct page *page, *next, *pieces = (alloc_pages)(GFP_KERNEL, 9);
	struct list_head blocks[NR_PAGE_ORDERS];
	int order, i;
	void *p;

	KUNIT_ASSERT_NOT_NULL(test, pieces);
	(split_page)(pieces, 9);
	for (order = MAX_PAGE_ORDER; order >= 4; order--) {
		INIT_LIST_HEAD(&blocks[order]);
		while ((page = (alloc_pages)(GFP_KERNEL | __GFP_MEMALLOC | __GFP_NOWARN, order)))
			list_add(&page->lru, &blocks[order]);
	}
	for (i = 0; i < 512; i += 2)
		(__free_page)(pieces + i);
	p = kvmalloc(SZ_64K, GFP_KERNEL | __GFP_MEMALLOC | __GFP_NOFAIL);
	KUNIT_EXPECT_TRUE(test, is_vmalloc_addr(p));
	kvfree(p);
	for (i = 1; i < 512; i += 2)
		(__free_page)(pieces + i);
	for (order = 4; order < NR_PAGE_ORDERS; order++)
		list_for_each_entry_safe(page, next, &blocks[order], lru)
			(__free_pages)(page, order);
}

static void kunit_memory_ends_with_the_case(struct kunit *test)
{
	char *p = kunit_kzalloc(test, 100, GFP_KERNEL), *q = kunit_kmalloc(test, 5000, GFP_KERNEL);

	KUNIT_EXPECT_TRUE(test, p && q && is_filled(p, 0, 100));
	kunit_kfree(test, p);
	KUNIT_EXPECT_NULL(test, kunit_kmalloc_array(test, (size_t)-1, 8, GFP_KERNEL));
	KUNIT_EXPECT_NOT_NULL(test, kunit_kcalloc(test, 10, 8, GFP_KERNEL));
}

static struct kunit_case slab_cases[] = { KUNIT_CASE(each_size_has_its_class),
					  KUNIT_CASE(constant_sizes_agree),
					  KUNIT_CASE(large_sizes_are_pages),
					  KUNIT_CASE(zero_bytes_are_a_pointer_of_their_own),
					  KUNIT_CASE(what_overflows_is_refused),
					  KUNIT_CASE(zeroed_memory_is_zero_after_use),
					  KUNIT_CASE(dma_memory_is_below_16_mib),
					  KUNIT_CASE(nodes_are_a_wish_or_a_condition),
					  KUNIT_CASE(krealloc_keeps_the_contents),
					  KUNIT_CASE(krealloc_zeroes_what_it_adds),
					  KUNIT_CASE(sensitive_memory_is_wiped),
					  KUNIT_CASE(strings_are_copied),
					  KUNIT_CASE(kvmalloc_takes_what_there_is),
					  KUNIT_CASE(kvmalloc_without_blocks_is_vmalloc),
					  KUNIT_CASE(kunit_memory_ends_with_the_case),
					  {} };

static struct kunit_suite slab_suite = {
	.name = "slab",
	.test_cases = slab_cases,
};
kunit_test_suite(slab_suite);
