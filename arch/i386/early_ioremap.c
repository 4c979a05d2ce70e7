// SPDX-License-Identifier: MIT
/*
 * arch/i386/early_ioremap.c - look at physical memory before the direct map exists
 *
 *   window n: fixmap slots FIX_BTMAP_BEGIN - n * NR_FIX_BTMAPS and down, that is, ascending addresses
 *
 * Tests: tests/kernel/paging_test.c
 * Linux: mm/early_ioremap.c
 */
#include <asm/early_ioremap.h>

#include <linux/bug.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <asm/fixmap.h>
#include <asm/pgtable.h>

_Static_assert(EARLY_IOREMAP_MAX == NR_FIX_BTMAPS * PAGE_SIZE, "contract and fixmap differ");

/* Pages mapped in each window; 0 is free. */
static unsigned int window_pages[FIX_BTMAPS_SLOTS];

static unsigned int first_slot(int window)
{
	return FIX_BTMAP_BEGIN - window * NR_FIX_BTMAPS;
}

void __init early_ioremap_init(void)
{
	unsigned long vaddr, i = 0;

	for (vaddr = FIXMAP_PT_START; vaddr; vaddr += PMD_SIZE, i += PTRS_PER_PTE)
		set_pmd(pmd_off_k(vaddr), (pmd_t){ __pa(&fixmap_ptes[i]) | __PAGE_TABLE });
}

static int __init find_window(void)
{
	int window;

	for (window = 0; window < FIX_BTMAPS_SLOTS; window++)
		if (!window_pages[window])
			return window;
	return -1;
}

static void *__init map_window(phys_addr_t phys, unsigned long size, pgprot_t prot)
{
	unsigned long offset = phys & ~PAGE_MASK, i, nr = (offset + size + PAGE_SIZE - 1) >> PAGE_SHIFT;
	int window = find_window();

	if (WARN(!size || size > EARLY_IOREMAP_MAX || nr > NR_FIX_BTMAPS || phys + size - 1 < phys,
		 "early_ioremap: %lu bytes at %pa cannot be mapped\n", size, &phys) ||
	    WARN(window < 0, "early_ioremap: all %d windows are in use\n", FIX_BTMAPS_SLOTS))
		return NULL;
	window_pages[window] = nr;
	for (i = 0; i < nr; i++)
		__set_fixmap(first_slot(window) - i, phys - offset + (i << PAGE_SHIFT), prot);
	return (void *)(__fix_to_virt(first_slot(window)) + offset);
}

static void __init unmap_window(void *addr, unsigned long size)
{
	unsigned long i, vaddr = (unsigned long)addr, nr = (offset_in_page(vaddr) + size + PAGE_SIZE - 1) >> PAGE_SHIFT;
	int window = (FIX_BTMAP_BEGIN - __virt_to_fix(vaddr)) / NR_FIX_BTMAPS;

	if (WARN(vaddr < __fix_to_virt(FIX_BTMAP_BEGIN) || vaddr >= __fix_to_virt(FIX_BTMAP_END - 1) ||
			 nr != window_pages[window],
		 "early_iounmap(%p, %lu): no such mapping\n", addr, size))
		return;
	for (i = 0; i < nr; i++)
		__set_fixmap(first_slot(window) - i, 0, PAGE_NONE);
	window_pages[window] = 0;
}

void *__init early_memremap(phys_addr_t phys, unsigned long size)
{
	return map_window(phys, size, PAGE_KERNEL);
}

void __init early_memunmap(void *addr, unsigned long size)
{
	unmap_window(addr, size);
}

void *__init early_ioremap(phys_addr_t phys, unsigned long size)
{
	return map_window(phys, size, PAGE_KERNEL_NOCACHE);
}

void __init early_iounmap(void *addr, unsigned long size)
{
	unmap_window(addr, size);
}
