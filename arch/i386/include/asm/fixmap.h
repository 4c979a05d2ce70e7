// SPDX-License-Identifier: MIT
/*
 * asm/fixmap.h - addresses known from the start, for physical pages chosen at run time
 *
 *   FIXADDR_TOP     0xfffff000   slot 0: never mapped; a stray ERR_PTR() faults here
 *                                FIX_KMAP_END .. FIX_KMAP_BEGIN     kmap_local, KM_MAX_IDX pages a CPU
 *                                FIX_APIC, FIX_IO_APIC_BEGIN ..     registers of the interrupt controllers
 *                                FIX_BTMAP_END .. FIX_BTMAP_BEGIN   early_memremap() windows
 *   FIXADDR_START
 *
 * Slot numbers grow while addresses fall. The page tables below are one array without gaps, so the PTE of a slot is
 * found by arithmetic. reservetop= moves everything down by whole PMDs: the same page tables, hung under other entries.
 */
#ifndef ASM_FIXMAP_H
#define ASM_FIXMAP_H

#include <linux/kmap_size.h>
#include <asm/pgtable.h>

#define NR_FIX_BTMAPS 64
#define FIX_BTMAPS_SLOTS 4

enum fixed_addresses {
	FIX_HOLE,
	FIX_KMAP_BEGIN,
	FIX_KMAP_END = FIX_KMAP_BEGIN + KM_MAX_IDX * CONFIG_NR_CPUS - 1,
	FIX_APIC,
	FIX_IO_APIC_BEGIN,
	FIX_IO_APIC_END = FIX_IO_APIC_BEGIN + 3,
	FIX_BTMAP_END,
	FIX_BTMAP_BEGIN = FIX_BTMAP_END + NR_FIX_BTMAPS * FIX_BTMAPS_SLOTS - 1,
	__end_of_fixed_addresses
};

#ifndef FIXADDR_TOP /* arch/host has one */
/* Constant once the command line is parsed: early_ioremap.c. */
extern unsigned long __FIXADDR_TOP;
#define FIXADDR_TOP __FIXADDR_TOP
/* __fix_to_virt(FIX_KMAP_END), for kunmap_local()'s sake one comparison away. */
extern unsigned long kmap_local_start;
#define KMAP_LOCAL_START kmap_local_start
#endif
#define FIXADDR_SIZE ((__end_of_fixed_addresses - 1UL) << PAGE_SHIFT)
#define FIXADDR_START (FIXADDR_TOP - FIXADDR_SIZE)

#define __fix_to_virt(idx) (FIXADDR_TOP - ((unsigned long)(idx) << PAGE_SHIFT))
#define __virt_to_fix(vaddr) ((FIXADDR_TOP - ((vaddr)&PAGE_MASK)) >> PAGE_SHIFT)

/* Page tables for everything from the PMD of FIXADDR_START to that of slot 0, whose last page slot 0 is. */
#define FIXMAP_PTES ((__end_of_fixed_addresses + PTRS_PER_PTE - 1) & ~(PTRS_PER_PTE - 1))
#define FIXMAP_PT_START (FIXADDR_TOP + PAGE_SIZE - FIXMAP_PTES * PAGE_SIZE)

extern pte_t fixmap_ptes[FIXMAP_PTES];

static __always_inline pte_t *fixmap_pte(unsigned int idx)
{
	return &fixmap_ptes[FIXMAP_PTES - 1 - idx];
}

/**
 * __set_fixmap - map a slot to a physical page, or take the mapping out
 * @idx:  slot
 * @phys: page aligned; not used when @prot is PAGE_NONE
 * @prot: rights, PAGE_NONE to unmap
 *
 * Flushes the slot's translation on this CPU. Context: any; the slot's owner sees to it that nobody else uses it.
 */
void __set_fixmap(enum fixed_addresses idx, phys_addr_t phys, pgprot_t prot);

#endif
