// SPDX-License-Identifier: MIT
/*
 * tests/kernel/kmem_cache_test.c - promises of linux/slab.h about caches, and what misuse is named: also on the host
 */
#include <kunit/test.h>
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../../mm/internal.h"
#include "../../mm/slab.h"
#include "held.h"

static struct kmem_cache *create(struct kunit *test, unsigned int size, slab_flags_t flags,
				 void (*ctor)(void *))
{
	struct kmem_cache *cache = kmem_cache_create("test", size, 0, flags, ctor);

	KUNIT_ASSERT_NOT_NULL(test, cache);
	return cache;
}

static bool is_filled(const void *p, int c, size_t n)
{
	return !memchr_inv(p, c, n);
}

static void a_dma_cache_has_dma_memory(struct kunit *test)
{
	struct kmem_cache *cache = create(test, 1000, SLAB_CACHE_DMA, NULL);
	void *p = kmem_cache_alloc(cache, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_LT(test, virt_to_phys(p), (phys_addr_t)SZ_16M);
	kmem_cache_free(cache, p);
	kmem_cache_destroy(cache);
}

struct pair {
	long long a;
	char b;
};

static void caches_give_objects_of_their_size(struct kunit *test)
{
	struct kmem_cache *cache = KMEM_CACHE(pair, SLAB_HWCACHE_ALIGN | SLAB_RECLAIM_ACCOUNT);
	unsigned long before = nr_slab_pages(true);
	struct pair *p[300];
	int i, j;

	KUNIT_ASSERT_NOT_NULL(test, cache);
	KUNIT_EXPECT_EQ(test, kmem_cache_size(cache), (unsigned int)sizeof(struct pair));
	for (i = 0; i < 300; i++) {
		p[i] = kmem_cache_zalloc(cache, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, p[i]);
		KUNIT_EXPECT_EQ(test, (unsigned long)p[i] % 16, 0ul);
		KUNIT_EXPECT_TRUE(test, is_filled(p[i], 0, sizeof(*p[i])));
		p[i]->a = i;
	}
	KUNIT_EXPECT_TRUE(test, nr_slab_pages(true) > before);
	for (i = 0; i < 300; i++)
		KUNIT_EXPECT_EQ(test, p[i]->a, (long long)i);
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(cache), 1);
	for (i = 0, j = 299; i <= j; i++, j--) {
		kmem_cache_free(cache, p[i]);
		kfree(p[j]);
	}
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(cache), 0);
	KUNIT_EXPECT_EQ(test, nr_slab_pages(true), before);
	kmem_cache_destroy(cache);
}

static void alignment_is_kept(struct kunit *test)
{
	unsigned int align;

	for (align = 1; align <= PAGE_SIZE; align *= 2) {
		struct kmem_cache *cache = kmem_cache_create("aligned", 13, align, 0, NULL);
		void *p[5];
		int i;

		KUNIT_ASSERT_NOT_NULL(test, cache);
		KUNIT_ASSERT_EQ(test, kmem_cache_alloc_bulk(cache, GFP_KERNEL, 5, p), 5);
		for (i = 0; i < 5; i++)
			KUNIT_EXPECT_EQ(test, (unsigned long)p[i] & (max(align, 8u) - 1), 0ul);
		kmem_cache_free_bulk(cache, 5, p);
		kmem_cache_destroy(cache);
	}
}

static void senseless_caches_are_refused(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, kmem_cache_create(NULL, 8, 0, 0, NULL));
	KUNIT_EXPECT_NULL(test, kmem_cache_create("none", 0, 0, 0, NULL));
	KUNIT_EXPECT_NULL(test, kmem_cache_create("huge", KMALLOC_MAX_SIZE + 1, 0, 0, NULL));
	KUNIT_EXPECT_NULL(
		test, kmem_cache_create("rcu", KMALLOC_MAX_SIZE, 0, SLAB_TYPESAFE_BY_RCU, NULL));
	KUNIT_EXPECT_NULL(test, kmem_cache_create("align", 8, 24, 0, NULL));
	KUNIT_EXPECT_NULL(test, kmem_cache_create("flags", 8, 0, 1, NULL));
	kmem_cache_destroy(NULL);
}

static void sizes_of_many_pages_work(struct kunit *test)
{
	static const unsigned int sizes[] = { 4097, 9000, 20000, 32768, 40000, 300000 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct kmem_cache *cache = create(test, sizes[i], 0, NULL);
		char *p = kmem_cache_alloc(cache, GFP_KERNEL),
		     *q = kmem_cache_alloc(cache, GFP_KERNEL);

		KUNIT_ASSERT_TRUE(test, p && q);
		memset(p, 1, sizes[i]);
		memset(q, 2, sizes[i]);
		KUNIT_EXPECT_TRUE(test, is_filled(p, 1, sizes[i]));
		kmem_cache_free(cache, p);
		kmem_cache_free(cache, q);
		kmem_cache_destroy(cache);
	}
}

static int constructed;

static void construct(void *obj)
{
	memset(obj, 0xc7, 20);
	constructed++;
}

/* The constructor runs once for each object, and what it made is there at each allocation. */
static void constructed_state_survives(struct kunit *test)
{
	struct kmem_cache *cache = create(test, 20, 0, construct);
	void *p[64];
	int round, i;

	constructed = 0;
	for (round = 0; round < 10; round++) {
		KUNIT_ASSERT_EQ(test, kmem_cache_alloc_bulk(cache, GFP_KERNEL, 64, p), 64);
		for (i = 0; i < 64; i++) {
			KUNIT_EXPECT_TRUE(test, is_filled(p[i], 0xc7, 20));
			KUNIT_EXPECT_EQ(test, ksize(p[i]), (size_t)20);
		}
		kmem_cache_free_bulk(round & 1 ? NULL : cache, 64, p);
	}
	KUNIT_EXPECT_TRUE(test, constructed >= 64 && constructed < 64 * 4);
	kmem_cache_destroy(cache);
}

static void rcu_typesafe_objects_are_not_wiped(struct kunit *test)
{
	struct kmem_cache *cache = create(test, 40, SLAB_TYPESAFE_BY_RCU, NULL);
	char *p = kmem_cache_alloc(cache, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	memset(p, 0x3c, 40);
	kmem_cache_free(cache, p);
	KUNIT_EXPECT_TRUE(test, is_filled(p, 0x3c, 40));
	KUNIT_ASSERT_PTR_EQ(test, kmem_cache_alloc(cache, GFP_ATOMIC), (void *)p);
	kmem_cache_free(cache, p);
	kmem_cache_destroy(cache);
}

/* Many slabs become empty: a reader's objects stay as they are, and no page of them is free before he is done. */
static void rcu_typesafe_memory_outlasts_readers(struct kunit *test)
{
	struct kmem_cache *cache = create(test, 1000, SLAB_TYPESAFE_BY_RCU, NULL);
	unsigned long pages, before, during;
	static void *p[300];
	int i, wrong = 0;

	KUNIT_ASSERT_EQ(test, kmem_cache_alloc_bulk(cache, GFP_KERNEL, ARRAY_SIZE(p), p),
			(int)ARRAY_SIZE(p));
	pages = nr_slab_pages(false);
	for (i = 0; i < ARRAY_SIZE(p); i++)
		memset(p[i], i, 1000);
	rcu_read_lock();
	drain_all_pages();
	before = nr_free_pages();
	kmem_cache_free_bulk(cache, ARRAY_SIZE(p), p);
	for (i = 0; i < ARRAY_SIZE(p); i++)
		wrong += !is_filled(p[i], i, 1000);
	drain_all_pages();
	during = nr_free_pages();
	rcu_read_unlock();
	pages -= nr_slab_pages(false);
	KUNIT_EXPECT_EQ(test, wrong, 0);
	KUNIT_EXPECT_GT(test, pages, 40ul);
	KUNIT_EXPECT_LT(test, during, before + 20);
	rcu_barrier();
	drain_all_pages();
	KUNIT_EXPECT_GT(test, nr_free_pages(), before + pages - 20);
	kmem_cache_destroy(cache);
}

struct wiping {
	bool alloc, free;
};

static void restore_wiping(void *ctx)
{
	struct wiping *before = ctx;

	init_on_alloc = before->alloc;
	init_on_free = before->free;
}

/* init_on_alloc=, init_on_free=: neither undoes a constructor's work or wipes what RCU readers may look at. */
static void objects_are_wiped_on_demand(struct kunit *test)
{
	static struct wiping before;
	struct kmem_cache *cache, *built, *rcu;
	char *p, *q, *r;

	if (kmalloc_caches[KMALLOC_NORMAL][6]->flags & SLAB_POISON)
		kunit_skip(test, "poison takes precedence");
	before = (struct wiping){ init_on_alloc, init_on_free };
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, restore_wiping, &before), 0);
	init_on_alloc = init_on_free = true;
	cache = create(test, 40, 0, NULL);
	built = create(test, 20, 0, construct);
	rcu = create(test, 40, SLAB_TYPESAFE_BY_RCU, NULL);
	p = kmem_cache_alloc(cache, GFP_KERNEL);
	q = kmem_cache_alloc(built, GFP_KERNEL);
	r = kmem_cache_alloc(rcu, GFP_KERNEL);
	KUNIT_ASSERT_TRUE(test, p && q && r);
	KUNIT_EXPECT_TRUE(test, is_filled(p, 0, 40));
	KUNIT_EXPECT_TRUE(test, is_filled(q, 0xc7, 20));
	memset(p, 1, 40);
	memset(r, 1, 40);
	kmem_cache_free(cache, p);
	kmem_cache_free(built, q);
	kfree(r);
	KUNIT_EXPECT_TRUE(test, is_filled(p + 8, 0, 32));
	KUNIT_EXPECT_TRUE(test, is_filled(q, 0xc7, 20));
	KUNIT_EXPECT_TRUE(test, is_filled(r, 1, 40));
	init_on_free = false;
	memset(p + 8, 2, 32);
	KUNIT_ASSERT_PTR_EQ(test, kmem_cache_alloc(cache, GFP_KERNEL), (void *)p);
	KUNIT_EXPECT_TRUE(test, is_filled(p, 0, 40));
	kmem_cache_free(cache, p);
	kmem_cache_destroy(cache);
	kmem_cache_destroy(built);
	kmem_cache_destroy(rcu);
}

static void destroying_a_cache_in_use_warns(struct kunit *test)
{
	struct kmem_cache *cache = create(test, 64, 0, NULL);
	void *p = kmem_cache_alloc(cache, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	kunit_expect_warnings(test, 1);
	kmem_cache_destroy(cache);
	kmem_cache_free(cache, p);
	kmem_cache_destroy(cache);
}

/* A burst leaves no more behind than a few slabs and what one CPU may keep. */
static void empty_slabs_go_back(struct kunit *test)
{
	struct kmem_cache *cache = create(test, 256, 0, NULL);
	unsigned long before = nr_slab_pages(false), nr = 0;
	void **first = NULL, **p;

	while (nr < 4000 && (p = (kmem_cache_alloc)(cache, GFP_KERNEL | __GFP_NOWARN))) {
		*p = first;
		first = p;
		nr++;
	}
	KUNIT_EXPECT_GE(test, nr_slab_pages(false) - before, nr * cache->size / PAGE_SIZE);
	KUNIT_EXPECT_LE(test, nr_slab_pages(false) - before,
			nr * cache->size * 16 / 15 / PAGE_SIZE + 8);
	while ((p = first)) {
		first = *p;
		kmem_cache_free(cache, p);
	}
	KUNIT_EXPECT_TRUE(test, nr_slab_pages(false) - before <= 16 + 4);
	kmem_cache_destroy(cache);
	KUNIT_EXPECT_EQ(test, nr_slab_pages(false), before);
}

/* An IPI or another handler may flush the list between a push's or pop's store and its count (asm/percpu_stack.h). */
static void a_flush_may_hit_half_a_push_or_pop(struct kunit *test)
{
	struct kmem_cache *cache = create(test, 64, 0, NULL);
	int change, i;
	void *p[5];

	if (!cache->plain)
		kunit_skip(test, "no lists of the CPUs");
	for (change = -1; change <= 1; change += 2) {
		KUNIT_ASSERT_EQ(test, kmem_cache_alloc_bulk(cache, GFP_KERNEL, 5, p), 5);
		kmem_cache_shrink(cache);
		preempt_disable();
		for (i = 0; i < 5; i++)
			kmem_cache_free(cache, p[i]);
		this_cpu_add(cache->cpu.count, change);
		slab_flush_this_cpu(cache);
		this_cpu_add(cache->cpu.count, -change);
		KUNIT_EXPECT_EQ(test, cpu_objects(cache, smp_processor_id()), 0u);
		preempt_enable();
		KUNIT_EXPECT_EQ(test, kmem_cache_shrink(cache), 0);
	}
	kmem_cache_destroy(cache);
}

/*
 * Misuse
 */

/* Each is reported, and the lists stay right: the two objects that are taken then are two. */
static void double_free_is_named(struct kunit *test)
{
	static const unsigned int sizes[] = { 8, 64, 4096 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct kmem_cache *cache = create(test, sizes[i], 0, NULL);
		void *p = kmem_cache_alloc(cache, GFP_KERNEL),
		     *q = kmem_cache_alloc(cache, GFP_KERNEL);

		KUNIT_ASSERT_TRUE(test, p && q);
		kmem_cache_free(cache, p);
		kmem_cache_free(cache, q);
		kunit_expect_warnings(test, 3);
		kfree(q);
		kmem_cache_free(cache, p);
		kmem_cache_shrink(cache);
		p = kmem_cache_alloc(cache, GFP_KERNEL);
		q = kmem_cache_alloc(cache, GFP_KERNEL);
		KUNIT_ASSERT_TRUE(test, p && q);
		KUNIT_EXPECT_PTR_NE(test, p, q);
		/* One that lies in its slab, not in the CPU's list. */
		kmem_cache_free(cache, p);
		kmem_cache_shrink(cache);
		kfree(p);
		kmem_cache_free(cache, q);
		kmem_cache_destroy(cache);
	}
}

static void double_free_of_constructed_objects_is_named(struct kunit *test)
{
	struct kmem_cache *cache = create(test, 20, 0, construct);
	void *p = kmem_cache_alloc(cache, GFP_KERNEL), *q = kmem_cache_alloc(cache, GFP_KERNEL);

	KUNIT_ASSERT_TRUE(test, p && q);
	kmem_cache_free(cache, p);
	kunit_expect_warnings(test, 2);
	kmem_cache_free(cache, p);
	kfree(p);
	kmem_cache_free(cache, q);
	kmem_cache_destroy(cache);
}

/* Of a cache that is not plain, in any kernel: inside an object, and behind the last one of a slab. */
static void misplaced_objects_are_named(struct kunit *test)
{
	struct kmem_cache *cache = create(test, 1000, 0, construct);
	void *p = kmem_cache_alloc(cache, GFP_KERNEL);
	struct slab *slab;

	KUNIT_ASSERT_NOT_NULL(test, p);
	slab = virt_to_slab(p);
	kunit_expect_warnings(test, 2);
	kfree(p + 8);
	if (slab_bytes(slab) % cache->size > cache->front)
		kfree(slab_address(slab) + slab_objects(cache, slab) * cache->size + cache->front);
	kmem_cache_free(cache, p);
	kmem_cache_destroy(cache);
}

/* A live object may hold any word where the mark of free ones is. */
static void an_owner_may_write_the_mark(struct kunit *test)
{
	struct kmem_cache *cache = create(test, 32, 0, NULL),
			  **p = kmem_cache_alloc(cache, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	p[1] = cache;
	kfree(p);
	KUNIT_ASSERT_PTR_EQ(test, kmem_cache_alloc(cache, GFP_KERNEL), (void *)p);
	/* Live again, it has none: its next free takes the short way. Debugging has the mark elsewhere. */
	if (!cache->front)
		KUNIT_EXPECT_NULL(test, p[1]);
	kmem_cache_free(cache, p);
	kmem_cache_destroy(cache);
}

/* An object of another cache is left alone: it is still its owner's to free. */
static void the_wrong_cache_is_named(struct kunit *test)
{
	struct kmem_cache *cache = create(test, 64, 0, NULL),
			  *built = create(test, 20, 0, construct);
	void *p = kmalloc(64, GFP_KERNEL), *q = kmem_cache_alloc(built, GFP_KERNEL);
	int before = warn_count;

	KUNIT_ASSERT_TRUE(test, p && q);
	kunit_expect_warnings(test, 3);
	kmem_cache_free(cache, p);
	kmem_cache_free(built, p);
	kmem_cache_free(cache, q);
	KUNIT_EXPECT_EQ(test, warn_count - before, 3);
	kfree(p);
	kmem_cache_free(built, q);
	KUNIT_EXPECT_EQ(test, warn_count - before, 3);
	kmem_cache_destroy(cache);
	kmem_cache_destroy(built);
}

/* Its cache has given the page back: on none of a slab's pages is it taken for an object. */
static void objects_of_a_slab_that_is_gone_are_named(struct kunit *test)
{
	struct kmem_cache *cache = create(test, 1024, 0, NULL);
	void *p[8];
	int before = warn_count, i;

	KUNIT_ASSERT_EQ(test, kmem_cache_alloc_bulk(cache, GFP_KERNEL, 8, p), 8);
	kmem_cache_free_bulk(cache, 8, p);
	KUNIT_ASSERT_EQ(test, kmem_cache_shrink(cache), 0);
	kunit_expect_warnings(test, 8);
	for (i = 0; i < 8; i++)
		kmem_cache_free(cache, p[i]);
	KUNIT_EXPECT_EQ(test, warn_count - before, 8);
	kmem_cache_destroy(cache);
}

static void foreign_pointers_are_named(struct kunit *test)
{
	static char variable[64];
	struct kmem_cache *cache = create(test, 64, 0, NULL);
	unsigned long page = __get_free_page(GFP_KERNEL);
	char *large = kmalloc(20000, GFP_KERNEL), *other = kmalloc(64, GFP_KERNEL);

	hold(test, page ? virt_to_page(page) : NULL, held_free_pages, 0);
	KUNIT_ASSERT_TRUE(test, page && large && other);
	kunit_expect_warnings(test, 7);
	kfree(variable);
	kfree((void *)page);
	kfree(large + PAGE_SIZE);
	kfree(large + 8);
	kfree((void *)0xfffff000);
	kfree((void *)64);
	kmem_cache_free(cache, other);
	kfree(other);
	kfree(large);
	__free_page(virt_to_page(page));
	kmem_cache_destroy(cache);
}

/* In LOWMEM, a block in this state; NULL: none. */
static void *address_in_block(enum block_state state)
{
	unsigned long pfn;

	for (pfn = 0; pfn < max_low_pfn; pfn += MAX_ORDER_NR_PAGES)
		if (block_state[pfn >> MAX_PAGE_ORDER] == state)
			return __va(PFN_PHYS(pfn + 5));
	return NULL;
}

/* Where there is no struct page, or one that was never written, whatever lies there. */
static void pointers_without_a_struct_are_named(struct kunit *test)
{
	void *fresh = address_in_block(BLOCK_FRESH), *hole = address_in_block(BLOCK_ABSENT),
	     *user = (void *)0x8048000ul;
	struct page before, *page;

	kunit_expect_warnings(test, 2);
	kfree(user);
	KUNIT_EXPECT_EQ(test, ksize(user), (size_t)0);
	if (fresh) {
		page = virt_to_page(fresh);
		before = *page;
		memset(page, 0xfe, sizeof(*page));
		kunit_expect_warnings(test, 2);
		kfree(fresh);
		KUNIT_EXPECT_EQ(test, ksize(fresh), (size_t)0);
		*page = before;
	}
	if (hole) {
		kunit_expect_warnings(test, 2);
		kfree(hole);
		KUNIT_EXPECT_EQ(test, ksize(hole), (size_t)0);
	}
}

/* It looks at the struct page of whatever it gets. One address in each 256 MiB: on most machines some have none. */
static void no_address_stops_kmem_cache_free(struct kunit *test)
{
	struct kmem_cache *cache;
	unsigned long addr = 0;

	if (IS_ENABLED(HIMEM_HOST))
		kunit_skip(test, "a fault would end the program");
	cache = create(test, 64, 0, NULL);
	do {
		if (!virt_addr_valid((void *)addr)) {
			kunit_expect_warnings(test, 1);
			kmem_cache_free(cache, (void *)addr);
		}
	} while (addr += SZ_256M);
	kmem_cache_destroy(cache);
}

static void slab_pages_are_not_the_page_allocators(struct kunit *test)
{
	void *p = kmalloc(64, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	kunit_expect_warnings(test, 1);
	free_page((unsigned long)p & PAGE_MASK);
	kfree(p);
}

static struct kunit_case kmem_cache_cases[] = {
	KUNIT_CASE(a_dma_cache_has_dma_memory),
	KUNIT_CASE(caches_give_objects_of_their_size),
	KUNIT_CASE(alignment_is_kept),
	KUNIT_CASE(senseless_caches_are_refused),
	KUNIT_CASE(sizes_of_many_pages_work),
	KUNIT_CASE(constructed_state_survives),
	KUNIT_CASE(rcu_typesafe_objects_are_not_wiped),
	KUNIT_CASE(rcu_typesafe_memory_outlasts_readers),
	KUNIT_CASE(objects_are_wiped_on_demand),
	KUNIT_CASE(destroying_a_cache_in_use_warns),
	KUNIT_CASE(empty_slabs_go_back),
	KUNIT_CASE(a_flush_may_hit_half_a_push_or_pop),
	KUNIT_CASE(double_free_is_named),
	KUNIT_CASE(double_free_of_constructed_objects_is_named),
	KUNIT_CASE(misplaced_objects_are_named),
	KUNIT_CASE(an_owner_may_write_the_mark),
	KUNIT_CASE(the_wrong_cache_is_named),
	KUNIT_CASE(objects_of_a_slab_that_is_gone_are_named),
	KUNIT_CASE(foreign_pointers_are_named),
	KUNIT_CASE(pointers_without_a_struct_are_named),
	KUNIT_CASE(no_address_stops_kmem_cache_free),
	KUNIT_CASE(slab_pages_are_not_the_page_allocators),
	{}
};

static struct kunit_suite kmem_cache_suite = {
	.name = "kmem_cache",
	.test_cases = kmem_cache_cases,
};
kunit_test_suite(kmem_cache_suite);
