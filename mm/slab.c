// SPDX-License-Identifier: MIT
/*
 * mm/slab.c - objects of one size out of whole pages
 *
 *   kmem_cache_alloc ─┐      per CPU, no lock             per node, under a lock                 page allocator
 *                     ├─ [cpu: free -> free -> free] <──> [slab]-[slab]-[slab] with free objects <──> pages
 *   kmem_cache_free ──┘      any object of the cache      a full slab is on no list; an empty one goes back
 *
 *   a slab: 2^order pages     [object][object][ free ][object][ free ] ...    objects lie close: 64 of 64 bytes in a page
 *   its struct slab (mm/slab.h), in struct page: cache, how many are free, the first free one; they are linked
 *   a free object             [ next | cache | what the owner left ... ]   plain: the first two words
 *                             [ constructed or RCU-visible ... ] [ next | cache ]   not plain: the words behind it
 *
 * The cpu's list empty: all free objects of one slab move there at once, as the chain that they are. Full: a batch goes back,
 * each object to its slab. A cache that is not plain has no list of the CPU: its objects come from and go to their slabs.
 *
 * The word "cache" marks an object as free. Free of one that has the mark already is looked into: is it really on a list?
 * Then it was freed twice. Free of an address whose page does not belong to the cache is a foreign one.
 *
 * Lock: kmem_cache_node.lock, interrupts off; none for the cpu's list (asm/percpu_stack.h). Below it, the page allocator's.
 * Read first: __kmem_cache_alloc_kernel(), kfree(), alloc_slow(), put_chain().
 * Tests:      tests/kernel/slab_test.c (also on the host)
 * Linux:      mm/slub.c. Left out: cpu slabs, red zones, poison, merging, sysfs.
 */
#include <linux/bug.h>
#include <linux/cache.h>
#include <linux/errno.h>
#include <linux/fault-inject.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "internal.h"
#include "slab.h"

/* Empty slabs that a node keeps for a cache whose slabs are small. */
#define KEEP_EMPTY 2
#define SMALL_SLAB_ORDER 3

unsigned long lowmem_bytes __ro_after_init;

/* failslab=: see linux/fault-inject.h. */
static struct fault_attr failslab;
static bool fail_objects;

static int __init parse_failslab(char *val)
{
	int err = setup_fault_param(&failslab, "failslab", val);

	fail_objects = !err;
	return err;
}
early_param("failslab", parse_failslab);

/* [1]: of caches with SLAB_RECLAIM_ACCOUNT. */
static long slab_pages[2];

unsigned long nr_slab_pages(bool reclaimable)
{
	return READ_ONCE(slab_pages[reclaimable]);
}

static void account_pages(slab_flags_t flags, long nr)
{
	__atomic_add_fetch(&slab_pages[!!(flags & SLAB_RECLAIM_ACCOUNT)], nr, __ATOMIC_RELAXED);
}

/* ---------------------------------------------------------------- slabs */

static void *index_to_elem(const struct kmem_cache *cache, const struct slab *slab,
			   unsigned int index)
{
	return slab_address(slab) + index * cache->size + cache->link;
}

static unsigned int elem_to_index(const struct kmem_cache *cache, const struct slab *slab,
				  const void *elem)
{
	return (elem - slab_address(slab)) / cache->size;
}

/* The chain of a slab's free objects. */
static struct free_object *slab_chain(const struct kmem_cache *cache, const struct slab *slab)
{
	return slab->nr_free ? index_to_elem(cache, slab, slab->first) : NULL;
}

static void list_slab(struct kmem_cache_node *node, struct slab *slab)
{
	slab->prev = 0;
	slab->next = node->partial;
	node->partial = page_to_pfn((struct page *)slab);
	if (slab->next)
		pfn_slab(slab->next)->prev = node->partial;
}

static void unlist_slab(struct kmem_cache_node *node, struct slab *slab)
{
	if (slab->prev)
		pfn_slab(slab->prev)->next = slab->next;
	else
		node->partial = slab->next;
	if (slab->next)
		pfn_slab(slab->next)->prev = slab->prev;
}

/* All objects are free, constructed, and linked in the order of their addresses. */
static void fill_slab(struct kmem_cache *cache, struct slab *slab)
{
	struct free_object *elem = index_to_elem(cache, slab, slab_objects(cache, slab)),
			   *next = NULL;

	slab->nr_free = slab_objects(cache, slab);
	slab->first = 0;
	while ((void *)elem > index_to_elem(cache, slab, 0)) {
		elem = (void *)elem - cache->size;
		elem->next = next;
		elem->mark = cache;
		next = elem;
		if (cache->ctor)
			cache->ctor((void *)elem - cache->link);
	}
}

static struct slab *new_slab(struct kmem_cache *cache, gfp_t gfp)
{
	u32 flags = 1u << PG_slab | (u32)cache->plain << PG_slab_plain;
	unsigned int order = cache->order, i;
	struct page *page = NULL;

	gfp = (gfp & ~(__GFP_ZERO | __GFP_HIGHMEM)) | cache->gfp;
	if (order > cache->min_order)
		page = alloc_pages((gfp & ~__GFP_NOFAIL) | __GFP_NOWARN, order);
	if (!page) {
		order = cache->min_order;
		page = alloc_pages(gfp, order);
	}
	if (!page)
		return NULL;
	flags |= (page->flags & PG_KEPT_MASK) | order << PG_ORDER_SHIFT;
	for (i = 0; i < 1u << order; i++) {
		page[i].flags = flags;
		((struct slab *)page)[i].owner =
			(unsigned long)cache | (cache->plain ? 0 : SLAB_NOT_PLAIN);
	}
	account_pages(cache->flags, 1l << order);
	fill_slab(cache, (struct slab *)page);
	return (struct slab *)page;
}

/* As the page allocator expects them: the first page knows the order, the others nothing. */
static void free_slab(struct kmem_cache *cache, struct slab *slab)
{
	struct page *page = (struct page *)slab;
	unsigned int order = page_order(page), i;

	for (i = 0; i < 1u << order; i++)
		page[i].flags &= PG_KEPT_MASK;
	page->flags |= order << PG_ORDER_SHIFT;
	set_page_count(page, 1);
	account_pages(cache->flags, -(1l << order));
	__free_pages(page, order);
}

/* A slab joins or leaves a node's books. */
static void add_slab(struct kmem_cache *cache, struct kmem_cache_node *node, struct slab *slab)
{
	list_slab(node, slab);
	node->nr_empty++;
	node->nr_slabs++;
	node->nr_objects += slab->nr_free;
}

static void remove_empty_slab(struct kmem_cache *cache, struct kmem_cache_node *node,
			      struct slab *slab)
{
	unlist_slab(node, slab);
	node->nr_empty--;
	node->nr_slabs--;
	node->nr_objects -= slab->nr_free;
	free_slab(cache, slab);
}

static struct kmem_cache_node *slab_node(struct kmem_cache *cache, const struct slab *slab)
{
	return &cache->node[0];
}

/* Takes nr objects of a slab, which is on the list. Return: the chain of all of its free objects. */
static struct free_object *take_chain(struct kmem_cache *cache, struct kmem_cache_node *node,
				      struct slab *slab, unsigned int nr)
{
	struct free_object *elem = slab_chain(cache, slab);

	if (slab->nr_free == slab_objects(cache, slab))
		node->nr_empty--;
	slab->nr_free -= nr;
	if (slab->nr_free)
		slab->first = elem_to_index(cache, slab, elem->next);
	else
		unlist_slab(node, slab);
	return elem;
}

/* nr objects that were handed out are free again: slab's chain begins at elem now. */
static void put_in_slab(struct kmem_cache *cache, struct kmem_cache_node *node, struct slab *slab,
			struct free_object *elem, unsigned int nr)
{
	if (!slab->nr_free)
		list_slab(node, slab);
	slab->nr_free += nr;
	slab->first = elem_to_index(cache, slab, elem);
	if (slab->nr_free < slab_objects(cache, slab))
		return;
	node->nr_empty++;
	if (cache->order > SMALL_SLAB_ORDER || node->nr_empty > KEEP_EMPTY)
		remove_empty_slab(cache, node, slab);
}

/* Gives the first nr objects of a chain back to their slabs. Interrupts are off. Return: the rest of the chain. */
static struct free_object *put_chain(struct kmem_cache *cache, struct free_object *elem,
				     unsigned int nr)
{
	while (elem && nr) {
		struct slab *slab = slab_of(elem);
		struct kmem_cache_node *node = slab_node(cache, slab);
		unsigned long start = (unsigned long)slab_address(slab), bytes = slab_bytes(slab);
		unsigned int left = nr;
		struct free_object *chain;

		spin_lock(&node->lock);
		chain = slab_chain(cache, slab);
		/* Neighbours in the chain are often of the same slab. */
		do {
			struct free_object *next = elem->next;

			elem->next = chain;
			chain = elem;
			elem = next;
		} while (--nr && elem && (unsigned long)elem - start < bytes);
		put_in_slab(cache, node, slab, chain, left - nr);
		spin_unlock(&node->lock);
	}
	return elem;
}

/* The CPU's list is longer than it should be. */
static noinline void flush_batch(struct kmem_cache *cache)
{
	unsigned long flags;

	local_irq_save(flags);
	if ((int)cache->cpu.count >= 0) {
		cache->cpu.top = put_chain(cache, cache->cpu.top, cache->batch);
		cache->cpu.count -= cache->batch;
	}
	local_irq_restore(flags);
}

int kmem_cache_shrink(struct kmem_cache *cache)
{
	struct kmem_cache_node *node;
	unsigned long flags, nr_slabs = 0;

	local_irq_save(flags);
	put_chain(cache, cache->cpu.top, cache->limit + cache->cpu.count);
	cache->cpu.top = NULL;
	cache->cpu.count = -cache->limit;
	for (node = cache->node; node < cache->node + MAX_NUMNODES; node++) {
		u32 pfn, next;

		spin_lock(&node->lock);
		for (pfn = node->partial; pfn; pfn = next) {
			struct slab *slab = pfn_slab(pfn);

			next = slab->next;
			if (slab->nr_free == slab_objects(cache, slab))
				remove_empty_slab(cache, node, slab);
		}
		nr_slabs += node->nr_slabs;
		spin_unlock(&node->lock);
	}
	local_irq_restore(flags);
	return nr_slabs != 0;
}

/* ---------------------------------------------------------------- allocation */

/* May objects be overwritten while they are free? */
static bool may_wipe(const struct kmem_cache *cache)
{
	return !cache->ctor && !(cache->flags & SLAB_TYPESAFE_BY_RCU);
}

/* Not what a constructor has made. */
static noinline void *zero_object(void *obj, struct kmem_cache *cache)
{
	return WARN_ON_ONCE(cache->ctor) ? obj : memset(obj, 0, cache->object_size);
}

/* The CPU's list was empty. */
static noinline void *alloc_slow(struct kmem_cache *cache, gfp_t gfp)
{
	struct kmem_cache_node *node = &cache->node[0];
	struct free_object *elem;
	unsigned long flags;
	void *obj;

	if (unlikely(fail_objects) && !(gfp & __GFP_NOFAIL) && should_fail(&failslab, cache->size))
		return NULL;
	spin_lock_irqsave(&node->lock, flags);
	/* An interrupt may fill the list while the lock is not held. */
	while (!(elem = percpu_stack_pop(&cache->cpu)) && !node->partial) {
		struct slab *slab;

		spin_unlock_irqrestore(&node->lock, flags);
		slab = new_slab(cache, gfp);
		if (!slab)
			return NULL;
		spin_lock_irqsave(&node->lock, flags);
		add_slab(cache, node, slab);
	}
	if (!elem) {
		struct slab *slab = pfn_slab(node->partial);
		unsigned int nr = cache->plain ? slab->nr_free : 1;

		elem = take_chain(cache, node, slab, nr);
		if (cache->plain) {
			cache->cpu.top = elem->next;
			cache->cpu.count += nr - 1;
		}
	}
	spin_unlock_irqrestore(&node->lock, flags);
	elem->mark = NULL;
	obj = (void *)elem - cache->link;
	return gfp & __GFP_ZERO || (init_on_alloc && may_wipe(cache)) ? zero_object(obj, cache)
								      : obj;
}

/* The CPU's newest free object; NULL: none. */
static __always_inline void *pop_object(struct kmem_cache *cache)
{
	struct free_object *obj = percpu_stack_pop(&cache->cpu);

	if (likely(obj))
		obj->mark = NULL;
	return obj;
}

void *__kmem_cache_alloc_kernel(struct kmem_cache *cache)
{
	return pop_object(cache) ?: alloc_slow(cache, GFP_KERNEL);
}

void *__kmem_cache_alloc(struct kmem_cache *cache, gfp_t gfp)
{
	void *obj = pop_object(cache);

	if (unlikely(!obj))
		return alloc_slow(cache, gfp);
	return unlikely(gfp & __GFP_ZERO) ? zero_object(obj, cache) : obj;
}

void *kmem_cache_alloc_node(struct kmem_cache *cache, gfp_t gfp, int node)
{
	return gfp & __GFP_THISNODE && node > 0 ? NULL : __kmem_cache_alloc(cache, gfp);
}

int kmem_cache_alloc_bulk(struct kmem_cache *cache, gfp_t gfp, size_t nr, void **p)
{
	size_t i;

	for (i = 0; i < nr; i++) {
		p[i] = __kmem_cache_alloc(cache, gfp);
		if (!p[i]) {
			kmem_cache_free_bulk(cache, i, p);
			return 0;
		}
	}
	return nr;
}

void *kmalloc_large(size_t size, gfp_t gfp)
{
	unsigned int order = get_order(size);
	struct page *page =
		size > KMALLOC_MAX_SIZE ? NULL : alloc_pages(gfp & ~__GFP_HIGHMEM, order);

	if (!page)
		return NULL;
	page->flags |= 1u << PG_large_kmalloc;
	account_pages(0, 1l << order);
	return page_to_virt(page);
}

/* Sizes up to 192, by (size - 1) / 8. */
static const u8 small_index[24] = { 3, 4, 5, 5, 6, 6, 6, 6, 1, 1, 1, 1,
				    7, 7, 7, 7, 2, 2, 2, 2, 2, 2, 2, 2 };

/* The cache of a size; NULL for 0 and for sizes that are too large. */
static __always_inline struct kmem_cache *kmalloc_cache(size_t size, enum kmalloc_cache_type type)
{
	if (likely(size - 1 < 192))
		return kmalloc_caches[type][small_index[(size - 1) / 8]];
	return size - 1 < KMALLOC_MAX_CACHE_SIZE ? kmalloc_caches[type][fls(size - 1)] : NULL;
}

static noinline void *kmalloc_no_cache(size_t size, gfp_t gfp)
{
	return size ? kmalloc_large(size, gfp) : ZERO_SIZE_PTR;
}

void *__kmalloc_kernel(size_t size)
{
	struct kmem_cache *cache = kmalloc_cache(size, KMALLOC_NORMAL);

	if (unlikely(!cache))
		return kmalloc_no_cache(size, GFP_KERNEL);
	return pop_object(cache) ?: alloc_slow(cache, GFP_KERNEL);
}

void *__kmalloc(size_t size, gfp_t gfp)
{
	struct kmem_cache *cache = kmalloc_cache(size, kmalloc_type(gfp));

	return cache ? __kmem_cache_alloc(cache, gfp) : kmalloc_no_cache(size, gfp);
}

void *kmalloc_node(size_t size, gfp_t gfp, int node)
{
	return gfp & __GFP_THISNODE && node > 0 ? NULL : __kmalloc(size, gfp);
}

size_t kmalloc_size_roundup(size_t size)
{
	struct kmem_cache *cache = kmalloc_cache(size, KMALLOC_NORMAL);

	if (cache)
		return cache->object_size;
	return size && size <= KMALLOC_MAX_SIZE ? PAGE_SIZE << get_order(size) : size;
}

/* ---------------------------------------------------------------- free */

static struct page *lowmem_page(const void *addr)
{
	unsigned long offset = (unsigned long)addr - PAGE_OFFSET;

	return offset < lowmem_bytes && memmap_written(PHYS_PFN(offset)) ? virt_to_page(addr)
									 : NULL;
}

struct slab *virt_to_slab(const void *addr)
{
	struct page *page = lowmem_page(addr);

	return page && PageSlab(page) ? slab_of(addr) : NULL;
}

static noinline void bad_free(const void *ptr, const char *name, const char *reason)
{
	pr_alert("BUG %s: %s: %px\n", name ?: "kfree", reason, ptr);
	WARN(1, "the object is left alone\n");
}

/* Is an object that bears the mark on a list? */
static bool really_free(struct kmem_cache *cache, const struct free_object *obj)
{
	struct slab *slab = slab_of(obj);
	struct kmem_cache_node *node = slab_node(cache, slab);
	const struct free_object *elem;
	unsigned long flags;

	spin_lock_irqsave(&node->lock, flags);
	for (elem = cache->cpu.top; elem && elem != obj; elem = elem->next)
		;
	if (!elem)
		for (elem = slab_chain(cache, slab); elem && elem != obj; elem = elem->next)
			;
	spin_unlock_irqrestore(&node->lock, flags);
	return elem;
}

static __always_inline void push_object(struct free_object *obj, struct kmem_cache *cache)
{
	obj->mark = cache;
	if (unlikely(percpu_stack_push(&cache->cpu, obj)))
		flush_batch(cache);
}

/* It has the mark, by a second free or because its owner has written the same word there. */
static noinline void free_marked(void *obj, struct kmem_cache *cache)
{
	if (really_free(cache, obj))
		bad_free(obj, cache->name, "Object already free");
	else
		push_object(obj, cache);
}

static void free_not_plain(struct kmem_cache *cache, void *obj)
{
	struct free_object *elem = obj + cache->link;
	unsigned long flags;

	if (elem->mark == cache && really_free(cache, elem)) {
		bad_free(obj, cache->name, "Object already free");
		return;
	}
	if (init_on_free && may_wipe(cache))
		memset(obj, 0, cache->size);
	elem->mark = cache;
	elem->next = NULL;
	local_irq_save(flags);
	put_chain(cache, elem, 1);
	local_irq_restore(flags);
}

static void free_large(struct page *page)
{
	unsigned int order = page_order(page);

	page->flags &= ~(1u << PG_large_kmalloc);
	account_pages(0, -(1l << order));
	__free_pages(page, order);
}

/* What is no object of a plain cache; if cache is given, of this one. */
static noinline void free_slow(void *ptr, struct kmem_cache *cache)
{
	struct page *page = lowmem_page(ptr);
	const char *name = cache ? cache->name : NULL;

	if (!page) {
		bad_free(ptr, name, "Not in LOWMEM, or memory that was never allocated");
	} else if (PageSlab(page)) {
		struct kmem_cache *owner = slab_cache((struct slab *)page);

		if (cache && cache != owner)
			bad_free(ptr, name, owner->name);
		else
			free_not_plain(owner, ptr);
	} else if (!cache && PageLargeKmalloc(page) && PAGE_ALIGNED(ptr)) {
		free_large(page);
	} else {
		bad_free(ptr, name, "Not a slab object");
	}
}

/* A multiple of the size away from the slab's beginning: looked at in DEBUG=1 kernels only, for its price. */
static __always_inline bool misplaced(struct kmem_cache *cache, void *obj)
{
	return IS_ENABLED(CONFIG_DEBUG_VM) && (obj - slab_address(slab_of(obj))) % cache->size;
}

static __always_inline void free_plain(struct free_object *obj, struct kmem_cache *cache)
{
	if (misplaced(cache, obj))
		bad_free(obj, cache->name, "Not the beginning of an object");
	else if (unlikely(obj->mark == cache))
		free_marked(obj, cache);
	else
		push_object(obj, cache);
}

void kfree(const void *ptr)
{
	unsigned long offset = (unsigned long)ptr - PAGE_OFFSET;
	struct page *page;

	/* NULL and ZERO_SIZE_PTR are not in LOWMEM either. */
	if (unlikely(offset >= lowmem_bytes)) {
		if (!ZERO_OR_NULL_PTR(ptr))
			free_slow((void *)ptr, NULL);
		return;
	}
	page = pfn_to_page(offset >> PAGE_SHIFT);
	if (unlikely(!(page->flags & 1u << PG_slab_plain)))
		free_slow((void *)ptr, NULL);
	else
		free_plain((void *)ptr, (struct kmem_cache *)((struct slab *)page)->owner);
}

void __kmem_cache_free(void *obj, struct kmem_cache *cache)
{
	struct page *page = pfn_to_page(((unsigned long)obj - PAGE_OFFSET) >> PAGE_SHIFT);

	if (unlikely(((struct slab *)page)->owner != (unsigned long)cache))
		free_slow(obj, cache);
	else
		free_plain(obj, cache);
}

void kmem_cache_free_bulk(struct kmem_cache *cache, size_t nr, void **p)
{
	while (nr--) {
		if (cache)
			__kmem_cache_free(p[nr], cache);
		else
			kfree(p[nr]);
	}
}

void slab_set_up_cache(struct kmem_cache *cache, unsigned int align)
{
	/* What the CPU keeps, in bytes: a share of RAM. And a slab more, so that a slab taken whole does not tip it over. */
	unsigned int bytes = clamp(totalram_pages() / 16384, 4ul, 16ul) * PAGE_SIZE, order;

	/* What is to be done to each object is done where there is no list of the CPU, at no cost to the others. */
	cache->plain = may_wipe(cache) && !init_on_alloc && !init_on_free && !fail_objects;
	cache->link = may_wipe(cache) ? 0 : ALIGN(cache->object_size, sizeof(void *));
	cache->size =
		max(cache->object_size, cache->link + (unsigned int)sizeof(struct free_object));
	cache->size = ALIGN(cache->size, align);
	cache->gfp = cache->flags & SLAB_CACHE_DMA ? __GFP_DMA : 0;

	order = cache->min_order = get_order(cache->size);
	/* Eight objects in a slab, and not more than a sixteenth lost, if eight pages are enough for that. */
	while (order < SMALL_SLAB_ORDER &&
	       ((PAGE_SIZE << order) < 8 * cache->size ||
		((PAGE_SIZE << order) % cache->size) * 16 > PAGE_SIZE << order))
		order++;
	cache->order = order;
	cache->limit =
		min(bytes, 2048 * cache->size) / cache->size + (PAGE_SIZE << order) / cache->size;
	cache->batch = max(cache->limit / 8, 1u);
	cache->cpu.count = -cache->limit;
}
