// SPDX-License-Identifier: MIT
/*
 * tests/kernel/resource_test.c - trees of resources, and numbers that look random
 */
#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/ioport.h>
#include <linux/limits.h>
#include <linux/random.h>
#include <linux/sizes.h>
#include <linux/string.h>

static struct resource root, a, b, c;

static int init_tree(struct kunit *test)
{
	root = (struct resource)DEFINE_RES_MEM_NAMED(0x1000, 0x9000, "root");
	a = (struct resource)DEFINE_RES_MEM_NAMED(0x2000, 0x1000, "a");
	b = (struct resource)DEFINE_RES_MEM_NAMED(0x4000, 0x1000, "b");
	c = (struct resource)DEFINE_RES_MEM_NAMED(0x2000, 0x3000, "c");
	return 0;
}

/* root: a b, sorted, whichever comes first; what meets one is refused, and leaves no trace. */
static void children_are_sorted_and_apart(struct kunit *test)
{
	struct resource over = DEFINE_RES_MEM(0x2fff, 1), out = DEFINE_RES_MEM(0x9fff, 2);

	KUNIT_EXPECT_EQ(test, request_resource(&root, &b), 0);
	KUNIT_EXPECT_EQ(test, request_resource(&root, &a), 0);
	KUNIT_EXPECT_PTR_EQ(test, root.child, &a);
	KUNIT_EXPECT_PTR_EQ(test, a.sibling, &b);
	KUNIT_EXPECT_PTR_EQ(test, b.sibling, NULL);
	KUNIT_EXPECT_EQ(test, request_resource(&root, &over), -EBUSY);
	KUNIT_EXPECT_EQ(test, request_resource(&root, &out), -EBUSY);
	over = (struct resource)DEFINE_RES_MEM(0x3000, 0x1000);
	KUNIT_EXPECT_EQ(test, request_resource(&root, &over), 0);
	KUNIT_EXPECT_EQ(test, release_resource(&over), 0);
	KUNIT_EXPECT_EQ(test, release_resource(&over), -EINVAL);
	KUNIT_EXPECT_PTR_EQ(test, a.sibling, &b);
}

/* root: a b  ->  root: c, in it a b;  half of one is refused. */
static void what_holds_others_goes_around_them(struct kunit *test)
{
	struct resource half = DEFINE_RES_MEM(0x3800, 0x1000);
	struct resource in = DEFINE_RES_MEM(0x2800, 0x100), far = DEFINE_RES_MEM(0x9fff, 2);

	KUNIT_EXPECT_EQ(test, insert_resource(&root, &a), 0);
	KUNIT_EXPECT_EQ(test, insert_resource(&root, &b), 0);
	KUNIT_EXPECT_EQ(test, insert_resource(&root, &half), -EBUSY);
	KUNIT_EXPECT_EQ(test, insert_resource(&root, &far), -EBUSY);
	KUNIT_EXPECT_EQ(test, insert_resource(&root, &c), 0);
	KUNIT_EXPECT_PTR_EQ(test, root.child, &c);
	KUNIT_EXPECT_PTR_EQ(test, c.child, &a);
	KUNIT_EXPECT_PTR_EQ(test, b.parent, &c);
	KUNIT_EXPECT_EQ(test, insert_resource(&root, &in), 0);
	KUNIT_EXPECT_PTR_EQ(test, in.parent, &a);
	KUNIT_EXPECT_PTR_EQ(test, c.sibling, NULL);
}

/* c is not busy: a region of it may be had, once. */
static void regions_belong_to_one(struct kunit *test)
{
	struct resource *region;

	KUNIT_EXPECT_EQ(test, request_resource(&root, &c), 0);
	region = __request_region(&root, 0x2100, 0x100, "mine", 0);
	KUNIT_ASSERT_NOT_NULL(test, region);
	KUNIT_EXPECT_PTR_EQ(test, region->parent, &c);
	KUNIT_EXPECT_EQ(test, resource_size(region), 0x100);
	KUNIT_EXPECT_NULL(test, __request_region(&root, 0x21ff, 1, "theirs", 0));
	KUNIT_EXPECT_NULL(test, __request_region(&root, 0x4fff, 2, "across", 0));
	__release_region(&root, 0x2100, 0x80); /* reported */
	KUNIT_EXPECT_PTR_EQ(test, c.child, region);
	__release_region(&root, 0x2100, 0x100);
	KUNIT_EXPECT_NULL(test, c.child);
}

static void regions_that_cannot_be(struct kunit *test)
{
	static struct resource fixed;
	struct resource *region = __request_region(&root, 0x2000, 0x1000, "mine", 0), in;

	KUNIT_ASSERT_NOT_NULL(test, region);
	KUNIT_EXPECT_NULL(test, __request_region(&root, 0x3000, 0, "nothing", 0));
	KUNIT_EXPECT_NULL(test, __request_region(&root, 0x3000, -0x1000, "wraps", 0));
	KUNIT_EXPECT_NULL(test, __request_region(&root, 0x2000, 0x1000, "the same", 0));
	KUNIT_EXPECT_NULL(test, __request_region(&root, 0x2800, 0x100, "inside", 0));
	KUNIT_EXPECT_NULL(test, __request_region(&root, 0x1000, 0x9000, "around", 0));
	/* What is busy may have parts of its own; they go with it. */
	in = (struct resource)DEFINE_RES_MEM(0x2800, 0x100);
	KUNIT_EXPECT_EQ(test, insert_resource(&root, &in), 0);
	KUNIT_EXPECT_PTR_EQ(test, in.parent, region);
	__release_region(&root, 0x2000, 0x1000);
	KUNIT_EXPECT_NULL(test, root.child);
	/* One that is not of the heap goes, and is not freed. */
	fixed = (struct resource)DEFINE_RES_MEM(0x3000, 0x1000);
	fixed.flags |= IORESOURCE_BUSY;
	KUNIT_EXPECT_EQ(test, request_resource(&root, &fixed), 0);
	__release_region(&root, 0x3000, 0x1000);
	KUNIT_EXPECT_NULL(test, root.child);
	KUNIT_EXPECT_NULL(test, fixed.parent);
}

static void equal_ranges_nest(struct kunit *test)
{
	struct resource same = DEFINE_RES_MEM(0x2000, 0x1000);

	KUNIT_EXPECT_EQ(test, insert_resource(&root, &a), 0);
	KUNIT_EXPECT_EQ(test, request_resource(&root, &same), -EBUSY);
	KUNIT_EXPECT_EQ(test, insert_resource(&root, &same), 0);
	KUNIT_EXPECT_PTR_EQ(test, root.child, &same);
	KUNIT_EXPECT_PTR_EQ(test, a.parent, &same);
	KUNIT_EXPECT_EQ(test, release_resource(&same), 0);
	KUNIT_EXPECT_NULL(test, root.child);
	KUNIT_EXPECT_PTR_EQ(test, same.child, &a);
}

/* In the tree of the machine. */
static void ram_is_busy(struct kunit *test)
{
	struct resource *res;

	for (res = iomem_resource.child; res; res = res->sibling) {
		bool free = res->start >= SZ_1M &&
			    (!strcmp(res->name, "Reserved") || strstr(res->name, "Persistent"));

		KUNIT_EXPECT_EQ_MSG(test, !(res->flags & IORESOURCE_BUSY), free, "%s at %pa",
				    res->name, &res->start);
		if (!free)
			KUNIT_EXPECT_NULL(test, request_mem_region(res->start, 1, "ram"));
	}
}

static void random_numbers_stay_in_their_range(struct kunit *test)
{
	u32 seen = 0, i, n;
	u8 bytes[7] = {};

	for (i = 0; i < 1000; i++) {
		n = get_random_u32_below(10);
		KUNIT_ASSERT_LT(test, n, 10u);
		seen |= 1u << n;
		n = get_random_u32_inclusive(10, 15);
		KUNIT_ASSERT_GE(test, n, 10u);
		KUNIT_ASSERT_LE(test, n, 15u);
		seen |= 1u << n;
		KUNIT_ASSERT_GT(test, get_random_u32_above(U32_MAX - 2), U32_MAX - 2);
	}
	KUNIT_EXPECT_EQ(test, seen, 0xffffu);
	get_random_u32_inclusive(0, U32_MAX);
	KUNIT_EXPECT_NE(test, get_random_u64() >> 32, get_random_u64() >> 32);
	get_random_bytes(bytes, sizeof(bytes));
	KUNIT_EXPECT_NE(test, bytes[4] | bytes[5] << 8 | bytes[6] << 16, 0);
}

static struct kunit_case resource_cases[] = { KUNIT_CASE(children_are_sorted_and_apart),
					      KUNIT_CASE(what_holds_others_goes_around_them),
					      KUNIT_CASE(regions_belong_to_one),
					      KUNIT_CASE(regions_that_cannot_be),
					      KUNIT_CASE(equal_ranges_nest),
					      KUNIT_CASE(ram_is_busy),
					      KUNIT_CASE(random_numbers_stay_in_their_range),
					      {} };

static struct kunit_suite resource_suite = {
	.name = "resource",
	.init = init_tree,
	.test_cases = resource_cases,
};
kunit_test_suite(resource_suite);
