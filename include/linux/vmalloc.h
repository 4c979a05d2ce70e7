// SPDX-License-Identifier: MIT
/*
 * linux/vmalloc.h - addresses in a row for pages that lie anywhere
 *
 *   vmap(pages)      lends an address range to pages that the caller has
 *   vmalloc(size)    takes pages, HIGHMEM first, and maps them
 *   ioremap(phys)    device memory: linux/io.h
 *
 *   VMALLOC_START [ area ][guard][ area ][guard][ ... hole ... ] VMALLOC_END
 *
 * Behind each area one page is never mapped. What is unmapped cannot be reached from then on but through a translation that
 * a CPU still remembers; its addresses are given out again only when all CPUs have forgotten it. That is done for many
 * areas at once.
 *
 * Linux: Documentation/core-api/mm-api, mm/vmalloced-kernel-stacks. vm_struct->pages is set by VM_MAP_PUT_PAGES only: the
 * pages of vmalloc() are told by vmalloc_to_page().
 */
#ifndef LINUX_VMALLOC_H
#define LINUX_VMALLOC_H

#include <linux/gfp.h>
#include <linux/numa.h>
#include <linux/overflow.h>
#include <linux/types.h>
#include <asm/pgtable.h>

#define VM_IOREMAP 0x00000001UL
#define VM_ALLOC 0x00000002UL /* vmalloc() */
#define VM_MAP 0x00000004UL   /* vmap() */
#define VM_MAP_PUT_PAGES                                                                           \
	0x00000200UL /* vfree() gives back the pages and the array that names them */

#define VM_BEFORE_MARK 0x80000000UL /* older than the last `leaks mark'; not in Linux */

struct page;

struct vm_struct {
	void *addr;
	unsigned long size; /* bytes, the guard page included */
	unsigned long flags;
	struct page **pages;
	unsigned int nr_pages; /* that the area owns */
	phys_addr_t phys_addr; /* ioremap() */
	const void *caller;
};

static inline size_t get_vm_area_size(const struct vm_struct *area)
{
	return area->size - PAGE_SIZE;
}

/* Any address of the vmalloc space, mapped or not. */
static inline bool is_vmalloc_addr(const void *addr)
{
	return (unsigned long)addr >= VMALLOC_START && (unsigned long)addr < VMALLOC_END;
}

/**
 * vmap - map pages one behind the other
 * @pages: any pages, also the same one several times
 * @count: how many
 * @flags: VM_MAP; with VM_MAP_PUT_PAGES the references to the pages and the array (from kmalloc or vmalloc) pass to the
 *         area, to be given back by vfree()
 * @prot:  rights; the mapping is never executable
 *
 * Context: thread, interrupts on.
 * Return:  page-aligned address; NULL when @count is 0 or more than there is RAM, a page is NULL (with a warning), there is no
 *          hole large enough (with a message), or no memory for page tables. The pages then still belong to the caller.
 */
void *vmap(struct page **pages, unsigned int count, unsigned long flags, pgprot_t prot);

/**
 * vunmap - end a vmap()
 * @addr: what it returned; NULL is ignored. Any other address is reported and left alone.
 *
 * Pages stay the caller's. Context: thread, interrupts on.
 */
void vunmap(const void *addr);

/**
 * vm_map_ram - vmap() for a short while
 * @pages: any pages
 * @count: how many
 * @node:  ignored
 *
 * Context, Return: as vmap().
 */
void *vm_map_ram(struct page **pages, unsigned int count, int node);

/* Ends a vm_map_ram(), whole: @count as there. */
void vm_unmap_ram(const void *mem, unsigned int count);

/**
 * vm_unmap_aliases - make every CPU forget what has been unmapped so far
 *
 * For whoever changes attributes of pages that had mappings here. Context: thread, interrupts on.
 */
void vm_unmap_aliases(void);

/**
 * __vmalloc - vmalloc() with a say in where the pages come from
 * @gfp: as alloc_pages(); HIGHMEM is allowed of itself unless __GFP_DMA; __GFP_NOWARN: no message
 */
void *__vmalloc(unsigned long size, gfp_t gfp);

/**
 * __vmalloc_node - vmalloc() with all choices
 * @align:  power of two; less than a page counts as a page
 * @node:   preferred, with __GFP_THISNODE the only one; NUMA_NO_NODE: none
 * @caller: whom vmallocinfo and fault reports name; NULL: who calls this
 */
void *__vmalloc_node(unsigned long size, unsigned long align, gfp_t gfp, int node,
		     const void *caller);

/**
 * vmalloc - memory in one row of addresses, not of frames
 * @size: bytes, rounded up to pages
 *
 * Not cleared; page aligned; not for DMA by one physical address. vfree() gives it back.
 *
 * Context: thread, interrupts on.
 * Return:  address; NULL, after a message, without memory or without a hole large enough; NULL with a warning for @size 0.
 */
static __always_inline void *vmalloc(unsigned long size)
{
	return __vmalloc(size, GFP_KERNEL);
}

static __always_inline void *vmalloc_node(unsigned long size, int node)
{
	return __vmalloc_node(size, 1, GFP_KERNEL, node, NULL);
}

/* Filled with zeroes. */
static __always_inline void *vzalloc(unsigned long size)
{
	return __vmalloc(size, GFP_KERNEL | __GFP_ZERO);
}

static __always_inline void *vzalloc_node(unsigned long size, int node)
{
	return __vmalloc_node(size, 1, GFP_KERNEL | __GFP_ZERO, node, NULL);
}

/* n * size bytes; NULL when the product does not fit into a size_t. vcalloc(): zeroes. */
static __always_inline void *vmalloc_array(size_t n, size_t size)
{
	size_t bytes;

	return unlikely(check_mul_overflow(n, size, &bytes)) ? NULL : vmalloc(bytes);
}

static __always_inline void *vcalloc(size_t n, size_t size)
{
	size_t bytes;

	return unlikely(check_mul_overflow(n, size, &bytes)) ? NULL : vzalloc(bytes);
}

/**
 * vmalloc_huge - vmalloc(), by large pages as far as they fit
 *
 * From the size of a large page on the address is aligned to one; what no large block is found for, and the rest at the
 * end, consists of small pages. nohugevmalloc on the command line makes it __vmalloc().
 */
void *vmalloc_huge(unsigned long size, gfp_t gfp);

/**
 * vfree - give back what vmalloc() and its kin returned, or a vmap() with VM_MAP_PUT_PAGES
 * @addr: the very address; NULL is ignored. Any other is reported and left alone.
 *
 * Context: any. With interrupts off the area lives on until after a grace period: rcu_barrier() waits for that.
 */
void vfree(const void *addr);

/**
 * vmalloc_to_page - the page behind an address
 * @addr: any byte of a mapped area
 *
 * Context: any, while the area lives. Return: NULL where nothing is mapped.
 */
struct page *vmalloc_to_page(const void *addr);
/* Its frame number, also where there is no struct page; 0 where nothing is mapped. */
unsigned long vmalloc_to_pfn(const void *addr);

/*
 * The area that @addr lies in, guard page included; NULL: none. It stays as long as its owner lets it. Context: thread; not in
 * an interrupt, which may have hit a holder of vmap_lock.
 */
struct vm_struct *find_vm_area(const void *addr);

/**
 * get_vm_area_caller - an address range without pages
 * @size:   bytes, rounded up to pages
 * @flags:  VM_IOREMAP: aligned to its size, up to a large page
 * @caller: for vmallocinfo
 *
 * Context: thread, interrupts on. Return: the area; NULL for @size 0, without a hole (with a message) or without memory.
 */
struct vm_struct *get_vm_area_caller(unsigned long size, unsigned long flags, const void *caller);

/**
 * ioremap_page_range - map frames in a row into an area
 * @addr: page aligned
 * @end:  page aligned, > @addr
 * @phys: page aligned
 * @prot: rights and cache attribute
 *
 * Large pages are used where both sides are aligned, unless nohugeiomap is on the command line.
 *
 * Context: thread, interrupts on. Return: 0; -ENOMEM: no page table, a part may be mapped and vunmap() clears it.
 */
int ioremap_page_range(unsigned long addr, unsigned long end, phys_addr_t phys, pgprot_t prot);

/* Pages that vmalloc() and VM_MAP_PUT_PAGES areas own. */
unsigned long vmalloc_nr_pages(void);

/* Bytes of the largest address range that is free now; an area needs a page more than its size. */
unsigned long vmap_largest_hole(void);

/* How often lazily unmapped areas were flushed out of the TLBs. */
unsigned long vmap_nr_flushes(void);

/**
 * vmalloc_release - give back all that is kept for later
 *
 * Lazily unmapped address ranges, page tables that map nothing. Context: thread, interrupts on.
 */
void vmalloc_release(void);

/* Whom an address of the vmalloc space belongs or belonged to, in words. Context: any. Return: false: not known. */
bool vmalloc_describe(unsigned long addr, char *buf, size_t size);

/* Makes the whole space one hole. Context: boot, when pages can be allocated. */
void vmalloc_init(void);

#define vmalloc_32(size) __vmalloc(size, GFP_KERNEL | __GFP_DMA32)
/* There are no users: nothing is mapped to them. */
#define vmalloc_user(size) vzalloc(size)
#define VMALLOC_TOTAL (VMALLOC_END - VMALLOC_START)

#endif
