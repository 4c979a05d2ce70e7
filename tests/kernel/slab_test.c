// SPDX-License-Identifier: MIT
/*
 * tests/kernel/slab_test.c - promises of linux/slab.h and mm/util.c: also on the host
 */
#include <kunit/test.h>
#include <linux/bug.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>

static const unsigned int classes[] = { 8,   16,  32,	64,   96,   128, 192,
					256, 512, 1024, 2048, 4096, 8192 };

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

/* ---------------------------------------------------------------- kmalloc */

/* Each size gets the smallest class that holds it, is aligned as promised, and is all there. */
static void each_size_has_its_class(struct kunit *test)
{
	unsigned int size, class = 0;

	for (size = 1; size <= 8192; size++) {
		char *p = kmalloc(size, GFP_KERNEL);

		if (size > classes[class])
			class ++;
		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_ASSERT_EQ(test, ksize(p), (size_t)classes[class]);
		KUNIT_ASSERT_EQ(test, kmalloc_size_roundup(size), (size_t)classes[class]);
		/* Its largest power-of-two divisor. */
		KUNIT_ASSERT_EQ(test, (unsigned long)p & ((classes[class] & -classes[class]) - 1),
				0ul);
		memset(p, 0xa5, size);
		kfree(p);
	}
}

#define EXPECT_CLASS(size, bytes)                                                                  \
	do {                                                                                       \
		void *__p = kmalloc(size, GFP_KERNEL), *__z = kzalloc(size, GFP_ATOMIC);           \
		KUNIT_EXPECT_EQ(test, ksize(__p), (size_t)(bytes));                                \
		KUNIT_EXPECT_EQ(test, ksize(__z), (size_t)(bytes));                                \
		KUNIT_EXPECT_TRUE(test, is_filled(__z, 0, bytes));                                 \
		memset(__z, 0xff, bytes);                                                          \
		kfree(__p);                                                                        \
		kfree(__z);                                                                        \
	} while (0)

/* What the compiler resolves is what the table says. */
static void constant_sizes_agree(struct kunit *test)
{
	EXPECT_CLASS(1, 8);
	EXPECT_CLASS(8, 8);
	EXPECT_CLASS(9, 16);
	EXPECT_CLASS(64, 64);
	EXPECT_CLASS(65, 96);
	EXPECT_CLASS(96, 96);
	EXPECT_CLASS(97, 128);
	EXPECT_CLASS(129, 192);
	EXPECT_CLASS(192, 192);
	EXPECT_CLASS(193, 256);
	EXPECT_CLASS(4097, 8192);
	EXPECT_CLASS(8192, 8192);
	EXPECT_CLASS(8193, 16384);
	EXPECT_CLASS(100000, 131072);
}

static void large_sizes_are_pages(struct kunit *test)
{
	unsigned long slab = nr_slab_pages(false);
	unsigned int order;

	for (order = 2; order <= MAX_PAGE_ORDER; order++) {
		size_t size = (PAGE_SIZE << order) - 5;
		char *p = kmalloc(size, GFP_KERNEL | __GFP_NOWARN);

		if (!p)
			continue; /* a machine of 16 MiB may have no such block */
		KUNIT_EXPECT_EQ(test, ksize(p), (size_t)PAGE_SIZE << order);
		KUNIT_EXPECT_EQ(test, (unsigned long)p & ((PAGE_SIZE << order) - 1), 0ul);
		KUNIT_EXPECT_EQ(test, nr_slab_pages(false) - slab, 1ul << order);
		p[0] = p[size - 1] = 1;
		kfree(p);
	}
	KUNIT_EXPECT_EQ(test, nr_slab_pages(false), slab);
	KUNIT_EXPECT_NULL(test, kmalloc(KMALLOC_MAX_SIZE + 1, GFP_KERNEL));
}

static void zero_bytes_are_a_pointer_of_their_own(struct kunit *test)
{
	size_t none = 0;

	OPTIMIZER_HIDE_VAR(none);
	KUNIT_EXPECT_PTR_EQ(test, kmalloc(0, GFP_KERNEL), ZERO_SIZE_PTR);
	KUNIT_EXPECT_PTR_EQ(test, kmalloc(none, GFP_KERNEL), ZERO_SIZE_PTR);
	KUNIT_EXPECT_PTR_EQ(test, kzalloc(none, GFP_ATOMIC), ZERO_SIZE_PTR);
	KUNIT_EXPECT_PTR_EQ(test, kcalloc(none, 8, GFP_KERNEL), ZERO_SIZE_PTR);
	KUNIT_EXPECT_EQ(test, ksize(ZERO_SIZE_PTR), (size_t)0);
	KUNIT_EXPECT_EQ(test, ksize(NULL), (size_t)0);
	kfree(ZERO_SIZE_PTR);
	kfree(NULL);
	kfree_sensitive(NULL);
}

static void what_overflows_is_refused(struct kunit *test)
{
	size_t big = (size_t)-1 / 8 + 1;
	void *p = kmalloc(16, GFP_KERNEL);

	KUNIT_EXPECT_NULL(test, kmalloc_array(big, 8, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kcalloc(8, big, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, krealloc_array(p, big, 8, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, krealloc_array(p, 8, big, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kmalloc((size_t)-1, GFP_KERNEL));
	kfree(p);
}

static void zeroed_memory_is_zero_after_use(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(classes); i++) {
		size_t size = classes[i];
		char *p = kmalloc(size, GFP_KERNEL), *q;

		memset(p, 0x77, size);
		kfree(p);
		q = kzalloc(size, GFP_KERNEL);
		KUNIT_EXPECT_PTR_EQ(test, q, p);
		KUNIT_EXPECT_TRUE(test, is_filled(q, 0, size));
		memset(q, 0x77, size);
		kfree(q);
		q = kcalloc(size / 8, 8, GFP_ATOMIC);
		KUNIT_EXPECT_TRUE(test, is_filled(q, 0, size));
		kfree(q);
	}
}

static void dma_memory_is_below_16_mib(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(classes); i++) {
		size_t size = classes[i];
		void *p = kmalloc(size, GFP_KERNEL | GFP_DMA),
		     *q = kmalloc(64, GFP_ATOMIC | GFP_DMA);

		KUNIT_EXPECT_TRUE(test, p && virt_to_phys(p) < SZ_16M);
		KUNIT_EXPECT_TRUE(test, q && virt_to_phys(q) < SZ_16M);
		kfree(p);
		kfree(q);
	}
}

static void a_dma_cache_has_dma_memory(struct kunit *test)
{
	struct kmem_cache *cache = create(test, 1000, SLAB_CACHE_DMA, NULL);
	void *p = kmem_cache_alloc(cache, GFP_KERNEL);

	KUNIT_EXPECT_TRUE(test, p && virt_to_phys(p) < SZ_16M);
	kmem_cache_free(cache, p);
	kmem_cache_destroy(cache);
}

static void nodes_are_a_wish_or_a_condition(struct kunit *test)
{
	void *p = kmalloc_node(100, GFP_KERNEL, 0),
	     *q = kzalloc_node(100, GFP_KERNEL, NUMA_NO_NODE);

	KUNIT_EXPECT_EQ(test, ksize(p), (size_t)128);
	KUNIT_EXPECT_TRUE(test, q && is_filled(q, 0, 128));
	kfree(p);
	kfree(q);
}

static void krealloc_keeps_the_contents(struct kunit *test)
{
	char *p = krealloc(NULL, 10, GFP_KERNEL), *q;
	size_t size, had = 10;

	KUNIT_ASSERT_NOT_NULL(test, p);
	memset(p, 0x5a, had);
	for (size = 16; size < 100000; size = size * 3 / 2) {
		q = krealloc(p, size, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, q);
		KUNIT_EXPECT_TRUE(test, is_filled(q, 0x5a, had));
		memset(q, 0x5a, size);
		had = size;
		p = q;
	}
	/* Smaller: the same place. */
	q = krealloc(p, 1, GFP_KERNEL);
	KUNIT_EXPECT_PTR_EQ(test, q, p);
	q = krealloc(p, 0, GFP_KERNEL);
	KUNIT_EXPECT_PTR_EQ(test, q, ZERO_SIZE_PTR);
	p = krealloc(ZERO_SIZE_PTR, 8, GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, ksize(p), (size_t)8);
	/* It stays as it was when there is no memory. */
	memset(p, 1, 8);
	KUNIT_EXPECT_NULL(test, krealloc(p, KMALLOC_MAX_SIZE + 1, GFP_KERNEL));
	KUNIT_EXPECT_TRUE(test, is_filled(p, 1, 8));
	kfree(p);
}

static void krealloc_zeroes_what_it_adds(struct kunit *test)
{
	char *p = kzalloc(20, GFP_KERNEL);
	size_t sizes[] = { 32, 25, 30, 64, 33, 500 }, had = 20, i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		memset(p, 0x11, had);
		p = krealloc(p, sizes[i], GFP_KERNEL | __GFP_ZERO);
		KUNIT_ASSERT_NOT_NULL(test, p);
		if (sizes[i] > had)
			KUNIT_EXPECT_TRUE(test, is_filled(p + had, 0, sizes[i] - had));
		had = sizes[i];
	}
	kfree(p);
}

static void sensitive_memory_is_wiped(struct kunit *test)
{
	char *p = kmalloc(64, GFP_KERNEL);

	memset(p, 0x99, 64);
	kfree_sensitive(p);
	/* The first two words belong to the list of free objects. */
	KUNIT_EXPECT_TRUE(test, is_filled(p + 8, 0, 56));
}

static void strings_are_copied(struct kunit *test)
{
	char *s[] = { kstrdup("LOWMEM", GFP_KERNEL),
		      kstrndup("HIGHMEM", 4, GFP_KERNEL),
		      kstrndup("LOW", 9, GFP_KERNEL),
		      kmemdup("abc", 4, GFP_KERNEL),
		      kmemdup_nul("abcdef", 3, GFP_KERNEL),
		      kasprintf(GFP_KERNEL, "%s at %d%c", "zone", 42, '.') };
	static const char *const wanted[] = {
		"LOWMEM", "HIGH", "LOW", "abc", "abc", "zone at 42."
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(s); i++) {
		KUNIT_EXPECT_STREQ(test, s[i], wanted[i]);
		kfree(s[i]);
	}
	KUNIT_EXPECT_NULL(test, kstrdup(NULL, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kstrndup(NULL, 5, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kmemdup("x", KMALLOC_MAX_SIZE + 1, GFP_KERNEL));
}

static void kvmalloc_takes_what_there_is(struct kunit *test)
{
	static const size_t sizes[] = { 1, 4096, 5000, 3 << 20, 5 << 20 };
	unsigned int i;
	size_t big = (size_t)-1 / 8 + 1;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		char *p = kvmalloc(sizes[i], GFP_KERNEL), *q = kvcalloc(sizes[i], 1, GFP_KERNEL);

		KUNIT_ASSERT_TRUE(test, p && q);
		memset(p, 0x21, sizes[i]);
		KUNIT_EXPECT_TRUE(test, is_filled(q, 0, sizes[i]));
		KUNIT_EXPECT_TRUE(test, is_filled(p, 0x21, sizes[i]));
		kvfree(p);
		kvfree(q);
	}
	KUNIT_EXPECT_NULL(test, kvmalloc(5 << 20, GFP_ATOMIC));
	KUNIT_EXPECT_NULL(test, kvmalloc_array(big, 8, GFP_KERNEL));
	kvfree(NULL);
}

static void kunit_memory_ends_with_the_case(struct kunit *test)
{
	char *p = kunit_kzalloc(test, 100, GFP_KERNEL), *q = kunit_kmalloc(test, 5000, GFP_KERNEL);

	KUNIT_EXPECT_TRUE(test, p && q && is_filled(p, 0, 100));
	kunit_kfree(test, p);
	KUNIT_EXPECT_NULL(test, kunit_kmalloc_array(test, (size_t)-1, 8, GFP_KERNEL));
	KUNIT_EXPECT_NOT_NULL(test, kunit_kcalloc(test, 10, 8, GFP_KERNEL));
}

/* ---------------------------------------------------------------- caches */

struct pair {
	long long a;
	char b;
};

static void caches_give_objects_of_their_size(struct kunit *test)
{
	struct kmem_cache *cache =
		KMEM_CACHE(pair, SLAB_HWCACHE_ALIGN | SLAB_PANIC | SLAB_RECLAIM_ACCOUNT);
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

	memset(p, 0x3c, 40);
	kmem_cache_free(cache, p);
	KUNIT_EXPECT_TRUE(test, is_filled(p, 0x3c, 40));
	KUNIT_EXPECT_PTR_EQ(test, kmem_cache_alloc(cache, GFP_ATOMIC), (void *)p);
	kmem_cache_free(cache, p);
	kmem_cache_destroy(cache);
}

/* init_on_alloc=, init_on_free=: neither undoes a constructor's work or wipes what RCU readers may look at. */
static void objects_are_wiped_on_demand(struct kunit *test)
{
	bool alloc = init_on_alloc, free = init_on_free;
	struct kmem_cache *cache, *built, *rcu;
	char *p, *q, *r;

	init_on_alloc = init_on_free = true;
	cache = create(test, 40, 0, NULL);
	built = create(test, 20, 0, construct);
	rcu = create(test, 40, SLAB_TYPESAFE_BY_RCU, NULL);
	p = kmem_cache_alloc(cache, GFP_KERNEL);
	q = kmem_cache_alloc(built, GFP_KERNEL);
	r = kmem_cache_alloc(rcu, GFP_KERNEL);
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
	KUNIT_EXPECT_PTR_EQ(test, kmem_cache_alloc(cache, GFP_KERNEL), (void *)p);
	KUNIT_EXPECT_TRUE(test, is_filled(p, 0, 40));
	kmem_cache_free(cache, p);
	kmem_cache_destroy(cache);
	kmem_cache_destroy(built);
	kmem_cache_destroy(rcu);
	init_on_alloc = alloc;
	init_on_free = free;
}

static void destroying_a_cache_in_use_warns(struct kunit *test)
{
	struct kmem_cache *cache = create(test, 64, 0, NULL);
	void *p = kmem_cache_alloc(cache, GFP_KERNEL);

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

	while (nr < 4000 && (p = kmem_cache_alloc(cache, GFP_KERNEL | __GFP_NOWARN))) {
		*p = first;
		first = p;
		nr++;
	}
	KUNIT_EXPECT_TRUE(test, nr_slab_pages(false) - before >= nr * 256 / PAGE_SIZE);
	KUNIT_EXPECT_TRUE(test, nr_slab_pages(false) - before <= nr * 256 / PAGE_SIZE + 8);
	while ((p = first)) {
		first = *p;
		kmem_cache_free(cache, p);
	}
	KUNIT_EXPECT_TRUE(test, nr_slab_pages(false) - before <= 16 + 4);
	kmem_cache_destroy(cache);
	KUNIT_EXPECT_EQ(test, nr_slab_pages(false), before);
}

/* Until there is no memory at all: NULL then, nothing lost, and everything works afterwards. */
static void exhaustion_is_survived(struct kunit *test)
{
	void **first = NULL, **p, *q;
	unsigned long nr = 0;

	if (nr_free_buffer_pages() > SZ_256M / PAGE_SIZE)
		kunit_skip(test, "more LOWMEM than can be filled in a second");
	while ((p = kmalloc(4096, GFP_KERNEL | __GFP_NOWARN))) {
		*p = first;
		first = p;
		nr++;
	}
	KUNIT_EXPECT_TRUE(test, nr > 100);
	KUNIT_EXPECT_NULL(test, kmalloc(2 * KMALLOC_MAX_CACHE_SIZE, GFP_KERNEL | __GFP_NOWARN));
	while ((p = first)) {
		first = *p;
		kfree(p);
	}
	q = kmalloc(4096, GFP_KERNEL);
	KUNIT_EXPECT_NOT_NULL(test, q);
	kfree(q);
}

/* ---------------------------------------------------------------- random use */

#define NR_SLOTS 512

static u32 random_state;

static u32 random_below(u32 n)
{
	random_state = random_state * 1664525 + 1013904223;
	return (random_state >> 8) % n;
}

/*
 * Any sequence of allocations, reallocations and frees of any sizes: no two live objects share a byte, so each keeps what its
 * owner wrote into all of it.
 */
static void random_use_keeps_all_contents(struct kunit *test)
{
	static struct slot {
		u8 *p;
		size_t size;
		u8 c;
	} slots[NR_SLOTS];
	struct kmem_cache *cache = create(test, 72, 0, NULL),
			  *built = create(test, 20, 0, construct);
	int round, rounds = IS_ENABLED(HIMEM_HOST) ? 1000000 : 30000;
	struct slot *s;

	memset(slots, 0, sizeof(slots));
	random_state = 1;
	for (round = 0; round < rounds; round++) {
		u32 shift = random_below(13);

		s = &slots[random_below(NR_SLOTS)];
		if (s->p && !is_filled(s->p, s->c, s->size))
			KUNIT_FAIL(test, "round %d: %zu bytes at %px were overwritten", round,
				   s->size, s->p);
		if (s->p && random_below(4) == 0 && s->size != 72 && s->size != 20) {
			size_t size = 1 + random_below(2 << shift);
			u8 *p = krealloc(s->p, size, GFP_KERNEL);

			KUNIT_ASSERT_NOT_NULL(test, p);
			KUNIT_EXPECT_TRUE(test, is_filled(p, s->c, min(size, s->size)));
			s->p = p;
			s->size = size == 72 || size == 20 ? size - 1 : size;
			memset(s->p, s->c, s->size);
			continue;
		}
		if (s->p) {
			if (s->size == 20)
				memset(s->p, 0xc7, 20);
			if (s->size == 72 && random_below(2))
				kmem_cache_free(cache, s->p);
			else
				kfree(s->p);
			s->p = NULL;
			continue;
		}
		s->c = round;
		s->size = 1 + random_below(1 << shift);
		if (s->size == 72 || random_below(8) == 0) {
			s->size = 72;
			s->p = kmem_cache_alloc(cache, random_below(2) ? GFP_KERNEL : GFP_ATOMIC);
		} else if (s->size == 20 || random_below(8) == 0) {
			s->size = 20;
			s->p = kmem_cache_alloc(built, GFP_KERNEL);
			KUNIT_EXPECT_TRUE(test, s->p && is_filled(s->p, 0xc7, 20));
		} else {
			s->p = kmalloc(s->size,
				       random_below(2) ? GFP_KERNEL : GFP_ATOMIC | __GFP_ZERO);
		}
		KUNIT_ASSERT_NOT_NULL(test, s->p);
		memset(s->p, s->c, s->size);
		if (random_below(1000) == 0)
			slab_shrink_all();
	}
	for (s = slots; s < slots + NR_SLOTS; s++) {
		KUNIT_EXPECT_TRUE(test, !s->p || is_filled(s->p, s->c, s->size));
		if (s->p && s->size == 20)
			memset(s->p, 0xc7, 20);
		kfree(s->p);
	}
	kmem_cache_destroy(cache);
	kmem_cache_destroy(built);
}

/* ---------------------------------------------------------------- misuse */

/* Each is reported, and the lists stay right: the two objects that are taken then are two. */
static void double_free_is_named(struct kunit *test)
{
	static const unsigned int sizes[] = { 8, 64, 4096 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct kmem_cache *cache = create(test, sizes[i], 0, NULL);
		void *p = kmem_cache_alloc(cache, GFP_KERNEL),
		     *q = kmem_cache_alloc(cache, GFP_KERNEL);

		kmem_cache_free(cache, p);
		kmem_cache_free(cache, q);
		kunit_expect_warnings(test, 3);
		kfree(q);
		kmem_cache_free(cache, p);
		kmem_cache_shrink(cache);
		p = kmem_cache_alloc(cache, GFP_KERNEL);
		q = kmem_cache_alloc(cache, GFP_KERNEL);
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

	kmem_cache_free(cache, p);
	kunit_expect_warnings(test, 2);
	kmem_cache_free(cache, p);
	kfree(p);
	kmem_cache_free(cache, q);
	kmem_cache_destroy(cache);
}

/* A live object may hold any word where the mark of free ones is. */
static void an_owner_may_write_the_mark(struct kunit *test)
{
	struct kmem_cache *cache = create(test, 32, 0, NULL),
			  **p = kmem_cache_alloc(cache, GFP_KERNEL);

	p[1] = cache;
	kfree(p);
	KUNIT_EXPECT_PTR_EQ(test, kmem_cache_alloc(cache, GFP_KERNEL), (void *)p);
	KUNIT_EXPECT_NULL(test,
			  p[1]); /* live again, it has none: its next free takes the short way */
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

static void foreign_pointers_are_named(struct kunit *test)
{
	static char variable[64];
	struct kmem_cache *cache = create(test, 64, 0, NULL);
	unsigned long page = __get_free_page(GFP_KERNEL);
	char *large = kmalloc(20000, GFP_KERNEL), *other = kmalloc(64, GFP_KERNEL);

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
	free_page(page);
	kmem_cache_destroy(cache);
}

static void slab_pages_are_not_the_page_allocators(struct kunit *test)
{
	void *p = kmalloc(64, GFP_KERNEL);

	kunit_expect_warnings(test, 1);
	free_page((unsigned long)p & PAGE_MASK);
	kfree(p);
}

static struct kunit_case slab_cases[] = { KUNIT_CASE(each_size_has_its_class),
					  KUNIT_CASE(constant_sizes_agree),
					  KUNIT_CASE(large_sizes_are_pages),
					  KUNIT_CASE(zero_bytes_are_a_pointer_of_their_own),
					  KUNIT_CASE(what_overflows_is_refused),
					  KUNIT_CASE(zeroed_memory_is_zero_after_use),
					  KUNIT_CASE(dma_memory_is_below_16_mib),
					  KUNIT_CASE(a_dma_cache_has_dma_memory),
					  KUNIT_CASE(nodes_are_a_wish_or_a_condition),
					  KUNIT_CASE(krealloc_keeps_the_contents),
					  KUNIT_CASE(krealloc_zeroes_what_it_adds),
					  KUNIT_CASE(sensitive_memory_is_wiped),
					  KUNIT_CASE(strings_are_copied),
					  KUNIT_CASE(kvmalloc_takes_what_there_is),
					  KUNIT_CASE(kunit_memory_ends_with_the_case),
					  KUNIT_CASE(caches_give_objects_of_their_size),
					  KUNIT_CASE(alignment_is_kept),
					  KUNIT_CASE(senseless_caches_are_refused),
					  KUNIT_CASE(sizes_of_many_pages_work),
					  KUNIT_CASE(constructed_state_survives),
					  KUNIT_CASE(rcu_typesafe_objects_are_not_wiped),
					  KUNIT_CASE(objects_are_wiped_on_demand),
					  KUNIT_CASE(destroying_a_cache_in_use_warns),
					  KUNIT_CASE(empty_slabs_go_back),
					  KUNIT_CASE(exhaustion_is_survived),
					  KUNIT_CASE(random_use_keeps_all_contents),
					  KUNIT_CASE(double_free_is_named),
					  KUNIT_CASE(double_free_of_constructed_objects_is_named),
					  KUNIT_CASE(an_owner_may_write_the_mark),
					  KUNIT_CASE(the_wrong_cache_is_named),
					  KUNIT_CASE(foreign_pointers_are_named),
					  KUNIT_CASE(slab_pages_are_not_the_page_allocators),
					  {} };

static struct kunit_suite slab_suite = {
	.name = "slab",
	.test_cases = slab_cases,
};
kunit_test_suite(slab_suite);
