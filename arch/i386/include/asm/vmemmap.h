// SPDX-License-Identifier: MIT
/*
 * asm/vmemmap.h - memory behind the struct page array
 */
#ifndef ASM_VMEMMAP_H
#define ASM_VMEMMAP_H

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

#endif
