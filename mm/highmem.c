// SPDX-License-Identifier: MIT
/*
 * mm/highmem.c - lend addresses to pages that have none
 *
 *   struct page --> slot of this CPU --> PTE --> frame above the direct map
 *
 *   current->kmap_ctrl.idx   mappings that the thread holds; the n-th lives in slot n of the CPU's KM_MAX_IDX
 *
 * A slot is used last in, first out. kunmap_local() leaves the PTE as it is, and the slot remembers its frame: mapping the
 * same page there again costs no flush; another page overwrites the entry and costs one local invlpg. With
 * CONFIG_DEBUG_VM the PTE goes at once, so that use after unmap faults.
 *
 * Read first: __kmap_local_pfn().
 * Tests:      tests/kernel/highmem_test.c
 * Linux:      mm/highmem.c. There each pair costs a flush. Left out: guard slots.
 */
#include <linux/bug.h>
#include <linux/highmem.h>
#include <asm/tlbflush.h>

#define NO_PFN ULONG_MAX

/* Frame that a slot maps with PAGE_KERNEL; NO_PFN: none, or with other rights. The slot one too deep never maps any. */
static unsigned long slot_pfn[KM_MAX_IDX] = { [0 ... KM_MAX_IDX - 1] = NO_PFN };

static unsigned long slot_addr(unsigned int idx)
{
	return __fix_to_virt(FIX_KMAP_BEGIN + idx);
}

/* Writes a slot's entry; the translation that may be cached for the old one goes. */
static void set_slot(unsigned int idx, pte_t pte, unsigned long pfn)
{
	pte_t *ptep = fixmap_pte(FIX_KMAP_BEGIN + idx);
	bool stale = !pte_none(*ptep);

	set_kernel_pte(slot_addr(idx), ptep, pte);
	slot_pfn[idx] = pfn;
	if (stale)
		flush_tlb_one_kernel(slot_addr(idx));
}

static noinline void change_slot(unsigned int idx, unsigned long pfn)
{
	BUG_ON(idx >= KM_MAX_IDX - 1);
	set_slot(idx, pfn_pte(pfn, PAGE_KERNEL), pfn);
}

void *__kmap_local_pfn(unsigned long pfn)
{
	unsigned int idx = current->kmap_ctrl.idx++;

	/* An interrupt handler that maps from here on takes the next slot. */
	barrier();
	if (slot_pfn[idx] != pfn)
		change_slot(idx, pfn);
	return (void *)slot_addr(idx);
}

void *__kmap_local_pfn_prot(unsigned long pfn, pgprot_t prot)
{
	unsigned int idx = current->kmap_ctrl.idx++;

	barrier(); /* as above */
	BUG_ON(idx >= KM_MAX_IDX - 1);
	set_slot(idx, pfn_pte(pfn, prot), NO_PFN);
	return (void *)slot_addr(idx);
}

static noinline __cold void report_order(const void *addr)
{
	int idx = current->kmap_ctrl.idx;

	if (idx)
		WARN(1, "kunmap_local(%p): not the newest mapping of %s, which is at %#lx\n", addr,
		     current->comm, slot_addr(idx - 1));
	else
		WARN(1, "kunmap_local(%p): %s has no mapping\n", addr, current->comm);
}

void __kunmap_local(const void *addr)
{
	unsigned int idx = current->kmap_ctrl.idx - 1;

	if (unlikely(((unsigned long)addr & PAGE_MASK) != slot_addr(idx))) {
		report_order(addr);
		return;
	}
	if (IS_ENABLED(CONFIG_DEBUG_VM))
		set_slot(idx, (pte_t){ 0 }, NO_PFN);
	/* From here on the slot may be taken by an interrupt handler. */
	barrier();
	current->kmap_ctrl.idx = idx;
}
