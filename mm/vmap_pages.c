// SPDX-License-Identifier: MIT
/*
 * mm/vmap_pages.c - page tables of the vmalloc space: tables, large pages, frames in a row, look-ups
 *
 *   area:  [ page | page | ........... large page ........... | page | guard ]
 *            |      |                      |
 *   frames:  any, in any order         aligned, adjacent
 *
 * A page table stays when it is empty; vmalloc_release() takes it away. Entries are written into empty places only, so
 * mapping needs no flush. Unmapping does, later: purge() in mm/vmap.c.
 *
 * Lock: table_lock guards putting a page table in.
 * Tests: tests/kernel/vmalloc_test.c
 * Linux: the page-table part of mm/vmalloc.c; mm/ioremap.c
 */
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/spinlock.h>
#include <asm/tlbflush.h>
#include <asm/vmalloc.h>

#include "vmap.h"

static DEFINE_SPINLOCK(table_lock);
static bool iomap_large = true;
early_param_set("nohugeiomap", iomap_large, false);

bool add_page_table(unsigned long vaddr, gfp_t gfp)
{
	unsigned long table = get_zeroed_page(gfp & ~(GFP_ZONEMASK | __GFP_THISNODE));

	if (!table)
		return false;
	spin_lock(&table_lock);
	/* Two areas may share the table: the other one's owner may have been faster. */
	if (!pmd_present(*pmd_off_k(vaddr))) {
		set_kernel_table(vaddr, (void *)table);
		table = 0;
	}
	spin_unlock(&table_lock);
	free_page(table);
	return true;
}

void vmap_large(unsigned long vaddr, unsigned long pfn, pgprot_t prot)
{
	void *table = unhook_page_tables(vaddr, vaddr + PMD_SIZE, NULL);

	/* CPUs remember page tables too, not only pages (SDM vol. 3, 4.10.3). */
	if (table)
		flush_tlb_kernel_range(vaddr, vaddr + PMD_SIZE);
	set_kernel_large(vaddr, pfn, prot);
	free_page_tables(table);
}

int ioremap_page_range(unsigned long addr, unsigned long end, phys_addr_t phys, pgprot_t prot)
{
	bool large = iomap_large && arch_vmap_pmd_supported();
	unsigned int part;
	pte_t *pte;

	for (; addr < end; addr += (unsigned long)part << PAGE_SHIFT, phys += PFN_PHYS(part)) {
		part = ptes_to_table_end(addr);
		if (large && end - addr >= PMD_SIZE && IS_ALIGNED(addr, PMD_SIZE) &&
		    IS_ALIGNED(phys, PMD_SIZE)) {
			vmap_large(addr, PHYS_PFN(phys), prot);
			continue;
		}
		part = min(part, (unsigned int)((end - addr) >> PAGE_SHIFT));
		pte = pte_alloc_kernel(addr, GFP_KERNEL);
		if (!pte)
			return -ENOMEM;
		fill_kernel_pfns(addr, pte, PHYS_PFN(phys), part, prot);
	}
	return 0;
}

void *unhook_page_tables(unsigned long start, unsigned long end, void *list)
{
	unsigned long vaddr;

	/* The tables at the ends of the space are nobody else's. */
	start = start == VMALLOC_START ? start & PMD_MASK : ALIGN(start, PMD_SIZE);
	end = end == VMALLOC_END ? ALIGN(end, PMD_SIZE) : end & PMD_MASK;
	for (vaddr = start; vaddr < end; vaddr += PMD_SIZE) {
		pmd_t *pmd = pmd_off_k(vaddr);

		if (pmd_present(*pmd)) {
			void **table = (void **)pte_offset_kernel(pmd, vaddr & PMD_MASK);

			set_kernel_table(vaddr, NULL);
			/* A CPU that still walks this table must find nothing: an even number is no mapping. */
			*table = list;
			list = table;
		}
	}
	return list;
}

void free_page_tables(void *list)
{
	while (list) {
		void *next = *(void **)list;

		free_page((unsigned long)list);
		list = next;
	}
}

unsigned long vmalloc_to_pfn(const void *addr)
{
	unsigned long vaddr = (unsigned long)addr;
	enum pg_level level;
	pte_t *pte = lookup_address(vaddr, &level);

	if (!pte || !pte_present(*pte))
		return 0;
	return pte_pfn(*pte) + (level == PG_LEVEL_LARGE ? pte_index(vaddr) : 0);
}

struct page *vmalloc_to_page(const void *addr)
{
	unsigned long pfn = vmalloc_to_pfn(addr);

	return pfn ? pfn_to_page(pfn) : NULL;
}
