// SPDX-License-Identifier: MIT
/*
 * memblock_walk_test.c - iterators, frames and nodes
 */
#include "memblock_test.h"

/* What an iterator shows, as text: "1000-2000 3000-4000". */
static char shown[256];

static void show(phys_addr_t start, phys_addr_t end)
{
	size_t len = strlen(shown);

	scnprintf(shown + len, sizeof(shown) - len, "%s%llx-%llx", len ? " " : "", (u64)start,
		  (u64)end);
}

#define EXPECT_SHOWN(test, loop, text)                                                             \
	do {                                                                                       \
		phys_addr_t start, end;                                                            \
		u64 i;                                                                             \
                                                                                                   \
		shown[0] = '\0';                                                                   \
		loop show(start, end);                                                             \
		KUNIT_EXPECT_STREQ(test, shown, text);                                             \
	} while (0)

#define FREE(nid, flags) for_each_free_mem_range(i, nid, flags, &start, &end, NULL)
#define FREE_REVERSE(nid, flags) for_each_free_mem_range_reverse(i, nid, flags, &start, &end, NULL)

static void nothing_to_see(struct kunit *test)
{
	EXPECT_SHOWN(test, for_each_mem_range(i, &start, &end), "");
	EXPECT_SHOWN(test, for_each_mem_range_rev(i, &start, &end), "");
	EXPECT_SHOWN(test, for_each_reserved_mem_range(i, &start, &end), "");
	EXPECT_SHOWN(test, FREE(NUMA_NO_NODE, 0), "");
	memblock_reserve(0x1000, 0x1000);
	EXPECT_SHOWN(test, FREE_REVERSE(NUMA_NO_NODE, 0), "");
	memblock_add(0x1000, 0x1000);
	EXPECT_SHOWN(test, FREE(NUMA_NO_NODE, 0), "");
	EXPECT_SHOWN(test, FREE_REVERSE(NUMA_NO_NODE, 0), "");
}

/*
 * memory     1000====4000  6000====8000  9000=a000
 * reserved 0===2000  3000===7000   7800====9800
 */
static void free_is_memory_minus_reserved(struct kunit *test)
{
	memblock_add(0x1000, 0x3000);
	memblock_add(0x6000, 0x2000);
	memblock_add(0x9000, 0x1000);
	memblock_reserve(0, 0x2000);
	memblock_reserve(0x3000, 0x4000);
	memblock_reserve(0x7800, 0x2000);
	EXPECT_SHOWN(test, FREE(NUMA_NO_NODE, 0), "2000-3000 7000-7800 9800-a000");
	EXPECT_SHOWN(test, FREE_REVERSE(NUMA_NO_NODE, 0), "9800-a000 7000-7800 2000-3000");
	EXPECT_SHOWN(test, for_each_reserved_mem_range(i, &start, &end),
		     "0-2000 3000-7000 7800-9800");
	EXPECT_SHOWN(test, for_each_mem_range(i, &start, &end), "1000-4000 6000-8000 9000-a000");
	EXPECT_SHOWN(test, for_each_mem_range_rev(i, &start, &end),
		     "9000-a000 6000-8000 1000-4000");
	/* The other way round: reserved but not memory. */
	EXPECT_SHOWN(test,
		     __for_each_mem_range(i, &memblock.reserved, &memblock.memory, NUMA_NO_NODE, 0,
					  &start, &end, NULL),
		     "0-1000 4000-6000 8000-9000");
}

/* Reserved ranges that touch leave no empty area between them. */
static void no_empty_areas(struct kunit *test)
{
	memblock_add(0x1000, 0x4000);
	memblock_reserve(0x2000, 0x2000);
	memblock_reserved_mark_noinit(0x3000, 0x1000);
	EXPECT_SHOWN(test, FREE(NUMA_NO_NODE, 0), "1000-2000 4000-5000");
	EXPECT_SHOWN(test, FREE_REVERSE(NUMA_NO_NODE, 0), "4000-5000 1000-2000");
}

static void flags_filter(struct kunit *test)
{
	memblock_add_node(0x1000, 0x1000, 0, MEMBLOCK_HOTPLUG);
	memblock_add_node(0x2000, 0x1000, 0, MEMBLOCK_MIRROR);
	memblock_add_node(0x3000, 0x1000, 0, MEMBLOCK_NOMAP);
	memblock_add_node(0x4000, 0x1000, 0, MEMBLOCK_DRIVER_MANAGED);
	memblock_add_node(0x5000, 0x1000, 0, MEMBLOCK_NONE);
	EXPECT_SHOWN(test, for_each_mem_range(i, &start, &end),
		     "1000-2000 2000-3000 4000-5000 5000-6000");
	EXPECT_SHOWN(test, FREE(NUMA_NO_NODE, MEMBLOCK_NONE), "1000-2000 2000-3000 5000-6000");
	EXPECT_SHOWN(test, FREE(NUMA_NO_NODE, MEMBLOCK_MIRROR), "2000-3000");
	EXPECT_SHOWN(test, FREE(NUMA_NO_NODE, MEMBLOCK_NOMAP),
		     "1000-2000 2000-3000 3000-4000 5000-6000");
	movable_node_enabled = true;
	EXPECT_SHOWN(test, FREE(NUMA_NO_NODE, MEMBLOCK_NONE), "2000-3000 5000-6000");
	EXPECT_SHOWN(test, FREE(NUMA_NO_NODE, MEMBLOCK_HOTPLUG), "1000-2000 2000-3000 5000-6000");
	EXPECT_SHOWN(test, for_each_mem_range(i, &start, &end),
		     "1000-2000 2000-3000 4000-5000 5000-6000");
	KUNIT_EXPECT_TRUE(test, memblock_is_hotpluggable(&memblock.memory.regions[0]));
	KUNIT_EXPECT_TRUE(test, memblock_is_mirror(&memblock.memory.regions[1]));
	KUNIT_EXPECT_TRUE(test, memblock_is_nomap(&memblock.memory.regions[2]));
	KUNIT_EXPECT_TRUE(test, memblock_is_driver_managed(&memblock.memory.regions[3]));
}

static void nodes_filter(struct kunit *test)
{
	int nid = -5;
	u64 i;

	if (!IS_ENABLED(CONFIG_NUMA))
		kunit_skip(test, "no NUMA");
	memblock_add_node(0x1000, 0x1000, 0, MEMBLOCK_NONE);
	memblock_add_node(0x2000, 0x1000, 1, MEMBLOCK_NONE);
	EXPECT_SHOWN(test, FREE(0, 0), "1000-2000");
	EXPECT_SHOWN(test, FREE_REVERSE(1, 0), "2000-3000");
	EXPECT_SHOWN(test, FREE(NUMA_NO_NODE, 0), "1000-2000 2000-3000");
	EXPECT_SHOWN(test, FREE(MAX_NUMNODES, 0), "1000-2000 2000-3000");
	for_each_free_mem_range_reverse(i, NUMA_NO_NODE, 0, NULL, NULL, &nid)
		break;
	KUNIT_EXPECT_EQ(test, nid, 1);
}

/* Whole frames only; a region without one is left out. */
static void frames_of_memory(struct kunit *test)
{
	unsigned long start, end;
	int i, nid;

	memblock_add(0x1800, 0x2000);
	memblock_add(0x4100, 0x800);
	memblock_add(0x6000, 0x1fff);
	if ((u64)TOP >> PAGE_SHIFT <= ~0UL) /* the numbers of frames must fit */
		memblock_add(TOP - 0x800, 0x800);
	shown[0] = '\0';
	for_each_mem_pfn_range(i, NUMA_NO_NODE, &start, &end, &nid)
		show(start, end);
	KUNIT_EXPECT_STREQ(test, shown, "2-3 6-7");
	i = -1;
	__next_mem_pfn_range(&i, MAX_NUMNODES, NULL, NULL, NULL);
	KUNIT_EXPECT_EQ(test, i, 0);
	__next_mem_pfn_range(&i, MAX_NUMNODES, NULL, NULL, NULL);
	KUNIT_EXPECT_EQ(test, i, 2);
	__next_mem_pfn_range(&i, MAX_NUMNODES, NULL, NULL, NULL);
	KUNIT_EXPECT_EQ(test, i, -1);
}

/* memory rounds inwards, reserved outwards. */
static void frames_of_regions(struct kunit *test)
{
	struct memblock_region r = { .base = 0x1800, .size = 0x2000 };

	KUNIT_EXPECT_EQ(test, memblock_region_memory_base_pfn(&r), 2ul);
	KUNIT_EXPECT_EQ(test, memblock_region_memory_end_pfn(&r), 3ul);
	KUNIT_EXPECT_EQ(test, memblock_region_reserved_base_pfn(&r), 1ul);
	KUNIT_EXPECT_EQ(test, memblock_region_reserved_end_pfn(&r), 4ul);
}

static void region_of_a_frame(struct kunit *test)
{
	unsigned long start = 77, end = 78;

	memblock_add_node(0x1800, 0x2000, 0, MEMBLOCK_NONE);
	KUNIT_EXPECT_EQ(test, memblock_search_pfn_nid(1, &start, &end), NUMA_NO_NODE);
	KUNIT_EXPECT_EQ(test, start, 77ul);
	KUNIT_EXPECT_EQ(test, end, 78ul);
	KUNIT_EXPECT_EQ(test, memblock_search_pfn_nid(3, &start, &end), 0);
	KUNIT_EXPECT_EQ(test, start, 1ul);
	KUNIT_EXPECT_EQ(test, end, 3ul);
}

static void nodes_cover_memory(struct kunit *test)
{
	memblock_add_node(0x1000, 0x4000, 0, MEMBLOCK_NONE);
	KUNIT_EXPECT_TRUE(test, memblock_validate_numa_coverage(0));
	memblock_add(0x8000, 0x2000);
	KUNIT_EXPECT_TRUE(test, memblock_validate_numa_coverage(0x2000));
	KUNIT_EXPECT_EQ(test, memblock_validate_numa_coverage(0x1fff), !IS_ENABLED(CONFIG_NUMA));
}

static void regions_by_pointer(struct kunit *test)
{
	struct memblock_region *r;
	phys_addr_t sum = 0;

	memblock_add(0x1000, 0x1000);
	memblock_add(0x3000, 0x1000);
	memblock_reserve(0x1100, 0x100);
	for_each_mem_region(r)
		sum += r->base;
	for_each_reserved_mem_region(r)
		sum += r->base;
	KUNIT_EXPECT_EQ(test, sum, 0x5100);
}

static struct kunit_case memblock_walk_cases[] = { KUNIT_CASE(nothing_to_see),
						   KUNIT_CASE(free_is_memory_minus_reserved),
						   KUNIT_CASE(no_empty_areas),
						   KUNIT_CASE(flags_filter),
						   KUNIT_CASE(nodes_filter),
						   KUNIT_CASE(frames_of_memory),
						   KUNIT_CASE(frames_of_regions),
						   KUNIT_CASE(region_of_a_frame),
						   KUNIT_CASE(nodes_cover_memory),
						   KUNIT_CASE(regions_by_pointer),
						   {} };

static struct kunit_suite memblock_walk_suite = {
	.name = "memblock_walk",
	.init = memblock_test_init,
	.exit = memblock_test_exit,
	.test_cases = memblock_walk_cases,
};
kunit_test_suite(memblock_walk_suite);
