// SPDX-License-Identifier: MIT
/*
 * tests/kernel/slab_node_test.c - kmalloc_node() and its kin, vmalloc_node(): also on the host
 *
 * Machines with several nodes that have LOWMEM: tests/boot/matrix.txt (--numa, numa=fake=), host-mm-nodes.
 */
#include <kunit/test.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/topology.h>
#include <linux/vmalloc.h>

#include "../../mm/internal.h"
#include "held.h"

static void construct(void *obj)
{
	memset(obj, 0xc7, 40);
}

static bool has_lowmem(int nid)
{
	const struct zone *zones = NODE_DATA(nid)->node_zones;

	return zones[ZONE_NORMAL].managed_pages || zones[ZONE_DMA].managed_pages;
}

/* A node may be there for its CPUs only. */
static bool has_memory(int nid)
{
	return *NODE_DATA(nid)->zonelist && (*NODE_DATA(nid)->zonelist)->node == nid;
}

/* What vmalloc() may have of it, marks aside. */
static unsigned long nr_free_unmovable(int nid)
{
	unsigned long nr = 0;
	struct zone *zone;

	for_each_zone(zone)
		if (zone->node == nid && zone_idx(zone) != ZONE_MOVABLE)
			nr += zone->free_pages;
	return nr;
}

static int node_of(const void *p)
{
	return page_to_nid(virt_to_page(p));
}

/* A node with LOWMEM that is not nid. */
static int other_node(struct kunit *test, int nid)
{
	int other;

	for_each_online_node(other)
		if (other != nid && has_lowmem(other))
			return other;
	kunit_skip(test, "no second node with LOWMEM");
}

static void expect_node(struct kunit *test, void *p, int nid, bool only)
{
	if (!has_lowmem(nid) && only) {
		KUNIT_EXPECT_NULL(test, p);
		return;
	}
	KUNIT_ASSERT_NOT_NULL(test, p);
	if (has_lowmem(nid))
		KUNIT_EXPECT_EQ(test, node_of(p), nid);
}

/* Of any size and kind, from whichever CPU; a node without LOWMEM gives NULL when no other is allowed. */
static void each_node_gives_its_own(struct kunit *test)
{
	static const size_t sizes[] = { 8, 96, 4096, 8192, 20000 };
	struct kmem_cache *built = kmem_cache_create("built", 40, 0, 0, construct);
	int nid, only, i;

	KUNIT_ASSERT_NOT_NULL(test, built);
	for_each_online_node(nid) {
		for (only = 0; only < 2; only++) {
			gfp_t gfp = GFP_KERNEL | __GFP_NOWARN | (only ? __GFP_THISNODE : 0);
			void *p;

			for (i = 0; i < ARRAY_SIZE(sizes); i++) {
				p = kzalloc_node(sizes[i], gfp, nid);
				expect_node(test, p, nid, only);
				KUNIT_EXPECT_TRUE(test, !p || !memchr_inv(p, 0, sizes[i]));
				kfree(p);
			}
			p = kmem_cache_alloc_node(built, gfp, nid);
			expect_node(test, p, nid, only);
			KUNIT_EXPECT_TRUE(test, !p || !memchr_inv(p, 0xc7, 40));
			kfree(p);
		}
	}
	KUNIT_EXPECT_PTR_EQ(test, kmalloc_node(0, GFP_KERNEL, first_online_node), ZERO_SIZE_PTR);
	kmem_cache_destroy(built);
}

/* The CPU's list takes no notice of nodes, so that one must not be asked; objects find home to their own slabs. */
static void the_cpus_list_does_not_mix_them_up(struct kunit *test)
{
	struct kmem_cache *cache = kmem_cache_create("nodes", 64, 0, 0, NULL);
	int here = numa_node_id(), there = other_node(test, here), round, i;
	void *p[40];

	KUNIT_ASSERT_NOT_NULL(test, cache);
	for (round = 0; round < 10; round++) {
		for (i = 0; i < 40; i++) {
			p[i] = kmem_cache_alloc_node(cache, GFP_KERNEL, i % 2 ? here : there);
			KUNIT_ASSERT_NOT_NULL(test, p[i]);
			if (i % 2 == 0 || has_lowmem(here))
				KUNIT_EXPECT_EQ(test, node_of(p[i]), i % 2 ? here : there);
		}
		for (i = 0; i < 40; i++)
			kmem_cache_free(cache, p[(i * 7 + round) % 40]);
	}
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(cache), 0);
	kmem_cache_destroy(cache);
}

static struct list_head taken[NR_PAGE_ORDERS];

static void give_taken(void *unused)
{
	int order;

	for (order = 0; order < NR_PAGE_ORDERS; order++) {
		while (!list_empty(&taken[order])) {
			struct page *page = list_first_entry(&taken[order], struct page, lru);

			list_del(&page->lru);
			(__free_pages)(page, order);
		}
	}
}

/* All LOWMEM, of one node or of all, the last page of the reserve included. */
static void take_lowmem(struct kunit *test, int nid, gfp_t gfp)
{
	struct page *page;
	int order;

	for (order = 0; order < NR_PAGE_ORDERS; order++)
		INIT_LIST_HEAD(&taken[order]);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, give_taken, NULL), 0);
	gfp |= GFP_KERNEL | __GFP_MEMALLOC | __GFP_NOWARN;
	for (order = MAX_PAGE_ORDER; order >= 0; order--)
		while ((page = (alloc_pages_node)(nid, gfp, order)))
			list_add(&page->lru, &taken[order]);
}

static void a_full_node_is_helped_out_or_not(struct kunit *test)
{
	int here = numa_node_id(), there = other_node(test, here);
	struct kmem_cache *cache = kmem_cache_create("nodes", 64, 0, 0, NULL);
	void *p;

	KUNIT_ASSERT_NOT_NULL(test, cache);
	take_lowmem(test, there, __GFP_THISNODE);
	p = kmem_cache_alloc_node(cache, GFP_KERNEL | __GFP_THISNODE | __GFP_NOWARN, there);
	KUNIT_EXPECT_NULL(test, p);
	KUNIT_EXPECT_NULL(test,
			  kmalloc_node(20000, GFP_KERNEL | __GFP_THISNODE | __GFP_NOWARN, there));
	p = kmem_cache_alloc_node(cache, GFP_KERNEL, there);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_NE(test, node_of(p), there);
	kfree(p);
	kmem_cache_destroy(cache);
}

/* No page is left, but a slab of another node has room. */
static void another_nodes_slab_is_the_last_resort(struct kunit *test)
{
	int there = other_node(test, numa_node_id());
	struct kmem_cache *cache = kmem_cache_create("nodes", 64, 0, 0, NULL);
	void *p, *q;

	KUNIT_ASSERT_NOT_NULL(test, cache);
	p = kmem_cache_alloc_node(cache, GFP_KERNEL, there);
	KUNIT_ASSERT_NOT_NULL(test, p);
	take_lowmem(test, NUMA_NO_NODE, 0);
	q = kmem_cache_alloc(cache, GFP_KERNEL | __GFP_NOWARN);
	KUNIT_ASSERT_NOT_NULL(test, q);
	KUNIT_EXPECT_EQ(test, node_of(q), there);
	kfree(q);
	kfree(p);
	kmem_cache_destroy(cache);
}

static void vmalloc_takes_a_nodes_pages(struct kunit *test)
{
	const unsigned int nr = 100;
	unsigned int i, wrong;
	int nid, kind;

	for_each_online_node(nid) {
		for (kind = 0; kind < 3; kind++) {
			gfp_t only = GFP_KERNEL | __GFP_THISNODE;
			char *area = kind == 0	 ? vmalloc_node(nr * PAGE_SIZE, nid)
				     : kind == 1 ? vzalloc_node(nr * PAGE_SIZE, nid)
						 : __vmalloc_node(PAGE_SIZE, 1, only, nid, NULL);

			if (!has_memory(nid)) {
				KUNIT_EXPECT_EQ(test, !area, kind == 2);
				vfree(area);
				continue;
			}
			if (nr_free_unmovable(nid) < 4 * nr) {
				vfree(area);
				continue;
			}
			KUNIT_ASSERT_NOT_NULL(test, area);
			for (i = wrong = 0; i < (kind < 2 ? nr : 1); i++)
				wrong += page_to_nid(vmalloc_to_page(area + i * PAGE_SIZE)) != nid;
			KUNIT_EXPECT_EQ_MSG(test, wrong, 0u, "node %d", nid);
			KUNIT_EXPECT_TRUE(test, kind != 1 || !memchr_inv(area, 0, nr * PAGE_SIZE));
			vfree(area);
		}
	}
}

/*
 * The node is for the pages: this CPU's has no LOWMEM left, neither for the page table nor for the structs of areas, of
 * which a slab has fewer than are asked for.
 */
static void page_tables_come_from_any_node(struct kunit *test)
{
	int here = numa_node_id(), there = other_node(test, here), i;
	char *areas[80];

	vmalloc_release();
	slab_shrink_all();
	take_lowmem(test, here, __GFP_THISNODE);
	for (i = 0; i < ARRAY_SIZE(areas); i++) {
		areas[i] = __vmalloc_node(PAGE_SIZE, i ? PAGE_SIZE : PMD_SIZE,
					  GFP_KERNEL | __GFP_THISNODE, there, NULL);
		KUNIT_ASSERT_NOT_NULL(test, areas[i]);
		KUNIT_EXPECT_EQ(test, page_to_nid(vmalloc_to_page(areas[i])), there);
	}
	while (i--)
		vfree(areas[i]);
}

static struct kunit_case slab_node_cases[] = {
	KUNIT_CASE(each_node_gives_its_own),
	KUNIT_CASE(the_cpus_list_does_not_mix_them_up),
	KUNIT_CASE(a_full_node_is_helped_out_or_not),
	KUNIT_CASE(another_nodes_slab_is_the_last_resort),
	KUNIT_CASE(vmalloc_takes_a_nodes_pages),
	KUNIT_CASE(page_tables_come_from_any_node),
	{},
};

static struct kunit_suite slab_node_suite = {
	.name = "slab_node",
	.test_cases = slab_node_cases,
};
kunit_test_suite(slab_node_suite);
