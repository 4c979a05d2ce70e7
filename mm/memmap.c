// SPDX-License-Identifier: MIT
/*
 * mm/memmap.c - the memmap: one struct page for each page frame, written only where somebody looks
 *
 *   mem_map[pfn], virtually contiguous, in blocks of 1,024 frames (4 MiB of RAM, 16 KiB of structs, aligned to 16 KiB)
 *
 *   state         its structs                                            changes to
 *   ABSENT        do not exist: no RAM in the block; pfn_valid() is 0    -
 *   RESERVED      not written; every frame is reserved or a hole         FRESH or WRITTEN, when part of it is freed
 *   FRESH         only the first is valid: the block is on the order-10  WRITTEN, when it first leaves that list
 *                 list as one piece and was never handed out
 *   WRITTEN       all valid, for ever                                    -
 *
 * So boot writes one struct for each free block and all 1,024 only for blocks with a hole, a reservation or a zone edge
 * in them; the memmap is neither cleared nor walked. A FRESH block lies in one zone, since memblock_free_all() cuts
 * free memory at zone edges, and buddies of order < 10 lie in the same block, which is WRITTEN by then.
 *
 * Lock: the zone's lock guards FRESH -> WRITTEN; everything before that is the boot CPU's.
 * Read first: free_at_boot() in buddy.c, memmap_write_block().
 * Tests:      tests/kernel/memmap_test.c
 * Linux:      mm/mm_init.c, mm/sparse-vmemmap.c. There all structs are written at boot, 64 instructions each.
 */
#include <linux/highmem.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <asm/pgtable.h>

#include "internal.h"

struct page *mem_map;
struct page *highmem_start_page;
_Static_assert(sizeof(struct page) << 8 == PAGE_SIZE,
	       "page_to_virt() takes the one for 256 of the other");
unsigned long page_virt_bias = PAGE_OFFSET;

u8 block_state[MAX_NR_PFNS >> MAX_PAGE_ORDER];

static u8 *state_of(unsigned long pfn)
{
	return &block_state[pfn >> MAX_PAGE_ORDER];
}

bool pfn_valid(unsigned long pfn)
{
	return pfn < max_pfn && *state_of(pfn) != BLOCK_ABSENT;
}

bool page_is_reserved(unsigned long pfn)
{
	u8 state = *state_of(pfn);

	return state == BLOCK_WRITTEN ? PageReserved(pfn_to_page(pfn)) : state != BLOCK_FRESH;
}

/* The second word of the union is nobody's before it is written: lru.prev of what hangs on a list. */
static __always_inline void fill_struct(struct page *page, u32 flags, int count)
{
	page->flags = flags;
	page->_refcount.counter = count;
	page->compound_head = 0;
}

static void fill_structs(unsigned long pfn, unsigned long nr, u32 flags, int count)
{
	struct page *page = pfn_to_page(pfn), *end = page + nr;

	for (; nr & 3; nr--)
		fill_struct(page++, flags, count);
	for (; page < end; page += 4) {
		fill_struct(page, flags, count);
		fill_struct(page + 1, flags, count);
		fill_struct(page + 2, flags, count);
		fill_struct(page + 3, flags, count);
	}
}

/* All structs of a block; a block may lie on both sides of a zone edge. */
static void fill_block(unsigned long pfn, u32 flags, int count)
{
	unsigned long end = pfn + MAX_ORDER_NR_PAGES, next;

	for (; pfn < end; pfn = next) {
		struct zone *zone = pfn_zone(pfn, &next);

		next = min(next, end);
		fill_structs(pfn, next - pfn, zone->place | flags, count);
	}
}

void memmap_write_block(unsigned long pfn)
{
	u8 *state = state_of(pfn);
	bool free = *state == BLOCK_FRESH;

	if (*state == BLOCK_WRITTEN)
		return;
	fill_block(pfn & ~(MAX_ORDER_NR_PAGES - 1), free ? 0 : 1u << PG_reserved, free ? 0 : 1);
	*state = BLOCK_WRITTEN;
}

void memmap_release(struct zone *zone, unsigned long pfn, unsigned int order)
{
	memmap_write_block(pfn);
	fill_structs(pfn, 1UL << order, zone->place, 0);
}

/*
 * memblock_free_all() names each reserved range. Nothing is left to do: a block with RAM in it starts out as RESERVED,
 * and memmap_release() writes the structs of a block as reserved before it frees some of them.
 */
void reserve_bootmem_region(phys_addr_t start, phys_addr_t end, int nid)
{
}

/* Marks the blocks [first, end) as RAM that boot holds; puts memory behind their structs, unless it is there already. */
static void __init add_blocks(unsigned long first, unsigned long end, bool mapped)
{
	if (first >= end)
		return;
	memset(&block_state[first], BLOCK_RESERVED, end - first);
	if (!mapped)
		vmemmap_populate((unsigned long)pfn_to_page(first << MAX_PAGE_ORDER),
				 (unsigned long)pfn_to_page(end << MAX_PAGE_ORDER));
	if (IS_ENABLED(CONFIG_DEBUG_VM))
		memset(pfn_to_page(first << MAX_PAGE_ORDER), MEMMAP_POISON,
		       (end - first) * MAX_ORDER_NR_PAGES * sizeof(struct page));
}

void __init memmap_init(void)
{
	unsigned long size = round_up(max_pfn, MAX_ORDER_NR_PAGES) * sizeof(*mem_map);
	unsigned long start, end, first = 0, last = 0;
	bool mapped = max_low_pfn == max_pfn;
	int i;

	/* Without HIGHMEM, one array in the direct map. */
	mem_map = mapped ? memblock_alloc_raw(size, MAX_ORDER_NR_PAGES * sizeof(*mem_map))
			 : (struct page *)VMEMMAP_START;
	if (!mem_map)
		panic("memmap: no room for %lu KiB of struct page in LOWMEM", size >> 10);
	page_virt_bias -= (unsigned long)mem_map << 8;
	highmem_start_page = pfn_to_page(max_low_pfn);
	kmap_local_init();

	/* Ranges that share a block or touch are populated as one, by large pages if they are long enough. */
	for_each_mem_pfn_range(i, MAX_NUMNODES, &start, &end, NULL) {
		if (start >> MAX_PAGE_ORDER > last) {
			add_blocks(first, last, mapped);
			first = start >> MAX_PAGE_ORDER;
		}
		last = DIV_ROUND_UP(end, MAX_ORDER_NR_PAGES);
	}
	add_blocks(first, last, mapped);
}
