// SPDX-License-Identifier: MIT
/*
 * mm/slab_common.c - caches come and go; kmalloc's own; slabinfo
 *
 *   kmem_cache_init()      the kmalloc caches: static, from nothing
 *   kmem_cache_create()    one more: per-CPU memory, and kmalloc()'s for its nodes
 *   slabinfo               /proc/slabinfo, version 2.1, to the letter
 *
 * Lock: slab_caches_lock guards the list of caches; nodes' locks nest inside it.
 * Tests: tests/kernel/slab_test.c (also on the host)
 * Linux: mm/slab_common.c
 */
#include <linux/bug.h>
#include <linux/cache.h>
#include <linux/console.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/monitor.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "internal.h"
#include "slab.h"

#define SLAB_PERMITTED                                                                             \
	(SLAB_HWCACHE_ALIGN | SLAB_CACHE_DMA | SLAB_RECLAIM_ACCOUNT | SLAB_PANIC |                 \
	 SLAB_TYPESAFE_BY_RCU | SLAB_NO_MERGE | SLAB_ACCOUNT | SLAB_DEBUG_FLAGS)

LIST_HEAD(slab_caches);
DEFINE_SPINLOCK(slab_caches_lock);

enum slab_state slab_state;

/* ---------------------------------------------------------------- static caches */

static struct kmem_cache_node kmalloc_nodes[NR_KMALLOC_TYPES][KMALLOC_SHIFT_HIGH + 1][MAX_NUMNODES];

/* By kmalloc_index(). */
#define CLASSES(F, type, prefix)                                                                   \
	F(type, 1, 96, prefix "kmalloc-96"), F(type, 2, 192, prefix "kmalloc-192"),                \
		F(type, 3, 8, prefix "kmalloc-8"), F(type, 4, 16, prefix "kmalloc-16"),            \
		F(type, 5, 32, prefix "kmalloc-32"), F(type, 6, 64, prefix "kmalloc-64"),          \
		F(type, 7, 128, prefix "kmalloc-128"), F(type, 8, 256, prefix "kmalloc-256"),      \
		F(type, 9, 512, prefix "kmalloc-512"), F(type, 10, 1024, prefix "kmalloc-1k"),     \
		F(type, 11, 2048, prefix "kmalloc-2k"), F(type, 12, 4096, prefix "kmalloc-4k"),    \
		F(type, 13, 8192, prefix "kmalloc-8k")

#define CLASS(type, index, bytes, text) [type][index] = { .name = text, .object_size = bytes }

static DEFINE_PER_CPU(struct kmem_cache,
		      kmalloc_structs[NR_KMALLOC_TYPES][KMALLOC_SHIFT_HIGH + 1]) = {
	CLASSES(CLASS, KMALLOC_NORMAL, ""),
	CLASSES(CLASS, KMALLOC_DMA, "dma-"),
};

struct kmem_cache *kmalloc_caches[NR_KMALLOC_TYPES][KMALLOC_SHIFT_HIGH + 1] __ro_after_init;

/* Return: false, and the cache is not one, when the page allocator has no blocks that large. */
static bool add_cache(struct kmem_cache *cache, unsigned int align)
{
	unsigned long flags;

	slab_set_up_cache(cache, align);
	if (cache->min_order > MAX_PAGE_ORDER)
		return false;
	spin_lock_irqsave(&slab_caches_lock, flags);
	list_add_tail(&cache->list, &slab_caches);
	spin_unlock_irqrestore(&slab_caches_lock, flags);
	return true;
}

void __init kmem_cache_init(void)
{
	int type, i;

	lowmem_bytes = PFN_PHYS(max_low_pfn);
	for (type = 0; type < NR_KMALLOC_TYPES; type++) {
		for (i = 1; i <= KMALLOC_SHIFT_HIGH; i++) {
			struct kmem_cache *cache = &kmalloc_structs[type][i];

			kmalloc_caches[type][i] = cache;
			cache->node = kmalloc_nodes[type][i];
			cache->flags = type == KMALLOC_DMA ? SLAB_CACHE_DMA : 0;
			add_cache(cache, cache->object_size & -cache->object_size);
		}
	}
	if (slab_debug_param)
		kmalloc_watch_sizes();
	slab_state = UP;
}

/* ---------------------------------------------------------------- create and destroy */

static unsigned int calculate_alignment(slab_flags_t flags, unsigned int align, unsigned int size)
{
	unsigned int line = L1_CACHE_BYTES;

	if (flags & SLAB_HWCACHE_ALIGN) {
		/* Small objects: as many as fit share a line. */
		while (size <= line / 2)
			line /= 2;
		align = max(align, line);
	}
	return max_t(unsigned int, align, ARCH_SLAB_MINALIGN);
}

static void free_cache(struct kmem_cache *cache)
{
	kfree(cache->name);
	kfree(cache->node);
	free_percpu(cache);
}

static struct kmem_cache *create_cache(const char *name, unsigned int size, unsigned int align,
				       slab_flags_t flags, void (*ctor)(void *))
{
	struct kmem_cache *cache;

	if (!name || !size || size > KMALLOC_MAX_SIZE || flags & ~SLAB_PERMITTED ||
	    (align && !is_power_of_2(align)) || align > PAGE_SIZE)
		return NULL;
	cache = alloc_percpu(struct kmem_cache);
	if (!cache)
		return NULL;
	cache->name = kstrdup(name, GFP_KERNEL);
	cache->node = kcalloc(MAX_NUMNODES, sizeof(*cache->node), GFP_KERNEL);
	cache->object_size = size;
	cache->flags = flags;
	cache->ctor = ctor;
	if (cache->name && cache->node && add_cache(cache, calculate_alignment(flags, align, size)))
		return cache;
	free_cache(cache);
	return NULL;
}

struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align,
				     slab_flags_t flags, void (*ctor)(void *))
{
	struct kmem_cache *cache = create_cache(name, size, align, flags, ctor);

	if (cache)
		return cache;
	if (flags & SLAB_PANIC)
		panic("kmem_cache_create: cannot create cache %s of %u bytes, align %u, flags %#x",
		      name ?: "(no name)", size, align, flags);
	pr_warn("kmem_cache_create(%s): failed: %u bytes, align %u, flags %#x\n",
		name ?: "(no name)", size, align, flags);
	dump_stack();
	return NULL;
}

void kmem_cache_destroy(struct kmem_cache *cache)
{
	unsigned long flags;

	if (!cache)
		return;
	if (kmem_cache_shrink(cache)) {
		if (cache->front)
			slab_debug_show_left(cache);
		WARN(1,
		     "kmem_cache_destroy %s: Slab cache still has objects when called from %pS\n",
		     cache->name, (void *)_RET_IP_);
		return;
	}
	spin_lock_irqsave(&slab_caches_lock, flags);
	list_del(&cache->list);
	spin_unlock_irqrestore(&slab_caches_lock, flags);
	free_cache(cache);
}

unsigned int kmem_cache_size(struct kmem_cache *cache)
{
	return cache->object_size;
}

int kmem_cache_shrink(struct kmem_cache *cache)
{
	call_each_cpu(slab_flush_this_cpu, cache);
	return slab_release_empty(cache) != 0;
}

static void flush_all_lists(void *unused)
{
	struct kmem_cache *cache;
	unsigned long flags;

	spin_lock_irqsave(&slab_caches_lock, flags);
	list_for_each_entry(cache, &slab_caches, list)
		slab_flush_this_cpu(cache);
	spin_unlock_irqrestore(&slab_caches_lock, flags);
}

void slab_shrink_all(void)
{
	struct kmem_cache *cache;
	unsigned long flags;

	call_each_cpu(flush_all_lists, NULL);
	spin_lock_irqsave(&slab_caches_lock, flags);
	list_for_each_entry(cache, &slab_caches, list)
		slab_release_empty(cache);
	spin_unlock_irqrestore(&slab_caches_lock, flags);
}

/* ---------------------------------------------------------------- sizes of memory that is there */

size_t ksize(const void *ptr)
{
	struct page *page;
	struct slab *slab;

	if (ZERO_OR_NULL_PTR(ptr))
		return 0;
	slab = virt_to_slab(ptr);
	if (slab) {
		/* From here on the owner may use all of it. */
		slab_debug_set_used(slab_cache(slab), (void *)ptr, slab_cache(slab)->object_size);
		return usable_size(slab_cache(slab));
	}
	page = lowmem_page(ptr);
	if (WARN_ON(!page || !PageLargeKmalloc(page)))
		return 0;
	return PAGE_SIZE << page_order(page);
}

void *krealloc(const void *p, size_t size, gfp_t gfp)
{
	size_t had = ksize(p);
	struct slab *slab;
	void *new;

	if (!size) {
		kfree(p);
		return ZERO_SIZE_PTR;
	}
	if (size <= had) {
		if (want_init_on_alloc(gfp))
			memset((void *)p + size, 0, had - size);
		slab = virt_to_slab(p);
		if (slab)
			slab_debug_set_used(slab_cache(slab), (void *)p, size);
		return (void *)p;
	}
	new = kmalloc(size, gfp);
	if (!new)
		return NULL;
	if (had)
		memcpy(new, p, had);
	kfree(p);
	return new;
}

void kfree_sensitive(const void *ptr)
{
	size_t size = ksize(ptr);
	void *mem = (void *)ptr;

	if (size) {
		memset(mem, 0, size);
		/* So that the compiler cannot know that nobody will look. */
		OPTIMIZER_HIDE_VAR(mem);
	}
	kfree(mem);
}

/* ---------------------------------------------------------------- slabinfo */

struct usage {
	unsigned long objects, free, slabs;
};

static struct usage usage_of(struct kmem_cache *cache)
{
	struct usage use = {};
	struct kmem_cache_node *node;
	unsigned long flags;
	unsigned int cpu;
	u32 pfn;

	for_each_online_cpu(cpu)
		use.free += cpu_objects(cache, cpu);
	for (node = cache->node; node < cache->node + MAX_NUMNODES; node++) {
		spin_lock_irqsave(&node->lock, flags);
		for (pfn = node->partial; pfn; pfn = pfn_slab(pfn)->next)
			use.free += pfn_slab(pfn)->nr_free;
		use.objects += node->nr_objects;
		use.slabs += node->nr_slabs;
		spin_unlock_irqrestore(&node->lock, flags);
	}
	return use;
}

unsigned long nr_slab_objects(void)
{
	struct kmem_cache *cache;
	unsigned long flags, nr = 0;

	spin_lock_irqsave(&slab_caches_lock, flags);
	list_for_each_entry(cache, &slab_caches, list) {
		struct usage use = usage_of(cache);

		nr += use.objects - use.free;
	}
	spin_unlock_irqrestore(&slab_caches_lock, flags);
	return nr;
}

static void show_cache(struct kmem_cache *cache)
{
	struct usage use = usage_of(cache);

	console_printf(
		"%-17s %6lu %6lu %6u %4lu %4lu : tunables %4u %4u %4u : slabdata %6lu %6lu %6lu\n",
		cache->name, use.objects - use.free, use.objects, cache->size,
		(PAGE_SIZE << cache->order) / cache->size, 1ul << cache->order, cache->limit,
		cache->batch, 0, use.slabs, use.slabs, 0ul);
}

static int show_slabinfo(int argc, char **argv)
{
	struct kmem_cache *cache;
	unsigned long flags;

	console_printf(
		"slabinfo - version: 2.1\n"
		"# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> "
		"<batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>\n");
	spin_lock_irqsave(&slab_caches_lock, flags);
	list_for_each_entry(cache, &slab_caches, list)
		show_cache(cache);
	spin_unlock_irqrestore(&slab_caches_lock, flags);
	return 0;
}
MONITOR_COMMAND(slabinfo, "", "caches of objects, as /proc/slabinfo", show_slabinfo);
