// SPDX-License-Identifier: MIT
/*
 * mm/vmstat.c - how many pages there are, and the reports that say so
 *
 *   zones      /proc/buddyinfo: free blocks of each order
 *   zoneinfo   /proc/zoneinfo: each zone's pages, marks and lists
 *   meminfo    /proc/meminfo: totals
 *
 * The forms are Linux's to the letter; lines about what does not exist here are left out.
 *
 * Tests: tests/boot/console_cases.py, tests/kernel/page_alloc_test.c
 * Linux: mm/vmstat.c, fs/proc/meminfo.c
 */
#include <linux/console.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/monitor.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <asm/vmalloc.h>

#include "internal.h"

static unsigned long nr_totalram_pages;

void totalram_pages_add(long count)
{
	nr_totalram_pages += count;
}

unsigned long totalram_pages(void)
{
	return nr_totalram_pages;
}

unsigned long totalhigh_pages(void)
{
	return sum_zones(is_highmem(zone), zone->managed_pages);
}

unsigned long nr_free_pages(void)
{
	return sum_zones(true, READ_ONCE(zone->free_pages));
}

unsigned long nr_free_buffer_pages(void)
{
	return sum_zones(zone_idx(zone) <= ZONE_NORMAL, READ_ONCE(zone->free_pages));
}

unsigned long nr_free_highpages(void)
{
	return sum_zones(is_highmem(zone), READ_ONCE(zone->free_pages));
}

static int show_buddyinfo(int argc, char **argv)
{
	struct zone *zone;
	int order;

	for_each_populated_zone(zone) {
		console_printf("Node %d, zone %8s ", zone->node, zone->name);
		for (order = 0; order < NR_PAGE_ORDERS; order++)
			console_printf("%6lu ", zone->free_area[order].nr_free);
		console_printf("\n");
	}
	return 0;
}
MONITOR_COMMAND(zones, "", "free blocks by order, as /proc/buddyinfo", show_buddyinfo);

static unsigned long pcp_pages(const struct zone *zone, unsigned int cpu)
{
	unsigned long nr = 0;
	int order;

	for (order = 0; order < NR_PAGE_ORDERS; order++)
		nr += (unsigned long)pcp_blocks(&per_cpu_ptr(zone->pcp, cpu)[order]) << order;
	return nr;
}

unsigned long zone_pcp_pages(const struct zone *zone)
{
	unsigned long nr = 0;
	unsigned int cpu;

	for_each_online_cpu(cpu)
		nr += pcp_pages(zone, cpu);
	return nr;
}

static int show_zoneinfo(int argc, char **argv)
{
	struct zone *zone;
	int i;

	for_each_zone(zone) {
		console_printf("Node %d, zone %8s\n", zone->node, zone->name);
		console_printf("  pages free     %lu\n", zone->free_pages);
		console_printf("        min      %lu\n", zone->watermark_min);
		console_printf("        spanned  %lu\n", zone->spanned_pages);
		console_printf("        present  %lu\n", zone->present_pages);
		console_printf("        managed  %lu\n", zone->managed_pages);
		console_printf("        protection: (%lu", zone->lowmem_reserve[0]);
		for (i = 1; i < MAX_NR_ZONES; i++)
			console_printf(", %lu", zone->lowmem_reserve[i]);
		console_printf(")\n");
		if (!populated_zone(zone))
			continue;
		console_printf("      nr_free_pages %lu\n", zone->free_pages);
		console_printf("  pagesets\n");
		for_each_online_cpu(i) {
			console_printf("    cpu: %i\n", i);
			console_printf("              count: %lu\n", pcp_pages(zone, i));
			console_printf("              high:  %u\n",
				       per_cpu_ptr(zone->pcp, i)->high);
			console_printf("              batch: %u\n", 1u << zone->batch_order);
		}
		console_printf("  start_pfn:           %lu\n", zone->zone_start_pfn);
	}
	return 0;
}
MONITOR_COMMAND(zoneinfo, "", "pages, marks and lists of each zone", show_zoneinfo);

static void show_val_kb(const char *name, unsigned long pages)
{
	console_printf("%-15s %8lu kB\n", name, pages << (PAGE_SHIFT - 10));
}

static int show_meminfo(int argc, char **argv)
{
	unsigned long free = nr_free_pages() + sum_zones(true, zone_pcp_pages(zone));
	unsigned long high =
		nr_free_highpages() + sum_zones(is_highmem(zone), zone_pcp_pages(zone));
	unsigned long reserve =
		sum_zones(true, min(zone->managed_pages,
				    zone->watermark_min + zone->lowmem_reserve[MAX_NR_ZONES - 1]));

	show_val_kb("MemTotal:", totalram_pages());
	show_val_kb("MemFree:", free);
	/* There is nothing that could be reclaimed. */
	show_val_kb("MemAvailable:", free - min(free, reserve));
	show_val_kb("HighTotal:", totalhigh_pages());
	show_val_kb("HighFree:", high);
	show_val_kb("LowTotal:", totalram_pages() - totalhigh_pages());
	show_val_kb("LowFree:", free - high);
	show_val_kb("Slab:", nr_slab_pages(true) + nr_slab_pages(false));
	show_val_kb("SReclaimable:", nr_slab_pages(true));
	show_val_kb("SUnreclaim:", nr_slab_pages(false));
	show_val_kb("VmallocTotal:", (VMALLOC_END - VMALLOC_START) >> PAGE_SHIFT);
	show_val_kb("VmallocUsed:", vmalloc_nr_pages());
	show_val_kb("VmallocChunk:", vmap_largest_hole() >> PAGE_SHIFT);
	return 0;
}
MONITOR_COMMAND(meminfo, "", "totals, as /proc/meminfo", show_meminfo);
