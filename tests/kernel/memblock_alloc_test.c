// SPDX-License-Identifier: MIT
/*
 * memblock_alloc_test.c - where memory is found, and that arrays of full lists are found too
 */
#include "memblock_test.h"

/* Memory that may be touched: for pointers, and for arrays that grow. */
static char ram[32 * PAGE_SIZE] __aligned(PAGE_SIZE);
#define RAM __pa(ram)

/* The highest range that fits; sizes are not rounded. */
static void top_down_takes_the_highest(struct kunit *test)
{
	memblock_add(0x10000, 0x10000);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x123, 1), 0x1fedd);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x100, 0x1000), 0x1f000);
	EXPECT_RESERVED(test, "1f000-1f100 1fedd-20000");
	/* The gap between them is large enough for this, not for the next. */
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0xddd, 1), 0x1f100);
	EXPECT_RESERVED(test, "1f000-20000");
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x1000, 0x8000), 0x18000);
}

static void bottom_up_takes_the_lowest(struct kunit *test)
{
	memblock_add(0x10000, 0x10000);
	memblock_set_bottom_up(true);
	KUNIT_EXPECT_TRUE(test, memblock_bottom_up());
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x123, 1), 0x10000);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x100, 0x1000), 0x11000);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0xedd, 1), 0x10123);
	EXPECT_RESERVED(test, "10000-11100");
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x1000, 0x8000), 0x18000);
}

/* The first page is never handed out: 0 means failure. */
static void page_0_stays(struct kunit *test)
{
	memblock_add(0, 0x2000);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x1001, 1), 0);
	memblock_set_bottom_up(true);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x1001, 1), 0);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x1000, 1), 0x1000);
	EXPECT_RESERVED(test, "1000-2000");
}

static void alignment_0_is_a_cache_line(struct kunit *test)
{
	memblock_add(0x10000, 0x1000);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(1, 0), 0x11000 - SMP_CACHE_BYTES);
	memblock_set_bottom_up(true);
	memblock_reserve(0x10000, 1);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(1, 0), 0x10000 + SMP_CACHE_BYTES);
}

/* Bounds: inclusive below, exclusive above, exact. */
static void bounds_are_exact(struct kunit *test)
{
	bool up;

	memblock_add(0x10000, 0x10000);
	for (up = false;; up = true) {
		memblock_set_bottom_up(up);
		KUNIT_EXPECT_EQ(test, memblock_phys_alloc_range(0x1000, 1, 0x12000, 0x12fff), 0);
		KUNIT_EXPECT_EQ(test, memblock_phys_alloc_range(0x1000, 1, 0x1f001, TOP), 0);
		KUNIT_EXPECT_EQ(test, memblock_phys_alloc_range(0x1000, 1, 0, 0x10fff), 0);
		KUNIT_EXPECT_EQ(test, memblock_phys_alloc_range(0x1000, 1, 0x15000, 0x14000), 0);
		KUNIT_EXPECT_EQ(test, memblock_phys_alloc_range(0x1000, 1, 0x12000, 0x13000),
				0x12000);
		KUNIT_EXPECT_EQ(test, memblock_phys_alloc_range(0x1000, 1, 0x1f000, TOP), 0x1f000);
		KUNIT_EXPECT_EQ(test, memblock_phys_alloc_range(0x1000, 1, 0, 0x11000), 0x10000);
		EXPECT_RESERVED(test, "10000-11000 12000-13000 1f000-20000");
		if (up)
			return;
		memblock_phys_free(0, TOP);
	}
}

/* ACCESSIBLE and NOLEAKTRACE mean the limit; an explicit bound may lie above it, for physical addresses. */
static void current_limit(struct kunit *test)
{
	memblock_add(0x10000, 0x10000);
	memblock_set_current_limit(0x18000);
	KUNIT_EXPECT_EQ(test, memblock_get_current_limit(), 0x18000);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x1000, 1), 0x17000);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc_range(0x1000, 1, 0, MEMBLOCK_ALLOC_NOLEAKTRACE),
			0x16000);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc_range(0x1000, 1, 0, TOP), 0x1f000);
	KUNIT_EXPECT_PTR_EQ(test, memblock_alloc_try_nid_raw(0x1000, 1, 0, TOP, NUMA_NO_NODE),
			    __va(0x15000));
	KUNIT_EXPECT_EQ(
		test, memblock_phys_alloc_range(0x1000, 1, 0x18000, MEMBLOCK_ALLOC_ACCESSIBLE), 0);
}

/* At the very top, neither rounding up nor the sum may wrap. */
static void end_of_the_address_space(struct kunit *test)
{
	memblock_add(TOP - 0x1000, 0x2000);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x10, 0x10), TOP - 0x1f);
	memblock_set_bottom_up(true);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x10, 0x1000), TOP - 0xfff);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x10, 0x2000), 0);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x2000, 1), 0);
}

/* A failure changes nothing. */
static void failure_leaves_the_lists(struct kunit *test)
{
	memblock_add(0x10000, 0x4000);
	memblock_reserve(0x11000, 0x1000);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x2001, 1), 0);
	KUNIT_EXPECT_NULL(test, memblock_alloc(0x3000, 1));
	KUNIT_EXPECT_NULL(test, memblock_alloc_low(0x3000, 1));
	EXPECT_MEMORY(test, "10000-14000");
	EXPECT_RESERVED(test, "11000-12000");
}

/* The lower bound is a preference, for pointers; the upper one is not. */
static void lower_bound_is_a_wish(struct kunit *test)
{
	memblock_add(0x10000, 0x4000);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc_range(0x1000, 1, 0x14000, TOP), 0);
	KUNIT_EXPECT_PTR_EQ(test, memblock_alloc_try_nid_raw(0x1000, 1, 0x14000, 0, NUMA_NO_NODE),
			    __va(0x13000));
	KUNIT_EXPECT_PTR_EQ(test, memblock_alloc_exact_nid_raw(0x1000, 1, 0x13800, 0, NUMA_NO_NODE),
			    __va(0x12000));
	KUNIT_EXPECT_NULL(test,
			  memblock_alloc_try_nid_raw(0x1000, 1, 0x8000, 0x10800, NUMA_NO_NODE));
}

static void some_memory_is_not_for_us(struct kunit *test)
{
	memblock_add_node(0x10000, 0x1000, 0, MEMBLOCK_NONE);
	memblock_add_node(0x20000, 0x1000, 0, MEMBLOCK_HOTPLUG);
	memblock_add_node(0x30000, 0x1000, 0, MEMBLOCK_DRIVER_MANAGED);
	memblock_add_node(0x40000, 0x1000, 0, MEMBLOCK_NOMAP);
	movable_node_enabled = true;
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x800, 1), 0x10800);
	movable_node_enabled = false;
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x800, 1), 0x20800);
}

/* Regions that touch but differ are two areas. */
static void areas_do_not_join(struct kunit *test)
{
	memblock_add_node(0x10000, 0x1000, 0, MEMBLOCK_NONE);
	memblock_add_node(0x11000, 0x1000, 0, MEMBLOCK_HOTPLUG);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x1001, 1), 0);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(0x1000, 1), 0x11000);
}

static void nodes(struct kunit *test)
{
	if (!IS_ENABLED(CONFIG_NUMA))
		kunit_skip(test, "no NUMA");
	memblock_add_node(0x10000, 0x2000, 0, MEMBLOCK_NONE);
	memblock_add_node(0x12000, 0x2000, 1, MEMBLOCK_NONE);
	KUNIT_EXPECT_EQ(test, memblock_alloc_range_nid(0x2001, 1, 0, 0, 0, false), 0);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc_try_nid(0x1000, 1, 0), 0x11000);
	KUNIT_EXPECT_EQ(test, memblock_alloc_range_nid(0x1000, 1, 0, 0, 0, true), 0x10000);
	/* Node 0 is full: others will do, unless the node must be exact. */
	KUNIT_EXPECT_EQ(test, memblock_alloc_range_nid(0x1000, 1, 0, 0, 0, true), 0);
	KUNIT_EXPECT_NULL(test, memblock_alloc_exact_nid_raw(0x1000, 1, 0, 0, 0));
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc_try_nid(0x1000, 1, 0), 0x13000);
	KUNIT_EXPECT_PTR_EQ(test, memblock_alloc_exact_nid_raw(0x1000, 1, 0, 0, NUMA_NO_NODE),
			    __va(0x12000));
	/* What is allocated is nobody's node, and merges. */
	EXPECT_RESERVED(test, "10000-14000");
}

static void pointers_are_cleared_unless_raw(struct kunit *test)
{
	unsigned char *p;

	memblock_add(RAM, sizeof(ram));
	memset(ram, 0xaa, sizeof(ram));
	p = memblock_alloc(100, 1);
	KUNIT_ASSERT_PTR_EQ(test, (char *)p, ram + sizeof(ram) - 100);
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, 100));
	KUNIT_EXPECT_EQ(test, p[-1], 0xaa);
	p = memblock_alloc_raw(100, 1);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0xaa, 100));
	p = memblock_alloc_node(100, 1, 0);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, 100));
	KUNIT_EXPECT_EQ(test, p[-1], 0xaa);
	memblock_set_bottom_up(true);
	p = memblock_alloc_from(100, 1, RAM + 0x2000);
	KUNIT_ASSERT_PTR_EQ(test, (char *)p, ram + 0x2000);
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, 100));
	KUNIT_EXPECT_EQ(test, p[100], 0xaa);
}

/* ---------------------------------------------------------------- growing */

/* Bytes of an array for n regions, in whole pages. */
static phys_addr_t regions_size(unsigned long n)
{
	return PAGE_ALIGN(n * sizeof(struct memblock_region));
}

/* Fills a list with n single pages that do not touch, from 1 GiB up. */
static void fill(struct kunit *test, int (*add)(phys_addr_t base, phys_addr_t size), unsigned int n)
{
	unsigned int i;

	memblock_allow_resize();
	for (i = 0; i < n; i++)
		KUNIT_ASSERT_EQ(test, add(0x40000000 + i * 0x2000, 0x1000), 0);
}

/* The 129th region doubles the array, which is reserved itself. */
static void reserved_grows(struct kunit *test)
{
	unsigned long i;

	memblock_add(RAM, sizeof(ram));
	memset(ram, 0xaa, sizeof(ram));
	fill(test, memblock_reserve, TEST_REGIONS);
	KUNIT_EXPECT_PTR_EQ(test, memblock.reserved.regions, test_reserved);
	KUNIT_EXPECT_EQ(test, memblock_reserve(0x50000000, 0x1000), 0);
	KUNIT_EXPECT_EQ(test, memblock.reserved.max, 2ul * TEST_REGIONS);
	KUNIT_EXPECT_EQ(test, memblock.reserved.cnt, TEST_REGIONS + 2ul);
	KUNIT_EXPECT_PTR_EQ(test, memblock.reserved.regions,
			    __va(RAM + sizeof(ram) - regions_size(2 * TEST_REGIONS)));
	KUNIT_EXPECT_TRUE(test, memblock_is_region_reserved(RAM + sizeof(ram) - 1, 1));
	KUNIT_EXPECT_EQ(test, memblock_reserved_size(),
			(TEST_REGIONS + 1) * 0x1000 + regions_size(2 * TEST_REGIONS));
	for (i = memblock.reserved.cnt; i < memblock.reserved.max; i++)
		KUNIT_ASSERT_EQ(test, memblock.reserved.regions[i].size, 0);
}

/* The second growth gives the first array back. */
static void grown_array_is_freed_again(struct kunit *test)
{
	phys_addr_t first;

	memblock_add(RAM, sizeof(ram));
	fill(test, memblock_reserve, TEST_REGIONS + 1);
	first = __pa(memblock.reserved.regions);
	fill(test, memblock_reserve, 2 * TEST_REGIONS);
	KUNIT_EXPECT_EQ(test, memblock.reserved.max, 4ul * TEST_REGIONS);
	KUNIT_EXPECT_FALSE(test, memblock_is_reserved(first));
	KUNIT_EXPECT_TRUE(test, memblock_is_reserved(__pa(memblock.reserved.regions)));
	KUNIT_EXPECT_EQ(test, memblock_reserved_size(),
			2 * TEST_REGIONS * 0x1000 + regions_size(4 * TEST_REGIONS));
}

/* What is about to be reserved is no place for the array: above it, if that can be, else below. */
static void array_avoids_what_is_being_reserved(struct kunit *test)
{
	phys_addr_t size = regions_size(2 * TEST_REGIONS);

	memblock_add(RAM, sizeof(ram));
	fill(test, memblock_reserve, TEST_REGIONS);
	KUNIT_EXPECT_EQ(test, memblock_reserve(RAM + size, sizeof(ram) - size), 0);
	KUNIT_EXPECT_PTR_EQ(test, (char *)memblock.reserved.regions, ram);
}

static void array_prefers_to_lie_above(struct kunit *test)
{
	memblock_add(RAM, sizeof(ram));
	memblock_set_bottom_up(true);
	fill(test, memblock_reserve, TEST_REGIONS);
	KUNIT_EXPECT_EQ(test, memblock_reserve(RAM + 0x4000, 0x800), 0);
	KUNIT_EXPECT_PTR_EQ(test, (char *)memblock.reserved.regions, ram + 0x5000);
}

static void no_room_to_grow(struct kunit *test)
{
	memblock_add(RAM, sizeof(ram));
	fill(test, memblock_reserve, TEST_REGIONS);
	memblock_set_current_limit(RAM);
	KUNIT_EXPECT_EQ(test, memblock_reserve(0x50000000, 0x1000), -ENOMEM);
	KUNIT_EXPECT_EQ(test, memblock.reserved.cnt, (unsigned long)TEST_REGIONS);
	KUNIT_EXPECT_PTR_EQ(test, memblock.reserved.regions, test_reserved);
	/* An allocation that cannot be recorded has failed. */
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc_range(0x1000, 0x1000, 0, TOP), 0);
	/* No growth is needed for what merges. */
	KUNIT_EXPECT_EQ(test, memblock_reserve(0x40000000, 0x1000), 0);
}

/* Cutting wants two spare entries, needed or not; adding what is there wants none. */
static void cutting_grows_early(struct kunit *test)
{
	memblock_add(RAM, sizeof(ram));
	fill(test, memblock_reserve, TEST_REGIONS - 2);
	KUNIT_EXPECT_EQ(test, memblock_reserved_mark_noinit(0x40000000, 0x1000), 0);
	KUNIT_EXPECT_EQ(test, memblock.reserved.max, (unsigned long)TEST_REGIONS);
	fill(test, memblock_reserve, TEST_REGIONS - 1);
	KUNIT_EXPECT_EQ(test, memblock.reserved.max, (unsigned long)TEST_REGIONS);
	KUNIT_EXPECT_EQ(test, memblock_phys_free(0x60000000, 0x1000), 0);
	KUNIT_EXPECT_EQ(test, memblock.reserved.max, 2ul * TEST_REGIONS);
}

/* memory's array may lie anywhere, even in what is being added. */
static void memory_grows(struct kunit *test)
{
	memblock_add(RAM, sizeof(ram));
	memblock_set_current_limit(RAM + sizeof(ram));
	fill(test, memblock_add, TEST_REGIONS - 1);
	KUNIT_EXPECT_EQ(test, memblock.memory.max, (unsigned long)TEST_REGIONS);
	KUNIT_EXPECT_EQ(test, memblock_add(0x50000000, 0x1000), 0);
	KUNIT_EXPECT_EQ(test, memblock.memory.cnt, TEST_REGIONS + 1ul);
	KUNIT_EXPECT_EQ(test, memblock.memory.max, 2ul * TEST_REGIONS);
	KUNIT_EXPECT_TRUE(test, memblock_is_reserved(__pa(memblock.memory.regions)));
}

static struct kunit_case memblock_alloc_cases[] = { KUNIT_CASE(top_down_takes_the_highest),
						    KUNIT_CASE(bottom_up_takes_the_lowest),
						    KUNIT_CASE(page_0_stays),
						    KUNIT_CASE(alignment_0_is_a_cache_line),
						    KUNIT_CASE(bounds_are_exact),
						    KUNIT_CASE(current_limit),
						    KUNIT_CASE(end_of_the_address_space),
						    KUNIT_CASE(failure_leaves_the_lists),
						    KUNIT_CASE(lower_bound_is_a_wish),
						    KUNIT_CASE(some_memory_is_not_for_us),
						    KUNIT_CASE(areas_do_not_join),
						    KUNIT_CASE(nodes),
						    KUNIT_CASE(pointers_are_cleared_unless_raw),
						    KUNIT_CASE(reserved_grows),
						    KUNIT_CASE(grown_array_is_freed_again),
						    KUNIT_CASE(array_avoids_what_is_being_reserved),
						    KUNIT_CASE(array_prefers_to_lie_above),
						    KUNIT_CASE(no_room_to_grow),
						    KUNIT_CASE(cutting_grows_early),
						    KUNIT_CASE(memory_grows),
						    {} };

static struct kunit_suite memblock_alloc_suite = {
	.name = "memblock_alloc",
	.init = memblock_test_init,
	.exit = memblock_test_exit,
	.test_cases = memblock_alloc_cases,
};
kunit_test_suite(memblock_alloc_suite);
