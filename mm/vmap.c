// SPDX-License-Identifier: MIT
/*
 * mm/vmap.c - which addresses of the vmalloc space are whose, and vmap() on top of that
 *
 *   [ in use |guard][ hole ][ lazy ][ in use |guard][ hole ............. ]
 *
 *   alloc_vmap_area()    cuts the lowest hole that fits       holes: tree, each node knows the largest hole below it
 *   unlink_vmap_area()   out of use; then it is unmapped      in use: tree
 *   free_vmap_area()     onto the lazy list, lock-free        lazy: list
 *   purge()              lazy ranges become holes and merge; one TLB flush for all
 *
 * The struct of an area that is no more goes to the spare list: the next one is one pop under the same lock.
 *
 * Lock: vmap_lock guards both trees, the spare list and lazy_bytes. It is taken with interrupts on, since purge() waits for other CPUs
 *       under it.
 * Read first: alloc_area(), purge().
 * Tests:      tests/kernel/vmalloc_test.c
 * Linux:      the first half of mm/vmalloc.c. Left out: nodes of the busy tree, blocks per CPU for vm_map_ram().
 */
#include <linux/bug.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <asm/tlbflush.h>
#include <asm/vmalloc.h>

#include "vmap_tree.h"

DEFINE_SPINLOCK(vmap_lock);
struct vmap_area *vmap_in_use, *vmap_lazy;
static struct vmap_area *holes, *spare_areas;

/* Of areas on the lazy list, and of those that are being unmapped to get there. */
static unsigned long lazy_bytes, lazy_bytes_max;
static unsigned long nr_flushes;
static struct kmem_cache *area_cache;

static struct vmap_area *new_area(gfp_t gfp)
{
	struct vmap_area *area =
		kmem_cache_alloc(area_cache, gfp & ~(GFP_ZONEMASK | __GFP_ZERO | __GFP_THISNODE));

	if (area)
		area->priority = priority_of(area);
	return area;
}

/* Lock held. */
static __always_inline void spare_area(struct vmap_area *area)
{
	area->next = spare_areas;
	spare_areas = area;
}

/* A struct from the spare list; the lock is let go when there is none. Return: NULL: no memory. */
static __always_inline struct vmap_area *pop_spare(gfp_t gfp)
{
	struct vmap_area *area = spare_areas;

	if (unlikely(!area)) {
		spin_unlock(&vmap_lock);
		area = new_area(gfp);
		spin_lock(&vmap_lock);
		return area;
	}
	spare_areas = area->next;
	return area;
}

static void insert_hole(struct vmap_area *hole)
{
	struct vmap_area *edge;

	tree_insert(&holes, hole);
	/* The edges along which the tree was divided. */
	for (edge = hole->left; edge && edge->right; edge = edge->right)
		;
	if (edge)
		update_path(edge, hole);
	update_path(tree_first(hole->right) ?: hole, hole);
	update_path(hole, NULL);
}

static void remove_hole(struct vmap_area *hole)
{
	update_path(tree_remove(&holes, hole), NULL);
}

static __always_inline struct vmap_area *lowest_hole(unsigned long size)
{
	struct vmap_area *hole = holes;

	if (!hole || hole->max_hole < size)
		return NULL;
	for (;;) {
		if (hole->left && hole->left->max_hole >= size)
			hole = hole->left;
		else if (hole->end - hole->start >= size)
			return hole;
		else
			hole = hole->right;
		if (!hole)
			unreachable();
	}
}

/* Below this one. Only where holes are large enough but begin at the wrong place are several looked at. */
static struct vmap_area *lowest_aligned_hole(struct vmap_area *hole, unsigned long size,
					     unsigned long align)
{
	struct vmap_area *found;
	unsigned long start;

	if (!hole || hole->max_hole < size)
		return NULL;
	found = lowest_aligned_hole(hole->left, size, align);
	if (found)
		return found;
	start = ALIGN(hole->start, align);
	if (start >= hole->start && start < hole->end && hole->end - start >= size)
		return hole;
	return lowest_aligned_hole(hole->right, size, align);
}

/* Takes [start, end) out of a hole. rest: what the lower one becomes when that leaves two. */
static __always_inline void cut_hole(struct vmap_area *hole, unsigned long start, unsigned long end,
				     struct vmap_area *rest)
{
	unsigned long hole_start = hole->start, hole_end = hole->end;

	if (likely(hole_start == start)) {
		if (unlikely(hole_end == end)) {
			remove_hole(hole);
			spare_area(hole);
		} else {
			hole->start = end;
			hole_resized(hole);
		}
	} else {
		if (hole_end != end) {
			rest->start = hole_start;
			rest->end = start;
			hole->start = end;
			hole_resized(hole);
			insert_hole(rest);
			return;
		}
		hole->end = start;
		hole_resized(hole);
	}
	if (unlikely(rest))
		spare_area(rest);
}

/* A range becomes a hole, or part of its neighbours. The highest hole keeps its struct for ever: no new page for it. */
static void add_hole(struct vmap_area *area)
{
	struct vmap_area *below = NULL, *above = NULL, *hole = holes;

	while (hole) {
		if (hole->start < area->start) {
			below = hole;
			hole = hole->right;
		} else {
			above = hole;
			hole = hole->left;
		}
	}
	if (above && above->start != area->end)
		above = NULL;
	if (below && below->end == area->start) {
		if (!above) {
			below->end = area->end;
			hole_resized(below);
			spare_area(area);
			return;
		}
		remove_hole(below);
		area->start = below->start;
		spare_area(below);
	}
	if (above) {
		above->start = area->start;
		hole_resized(above);
		spare_area(area);
		return;
	}
	insert_hole(area);
}

/* All lazy ranges become holes. Lock held: nobody takes one before the flush. Return: false: there were none. */
static bool purge(void)
{
	struct vmap_area *area = __atomic_exchange_n(&vmap_lazy, NULL, __ATOMIC_ACQUIRE);
	struct vmap_area *last, *next;
	unsigned long start = ULONG_MAX, end = 0;

	if (!area)
		return false;
	for (; area; area = next) {
		/* Areas that were used one after the other lie side by side: they go into the tree as one. */
		for (last = area; (next = last->next) && next->end == last->start; last = next)
			;
		if (last != area) {
			last->next = spare_areas;
			spare_areas = area->next;
			area->start = last->start;
		}
		start = min(start, area->start);
		end = max(end, area->end);
		lazy_bytes -= area->end - area->start;
		add_hole(area);
	}
	flush_tlb_kernel_range(start, end);
	nr_flushes++;
	return true;
}

/*
 * Areas
 */

/* Lock held. */
static __always_inline struct vmap_area *find_hole_or_purge(unsigned long size, unsigned long align)
{
	struct vmap_area *hole;

	do
		hole = likely(align == PAGE_SIZE) ? lowest_hole(size)
						  : lowest_aligned_hole(holes, size, align);
	while (unlikely(!hole) && purge());
	return hole;
}

static __always_inline struct vmap_area *alloc_area(unsigned long size, unsigned long align,
						    unsigned long flags, gfp_t gfp,
						    const void *caller)
{
	struct vmap_area *area, *hole = NULL, *rest = NULL;
	unsigned long start, largest;

	spin_lock(&vmap_lock);
	area = pop_spare(gfp);
	/* An aligned start may leave a hole on either side. */
	if (align > PAGE_SIZE)
		rest = pop_spare(gfp);
	if (unlikely(!area || (align > PAGE_SIZE && !rest)))
		goto failed;
	hole = find_hole_or_purge(size, align);
	if (unlikely(!hole))
		goto failed;
	start = align == PAGE_SIZE ? hole->start : ALIGN(hole->start, align);
	cut_hole(hole, start, start + size, rest);
	area->start = start;
	area->end = start + size;
	area->vm.addr = (void *)start;
	area->vm.size = size;
	area->vm.flags = flags;
	area->vm.pages = NULL;
	area->vm.nr_pages = 0;
	area->vm.caller = caller;
	tree_insert(&vmap_in_use, area);
	spin_unlock(&vmap_lock);
	return area;
failed:
	largest = holes ? holes->max_hole : 0;
	if (rest)
		spare_area(rest);
	if (area)
		spare_area(area);
	spin_unlock(&vmap_lock);
	if (area && (align == PAGE_SIZE || rest) && !(gfp & __GFP_NOWARN))
		vmap_report_exhausted(size, align, largest);
	return NULL;
}

struct vmap_area *alloc_vmap_area(unsigned long size, unsigned long align, unsigned long flags,
				  gfp_t gfp, const void *caller)
{
	if (likely(align == PAGE_SIZE))
		return alloc_area(size, PAGE_SIZE, flags, gfp, caller);
	return alloc_area(size, align, flags, gfp, caller);
}

struct vm_struct *find_vm_area(const void *addr)
{
	struct vmap_area *area;

	spin_lock(&vmap_lock);
	area = vmap_find((unsigned long)addr);
	spin_unlock(&vmap_lock);
	return area ? &area->vm : NULL;
}

__always_inline struct vmap_area *unlink_vmap_area(const void *addr, const char *what,
						   const void *freed_by)
{
	struct vmap_area *area;

	spin_lock(&vmap_lock);
	area = vmap_find((unsigned long)addr);
	if (likely(area && area->start == (unsigned long)addr)) {
		tree_remove(&vmap_in_use, area);
		lazy_bytes += area->end - area->start;
		spin_unlock(&vmap_lock);
		area->freed_by = freed_by;
		return area;
	}
	spin_unlock(&vmap_lock);
	WARN(1, "%s: no area begins at %p\n", what, addr);
	return NULL;
}

__always_inline void free_vmap_area(struct vmap_area *area)
{
	struct vmap_area *next = READ_ONCE(vmap_lazy);

	/* So that use after free faults at once. */
	if (IS_ENABLED(CONFIG_DEBUG_VM))
		flush_tlb_kernel_range(area->start, area->end);
	do
		area->next = next;
	while (unlikely(!__atomic_compare_exchange_n(&vmap_lazy, &next, area, false,
						     __ATOMIC_RELEASE, __ATOMIC_RELAXED)));
	if (unlikely(READ_ONCE(lazy_bytes) > lazy_bytes_max))
		vm_unmap_aliases();
}

void vm_unmap_aliases(void)
{
	spin_lock(&vmap_lock);
	purge();
	spin_unlock(&vmap_lock);
}

void vmalloc_release(void)
{
	struct vmap_area *hole, *spare, *next;
	void *tables = NULL;

	spin_lock(&vmap_lock);
	purge();
	for (hole = tree_first(holes); hole; hole = tree_next(hole))
		tables = unhook_page_tables(hole->start, hole->end, tables);
	if (tables)
		flush_tlb_kernel_range(VMALLOC_START, VMALLOC_END);
	spare = spare_areas;
	spare_areas = NULL;
	spin_unlock(&vmap_lock);
	free_page_tables(tables);
	for (; spare; spare = next) {
		next = spare->next;
		kmem_cache_free(area_cache, spare);
	}
}

unsigned long vmap_largest_hole(void)
{
	return READ_ONCE(holes) ? READ_ONCE(holes->max_hole) : 0;
}

unsigned long vmap_nr_flushes(void)
{
	return nr_flushes;
}

void __init vmalloc_init(void)
{
	struct vmap_area *all;

	area_cache = KMEM_CACHE(vmap_area, SLAB_PANIC);
	all = new_area(GFP_KERNEL);
	if (!all)
		panic("vmalloc: no memory for the first hole");
	all->start = VMALLOC_START;
	all->end = VMALLOC_END;
	insert_hole(all);
	/* As in Linux; but a small space must not fill with ranges that wait. */
	lazy_bytes_max = min(32UL << 20, (VMALLOC_END - VMALLOC_START) / 4);
}

/*
 * Mappings
 */

/* Maps pages at vaddr. Return: 0, -ENOMEM, -EINVAL with a warning: a page is NULL. What is mapped then stays. */
static __always_inline int map_pages(unsigned long vaddr, struct page **pages, unsigned int nr,
				     pgprot_t prot)
{
	for (;;) {
		unsigned int part = min(nr, ptes_to_table_end(vaddr));
		pte_t *pte = pte_alloc_kernel(vaddr, GFP_KERNEL);

		if (unlikely(!pte))
			return -ENOMEM;
		if (WARN_ON(!fill_kernel_ptes(vaddr, pte, pages, part, prot)))
			return -EINVAL;
		nr -= part;
		if (likely(!nr))
			return 0;
		pages += part;
		vaddr += (unsigned long)part << PAGE_SHIFT;
	}
}

/* The same for a single one, which is not worth a call. */
static __always_inline int map_page(unsigned long vaddr, struct page *page, pgprot_t prot)
{
	pte_t *pte = pte_alloc_kernel(vaddr, GFP_KERNEL);

	if (unlikely(!pte))
		return -ENOMEM;
	if (WARN_ON(!page))
		return -EINVAL;
	fill_kernel_page(vaddr, pte, page, pgprot_val(prot) & __supported_pte_mask);
	return 0;
}

static __always_inline void *map_area(struct page **pages, unsigned int count, unsigned long flags,
				      pgprot_t prot, const void *caller)
{
	struct vmap_area *area;

	if (unlikely(count - 1 >= 1024) &&
	    (!count || count > totalram_pages() || count >= ULONG_MAX >> PAGE_SHIFT))
		return NULL;
	area = alloc_area((count + 1UL) << PAGE_SHIFT, PAGE_SIZE, flags, GFP_KERNEL, caller);
	if (unlikely(!area))
		return NULL;
	if (unlikely(count == 1 ? map_page(area->start, pages[0], prot)
				: map_pages(area->start, pages, count, prot))) {
		vunmap((void *)area->start);
		return NULL;
	}
	if (unlikely(flags & VM_MAP_PUT_PAGES)) {
		area->vm.pages = pages;
		area->vm.nr_pages = count;
		vmalloc_count_pages(count);
	}
	return (void *)area->start;
}

void *vmap(struct page **pages, unsigned int count, unsigned long flags, pgprot_t prot)
{
	return map_area(pages, count, flags | VM_MAP, pgprot_nx(prot), __builtin_return_address(0));
}

void *vm_map_ram(struct page **pages, unsigned int count, int node)
{
	return map_area(pages, count, 0, PAGE_KERNEL, __builtin_return_address(0));
}

static __always_inline void unmap_area(const void *addr, const char *what, const void *caller)
{
	struct vmap_area *area = unlink_vmap_area(addr, what, caller);

	if (unlikely(!area))
		return;
	vunmap_pages(area->start, pages_of(area));
	free_vmap_area(area);
}

void vunmap(const void *addr)
{
	if (addr)
		unmap_area(addr, "vunmap()", __builtin_return_address(0));
}

void vm_unmap_ram(const void *mem, unsigned int count)
{
	struct vm_struct *vm = find_vm_area(mem);

	if (WARN(vm && get_vm_area_size(vm) != (unsigned long)count << PAGE_SHIFT,
		 "vm_unmap_ram(): %u pages of an area of %lu bytes at %p\n", count,
		 vm->size - PAGE_SIZE, mem))
		return;
	unmap_area(mem, "vm_unmap_ram()", __builtin_return_address(0));
}

struct vm_struct *get_vm_area_caller(unsigned long size, unsigned long flags, const void *caller)
{
	unsigned long align = PAGE_SIZE;
	struct vmap_area *area;

	size = PAGE_ALIGN(size);
	if (!size || size + PAGE_SIZE < size)
		return NULL;
	if (flags & VM_IOREMAP && size > PAGE_SIZE)
		align = min(roundup_pow_of_two(size), PMD_SIZE);
	area = alloc_vmap_area(size + PAGE_SIZE, align, flags, GFP_KERNEL, caller);
	return area ? &area->vm : NULL;
}
