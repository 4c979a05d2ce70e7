// SPDX-License-Identifier: MIT
/*
 * asm/page.h - page size; the direct map's arithmetic
 *
 *   virtual = physical + PAGE_OFFSET, for LOWMEM (below max_low_pfn) and the kernel image only
 */
#ifndef ASM_PAGE_H
#define ASM_PAGE_H

#include <linux/const.h>
#include <linux/types.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE (UL(1) << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))

#define PAGE_OFFSET UL(CONFIG_PAGE_OFFSET)

/* Highest possible physical address plus one is 1 << MAX_PHYSMEM_BITS. */
#ifdef CONFIG_X86_PAE
#define MAX_PHYSMEM_BITS 36
#else
#define MAX_PHYSMEM_BITS 32
#endif
#define MAX_NR_PFNS (UL(1) << (MAX_PHYSMEM_BITS - PAGE_SHIFT))

/* ISA devices reach the first 16 MiB. */
#define MAX_DMA_PFN (UL(1) << (24 - PAGE_SHIFT))

#define THREAD_SIZE 8192
#define THREAD_ALIGN PAGE_SIZE

#define __pa(vaddr) ((phys_addr_t)((unsigned long)(vaddr)-PAGE_OFFSET))
#define __va(phys) ((void *)((unsigned long)(phys) + PAGE_OFFSET))

static inline phys_addr_t virt_to_phys(const volatile void *vaddr)
{
	return __pa(vaddr);
}

static inline void *phys_to_virt(phys_addr_t phys)
{
	return __va(phys);
}

#endif
