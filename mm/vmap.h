// SPDX-License-Identifier: MIT
/*
 * mm/vmap.h - what the files about vmalloc space share
 *
 *   vmap_tree.h    address ranges, sorted
 *   vmap.c         which range is whose; vmap()
 *   vmap_pages.c   page tables, large pages, frames of devices
 *   vmalloc.c      areas that own their pages
 *   vmap_info.c    reports
 */
#ifndef MM_VMAP_H
#define MM_VMAP_H

#include <linux/minmax.h>
#include <linux/spinlock.h>
#include <linux/vmalloc.h>
#include <asm/vmalloc.h>

/* One range of addresses: in use, a hole, or unmapped but not yet out of the TLBs. */
struct vmap_area {
	unsigned long start, end;
	struct vmap_area *left, *right, *parent;
	u32 priority;
	union {
		unsigned long max_hole; /* holes: bytes of the largest one in this subtree */
		struct vmap_area *next; /* on the lazy list */
	};
	const void *freed_by;
	struct vm_struct vm; /* in use; flags 0: vm_map_ram() */
};

extern spinlock_t vmap_lock;
extern struct vmap_area *vmap_in_use, *vmap_lazy;

/* The area that addr lies in. Lock held. */
static __always_inline struct vmap_area *vmap_find(unsigned long addr)
{
	struct vmap_area *area = vmap_in_use;

	while (area) {
		if (addr < area->start)
			area = area->left;
		else if (addr >= area->end)
			area = area->right;
		else
			break;
	}
	return area;
}

/**
 * alloc_vmap_area - take addresses
 * @size:  bytes, whole pages, guard page included
 * @align: power of two, >= PAGE_SIZE
 * @gfp:   for the struct; __GFP_NOWARN: no message
 *
 * The lowest hole that fits.
 *
 * Context: thread. Return: an area in use, vm filled in but for addr's contents; NULL: no hole (with a message) or memory.
 */
struct vmap_area *alloc_vmap_area(unsigned long size, unsigned long align, unsigned long flags,
				  gfp_t gfp, const void *caller);

/**
 * unlink_vmap_area - take an area out of use; the caller unmaps it and then calls free_vmap_area()
 * @addr: where it begins
 * @what: the function that was called with @addr, for the report
 * @freed_by: its caller, for the report of a use after free
 *
 * Return: NULL, after a warning, when no area begins there.
 */
struct vmap_area *unlink_vmap_area(const void *addr, const char *what, const void *freed_by);

/* The area's addresses may be used again after the next flush. */
void free_vmap_area(struct vmap_area *area);

/* Says what was asked for, guard page included, and how large the largest hole is. */
void __cold vmap_report_exhausted(unsigned long size, unsigned long align, unsigned long largest);

/* Adds to vmalloc_nr_pages(). */
void vmalloc_count_pages(long nr);

/* Puts a page table in, unless there is one by now. @gfp: but for zone and node. Return: false: no memory. */
bool add_page_table(unsigned long vaddr, gfp_t gfp);

/* The entry of vaddr, under a page table that is made if there is none; NULL: no memory. */
static inline pte_t *pte_alloc_kernel(unsigned long vaddr, gfp_t gfp)
{
	pmd_t *pmd = pmd_off_k(vaddr);

	pte_t *pte;

	if (unlikely(!pmd_present(*pmd)) && !add_page_table(vaddr, gfp))
		return NULL;
	pte = pte_offset_kernel(pmd, vaddr);
	/* The compiler does not know where page tables are, and would have callers compare. */
	if (!pte)
		unreachable();
	return pte;
}

static inline unsigned int ptes_to_table_end(unsigned long vaddr)
{
	return PTRS_PER_PTE - pte_index(vaddr);
}

static __always_inline unsigned int pages_of(const struct vmap_area *area)
{
	return ((area->end - area->start) >> PAGE_SHIFT) - 1;
}

/* Takes the mappings of so many pages out, large and small. Does not flush. */
static __always_inline void vunmap_pages(unsigned long vaddr, unsigned int nr)
{
	for (;;) {
		unsigned int part = min(nr, ptes_to_table_end(vaddr));
		pmd_t *pmd = pmd_off_k(vaddr);

		if (likely(pmd_present(*pmd))) {
			if (unlikely(pmd_leaf(*pmd)))
				set_kernel_table(vaddr, NULL);
			else
				clear_kernel_ptes(vaddr, pte_offset_kernel(pmd, vaddr), part);
		}
		nr -= part;
		if (likely(!nr))
			return;
		vaddr += (unsigned long)part << PAGE_SHIFT;
	}
}

/* Maps a large page; a page table that was there maps nothing and goes. */
void vmap_large(unsigned long vaddr, unsigned long pfn, pgprot_t prot);

/* Cuts page tables out that lie wholly in an unused range, and links them by their first words to list. */
void *unhook_page_tables(unsigned long start, unsigned long end, void *list);
void free_page_tables(void *list);

#endif
