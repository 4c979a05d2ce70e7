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

void *__kmap_local_pfn(unsigned long pfn);
void *__kmap_local_pfn_prot(unsigned long pfn, pgprot_t prot);
void __kunmap_local(const void *addr);

/* Address of this CPU's first slot; the others lie below. */
DECLARE_PER_CPU(unsigned long, kmap_base);

/* For each CPU, when the fixmap and the per-CPU areas are where they stay. */
void kmap_local_init_cpu(unsigned int cpu);

/* Of a switch between two threads of which one has mappings: takes out @prev's, puts in @next's. Interrupts off. */
void kmap_local_switch(struct task_struct *prev, struct task_struct *next);

/* Inside the kmap_local windows of any CPU: above them nothing is ever mapped. */
static __always_inline bool is_kmap_local_addr(const void *addr)
{
	return (unsigned long)addr >= KMAP_LOCAL_START;
}

/**
 * kmap_local_page_prot - map a page for this thread
 * @page: any
 * @prot: rights of the mapping; ignored for LOWMEM pages
 *
 * Context: any, interrupts included; the thread stays on this CPU until the unmap. At most KM_MAX_IDX - 1 at a time.
 * Return:  address of the page; never fails.
 */
static inline void *kmap_local_page_prot(struct page *page, pgprot_t prot)
{
	if (!PageHighMem(page))
		return page_to_virt(page);
	return __kmap_local_pfn_prot(page_to_pfn(page), prot);
}

static __always_inline void *kmap_local_page(struct page *page)
{
	if (!PageHighMem(page))
		return page_to_virt(page);
	return __kmap_local_pfn(page_to_pfn(page));
}

/* By frame number, with or without a struct page: device memory and RAM that mem= hides can be mapped too. */
static inline void *kmap_local_pfn(unsigned long pfn)
{
	return __kmap_local_pfn(pfn);
}

/**
 * kunmap_local - end the newest mapping of this thread
 * @addr: any address in the mapped page; direct-map addresses are ignored
 *
 * A struct page pointer in place of the address does not compile.
 */
static __always_inline void kunmap_slot(const void *addr)
{
	struct task_struct *thread = current;
	int idx = thread->kmap_ctrl.idx - 1;
	unsigned long slot = this_cpu_read(kmap_base) - ((unsigned long)idx << PAGE_SHIFT);

	/* In its turn, and nothing is to be cleared: the slot keeps its entry. */
	if (IS_ENABLED(CONFIG_DEBUG_VM) || unlikely(((unsigned long)addr ^ slot) >= PAGE_SIZE)) {
		__kunmap_local(addr);
		return;
	}
	/* From here on the slot may be taken by an interrupt handler. */
	barrier();
	thread->kmap_ctrl.idx = idx;
}
#define kunmap_local(addr)                                                                         \
	do {                                                                                       \
		_Static_assert(!__same_type((addr), struct page *),                                \
			       "kunmap_local() takes an address");                                 \
		if (is_kmap_local_addr(addr))                                                      \
			kunmap_slot(addr);                                                         \
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

static inline void *kmap_atomic(struct page *page)
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

/* LOWMEM: the direct map. HIGHMEM pages have no lasting address: NULL. */
static inline void *page_address(const struct page *page)
{
	return PageHighMem(page) ? NULL : page_to_virt(page);
}

static __always_inline void clear_highpage(struct page *page)
{
	void *addr = kmap_local_page(page);

	memset(addr, 0, PAGE_SIZE);
	kunmap_local(addr);
}

/* Free pages of HIGHMEM zones. */
unsigned long nr_free_highpages(void);

#endif
