// SPDX-License-Identifier: MIT
/*
 * mm/slab.c - objects of one size out of whole pages
 *
 *   kmem_cache_alloc ─┐      per CPU, no lock             per node, under a lock                 page allocator
 *                     ├─ [cpu: free -> free -> free] <──> [slab]-[slab]-[slab] with free objects <──> pages
 *   kmem_cache_free ──┘      any object, of any node      mm/slab_node.c
 *
 *   a free object             [ next | cache | what the owner left ... ]   plain: the first two words
 *                             [ constructed or RCU-visible ... ] [ next | cache ]   not plain: the words behind it,
 *                             [ ... next | cache ... ] [ poison ... ]   or, with debugging, in front: mm/slab_debug.c
 *
 * The cpu's list empty: all free objects of one slab move there at once, as the chain that they are. Full: a batch goes back,
 * each object to its slab. A cache that is not plain has no list of the CPU: its objects come from and go to their slabs.
 *
 * The word "cache" marks an object as free. Free of one that has the mark already is looked into: is it really on a list?
 * Then it was freed twice. Free of an address whose page does not belong to the cache is a foreign one.
 *
 * Lock: none for the cpu's list (asm/percpu_stack.h); mm/slab_node.c has its own. A chosen node's objects come past that list,
 * which takes no notice of nodes.
 * Read first: __kmem_cache_alloc_kernel(), kfree(), alloc_slow(); then mm/slab_node.c.
 * Tests:      tests/kernel/slab_test.c, kmem_cache_test.c, slab_random_test.c (also on the host)
 * Linux:      mm/slub.c. Left out: cpu slabs, merging, sysfs.
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
#include <linux/topology.h>
#include <asm/extable.h>

#include "internal.h"
#include "slab.h"

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

/* ---------------------------------------------------------------- allocation */

/* Do init_on_alloc= and init_on_free= apply? */
static bool zeroed_on_demand(const struct kmem_cache *cache)
{
	return may_wipe(cache) && !(cache->flags & SLAB_POISON);
}

/* Not what a constructor has made. */
static noinline void *zero_object(void *obj, struct kmem_cache *cache)
{
	return WARN_ON_ONCE(cache->ctor) ? obj : memset(obj, 0, cache->object_size);
}

/* Where slabs come from as long as there is memory: the CPU's node, or the nearest that has LOWMEM. */
static int home_node(const struct kmem_cache *cache)
{
	return preferred_zone(numa_node_id(), cache->gfp)->node;
}

/* The first of a slab's free objects; a plain cache's list of the CPU, which is empty, gets the others. Interrupts are off. */
static struct free_object *refill(struct kmem_cache *cache, int nid)
{
	unsigned int taken;
	struct free_object *elem = slab_take(cache, nid, cache->plain, &taken);

	if (elem && cache->plain) {
		this_cpu_write(cache->cpu.top, elem->next);
		this_cpu_add(cache->cpu.count, taken - 1);
	}
	return elem;
}

/* No memory for a slab: what other nodes have. Interrupts are off. */
static struct free_object *refill_from_any(struct kmem_cache *cache)
{
	struct free_object *elem = NULL;
	int nid;

	for (nid = 0; nid < MAX_NUMNODES && !elem; nid++)
		elem = refill(cache, nid);
	return elem;
}

static void *hand_out(struct free_object *elem, struct kmem_cache *cache, gfp_t gfp)
{
	void *obj = elem;

	if (unlikely(!cache->plain)) {
		obj = elem_to_object(cache, elem);
		if (cache->front)
			slab_debug_alloc(cache, obj);
		if (init_on_alloc && zeroed_on_demand(cache))
			gfp |= __GFP_ZERO;
	}
	elem->mark = NULL;
	return gfp & __GFP_ZERO ? zero_object(obj, cache) : obj;
}

static bool fails_on_purpose(struct kmem_cache *cache, gfp_t gfp)
{
	return unlikely(fail_objects) && !(gfp & __GFP_NOFAIL) &&
	       should_fail(&failslab, cache->size);
}

/* The CPU's list was empty. */
static noinline void *alloc_slow(struct kmem_cache *cache, gfp_t gfp)
{
	int nid = home_node(cache);
	struct free_object *elem;
	unsigned long flags;

	if (fails_on_purpose(cache, gfp))
		return NULL;
	local_irq_save(flags);
	/* An interrupt may fill the list while they are on. */
	while (!(elem = percpu_stack_pop(&cache->cpu) ?: refill(cache, nid))) {
		struct slab *slab;

		local_irq_restore(flags);
		slab = slab_new(cache, gfp, NUMA_NO_NODE);
		local_irq_save(flags);
		if (!slab) {
			elem = percpu_stack_pop(&cache->cpu) ?: refill_from_any(cache);
			break;
		}
		slab_add(cache, slab);
		nid = page_to_nid((struct page *)slab);
	}
	local_irq_restore(flags);
	return elem ? hand_out(elem, cache, gfp) : NULL;
}

/* Many nodes have HIGHMEM only: to ask them would be to drain all lists for nothing. */
static bool node_has_lowmem(int nid, gfp_t gfp)
{
	const struct zone *zones = NODE_DATA(nid)->node_zones;

	return zones[ZONE_DMA].managed_pages ||
	       (!(gfp & __GFP_DMA) && zones[ZONE_NORMAL].managed_pages);
}

/* Past the CPU's list: of this node, or NULL. */
static void *alloc_on_node(struct kmem_cache *cache, gfp_t gfp, int nid)
{
	struct free_object *elem;
	unsigned int taken;
	unsigned long flags;

	local_irq_save(flags);
	while (!(elem = slab_take(cache, nid, false, &taken))) {
		struct slab *slab;

		local_irq_restore(flags);
		if (!node_has_lowmem(nid, gfp | cache->gfp) && !(gfp & __GFP_NOFAIL))
			return NULL;
		slab = slab_new(cache, gfp | __GFP_THISNODE, nid);
		if (!slab)
			return NULL;
		local_irq_save(flags);
		slab_add(cache, slab);
	}
	local_irq_restore(flags);
	return hand_out(elem, cache, gfp);
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
	gfp_t quietly = gfp & __GFP_THISNODE ? gfp : (gfp & ~__GFP_NOFAIL) | __GFP_NOWARN;
	void *obj;

	if (node == NUMA_NO_NODE)
		return __kmem_cache_alloc(cache, gfp);
	if (WARN_ON_ONCE(!node_online(node)) || fails_on_purpose(cache, gfp))
		return NULL;
	obj = alloc_on_node(cache, quietly, node);
	return obj || gfp & __GFP_THISNODE ? obj : __kmem_cache_alloc(cache, gfp);
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

static __always_inline void *kmalloc_large_node(size_t size, gfp_t gfp, int node)
{
	unsigned int order = get_order(size);
	struct page *page = NULL;

	if (size <= KMALLOC_MAX_SIZE || gfp & __GFP_NOFAIL)
		page = alloc_pages_node(node, gfp & ~__GFP_HIGHMEM, order);
	if (!page)
		return NULL;
	page->flags |= 1u << PG_large_kmalloc;
	slab_account_pages(0, 1l << order);
	return page_to_virt(page);
}

void *kmalloc_large(size_t size, gfp_t gfp)
{
	return kmalloc_large_node(size, gfp, NUMA_NO_NODE);
}

/* Sizes less 1 that are below have a cache which need not know the size: not with debugging. In memory, for its price is the same. */
static unsigned int small_sizes __ro_after_init = 192,
				cached_sizes __ro_after_init = KMALLOC_MAX_CACHE_SIZE;

void __init kmalloc_watch_sizes(void)
{
	small_sizes = 0;
	cached_sizes = 0;
}

/* Sizes up to 192, by (size - 1) / 8. */
static const u8 small_index[24] = { 3, 4, 5, 5, 6, 6, 6, 6, 1, 1, 1, 1,
				    7, 7, 7, 7, 2, 2, 2, 2, 2, 2, 2, 2 };

/* The cache of a size; NULL for those that kmalloc_slow() sees to. */
static __always_inline struct kmem_cache *kmalloc_cache(size_t size, enum kmalloc_cache_type type)
{
	size_t last = size - 1;

	if (likely(last < small_sizes))
		return kmalloc_caches[type][small_index[last / 8]];
	if (unlikely(last >= cached_sizes))
		return NULL;
	/* What the compiler needs to know for bsr alone. */
	if (!last)
		unreachable();
	return kmalloc_caches[type][fls(last)];
}

/* Sizes that are no cache's, and all that are watched. */
static void *kmalloc_slow(size_t size, gfp_t gfp, int node)
{
	struct kmem_cache *cache;
	void *obj;

	if (!size)
		return ZERO_SIZE_PTR;
	if (size > KMALLOC_MAX_CACHE_SIZE)
		return kmalloc_large_node(size, gfp, node);
	cache = kmalloc_caches[kmalloc_type(gfp)][kmalloc_index(size)];
	obj = kmem_cache_alloc_node(cache, gfp, node);
	if (obj)
		slab_debug_set_used(cache, obj, size);
	return obj;
}

/* A third argument would cost the callers instructions. */
static noinline void *kmalloc_no_cache(size_t size, gfp_t gfp)
{
	return kmalloc_slow(size, gfp, NUMA_NO_NODE);
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
	struct kmem_cache *cache = kmalloc_cache(size, kmalloc_type(gfp));

	return cache ? kmem_cache_alloc_node(cache, gfp, node) : kmalloc_slow(size, gfp, node);
}

size_t kmalloc_size_roundup(size_t size)
{
	if (size - 1 < KMALLOC_MAX_CACHE_SIZE)
		return kmalloc_caches[KMALLOC_NORMAL][kmalloc_index(size)]->object_size;
	return size && size <= KMALLOC_MAX_SIZE ? PAGE_SIZE << get_order(size) : size;
}

/* ---------------------------------------------------------------- free */

struct page *lowmem_page(const void *addr)
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

/* In the name of the cache that was given, or whose it is; NULL: of none. */
static noinline void bad_free(void *ptr, const struct kmem_cache *cache, const char *wrong)
{
	struct slab *slab = virt_to_slab(ptr);

	pr_alert("BUG %s: %s%s: %px\n", cache ? cache->name : "kfree", wrong,
		 slab && slab_cache(slab) != cache ? slab_cache(slab)->name : "", ptr);
	slab_debug_describe(ptr);
	WARN(1, "the object is left alone\n");
}

/*
 * Is the object on the list of a CPU, perhaps another one, which goes on using it meanwhile? What has come off the list links to
 * anything: only what lies in a slab of the cache is looked at.
 */
static bool on_cpu_list(struct kmem_cache *cache, const struct free_object *obj, unsigned int cpu)
{
	const struct free_object *elem = READ_ONCE(per_cpu_ptr(cache, cpu)->cpu.top);
	unsigned int left = cpu_objects(cache, cpu) + 1;

	while (elem && elem != obj && left--) {
		struct slab *slab = virt_to_slab(elem);

		if (!slab || slab_cache(slab) != cache)
			return false;
		elem = READ_ONCE(elem->next);
	}
	return elem == obj;
}

/* Is an object that bears the mark on a list? */
static bool really_free(struct kmem_cache *cache, const struct free_object *obj)
{
	struct slab *slab = slab_of(obj);
	struct kmem_cache_node *node = slab_node(cache, slab);
	const struct free_object *elem;
	unsigned long flags;
	unsigned int cpu;

	spin_lock_irqsave(&node->lock, flags);
	for (elem = slab_chain(cache, slab); elem && elem != obj; elem = elem->next)
		;
	for_each_online_cpu(cpu)
		if (!elem && on_cpu_list(cache, obj, cpu))
			elem = obj;
	spin_unlock_irqrestore(&node->lock, flags);
	return elem;
}

/* The CPU's list is longer than it should be. */
static noinline void flush_batch(struct kmem_cache *cache)
{
	struct percpu_stack *list;
	unsigned long flags;

	local_irq_save(flags);
	list = &this_cpu_ptr(cache)->cpu;
	if ((int)list->count >= 0) {
		list->top = slab_put(cache, list->top, cache->batch);
		list->count -= cache->batch;
	}
	local_irq_restore(flags);
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
		bad_free(obj, cache, "Object already free");
	else
		push_object(obj, cache);
}

/* Not where the slab has an object. */
static __always_inline bool misplaced(struct kmem_cache *cache, void *obj)
{
	struct slab *slab = slab_of(obj);
	unsigned int offset = obj - slab_address(slab);

	return offset % cache->size != cache->front ||
	       offset / cache->size >= slab_objects(cache, slab);
}

/* The caller is the one who frees it. In front of the object the mark is nobody's to write, and of two CPUs one is the first. */
static bool claim(struct kmem_cache *cache, struct free_object *elem)
{
	struct kmem_cache *mark = READ_ONCE(elem->mark);

	if (!cache->front)
		return mark != cache || !really_free(cache, elem);
	return mark != cache && mark != BEING_FREED &&
	       cmpxchg(&elem->mark, mark, BEING_FREED) == mark;
}

/* Return: what is wrong, if anything. */
static const char *free_not_plain(struct kmem_cache *cache, void *obj)
{
	struct free_object *elem = obj - cache->front + cache->link;
	unsigned long flags;

	if (misplaced(cache, obj))
		return "Not the beginning of an object";
	if (!claim(cache, elem))
		return "Object already free";
	if (cache->front)
		slab_debug_free(cache, obj);
	if (init_on_free && zeroed_on_demand(cache))
		memset(obj, 0, usable_size(cache));
	elem->next = NULL;
	local_irq_save(flags);
	slab_put(cache, elem, 1);
	local_irq_restore(flags);
	return NULL;
}

static void free_large(struct page *page)
{
	unsigned int order = page_order(page);

	page->flags &= ~(1u << PG_large_kmalloc);
	slab_account_pages(0, -(1l << order));
	__free_pages(page, order);
}

/* What is no object of a plain cache; if cache is given, of this one. */
static noinline void free_slow(void *ptr, struct kmem_cache *cache)
{
	struct page *page = lowmem_page(ptr);
	struct kmem_cache *owner = page && PageSlab(page) ? slab_cache((struct slab *)page) : NULL;
	const char *wrong = NULL;

	if (!page)
		wrong = "Not in LOWMEM, or memory that was never allocated";
	else if (owner)
		wrong = cache && cache != owner ? "Object of cache " : free_not_plain(owner, ptr);
	else if (!cache && PageLargeKmalloc(page) && PAGE_ALIGNED(ptr))
		free_large(page);
	else
		wrong = "Not a slab object";
	if (wrong)
		bad_free(ptr, cache ?: owner, wrong);
}

static __always_inline void free_plain(struct free_object *obj, struct kmem_cache *cache)
{
	/* Looked at in DEBUG=1 kernels only, for its price. */
	if (IS_ENABLED(CONFIG_DEBUG_VM) && misplaced(cache, obj))
		bad_free(obj, cache, "Not the beginning of an object");
	else if (unlikely(obj->mark == cache))
		free_marked(obj, cache);
	else
		push_object(obj, cache);
}

void kfree(const void *ptr)
{
	unsigned long addr = (unsigned long)ptr, block = addr >> BLOCK_SHIFT;
	const struct page *page;

	/* Never so with 32 bits: costs nothing. */
	if (block >= ARRAY_SIZE(slab_blocks))
		block = 0;
	page = slab_blocks[block] + (addr >> PAGE_SHIFT) % MAX_ORDER_NR_PAGES;
	if (likely(page->flags & 1u << PG_slab_plain))
		free_plain((void *)ptr, (struct kmem_cache *)((struct slab *)page)->owner);
	else if (!ZERO_OR_NULL_PTR(ptr))
		free_slow((void *)ptr, NULL);
}

void __kmem_cache_free(void *obj, struct kmem_cache *cache)
{
	struct slab *slab = pfn_slab(((unsigned long)obj - PAGE_OFFSET) >> PAGE_SHIFT);

	/* It need not be there. */
	if (likely(nofault_equal(&slab->owner, (unsigned long)cache)))
		free_plain(obj, cache);
	else
		free_slow(obj, cache);
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
	unsigned int bytes = clamp(totalram_pages() / 16384, 4ul, 16ul) * PAGE_SIZE, order, cpu;
	bool wipe = may_wipe(cache);
	unsigned int size, slab;

	cache->link = wipe ? 0 : ALIGN(cache->object_size, sizeof(void *));
	size = max(cache->object_size, cache->link + (unsigned int)sizeof(struct free_object));
	cache->size = ALIGN(size, align);
	if (unlikely(slab_debug_param || cache->flags & SLAB_DEBUG_FLAGS))
		slab_debug_set_up(cache, align);
	/* What is to be done to each object is done where there is no list of the CPU, at no cost to the others. */
	cache->plain = wipe && !init_on_alloc && !init_on_free && !fail_objects && !cache->front;
	cache->gfp = cache->flags & SLAB_CACHE_DMA ? __GFP_DMA : 0;

	size = cache->size;
	order = cache->min_order = get_order(size);
	/* Eight objects in a slab, and not more than a sixteenth lost, if eight pages are enough for that. */
	for (slab = PAGE_SIZE << order;
	     order < SMALL_SLAB_ORDER && (slab < 8 * size || slab % size * 16 > slab); slab *= 2)
		order++;
	cache->order = order;
	cache->limit = min(bytes / size, 2048u) + slab / size;
	cache->batch = max(cache->limit / 8, 1u);
	for_each_possible_cpu(cpu)
		per_cpu_ptr(cache, cpu)->cpu.count = -cache->limit;
}
