// SPDX-License-Identifier: MIT
/*
 * mm/internal.h - what the files of mm/ share among themselves
 */
#ifndef MM_INTERNAL_H
#define MM_INTERNAL_H

#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/ratelimit.h>
#include <asm/percpu_stack.h>

/* mm/zones.c: sets up all zones from memblock's regions. Boot. */
void free_area_init(void);
/* The zone that a frame belongs to, whether or not its struct is written; and the end of the frames that share it. */
struct zone *pfn_zone(unsigned long pfn, unsigned long *end);
/* When the zones have their memory: where requests look for it, in turn. */
void build_zonelists(void);

/* The rest of a zonelist, from the first zone on that is not above highest. */
static __always_inline struct zone **skip_zones(struct zone **entry, enum zone_type highest)
{
	while (*entry && zone_idx(*entry) > highest)
		entry++;
	return entry;
}

/* The best zone that a node has for a request, or the nearest node; NULL: there is none. */
static inline struct zone *preferred_zone(int nid, gfp_t gfp)
{
	return *skip_zones(NODE_DATA(nid)->zonelist, gfp_zone(gfp));
}

/* mm/movable.c: first frame of ZONE_MOVABLE on each node; 0: it has none. */
extern unsigned long zone_movable_pfn[MAX_NUMNODES];
void find_zone_movable_pfns(void);

/* mm/memmap.c: put mem_map where it belongs and mark the blocks that have RAM. */
void memmap_init(void);

/* What is known of a block of 1,024 structs: mm/memmap.c draws the states. */
enum block_state { BLOCK_ABSENT, BLOCK_RESERVED, BLOCK_FRESH, BLOCK_WRITTEN };

extern u8 block_state[MAX_NR_PFNS >> MAX_PAGE_ORDER];

/* All structs of the frame's block are valid. False for any number that is no frame. */
static __always_inline bool memmap_written(unsigned long pfn)
{
	return pfn < MAX_NR_PFNS && block_state[pfn >> MAX_PAGE_ORDER] == BLOCK_WRITTEN;
}

/* Write all structs of the frame's block, if they are not. Zone lock held, or boot. */
void memmap_write_block(unsigned long pfn);
/* 2^order frames pass from boot to the allocator, and their structs say so. Zone lock held. */
void memmap_release(struct zone *zone, unsigned long pfn, unsigned int order);

/* memmap_written() by struct page: is it one, and written? */
static __always_inline bool page_written(const struct page *page)
{
	unsigned long block =
		((unsigned long)page - (unsigned long)mem_map) / (sizeof(*page) << MAX_PAGE_ORDER);

	return block < ARRAY_SIZE(block_state) && block_state[block] == BLOCK_WRITTEN;
}

/* mm/buddy.c. Zone lock held. Takes a block off the zone's free lists; NULL: there is none of this order or above. */
struct page *buddy_alloc(struct zone *zone, unsigned int order);
/* Puts a block back, merged as far as it goes; the structs of its frames are valid. */
void buddy_free(struct page *page, struct zone *zone, unsigned int order);

/* What an element of a CPU's list is linked by. */
static __always_inline struct page *link_to_page(void *link)
{
	return container_of(link, struct page, lru);
}

/* The block on top of a CPU's list, handed out; NULL when the list is empty. */
static __always_inline struct page *pop_page(struct percpu_stack __percpu *list)
{
	void *link = percpu_stack_pop(list);
	struct page *page;

	if (unlikely(!link))
		return NULL;
	page = link_to_page(link);
	/* The compiler does not know where pages are, and would have callers compare again. */
	if (!page)
		unreachable();
	set_page_count(page, 1);
	return page;
}

/* mm/page_alloc.c: this CPU's list for single pages; an empty one where pages off a list would not do as they are. */
struct percpu_stack __percpu *page_list(gfp_t gfp);

/* mm/pcplist.c. Zone lock held. Fills the CPU's list of this order; false: the zone has nothing. */
bool pcp_refill(struct zone *zone, unsigned int order);
/* Takes the zone's lock. Gives blocks back until keep are left on the CPU's list. */
void pcp_drain(struct zone *zone, unsigned int order, unsigned int keep);

/* The lists of the best zone that this CPU's node has, or the nearest, for each gfp & GFP_ZONEMASK. */
DECLARE_PER_CPU(struct per_cpu_pages __percpu *, preferred_pcp[GFP_ZONEMASK + 1]);

/* func on each CPU, or, where other CPUs must not be waited for, on this one alone. */
void call_each_cpu(void (*func)(void *), void *info);

/* The sum of a value over the zones that meet a condition; both speak of `zone`. */
#define sum_zones(condition, value)                                                                \
	({                                                                                         \
		unsigned long __sum = 0;                                                           \
		struct zone *zone;                                                                 \
		for_each_zone(zone)                                                                \
			if (condition)                                                             \
				__sum += (value);                                                  \
		__sum;                                                                             \
	})

/* Pages on all CPUs' lists of the zone. */
unsigned long zone_pcp_pages(const struct zone *zone);

/* mm/watermark.c: what each zone keeps back and what the CPUs' lists hold, from the zones' sizes. */
void init_zone_limits(void);

/* mm/page_debug.c: a parameter asks for its hooks; then the CPUs' lists hold nothing. */
extern bool page_debug, page_poisoning;
void init_mem_debugging(void);
void post_alloc_hook(struct page *page, unsigned int order, gfp_t gfp);
void free_pages_hook(struct page *page, unsigned int order);
bool should_fail_alloc_page(gfp_t gfp, unsigned int order);

/* The report of a failed allocation, and how many there were lately. */
extern struct ratelimit_state nopage_rs;
void warn_alloc(gfp_t gfp, unsigned int order);
/* "GFP_KERNEL|__GFP_ZERO". Return: length. */
int format_gfp(char *buf, size_t size, gfp_t gfp);

#endif
