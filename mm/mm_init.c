// SPDX-License-Identifier: MIT
/*
 * mm/mm_init.c - from memblock to the page allocator
 *
 *   mm_core_init()
 *     free_area_init()      which frames belong to which zone
 *     memmap_init()         a place for struct page
 *     memblock_free_all()   every free range becomes blocks on the zones' free lists
 *     init_zone_limits()    what each zone keeps back, what the CPU's lists hold
 *     build_zonelists()     where a request looks, in turn
 *     "Memory: ..."         and the sum is checked: RAM = managed + reserved, to the page
 *
 * Tests: tests/kernel/page_alloc_test.c
 * Linux: mm/mm_init.c. Left out: deferred initialisation, memory hotplug.
 */
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <asm/sections.h>

#include "internal.h"

/* Linux's "Memory:" line: available/total (...). */
static void __init mem_init_print_info(void)
{
	unsigned long present = sum_zones(true, zone->present_pages), kib = PAGE_SIZE >> 10;
	unsigned long managed = sum_zones(true, zone->managed_pages);

	if (present != PHYS_PFN(memblock_phys_mem_size()) || managed != totalram_pages())
		panic("mm: %lu pages of RAM, but zones hold %lu; %lu pages freed, but %lu managed",
		      PHYS_PFN(memblock_phys_mem_size()), present, totalram_pages(), managed);
	pr_info("Memory: %luK/%luK available (%luK kernel code, %luK rwdata, %luK rodata, %luK init, "
		"%luK bss, %luK reserved, %luK highmem)\n",
		nr_free_pages() * kib, present * kib, KERNEL_CODE_SIZE >> 10,
		KERNEL_DATA_SIZE >> 10, KERNEL_RODATA_SIZE >> 10, KERNEL_INIT_SIZE >> 10,
		KERNEL_BSS_SIZE >> 10, (present - managed) * kib, totalhigh_pages() * kib);
}

void __init mm_core_init(void)
{
	free_area_init();
	memmap_init();
	init_mem_debugging();
	memblock_free_all();
	init_zone_limits();
	build_zonelists();
	kmem_cache_init();
	mem_init_print_info();
	vmalloc_init();
}
