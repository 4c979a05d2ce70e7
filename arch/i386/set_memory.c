// SPDX-License-Identifier: MIT
/*
 * arch/i386/set_memory.c - change the rights of pages in the direct map
 *
 *   a large page that only partly changes is split first:
 *     PMD: [ 4 MiB, RW ]   ->   PMD: [ table ] -> 1024 x [ 4 KiB, RW ], of which some become ro
 *
 * The new table leads to the same frames with the same rights and replaces the large page at once, so that the code that
 * does it may lie inside. A split is for good.
 *
 * Lock: cpa_lock guards the entries that are changed: another CPU may split a large page, or change it too.
 * Tests: tests/kernel/set_memory_test.c; `crash set-ro', `crash set-nx' in tests/boot
 * Linux: arch/x86/mm/pat/set_memory.c. Left out: large pages put together again.
 */
#include <asm/set_memory.h>

#include <linux/bug.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <asm/pgtable.h>
#include <asm/tlbflush.h>

static DEFINE_SPINLOCK(cpa_lock);

/* Bits that a PTE and a large page's entry have in common, but for PSE. */
static pteval_t leaf_bits(pmd_t pmd)
{
	return pmd.pmd & ~(PTE_PFN_MASK | _PAGE_PSE);
}

static int split_large_page(pmd_t *pmd)
{
	pte_t *table = (pte_t *)__get_free_page(GFP_ATOMIC | __GFP_NOWARN);
	unsigned long i;

	if (!table)
		return -ENOMEM;
	for (i = 0; i < PTRS_PER_PTE; i++)
		table[i].pte = ((pteval_t)(pmd_pfn(*pmd) + i) << PAGE_SHIFT) | leaf_bits(*pmd);
	set_pmd(pmd, (pmd_t){ __pa(table) | __PAGE_TABLE });
	return 0;
}

/* One entry, of a page or of a large page, as it is to be. An entry that is not present stays so. */
static pteval_t changed_entry(pteval_t entry, pteval_t set, pteval_t clear)
{
	return entry & _PAGE_PRESENT ? (entry & ~clear) | (set & __supported_pte_mask) : entry;
}

/* Return: bytes done at vaddr, or a negative errno. cpa_lock is held. */
static long __change_one(unsigned long vaddr, unsigned long end, pteval_t set, pteval_t clear)
{
	pmd_t *pmd = pmd_off_k(vaddr);
	pte_t *pte;

	if (!pmd_present(*pmd))
		return -EINVAL;
	if (pmd_leaf(*pmd)) {
		unsigned long next = min(end - 1, vaddr | ~PMD_MASK) + 1;

		pteval_t entry = changed_entry(pmd->pmd, set, clear);

		if (entry != pmd->pmd && next - vaddr == PMD_SIZE)
			set_pmd(pmd, (pmd_t){ entry });
		if (entry == pmd->pmd)
			return next - vaddr;
		if (split_large_page(pmd))
			return -ENOMEM;
	}
	pte = pte_offset_kernel(pmd, vaddr);
	xchg_pte(pte, (pte_t){ changed_entry(pte->pte, set, clear) });
	return PAGE_SIZE;
}

int change_page_attr(unsigned long addr, int numpages, pteval_t set, pteval_t clear)
{
	unsigned long vaddr = addr, end = addr + ((unsigned long)numpages << PAGE_SHIFT);
	unsigned long flags;
	long done = 0;

	if (WARN(!PAGE_ALIGNED(addr) || addr < PAGE_OFFSET || numpages < 0 ||
			 numpages > (0UL - addr) >> PAGE_SHIFT,
		 "set_memory: %d pages at %#lx\n", numpages, addr))
		return -EINVAL;
	for (; vaddr != end; vaddr += done) {
		spin_lock_irqsave(&cpa_lock, flags);
		done = __change_one(vaddr, end, set, clear);
		spin_unlock_irqrestore(&cpa_lock, flags);
		if (done < 0)
			break;
	}
	/* What was done before a failure counts too. */
	on_each_cpu(kmap_local_forget, NULL, 1);
	flush_tlb_all();
	return min(done, 0L);
}

/* Whatever the page's other rights are, they stay; an entry that was not present is in no TLB. */
void __kernel_map_pages(struct page *page, int numpages, int enable)
{
	unsigned long vaddr = (unsigned long)page_to_virt(page);
	unsigned long end = vaddr + ((unsigned long)numpages << PAGE_SHIFT);
	bool all = numpages > TLB_FLUSH_RANGE_MAX >> PAGE_SHIFT;

	if (PageHighMem(page))
		return;
	for (; vaddr < end; vaddr += PAGE_SIZE) {
		volatile u32 *low = (u32 *)pte_offset_kernel(pmd_off_k(vaddr), vaddr);

		*low = enable ? *low | _PAGE_PRESENT : *low & ~_PAGE_PRESENT;
		if (!enable && !all)
			flush_tlb_one_kernel(vaddr);
	}
	if (!enable && all)
		__flush_tlb_all();
}
