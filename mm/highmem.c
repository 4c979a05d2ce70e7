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
#include <linux/percpu.h>
#include <linux/smp.h>
#include <asm/tlbflush.h>

#define SLOT_EMPTY ULONG_MAX	     /* nothing, and nothing cached */
#define SLOT_UNKNOWN (ULONG_MAX - 1) /* being changed, or with other rights */

/* Frame that a slot maps with PAGE_KERNEL, if it is none of the above. The slot one too deep never maps any. */
static DEFINE_PER_CPU(unsigned long,
		      slot_pfn[KM_MAX_IDX]) = { [0 ... KM_MAX_IDX - 1] = SLOT_EMPTY };

DEFINE_PER_CPU(unsigned long, kmap_base);

/* This CPU's slots; the caller stays on it: it holds a mapping, or is about to. */
static unsigned int slot_fix(unsigned int idx)
{
	return FIX_KMAP_BEGIN + smp_processor_id() * KM_MAX_IDX + idx;
}

static unsigned long slot_addr(unsigned int idx)
{
	return this_cpu_read(kmap_base) - ((unsigned long)idx << PAGE_SHIFT);
}

void kmap_local_init_cpu(unsigned int cpu)
{
	per_cpu(kmap_base, cpu) = __fix_to_virt(FIX_KMAP_BEGIN + cpu * KM_MAX_IDX);
}

/*
 * Writes a slot's entry; the translation that may be cached for the old one goes. Another thread may take the slot over at
 * any moment, and give it back: until all is done the slot must not say that it maps a frame.
 */
static void set_slot(unsigned int idx, pte_t pte, unsigned long pfn)
{
	pte_t *ptep = fixmap_pte(slot_fix(idx));
	unsigned long old = this_cpu_read(slot_pfn[idx]);

	this_cpu_write(slot_pfn[idx], SLOT_UNKNOWN);
	set_kernel_pte(slot_addr(idx), ptep, pte);
	if (old != SLOT_EMPTY)
		flush_tlb_one_kernel(slot_addr(idx));
	this_cpu_write(slot_pfn[idx], pfn);
}

/* By halves, since the low ones mostly tell. */
static __always_inline bool pte_differs(pte_t a, pte_t b)
{
	return (u32)pte_val(a) != (u32)pte_val(b) || (u64)pte_val(a) >> 32 != (u64)pte_val(b) >> 32;
}

/*
 * The outgoing thread's entries are kept with it, in the order of the page table: the newest first. They stay in their slots
 * where the incoming one needs none, as behind kunmap_local(). An entry that a thread was just writing is saved and put
 * back as it is.
 */
void kmap_local_switch(struct task_struct *prev, struct task_struct *next)
{
	pte_t *end = fixmap_pte(slot_fix(0)) + 1, *ptes;
	int nr = prev->kmap_ctrl.idx, i;
	unsigned long addr, *pfn;

	ptes = end - nr;
	for (i = nr; --i >= 0;)
		prev->kmap_ctrl.pteval[i] = ptes[i];
	if (IS_ENABLED(CONFIG_DEBUG_VM))
		for (i = 0; i < nr; i++)
			set_slot(i, (pte_t){ 0 }, SLOT_EMPTY);
	nr = next->kmap_ctrl.idx;
	if (!nr)
		return;
	addr = slot_addr(0);
	pfn = this_cpu_ptr(&slot_pfn[0]);
	do {
		pte_t pte = next->kmap_ctrl.pteval[--nr];

		if (pte_differs(pte, *--end)) {
			set_kernel_pte(addr, end, pte);
			*pfn = SLOT_UNKNOWN;
			flush_tlb_one_kernel(addr);
		}
		addr -= PAGE_SIZE;
		pfn++;
	} while (nr);
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
	if (this_cpu_read(slot_pfn[idx]) != pfn)
		change_slot(idx, pfn);
	return (void *)slot_addr(idx);
}

void *__kmap_local_pfn_prot(unsigned long pfn, pgprot_t prot)
{
	unsigned int idx = current->kmap_ctrl.idx++;

	barrier(); /* as above */
	BUG_ON(idx >= KM_MAX_IDX - 1);
	set_slot(idx, pfn_pte(pfn, prot), SLOT_UNKNOWN);
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
		set_slot(idx, (pte_t){ 0 }, SLOT_EMPTY);
	/* From here on the slot may be taken by an interrupt handler. */
	barrier();
	current->kmap_ctrl.idx = idx;
}
