// SPDX-License-Identifier: MIT
/*
 * mm/show_mem.c - the page allocator's state in Linux's words
 *
 *   zones       /proc/buddyinfo, to the letter: free blocks of each order, zone by zone
 *   show_mem()  what Linux prints after a failed allocation
 *
 * Tests: tests/kernel/page_alloc_test.c
 * Linux: mm/show_mem.c, mm/vmstat.c
 */
#include <linux/console.h>
#include <linux/mm.h>
#include <linux/monitor.h>
#include <linux/printk.h>

#include "internal.h"

static int show_buddyinfo(int argc, char **argv)
{
	struct zone *zone;
	int order;

	for_each_zone(zone) {
		if (!populated_zone(zone))
			continue;
		console_printf("Node %d, zone %8s ", zone->node, zone->name);
		for (order = 0; order < NR_PAGE_ORDERS; order++)
			console_printf("%6lu ", zone->free_area[order].nr_free);
		console_printf("\n");
	}
	return 0;
}
MONITOR_COMMAND(zones, "", "free blocks by order, as /proc/buddyinfo", show_buddyinfo);

static void show_free_list(struct zone *zone)
{
	unsigned long total = 0;
	int order;

	pr_info("%s: ", zone->name);
	for (order = 0; order < NR_PAGE_ORDERS; order++) {
		unsigned long nr = zone->free_area[order].nr_free;

		total += nr << order;
		pr_cont("%lu*%lukB ", nr, (PAGE_SIZE >> 10) << order);
	}
	pr_cont("= %lukB\n", total * (PAGE_SIZE >> 10));
}

void show_mem(void)
{
	unsigned long kib = PAGE_SIZE >> 10;
	struct zone *zone;

	pr_info("Mem-Info:\n");
	for_each_zone(zone)
		if (populated_zone(zone))
			pr_info("Node %d %s free:%lukB present:%lukB managed:%lukB\n", zone->node,
				zone->name, zone->free_pages * kib, zone->present_pages * kib,
				zone->managed_pages * kib);
	for_each_zone(zone)
		if (populated_zone(zone))
			show_free_list(zone);
	pr_info("%lu pages RAM, %lu pages HighMem\n", totalram_pages(), totalhigh_pages());
}

void warn_alloc(gfp_t gfp, unsigned int order)
{
	pr_warn("%s: page allocation failure: order:%u, mode:%#x\n", current->comm, order, gfp);
	dump_stack();
	show_mem();
}
