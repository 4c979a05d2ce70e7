// SPDX-License-Identifier: MIT
/*
 * mm/mm_init.c - from memblock to the page allocator
 *
 *   mm_core_init()
 *     free_area_init()      which frames belong to which zone
 *     memmap_init()         a place for struct page
 *     memblock_free_all()   every free range becomes blocks on the zones' free lists
 *     init_zone_limits()    what each zone keeps back, what the CPU's lists hold
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

pg_data_t node_data[MAX_NUMNODES];
struct zone *zone_table[256];

static const char *const zone_names[MAX_NR_ZONES] = { "DMA", "Normal", "HighMem" };

unsigned long zone_limit_pfn(enum zone_type type)
{
	switch (type) {
	case ZONE_DMA:
		return min(max_low_pfn, MAX_DMA_PFN);
	case ZONE_NORMAL:
		return max_low_pfn;
	default:
		return max_pfn;
	}
}

/* What a zone [low, high) holds of the RAM that memblock knows. */
static void __init size_zone(struct zone *zone, unsigned long low, unsigned long high)
{
	unsigned long start, end;
	int i;

	for_each_mem_pfn_range(i, MAX_NUMNODES, &start, &end, NULL) {
		start = max(start, low);
		end = min(end, high);
		if (start >= end)
			continue;
		if (!zone->present_pages)
			zone->zone_start_pfn = start;
		zone->spanned_pages = end - zone->zone_start_pfn;
		zone->present_pages += end - start;
	}
}

static void __init zone_init(enum zone_type type)
{
	struct zone *zone = &NODE_DATA(0)->node_zones[type];
	unsigned long low = type ? zone_limit_pfn(type - 1) : 0;
	int order;

	spin_lock_init(&zone->lock);
	for (order = 0; order < NR_PAGE_ORDERS; order++)
		INIT_LIST_HEAD(&zone->free_area[order].free_list);
	zone->name = zone_names[type];
	zone->node = 0;
	zone->place = (u32)type << PG_ZONE_SHIFT;
	zone_table[zone->place >> PG_NODE_SHIFT] = zone;
	size_zone(zone, low, zone_limit_pfn(type));

	if (populated_zone(zone)) {
		u64 first = (u64)low << PAGE_SHIFT;
		u64 last = ((u64)zone_limit_pfn(type) << PAGE_SHIFT) - 1;

		pr_info("  %-8s [mem %#018llx-%#018llx]\n", zone->name, first, last);
	} else {
		pr_info("  %-8s empty\n", zone->name);
	}
}

static void __init free_area_init(void)
{
	unsigned long start, end;
	enum zone_type type;
	int i;

	pr_info("Zone ranges:\n");
	for (type = 0; type < MAX_NR_ZONES; type++)
		zone_init(type);
	pr_info("Early memory node ranges\n");
	for_each_mem_pfn_range(i, MAX_NUMNODES, &start, &end, NULL)
		pr_info("  node   0: [mem %#018llx-%#018llx]\n", (u64)start << PAGE_SHIFT,
			((u64)end << PAGE_SHIFT) - 1);
}

/* Linux's "Memory:" line: available/total (...). */
static void __init mem_init_print_info(void)
{
	unsigned long present = 0, managed = 0, kib = PAGE_SIZE >> 10;
	struct zone *zone;

	for_each_zone(zone) {
		present += zone->present_pages;
		managed += zone->managed_pages;
	}
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
	kmem_cache_init();
	mem_init_print_info();
	vmalloc_init();
}
