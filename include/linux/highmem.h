// SPDX-License-Identifier: MIT
/*
 * linux/highmem.h - addresses for pages that have none, for a short while
 *
 *   void *to = kmap_local_page(dst);
 *   void *from = kmap_local_page(src);
 *   copy_page(to, from);
 *   kunmap_local(from);                  last mapped, first unmapped
 *   kunmap_local(to);
 *
 * A LOWMEM page costs nothing: its direct-map address is returned, and its unmap does nothing.
 *
 * A thread has KM_MAX_IDX - 1 mappings at most, of all kinds but kmap()'s, those of handlers that interrupt it included; one
 * more is a BUG, which lists them.
 *
 * Linux: Documentation/mm/highmem.
 */
#ifndef LINUX_HIGHMEM_H
#define LINUX_HIGHMEM_H

#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/fixmap.h>

struct kmap_slot {
	struct page *page;
	unsigned long addr;
};

/* Of this CPU: mm/highmem.c. Slot 0 is none: its address is nobody's. */
DECLARE_PER_CPU(unsigned int, kmap_nr);
DECLARE_PER_CPU(struct kmap_slot, kmap_slot[KM_MAX_IDX + 1]);
DECLARE_PER_CPU(pte_t *, kmap_pte[KM_MAX_IDX + 1]);

/* Pages from here on are mapped; those below have their address: all of LOWMEM, or none with kmap_local=force. */
extern struct page *kmap_low_end;
/* kunmap_local() ignores addresses below. 0 with kmap_local=force and DEBUG=1: those that are no mapping's are reported. */
extern unsigned long kunmap_local_start;

void kmap_change_slot(unsigned int nr, struct page *page);
void *__kmap_local_prot(struct page *page, pgprot_t prot);
void __kunmap_local(const void *addr);

/* For each CPU, when the fixmap and the per-CPU areas are where they stay. kmap_local_init(): when the memmap is, too. */
void kmap_local_init_cpu(unsigned int cpu);
void kmap_local_init(void);

/* Of a switch between two threads of which one has mappings: takes out @prev's, puts in @next's. Interrupts off. */
void kmap_local_switch(struct task_struct *prev, struct task_struct *next);

/* For on_each_cpu(), when pages get another cache attribute: no slot remembers what nobody holds. */
void kmap_local_forget(void *unused);

/* Shows PID, CPU, slot, address, pfn and name for each mapping that a thread holds, whatever the log level. */
void show_kmap_local(const struct task_struct *p);

static __always_inline void *__kmap_local(struct page *page)
{
	/* An interrupt handler that maps from here on takes the next slot. */
	unsigned int nr = this_cpu_add_return(kmap_nr, 1);

	if (unlikely(this_cpu_read(kmap_slot[nr].page) != page))
		kmap_change_slot(nr, page);
	return (void *)this_cpu_read(kmap_slot[nr].addr);
}

/**
 * kmap_local_page_prot - map a page for this thread
 * @page: any
 * @prot: rights of the mapping; ignored for LOWMEM pages
 *
 * Costs a flush each time, whatever was mapped there before, and so does the next mapping in its slot.
 *
 * Context: any, interrupts included; the thread stays on this CPU until the unmap.
 * Return:  address of the page; never fails.
 */
static inline void *kmap_local_page_prot(struct page *page, pgprot_t prot)
{
	if (page < kmap_low_end)
		return page_to_virt(page);
	return __kmap_local_prot(page, prot);
}

/* The same with PAGE_KERNEL, and without a flush where the slot had the same page before. */
static __always_inline void *kmap_local_page(struct page *page)
{
	if (likely(page < kmap_low_end))
		return page_to_virt(page);
	return __kmap_local(page);
}

/* The page that holds byte @offset of the folio; that byte's address. */
static inline void *kmap_local_folio(struct folio *folio, size_t offset)
{
	return kmap_local_page(folio_page(folio, offset >> PAGE_SHIFT)) + offset_in_page(offset);
}

/*
 * By frame number, with or without a struct page: device memory and RAM that mem= hides can be mapped too. LOWMEM is, as well,
 * at another address than its own. @pfn: below 4 GiB / PAGE_SIZE; with PAE, 1 TiB / PAGE_SIZE.
 */
static inline void *kmap_local_pfn(unsigned long pfn)
{
	return __kmap_local(pfn_to_page(pfn));
}

static __always_inline void __kunmap_addr(const void *addr)
{
	unsigned int nr;

	if ((unsigned long)addr < kunmap_local_start)
		return;
	nr = this_cpu_read(kmap_nr);
	/* In its turn, and nothing is to be cleared: the slot keeps its entry. */
	if (IS_ENABLED(CONFIG_DEBUG_VM) ||
	    unlikely(((unsigned long)addr & PAGE_MASK) != this_cpu_read(kmap_slot[nr].addr))) {
		__kunmap_local(addr);
		return;
	}
	/* From here on the slot may be taken by an interrupt handler. */
	barrier();
	this_cpu_dec(kmap_nr);
}

/**
 * kunmap_local - end the newest mapping of this thread
 * @addr: any address in the mapped page; those of LOWMEM pages that were not mapped are ignored
 *
 * Out of turn: reported, and the mapping stays. A struct page pointer in place of the address does not compile.
 */
#define kunmap_local(addr)                                                                         \
	do {                                                                                       \
		_Static_assert(!__same_type((addr), struct page *),                                \
			       "kunmap_local() takes an address");                                 \
		__kunmap_addr((const void *)(addr));                                               \
	} while (0)

/**
 * kmap_atomic - kmap_local_page(), with preemption and page faults off until kunmap_atomic()
 *
 * Deprecated in Linux: new code uses kmap_local_page(). LOWMEM pages switch preemption and faults off too.
 */
static inline void *kmap_atomic_prot(struct page *page, pgprot_t prot)
{
	preempt_disable();
	pagefault_disable();
	return kmap_local_page_prot(page, prot);
}

static __always_inline void *kmap_atomic(struct page *page)
{
	preempt_disable();
	pagefault_disable();
	return kmap_local_page(page);
}

static inline void *kmap_atomic_pfn(unsigned long pfn)
{
	preempt_disable();
	pagefault_disable();
	return kmap_local_pfn(pfn);
}

#define kunmap_atomic(addr)                                                                        \
	do {                                                                                       \
		kunmap_local(addr);                                                                \
		pagefault_enable();                                                                \
		preempt_enable();                                                                  \
	} while (0)

void *kmap_high(struct page *page);
void kunmap_high(struct page *page);
void *page_address_high(const struct page *page);

/**
 * kmap - map a page for as long as one likes
 * @page: any
 *
 * The address is good on all CPUs and in every context, and all users of the page have the same; each calls kunmap(), with
 * the page, once. There are LAST_PKMAP slots for all pages of HIGHMEM: who holds a mapping and asks for one more may wait
 * for somebody who does likewise, and both for ever, which is reported.
 *
 * Context: thread; sleeps while all slots are in use. Where one may not sleep it is reported: with DEBUG=1 always, else of a
 * page that is not mapped yet. Return: never fails.
 */
static inline void *kmap(struct page *page)
{
	might_sleep();
	return PageHighMem(page) ? kmap_high(page) : page_to_virt(page);
}

/*
 * The page may stay mapped until the slot is needed, and must not be touched there any more. One kunmap() too many is reported;
 * while the page has other users it takes one of theirs, unseen, and the address is gone too early. Context: thread.
 */
static inline void kunmap(struct page *page)
{
	might_sleep();
	if (PageHighMem(page))
		kunmap_high(page);
}

/* Unmaps all pages of HIGHMEM that kunmap() has left without users, on all CPUs. Context: thread, interrupts on. */
void kmap_flush_unused(void);

/* Prints address, pfn and users of each page that kmap() has mapped for somebody, and how many slots are in use. */
void show_kmap_slots(void);

/* The page at an address of the direct map, of kmap() or of kmap_local_page(). Linux warns about the latter two. */
struct page *kmap_to_page(void *addr);

/* An address that kmap() or kmap_local_page() may return for a page of HIGHMEM? */
static inline bool is_kmap_addr(const void *addr)
{
	return (unsigned long)addr - PKMAP_BASE < LAST_PKMAP * PAGE_SIZE ||
	       ((unsigned long)addr >= KMAP_LOCAL_START && (unsigned long)addr < FIXADDR_TOP);
}

/*
 * Of a LOWMEM page: in the direct map. HIGHMEM: where kmap() has put it; NULL: nowhere. Good as long as the caller knows of a
 * user that has not called kunmap(): else it may be gone at once. Context: any but NMI.
 */
static inline void *page_address(const struct page *page)
{
	return PageHighMem(page) ? page_address_high(page) : page_to_virt(page);
}

/* Free pages of HIGHMEM zones. */
unsigned long nr_free_highpages(void);

#include <linux/highmem-helpers.h>

#endif
