// SPDX-License-Identifier: MIT
/*
 * tests/kernel/vmap_test.c - promises of linux/vmalloc.h: addresses for pages that are there: also on the host
 */
#include <linux/bug.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "vmalloc_test.h"

/*
 * What is written through the pages' own mappings shows in the area and the other way round, in the order of the array,
 * a page that is in it twice at both places; behind the last page nothing is mapped.
 */
static void vmap_shows_pages_in_order(struct kunit *test)
{
	struct page *pages[9];
	u32 *area;
	int i;

	get_pages(test, pages, 8);
	pages[8] = pages[3];
	for (i = 0; i < 8; i++)
		stamp_page(pages[i], 0x1000 + i);
	area = vmap(pages, 9, VM_MAP, PAGE_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_TRUE(test, PAGE_ALIGNED(area));
	KUNIT_EXPECT_TRUE(test, is_vmalloc_addr(area));
	for (i = 0; i < 8; i++) {
		KUNIT_EXPECT_EQ(test, area[i * 1024], 0x1000u + i);
		KUNIT_EXPECT_EQ(test, area[i * 1024 + 1023], ~(0x1000u + i));
		KUNIT_EXPECT_PTR_EQ(test, vmalloc_to_page(&area[i * 1024 + 5]), pages[i]);
		KUNIT_EXPECT_EQ(test, vmalloc_to_pfn(&area[i * 1024]), page_to_pfn(pages[i]));
	}
	area[3 * 1024] = 42;
	KUNIT_EXPECT_EQ(test, area[8 * 1024], 42u);
	KUNIT_EXPECT_FALSE(test, is_mapped(area + 9 * 1024));
	KUNIT_EXPECT_PTR_EQ(test, find_vm_area(&area[5000])->addr, (void *)area);
	KUNIT_EXPECT_EQ(test, get_vm_area_size(find_vm_area(area)), 9 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, find_vm_area(area)->nr_pages, 0u);
	vunmap(area);
	KUNIT_EXPECT_FALSE(test, is_mapped(area));
	KUNIT_EXPECT_NULL(test, vmalloc_to_page(area));
	KUNIT_EXPECT_NULL(test, find_vm_area(area));
	put_pages(pages, 8);
}

static void vmap_refuses_what_cannot_be(struct kunit *test)
{
	struct page *pages[5];

	get_pages(test, pages, 5);
	KUNIT_EXPECT_NULL(test, vmap(pages, 0, VM_MAP, PAGE_KERNEL));
	KUNIT_EXPECT_NULL(test, vmap(pages, ~0u, VM_MAP, PAGE_KERNEL));
	KUNIT_EXPECT_NULL(test,
			  vmap(pages, (unsigned int)totalram_pages() + 1, VM_MAP, PAGE_KERNEL));
	__free_page(pages[3]);
	pages[3] = NULL;
	kunit_expect_warnings(test, 1);
	KUNIT_EXPECT_NULL(test, vmap(pages, 5, VM_MAP, PAGE_KERNEL));
	vunmap(NULL);
	vfree(NULL);
	put_pages(pages, 3);
	__free_page(pages[4]);
}

static void rights_are_as_asked_and_never_executable(struct kunit *test)
{
	enum pg_level level;
	struct page *page;
	void *area;

	get_pages(test, &page, 1);
	area = vmap(&page, 1, VM_MAP, PAGE_KERNEL_ROX);
	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_EQ(test, pte_val(*lookup_address((unsigned long)area, &level)),
			pte_val(pfn_pte(page_to_pfn(page), PAGE_KERNEL_RO)));
	vunmap(area);
	__free_page(page);
}

/* A stale translation would show the first page's word at the second page's mapping. */
static void an_address_never_shows_the_page_before(struct kunit *test)
{
	struct page *pages[2];
	u32 *area, *first = NULL;
	int round;

	get_pages(test, pages, 2);
	stamp_page(pages[0], 100);
	stamp_page(pages[1], 101);
	for (round = 0; round < 6; round++) {
		area = vmap(&pages[round % 2], 1, VM_MAP, PAGE_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, area);
		if (!first)
			first = area;
		KUNIT_EXPECT_PTR_EQ(test, area, first);
		KUNIT_EXPECT_EQ(test, area[0], 100u + round % 2);
		vunmap(area);
		vm_unmap_aliases();
	}
	put_pages(pages, 2);
}

/* Without a flush in between the address is not given out again, and no flush is spent on each. */
static void freed_addresses_wait_for_a_flush(struct kunit *test)
{
	unsigned long flushes = vmap_nr_flushes();
	struct page *page;
	void *area, *last = NULL;
	int i;

	get_pages(test, &page, 1);
	for (i = 0; i < 100; i++) {
		area = vmap(&page, 1, VM_MAP, PAGE_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, area);
		KUNIT_EXPECT_TRUE(test, area > last);
		last = area;
		vunmap(area);
	}
	KUNIT_EXPECT_EQ(test, vmap_nr_flushes(), flushes);
	vm_unmap_aliases();
	KUNIT_EXPECT_EQ(test, vmap_nr_flushes(), flushes + 1);
	vm_unmap_aliases();
	KUNIT_EXPECT_EQ(test, vmap_nr_flushes(), flushes + 1);
	__free_page(page);
}

/* The array may come from either heap. A plain vmap() ends by vfree() too, and keeps its pages. */
static void put_pages_areas_give_back_their_pages(struct kunit *test)
{
	struct page **pages[2] = { vmalloc_array(6, sizeof(struct page *)),
				   kmalloc_array(6, sizeof(struct page *), GFP_KERNEL) };
	void *area;
	int i, j;

	for (i = 0; i < 2; i++) {
		KUNIT_ASSERT_NOT_NULL(test, pages[i]);
		get_pages(test, pages[i], 6);
		area = vmap(pages[i], 6, VM_MAP, PAGE_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, area);
		vfree(area);
		KUNIT_EXPECT_FALSE(test, is_mapped(area));
		KUNIT_EXPECT_EQ(test, page_count(pages[i][5]), 1);
		area = vmap(pages[i], 6, VM_MAP | VM_MAP_PUT_PAGES, PAGE_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, area);
		/* Array and pages are the area's now. */
		for (j = 0; j < 6; j++)
			unhold(pages[i][j]);
		unhold(pages[i]);
		hold(test, unhold(area), held_vfree, 0);
		KUNIT_EXPECT_PTR_EQ(test, find_vm_area(area)->pages, pages[i]);
		KUNIT_EXPECT_EQ(test, find_vm_area(area)->nr_pages, 6u);
		memset(area, 0x5a, 6 * PAGE_SIZE);
		vfree(area);
	}
}

static void vm_map_ram_ends_whole(struct kunit *test)
{
	struct page *pages[40];
	u32 *area;

	get_pages(test, pages, 40);
	stamp_page(pages[39], 7);
	area = vm_map_ram(pages, 40, NUMA_NO_NODE);
	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_EQ(test, area[39 * 1024], 7u);
	kunit_expect_warnings(test, 1);
	vm_unmap_ram(area, 39);
	KUNIT_EXPECT_TRUE(test, is_mapped(area));
	vm_unmap_ram(area, 40);
	KUNIT_EXPECT_FALSE(test, is_mapped(area));
	put_pages(pages, 40);
}

static void held_area(void *addr, unsigned long unused)
{
	vunmap(addr);
}

static struct vm_struct *get_area(struct kunit *test, unsigned long size)
{
	struct vm_struct *area = get_vm_area_caller(size, 0, NULL);

	if (area)
		hold(test, area->addr, held_area, 0);
	return area;
}

/* The message that tells both sizes: tests/boot/heap_cases.py. */
static void without_addresses_there_is_null(struct kunit *test)
{
	unsigned long half = vmap_largest_hole() / 2 + PAGE_SIZE;
	struct vm_struct *first = get_area(test, half), *second;

	KUNIT_ASSERT_NOT_NULL(test, first);
	second = get_area(test, half);
	KUNIT_EXPECT_NULL(test, second);
	KUNIT_EXPECT_NULL(test,
			  __vmalloc_node(PAGE_SIZE, 1UL << 31, GFP_KERNEL, NUMA_NO_NODE, NULL));
	/* What waits for a flush is no obstacle. */
	vunmap(first->addr);
	second = get_area(test, half);
	KUNIT_ASSERT_NOT_NULL(test, second);
	vunmap(second->addr);
}

/*
 * With 32 pages of address space left, addresses come back after a few rounds, without anybody asking for a flush. Each page
 * is read and written at its address, so that the CPU remembers it; the next time another of the seven is there.
 */
static void addresses_come_back_without_the_old_page(struct kunit *test)
{
	unsigned int again = 0, stale = 0, round, rounds = test->run->with_faults ? 50 : 2000;
	struct vm_struct *rest = get_area(test, vmap_largest_hole() - 32 * PAGE_SIZE);
	struct page *pages[7];
	void *first = NULL;
	u32 *area;

	KUNIT_ASSERT_NOT_NULL(test, rest);
	get_pages(test, pages, 7);

	for (round = 0; round < rounds; round++) {
		area = vmap(&pages[round % 7], 1, VM_MAP, PAGE_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, area);
		stamp_page(pages[round % 7], round);
		stale += area[0] != round || area[1023] != ~round;
		area[0] = ~round;
		first = first ?: area;
		again += area == first;
		vunmap(area);
	}
	put_pages(pages, 7);
	KUNIT_EXPECT_EQ(test, stale, 0u);
	KUNIT_EXPECT_GT(test, again, 1u);
	vunmap(rest->addr);
}

/*
 *   [a][b][c] -> [a][ ][c]: the hole goes to the next of its size, a larger one goes behind
 */
static void the_lowest_hole_that_fits_is_taken(struct kunit *test)
{
	void *a = vmalloc(3 * PAGE_SIZE), *b = vmalloc(3 * PAGE_SIZE), *c = vmalloc(3 * PAGE_SIZE),
	     *d, *e;

	KUNIT_ASSERT_TRUE(test, a && b && c);
	KUNIT_EXPECT_PTR_EQ(test, b, a + 4 * PAGE_SIZE);
	KUNIT_EXPECT_PTR_EQ(test, c, b + 4 * PAGE_SIZE);
	vfree(b);
	vm_unmap_aliases();
	d = vmalloc(4 * PAGE_SIZE);
	KUNIT_EXPECT_PTR_EQ(test, d, c + 4 * PAGE_SIZE);
	e = vmalloc(PAGE_SIZE);
	KUNIT_EXPECT_PTR_EQ(test, e, b);
	b = vmalloc(PAGE_SIZE);
	KUNIT_EXPECT_PTR_EQ(test, b, e + 2 * PAGE_SIZE);
	vfree(a);
	vfree(b);
	vfree(c);
	vfree(d);
	vfree(e);
}

/* Of the case below. 7919 is a prime: (i * 7919) % nr is each index once, in no order of addresses. */
static void **many;
static unsigned int nr_many;

static void unmap_many(void *unused)
{
	unsigned int i;

	for (i = 0; i < nr_many; i++)
		(vunmap)(many[i * 7919 % nr_many]);
	(vfree)(many);
}

/* As many small areas as there are addresses for, up to 15,000: side by side, each found, and holes between them refilled. */
static void fifteen_thousand_areas(struct kunit *test)
{
	unsigned int nr = min(15000ul, vmap_largest_hole() / (2 * PAGE_SIZE) - 64), i, bad = 0;
	struct page *page;

	nr = min(nr, (unsigned int)nr_free_buffer_pages() / 4);
	nr = test->run->with_faults ? 100 : nr;
	get_pages(test, &page, 1);
	many = (vcalloc)(nr, sizeof(*many));
	nr_many = nr;
	KUNIT_ASSERT_NOT_NULL(test, many);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, unmap_many, NULL), 0);
	for (i = 0; i < nr; i++) {
		many[i] = (vmap)(&page, 1, VM_MAP, PAGE_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, many[i]);
		bad += i && many[i] != many[i - 1] + 2 * PAGE_SIZE;
	}
	for (i = 0; i < nr; i++)
		bad += vmalloc_to_page(many[i]) != page || find_vm_area(many[i])->addr != many[i];
	KUNIT_EXPECT_EQ(test, bad, 0u);
	for (i = 0; i < nr; i++) {
		if (i * 7919 % nr % 2) {
			(vunmap)(many[i * 7919 % nr]);
			many[i * 7919 % nr] = NULL;
		}
	}
	vm_unmap_aliases();
	for (i = 1; i < nr; i += 2) {
		many[i] = (vmap)(&page, 1, VM_MAP, PAGE_KERNEL);
		bad += many[i] != many[i - 1] + 2 * PAGE_SIZE;
	}
	KUNIT_EXPECT_EQ(test, bad, 0u);
}

static void addresses_are_described(struct kunit *test)
{
	char *area = vmalloc(2 * PAGE_SIZE), text[200];

	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_TRUE(test, vmalloc_describe((unsigned long)area + 5000, text, sizeof(text)));
	KUNIT_EXPECT_TRUE(test, str_has_prefix(text, "vmalloc area of 8192 bytes"));
	KUNIT_EXPECT_TRUE(test, vmalloc_describe((unsigned long)area + 8192, text, sizeof(text)));
	KUNIT_EXPECT_TRUE(test,
			  str_has_prefix(text, "guard page behind the vmalloc area of 8192 bytes"));
	vfree(area);
	KUNIT_EXPECT_TRUE(test, vmalloc_describe((unsigned long)area, text, sizeof(text)));
	KUNIT_EXPECT_TRUE(test, str_has_prefix(text, "freed vmalloc area of 8192 bytes"));
	vm_unmap_aliases();
	KUNIT_EXPECT_FALSE(test, vmalloc_describe((unsigned long)area, text, sizeof(text)));
}

static struct kunit_case vmap_cases[] = {
	KUNIT_CASE(vmap_shows_pages_in_order),
	KUNIT_CASE(vmap_refuses_what_cannot_be),
	KUNIT_CASE(rights_are_as_asked_and_never_executable),
	KUNIT_CASE(an_address_never_shows_the_page_before),
	KUNIT_CASE(addresses_come_back_without_the_old_page),
	KUNIT_CASE(freed_addresses_wait_for_a_flush),
	KUNIT_CASE(put_pages_areas_give_back_their_pages),
	KUNIT_CASE(vm_map_ram_ends_whole),
	KUNIT_CASE(without_addresses_there_is_null),
	KUNIT_CASE(the_lowest_hole_that_fits_is_taken),
	KUNIT_CASE(fifteen_thousand_areas),
	KUNIT_CASE(addresses_are_described),
	{},
};

static struct kunit_suite vmap_suite = {
	.name = "vmap",
	.init = remember_space,
	.test_cases = vmap_cases,
};
kunit_test_suite(vmap_suite);
