// SPDX-License-Identifier: MIT
/*
 * mm/vmalloc.c - areas of the vmalloc space that own their pages
 *
 *   vmalloc(size):  addresses, then pages, each mapped as it comes:   the page table is the only list of them
 *   vfree(addr):    each entry is read, cleared, and its page given back
 *   vfree() with interrupts off:   after a grace period, in RCU's thread
 *
 * Read first: __vmalloc_node(), vfree().
 * Tests:      tests/kernel/vmalloc_test.c
 * Linux:      the last third of mm/vmalloc.c. Left out: VM_USERMAP, memory cgroups, an array of pages for each area.
 */
#include <linux/bug.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/mm.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/rcupdate.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm/vmalloc.h>

#include "internal.h"
#include "vmap.h"

/* What a filler is told instead of a node: large pages where they fit. NUMA_NO_NODE: this CPU's pages. */
#define LARGE_PAGES (-2)

static bool vmalloc_large = true;
static atomic_long_t nr_owned_pages;

/* The first words of an area that waits to be freed, which is still mapped. */
struct deferred_area {
	struct rcu_head rcu;
	const void *caller;
	struct vmap_area *area; /* of which a second vfree() has taken the addresses */
};

static atomic_t nr_deferred;

early_param_set("nohugevmalloc", vmalloc_large, false);

unsigned long vmalloc_nr_pages(void)
{
	return nr_owned_pages.counter;
}

void vmalloc_count_pages(long nr)
{
	__atomic_add_fetch(&nr_owned_pages.counter, nr, __ATOMIC_RELAXED);
}

static __always_inline pteval_t kernel_bits(void)
{
	return pgprot_val(PAGE_KERNEL) & __supported_pte_mask;
}

static noinline struct page *page_of_node(gfp_t gfp, int node)
{
	return alloc_pages_node(max(node, NUMA_NO_NODE), gfp, 0);
}

/* Small pages into [vaddr, end), all under one page table. Return: where it stopped. */
static __always_inline unsigned long fill_with_pages(unsigned long vaddr, unsigned long end,
						     gfp_t gfp, int node)
{
	struct percpu_stack __percpu *list = page_list(node < 0 ? gfp : __GFP_THISNODE);
	pte_t *first = pte_alloc_kernel(vaddr, gfp), *last, *pte;
	pteval_t bits = kernel_bits();

	if (unlikely(!first))
		return vaddr;
	last = first + ((end - vaddr) >> PAGE_SHIFT);
	for (pte = first; pte < last; pte++) {
		struct page *page = pop_page(list) ?: page_of_node(gfp, node);

		if (unlikely(!page))
			break;
		fill_kernel_page(vaddr + (pte - first) * PAGE_SIZE, pte, page, bits);
	}
	return vaddr + (pte - first) * PAGE_SIZE;
}

/* A large page whose frames can then be used one by one, as those of small pages. Return: false: none free. */
static bool fill_with_large_page(unsigned long vaddr, gfp_t gfp, pgprot_t prot)
{
	struct page *page = alloc_pages(gfp | __GFP_NOWARN | __GFP_NORETRY, PMD_SHIFT - PAGE_SHIFT);

	if (!page)
		return false;
	split_page(page, PMD_SHIFT - PAGE_SHIFT);
	vmap_large(vaddr, page_to_pfn(page), prot);
	return true;
}

/* A single page needs no batch. Return: as fill_area(). */
static __always_inline unsigned long fill_page(unsigned long vaddr, gfp_t gfp)
{
	pte_t *pte = pte_alloc_kernel(vaddr, gfp);
	struct page *page = likely(pte) ? alloc_page(gfp) : NULL;

	if (unlikely(!page))
		return vaddr;
	fill_kernel_page(vaddr, pte, page, kernel_bits());
	return vaddr + PAGE_SIZE;
}

/* Return: where it stopped: end, or where memory ran out. */
static noinline unsigned long fill_area(unsigned long vaddr, unsigned long end, gfp_t gfp, int node)
{
	while (vaddr < end) {
		unsigned long next = min((vaddr & PMD_MASK) + PMD_SIZE, end), stop;

		if (unlikely(node == LARGE_PAGES) && next - vaddr == PMD_SIZE &&
		    fill_with_large_page(vaddr, gfp, PAGE_KERNEL)) {
			vaddr = next;
			continue;
		}
		stop = fill_with_pages(vaddr, next, gfp, node);
		if (stop != next)
			return stop;
		vaddr = next;
	}
	return end;
}

/* Unmaps the pages under one entry of the upper level and gives them back. */
static __always_inline void empty_table(unsigned long vaddr, unsigned long end)
{
	pte_t *pte = pte_offset_kernel(pmd_off_k(vaddr), vaddr);

	for (; vaddr < end; vaddr += PAGE_SIZE)
		__free_page(take_kernel_pte(vaddr, pte++));
}

static void empty_large_page(unsigned long vaddr)
{
	struct page *page = pfn_to_page(pmd_pfn(*pmd_off_k(vaddr)));
	unsigned int i;

	set_kernel_table(vaddr, NULL);
	for (i = 0; i < PTRS_PER_PTE; i++)
		__free_page(page + i);
}

static noinline void empty_area(unsigned long vaddr, unsigned long end)
{
	unsigned long next;

	for (; vaddr < end; vaddr = next) {
		next = min((vaddr & PMD_MASK) + PMD_SIZE, end);
		if (unlikely(pmd_leaf(*pmd_off_k(vaddr))))
			empty_large_page(vaddr);
		else
			empty_table(vaddr, next);
	}
}

static noinline __cold void report_no_memory(const char *why, unsigned long size, gfp_t gfp)
{
	static DEFINE_RATELIMIT_STATE(limit, 5 * HZ, 10);

	if (gfp & __GFP_NOFAIL)
		panic("vmalloc: %lu bytes with __GFP_NOFAIL cannot be met: %s", size, why);
	if (gfp & __GFP_NOWARN || !__ratelimit(&limit))
		return;
	pr_warn("vmalloc error: size %lu, %s, mode:%#x\n", size, why, gfp);
	dump_stack();
	show_mem();
}

static noinline __cold bool size_is_possible(unsigned long size, gfp_t gfp)
{
	if (WARN_ON_ONCE(!size))
		return false;
	if ((size - 1) >> PAGE_SHIFT < totalram_pages() && PAGE_ALIGN(size) + PAGE_SIZE > size)
		return true;
	report_no_memory("exceeds total pages", size, gfp);
	return false;
}

static __always_inline void *alloc_area(unsigned long size, unsigned long align, gfp_t gfp,
					int node, const void *caller)
{
	unsigned long bytes = PAGE_ALIGN(size), stop;
	struct vmap_area *area;

	if (unlikely(size - 1 >= SZ_1M) && !size_is_possible(size, gfp))
		return NULL;
	area = alloc_vmap_area(bytes + PAGE_SIZE, align, VM_ALLOC, gfp, caller);
	if (unlikely(!area)) {
		report_no_memory("no addresses", size, gfp | __GFP_NOWARN);
		return NULL;
	}
	if (!(gfp & __GFP_DMA))
		gfp |= __GFP_HIGHMEM;
	if (bytes == PAGE_SIZE && node < 0)
		stop = fill_page(area->start, gfp | __GFP_NOWARN);
	else
		stop = fill_area(area->start, area->start + bytes, gfp | __GFP_NOWARN, node);
	if (unlikely(stop != area->start + bytes)) {
		report_no_memory("failed to allocate pages", size, gfp);
		empty_area(area->start, stop);
		free_vmap_area(unlink_vmap_area((void *)area->start, "vmalloc()", caller));
		return NULL;
	}
	area->vm.nr_pages = bytes >> PAGE_SHIFT;
	vmalloc_count_pages(area->vm.nr_pages);
	return (void *)area->start;
}

void *__vmalloc(unsigned long size, gfp_t gfp)
{
	return alloc_area(size, PAGE_SIZE, gfp, NUMA_NO_NODE, __builtin_return_address(0));
}

void *__vmalloc_node(unsigned long size, unsigned long align, gfp_t gfp, int node,
		     const void *caller)
{
	return alloc_area(size, max(align, PAGE_SIZE), gfp, node,
			  caller ?: __builtin_return_address(0));
}

void *vmalloc_huge(unsigned long size, gfp_t gfp)
{
	const void *caller = __builtin_return_address(0);
	void *addr = NULL;

	if (vmalloc_large && arch_vmap_pmd_supported() && size >= PMD_SIZE)
		addr = __vmalloc_node(size, PMD_SIZE, gfp | __GFP_NOWARN, LARGE_PAGES, caller);
	return addr ?: __vmalloc_node(size, 1, gfp, NUMA_NO_NODE, caller);
}

static __always_inline void release_area(struct vmap_area *area)
{
	unsigned int i;

	vmalloc_count_pages(-(long)area->vm.nr_pages);
	if (likely(area->vm.flags & VM_ALLOC)) {
		if (area->vm.nr_pages == 1)
			empty_table(area->start, area->start + PAGE_SIZE);
		else
			empty_area(area->start, area->end - PAGE_SIZE);
	} else {
		vunmap_pages(area->start, pages_of(area));
		for (i = 0; i < area->vm.nr_pages; i++)
			__free_page(area->vm.pages[i]);
		kvfree(area->vm.pages);
	}
	free_vmap_area(area);
}

static void free_deferred(struct rcu_head *rcu)
{
	struct deferred_area *waits = container_of(rcu, struct deferred_area, rcu);
	struct vmap_area *area = waits->area ?: unlink_vmap_area(waits, "vfree()", waits->caller);

	/* The page's next owner may leave it as it is. */
	rcu->func = NULL;
	atomic_dec(&nr_deferred);
	if (area)
		release_area(area);
}

static noinline void defer_vfree(struct deferred_area *area, const void *caller)
{
	if (WARN(!is_vmalloc_addr(area) || offset_in_page(area),
		 "vfree(%p): no area of vmalloc()\n", area) ||
	    WARN(area->rcu.func == free_deferred, "vfree(%p): freed twice\n", area))
		return;
	area->caller = caller;
	area->area = NULL;
	atomic_inc(&nr_deferred);
	call_rcu(&area->rcu, free_deferred);
}

void vfree(const void *addr)
{
	struct deferred_area *waits;
	struct vmap_area *area;

	if (!addr)
		return;
	if (unlikely(irqs_disabled())) {
		defer_vfree((void *)addr, __builtin_return_address(0));
		return;
	}
	area = unlink_vmap_area(addr, "vfree()", __builtin_return_address(0));
	if (unlikely(!area))
		return;
	waits = (struct deferred_area *)area->start;
	/* It may wait in RCU's list, mapped as long as that. Not looked at without need: a TLB would remember it. */
	if (unlikely(atomic_read(&nr_deferred)) &&
	    WARN(waits->rcu.func == free_deferred, "vfree(%p): freed twice\n", addr))
		waits->area = area;
	else
		release_area(area);
}
