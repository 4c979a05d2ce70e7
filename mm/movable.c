// SPDX-License-Identifier: MIT
/*
 * mm/movable.c - where ZONE_MOVABLE begins on each node
 *
 *   kernelcore=N   so much memory is for all uses, spread evenly over the nodes; what is above on each is ZONE_MOVABLE
 *   movablecore=N  the complement; with both, the kernel gets at least what kernelcore= says
 *   movable_node   ZONE_MOVABLE begins with the node's first hotpluggable memory
 *   kernelcore=mirror   mirrored memory is for all uses, the rest, above 4 GiB, for movable pages
 *
 *   node 0  [ DMA | Normal      | HighMem |  Movable ]     ZONE_MOVABLE comes out of the highest zone that the machine
 *   node 1  [       HighMem     |      Movable       ]     has; lower zones are memory for all uses, hotpluggable or not
 *
 * Tests: tests/kernel/numa_test.c, with guests and processes of tests/boot/matrix.txt
 * Linux: mm/mm_init.c, find_zone_movable_pfns_for_nodes(). Documentation/admin-guide/kernel-parameters. There hotpluggable
 *        LOWMEM is ZONE_MOVABLE, too.
 */
#include <linux/init.h>
#include <linux/math64.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/printk.h>
#include <linux/sizes.h>

#include "internal.h"

unsigned long zone_movable_pfn[MAX_NUMNODES] __initdata;

/* First frame of the highest zone that has memory. */
static unsigned long __init movable_candidates(void)
{
	if (max_low_pfn < max_pfn)
		return max_low_pfn;
	return max_pfn > MAX_DMA_PFN ? MAX_DMA_PFN : 0;
}

/* Regions come in order of address: the first one says it. */
static void __init movable_from(const struct memblock_region *r, unsigned long pfn)
{
	unsigned long *first = &zone_movable_pfn[memblock_get_region_node(r)];

	*first = *first ?: pfn;
}

static void __init movable_from_hotplug(void)
{
	unsigned long lowest = movable_candidates();
	const struct memblock_region *r;

	for_each_mem_region(r)
		if (memblock_is_hotpluggable(r) && memblock_region_memory_end_pfn(r) > lowest)
			movable_from(r, max(memblock_region_memory_base_pfn(r), lowest));
}

static void __init movable_from_mirror(void)
{
	const struct memblock_region *r;
	bool low = false;

	if (!memblock_has_mirror()) {
		pr_warn("The system has no mirror memory, ignore kernelcore=mirror.\n");
		return;
	}
	for_each_mem_region(r) {
		unsigned long base = memblock_region_memory_base_pfn(r);

		if (memblock_is_mirror(r))
			continue;
		if (base < PFN_DOWN(SZ_4G))
			low = true;
		else
			movable_from(r, base);
	}
	if (low)
		pr_warn("This configuration results in unmirrored kernel memory.\n");
}

static unsigned long __init core_pages(const struct core_size *core, unsigned long total)
{
	if (core->percent)
		return div_u64((u64)total * core->percent, 100);
	return min_t(u64, core->bytes >> PAGE_SHIFT, total);
}

/* Pages that must be for all uses; 0: nothing was asked for. */
static unsigned long __init required_kernelcore(void)
{
	unsigned long total = PHYS_PFN(memblock_phys_mem_size());
	unsigned long kernel = core_pages(&kernelcore_size, total);
	unsigned long movable = core_pages(&movablecore_size, total);

	if (movable) {
		movable = min(round_up(movable, MAX_ORDER_NR_PAGES), total);
		kernel = max(kernel, total - movable);
	}
	return kernel < total ? kernel : 0;
}

/*
 * Gives a node its part of the kernel's memory. Memory below the candidates is the kernel's in any case, and counts.
 * Return: how much of it the node has.
 */
static unsigned long __init fill_node(int node, unsigned long part, unsigned long lowest)
{
	unsigned long start, end, got = 0;
	int i;

	zone_movable_pfn[node] = 0;
	for_each_mem_pfn_range(i, node, &start, &end, NULL) {
		unsigned long below = clamp(lowest, start, end) - start;
		unsigned long pages = min(max(below, part - min(part, got)), end - start);

		got += pages;
		start += pages;
		if (start < end && !zone_movable_pfn[node])
			zone_movable_pfn[node] = start;
	}
	return got;
}

/*
 * Evenly: nodes that have less than their part, or more in low zones, leave the others another one, until it adds up. The part
 * that fits is looked for by halves.
 */
static void __init spread_kernelcore(unsigned long required)
{
	unsigned long low = 0, high = required, lowest = movable_candidates();
	int nid;

	while (low < high) {
		unsigned long part = low + (high - low) / 2, got = 0;

		for_each_online_node(nid)
			got += fill_node(nid, part, lowest);
		if (got < required)
			low = part + 1;
		else
			high = part;
	}
	for_each_online_node(nid)
		fill_node(nid, low, lowest);
}

void __init find_zone_movable_pfns(void)
{
	unsigned long required, start, end;
	bool any = false;
	int nid, i;

	if (movable_node_is_enabled())
		movable_from_hotplug();
	else if (mirrored_kernelcore)
		movable_from_mirror();
	else if ((required = required_kernelcore()))
		spread_kernelcore(required);

	/* A block of the largest order belongs to one zone, unless an edge of nodes or of LOWMEM cuts it. */
	for_each_online_node(nid) {
		zone_movable_pfn[nid] = round_up(zone_movable_pfn[nid], MAX_ORDER_NR_PAGES);
		end = 0;
		for_each_mem_pfn_range(i, nid, &start, &end, NULL)
			; /* to the last */
		if (zone_movable_pfn[nid] >= end)
			zone_movable_pfn[nid] = 0;
		if (!zone_movable_pfn[nid])
			continue;
		if (!any)
			pr_info("Movable zone start for each node\n");
		any = true;
		pr_info("  Node %d: %#018llx\n", nid, (u64)zone_movable_pfn[nid] << PAGE_SHIFT);
	}
}
