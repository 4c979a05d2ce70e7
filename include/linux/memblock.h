// SPDX-License-Identifier: MIT
/*
 * linux/memblock.h - which physical memory there is and which of it is taken, before the page allocator lives
 *
 *   memory     [=======RAM=======]      [=====RAM, node 1=====][=NOMAP=]
 *   reserved      [##]     [#######]        [#]
 *   free       [=]    [===]             [==]   [==============]             what the alloc functions take from
 *
 * Both lists hold regions [base, base + size), sorted, without overlap; neighbours that touch differ in flags or node.
 * "Clamped": size is cut so that the range ends at or below the all-ones address, which no region can hold.
 *
 * Context of every function: one CPU, no lock; the lists are the boot CPU's. The alloc functions end with
 * memblock_free_all(); the queries and the lists stay.
 * Failure: int functions return 0, or -ENOMEM when a list is full and cannot grow; then nothing has changed.
 *
 * Linux: same names and meanings (Documentation/core-api/boot-time-mm).
 */
#ifndef LINUX_MEMBLOCK_H
#define LINUX_MEMBLOCK_H

#include <linux/init.h>
#include <linux/mm.h>
#include <linux/numa.h>
#include <linux/pfn.h>
#include <linux/types.h>

enum memblock_flags {
	MEMBLOCK_NONE = 0x0,
	MEMBLOCK_HOTPLUG = 0x1,	       /* memory: may be unplugged */
	MEMBLOCK_MIRROR = 0x2,	       /* memory: mirrored, wanted for the kernel */
	MEMBLOCK_NOMAP = 0x4,	       /* memory: not in the direct map, never allocated */
	MEMBLOCK_DRIVER_MANAGED = 0x8, /* memory: a driver's, never allocated */
	MEMBLOCK_RSRV_NOINIT = 0x10,   /* reserved: its struct pages are left alone */
};

struct memblock_region {
	phys_addr_t base;
	phys_addr_t size;
	enum memblock_flags flags;
#ifdef CONFIG_NUMA
	int nid; /* MAX_NUMNODES: not known */
#endif
};

struct memblock_type {
	unsigned long cnt; /* regions in use; when 0, regions[0] is empty */
	unsigned long max; /* room in regions */
	phys_addr_t total_size;
	struct memblock_region *regions;
	char *name;
};

struct memblock {
	bool bottom_up; /* allocations go upwards; default: downwards from the limit */
	phys_addr_t
		current_limit; /* end of what the kernel can address now; 0 once all is handed over */
	struct memblock_type memory;
	struct memblock_type reserved;
};

extern struct memblock memblock;
#ifdef CONFIG_HAVE_MEMBLOCK_PHYS_MAP
/* All RAM of the machine, whatever mem= and memmap= hide. */
extern struct memblock_type physmem;
#endif

/* Frames: first of RAM, first above the direct map, first above all RAM, the highest there may ever be. */
extern unsigned long min_low_pfn, max_low_pfn, max_pfn;
extern unsigned long long max_possible_pfn;

/* memblock=debug, movable_node, kernelcore=mirror; set before the first region is added. */
extern bool memblock_debug;
extern bool movable_node_enabled;
extern bool mirrored_kernelcore;

/* ---------------------------------------------------------------- what there is, what is taken */

/**
 * memblock_add, memblock_add_node - RAM exists
 * @base:  first byte
 * @size:  bytes, clamped; 0 does nothing
 * @nid:   its node; memblock_add(): none, MAX_NUMNODES
 * @flags: of the new regions; memblock_add(): none
 *
 * What is listed already keeps its flags and node. Growing a full list takes memory: see memblock_allow_resize().
 */
int memblock_add(phys_addr_t base, phys_addr_t size);
int memblock_add_node(phys_addr_t base, phys_addr_t size, int nid, enum memblock_flags flags);

/* Forgets RAM; what is not listed is no error. */
int memblock_remove(phys_addr_t base, phys_addr_t size);

/* Takes a range out of what can be allocated, whether or not it is RAM. */
int memblock_reserve(phys_addr_t base, phys_addr_t size);

/**
 * memblock_phys_free, memblock_free - give a reserved or allocated range back
 * @base, @ptr: its first byte; NULL is ignored
 * @size:       bytes, clamped; part of a region will do
 */
int memblock_phys_free(phys_addr_t base, phys_addr_t size);
void memblock_free(void *ptr, size_t size);

#ifdef CONFIG_HAVE_MEMBLOCK_PHYS_MAP
int memblock_physmem_add(phys_addr_t base, phys_addr_t size);
#endif

/* Flags of the memory in a range; regions are split at its ends, holes skipped. */
int memblock_mark_hotplug(phys_addr_t base, phys_addr_t size);
int memblock_clear_hotplug(phys_addr_t base, phys_addr_t size);
int memblock_mark_nomap(phys_addr_t base, phys_addr_t size);
int memblock_clear_nomap(phys_addr_t base, phys_addr_t size);
/* Without mirrored_kernelcore: does nothing. */
int memblock_mark_mirror(phys_addr_t base, phys_addr_t size);
/* The same for what is reserved in a range. */
int memblock_reserved_mark_noinit(phys_addr_t base, phys_addr_t size);

/* Puts all regions of @type in the range on node @nid. Without CONFIG_NUMA: does nothing. */
int memblock_set_node(phys_addr_t base, phys_addr_t size, struct memblock_type *type, int nid);

/* Shrinks each region of memory to multiples of @align, a power of two; those that become empty go. */
void memblock_trim_memory(phys_addr_t align);

/**
 * memblock_enforce_memory_limit - pretend the machine had less RAM
 * @limit: bytes of RAM to keep, counted upwards from the first; 0 or more than there is: no change
 *
 * Cuts both lists at the address so reached. memblock_mem_limit_remove_map() keeps NOMAP regions.
 */
void memblock_enforce_memory_limit(phys_addr_t limit);
void memblock_mem_limit_remove_map(phys_addr_t limit);

/* Memory outside the range goes, except NOMAP; reserved is cut to the range. @size 0: no change. */
void memblock_cap_memory_range(phys_addr_t base, phys_addr_t size);

/* ---------------------------------------------------------------- allocation */

#define MEMBLOCK_ALLOC_ANYWHERE (~(phys_addr_t)0)
#define MEMBLOCK_ALLOC_ACCESSIBLE 0  /* below memblock.current_limit */
#define MEMBLOCK_ALLOC_NOLEAKTRACE 1 /* the same */
#define MEMBLOCK_LOW_LIMIT 0
#ifndef ARCH_LOW_ADDRESS_LIMIT
#define ARCH_LOW_ADDRESS_LIMIT 0xffffffffUL
#endif

/**
 * memblock_alloc_range_nid - find free memory and reserve it
 * @size:      bytes, > 0; not rounded
 * @align:     bytes, a power of two; 0 means SMP_CACHE_BYTES
 * @start:     lowest address; page 0 is never given out
 * @end:       the memory lies below; ACCESSIBLE and NOLEAKTRACE: below the current limit
 * @nid:       node wanted, NUMA_NO_NODE or any other invalid one: all
 * @exact_nid: false: other nodes will do when this one is full
 *
 * Takes the highest address, or with memblock_set_bottom_up(true) the lowest. Mirrored memory is preferred on a system
 * that has some. The memory is neither mapped nor cleared. With the page and slab allocators up it warns once and asks
 * them.
 *
 * Return: physical address; 0 when nothing fits, and both lists are as before.
 */
phys_addr_t memblock_alloc_range_nid(phys_addr_t size, phys_addr_t align, phys_addr_t start,
				     phys_addr_t end, int nid, bool exact_nid);
phys_addr_t memblock_phys_alloc_range(phys_addr_t size, phys_addr_t align, phys_addr_t start,
				      phys_addr_t end);
phys_addr_t memblock_phys_alloc_try_nid(phys_addr_t size, phys_addr_t align, int nid);

static inline phys_addr_t memblock_phys_alloc(phys_addr_t size, phys_addr_t align)
{
	return memblock_phys_alloc_range(size, align, 0, MEMBLOCK_ALLOC_ACCESSIBLE);
}

/**
 * memblock_alloc_try_nid - the same for memory in the direct map, by pointer
 * @min_addr: preferred lower bound; dropped when there is nothing above
 * @max_addr: upper bound; never above the current limit
 *
 * memblock_alloc_try_nid() and the short forms below clear the memory, those named raw do not. exact_nid never leaves
 * the node.
 *
 * Return: address in the direct map; NULL when nothing fits. Never panics.
 */
void *memblock_alloc_try_nid(phys_addr_t size, phys_addr_t align, phys_addr_t min_addr,
			     phys_addr_t max_addr, int nid);
void *memblock_alloc_try_nid_raw(phys_addr_t size, phys_addr_t align, phys_addr_t min_addr,
				 phys_addr_t max_addr, int nid);
void *memblock_alloc_exact_nid_raw(phys_addr_t size, phys_addr_t align, phys_addr_t min_addr,
				   phys_addr_t max_addr, int nid);

static inline void *memblock_alloc(phys_addr_t size, phys_addr_t align)
{
	return memblock_alloc_try_nid(size, align, MEMBLOCK_LOW_LIMIT, MEMBLOCK_ALLOC_ACCESSIBLE,
				      NUMA_NO_NODE);
}

static inline void *memblock_alloc_raw(phys_addr_t size, phys_addr_t align)
{
	return memblock_alloc_try_nid_raw(size, align, MEMBLOCK_LOW_LIMIT,
					  MEMBLOCK_ALLOC_ACCESSIBLE, NUMA_NO_NODE);
}

static inline void *memblock_alloc_from(phys_addr_t size, phys_addr_t align, phys_addr_t min_addr)
{
	return memblock_alloc_try_nid(size, align, min_addr, MEMBLOCK_ALLOC_ACCESSIBLE,
				      NUMA_NO_NODE);
}

static inline void *memblock_alloc_low(phys_addr_t size, phys_addr_t align)
{
	return memblock_alloc_try_nid(size, align, MEMBLOCK_LOW_LIMIT, ARCH_LOW_ADDRESS_LIMIT,
				      NUMA_NO_NODE);
}

static inline void *memblock_alloc_node(phys_addr_t size, phys_addr_t align, int nid)
{
	return memblock_alloc_try_nid(size, align, MEMBLOCK_LOW_LIMIT, MEMBLOCK_ALLOC_ACCESSIBLE,
				      nid);
}

static inline void memblock_set_bottom_up(bool enable)
{
	memblock.bottom_up = enable;
}

static inline bool memblock_bottom_up(void)
{
	return memblock.bottom_up;
}

void memblock_set_current_limit(phys_addr_t limit);
phys_addr_t memblock_get_current_limit(void);

/**
 * memblock_allow_resize - a full list may double its array from now on
 *
 * The array comes from below the current limit, which must be mapped, and is itself reserved. Without this call a full
 * list is the end: panic.
 */
void memblock_allow_resize(void);

/* ---------------------------------------------------------------- iteration */

/**
 * __next_mem_range, __next_mem_range_rev - one step through type_a minus type_b
 * @idx:    0 (rev: ULLONG_MAX) before the first step; ULLONG_MAX when there is no more
 * @nid:    only this node; invalid: all
 * @flags:  HOTPLUG (with movable_node), NOMAP, DRIVER_MANAGED let such regions in, MIRROR keeps others out. @nid and
 *          @flags count only when @type_a is memblock.memory
 * @type_b: may be NULL
 * @out_start, @out_end, @out_nid: may be NULL
 */
void __next_mem_range(u64 *idx, int nid, enum memblock_flags flags, struct memblock_type *type_a,
		      struct memblock_type *type_b, phys_addr_t *out_start, phys_addr_t *out_end,
		      int *out_nid);
void __next_mem_range_rev(u64 *idx, int nid, enum memblock_flags flags,
			  struct memblock_type *type_a, struct memblock_type *type_b,
			  phys_addr_t *out_start, phys_addr_t *out_end, int *out_nid);
void __next_mem_pfn_range(int *idx, int nid, unsigned long *out_start_pfn,
			  unsigned long *out_end_pfn, int *out_nid);

#define __for_each_mem_range(i, type_a, type_b, nid, flags, p_start, p_end, p_nid)                 \
	for (i = 0, __next_mem_range(&i, nid, flags, type_a, type_b, p_start, p_end, p_nid);       \
	     i != ~0ULL; __next_mem_range(&i, nid, flags, type_a, type_b, p_start, p_end, p_nid))

#define __for_each_mem_range_rev(i, type_a, type_b, nid, flags, p_start, p_end, p_nid)             \
	for (i = ~0ULL,                                                                            \
	    __next_mem_range_rev(&i, nid, flags, type_a, type_b, p_start, p_end, p_nid);           \
	     i != ~0ULL;                                                                           \
	     __next_mem_range_rev(&i, nid, flags, type_a, type_b, p_start, p_end, p_nid))

/* Memory that belongs in the direct map: all but NOMAP. */
#define for_each_mem_range(i, p_start, p_end)                                                      \
	__for_each_mem_range(i, &memblock.memory, NULL, NUMA_NO_NODE,                              \
			     MEMBLOCK_HOTPLUG | MEMBLOCK_DRIVER_MANAGED, p_start, p_end, NULL)
#define for_each_mem_range_rev(i, p_start, p_end)                                                  \
	__for_each_mem_range_rev(i, &memblock.memory, NULL, NUMA_NO_NODE,                          \
				 MEMBLOCK_HOTPLUG | MEMBLOCK_DRIVER_MANAGED, p_start, p_end, NULL)

#define for_each_reserved_mem_range(i, p_start, p_end)                                             \
	__for_each_mem_range(i, &memblock.reserved, NULL, NUMA_NO_NODE, MEMBLOCK_NONE, p_start,    \
			     p_end, NULL)

/* Memory that is not reserved. */
#define for_each_free_mem_range(i, nid, flags, p_start, p_end, p_nid)                              \
	__for_each_mem_range(i, &memblock.memory, &memblock.reserved, nid, flags, p_start, p_end,  \
			     p_nid)
#define for_each_free_mem_range_reverse(i, nid, flags, p_start, p_end, p_nid)                      \
	__for_each_mem_range_rev(i, &memblock.memory, &memblock.reserved, nid, flags, p_start,     \
				 p_end, p_nid)

#ifdef CONFIG_HAVE_MEMBLOCK_PHYS_MAP
/* RAM of the machine that is not in @type; @type may be NULL. */
#define for_each_physmem_range(i, type, p_start, p_end)                                            \
	__for_each_mem_range(i, &physmem, type, NUMA_NO_NODE, MEMBLOCK_NONE, p_start, p_end, NULL)
#endif

/* Whole frames of memory, whatever its flags; int i. An invalid node means all. */
#define for_each_mem_pfn_range(i, nid, p_start, p_end, p_nid)                                      \
	for (i = -1, __next_mem_pfn_range(&i, nid, p_start, p_end, p_nid); i >= 0;                 \
	     __next_mem_pfn_range(&i, nid, p_start, p_end, p_nid))

#define for_each_mem_region(region)                                                                \
	for (region = memblock.memory.regions;                                                     \
	     region < memblock.memory.regions + memblock.memory.cnt; region++)
#define for_each_reserved_mem_region(region)                                                       \
	for (region = memblock.reserved.regions;                                                   \
	     region < memblock.reserved.regions + memblock.reserved.cnt; region++)

static inline bool memblock_is_hotpluggable(const struct memblock_region *r)
{
	return r->flags & MEMBLOCK_HOTPLUG;
}

static inline bool memblock_is_mirror(const struct memblock_region *r)
{
	return r->flags & MEMBLOCK_MIRROR;
}

static inline bool memblock_is_nomap(const struct memblock_region *r)
{
	return r->flags & MEMBLOCK_NOMAP;
}

static inline bool memblock_is_driver_managed(const struct memblock_region *r)
{
	return r->flags & MEMBLOCK_DRIVER_MANAGED;
}

static inline bool memblock_is_reserved_noinit(const struct memblock_region *r)
{
	return r->flags & MEMBLOCK_RSRV_NOINIT;
}

static inline int memblock_get_region_node(const struct memblock_region *r)
{
#ifdef CONFIG_NUMA
	return r->nid;
#else
	return 0;
#endif
}

static inline void memblock_set_region_node(struct memblock_region *r, int nid)
{
#ifdef CONFIG_NUMA
	r->nid = nid;
#endif
}

static inline bool movable_node_is_enabled(void)
{
	return movable_node_enabled;
}

/* First frame at or above an address. PFN_UP() would wrap on the last page of the address space. */
static inline unsigned long memblock_pfn_up(phys_addr_t addr)
{
	return PFN_DOWN(addr) + ((addr & (PAGE_SIZE - 1)) != 0);
}

/* Memory counts whole frames only; reserved counts every frame that it touches. */
static inline unsigned long memblock_region_memory_base_pfn(const struct memblock_region *r)
{
	return memblock_pfn_up(r->base);
}

static inline unsigned long memblock_region_memory_end_pfn(const struct memblock_region *r)
{
	return PFN_DOWN(r->base + r->size);
}

static inline unsigned long memblock_region_reserved_base_pfn(const struct memblock_region *r)
{
	return PFN_DOWN(r->base);
}

static inline unsigned long memblock_region_reserved_end_pfn(const struct memblock_region *r)
{
	return memblock_pfn_up(r->base + r->size);
}

/* ---------------------------------------------------------------- queries */

bool memblock_is_memory(phys_addr_t addr);
/* Memory and not NOMAP. */
bool memblock_is_map_memory(phys_addr_t addr);
bool memblock_is_reserved(phys_addr_t addr);
/* The whole clamped range lies in one region; two that touch do not count. */
bool memblock_is_region_memory(phys_addr_t base, phys_addr_t size);
/* Any byte of the clamped range is reserved. */
bool memblock_is_region_reserved(phys_addr_t base, phys_addr_t size);
bool memblock_overlaps_region(struct memblock_type *type, phys_addr_t base, phys_addr_t size);
bool memblock_addrs_overlap(phys_addr_t base1, phys_addr_t size1, phys_addr_t base2,
			    phys_addr_t size2);

/* Return: node of the region with this frame (0 without CONFIG_NUMA), whose bounds are stored; NUMA_NO_NODE if none. */
int memblock_search_pfn_nid(unsigned long pfn, unsigned long *start_pfn, unsigned long *end_pfn);

/* Bytes. */
phys_addr_t memblock_phys_mem_size(void);
phys_addr_t memblock_reserved_size(void);
/* Pages, as the difference of the two. */
unsigned long memblock_estimated_nr_free_pages(void);

/* First byte of the lowest region, end of the highest; 0 without memory. */
phys_addr_t memblock_start_of_DRAM(void);
phys_addr_t memblock_end_of_DRAM(void);

/* memblock_mark_mirror() has been called with mirrored_kernelcore set. */
bool memblock_has_mirror(void);
/* Return: false, after a message, when more than this many bytes of memory have no valid node. */
bool memblock_validate_numa_coverage(unsigned long threshold_bytes);

/* Prints all lists, with memblock=debug. */
void memblock_dump_all(void);

/* ---------------------------------------------------------------- hand-over */

/**
 * memblock_free_all - give every free page, LOWMEM and HIGHMEM, to the page allocator
 *
 * Names reserved and NOMAP ranges to reserve_bootmem_region(), clears HOTPLUG, then calls memblock_free_pages() for
 * naturally aligned blocks of at most MAX_PAGE_ORDER, each as large as fits, none across max_low_pfn or two nodes. The
 * current limit becomes 0: nothing can be allocated here any more.
 *
 * Context: boot CPU, once; zones exist and have no managed pages yet.
 */
void memblock_free_all(void);

/* Whole pages of a range of one node that was reserved at memblock_free_all() go to the page allocator. */
void memblock_free_late(phys_addr_t base, phys_addr_t size);

/* Frees the arrays of lists that had to grow; such a list is empty afterwards. */
void memblock_discard(void);

/* What the page allocator supplies. */
void memblock_free_pages(struct page *page, unsigned long pfn, unsigned int order);
void reserve_bootmem_region(phys_addr_t start, phys_addr_t end, int nid);

/* ---------------------------------------------------------------- mm/memblock_param.c */

/**
 * reserve_mem_find_by_name - a range that reserve_mem=size:align:name reserved
 * @name:  at most 15 characters
 * @start: receives its first byte
 * @size:  receives its bytes
 *
 * Return: 1; 0 when there is none of this name.
 */
int reserve_mem_find_by_name(const char *name, phys_addr_t *start, phys_addr_t *size);

/* kernelcore= and movablecore=: an amount, or percents of all memory; both 0: not given. */
struct core_size {
	unsigned long long bytes;
	unsigned int percent;
};

extern struct core_size kernelcore_size, movablecore_size;

#endif
