// SPDX-License-Identifier: MIT
/*
 * tests/kernel/slab_leaks_test.c - objects and areas by who took them, as `leaks' counts them; needs slab_debug=U
 *
 * Pages: page_owner_test.c.
 */
#include <kunit/test.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "../../mm/slab.h"
#include "held.h"
#include "tally.h"

static int needs_slab_debug(struct kunit *test)
{
	if (!(kmalloc_caches[KMALLOC_NORMAL][6]->flags & SLAB_STORE_USER))
		kunit_skip(test, "needs slab_debug=U");
	return 0;
}

static noinline bool take_many(struct kunit *test, void **p, int nr, size_t size)
{
	while (nr--) {
		p[nr] = kmalloc(size, GFP_KERNEL);
		if (!p[nr])
			return false;
	}
	return true;
}

/* By who took them, of whatever slab; and none that is older than the mark. */
static void objects_are_counted_by_who_took_them(struct kunit *test)
{
	depot_stack_handle_t site;
	unsigned int nr, i;
	unsigned long *entries;
	void *p[333];

	leaks_mark++;
	KUNIT_ASSERT_TRUE(test, take_many(test, p, 333, 50));
	site = site_with(slab_debug_tally, 333);
	KUNIT_ASSERT_NE(test, site, 0u);
	KUNIT_EXPECT_EQ(test, stack_depot_tally(site)->bytes, 333 * 50ul);
	nr = stack_depot_fetch(site, &entries);
	/* The first of them, where it is known what functions are the allocator's. */
	for (i = 0; !__start_slab_text && i < nr - 1; i++)
		if (entries[i] - (unsigned long)take_many < 256)
			break;
	KUNIT_EXPECT_LT(test, entries[i] - (unsigned long)take_many, 256ul);
	kfree(p[100]);
	KUNIT_EXPECT_EQ(test, site_with(slab_debug_tally, 332), site);
	leaks_mark++;
	KUNIT_EXPECT_EQ(test, site_with(slab_debug_tally, 332), 0u);
	p[100] = kmalloc(50, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p[100]);
	KUNIT_EXPECT_NE(test, site_with(slab_debug_tally, 1), 0u);
	kfree_bulk(333, p);
	KUNIT_EXPECT_EQ(test, site_with(slab_debug_tally, 1), 0u);
}

/* One place, whatever the compiler makes of loops. */
static noinline void *take_area(struct kunit *test)
{
	return vmalloc(5000);
}

static void areas_are_counted_by_their_callers(struct kunit *test)
{
	depot_stack_handle_t site;
	unsigned long *entries;
	void *p[3];
	int i;

	vmap_mark();
	leaks_mark++;
	for (i = 0; i < 3; i++) {
		p[i] = take_area(test);
		KUNIT_ASSERT_NOT_NULL(test, p[i]);
	}
	site = site_with(vmap_tally, 3);
	KUNIT_ASSERT_NE(test, site, 0u);
	KUNIT_EXPECT_EQ(test, stack_depot_tally(site)->bytes, 6 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, stack_depot_fetch(site, &entries), 1u);
	vfree(p[2]);
	KUNIT_EXPECT_EQ(test, site_with(vmap_tally, 2), site);
	vmap_mark();
	leaks_mark++;
	KUNIT_EXPECT_EQ(test, site_with(vmap_tally, 2), 0u);
	vfree(p[0]);
	p[0] = take_area(test);
	KUNIT_EXPECT_NE(test, site_with(vmap_tally, 1), 0u);
	vfree(p[0]);
	vfree(p[1]);
}

static struct kunit_case slab_leaks_cases[] = { KUNIT_CASE(objects_are_counted_by_who_took_them),
						KUNIT_CASE(areas_are_counted_by_their_callers),
						{} };

static struct kunit_suite slab_leaks_suite = {
	.name = "slab_leaks",
	.init = needs_slab_debug,
	.test_cases = slab_leaks_cases,
};
kunit_test_suite(slab_leaks_suite);
