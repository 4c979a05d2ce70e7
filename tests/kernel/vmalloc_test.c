// SPDX-License-Identifier: MIT
/*
 * tests/kernel/vmalloc_test.c - promises of linux/vmalloc.h
 *
 * The runner calls vmalloc_release() around each case and compares free pages; the suite does the same for addresses.
 */
#include <kunit/test.h>
#include <linux/bug.h>
#include <linux/highmem.h>
#include <linux/irqflags.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/topology.h>
#include <linux/vmalloc.h>
#include <asm/pgtable.h>
#include <asm/tlbflush.h>

#include "../../mm/internal.h"

static unsigned long hole_before, owned_before;

static int remember_space(struct kunit *test)
{
	vmalloc_release();
	hole_before = vmap_largest_hole();
	owned_before = vmalloc_nr_pages();
	return 0;
}

static void expect_space_as_before(struct kunit *test)
{
	vmalloc_release();
	KUNIT_EXPECT_EQ(test, vmap_largest_hole(), hole_before);
	KUNIT_EXPECT_EQ(test, vmalloc_nr_pages(), owned_before);
}

static bool is_mapped(const void *addr)
{
	enum pg_level level;
	pte_t *pte = lookup_address((unsigned long)addr, &level);

	return pte && pte_present(*pte);
}

static void get_pages(struct kunit *test, struct page **pages, unsigned int nr)
{
	unsigned int i;

	for (i = 0; i < nr; i++) {
		pages[i] = alloc_page(i % 2 ? GFP_HIGHUSER : GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, pages[i]);
	}
}

static void put_pages(struct page **pages, unsigned int nr)
{
	while (nr--)
		__free_page(pages[nr]);
}

static void stamp_page(struct page *page, u32 stamp)
{
	u32 *addr = kmap_local_page(page);

	addr[0] = stamp;
	addr[1023] = ~stamp;
	kunmap_local(addr);
}

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
	int i;

	for (i = 0; i < 2; i++) {
		KUNIT_ASSERT_NOT_NULL(test, pages[i]);
		get_pages(test, pages[i], 6);
		area = vmap(pages[i], 6, VM_MAP, PAGE_KERNEL);
		vfree(area);
		KUNIT_EXPECT_FALSE(test, is_mapped(area));
		KUNIT_EXPECT_EQ(test, page_count(pages[i][5]), 1);
		area = vmap(pages[i], 6, VM_MAP | VM_MAP_PUT_PAGES, PAGE_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, area);
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

static const unsigned long sizes[] = { 1,     4095,	 4096,
				       4097,  12288,	 65536,
				       SZ_1M, SZ_4M + 1, 5 * SZ_1M + 4096 };
KUNIT_ARRAY_PARAM(size, sizes, NULL);

static void vmalloc_gives_what_is_asked(struct kunit *test)
{
	unsigned long size = *(const unsigned long *)test->param_value, i;
	unsigned char *area = vmalloc(size), *zeroes = vzalloc(size);

	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_ASSERT_NOT_NULL(test, zeroes);
	KUNIT_EXPECT_EQ(test, find_vm_area(area)->nr_pages,
			(unsigned int)(PAGE_ALIGN(size) >> PAGE_SHIFT));
	for (i = 0; i < size; i += 1021)
		area[i] = i / 1021;
	for (i = 0; i < size && !zeroes[i]; i++)
		;
	KUNIT_EXPECT_EQ(test, i, size);
	for (i = 0; i < size && area[i] == (unsigned char)(i / 1021); i += 1021)
		;
	KUNIT_EXPECT_GE(test, i, size);
	KUNIT_EXPECT_TRUE(test, is_mapped(area + size - 1));
	KUNIT_EXPECT_FALSE(test, is_mapped(area + PAGE_ALIGN(size)));
	KUNIT_EXPECT_EQ(test, PageHighMem(vmalloc_to_page(area)),
			is_highmem(preferred_zone(numa_node_id(), GFP_HIGHUSER)));
	vfree(area);
	vfree(zeroes);
}

static const unsigned long aligns[] = { 0, 1, 4096, 8192, 16384, 65536, SZ_1M, SZ_4M, SZ_16M };
KUNIT_ARRAY_PARAM(align, aligns, NULL);

static void any_alignment(struct kunit *test)
{
	unsigned long align = *(const unsigned long *)test->param_value;
	void *areas[3];
	int i;

	for (i = 0; i < 3; i++) {
		areas[i] = __vmalloc_node(PAGE_SIZE * (i + 1), align, GFP_KERNEL, NUMA_NO_NODE,
					  any_alignment);
		KUNIT_ASSERT_NOT_NULL(test, areas[i]);
		KUNIT_EXPECT_EQ(test, (unsigned long)areas[i] & (max(align, PAGE_SIZE) - 1), 0ul);
		memset(areas[i], i, PAGE_SIZE * (i + 1));
		KUNIT_EXPECT_PTR_EQ(test, find_vm_area(areas[i])->caller,
				    (const void *)any_alignment);
	}
	while (i--)
		vfree(areas[i]);
}

static void impossible_sizes_give_null(struct kunit *test)
{
	int before = warn_count;

	KUNIT_EXPECT_NULL(test, vmalloc(0));
	kunit_expect_warnings(test, warn_count - before);
	KUNIT_EXPECT_NULL(test, __vmalloc(ULONG_MAX, GFP_KERNEL | __GFP_NOWARN));
	KUNIT_EXPECT_NULL(test, __vmalloc(0UL - PAGE_SIZE, GFP_KERNEL | __GFP_NOWARN));
	KUNIT_EXPECT_NULL(test, __vmalloc(VMALLOC_END - VMALLOC_START, GFP_KERNEL | __GFP_NOWARN));
	KUNIT_EXPECT_NULL(test, vmalloc_array(SIZE_MAX / 2, 3));
	KUNIT_EXPECT_NULL(test, vcalloc(65536, 65536));
	KUNIT_EXPECT_NULL(test, get_vm_area_caller(0, VM_IOREMAP, NULL));
	KUNIT_EXPECT_NULL(test, get_vm_area_caller(ULONG_MAX, VM_IOREMAP, NULL));
}

static void arrays_are_products(struct kunit *test)
{
	u32 *a = vmalloc_array(1500, sizeof(*a)), *z = vcalloc(1500, sizeof(*z)),
	    *n = vmalloc_node(10, 0);

	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_ASSERT_NOT_NULL(test, z);
	KUNIT_ASSERT_NOT_NULL(test, n);
	KUNIT_EXPECT_EQ(test, find_vm_area(a)->nr_pages, 2u);
	KUNIT_EXPECT_EQ(test, z[1499], 0u);
	vfree(a);
	vfree(z);
	vfree(n);
}

/* As much as is free and a little more: pages run out in the middle, and all come back. */
static void without_memory_nothing_is_kept(struct kunit *test)
{
	void *held = vmalloc(SZ_1M);
	unsigned long nr = nr_free_pages() + 16;

	KUNIT_ASSERT_NOT_NULL(test, held);
	if (nr < (vmap_largest_hole() >> PAGE_SHIFT) - 1)
		KUNIT_EXPECT_NULL(test, __vmalloc(nr << PAGE_SHIFT, GFP_KERNEL | __GFP_NOWARN));
	else
		kunit_mark_skipped(test, "more memory than address space");
	vfree(held);
}

static void without_addresses_there_is_null(struct kunit *test)
{
	unsigned long half = vmap_largest_hole() / 2 + PAGE_SIZE;
	struct vm_struct *first = get_vm_area_caller(half, 0, NULL), *second;

	KUNIT_ASSERT_NOT_NULL(test, first);
	second = get_vm_area_caller(half, 0, NULL);
	KUNIT_EXPECT_NULL(test, second);
	/* What waits for a flush is no obstacle. */
	vunmap(first->addr);
	second = get_vm_area_caller(half, 0, NULL);
	KUNIT_ASSERT_NOT_NULL(test, second);
	vunmap(second->addr);
}

/*
 *   [a][b][c] -> [a][ ][c]: the hole goes to the next of its size, a larger one goes behind
 */
static void the_lowest_hole_that_fits_is_taken(struct kunit *test)
{
	void *a = vmalloc(3 * PAGE_SIZE), *b = vmalloc(3 * PAGE_SIZE), *c = vmalloc(3 * PAGE_SIZE),
	     *d, *e;

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

static void vfree_with_interrupts_off_is_put_off(struct kunit *test)
{
	void *a = vmalloc(PAGE_SIZE), *b = vmalloc(5 * PAGE_SIZE);
	unsigned long flags;

	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_ASSERT_NOT_NULL(test, b);
	local_irq_save(flags);
	vfree(a);
	vfree(b);
	local_irq_restore(flags);
	KUNIT_EXPECT_TRUE(test, is_mapped(a));
	vfree(vmalloc(1));
	KUNIT_EXPECT_FALSE(test, is_mapped(a));
	KUNIT_EXPECT_FALSE(test, is_mapped(b));
	KUNIT_EXPECT_EQ(test, vmalloc_nr_pages(), owned_before);
}

static void addresses_that_are_no_areas_are_reported(struct kunit *test)
{
	void *a = vmalloc(2 * PAGE_SIZE);

	KUNIT_ASSERT_NOT_NULL(test, a);
	kunit_expect_warnings(test, 6);
	vfree(a + PAGE_SIZE);
	vunmap(a + 1);
	vfree(test);
	vunmap((void *)(VMALLOC_END - PAGE_SIZE));
	KUNIT_EXPECT_TRUE(test, is_mapped(a));
	vfree(a);
	vfree(a);
	vunmap(a);
}

static void large_pages_where_they_fit(struct kunit *test)
{
	unsigned long size = PMD_SIZE + 3 * PAGE_SIZE;
	enum pg_level level;
	u32 *area = vmalloc_huge(size, GFP_KERNEL | __GFP_ZERO);
	struct page *page;

	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_EQ(test, find_vm_area(area)->nr_pages, (unsigned int)(size >> PAGE_SHIFT));
	lookup_address((unsigned long)area, &level);
	KUNIT_EXPECT_TRUE(test,
			  level != PG_LEVEL_LARGE || IS_ALIGNED((unsigned long)area, PMD_SIZE));
	KUNIT_EXPECT_EQ(test, area[size / 4 - 1], 0u);
	area[PMD_SIZE / 4 - 1] = 1;
	area[PMD_SIZE / 4] = 2;
	/* A page in the middle is a page of its own: a second reference keeps it. */
	page = vmalloc_to_page(&area[PMD_SIZE / 4 - 1]);
	if (level == PG_LEVEL_LARGE)
		KUNIT_EXPECT_EQ(test, page_to_pfn(page), vmalloc_to_pfn(area) + PTRS_PER_PTE - 1);
	get_page(page);
	vfree(area);
	KUNIT_EXPECT_FALSE(test, is_mapped(area));
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	__free_page(page);
	/* Small pages where the large one was, and a large one where a page table was. */
	vm_unmap_aliases();
	vfree(vmalloc(size));
	vm_unmap_aliases();
	area = vmalloc_huge(size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, area);
	memset(area, 1, size);
	vfree(area);
}

/* As many small areas as there are addresses for, up to 15,000: each holds its own number, then holes of any order. */
static void fifteen_thousand_areas(struct kunit *test)
{
	unsigned int nr = min(15000ul, vmap_largest_hole() / (2 * PAGE_SIZE) - 64), i, bad = 0;
	struct page *page;
	void **area;

	nr = min(nr, (unsigned int)nr_free_buffer_pages() / 4);
	area = vmalloc_array(nr, sizeof(*area));
	KUNIT_ASSERT_NOT_NULL(test, area);
	get_pages(test, &page, 1);
	for (i = 0; i < nr; i++) {
		area[i] = vmap(&page, 1, VM_MAP, PAGE_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, area[i]);
		bad += i && area[i] != area[i - 1] + 2 * PAGE_SIZE;
	}
	for (i = 0; i < nr; i++)
		bad += vmalloc_to_page(area[i]) != page || find_vm_area(area[i])->addr != area[i];
	KUNIT_EXPECT_EQ(test, bad, 0u);
	/* 7919 is a prime: each index once, in no order of addresses. */
	for (i = 0; i < nr; i++)
		if (i * 7919 % nr % 2)
			vunmap(area[i * 7919 % nr]);
	vm_unmap_aliases();
	for (i = 1; i < nr; i += 2) {
		void *again = vmap(&page, 1, VM_MAP, PAGE_KERNEL);

		bad += again != area[i];
	}
	KUNIT_EXPECT_EQ(test, bad, 0u);
	for (i = 0; i < nr; i++)
		vunmap(area[i * 7919 % nr]);
	__free_page(page);
	vfree(area);
}

/*
 * Model: what each slot holds, kind, size and stamp. Every word that was written must be there at the end of an area's life.
 */
#define MODEL_SLOTS 48
#define MODEL_PAGES 40

struct model_slot {
	u32 *addr;
	unsigned int pages, kind, stamp;
};

static u32 random_state;

static u32 model_random(u32 below)
{
	random_state = random_state * 1664525 + 1013904223;
	return (random_state >> 8) % below;
}

static void model_take(struct kunit *test, struct model_slot *slot, struct page **pool)
{
	static unsigned int stamp;
	unsigned int i;

	slot->pages = 1 + model_random(MODEL_PAGES);
	slot->kind = model_random(4);
	slot->stamp = stamp++;
	switch (slot->kind) {
	case 0:
		slot->addr = vmalloc(slot->pages * PAGE_SIZE);
		break;
	case 1:
		slot->addr = __vmalloc_node(slot->pages * PAGE_SIZE, PAGE_SIZE << model_random(5),
					    GFP_KERNEL, NUMA_NO_NODE, NULL);
		break;
	case 2:
		slot->addr = vmap(pool, slot->pages, VM_MAP, PAGE_KERNEL);
		break;
	default:
		slot->addr = vm_map_ram(pool, slot->pages, NUMA_NO_NODE);
	}
	KUNIT_ASSERT_NOT_NULL(test, slot->addr);
	if (slot->kind < 2)
		for (i = 0; i < slot->pages; i++)
			slot->addr[i * 1024 + i] = slot->stamp + i;
}

static unsigned int model_give(struct model_slot *slot, struct page **pool)
{
	unsigned int i, bad = 0;

	for (i = 0; i < slot->pages; i++)
		if (slot->kind < 2)
			bad += slot->addr[i * 1024 + i] != slot->stamp + i;
		else
			bad += slot->addr[i * 1024] != 0x77000000 + i ||
			       vmalloc_to_page(&slot->addr[i * 1024]) != pool[i];
	if (slot->kind < 2)
		vfree(slot->addr);
	else if (slot->kind == 2)
		vunmap(slot->addr);
	else
		vm_unmap_ram(slot->addr, slot->pages);
	slot->addr = NULL;
	return bad;
}

static void random_areas_keep_their_contents(struct kunit *test)
{
	static struct model_slot slots[MODEL_SLOTS];
	struct page *pool[MODEL_PAGES];
	unsigned int i, bad = 0;

	random_state = 4711;
	get_pages(test, pool, MODEL_PAGES);
	for (i = 0; i < MODEL_PAGES; i++)
		stamp_page(pool[i], 0x77000000 + i);
	for (i = 0; i < 6000; i++) {
		struct model_slot *slot = &slots[model_random(MODEL_SLOTS)];

		if (slot->addr)
			bad += model_give(slot, pool);
		else
			model_take(test, slot, pool);
		if (!model_random(200))
			vm_unmap_aliases();
		if (!model_random(1000))
			vmalloc_release();
	}
	for (i = 0; i < MODEL_SLOTS; i++)
		if (slots[i].addr)
			bad += model_give(&slots[i], pool);
	KUNIT_EXPECT_EQ(test, bad, 0u);
	put_pages(pool, MODEL_PAGES);
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

static struct kunit_case vmalloc_cases[] = { KUNIT_CASE(vmap_shows_pages_in_order),
					     KUNIT_CASE(vmap_refuses_what_cannot_be),
					     KUNIT_CASE(rights_are_as_asked_and_never_executable),
					     KUNIT_CASE(an_address_never_shows_the_page_before),
					     KUNIT_CASE(freed_addresses_wait_for_a_flush),
					     KUNIT_CASE(put_pages_areas_give_back_their_pages),
					     KUNIT_CASE(vm_map_ram_ends_whole),
					     KUNIT_CASE_PARAM(vmalloc_gives_what_is_asked,
							      size_gen_params),
					     KUNIT_CASE_PARAM(any_alignment, align_gen_params),
					     KUNIT_CASE(impossible_sizes_give_null),
					     KUNIT_CASE(arrays_are_products),
					     KUNIT_CASE(without_memory_nothing_is_kept),
					     KUNIT_CASE(without_addresses_there_is_null),
					     KUNIT_CASE(the_lowest_hole_that_fits_is_taken),
					     KUNIT_CASE(vfree_with_interrupts_off_is_put_off),
					     KUNIT_CASE(addresses_that_are_no_areas_are_reported),
					     KUNIT_CASE(large_pages_where_they_fit),
					     KUNIT_CASE(fifteen_thousand_areas),
					     KUNIT_CASE(random_areas_keep_their_contents),
					     KUNIT_CASE(addresses_are_described),
					     {} };

static struct kunit_suite vmalloc_suite = {
	.name = "vmalloc",
	.init = remember_space,
	.exit = expect_space_as_before,
	.test_cases = vmalloc_cases,
};
kunit_test_suite(vmalloc_suite);
