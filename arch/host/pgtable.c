// SPDX-License-Identifier: MIT
/*
 * arch/host/pgtable.c - page-table entries become mappings of the process
 *
 *   set_kernel_pte()         entry empty before: mapped now         else: nothing yet, the old mapping is a stale translation
 *   flush_tlb_one_kernel()   whatever the entry says now is mapped
 *
 * So a forgotten flush shows the old page here as on a CPU.
 */
#include <linux/mm.h>
#include <linux/pfn.h>
#include <asm/fixmap.h>
#include <asm/host.h>
#include <asm/pgtable.h>
#include <asm/tlbflush.h>

pteval_t __supported_pte_mask = ~_PAGE_NX;
pte_t fixmap_ptes[FIXMAP_PTES];
/* Below the process's stack. */
#define HOST_FIXADDR_TOP UL(0xfefff000)
unsigned long __FIXADDR_TOP = HOST_FIXADDR_TOP;
unsigned long kmap_local_start = HOST_FIXADDR_TOP - FIX_KMAP_END * PAGE_SIZE;

/* The entry of each kernel address, once it has been set. */
static pte_t *entries[(0xffffffff - PAGE_OFFSET) / PAGE_SIZE + 1];

static void show_entry(unsigned long vaddr, pte_t pte)
{
	vaddr &= PAGE_MASK;
	if (pte_present(pte))
		host_map(vaddr, PFN_PHYS((u64)pte_pfn(pte)), PAGE_SIZE,
			 !!(pte_val(pte) & _PAGE_RW));
	else
		host_unmap(vaddr, PAGE_SIZE);
}

void set_kernel_pte(unsigned long vaddr, pte_t *ptep, pte_t pte)
{
	bool was_none = pte_none(*ptep);

	entries[(vaddr - PAGE_OFFSET) >> PAGE_SHIFT] = ptep;
	set_pte(ptep, pte);
	if (was_none && pte_present(pte))
		show_entry(vaddr, pte);
}

void flush_tlb_one_kernel(unsigned long vaddr)
{
	pte_t *ptep = entries[(vaddr - PAGE_OFFSET) >> PAGE_SHIFT];

	if (ptep)
		show_entry(vaddr, *ptep);
}

void __flush_tlb_all(void)
{
	unsigned long i;

	for (i = 0; i < ARRAY_SIZE(entries); i++)
		if (entries[i])
			show_entry(PAGE_OFFSET + (i << PAGE_SHIFT), *entries[i]);
}
