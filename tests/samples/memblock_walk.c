// SPDX-License-Identifier: MIT
/*
 * memblock_walk.c - what memblock knows of RAM, while it is still there
 */
#define pr_fmt(fmt) "memblock_walk: " fmt

#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/numa.h>
#include <linux/pfn.h>
#include <linux/sizes.h>

static int __init memblock_walk(void)
{
	phys_addr_t start, end, memory = 0, reserved = 0, before = 0;
	unsigned long start_pfn, end_pfn, pages = 0;
	struct memblock_region *region;
	unsigned int wrong = 0, nr = 0;
	int nid, i;
	u64 at;

	for_each_mem_range(at, &start, &end) {
		/* Sorted, and none overlaps. */
		wrong += start < before || start >= end;
		wrong += !memblock_is_memory(start) || !memblock_is_memory(end - 1);
		wrong += !memblock_is_region_memory(start, end - start);
		memory += end - start;
		before = end;
		nr++;
	}
	wrong += memory != memblock_phys_mem_size();
	wrong += before != memblock_end_of_DRAM();

	for_each_mem_pfn_range(i, MAX_NUMNODES, &start_pfn, &end_pfn, &nid)
		pages += end_pfn - start_pfn;
	wrong += pages > PHYS_PFN(memory) || pages + nr < PHYS_PFN(memory);

	for_each_reserved_mem_region(region) {
		phys_addr_t base = region->base;

		wrong += !memblock_is_reserved(base);
		reserved += region->size;
	}
	wrong += reserved != memblock_reserved_size();
	/* What is not reserved has been handed to the page allocator. */
	wrong += totalram_pages() > pages;

	pr_info("%u ranges of RAM up to %pap, %llu MiB, %llu KiB reserved, %u wrong\n",
		nr, &before, (u64)memory / SZ_1M, (u64)reserved / SZ_1K, wrong);
	return wrong ? -EIO : 0;
}
core_initcall(memblock_walk);
