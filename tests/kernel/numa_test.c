// SPDX-License-Identifier: MIT
/*
 * tests/kernel/numa_test.c - nodes and ZONE_MOVABLE: mm/numa.c, zones.c, movable.c
 *
 * On a machine of one node most of this is short. Guests with several, and kernelcore=: tests/boot/matrix.txt, numa_cases.py.
 */
#include <kunit/test.h>
#include <linux/list.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/params.h>
#include <linux/kstrtox.h>
#include <linux/string.h>
#include <linux/topology.h>

#include "../../mm/internal.h"

#define GFP_ANY (GFP_HIGHUSER_MOVABLE | __GFP_NOWARN | __GFP_MEMALLOC)

static unsigned long managed_on(int nid)
{
	unsigned long nr = 0;
	int type;

	for (type = 0; type < MAX_NR_ZONES; type++)
		nr += NODE_DATA(nid)->node_zones[type].managed_pages;
	return nr;
}

static int memblock_node(unsigned long pfn)
{
	unsigned long start, end;

	return memblock_search_pfn_nid(pfn, &start, &end);
}

static void give_back(struct list_head *taken, unsigned int order)
{
	while (!list_empty(taken)) {
		struct page *page = list_first_entry(taken, struct page, lru);

		list_del(&page->lru);
		__free_pages(page, order);
	}
}

/* All RAM is on a node that is online, and zones add up to what memblock says of each node. */
static void all_ram_is_on_a_node(struct kunit *test)
{
	unsigned long start, end, present, on_node;
	int nid, i, type;

	for_each_mem_pfn_range(i, MAX_NUMNODES, &start, &end, &nid)
		KUNIT_EXPECT_TRUE(test, node_online(nid));
	for_each_online_node(nid) {
		on_node = present = 0;
		for_each_mem_pfn_range(i, nid, &start, &end, NULL)
			on_node += end - start;
		for (type = 0; type < MAX_NR_ZONES; type++)
			present += NODE_DATA(nid)->node_zones[type].present_pages;
		KUNIT_EXPECT_EQ_MSG(test, present, on_node, "node %d", nid);
	}
}

/* A frame's node, zone and run agree with memblock and with each other, at every edge and one frame around it. */
static void edges_lie_where_memblock_says(struct kunit *test)
{
	unsigned long start, end, run_end;
	int i, nid, delta;

	for_each_mem_pfn_range(i, MAX_NUMNODES, &start, &end, &nid) {
		for (delta = 0; delta < 2; delta++) {
			unsigned long pfn = delta ? end - 1 : start;
			struct zone *zone = pfn_zone(pfn, &run_end);

			KUNIT_EXPECT_EQ_MSG(test, zone->node, nid, "pfn %lx", pfn);
			KUNIT_EXPECT_GT(test, run_end, pfn);
			KUNIT_EXPECT_GE(test, pfn, zone->zone_start_pfn);
			KUNIT_EXPECT_LT(test, pfn, zone_end_pfn(zone));
			/* Reserved or not. */
			if (memmap_written(pfn))
				KUNIT_EXPECT_PTR_EQ_MSG(test, page_zone(pfn_to_page(pfn)), zone,
							"pfn %lx", pfn);
		}
	}
}

/* Wherever an edge lies, no free block reaches over it. */
static void free_blocks_lie_in_one_zone(struct kunit *test)
{
	struct zone *zone;
	int order;

	kunit_settle();
	for_each_zone(zone) {
		for (order = 0; order < NR_PAGE_ORDERS; order++) {
			struct page *page;

			list_for_each_entry(page, &zone->free_area[order].free_list, lru) {
				unsigned long pfn = page_to_pfn(page), end;

				KUNIT_ASSERT_PTR_EQ_MSG(test, pfn_zone(pfn, &end), zone, "pfn %lx",
							pfn);
				KUNIT_ASSERT_GE_MSG(test, end - pfn, 1ul << order, "pfn %lx", pfn);
				KUNIT_ASSERT_PTR_EQ(test, page_zone(page), zone);
			}
		}
	}
}

/* Each zone with memory once; first the node's own; never a nearer node behind a farther one. */
static void zonelists_go_by_distance(struct kunit *test)
{
	struct zone *zone;
	int nid;

	for_each_online_node(nid) {
		struct zone **list = NODE_DATA(nid)->zonelist, **entry;
		unsigned int listed = 0, there = 0;

		for (entry = list; *entry; entry++) {
			listed++;
			if (entry == list)
				continue;
			if (entry[0]->node == entry[-1]->node)
				KUNIT_EXPECT_LT(test, zone_idx(entry[0]), zone_idx(entry[-1]));
			else
				KUNIT_EXPECT_GE(test, node_distance(nid, entry[0]->node),
						node_distance(nid, entry[-1]->node));
		}
		for_each_zone(zone)
			there += zone->managed_pages != 0;
		KUNIT_EXPECT_EQ(test, listed, there);
		if (managed_on(nid))
			KUNIT_EXPECT_EQ(test, list[0]->node, nid);
	}
}

static void a_node_is_nearest_to_itself(struct kunit *test)
{
	int from, to;

	for_each_online_node(from) {
		KUNIT_EXPECT_EQ(test, node_distance(from, from), LOCAL_DISTANCE);
		for_each_online_node(to)
			KUNIT_EXPECT_GE(test, node_distance(from, to), LOCAL_DISTANCE);
	}
	KUNIT_EXPECT_TRUE(test, node_online(numa_node_id()));
}

/* Pages of the node and of no other, until it has no more; the others' memory is untouched then. */
static void thisnode_stays_on_the_node(struct kunit *test)
{
	unsigned int order = 6;
	int nid;

	for_each_online_node(nid) {
		unsigned long before, got = 0;
		LIST_HEAD(taken);
		struct page *page;

		kunit_settle();
		before = nr_free_pages();
		while ((page = alloc_pages_node(nid, GFP_ANY | __GFP_THISNODE, order))) {
			KUNIT_EXPECT_EQ(test, page_to_nid(page), nid);
			KUNIT_EXPECT_EQ(test, memblock_node(page_to_pfn(page)), nid);
			list_add(&page->lru, &taken);
			got += 1UL << order;
		}
		kunit_settle();
		KUNIT_EXPECT_EQ(test, nr_free_pages(), before - got);
		KUNIT_EXPECT_LE(test, got, managed_on(nid));
		if (managed_on(nid) > 4 * MAX_ORDER_NR_PAGES)
			KUNIT_EXPECT_GT(test, got, managed_on(nid) / 2);
		give_back(&taken, order);
	}
}

/* Without __GFP_THISNODE a full node's requests go to the others in the order of its zonelist, and all memory can be had. */
static void a_full_node_is_helped_by_the_nearest(struct kunit *test)
{
	int nid;

	for_each_online_node(nid) {
		struct zone **entry = NODE_DATA(nid)->zonelist;
		unsigned int order = 6;
		LIST_HEAD(taken);
		struct page *page;

		kunit_settle();
		while ((page = alloc_pages_node(nid, GFP_ANY, order))) {
			while (*entry && *entry != page_zone(page))
				entry++;
			list_add(&page->lru, &taken);
			/* NULL: of a zone that should have been empty by now. */
			if (!*entry)
				break;
		}
		KUNIT_EXPECT_NOT_NULL_MSG(test, *entry, "node %d", nid);
		give_back(&taken, order);
	}
}

static void nodes_that_are_not_there_are_refused(struct kunit *test)
{
	struct page *page = alloc_pages_node(NUMA_NO_NODE, GFP_KERNEL, 0);

	KUNIT_ASSERT_NOT_NULL(test, page);
	__free_page(page);
	kunit_expect_warnings(test, 1);
	KUNIT_EXPECT_NULL(test, alloc_pages_node(MAX_NUMNODES, GFP_KERNEL, 0));
	KUNIT_EXPECT_NULL(test, alloc_pages_node(-2, GFP_KERNEL, 0));
}

/* The first edge between two zones that is at an odd frame, both of which can be taken; 0: there is none. */
static unsigned long odd_edge(void)
{
	unsigned long pfn, end;

	for (pfn = 0; pfn < max_pfn; pfn = end) {
		pfn_zone(pfn, &end);
		if (end < max_pfn && end & 1 && pfn_valid(end - 1) && pfn_valid(end) &&
		    !page_is_reserved(end - 1) && !page_is_reserved(end))
			return end;
	}
	return 0;
}

/*
 * Boot memory that is given back late may lie on both sides of an edge: each half goes to its zone.
 *   [edge - 1][edge]   one block of order 1, two zones
 */
static void a_late_block_is_cut_at_an_edge(struct kunit *test)
{
	unsigned long edge = odd_edge(), end, before;
	struct page *pair, *page;
	LIST_HEAD(taken);
	int got = 0;

	if (!edge || totalram_pages() > 64 * MAX_ORDER_NR_PAGES)
		kunit_skip(
			test,
			"no two zones that meet at an odd frame, or more than 256 MiB to be searched");
	pair = pfn_to_page(edge - 1);
	kunit_settle();
	before = nr_free_pages();
	while ((page = alloc_page(GFP_ANY))) {
		if (page == pair || page == pair + 1)
			got++;
		else
			list_add(&page->lru, &taken);
	}
	KUNIT_EXPECT_EQ(test, got, 2);
	if (got == 2) {
		memblock_free_pages(pair, edge - 1, 1);
		/* The pages were managed before. */
		pfn_zone(edge - 1, &end)->managed_pages--;
		pfn_zone(edge, &end)->managed_pages--;
		KUNIT_EXPECT_PTR_EQ(test, page_zone(pair), pfn_zone(edge - 1, &end));
		KUNIT_EXPECT_PTR_EQ(test, page_zone(pair + 1), pfn_zone(edge, &end));
	}
	give_back(&taken, 0);
	kunit_settle();
	KUNIT_EXPECT_EQ(test, nr_free_pages(), before);
	free_blocks_lie_in_one_zone(test);
}

static unsigned long movable_pages(void)
{
	unsigned long nr = 0;
	struct zone *zone;

	for_each_zone(zone)
		if (zone_idx(zone) == ZONE_MOVABLE)
			nr += zone->present_pages;
	return nr;
}

/* kernelcore= is met, movablecore= not exceeded but for the rounding to 4 MiB on each node. */
static void movable_memory_is_what_was_asked_for(struct kunit *test)
{
	unsigned long total = PHYS_PFN(memblock_phys_mem_size()), movable = movable_pages();
	unsigned long high = max_low_pfn < max_pfn ? totalhigh_pages() : total;
	unsigned long slack = num_online_nodes() * MAX_ORDER_NR_PAGES;
	u64 kernelcore = kernelcore_size.bytes >> PAGE_SHIFT;
	u64 movablecore = movablecore_size.bytes >> PAGE_SHIFT;
	struct zone *zone;

	if (kernelcore_size.percent)
		kernelcore = (u64)total / 100 * kernelcore_size.percent;
	if (movablecore_size.percent)
		movablecore = (u64)total / 100 * movablecore_size.percent;
	if (!kernelcore && !movablecore)
		kunit_skip(test, "neither kernelcore= nor movablecore= was given");
	KUNIT_EXPECT_GE(test, (u64)total - movable, kernelcore);
	for_each_populated_zone(zone)
		if (zone_idx(zone) == ZONE_MOVABLE && max_low_pfn < max_pfn)
			KUNIT_EXPECT_GE(test, zone->zone_start_pfn, max_low_pfn);
	if (!kernelcore)
		KUNIT_EXPECT_LE(test, (u64)movable, movablecore + slack);
	/* As much as the highest zone could give. */
	if (kernelcore && !movablecore && kernelcore < total)
		KUNIT_EXPECT_GE(test, (u64)movable + slack + total / 64,
				min((u64)high, total - kernelcore));
}

/* numa=fake=N: to the page. */
static void fake_nodes_are_of_one_size(struct kunit *test)
{
	const char *word = strstr(boot_command_line, "numa=fake=");
	unsigned long nr = word ? simple_strtoul(word + 10, NULL, 10) : 0, start, end, i;
	unsigned long size = DIV_ROUND_UP(PHYS_PFN(memblock_phys_mem_size()), max(nr, 1ul));
	int nid, range;

	if (!nr || nr > MAX_NUMNODES || word[11] > '9')
		kunit_skip(test, "no numa=fake= with one digit on the command line");
	KUNIT_EXPECT_EQ(test, num_online_nodes(), (int)nr);
	for (nid = 0; nid < (int)nr - 1; nid++) {
		i = 0;
		for_each_mem_pfn_range(range, nid, &start, &end, NULL)
			i += end - start;
		KUNIT_EXPECT_EQ_MSG(test, i, size, "node %d", nid);
	}
}

/* Only GFP_HIGHUSER_MOVABLE gets ZONE_MOVABLE's pages, and it gets them first. */
static void movable_memory_is_for_movable_pages(struct kunit *test)
{
	struct page *page;
	struct zone *zone;
	LIST_HEAD(taken);
	int nid;

	for_each_online_node(nid)
		if (preferred_zone(nid, GFP_ANY) &&
		    zone_idx(preferred_zone(nid, GFP_ANY)) == ZONE_MOVABLE)
			break;
	if (nid == MAX_NUMNODES)
		kunit_skip(test, "no node has a ZONE_MOVABLE");
	page = alloc_pages_node(nid, GFP_HIGHUSER_MOVABLE, 0);
	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_EQ(test, page_zonenum(page), (unsigned int)ZONE_MOVABLE);
	__free_page(page);
	kunit_settle();
	while ((page = alloc_pages_node(nid, GFP_ANY & ~__GFP_MOVABLE, 3))) {
		KUNIT_EXPECT_NE(test, page_zonenum(page), (unsigned int)ZONE_MOVABLE);
		list_add(&page->lru, &taken);
	}
	for_each_zone(zone)
		if (zone_idx(zone) == ZONE_MOVABLE)
			KUNIT_EXPECT_EQ(test, zone->free_pages, zone->managed_pages);
	give_back(&taken, 3);
}

static struct kunit_case numa_cases[] = { KUNIT_CASE(all_ram_is_on_a_node),
					  KUNIT_CASE(edges_lie_where_memblock_says),
					  KUNIT_CASE(free_blocks_lie_in_one_zone),
					  KUNIT_CASE(zonelists_go_by_distance),
					  KUNIT_CASE(a_node_is_nearest_to_itself),
					  KUNIT_CASE(thisnode_stays_on_the_node),
					  KUNIT_CASE(a_full_node_is_helped_by_the_nearest),
					  KUNIT_CASE(nodes_that_are_not_there_are_refused),
					  KUNIT_CASE(a_late_block_is_cut_at_an_edge),
					  KUNIT_CASE(fake_nodes_are_of_one_size),
					  KUNIT_CASE(movable_memory_is_what_was_asked_for),
					  KUNIT_CASE(movable_memory_is_for_movable_pages),
					  {} };

static struct kunit_suite numa_suite = {
	.name = "numa",
	.test_cases = numa_cases,
};
kunit_test_suite(numa_suite);
