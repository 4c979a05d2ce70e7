// SPDX-License-Identifier: MIT
/*
 * tests/kernel/slab_debug_test.c - what slab_debug= promises (mm/slab_debug.c), mostly of caches that ask for it themselves
 *
 * What the reports say is read by tests/boot/heap_cases.py. Cases about owners and kmalloc() need slab_debug=FZU.
 */
#include <kunit/test.h>
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/leaks.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../../mm/slab.h"
#include "held.h"

#define SIZE 60
#define FZPU (SLAB_DEBUG_FLAGS & ~SLAB_TRACE)

static struct kmem_cache *watched(struct kunit *test, slab_flags_t flags, void (*ctor)(void *))
{
	struct kmem_cache *cache = kmem_cache_create("watched", SIZE, 0, flags, ctor);

	KUNIT_ASSERT_NOT_NULL(test, cache);
	KUNIT_ASSERT_GT(test, cache->front, 0u);
	return cache;
}

static u8 *take(struct kunit *test, struct kmem_cache *cache)
{
	u8 *p = kmem_cache_alloc(cache, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	return p;
}

static bool is_filled(const void *p, int c, size_t n)
{
	return !memchr_inv(p, c, n);
}

/* Warnings since the last call. */
static int reports(void)
{
	static int before;
	int nr = warn_count - before;

	before = warn_count;
	return nr;
}

static void expect_poison(struct kunit *test, const u8 *p)
{
	KUNIT_EXPECT_TRUE(test, is_filled(p, 0x6b, SIZE - 1));
	KUNIT_EXPECT_EQ(test, p[SIZE - 1], 0xa5);
}

static void objects_and_their_surroundings_are_filled(struct kunit *test)
{
	struct kmem_cache *cache = watched(test, FZPU, NULL);
	unsigned int right = cache->size - cache->front - SIZE;
	int round;

	for (round = 0; round < 3; round++) {
		u8 *p = take(test, cache);

		KUNIT_EXPECT_TRUE(test, is_filled(p, 0x5a, SIZE));
		KUNIT_EXPECT_TRUE(test, is_filled(p - 8, 0xcc, 8));
		KUNIT_EXPECT_TRUE(test, is_filled(p + SIZE, 0xcc, right));
		KUNIT_EXPECT_EQ(test, ksize(p), (size_t)SIZE);
		kmem_cache_free(cache, p);
		expect_poison(test, p);
		KUNIT_EXPECT_TRUE(test, is_filled(p - 8, 0xbb, 8));
		KUNIT_EXPECT_TRUE(test, is_filled(p + SIZE, 0xbb, right));
	}
	kmem_cache_destroy(cache);
}

/* The nearest and the farthest byte of the zone on either side, of any kind of cache; and all is well after the report. */
static void overruns_are_found(struct kunit *test)
{
	static const slab_flags_t kinds[] = { FZPU, SLAB_RED_ZONE,
					      SLAB_RED_ZONE | SLAB_HWCACHE_ALIGN,
					      FZPU | SLAB_TYPESAFE_BY_RCU };
	int kind, i;

	reports();
	kunit_expect_warnings(test, 16);
	for (kind = 0; kind < ARRAY_SIZE(kinds); kind++) {
		struct kmem_cache *cache = watched(test, kinds[kind], NULL);
		int places[] = { -1, -8, SIZE, cache->size - cache->front - 1 };

		for (i = 0; i < ARRAY_SIZE(places); i++) {
			u8 *p = take(test, cache);

			memset(p, 0x11, SIZE);
			p[places[i]] = 0x41;
			kmem_cache_free(cache, p);
			KUNIT_EXPECT_EQ_MSG(test, reports(), 1, "kind %d, byte %d", kind,
					    places[i]);
			KUNIT_EXPECT_PTR_EQ(test, take(test, cache), p);
			kmem_cache_free(cache, p);
			KUNIT_EXPECT_EQ(test, reports(), 0);
		}
		kmem_cache_destroy(cache);
	}
}

/* At its next allocation, whichever byte it was; the object is as good as new. */
static void writes_after_free_are_found(struct kunit *test)
{
	static const int places[] = { 0, 17, SIZE - 1, -1, SIZE };
	struct kmem_cache *cache = watched(test, FZPU, NULL);
	int i;

	reports();
	kunit_expect_warnings(test, ARRAY_SIZE(places));
	for (i = 0; i < ARRAY_SIZE(places); i++) {
		u8 *p = take(test, cache);

		kmem_cache_free(cache, p);
		p[places[i]] = 0x41;
		KUNIT_EXPECT_EQ(test, reports(), 0);
		KUNIT_EXPECT_PTR_EQ(test, take(test, cache), p);
		KUNIT_EXPECT_EQ_MSG(test, reports(), 1, "byte %d", places[i]);
		KUNIT_EXPECT_TRUE(test, is_filled(p, 0x5a, SIZE));
		kmem_cache_free(cache, p);
		expect_poison(test, p);
	}
	kmem_cache_destroy(cache);
	KUNIT_EXPECT_EQ(test, reports(), 0);
}

/* Objects that are never handed out again are looked at when their slab goes back. */
static void writes_after_free_are_found_at_the_end(struct kunit *test)
{
	struct kmem_cache *cache = kmem_cache_create("long", 3000, 0, FZPU, NULL);
	u8 *p;

	KUNIT_ASSERT_NOT_NULL(test, cache);
	p = take(test, cache);
	reports();
	kunit_expect_warnings(test, 1);
	kmem_cache_free(cache, p);
	p[2000] = 0x41;
	kmem_cache_destroy(cache);
	KUNIT_EXPECT_EQ(test, reports(), 1);
}

/* Each is refused, and the object stays whose it was. */
static void wrong_frees_are_refused(struct kunit *test)
{
	struct kmem_cache *cache = watched(test, FZPU, NULL), *other = watched(test, FZPU, NULL);
	unsigned long before = nr_slab_objects();
	u8 *p = take(test, cache), *q = take(test, cache);

	reports();
	kunit_expect_warnings(test, 6);
	kmem_cache_free(cache, p);
	kmem_cache_free(cache, p);
	kfree(p);
	KUNIT_EXPECT_EQ(test, reports(), 2);
	expect_poison(test, p);
	kmem_cache_free(other, q);
	kfree(q + 8);
	kfree(q - cache->front);
	kmem_cache_free(cache, q + SIZE);
	KUNIT_EXPECT_EQ(test, reports(), 4);
	KUNIT_EXPECT_TRUE(test, is_filled(q, 0x5a, SIZE));
	KUNIT_EXPECT_EQ(test, nr_slab_objects(), before + 1);
	kmem_cache_free(cache, q);
	KUNIT_EXPECT_EQ(test, reports(), 0);
	kmem_cache_destroy(other);
	kmem_cache_destroy(cache);
}

static struct kmem_cache *raced;
static unsigned int arrived;

static void free_together(void *obj)
{
	if (smp_processor_id() > 1)
		return;
	__atomic_fetch_add(&arrived, 1, __ATOMIC_SEQ_CST);
	while (READ_ONCE(arrived) % 2)
		cpu_relax();
	kmem_cache_free(raced, obj);
}

/* Of two CPUs at once, one is the first; the other comes while that one reports an overrun. */
static void one_of_two_frees_counts(struct kunit *test)
{
	int round, nr = 5;
	u8 *p, *q;

	if (num_online_cpus() == 1)
		kunit_skip(test, "needs two CPUs");
	raced = watched(test, FZPU, NULL);
	reports();
	kunit_expect_warnings(test, 2 * nr);
	for (round = 0; round < nr; round++) {
		p = take(test, raced);
		p[SIZE] = 0x41;
		on_each_cpu(free_together, p, 1);
		p = take(test, raced);
		q = take(test, raced);
		KUNIT_EXPECT_PTR_NE(test, p, q);
		kmem_cache_free(raced, p);
		kmem_cache_free(raced, q);
	}
	KUNIT_EXPECT_EQ(test, reports(), 2 * nr);
	kmem_cache_destroy(raced);
}

static void construct(void *obj)
{
	memset(obj, 0xc7, SIZE);
}

/* What a constructor has made, and what readers may still look at, is no poison's. */
static void some_objects_keep_their_contents(struct kunit *test)
{
	struct kmem_cache *built = watched(test, FZPU | SLAB_HWCACHE_ALIGN, construct),
			  *rcu = watched(test, FZPU | SLAB_TYPESAFE_BY_RCU, NULL);
	void *p[40];
	u8 *r;
	int i;

	reports();
	KUNIT_ASSERT_EQ(test, kmem_cache_alloc_bulk(built, GFP_KERNEL, 40, p), 40);
	for (i = 0; i < 40; i++) {
		KUNIT_EXPECT_EQ(test, (unsigned long)p[i] % 64, 0ul);
		KUNIT_EXPECT_TRUE(test, is_filled(p[i], 0xc7, SIZE));
	}
	kmem_cache_free_bulk(built, 20, p);
	kfree_bulk(20, p + 20);
	KUNIT_EXPECT_TRUE(test, is_filled(p[7], 0xc7, SIZE));
	r = take(test, rcu);
	memset(r, 0x21, SIZE);
	kmem_cache_free(rcu, r);
	KUNIT_EXPECT_TRUE(test, is_filled(r, 0x21, SIZE));
	r[3] = 0x22;
	KUNIT_EXPECT_PTR_EQ(test, take(test, rcu), r);
	KUNIT_EXPECT_EQ(test, reports(), 0);
	kmem_cache_free(rcu, r);
	kmem_cache_destroy(rcu);
	kmem_cache_destroy(built);
}

/* Objects of several slabs that were forgotten: named at kmem_cache_destroy(), and still there. */
static void what_is_left_is_shown(struct kunit *test)
{
	struct kmem_cache *cache = watched(test, FZPU, NULL);
	void *p[150];

	KUNIT_ASSERT_EQ(test, kmem_cache_alloc_bulk(cache, GFP_KERNEL, 150, p), 150);
	kmem_cache_free_bulk(cache, 135, p + 1);
	reports();
	kunit_expect_warnings(test, 1);
	kmem_cache_destroy(cache);
	KUNIT_EXPECT_EQ(test, reports(), 1);
	KUNIT_EXPECT_TRUE(test, is_filled(p[0], 0x5a, SIZE));
	kmem_cache_free(cache, p[0]);
	kmem_cache_free_bulk(cache, 14, p + 136);
	kmem_cache_destroy(cache);
	KUNIT_EXPECT_EQ(test, reports(), 0);
}

/* Links of free objects are overwritten, in five ways, one to a live one: the others are found again, each once. */
static void broken_chains_are_mended(struct kunit *test)
{
	struct kmem_cache *cache = watched(test, FZPU, NULL);
	struct free_object *elem;
	u8 *p[8], *live = take(test, cache);
	int way, i, j;

	kunit_expect_warnings(test, 5);
	for (way = 0; way < 5; way++) {
		for (i = 0; i < 8; i++)
			p[i] = take(test, cache);
		for (i = 0; i < 8; i++)
			kmem_cache_free(cache, p[i]);
		elem = (void *)p[7] - cache->front + cache->link;
		if (way == 0)
			elem->next = (void *)0x41414141;
		else if (way == 1)
			elem->next = NULL;
		else if (way == 2)
			elem->next = (void *)elem->next + 4;
		else if (way == 3)
			elem->next = elem;
		else
			elem->next = (void *)live - cache->front + cache->link;
		reports();
		for (i = 0; i < 8; i++) {
			p[i] = take(test, cache);
			KUNIT_ASSERT_PTR_NE(test, p[i], live);
			for (j = 0; j < i; j++)
				KUNIT_ASSERT_PTR_NE(test, p[i], p[j]);
		}
		KUNIT_EXPECT_EQ_MSG(test, reports(), 1, "way %d", way);
		for (i = 0; i < 8; i++)
			kmem_cache_free(cache, p[i]);
	}
	kmem_cache_free(cache, live);
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(cache), 0);
	kmem_cache_destroy(cache);
}

/* A long overrun from a slot goes over the zone behind it into what is said of the next object. */
static void a_long_overrun_is_survived(struct kunit *test)
{
	struct kmem_cache *cache = watched(test, FZPU, NULL);
	u8 *p[20], *low = NULL;
	int i, j;

	for (i = 0; i < 20; i++)
		p[i] = take(test, cache);
	for (i = 0; i < 20; i++)
		for (j = 0; j < 20; j++)
			if (p[j] == p[i] + cache->size)
				low = p[i];
	KUNIT_ASSERT_NOT_NULL(test, low);
	reports();
	kunit_expect_warnings(test, 2);
	memset(low, 0x41, cache->size - cache->front + 32);
	slab_debug_tally(0);
	KUNIT_EXPECT_EQ(test, ksize(low + cache->size), (size_t)SIZE);
	for (i = 0; i < 20; i++)
		kmem_cache_free(cache, p[i]);
	KUNIT_EXPECT_EQ(test, reports(), 2);
	kmem_cache_destroy(cache);
	KUNIT_EXPECT_EQ(test, reports(), 0);
}

static void restore_parameter(void *param)
{
	slab_debug_param = param;
}

static void caches_get_what_was_asked_for(struct kunit *test)
{
	static const struct {
		const char *param, *name;
		slab_flags_t flags;
	} wanted[] = {
		{ "", "dentry", FZPU },
		{ "-", "dentry", 0 },
		{ "z", "dentry", SLAB_RED_ZONE },
		{ "FT", "dentry", SLAB_CONSISTENCY_CHECKS | SLAB_TRACE },
		{ "P,dentry", "dentry", SLAB_POISON },
		{ "P,dentry", "dentry2", 0 },
		{ "P,dentry", "dent", 0 },
		{ "P,dent*", "dentry", SLAB_POISON },
		{ "P,*", "dentry", SLAB_POISON },
		{ "P,inode,dentry", "dentry", SLAB_POISON },
		{ ",dentry", "dentry", FZPU },
		{ "F;ZP,dentry", "dentry", SLAB_RED_ZONE | SLAB_POISON },
		{ "F;ZP,dentry", "inode", SLAB_CONSISTENCY_CHECKS },
		{ "ZP,dentry;F", "inode", SLAB_CONSISTENCY_CHECKS },
		{ "P,d*;Z,dentry", "dentry", SLAB_POISON },
		{ "-,dentry;", "dentry", 0 },
		{ "-,dentry;", "inode", FZPU },
		{ "?P", "dentry", SLAB_POISON },
	};
	int i;

	KUNIT_ASSERT_EQ(test, kunit_add_action(test, restore_parameter, (void *)slab_debug_param),
			0);
	for (i = 0; i < ARRAY_SIZE(wanted); i++) {
		struct kmem_cache *cache;

		slab_debug_param = wanted[i].param;
		cache = kmem_cache_create(wanted[i].name, SIZE, 0, 0, NULL);
		KUNIT_ASSERT_NOT_NULL(test, cache);
		KUNIT_EXPECT_EQ_MSG(test, cache->flags, wanted[i].flags, "%s for %s",
				    wanted[i].param, wanted[i].name);
		KUNIT_EXPECT_EQ(test, !cache->front, !wanted[i].flags);
		kmem_cache_destroy(cache);
	}
}

/* O: 4,000 bytes fit a page, but not with all that comes with them. Objects of the largest size never have anything. */
static void some_caches_are_too_large(struct kunit *test)
{
	struct kmem_cache *cache;

	KUNIT_ASSERT_EQ(test, kunit_add_action(test, restore_parameter, (void *)slab_debug_param),
			0);
	slab_debug_param = "O";
	cache = kmem_cache_create("page", 4080, 0, 0, NULL);
	KUNIT_ASSERT_NOT_NULL(test, cache);
	KUNIT_EXPECT_EQ(test, cache->flags, 0u);
	kmem_cache_destroy(cache);
	cache = kmem_cache_create("less", 2000, 0, 0, NULL);
	KUNIT_ASSERT_NOT_NULL(test, cache);
	KUNIT_EXPECT_EQ(test, cache->flags, FZPU);
	kmem_cache_destroy(cache);
	slab_debug_param = "";
	cache = kmem_cache_create("large", KMALLOC_MAX_SIZE, 0, 0, NULL);
	KUNIT_ASSERT_NOT_NULL(test, cache);
	KUNIT_EXPECT_EQ(test, cache->front, 0u);
	kmem_cache_destroy(cache);
}

/*
 * With slab_debug=FZU
 */

static void needs_parameter(struct kunit *test)
{
	if (~kmalloc_caches[KMALLOC_NORMAL][6]->flags & FZPU & ~SLAB_POISON)
		kunit_skip(test, "needs slab_debug=FZU");
}

/* What kmalloc() gives beyond what was asked for is nobody's, unless the owner asks how much it is. */
static void slack_is_a_red_zone(struct kunit *test)
{
	size_t size = 40;
	u8 *p, *q;

	needs_parameter(test);
	OPTIMIZER_HIDE_VAR(size);
	reports();
	kunit_expect_warnings(test, 4 + IS_ENABLED(CONFIG_DEBUG_VM));
	for (; size < 8000; size *= 13) {
		p = kmalloc(size, GFP_KERNEL);
		q = kzalloc_node(size, GFP_ATOMIC, 0);
		KUNIT_ASSERT_TRUE(test, p && q);
		KUNIT_EXPECT_TRUE(test, is_filled(q, 0, size));
		p[size] = 1;
		kfree(p);
		KUNIT_EXPECT_EQ(test, reports(), 1);
		memset(q, 1, ksize(q));
		kfree_sensitive(q);
		KUNIT_EXPECT_EQ(test, reports(), 0);
	}
	size = 40;
	OPTIMIZER_HIDE_VAR(size);
	p = kzalloc(size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p);
	p = krealloc(p, size + 10, GFP_KERNEL | __GFP_ZERO);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_TRUE(test, is_filled(p, 0, size + 10));
	p = krealloc(p, size * 4, GFP_KERNEL | __GFP_ZERO);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_TRUE(test, is_filled(p, 0, size * 4));
	kfree_sensitive(p);
	KUNIT_EXPECT_EQ(test, reports(), 0);
	p = kmalloc(size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p);
	p[size + 23] = 1;
	kfree(p);
	KUNIT_EXPECT_EQ(test, reports(), 1);
	p = kzalloc(40, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_TRUE(test, is_filled(p, 0, 40));
	p[50] = 1;
	kfree(p);
	KUNIT_EXPECT_EQ(test, reports(), IS_ENABLED(CONFIG_DEBUG_VM));
}

/* Without poison the bytes that were asked for are zeroes, and those behind them are guarded all the same. */
static void zeroes_have_red_zones(struct kunit *test)
{
	size_t size = 40;
	u8 *p;

	needs_parameter(test);
	if (kmalloc_caches[KMALLOC_NORMAL][6]->flags & SLAB_POISON || !init_on_alloc ||
	    !init_on_free)
		kunit_skip(test, "needs slab_debug=FZU init_on_alloc=1 init_on_free=1");
	OPTIMIZER_HIDE_VAR(size);
	p = kmalloc(size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_TRUE(test, is_filled(p, 0, size) && is_filled(p + size, 0xcc, 64 - size));
	memset(p, 0x31, size);
	kfree(p);
	KUNIT_EXPECT_TRUE(test, is_filled(p, 0, 64) && is_filled(p - 8, 0xbb, 8));
}

/* Whoever asks for the slack, or wipes it, first hears that it is damaged: once; and what is left of it is guarded anew. */
static void damaged_slack_is_told_before_it_is_used(struct kunit *test)
{
	size_t size = 40;
	int way;
	u8 *p;

	needs_parameter(test);
	OPTIMIZER_HIDE_VAR(size);
	kunit_expect_warnings(test, 6);
	for (way = 0; way < 4; way++) {
		p = kmalloc(size, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, p);
		reports();
		p[size + 10] = 1;
		if (way == 0) {
			kfree_sensitive(p);
			KUNIT_EXPECT_EQ(test, reports(), 1);
			continue;
		}
		if (way == 1)
			KUNIT_EXPECT_EQ(test, ksize(p), 64ul);
		else
			p = krealloc(p, way == 2 ? size + 8 : size - 8, GFP_KERNEL | __GFP_ZERO);
		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_EXPECT_EQ(test, reports(), 1);
		if (way == 1)
			p[63] = 1;
		if (way == 2)
			KUNIT_EXPECT_TRUE(test,
					  is_filled(p + size, 0, 8) && is_filled(p + 48, 0xcc, 16));
		if (way == 2)
			p[48] = 1;
		if (way == 3)
			p[32] = 1;
		kfree(p);
		KUNIT_EXPECT_EQ_MSG(test, reports(), way > 1, "way %d", way);
	}
}

static struct kunit_case slab_debug_cases[] = { KUNIT_CASE(
							objects_and_their_surroundings_are_filled),
						KUNIT_CASE(overruns_are_found),
						KUNIT_CASE(writes_after_free_are_found),
						KUNIT_CASE(writes_after_free_are_found_at_the_end),
						KUNIT_CASE(wrong_frees_are_refused),
						KUNIT_CASE(one_of_two_frees_counts),
						KUNIT_CASE(some_objects_keep_their_contents),
						KUNIT_CASE(what_is_left_is_shown),
						KUNIT_CASE(broken_chains_are_mended),
						KUNIT_CASE(a_long_overrun_is_survived),
						KUNIT_CASE(caches_get_what_was_asked_for),
						KUNIT_CASE(some_caches_are_too_large),
						KUNIT_CASE(slack_is_a_red_zone),
						KUNIT_CASE(zeroes_have_red_zones),
						KUNIT_CASE(damaged_slack_is_told_before_it_is_used),
						{} };

static struct kunit_suite slab_debug_suite = {
	.name = "slab_debug",
	.test_cases = slab_debug_cases,
};
kunit_test_suite(slab_debug_suite);
