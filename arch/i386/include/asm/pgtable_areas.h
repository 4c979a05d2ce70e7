// SPDX-License-Identifier: MIT
/*
 * asm/pgtable_areas.h - who owns which addresses of the kernel half
 *
 * Two-level paging, no reservetop=, default vmalloc=, 4 GiB of RAM; in [] what PAE makes of it:
 *
 *                 +------------------------+
 *                 | never mapped           |  a stray ERR_PTR faults here; above it nothing but reservetop='s part
 *   FIXADDR_TOP   +------------------------+ fffff000
 *                 | fixmap                 |  kmap_local slots, early_ioremap
 *   FIXADDR_START +------------------------+
 *                 | PKMAP, 4 MiB [2 MiB]   |  kmap(), all CPUs share it
 *   PKMAP_BASE    +------------------------+ ff800000 [ffa00000]
 *                 | hole, 2 pages          |
 *   VMALLOC_END   +------------------------+ ff7fe000 [ff9fe000]
 *                 | vmalloc, vmap          |  a guard page after each area
 *   VMALLOC_START +------------------------+ f7ffe000 [f81fe000]
 *                 | vmemmap                |  struct page array, when there is HIGHMEM
 *   VMEMMAP_START +------------------------+
 *                 | hole, 8 MiB            |  direct-map overruns fault here
 *   high_memory   +------------------------+
 *                 | direct map             |  virt = phys + PAGE_OFFSET
 *   PAGE_OFFSET   +------------------------+ c0000000
 *                 | user half              |  nothing mapped
 *                 +------------------------+ 00000000
 */
#ifndef ASM_PGTABLE_AREAS_H
#define ASM_PGTABLE_AREAS_H

#include <asm/fixmap.h>

#define LAST_PKMAP PTRS_PER_PTE
#define PKMAP_BASE ((FIXADDR_START - PAGE_SIZE * (LAST_PKMAP + 1)) & PMD_MASK)

/* vmalloc= counts this hole in, as Linux does: the default of 128 MiB gives 120 MiB of vmalloc space. */
#define VMALLOC_OFFSET (8UL << 20)
#define VMALLOC_END (PKMAP_BASE - 2 * PAGE_SIZE)

/* Set once by find_low_pfn_range(). */
extern unsigned long vmalloc_start, vmemmap_start;
extern unsigned long high_memory_addr;

#define VMALLOC_START vmalloc_start
/* Equal to VMALLOC_START when there is no HIGHMEM. */
#define VMEMMAP_START vmemmap_start
#define high_memory ((void *)high_memory_addr)

/* What the boot page tables map, from physical address 0: boot/entry.asm. The kernel image ends below. */
#define BOOT_MAP_SIZE (UL(16) << 20)

/* The PC's first MiB: ISA devices and ROMs from a0000 up. */
#define ISA_START UL(0xa0000)
#define ISA_END UL(0x100000)

/**
 * find_low_pfn_range - where LOWMEM ends, and with it where every kernel area lies
 *
 * From max_pfn, vmalloc= and highmem= sets max_low_pfn, high_memory, VMALLOC_START and VMEMMAP_START; may lower max_pfn.
 *
 * Context: boot CPU, once, when max_pfn is known.
 */
void find_low_pfn_range(void);

/**
 * init_mem_mapping - the direct map of LOWMEM, with final rights
 *
 * Raises memblock's current limit to max_low_pfn. Panics when there is no memory for page tables.
 *
 * Context: boot CPU, once; memblock knows all RAM and everything that must not be handed out.
 */
void init_mem_mapping(void);

/**
 * vmemmap_populate - map part of the vmemmap to memory from memblock
 * @start: page aligned address in the vmemmap
 * @end:   page aligned, > @start
 *
 * Takes HIGHMEM as long as there is any. The memory is not cleared.
 *
 * Context: boot, before memblock_free_all(). Panics when there is no memory.
 */
void vmemmap_populate(unsigned long start, unsigned long end);

/**
 * describe_address - what a kernel address belongs to, for people
 * @vaddr: any
 * @buf:   receives a phrase such as "direct map, 0x1000 bytes from its start"
 * @size:  of @buf; 200 is enough
 *
 * Context: any, fault handlers included. Takes no lock, touches nothing at @vaddr.
 */
void describe_address(unsigned long vaddr, char *buf, size_t size);

/* Prints the map; panics when its areas are out of order. Context: boot, when the areas are known. */
void print_address_map(void);

#endif
