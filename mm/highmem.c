// SPDX-License-Identifier: MIT
/*
 * mm/highmem.c - lend addresses to pages that have none
 *
 *   struct page --> slot of this CPU --> PTE --> frame above the direct map
 *
 *   current->kmap_ctrl.idx   mappings that the thread holds; the n-th lives in slot n of the CPU's KM_MAX_IDX
 *
 * A slot is used last in, first out. kunmap_local() leaves the PTE as it is: mapping the same page there again finds it
 * in place and costs no flush; another page overwrites it and costs one local invlpg. With CONFIG_DEBUG_VM the PTE goes
 * at once, so that use after unmap faults.
 *
 * Read first: __kmap_local_pfn_prot().
 * Tests:      tests/kernel/highmem_test.c
 * Linux:      mm/highmem.c. There each pair costs a flush. Left out: guard slots.
 */
#include <linux/bug.h>
#include <linux/highmem.h>
#include <linux/printk.h>
#include <asm/tlbflush.h>

/* Writes a slot's entry; the translation that may be cached for the old one goes. */
static __always_inline void set_slot(unsigned long vaddr, pte_t *ptep, pte_t pte)
{
	bool stale = !pte_none(*ptep);

	set_kernel_pte(vaddr, ptep, pte);
	if (stale)
		flush_tlb_one_kernel(vaddr);
}

void *__kmap_local_pfn_prot(unsigned long pfn, pgprot_t prot)
{
	unsigned int slot = FIX_KMAP_BEGIN + current->kmap_ctrl.idx++;
	unsigned long vaddr = __fix_to_virt(slot);
	pte_t *ptep = fixmap_pte(slot), pte = pfn_pte(pfn, prot);

	BUG_ON(slot >= FIX_KMAP_BEGIN + KM_MAX_IDX - 1);
	if (pte_val(*ptep) != pte_val(pte))
		set_slot(vaddr, ptep, pte);
	return (void *)vaddr;
}

void __kunmap_local(const void *addr)
{
	unsigned int slot = FIX_KMAP_BEGIN + current->kmap_ctrl.idx - 1;
	unsigned long vaddr = (unsigned long)addr & PAGE_MASK;

	if (WARN(vaddr != __fix_to_virt(slot),
		 "kunmap_local(%p): not the newest mapping of %s, which is at %#lx\n", addr,
		 current->comm, slot < FIX_KMAP_BEGIN ? 0 : __fix_to_virt(slot)))
		return;
	if (IS_ENABLED(CONFIG_DEBUG_VM))
		set_slot(vaddr, fixmap_pte(slot), (pte_t){ 0 });
	/* The slot is free for an interrupt handler from here on. */
	barrier();
	current->kmap_ctrl.idx--;
}
