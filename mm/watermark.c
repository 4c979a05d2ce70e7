// SPDX-License-Identifier: MIT
/*
 * mm/watermark.c - what each zone keeps back, and what the CPUs' lists may hold
 *
 *   free pages of a zone
 *     ................................  GFP_KERNEL
 *     --- min + lowmem_reserve -------  below: only urgent requests (GFP_ATOMIC: down to 3/8 of min)
 *     --- lowmem_reserve -------------  below: only requests that no higher zone could have served
 *
 *   min              the zone's part of sysctl.vm.min_free_kbytes=, or 4 * sqrt(KiB of LOWMEM); HIGHMEM and MOVABLE: 1/1024
 *                    of the zone
 *   lowmem_reserve   1/256 (DMA) or 1/32 (Normal) of its node's zones above it, up to the best one of the request
 *
 * Tests: tests/kernel/page_alloc_test.c
 * Linux: mm/page_alloc.c; Documentation/admin-guide/sysctl/vm (min_free_kbytes, lowmem_reserve_ratio). There is no
 *        reclaim to be woken at the low and high marks, so these do not exist.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/mm.h>

#include "internal.h"

/* Protection of a zone against requests for the zones above: 1/ratio of these. */
static const unsigned long lowmem_reserve_ratio[MAX_NR_ZONES] = { 256, 32, 0, 0 };

#define MIN_HIGHMEM_MARK 32UL
#define MAX_HIGHMEM_MARK 128UL

static unsigned long min_free_kbytes; /* 0: from what LOWMEM there is */

static int __init parse_min_free_kbytes(char *val)
{
	return val ? kstrtoul(val, 0, &min_free_kbytes) : -EINVAL;
}
early_param("sysctl.vm.min_free_kbytes", parse_min_free_kbytes);

static unsigned long int_sqrt(unsigned long x)
{
	unsigned long root = 0, bit;

	for (bit = 1UL << 15; bit; bit >>= 1)
		if ((root + bit) * (root + bit) <= x)
			root += bit;
	return root;
}

static void __init set_watermark(struct zone *zone, unsigned long min_free, unsigned long lowmem)
{
	zone->watermark_min =
		zone_idx(zone) >= ZONE_HIGHMEM
			? clamp(zone->managed_pages / 1024, MIN_HIGHMEM_MARK, MAX_HIGHMEM_MARK)
			: min_free * (zone->managed_pages >> 8) / (lowmem >> 8);
}

static void __init set_lowmem_reserve(struct zone *zone)
{
	unsigned long above = 0;
	enum zone_type type;

	for (type = zone_idx(zone) + 1; type < MAX_NR_ZONES; type++) {
		above += NODE_DATA(zone->node)->node_zones[type].managed_pages;
		if (lowmem_reserve_ratio[zone_idx(zone)])
			zone->lowmem_reserve[type] = above / lowmem_reserve_ratio[zone_idx(zone)];
	}
}

/*
 * A list of order 0 to 3 holds 512 pages from 256 MiB on, 1,024 at most, and gets an eighth of that at a time. Of the
 * larger blocks, one of each order stays, if it is no more than that.
 */
static void __init set_pcp_limits(struct zone *zone)
{
	unsigned long high = clamp(zone->managed_pages >> 7, 8UL, 1024UL);
	unsigned int order, cpu;

	zone->batch_order = min(ilog2(high) - 3, 7);
	/* One block at a time, and none stays: each passes by the hooks of mm/page_debug.c. */
	if (page_debug)
		high = zone->batch_order = 0;
	for_each_possible_cpu(cpu) {
		struct per_cpu_pages *pcp = per_cpu_ptr(zone->pcp, cpu);

		for (order = 0; order < NR_PAGE_ORDERS; order++, pcp++) {
			pcp->high = order <= PAGE_ALLOC_COSTLY_ORDER ? high >> order
								     : high >> order > 0;
			pcp->list.count = -(pcp->high + 1);
		}
	}
}

void __init init_zone_limits(void)
{
	unsigned long lowmem = sum_zones(zone_idx(zone) < ZONE_HIGHMEM, zone->managed_pages);
	unsigned long min_free;
	struct zone *zone;

	min_free = min_free_kbytes
			   ?: clamp(4 * int_sqrt(lowmem << (PAGE_SHIFT - 10)), 128UL, 262144UL);
	min_free = min(min_free >> (PAGE_SHIFT - 10), lowmem);
	for_each_zone(zone) {
		set_watermark(zone, min_free, max(lowmem, 256UL));
		set_lowmem_reserve(zone);
		set_pcp_limits(zone);
	}
}
