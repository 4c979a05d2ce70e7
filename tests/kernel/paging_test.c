// SPDX-License-Identifier: MIT
/*
 * tests/kernel/paging_test.c - the direct map, the image's rights, the fixmap and early mappings: arch/i386 only
 */
#include <kunit/test.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <asm/cpufeature.h>
#include <asm/fixmap.h>
#include <asm/pgtable.h>
#include <asm/processor.h>
#include <asm/sections.h>
#include <asm/tlbflush.h>

#include "held.h"

/* The entry of each page of LOWMEM's RAM leads to the frame that the direct map promises. */
static void ram_is_mapped_one_to_one(struct kunit *test)
{
	unsigned long start, end, pfn, bad = 0;
	int i;

	for_each_mem_pfn_range(i, MAX_NUMNODES, &start, &end, NULL) {
		for (pfn = start; pfn < min(end, max_low_pfn); pfn++) {
			unsigned long vaddr = (unsigned long)__va(PFN_PHYS(pfn)), frame;
			enum pg_level level;
			pte_t *pte = lookup_address(vaddr, &level);

			if (vaddr >= (unsigned long)init_stack_guard &&
			    vaddr < (unsigned long)init_stack)
				continue;
			KUNIT_ASSERT_NOT_NULL_MSG(test, pte, "pfn %lx", pfn);
			if (!debug_pagealloc_enabled())
				KUNIT_ASSERT_TRUE_MSG(test, pte_present(*pte), "pfn %lx", pfn);
			frame = pte_pfn(*pte);
			if (level == PG_LEVEL_LARGE)
				frame += (vaddr & ~PMD_MASK) >> PAGE_SHIFT;
			bad += frame != pfn;
		}
	}
	KUNIT_EXPECT_EQ(test, bad, 0ul);
}

/* Holes of the memory map are not mapped: a stray access there faults instead of reading nothing. */
static void holes_are_not_mapped(struct kunit *test)
{
	unsigned long start, end, last = PHYS_PFN(ISA_END);
	int i;

	for_each_mem_pfn_range(i, MAX_NUMNODES, &start, &end, NULL) {
		if (start > last && start < max_low_pfn) {
			KUNIT_EXPECT_FALSE(
				test, kernel_page_present((unsigned long)__va(PFN_PHYS(last))));
			KUNIT_EXPECT_FALSE(test, kernel_page_present(
							 (unsigned long)__va(PFN_PHYS(start - 1))));
		}
		last = max(last, end);
	}
	KUNIT_EXPECT_FALSE(test, kernel_page_present(high_memory_addr));
	KUNIT_EXPECT_FALSE(test, kernel_page_present(high_memory_addr + VMALLOC_OFFSET - 1));
}

static void the_user_half_is_empty(struct kunit *test)
{
	unsigned long vaddr;

	for (vaddr = 0; vaddr < PAGE_OFFSET; vaddr += PMD_SIZE)
		KUNIT_ASSERT_FALSE_MSG(test, pmd_present(*pmd_off_k(vaddr)), "%lx", vaddr);
	for (vaddr = FIXADDR_TOP + PAGE_SIZE; vaddr; vaddr += PMD_SIZE)
		KUNIT_ASSERT_FALSE_MSG(test, pmd_present(*pmd_off_k(vaddr)), "%lx", vaddr);
	KUNIT_EXPECT_FALSE(test, kernel_page_present(FIXADDR_TOP));
	KUNIT_EXPECT_FALSE(test, kernel_page_present((unsigned long)init_stack_guard));
}

/* Entries are compared with the rights that the part must have; accessed and dirty bits do not matter. */
static void expect_rights(struct kunit *test, const char *start, const char *end, pgprot_t prot)
{
	const pteval_t rights = _PAGE_PRESENT | _PAGE_RW | _PAGE_USER | _PAGE_NX | _PAGE_GLOBAL;
	unsigned long vaddr;

	for (vaddr = (unsigned long)start; vaddr < (unsigned long)end; vaddr += PAGE_SIZE) {
		enum pg_level level;
		pte_t *pte = lookup_address(vaddr, &level);

		KUNIT_ASSERT_EQ_MSG(test, level, PG_LEVEL_4K, "%lx", vaddr);
		KUNIT_ASSERT_EQ_MSG(test, pte_val(*pte) & rights,
				    pgprot_val(prot) & rights & __supported_pte_mask, "%lx", vaddr);
	}
}

static void the_image_has_its_rights(struct kunit *test)
{
	expect_rights(test, _text, _etext, PAGE_KERNEL_ROX);
	expect_rights(test, __start_rodata, __end_rodata, PAGE_KERNEL_RO);
	expect_rights(test, __start_ro_after_init, __end_ro_after_init, PAGE_KERNEL_RO);
	expect_rights(test, __end_ro_after_init, _edata, PAGE_KERNEL);
	expect_rights(test, (char *)init_stack, __bss_stop, PAGE_KERNEL);
	KUNIT_EXPECT_TRUE(test, read_cr0() & X86_CR0_WP);
}

/* The init sections have left their addresses; the direct map has their frames as ordinary memory of the page allocator. */
static void the_init_sections_are_free(struct kunit *test)
{
	unsigned long vaddr;
	char buf[80];

	if (!debug_pagealloc_enabled())
		expect_rights(test, __va(__init_begin), __va(__init_end), PAGE_KERNEL);
	for (vaddr = (unsigned long)__init_begin; vaddr < (unsigned long)__init_end;
	     vaddr += PAGE_SIZE) {
		KUNIT_EXPECT_FALSE(test, page_is_reserved(PHYS_PFN(vaddr)));
		describe_address(vaddr, buf, sizeof(buf));
		KUNIT_ASSERT_EQ_MSG(test, strncmp(buf, "freed init section", 18), 0, "%lx: %s",
				    vaddr, buf);
	}
}

/* Where the CPU has large pages, RAM that fills a PMD is mapped by one, and is global where there is PGE. */
static void large_pages_are_used(struct kunit *test)
{
	unsigned long vaddr = round_up((unsigned long)_end, PMD_SIZE), large = 0, whole = 0;

	for (; vaddr < high_memory_addr; vaddr += PMD_SIZE) {
		if (vaddr + PMD_SIZE > high_memory_addr ||
		    !memblock_is_region_memory(__pa(vaddr), PMD_SIZE))
			continue;
		whole++;
		large += pmd_leaf(*pmd_off_k(vaddr));
		if (pmd_leaf(*pmd_off_k(vaddr)))
			KUNIT_EXPECT_EQ(test, !!(pmd_off_k(vaddr)->pmd & _PAGE_GLOBAL),
					cpu_has(X86_FEATURE_PGE));
	}
	KUNIT_EXPECT_EQ(test, large,
			cpu_has(X86_FEATURE_PSE) && !debug_pagealloc_enabled() ? whole : 0);
}

static void a_page_table_entry_changes_what_is_read(struct kunit *test)
{
	struct page *page[2] = { alloc_page(GFP_KERNEL), alloc_page(GFP_KERNEL) };
	unsigned int slot = FIX_KMAP_END;
	volatile u32 *window = (u32 *)__fix_to_virt(slot);
	int i;

	for (i = 0; i < 2; i++) {
		KUNIT_ASSERT_NOT_NULL(test, page[i]);
		*(u32 *)page_to_virt(page[i]) = 0x1000 + i;
	}
	for (i = 0; i < 2; i++) {
		__set_fixmap(slot, page_to_phys(page[i]), PAGE_KERNEL);
		KUNIT_EXPECT_EQ(test, *window, 0x1000u + i);
	}
	__set_fixmap(slot, 0, PAGE_NONE);
	KUNIT_EXPECT_FALSE(test, kernel_page_present((unsigned long)window));
	for (i = 0; i < 2; i++)
		__free_page(page[i]);
}

/*
 * Structs of blocks with RAM are mapped, writable, to RAM that is reserved and comes from HIGHMEM as long as it lasts; by
 * large pages where a whole PMD is needed and the CPU has them.
 */
static void the_vmemmap_is_backed(struct kunit *test)
{
	unsigned long pfn, large = 0, step = MAX_ORDER_NR_PAGES;

	if (VMEMMAP_START == VMALLOC_START)
		kunit_skip(test, "no HIGHMEM: the memmap is in the direct map");
	for (pfn = 0; pfn < max_pfn; pfn += step) {
		unsigned long vaddr = (unsigned long)pfn_to_page(pfn);
		enum pg_level level;
		pte_t *pte = lookup_address(vaddr, &level);

		KUNIT_EXPECT_EQ_MSG(test, kernel_page_present(vaddr), pfn_valid(pfn), "pfn %lx",
				    pfn);
		KUNIT_EXPECT_EQ(test, kernel_page_present(vaddr + step * sizeof(struct page) - 1),
				pfn_valid(pfn));
		if (!pfn_valid(pfn))
			continue;
		KUNIT_EXPECT_TRUE(test, pte_val(*pte) & _PAGE_RW);
		KUNIT_EXPECT_TRUE_MSG(test, page_is_reserved(pte_pfn(*pte)), "pfn %lx",
				      pte_pfn(*pte));
		large += level == PG_LEVEL_LARGE;
	}
	if (!cpu_has(X86_FEATURE_PSE))
		KUNIT_EXPECT_EQ(test, large, 0ul);
	else if (totalhigh_pages() > PHYS_PFN(2UL << 30))
		KUNIT_EXPECT_GT(test, large, 0ul);
}

static void the_areas_follow_one_another(struct kunit *test)
{
	KUNIT_EXPECT_LE(test, PAGE_OFFSET, high_memory_addr);
	KUNIT_EXPECT_LE(test, high_memory_addr + VMALLOC_OFFSET, VMEMMAP_START);
	KUNIT_EXPECT_LE(test, VMEMMAP_START, VMALLOC_START);
	KUNIT_EXPECT_EQ(test, VMALLOC_END + 2 * PAGE_SIZE, PKMAP_BASE);
	KUNIT_EXPECT_EQ(test, PKMAP_BASE % PMD_SIZE, 0ul);
	KUNIT_EXPECT_LE(test, PKMAP_BASE + LAST_PKMAP * PAGE_SIZE, FIXADDR_START);
	KUNIT_EXPECT_EQ(test, (FIXADDR_TOP + PAGE_SIZE) % PMD_SIZE, 0ul);
	KUNIT_EXPECT_PTR_EQ(test, __va(PFN_PHYS(max_low_pfn)), high_memory);
	if (max_pfn == max_low_pfn)
		KUNIT_EXPECT_EQ(test, VMEMMAP_START, VMALLOC_START);
	else
		KUNIT_EXPECT_EQ(test, (unsigned long)mem_map, VMEMMAP_START);
}

static void addresses_have_descriptions(struct kunit *test)
{
	const struct {
		unsigned long vaddr;
		const char *begins;
	} table[] = {
		{ 0, "page 0" },
		{ 0x1000, "user half" },
		{ PAGE_OFFSET, "direct map" },
		{ (unsigned long)describe_address, "kernel code" },
		{ FIXADDR_TOP, "the page that is never mapped" },
		{ 0xffffffff,
		  FIXADDR_TOP + PAGE_SIZE ? "left free by" : "the page that is never mapped" },
		{ __fix_to_virt(FIX_KMAP_BEGIN), "fixmap, kmap_local slot 1 of CPU 0" },
		{ __fix_to_virt(FIX_APIC), "fixmap, registers of the local APIC" },
		{ __fix_to_virt(FIX_IO_APIC_END), "fixmap, registers of the IO APIC" },
		{ __fix_to_virt(FIX_BTMAP_BEGIN), "fixmap, early_memremap window 0" },
		{ PKMAP_BASE, "PKMAP" },
		{ PKMAP_BASE - 1, "hole between" },
		{ (unsigned long)init_stack_guard, "guard page below the boot stack" },
	};
	char buf[80];
	int i;

	for (i = 0; i < ARRAY_SIZE(table); i++) {
		describe_address(table[i].vaddr, buf, sizeof(buf));
		KUNIT_EXPECT_EQ_MSG(test, strncmp(buf, table[i].begins, strlen(table[i].begins)), 0,
				    "%lx: %s", table[i].vaddr, buf);
	}
	describe_address(high_memory_addr, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "hole above the direct map, 0x0 bytes past its end");
}

static struct kunit_case paging_cases[] = {
	KUNIT_CASE(ram_is_mapped_one_to_one),
	KUNIT_CASE(holes_are_not_mapped),
	KUNIT_CASE(the_user_half_is_empty),
	KUNIT_CASE(the_image_has_its_rights),
	KUNIT_CASE(the_init_sections_are_free),
	KUNIT_CASE(large_pages_are_used),
	KUNIT_CASE(a_page_table_entry_changes_what_is_read),
	KUNIT_CASE(the_vmemmap_is_backed),
	KUNIT_CASE(the_areas_follow_one_another),
	KUNIT_CASE(addresses_have_descriptions),
	{},
};

static struct kunit_suite paging_suite = {
	.name = "paging",
	.test_cases = paging_cases,
};
kunit_test_suite(paging_suite);
