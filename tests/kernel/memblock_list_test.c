// SPDX-License-Identifier: MIT
/*
 * memblock_list_test.c - what each call makes of the two lists
 *
 * tests/host/memblock_sequence.c compares random sequences with a model; here stands, by example, what is promised.
 */
#include "memblock_test.h"

/* memblock_add: sorted, whatever the order of the calls. */
static void regions_are_sorted(struct kunit *test)
{
	memblock_add(0x5000, 0x1000);
	memblock_add(0x1000, 0x1000);
	memblock_add(0x3000, 0x1000);
	EXPECT_MEMORY(test, "1000-2000 3000-4000 5000-6000");
	KUNIT_EXPECT_EQ(test, memblock_phys_mem_size(), 0x3000);
}

/* Ranges that touch become one; one byte between them keeps them apart. */
static void touching_ranges_merge(struct kunit *test)
{
	memblock_add(0x1000, 0x1000);
	memblock_add(0x2000, 0x1000);
	memblock_add(0x0, 0x1000);
	EXPECT_MEMORY(test, "0-3000");
	memblock_add(0x3001, 0xfff);
	EXPECT_MEMORY(test, "0-3000 3001-4000");
	memblock_add(0x3000, 1);
	EXPECT_MEMORY(test, "0-4000");
	KUNIT_EXPECT_EQ(test, memblock.memory.cnt, 1);
}

/* Only what is not there yet is added; what is there keeps its flags. */
static void only_holes_are_filled(struct kunit *test)
{
	memblock_add_node(0x2000, 0x1000, MAX_NUMNODES, MEMBLOCK_NOMAP);
	memblock_add(0x5000, 0x1000);
	memblock_add_node(0x1000, 0x6000, MAX_NUMNODES, MEMBLOCK_HOTPLUG);
	EXPECT_MEMORY(test, "1000-2000:1 2000-3000:4 3000-5000:1 5000-6000 6000-7000:1");
	KUNIT_EXPECT_EQ(test, memblock_phys_mem_size(), 0x6000);
	memblock_add(0x1000, 0x6000);
	KUNIT_EXPECT_EQ(test, memblock.memory.cnt, 5);
}

static void overlapping_ranges_become_their_union(struct kunit *test)
{
	memblock_add(0x4000, 0x4000);
	memblock_add(0x2000, 0x4000);
	EXPECT_MEMORY(test, "2000-8000");
	memblock_add(0x6000, 0x4000);
	EXPECT_MEMORY(test, "2000-a000");
	memblock_add(0x3000, 0x1000);
	memblock_add(0x2000, 0x8000);
	EXPECT_MEMORY(test, "2000-a000");
	memblock_add(0x1000, 0xf000);
	EXPECT_MEMORY(test, "1000-10000");
}

/* Size 0 is nothing, the last byte of the address space is in no region. */
static void sizes_are_clamped(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, memblock_add(0x1000, 0), 0);
	KUNIT_EXPECT_EQ(test, memblock_add(TOP, 0x1000), 0);
	KUNIT_EXPECT_EQ(test, memblock.memory.cnt, 0);
	memblock_add(TOP - 0xfff, 0x10000);
	KUNIT_EXPECT_EQ(test, memblock.memory.regions[0].size, 0xfff);
	KUNIT_EXPECT_EQ(test, memblock_end_of_DRAM(), TOP);
	KUNIT_EXPECT_TRUE(test, memblock_is_memory(TOP - 1));
	KUNIT_EXPECT_FALSE(test, memblock_is_memory(TOP));
	memblock_remove(TOP - 1, TOP);
	KUNIT_EXPECT_EQ(test, memblock_phys_mem_size(), 0xffe);
}

/* Reserving does not ask whether there is memory. */
static void anything_can_be_reserved(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, memblock_reserve(0x1000, 0x1000), 0);
	KUNIT_EXPECT_EQ(test, memblock_reserve(0x2000, 0x800), 0);
	EXPECT_RESERVED(test, "1000-2800");
	EXPECT_MEMORY(test, "");
	KUNIT_EXPECT_EQ(test, memblock_reserved_size(), 0x1800);
}

static void removal_cuts_regions(struct kunit *test)
{
	memblock_add(0x1000, 0x9000);
	memblock_remove(0x3000, 0x1000);
	EXPECT_MEMORY(test, "1000-3000 4000-a000");
	memblock_remove(0x2000, 0x4000);
	EXPECT_MEMORY(test, "1000-2000 6000-a000");
	memblock_remove(0x9000, 0x9000);
	EXPECT_MEMORY(test, "1000-2000 6000-9000");
	memblock_remove(0x2000, 0x4000);
	EXPECT_MEMORY(test, "1000-2000 6000-9000");
	memblock_remove(0x6000, 0x3000);
	EXPECT_MEMORY(test, "1000-2000");
	KUNIT_EXPECT_EQ(test, memblock_phys_mem_size(), 0x1000);
}

/* The empty list: no regions, and the first entry zero. */
static void removing_all_leaves_the_empty_state(struct kunit *test)
{
	const struct memblock_region *r = memblock.memory.regions;

	memblock_add_node(0x1000, 0x1000, 0, MEMBLOCK_HOTPLUG);
	memblock_add(0x8000, 0x1000);
	KUNIT_EXPECT_EQ(test, memblock_remove(0, TOP), 0);
	KUNIT_EXPECT_EQ(test, memblock.memory.cnt, 0);
	KUNIT_EXPECT_EQ(test, memblock.memory.total_size, 0);
	KUNIT_EXPECT_EQ(test, r->base, 0);
	KUNIT_EXPECT_EQ(test, r->size, 0);
	KUNIT_EXPECT_EQ(test, r->flags, MEMBLOCK_NONE);
	KUNIT_EXPECT_EQ(test, memblock_get_region_node(r),
			IS_ENABLED(CONFIG_NUMA) ? MAX_NUMNODES : 0);
	KUNIT_EXPECT_EQ(test, memblock_start_of_DRAM(), 0);
	KUNIT_EXPECT_EQ(test, memblock_end_of_DRAM(), 0);
	memblock_add(0x3000, 0x1000);
	EXPECT_MEMORY(test, "3000-4000");
}

static void freeing_takes_out_of_reserved(struct kunit *test)
{
	memblock_reserve(0x1000, 0x4000);
	KUNIT_EXPECT_EQ(test, memblock_phys_free(0x2000, 0x1000), 0);
	EXPECT_RESERVED(test, "1000-2000 3000-5000");
	memblock_free(__va(0x3000), 0x1000);
	memblock_free(NULL, 0x1000);
	EXPECT_RESERVED(test, "1000-2000 4000-5000");
}

/* Regions are split at the range's ends, holes stay, and clearing puts all together again. */
static void flags_split_and_merge(struct kunit *test)
{
	memblock_add(0x1000, 0x3000);
	memblock_add(0x6000, 0x3000);
	KUNIT_EXPECT_EQ(test, memblock_mark_nomap(0x2000, 0x5000), 0);
	EXPECT_MEMORY(test, "1000-2000 2000-4000:4 6000-7000:4 7000-9000");
	KUNIT_EXPECT_EQ(test, memblock_mark_hotplug(0x3000, 0x1000), 0);
	EXPECT_MEMORY(test, "1000-2000 2000-3000:4 3000-4000:5 6000-7000:4 7000-9000");
	KUNIT_EXPECT_EQ(test, memblock_clear_nomap(0, TOP), 0);
	EXPECT_MEMORY(test, "1000-3000 3000-4000:1 6000-9000");
	KUNIT_EXPECT_EQ(test, memblock_clear_hotplug(0, TOP), 0);
	EXPECT_MEMORY(test, "1000-4000 6000-9000");
	KUNIT_EXPECT_EQ(test, memblock_phys_mem_size(), 0x6000);
}

static void noinit_is_for_reserved(struct kunit *test)
{
	memblock_reserve(0x1000, 0x3000);
	KUNIT_EXPECT_EQ(test, memblock_reserved_mark_noinit(0x2000, 0x1000), 0);
	EXPECT_RESERVED(test, "1000-2000 2000-3000:10 3000-4000");
	KUNIT_EXPECT_TRUE(test, memblock_is_reserved_noinit(&memblock.reserved.regions[1]));
	KUNIT_EXPECT_FALSE(test, memblock_is_reserved_noinit(&memblock.reserved.regions[2]));
}

static void mirror_needs_its_parameter(struct kunit *test)
{
	memblock_add(0x1000, 0x3000);
	KUNIT_EXPECT_EQ(test, memblock_mark_mirror(0x1000, 0x1000), 0);
	EXPECT_MEMORY(test, "1000-4000");
}

static void regions_of_different_nodes_stay_apart(struct kunit *test)
{
	if (!IS_ENABLED(CONFIG_NUMA))
		kunit_skip(test, "no NUMA");
	memblock_add_node(0x1000, 0x1000, 0, MEMBLOCK_NONE);
	memblock_add_node(0x2000, 0x1000, 1, MEMBLOCK_NONE);
	memblock_add(0x3000, 0x1000);
	EXPECT_MEMORY(test, "1000-2000@0 2000-3000@1 3000-4000");
	memblock_set_node(0x1800, 0x2000, &memblock.memory, 1);
	EXPECT_MEMORY(test, "1000-1800@0 1800-3800@1 3800-4000");
	memblock_set_node(0, TOP, &memblock.memory, 0);
	EXPECT_MEMORY(test, "1000-4000@0");
}

static void without_numa_nodes_change_nothing(struct kunit *test)
{
	if (IS_ENABLED(CONFIG_NUMA))
		kunit_skip(test, "NUMA");
	memblock_add_node(0x1000, 0x1000, 0, MEMBLOCK_NONE);
	memblock_add_node(0x2000, 0x1000, 1, MEMBLOCK_NONE);
	KUNIT_EXPECT_EQ(test, memblock_set_node(0x1800, 0x800, &memblock.memory, 1), 0);
	EXPECT_MEMORY(test, "1000-3000");
	KUNIT_EXPECT_EQ(test, memblock_get_region_node(memblock.memory.regions), 0);
}

static void trimming_rounds_inwards(struct kunit *test)
{
	memblock_add(0x800, 0x3000);  /* 800-3800 */
	memblock_add(0x4100, 0x200);  /* vanishes */
	memblock_add(0x5000, 0x1000); /* stays */
	memblock_add(TOP - 0x7ff, 0x1000);
	memblock_trim_memory(0x1000);
	EXPECT_MEMORY(test, "1000-3000 5000-6000");
	KUNIT_EXPECT_EQ(test, memblock_phys_mem_size(), 0x3000);
	memblock_trim_memory(0x10000);
	EXPECT_MEMORY(test, "");
}

/* The limit counts memory, and cuts both lists where it is reached. */
static void memory_limit_cuts_both_lists(struct kunit *test)
{
	memblock_add(0x1000, 0x2000);
	memblock_add(0x8000, 0x2000);
	memblock_reserve(0x2000, 0x7000);
	memblock_reserve(0xf000, 0x1000);
	memblock_enforce_memory_limit(0);
	memblock_enforce_memory_limit(0x4001);
	EXPECT_RESERVED(test, "2000-9000 f000-10000");
	memblock_enforce_memory_limit(0x4000);
	EXPECT_MEMORY(test, "1000-3000 8000-a000");
	EXPECT_RESERVED(test, "2000-9000");
	memblock_enforce_memory_limit(0x2800);
	EXPECT_MEMORY(test, "1000-3000 8000-8800");
	EXPECT_RESERVED(test, "2000-8800");
	memblock_enforce_memory_limit(0x2000);
	EXPECT_MEMORY(test, "1000-3000");
	EXPECT_RESERVED(test, "2000-3000");
}

/* NOMAP memory survives a cap, uncut. */
static void cap_keeps_nomap(struct kunit *test)
{
	memblock_cap_memory_range(0x4000, 0x4000); /* no memory yet: a warning */
	memblock_add(0x1000, 0xf000);
	memblock_mark_nomap(0x7000, 0x2000);
	memblock_reserve(0x2000, 0xd000);
	memblock_cap_memory_range(0x4000, 0);
	EXPECT_MEMORY(test, "1000-7000 7000-9000:4 9000-10000");
	memblock_cap_memory_range(0x4000, 0x4000);
	EXPECT_MEMORY(test, "4000-7000 7000-9000:4");
	EXPECT_RESERVED(test, "4000-8000");
	memblock_cap_memory_range(0x5000, TOP);
	EXPECT_MEMORY(test, "5000-7000 7000-9000:4");
}

static void limit_that_keeps_nomap(struct kunit *test)
{
	memblock_add(0x1000, 0x4000);
	memblock_mark_nomap(0x4000, 0x1000);
	memblock_mem_limit_remove_map(0);
	memblock_mem_limit_remove_map(0x5000);
	EXPECT_MEMORY(test, "1000-4000 4000-5000:4");
	memblock_mem_limit_remove_map(0x2000);
	EXPECT_MEMORY(test, "1000-3000 4000-5000:4");
}

/* Touching is not overlapping, and the sums may wrap. */
static void overlaps(struct kunit *test)
{
	memblock_reserve(0x2000, 0x1000);
	KUNIT_EXPECT_FALSE(test, memblock_is_region_reserved(0x1000, 0x1000));
	KUNIT_EXPECT_TRUE(test, memblock_is_region_reserved(0x1000, 0x1001));
	KUNIT_EXPECT_TRUE(test, memblock_is_region_reserved(0x2fff, 1));
	KUNIT_EXPECT_FALSE(test, memblock_is_region_reserved(0x3000, TOP));
	KUNIT_EXPECT_TRUE(test, memblock_is_region_reserved(0, TOP));
	KUNIT_EXPECT_FALSE(test, memblock_overlaps_region(&memblock.memory, 0, TOP));

	KUNIT_EXPECT_TRUE(test, memblock_addrs_overlap(1, 2, 2, 1));
	KUNIT_EXPECT_FALSE(test, memblock_addrs_overlap(1, 1, 2, 1));
	KUNIT_EXPECT_FALSE(test, memblock_addrs_overlap(2, 1, 1, 1));
	KUNIT_EXPECT_TRUE(test, memblock_addrs_overlap(2, 1, 1, 2));
	KUNIT_EXPECT_TRUE(test, memblock_addrs_overlap(TOP - 1, 5, TOP, 1));
	KUNIT_EXPECT_FALSE(test, memblock_addrs_overlap(0, 1, TOP - 1, 5));
}

/* A flag is enough to make two regions of a range: it is not "in one region" then. */
static void region_queries(struct kunit *test)
{
	memblock_add(0x1000, 0x3000);
	memblock_add(0x8000, 0x1000);
	memblock_mark_nomap(0x3000, 0x1000);
	KUNIT_EXPECT_TRUE(test, memblock_is_region_memory(0x1000, 0x2000));
	KUNIT_EXPECT_FALSE(test, memblock_is_region_memory(0x1000, 0x2001));
	KUNIT_EXPECT_FALSE(test, memblock_is_region_memory(0xfff, 2));
	KUNIT_EXPECT_FALSE(test, memblock_is_memory(0xfff));
	KUNIT_EXPECT_TRUE(test, memblock_is_memory(0x1000));
	KUNIT_EXPECT_TRUE(test, memblock_is_memory(0x3fff));
	KUNIT_EXPECT_FALSE(test, memblock_is_memory(0x4000));
	KUNIT_EXPECT_TRUE(test, memblock_is_map_memory(0x2fff));
	KUNIT_EXPECT_FALSE(test, memblock_is_map_memory(0x3000));
	KUNIT_EXPECT_FALSE(test, memblock_is_map_memory(0x9000));
	KUNIT_EXPECT_FALSE(test, memblock_is_reserved(0x1000));
	KUNIT_EXPECT_EQ(test, memblock_start_of_DRAM(), 0x1000);
	KUNIT_EXPECT_EQ(test, memblock_end_of_DRAM(), 0x9000);
	memblock_reserve(0x1000, 0x1800);
	KUNIT_EXPECT_EQ(test, memblock_estimated_nr_free_pages(), 2ul);
}

static struct kunit_case memblock_list_cases[] = {
	KUNIT_CASE(regions_are_sorted),
	KUNIT_CASE(touching_ranges_merge),
	KUNIT_CASE(only_holes_are_filled),
	KUNIT_CASE(overlapping_ranges_become_their_union),
	KUNIT_CASE(sizes_are_clamped),
	KUNIT_CASE(anything_can_be_reserved),
	KUNIT_CASE(removal_cuts_regions),
	KUNIT_CASE(removing_all_leaves_the_empty_state),
	KUNIT_CASE(freeing_takes_out_of_reserved),
	KUNIT_CASE(flags_split_and_merge),
	KUNIT_CASE(noinit_is_for_reserved),
	KUNIT_CASE(mirror_needs_its_parameter),
	KUNIT_CASE(regions_of_different_nodes_stay_apart),
	KUNIT_CASE(without_numa_nodes_change_nothing),
	KUNIT_CASE(trimming_rounds_inwards),
	KUNIT_CASE(memory_limit_cuts_both_lists),
	KUNIT_CASE(cap_keeps_nomap),
	KUNIT_CASE(limit_that_keeps_nomap),
	KUNIT_CASE(overlaps),
	KUNIT_CASE(region_queries),
	{}
};

static struct kunit_suite memblock_list_suite = {
	.name = "memblock_list",
	.init = memblock_test_init,
	.exit = memblock_test_exit,
	.test_cases = memblock_list_cases,
};
kunit_test_suite(memblock_list_suite);
