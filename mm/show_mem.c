// SPDX-License-Identifier: MIT
/*
 * mm/show_mem.c - why an allocation failed
 *
 *   swapper: page allocation failure: order:10, mode:0xcc0(GFP_KERNEL)
 *   ...backtrace...
 *   Mem-Info:
 *   Node 0 DMA free:15348kB min:512kB present:15992kB managed:15868kB free_pcp:0kB
 *   lowmem_reserve[]: 0 3396 3936
 *   Node 0 DMA: 1*4kB 0*8kB 1*16kB ... = 15348kB
 *
 * Tests: tests/kernel/page_alloc_test.c
 * Linux: mm/show_mem.c, warn_alloc() of mm/page_alloc.c
 */
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/sched.h>

#include "internal.h"

#define kib(pages) ((pages) << (PAGE_SHIFT - 10))

static void show_zone_summary(struct zone *zone)
{
	int i;

	pr_info("Node %d %s free:%lukB min:%lukB present:%lukB managed:%lukB free_pcp:%lukB\n",
		zone->node, zone->name, kib(zone->free_pages), kib(zone->watermark_min),
		kib(zone->present_pages), kib(zone->managed_pages), kib(zone_pcp_pages(zone)));
	pr_info("lowmem_reserve[]:");
	for (i = 0; i < MAX_NR_ZONES; i++)
		pr_cont(" %lu", zone->lowmem_reserve[i]);
	pr_cont("\n");
}

static void show_free_list(struct zone *zone)
{
	unsigned long total = 0;
	int order;

	pr_info("Node %d %s: ", zone->node, zone->name);
	for (order = 0; order < NR_PAGE_ORDERS; order++) {
		unsigned long nr = zone->free_area[order].nr_free;

		total += nr << order;
		pr_cont("%lu*%lukB ", nr, kib(1UL << order));
	}
	pr_cont("= %lukB\n", kib(total));
}

void show_mem(void)
{
	unsigned long present = sum_zones(true, zone->present_pages);
	struct zone *zone;

	pr_info("Mem-Info:\n");
	for_each_populated_zone(zone)
		show_zone_summary(zone);
	for_each_populated_zone(zone)
		show_free_list(zone);
	pr_info("%lu pages RAM\n", present);
	pr_info("%lu pages HighMem/MovableOnly\n", totalhigh_pages());
	pr_info("%lu pages reserved\n", present - totalram_pages());
}

#define NAME(flag)                                                                                 \
	{                                                                                          \
		flag, #flag                                                                        \
	}
/* The widest name first: GFP_KERNEL stands for three flags. */
static const struct {
	gfp_t flags;
	const char *name;
} gfp_names[] = {
	NAME(GFP_HIGHUSER_MOVABLE), NAME(GFP_HIGHUSER), NAME(GFP_USER),	      NAME(GFP_KERNEL),
	NAME(GFP_NOWAIT),	    NAME(GFP_ATOMIC),	NAME(GFP_DMA),	      NAME(__GFP_HIGHMEM),
	NAME(__GFP_MOVABLE),	    NAME(__GFP_HIGH),	NAME(__GFP_ZERO),     NAME(__GFP_NOWARN),
	NAME(__GFP_NORETRY),	    NAME(__GFP_NOFAIL), NAME(__GFP_MEMALLOC), NAME(__GFP_COMP),
	NAME(__GFP_THISNODE)
};

int format_gfp(char *buf, size_t size, gfp_t gfp)
{
	const char *bar = "";
	int i, len = 0;

	for (i = 0; i < ARRAY_SIZE(gfp_names) && gfp; i++) {
		if ((gfp & gfp_names[i].flags) != gfp_names[i].flags)
			continue;
		len += scnprintf(buf + len, size - len, "%s%s", bar, gfp_names[i].name);
		gfp &= ~gfp_names[i].flags;
		bar = "|";
	}
	if (gfp)
		len += scnprintf(buf + len, size - len, "%s%#x", bar, gfp);
	return len;
}

DEFINE_RATELIMIT_STATE(nopage_rs, 5 * HZ, 10);

void warn_alloc(gfp_t gfp, unsigned int order)
{
	char names[80];

	if (!__ratelimit(&nopage_rs))
		return;
	format_gfp(names, sizeof(names), gfp);
	pr_warn("%s: page allocation failure: order:%u, mode:%#x(%s)\n", current->comm, order, gfp,
		names);
	dump_stack();
	show_mem();
}
