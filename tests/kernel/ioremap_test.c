// SPDX-License-Identifier: MIT
/*
 * tests/kernel/ioremap_test.c - promises of linux/io.h: arch/i386 only
 */
#include <kunit/test.h>
#include <linux/io.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/vmalloc.h>
#include <asm/cpufeature.h>
#include <asm/pgtable.h>

#include "held.h"

static void held_iounmap(void *addr, unsigned long unused)
{
	iounmap(addr);
}

#define ioremap(...) hold(test, ioremap(__VA_ARGS__), held_iounmap, 0)
#define ioremap_wc(...) hold(test, ioremap_wc(__VA_ARGS__), held_iounmap, 0)
#define ioremap_cache(...) hold(test, ioremap_cache(__VA_ARGS__), held_iounmap, 0)
#define iounmap(addr) iounmap(unhold((const void *)(addr)))

/* The VGA text screen, which the direct map shows too. */
#define SCREEN 0xb8000

static pteval_t entry_of(const volatile void *addr)
{
	enum pg_level level;
	pte_t *pte = lookup_address((unsigned long)addr, &level);

	return pte ? pte_val(*pte) : 0;
}

static void the_mapping_shows_the_device(struct kunit *test)
{
	u16 __iomem *io = ioremap(SCREEN + 158, 2 * PAGE_SIZE);
	volatile u16 *direct = __va(SCREEN + 158);
	u16 before;

	KUNIT_ASSERT_NOT_NULL(test, (void *)io);
	KUNIT_EXPECT_EQ(test, offset_in_page(io), 158ul);
	before = readw(io);
	KUNIT_EXPECT_EQ(test, before, *direct);
	/* Under UEFI the display is in a graphics mode, and nothing answers here. */
	if (before != 0xffff) {
		writew(0x0721, io);
		KUNIT_EXPECT_EQ(test, *direct, 0x0721);
		writew(before, io);
	}
	KUNIT_EXPECT_EQ(test, find_vm_area((void *)io)->flags, VM_IOREMAP);
	KUNIT_EXPECT_EQ(test, (unsigned long)find_vm_area((void *)io)->phys_addr, SCREEN + 0ul);
	/* Three pages, since it begins in the middle of one; then the guard. */
	KUNIT_EXPECT_EQ(test, get_vm_area_size(find_vm_area((void *)io)), 3 * PAGE_SIZE);
	KUNIT_EXPECT_NE(test, entry_of((void *)io + 2 * PAGE_SIZE) & _PAGE_PRESENT, (pteval_t)0);
	KUNIT_EXPECT_EQ(test, entry_of((void *)io + 3 * PAGE_SIZE), (pteval_t)0);
	iounmap(io);
	KUNIT_EXPECT_EQ(test, entry_of(io), (pteval_t)0);
	iounmap(NULL);
}

static void each_kind_has_its_cache_attribute(struct kunit *test)
{
	const pteval_t bits = _PAGE_PCD | _PAGE_PWT;
	void __iomem *uc = ioremap(SCREEN, 1), *wc = ioremap_wc(SCREEN, 1),
		     *wb = ioremap_cache(SCREEN, 1);

	KUNIT_ASSERT_NOT_NULL(test, uc);
	KUNIT_ASSERT_NOT_NULL(test, wc);
	KUNIT_ASSERT_NOT_NULL(test, wb);
	KUNIT_EXPECT_EQ(test, entry_of(uc) & bits, (pteval_t)_PAGE_PCD);
	KUNIT_EXPECT_EQ(test, entry_of(wc) & bits,
			(pteval_t)(cpu_has(X86_FEATURE_PAT) ? _PAGE_PWT : _PAGE_PCD));
	KUNIT_EXPECT_EQ(test, entry_of(wb) & bits, (pteval_t)0);
	iounmap(uc);
	iounmap(wc);
	iounmap(wb);
}

static void ram_and_nonsense_are_refused(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	kunit_expect_warnings(test, 2);
	KUNIT_EXPECT_NULL(test, ioremap(page_to_phys(page), PAGE_SIZE));
	KUNIT_EXPECT_NULL(test, ioremap(page_to_phys(page) - 1, 2));
	KUNIT_EXPECT_NULL(test, ioremap(SCREEN, 0));
	KUNIT_EXPECT_NULL(test, ioremap((resource_size_t)0 - PAGE_SIZE, 2 * PAGE_SIZE));
	__free_page(page);
}

/* A range that is aligned to a large page at both sides is mapped by one, without a page table. */
static void large_ranges_get_large_pages(struct kunit *test)
{
	const phys_addr_t phys = 0xfd000000;
	enum pg_level level;
	void __iomem *io;

	if (pfn_valid(PHYS_PFN(phys)))
		kunit_skip(test, "there is RAM");
	io = ioremap(phys, PMD_SIZE + PAGE_SIZE);
	KUNIT_ASSERT_NOT_NULL(test, io);
	lookup_address((unsigned long)io, &level);
	KUNIT_EXPECT_EQ(test, level, cpu_has(X86_FEATURE_PSE) ? PG_LEVEL_LARGE : PG_LEVEL_4K);
	KUNIT_EXPECT_EQ(test, vmalloc_to_pfn(io + PMD_SIZE), PHYS_PFN(phys + PMD_SIZE));
	KUNIT_EXPECT_EQ(test, vmalloc_to_pfn(io + PMD_SIZE - 1), PHYS_PFN(phys + PMD_SIZE) - 1);
	iounmap(io);
	KUNIT_EXPECT_EQ(test, vmalloc_to_pfn(io), 0ul);
}

static struct kunit_case ioremap_cases[] = { KUNIT_CASE(the_mapping_shows_the_device),
					     KUNIT_CASE(each_kind_has_its_cache_attribute),
					     KUNIT_CASE(ram_and_nonsense_are_refused),
					     KUNIT_CASE(large_ranges_get_large_pages),
					     {} };

static struct kunit_suite ioremap_suite = {
	.name = "ioremap",
	.test_cases = ioremap_cases,
};
kunit_test_suite(ioremap_suite);
