// SPDX-License-Identifier: MIT
/*
 * tests/kernel/vmalloc_test.c - promises of linux/vmalloc.h: areas with pages of their own: also on the host
 */
#include <linux/bug.h>
#include <linux/highmem.h>
#include <linux/irqflags.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/topology.h>
#include <linux/vmalloc.h>

#include "../../mm/internal.h"
#include "vmalloc_test.h"

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

/* The area is said to be taken by the function, which is shorter than this. */
static bool is_taken_by(const void *addr, void (*function)(struct kunit *test))
{
	return (unsigned long)find_vm_area(addr)->caller - (unsigned long)function < SZ_8K;
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
	KUNIT_EXPECT_TRUE(test, is_taken_by(a, arrays_are_products));
	KUNIT_EXPECT_TRUE(test, is_taken_by(n, arrays_are_products));
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

static void vfree_with_interrupts_off_is_put_off(struct kunit *test)
{
	void *a = vmalloc(PAGE_SIZE), *b = vmalloc(5 * PAGE_SIZE);
	u32 foreign[2] = { 1, 2 };
	unsigned long flags;

	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_ASSERT_NOT_NULL(test, b);
	local_irq_save(flags);
	vfree(a);
	vfree(b);
	kunit_expect_warnings(test, 2);
	(vfree)(a);
	(vfree)(foreign);
	KUNIT_EXPECT_TRUE(test, is_mapped(a));
	local_irq_restore(flags);
	KUNIT_EXPECT_EQ(test, foreign[0], 1u);
	rcu_barrier();
	KUNIT_EXPECT_FALSE(test, is_mapped(a));
	KUNIT_EXPECT_FALSE(test, is_mapped(b));
	KUNIT_EXPECT_EQ(test, vmalloc_nr_pages(), owned_before);
}

/* What RCU has in its list is left to it. */
static void a_second_vfree_with_interrupts_on_is_reported(struct kunit *test)
{
	void *a = vmalloc(3 * PAGE_SIZE);
	unsigned long flags;

	KUNIT_ASSERT_NOT_NULL(test, a);
	kunit_expect_warnings(test, 1);
	preempt_disable();
	local_irq_save(flags);
	vfree(a);
	local_irq_restore(flags);
	(vfree)(a);
	KUNIT_EXPECT_TRUE(test, is_mapped(a));
	preempt_enable();
	rcu_barrier();
	KUNIT_EXPECT_FALSE(test, is_mapped(a));
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
	kunit_info(test, "vmalloc_huge(): %s pages\n", level == PG_LEVEL_LARGE ? "large" : "small");
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

/* Also where it begins and ends exactly as asked for. */
static void the_lowest_aligned_fit_is_taken(struct kunit *test)
{
	const unsigned long size = SZ_128K - PAGE_SIZE;
	void *low = __vmalloc_node(size, SZ_128K, GFP_KERNEL, NUMA_NO_NODE, NULL),
	     *high = __vmalloc_node(size, SZ_128K, GFP_KERNEL, NUMA_NO_NODE, NULL), *again;

	KUNIT_ASSERT_TRUE(test, low && high);
	vfree(low);
	vm_unmap_aliases();
	again = __vmalloc_node(size, SZ_128K, GFP_KERNEL, NUMA_NO_NODE, NULL);
	KUNIT_ASSERT_NOT_NULL(test, again);
	KUNIT_EXPECT_PTR_EQ(test, again, low);
	vfree(again);
	vfree(high);
}

static struct kunit_case vmalloc_cases[] = {
	KUNIT_CASE_PARAM(vmalloc_gives_what_is_asked, size_gen_params),
	KUNIT_CASE_PARAM(any_alignment, align_gen_params),
	KUNIT_CASE(the_lowest_aligned_fit_is_taken),
	KUNIT_CASE(impossible_sizes_give_null),
	KUNIT_CASE(arrays_are_products),
	KUNIT_CASE(without_memory_nothing_is_kept),
	KUNIT_CASE(vfree_with_interrupts_off_is_put_off),
	KUNIT_CASE(a_second_vfree_with_interrupts_on_is_reported),
	KUNIT_CASE(addresses_that_are_no_areas_are_reported),
	KUNIT_CASE(large_pages_where_they_fit),
	{},
};

static struct kunit_suite vmalloc_suite = {
	.name = "vmalloc",
	.init = remember_space,
	.test_cases = vmalloc_cases,
};
kunit_test_suite(vmalloc_suite);
