// SPDX-License-Identifier: MIT
/*
 * linux/mmzone.h - zones: page frames that can serve the same requests
 *
 *   ZONE_DMA      below 16 MiB: ISA devices
 *   ZONE_NORMAL   the rest of LOWMEM: has a permanent address in the direct map
 *   ZONE_HIGHMEM  from max_low_pfn up: needs kmap_local_page() and its kin
 *   ZONE_MOVABLE  what kernelcore= and its kin keep for pages that could be moved; an address may or may not be permanent
 *
 * Each node has these four. A request names the highest zone that it can use and falls back downwards, then to other nodes.
 */
#ifndef LINUX_MMZONE_H
#define LINUX_MMZONE_H

#include <linux/list.h>
#include <linux/mm_types.h>
#include <linux/nodemask.h>
#include <linux/page-flags.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>
#include <asm/percpu_stack.h>

/* Largest block: 2^10 pages, 4 MiB. Also the grain in which the memmap is written. */
#define MAX_PAGE_ORDER 10
#define NR_PAGE_ORDERS (MAX_PAGE_ORDER + 1)
/* Blocks up to this order are asked for often. */
#define PAGE_ALLOC_COSTLY_ORDER 3
#define MAX_ORDER_NR_PAGES (1UL << MAX_PAGE_ORDER)

enum zone_type { ZONE_DMA, ZONE_NORMAL, ZONE_HIGHMEM, ZONE_MOVABLE, MAX_NR_ZONES };

struct free_area {
	struct list_head free_list;
	unsigned long nr_free; /* blocks */
};

/* Free blocks of one order that a CPU keeps for itself. */
struct per_cpu_pages {
	struct percpu_stack
		list;	   /* count is high + 1 less than there are: at 0 the list is too long */
	unsigned int high; /* blocks that the list holds at most; 0: none stays */
};

static inline unsigned int pcp_blocks(const struct per_cpu_pages *pcp)
{
	return pcp->list.count + pcp->high + 1;
}

struct zone {
	struct per_cpu_pages __percpu *pcp; /* of each order, on each CPU */
	unsigned int batch_order; /* 2^this pages move from the zone to a list at a time */
	spinlock_t
		lock; /* guards free_area, free_pages, and FRESH -> WRITTEN of the zone's blocks */
	struct free_area free_area[NR_PAGE_ORDERS];
	unsigned long free_pages; /* on free_area's lists; those of pcp do not count */

	unsigned long watermark_min; /* pages left for urgent requests */
	unsigned long lowmem_reserve
		[MAX_NR_ZONES]; /* pages kept from requests that a higher zone could serve */

	unsigned long zone_start_pfn;
	unsigned long spanned_pages; /* up to the last frame, holes included */
	unsigned long present_pages; /* RAM in the span */
	unsigned long managed_pages; /* RAM that the allocator was given */
	const char *name;
	int node;
	u32 place; /* zone and node as they stand in page->flags */
};

struct pglist_data {
	struct zone node_zones[MAX_NR_ZONES];
	/* Where requests for this node look, in turn, and NULL; zones without memory are left out. */
	struct zone *zonelist[MAX_NUMNODES * MAX_NR_ZONES + 1];
};

typedef struct pglist_data pg_data_t;

/* The zone that a page's flags name, by their upper byte. */
extern struct zone *zone_table[256];
/* And its pcp. */
extern struct per_cpu_pages __percpu *pcp_table[256];

extern pg_data_t node_data[MAX_NUMNODES];

#define NODE_DATA(nid) (&node_data[nid])

/* All zones of all nodes, with and without memory. */
#define for_each_zone(zone)                                                                        \
	for (zone = NODE_DATA(first_online_node)->node_zones; zone; zone = next_zone(zone))

#define for_each_populated_zone(zone)                                                              \
	for_each_zone(zone)                                                                        \
		if (populated_zone(zone))

struct zone *next_zone(struct zone *zone);

static inline bool populated_zone(const struct zone *zone)
{
	return zone->present_pages;
}

/* ZONE_HIGHMEM, and ZONE_MOVABLE on machines with HIGHMEM. */
bool is_highmem(const struct zone *zone);

static inline unsigned long zone_end_pfn(const struct zone *zone)
{
	return zone->zone_start_pfn + zone->spanned_pages;
}

static inline enum zone_type zone_idx(const struct zone *zone)
{
	return zone->place >> PG_ZONE_SHIFT;
}

#endif
