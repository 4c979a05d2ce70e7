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

#endif
