// SPDX-License-Identifier: MIT
/*
 * tests/kernel/highmem_test.c - promises of linux/highmem.h
 */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/memblock.h>
#include <linux/mm.h>

#include "held.h"

static struct page *high_page(struct kunit *test)
{
	struct page *page = alloc_page(GFP_HIGHUSER);

	if (!page || !PageHighMem(page)) {
		if (page)
			__free_page(page);
		kunit_skip(test, "this machine has no HIGHMEM");
	}
	return page;
}

/* With kmap_local=force they are lent another one, so that code which counts on theirs is found. */
static void low_pages_keep_their_address(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);
	bool forced = kmap_low_end != highmem_start_page;
	u32 *local, *atomic;

	KUNIT_ASSERT_NOT_NULL(test, page);
	local = kmap_local_page(page);
	KUNIT_EXPECT_EQ(test, (void *)local == page_to_virt(page), !forced);
	KUNIT_EXPECT_EQ(test, this_cpu_read(kmap_nr), (unsigned int)forced);
	atomic = kmap_atomic(page);
	KUNIT_EXPECT_EQ(test, (void *)atomic == page_to_virt(page), !forced);
	KUNIT_EXPECT_TRUE(test, pagefault_disabled());
	local[2] = 0x10c;
	KUNIT_EXPECT_EQ(test, atomic[2], 0x10cu);
	kunmap_atomic(atomic);
	KUNIT_EXPECT_FALSE(test, pagefault_disabled());
	kunmap_local(local);
	KUNIT_EXPECT_PTR_EQ(test, page_address(page), page_to_virt(page));
	__free_page(page);
}

/* The page that the offset lies in, and the byte itself. */
static void a_folio_is_mapped_at_an_offset(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_HIGHUSER | __GFP_COMP, 2);
	size_t offset;
	u8 *byte;

	KUNIT_ASSERT_NOT_NULL(test, page);
	for (offset = 5; offset < 4 * PAGE_SIZE; offset += PAGE_SIZE + 3) {
		byte = kmap_local_folio(page_folio(page), offset);
		KUNIT_EXPECT_EQ(test, offset_in_page(byte), offset_in_page(offset));
		*byte = offset >> PAGE_SHIFT;
		kunmap_local(byte);
	}
	for (offset = 5; offset < 4 * PAGE_SIZE; offset += PAGE_SIZE + 3) {
		byte = kmap_local_page(page + (offset >> PAGE_SHIFT));
		KUNIT_EXPECT_EQ(test, byte[offset_in_page(offset)], (u8)(offset >> PAGE_SHIFT));
		kunmap_local(byte);
	}
	__free_pages(page, 2);
}

/* Where checks cost nothing to speak of, use after unmap faults; elsewhere the entry waits for the next mapping. */
static void an_unmapped_address_faults_in_debug_builds(struct kunit *test)
{
	struct page *page = high_page(test);
	u32 *addr = kmap_local_page(page), word;

	/* The CPU knows the translation. */
	WRITE_ONCE(*addr, 5);
	KUNIT_EXPECT_EQ(test, copy_from_kernel_nofault(&word, addr, 4), 0l);
	kunmap_local(addr);
	KUNIT_EXPECT_EQ(test, copy_from_kernel_nofault(&word, addr, 4),
			IS_ENABLED(CONFIG_DEBUG_VM) ? (long)-EFAULT : 0l);
	__free_page(page);
}

/* What no mapping gave is not ended in silence where somebody looks for bugs. The address has the name of a macro's variable. */
static void only_mappings_can_be_unmapped(struct kunit *test)
{
	bool forced = kmap_low_end != highmem_start_page;
	void *__addr = (void *)__get_free_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, __addr);
	kunit_expect_warnings(test, forced ? 3 : IS_ENABLED(CONFIG_DEBUG_VM) ? 2 : 0);
	kunmap_local(__addr);
	kunmap_local(NULL);
	kunmap_local((void *)PKMAP_BASE);
	KUNIT_EXPECT_EQ(test, this_cpu_read(kmap_nr), 0u);
	free_page((unsigned long)__addr);
}

/*
 * Two pages take turns in one slot. A forgotten invlpg shows the first page's words under the second's mapping.
 */
static void a_slot_never_shows_the_page_before(struct kunit *test)
{
	struct page *page[2] = { high_page(test), alloc_page(GFP_HIGHUSER) };
	u32 *addr[2];
	int round, i;

	KUNIT_ASSERT_NOT_NULL(test, page[1]);
	for (round = 0; round < 4; round++)
		for (i = 0; i < 2; i++) {
			addr[i] = kmap_local_page(page[i]);
			if (round)
				KUNIT_EXPECT_EQ(test, addr[i][7], 0xabcd0000u + i);
			addr[i][7] = 0xabcd0000u + i;
			kunmap_local(addr[i]);
		}
	KUNIT_EXPECT_PTR_EQ(test, addr[0], addr[1]);
	KUNIT_EXPECT_NULL(test, page_address(page[0]));
	__free_page(page[0]);
	__free_page(page[1]);
}

static void nesting_goes_to_the_documented_depth(struct kunit *test)
{
	struct page *page[KM_MAX_IDX - 1];
	u32 *addr[KM_MAX_IDX - 1];
	int i;

	page[0] = high_page(test);
	for (i = 1; i < KM_MAX_IDX - 1; i++) {
		page[i] = alloc_page(GFP_HIGHUSER);
		KUNIT_ASSERT_NOT_NULL(test, page[i]);
	}
	for (i = 0; i < KM_MAX_IDX - 1; i++) {
		addr[i] = kmap_local_page(page[i]);
		addr[i][0] = i;
	}
	for (i = KM_MAX_IDX - 2; i >= 0; i--) {
		KUNIT_EXPECT_EQ(test, addr[i][0], (u32)i);
		/* Any address inside the page will do. */
		kunmap_local((char *)addr[i] + PAGE_SIZE - 1);
		__free_page(page[i]);
	}
	KUNIT_EXPECT_EQ(test, this_cpu_read(kmap_nr), 0u);
}

static void unmapping_out_of_order_is_reported(struct kunit *test)
{
	struct page *page = high_page(test);
	void *first = kmap_local_page(page), *second = kmap_local_page(page);

	kunit_expect_warnings(test, 1);
	kunmap_local(first);
	kunmap_local(second);
	kunmap_local(first);
	__free_page(page);
}

static void atomic_mappings_switch_faults_and_preemption_off(struct kunit *test)
{
	struct page *page = high_page(test);
	int before = preempt_count();
	u32 *addr = kmap_atomic(page);

	KUNIT_EXPECT_EQ(test, preempt_count(), before + 1);
	KUNIT_EXPECT_TRUE(test, pagefault_disabled());
	addr[1023] = 42;
	kunmap_atomic(addr);
	KUNIT_EXPECT_EQ(test, preempt_count(), before);
	KUNIT_EXPECT_FALSE(test, pagefault_disabled());
	addr = kmap_atomic_pfn(page_to_pfn(page));
	KUNIT_EXPECT_EQ(test, addr[1023], 42u);
	kunmap_atomic(addr);
	__free_page(page);
}

/* The rights asked for are those of the entry, and the next plain mapping of the same page does not inherit them. */
static void rights_are_of_one_mapping(struct kunit *test)
{
	struct page *page = high_page(test);
	pte_t *entry = fixmap_pte(FIX_KMAP_BEGIN);
	u32 *addr = kmap_local_page(page);

	addr[3] = 33;
	kunmap_local(addr);
	addr = kmap_local_page_prot(page, PAGE_KERNEL_RO);
	KUNIT_EXPECT_EQ(test, addr[3], 33u);
	KUNIT_EXPECT_EQ(test, pte_val(*entry) & _PAGE_RW, (pteval_t)0);
	kunmap_local(addr);
	addr = kmap_local_page(page);
	KUNIT_EXPECT_EQ(test, pte_val(*entry) & _PAGE_RW, (pteval_t)_PAGE_RW);
	addr[3] = 34;
	kunmap_local(addr);
	addr = kmap_atomic_prot(page, PAGE_KERNEL_RO);
	KUNIT_EXPECT_EQ(test, addr[3], 34u);
	kunmap_atomic(addr);
	__free_page(page);
}

static void a_frame_number_is_enough(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);
	u32 *low = page_to_virt(page), *window;

	KUNIT_ASSERT_NOT_NULL(test, page);
	low[5] = 0x600dcafe;
	window = kmap_local_pfn(page_to_pfn(page));
	KUNIT_EXPECT_PTR_NE(test, window, low);
	KUNIT_EXPECT_EQ(test, window[5], 0x600dcafeu);
	kunmap_local(window);
	__free_page(page);
}

/* Through two mappings at once. Whoever has the frame finds it as it was. */
static void the_last_frame_is_mapped(struct kunit *test)
{
	unsigned long flags;
	u32 *first, *second, word;

	local_irq_save(flags);
	first = kmap_local_pfn(max_pfn - 1);
	second = kmap_local_page_prot(pfn_to_page(max_pfn - 1), PAGE_KERNEL);
	word = first[PAGE_SIZE / 4 - 1];
	first[PAGE_SIZE / 4 - 1] = ~word;
	KUNIT_EXPECT_EQ(test, second[PAGE_SIZE / 4 - 1], ~word);
	first[PAGE_SIZE / 4 - 1] = word;
	KUNIT_EXPECT_PTR_EQ(test, kmap_to_page(first), pfn_to_page(max_pfn - 1));
	kunmap_local(second);
	kunmap_local(first);
	local_irq_restore(flags);
}

static struct kunit_case highmem_cases[] = {
	KUNIT_CASE(low_pages_keep_their_address),
	KUNIT_CASE(a_folio_is_mapped_at_an_offset),
	KUNIT_CASE(an_unmapped_address_faults_in_debug_builds),
	KUNIT_CASE(only_mappings_can_be_unmapped),
	KUNIT_CASE(a_slot_never_shows_the_page_before),
	KUNIT_CASE(nesting_goes_to_the_documented_depth),
	KUNIT_CASE(unmapping_out_of_order_is_reported),
	KUNIT_CASE(atomic_mappings_switch_faults_and_preemption_off),
	KUNIT_CASE(rights_are_of_one_mapping),
	KUNIT_CASE(a_frame_number_is_enough),
	KUNIT_CASE(the_last_frame_is_mapped),
	{}
};

static struct kunit_suite highmem_suite = {
	.name = "highmem",
	.test_cases = highmem_cases,
};
kunit_test_suite(highmem_suite);
