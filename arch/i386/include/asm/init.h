// SPDX-License-Identifier: MIT
/*
 * asm/init.h - the steps of setup_arch() that lay out the address space
 */
#ifndef ASM_INIT_H
#define ASM_INIT_H

#include <linux/const.h>

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

#endif
