// SPDX-License-Identifier: MIT
/*
 * mm/zones.c - which frame belongs to which zone of which node, and where a request looks first
 *
 *   frame    0      16 MiB              max_low_pfn                         max_pfn
 *            | DMA  |      Normal       |        HighMem                    |     zones, by address
 *            |-------- node 0 -------|---------- node 1 ---------|- node 0 -|     edges of nodes: anywhere, in any order
 *                                           ^ ZONE_MOVABLE from here  ^ to here: mm/movable.c
 *
 *   zone_runs[]   { first frame, zone } for each change: a few entries, looked through by halves
 *   zonelist      of a node: its own zones, highest first, then those of the nearest other node, ...
 *
 * Read first: pfn_zone(), make_runs(), build_zonelists().
 * Tests:      tests/kernel/numa_test.c, memmap_test.c
 * Linux:      mm/mm_init.c, build_all_zonelists() of mm/page_alloc.c
 */
#include <linux/cache.h>
#include <linux/init.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/topology.h>

#include "internal.h"

pg_data_t node_data[MAX_NUMNODES];
struct zone *zone_table[256];

static DEFINE_PER_CPU(struct per_cpu_pages, pagesets[MAX_NUMNODES][MAX_NR_ZONES][NR_PAGE_ORDERS]);
struct per_cpu_pages __percpu *pcp_table[256];

static const char *const zone_names[MAX_NR_ZONES] = { "DMA", "Normal", "HighMem", "Movable" };

/* ---------------------------------------------------------------- frame to zone */

struct zone_run {
	unsigned long start; /* up to the start of the next */
	struct zone *zone;
};

static struct zone_run *zone_runs;
static unsigned int nr_zone_runs;

struct zone *pfn_zone(unsigned long pfn, unsigned long *end)
{
	unsigned int low = 0, high = nr_zone_runs;

	while (high - low > 1) {
		unsigned int middle = (low + high) / 2;

		if (zone_runs[middle].start <= pfn)
			low = middle;
		else
			high = middle;
	}
	*end = zone_runs[low + 1].start;
	return zone_runs[low].zone;
}

/* First frame above a zone's reach. */
static unsigned long __init zone_limit_pfn(enum zone_type type)
{
	if (type > ZONE_NORMAL)
		return max_pfn;
	return type == ZONE_NORMAL ? max_low_pfn : min(max_low_pfn, MAX_DMA_PFN);
}

/* The zone of a frame in a region, and where the next begins, if that is before *end. */
static enum zone_type __init zone_at(const struct memblock_region *r, unsigned long pfn,
				     unsigned long *end)
{
	unsigned long movable = zone_movable_pfn[memblock_get_region_node(r)];
	enum zone_type type = ZONE_DMA;

	if (!movable || (mirrored_kernelcore && memblock_is_mirror(r)))
		movable = ULONG_MAX;
	if (pfn >= movable)
		return ZONE_MOVABLE;
	while (pfn >= zone_limit_pfn(type))
		type++;
	*end = min(*end, min(zone_limit_pfn(type), movable));
	return type;
}

/* Walks all RAM. A region meets each zone once at most. */
static void __init make_runs(void)
{
	unsigned long room = memblock.memory.cnt * MAX_NR_ZONES + 1;
	const struct memblock_region *r;

	zone_runs = memblock_alloc(room * sizeof(*zone_runs), SMP_CACHE_BYTES);
	if (!zone_runs)
		panic("mm: no memory for a list of %lu zone edges", room);
	for_each_mem_region(r) {
		unsigned long pfn = memblock_region_memory_base_pfn(r), next;

		for (; pfn < memblock_region_memory_end_pfn(r); pfn = next) {
			struct zone *zone = NODE_DATA(memblock_get_region_node(r))->node_zones;

			next = memblock_region_memory_end_pfn(r);
			zone += zone_at(r, pfn, &next);
			if (!zone->present_pages)
				zone->zone_start_pfn = pfn;
			zone->spanned_pages = next - zone->zone_start_pfn;
			zone->present_pages += next - pfn;
			if (!nr_zone_runs || zone_runs[nr_zone_runs - 1].zone != zone)
				zone_runs[nr_zone_runs++] = (struct zone_run){ pfn, zone };
		}
	}
	zone_runs[nr_zone_runs].start = ULONG_MAX;
}

/* ---------------------------------------------------------------- zones */

static void __init zone_init(int nid, enum zone_type type)
{
	struct zone *zone = &NODE_DATA(nid)->node_zones[type];
	int order;

	spin_lock_init(&zone->lock);
	for (order = 0; order < NR_PAGE_ORDERS; order++)
		INIT_LIST_HEAD(&zone->free_area[order].free_list);
	zone->name = zone_names[type];
	zone->node = nid;
	zone->place = (u32)type << PG_ZONE_SHIFT | nid << PG_NODE_SHIFT;
	zone->pcp = pagesets[nid][type];
	zone_table[zone->place >> PG_NODE_SHIFT] = zone;
	pcp_table[zone->place >> PG_NODE_SHIFT] = zone->pcp;
}

static void __init print_ranges(void)
{
	unsigned long start, end, low = PFN_DOWN(memblock_start_of_DRAM());
	enum zone_type type;
	int i, nid;

	pr_info("Zone ranges:\n");
	for (type = 0; type < ZONE_MOVABLE; type++) {
		unsigned long high = zone_limit_pfn(type);

		if (low < high)
			pr_info("  %-8s [mem %#018llx-%#018llx]\n", zone_names[type],
				(u64)low << PAGE_SHIFT, ((u64)high << PAGE_SHIFT) - 1);
		else
			pr_info("  %-8s empty\n", zone_names[type]);
		low = max(low, high);
	}
	pr_info("Early memory node ranges\n");
	for_each_mem_pfn_range(i, MAX_NUMNODES, &start, &end, &nid)
		pr_info("  node %3d: [mem %#018llx-%#018llx]\n", nid, (u64)start << PAGE_SHIFT,
			((u64)end << PAGE_SHIFT) - 1);
}

void __init free_area_init(void)
{
	enum zone_type type;
	int nid;

	for_each_online_node(nid)
		for (type = 0; type < MAX_NR_ZONES; type++)
			zone_init(nid, type);
	find_zone_movable_pfns();
	print_ranges();
	make_runs();
}

bool is_highmem(const struct zone *zone)
{
	return populated_zone(zone) && zone->zone_start_pfn >= max_low_pfn;
}

struct zone *next_zone(struct zone *zone)
{
	int nid = next_online_node(zone->node);

	if (zone_idx(zone) < MAX_NR_ZONES - 1)
		return zone + 1;
	return nid < MAX_NUMNODES ? NODE_DATA(nid)->node_zones : NULL;
}

/* ---------------------------------------------------------------- zonelists */

/* The nearest node that is not in done; of equally near ones the next in number. NUMA_NO_NODE: none. */
static int __init nearest_node(int from, unsigned long done)
{
	int i, best = NUMA_NO_NODE;

	for (i = 0; i < MAX_NUMNODES; i++) {
		int nid = (from + i) % MAX_NUMNODES;

		if (!node_online(nid) || done & (1ul << nid))
			continue;
		if (best == NUMA_NO_NODE || node_distance(from, nid) < node_distance(from, best))
			best = nid;
	}
	return best;
}

static void __init build_zonelist(int node)
{
	struct zone **entry = NODE_DATA(node)->zonelist;
	unsigned long done = 0;
	int nid, type;

	while ((nid = nearest_node(node, done)) != NUMA_NO_NODE) {
		done |= 1ul << nid;
		for (type = MAX_NR_ZONES - 1; type >= 0; type--)
			if (NODE_DATA(nid)->node_zones[type].managed_pages)
				*entry++ = &NODE_DATA(nid)->node_zones[type];
	}
	*entry = NULL;
}

void __init build_zonelists(void)
{
	unsigned int cpu;
	gfp_t gfp;
	int nid;

	for_each_online_node(nid)
		build_zonelist(nid);
	/* The best zone of each CPU's node for each kind of request; where there is none at all, one that is empty. */
	for_each_possible_cpu(cpu) {
		nid = per_cpu(numa_node, cpu);
		for (gfp = 0; gfp <= GFP_ZONEMASK; gfp++) {
			struct zone *zone = preferred_zone(nid, gfp);

			per_cpu(preferred_pcp, cpu)[gfp] = zone ? zone->pcp : pagesets[nid][0];
		}
	}
}
