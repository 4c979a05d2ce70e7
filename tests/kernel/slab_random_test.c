// SPDX-License-Identifier: MIT
/*
 * tests/kernel/slab_random_test.c - kmalloc() and caches in any order, against a model: also on the host
 *
 *   slot   where an object is, how many bytes are its owner's, and the byte they are all filled with
 *
 * No two live objects share a byte, so each keeps what its owner wrote into all of it, whatever happens in between.
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "model.h"

#define NR_SLOTS 512
#define NR_BULK 16
#define BUILT 0xc7

static void construct(void *obj)
{
	memset(obj, BUILT, 20);
}

static const struct {
	unsigned int size, align;
	slab_flags_t flags;
	void (*ctor)(void *);
} kinds[] = {
	{ 72, 0, 0, NULL },
	{ 20, 0, 0, construct },
	{ 40, 0, SLAB_TYPESAFE_BY_RCU, NULL },
	{ 100, 64, SLAB_HWCACHE_ALIGN, NULL },
	{ 24, 0, SLAB_CACHE_DMA, NULL },
	{ 5000, 0, SLAB_RECLAIM_ACCOUNT, NULL },
};
#define NR_KINDS ARRAY_SIZE(kinds)
#define KMALLOC NR_KINDS

static struct kmem_cache *caches[NR_KINDS];

static struct slot {
	u8 *p;
	size_t size;
	unsigned int kind;
	u8 c;
} slots[NR_SLOTS];

static unsigned int overwritten, not_ready, failed;

static bool is_filled(const void *p, int c, size_t n)
{
	return !memchr_inv(p, c, n);
}

/* Any size there is a class for, and now and then whole pages. */
static size_t random_size(void)
{
	return 1 + random_below(1 << random_below(random_below(32) ? 14 : 17));
}

static void fill(struct slot *slot, u8 *p, size_t size, unsigned int kind)
{
	static u8 next;

	failed += !p;
	slot->p = p;
	slot->size = size;
	slot->kind = kind;
	slot->c = next++;
	if (!p)
		return;
	if (kind < NR_KINDS && kinds[kind].ctor)
		not_ready += !is_filled(p, BUILT, size);
	memset(p, slot->c, size);
}

/* The object may go: its contents are right, and as its constructor made them. */
static u8 *empty(struct slot *slot)
{
	u8 *p = slot->p;

	overwritten += !is_filled(p, slot->c, slot->size);
	if (slot->kind < NR_KINDS && kinds[slot->kind].ctor)
		memset(p, BUILT, slot->size);
	slot->p = NULL;
	return p;
}

static void take(struct slot *slot)
{
	static const gfp_t ways[] = { GFP_KERNEL, GFP_ATOMIC, GFP_KERNEL | __GFP_ZERO,
				      GFP_KERNEL | GFP_DMA };
	unsigned int kind = random_below(2 * NR_KINDS);
	gfp_t gfp = ways[random_below(ARRAY_SIZE(ways))];
	size_t size;
	u8 *p;

	if (kind < NR_KINDS) {
		fill(slot, kmem_cache_alloc(caches[kind], gfp & ~(__GFP_ZERO | __GFP_DMA)),
		     kinds[kind].size, kind);
		return;
	}
	size = random_size();
	p = kmalloc(size, gfp);
	if (p && gfp & __GFP_ZERO)
		not_ready += !is_filled(p, 0, size);
	if (p && gfp & __GFP_DMA)
		not_ready += virt_to_phys(p) >= SZ_16M;
	fill(slot, p, size, KMALLOC);
}

static void give(struct slot *slot)
{
	unsigned int kind = slot->kind;
	u8 *p = empty(slot);

	if (kind < NR_KINDS && random_below(2))
		kmem_cache_free(caches[kind], p);
	else if (kind == KMALLOC && !random_below(8))
		kfree_sensitive(p);
	else
		kfree(p);
}

static void resize(struct slot *slot)
{
	size_t size = random_size();
	u8 *p = krealloc(slot->p, size, GFP_KERNEL);

	if (!p) {
		failed++;
		return;
	}
	overwritten += !is_filled(p, slot->c, min(size, slot->size));
	fill(slot, p, size, KMALLOC);
}

/* Neighbouring slots: all that are full are emptied in one call; if none is, they are filled by one. */
static void bulk(struct slot *first)
{
	unsigned int kind = random_below(NR_KINDS), i, nr = 0;
	void *p[NR_BULK];

	for (i = 0; i < NR_BULK; i++)
		if (first[i].p)
			p[nr++] = empty(&first[i]);
	if (nr) {
		kfree_bulk(nr, p);
		return;
	}
	if (!kmem_cache_alloc_bulk(caches[kind], GFP_KERNEL, NR_BULK, p)) {
		failed++;
		return;
	}
	for (i = 0; i < NR_BULK; i++)
		fill(&first[i], p[i], kinds[kind].size, kind);
}

static void one_step(void)
{
	struct slot *slot = &slots[random_below(NR_SLOTS)];

	if (!random_below(64))
		bulk(slot - (slot - slots) % NR_BULK);
	else if (!slot->p)
		take(slot);
	else if (slot->kind == KMALLOC && !random_below(4))
		resize(slot);
	else
		give(slot);
	if (!random_below(2000))
		slab_shrink_all();
}

static void destroy_caches(void)
{
	unsigned int i;

	for (i = 0; i < NR_KINDS; i++) {
		kmem_cache_destroy(caches[i]);
		caches[i] = NULL;
	}
}

static void random_use_keeps_all_contents(struct kunit *test)
{
	unsigned long before = nr_slab_pages(false) + nr_slab_pages(true), i;
	unsigned long steps = model_steps(30000);
	bool created = true;

	overwritten = not_ready = failed = 0;
	random_state = 1;
	for (i = 0; i < NR_KINDS; i++) {
		caches[i] = kmem_cache_create("random", kinds[i].size, kinds[i].align,
					      kinds[i].flags, kinds[i].ctor);
		created &= caches[i] != NULL;
	}
	/* A run for each of so many allocations would take days. */
	for (i = 0; created && i < (test->run->with_faults ? 1000 : steps); i++)
		one_step();
	for (i = 0; i < NR_SLOTS; i++)
		if (slots[i].p)
			give(&slots[i]);
	destroy_caches();
	slab_shrink_all();
	KUNIT_EXPECT_TRUE(test, created);
	KUNIT_EXPECT_EQ(test, overwritten, 0u);
	KUNIT_EXPECT_EQ(test, not_ready, 0u);
	KUNIT_EXPECT_EQ(test, failed, 0u);
	KUNIT_EXPECT_EQ(test, nr_slab_pages(false) + nr_slab_pages(true), before);
}

/* Until there is no memory at all: NULL then, nothing lost, and everything works afterwards. */
static void exhaustion_is_survived(struct kunit *test)
{
	unsigned long most = test->run->with_faults ? 100 : ULONG_MAX, nr = 0;
	void **first = NULL, **p, *large = NULL, *q;

	if (nr_free_buffer_pages() > SZ_256M / PAGE_SIZE)
		kunit_skip(test, "more LOWMEM than can be filled in a second");
	while (nr < most && (p = kmalloc(4096, GFP_KERNEL | __GFP_NOWARN))) {
		*p = first;
		first = p;
		nr++;
	}
	if (nr < most)
		large = kmalloc(2 * KMALLOC_MAX_CACHE_SIZE, GFP_KERNEL | __GFP_NOWARN);
	while ((p = first)) {
		first = *p;
		kfree(p);
	}
	KUNIT_EXPECT_TRUE(test, nr >= 100);
	KUNIT_EXPECT_NULL(test, large);
	kfree(large);
	q = kmalloc(4096, GFP_KERNEL);
	KUNIT_EXPECT_NOT_NULL(test, q);
	kfree(q);
}

static struct kunit_case slab_random_cases[] = {
	KUNIT_CASE(exhaustion_is_survived),
	KUNIT_CASE(random_use_keeps_all_contents),
	{},
};

static struct kunit_suite slab_random_suite = {
	.name = "slab_random",
	.test_cases = slab_random_cases,
};
kunit_test_suite(slab_random_suite);
