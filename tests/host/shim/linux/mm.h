// SPDX-License-Identifier: MIT
/*
 * shim/linux/mm.h - pages, and addresses of simulated memory
 */
#ifndef SHIM_LINUX_MM_H
#define SHIM_LINUX_MM_H

#include <linux/types.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)
#define PAGE_ALIGN(x) (((x) + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1))
#define MAX_PAGE_ORDER 10

/* Where physical address 0 would be; a machine may have its RAM anywhere, so this need not be a valid address. */
extern uintptr_t sim_ram;

#define __pa(ptr) ((phys_addr_t)((uintptr_t)(ptr)-sim_ram))
#define __va(phys) ((void *)(sim_ram + (uintptr_t)(phys)))
#define virt_to_phys(ptr) __pa(ptr)
#define phys_to_virt(phys) __va(phys)

struct page {
	char unused;
};

#define pfn_to_page(pfn) ((struct page *)(uintptr_t)(pfn))

void totalram_pages_add(long count);

#endif
