// SPDX-License-Identifier: MIT
/*
 * mm/internal.h - what the files of mm/ share among themselves
 */
#ifndef MM_INTERNAL_H
#define MM_INTERNAL_H

#include <linux/memblock.h>
#include <linux/mm.h>

/* First frame above a zone's reach: 16 MiB, max_low_pfn, max_pfn. */
unsigned long zone_limit_pfn(enum zone_type type);
/* The zone that a frame belongs to, whether or not its struct is written. */
static inline struct zone *pfn_zone(unsigned long pfn)
{
	enum zone_type type = pfn >= max_low_pfn ? ZONE_HIGHMEM : pfn >= MAX_DMA_PFN ? ZONE_NORMAL : ZONE_DMA;

	return &NODE_DATA(0)->node_zones[type];
}

/* mm/memmap.c: put mem_map where it belongs and mark the blocks that have RAM. */
void memmap_init(void);
/* All structs of the frame's block are valid. */
bool memmap_written(unsigned long pfn);
/* Write all structs of the frame's block, if they are not. Zone lock held, or boot. */
void memmap_write_block(unsigned long pfn);
/* A block of 2^order frames passes from boot to the allocator: the structs that it needs become valid. */
void memmap_release(struct zone *zone, unsigned long pfn, unsigned int order);

/* The report of a failed allocation. */
void warn_alloc(gfp_t gfp, unsigned int order);

#endif
