// SPDX-License-Identifier: MIT
/*
 * mm/slab_node.c - slabs: pages cut into objects, kept node by node
 *
 *   node:   partial ─> [slab] <─> [slab] <─> [slab]      each with free objects; a full slab is on no list, or,
 *   node:   full    ─> [slab] <─> [slab]                 for mm/slab_debug.c, on this one
 *   slab:   2^order pages     [object][object][ free ][object][ free ] ...    objects lie close: 64 of 64 bytes in a page
 *   its struct slab (mm/slab.h), in struct page: cache, how many are free, the first free one; they are linked
 *
 * A slab is its pages' node's, whichever CPU uses it. Empty ones go back to the page allocator but for a few; those of
 * SLAB_TYPESAFE_BY_RCU after a grace period, during which their pages are nobody's.
 *
 * Lock: kmem_cache_node.lock, interrupts off. Below it, the page allocator's and RCU's.
 * Read first: slab_take(), slab_put().
 * Tests:      tests/kernel/kmem_cache_test.c, slab_node_test.c (also on the host)
 * Linux:      mm/slub.c
 */
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "internal.h"
#include "slab.h"

/* Empty slabs that a node keeps for a cache whose slabs are small. */
#define KEEP_EMPTY 2

static const struct page no_slabs[MAX_ORDER_NR_PAGES];
const struct page *slab_blocks[] = { [0 ... ARRAY_SIZE(slab_blocks) - 1] = no_slabs };

/* [1]: of caches with SLAB_RECLAIM_ACCOUNT. */
static long slab_pages[2];

unsigned long nr_slab_pages(bool reclaimable)
{
	return READ_ONCE(slab_pages[reclaimable]);
}

void slab_account_pages(slab_flags_t flags, long nr)
{
	__atomic_add_fetch(&slab_pages[!!(flags & SLAB_RECLAIM_ACCOUNT)], nr, __ATOMIC_RELAXED);
}

static unsigned int elem_to_index(const struct kmem_cache *cache, const struct slab *slab,
				  const void *elem)
{
	return (elem - slab_address(slab)) / cache->size;
}

static void list_slab(u32 *list, struct slab *slab)
{
	slab->prev = 0;
	slab->next = *list;
	*list = page_to_pfn((struct page *)slab);
	if (slab->next)
		pfn_slab(slab->next)->prev = *list;
}

static void unlist_slab(u32 *list, struct slab *slab)
{
	if (slab->prev)
		pfn_slab(slab->prev)->next = slab->next;
	else
		*list = slab->next;
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
	if (unlikely(cache->front))
		slab_debug_fill(cache, slab);
	while ((void *)elem > index_to_elem(cache, slab, 0)) {
		elem = (void *)elem - cache->size;
		elem->next = next;
		elem->mark = cache;
		next = elem;
		if (cache->ctor)
			cache->ctor(elem_to_object(cache, elem));
	}
}

struct slab *slab_new(struct kmem_cache *cache, gfp_t gfp, int nid)
{
	u32 flags = 1u << PG_slab | (u32)cache->plain << PG_slab_plain;
	unsigned int order = cache->order, i;
	struct page *page = NULL;

	gfp = (gfp & ~(__GFP_ZERO | __GFP_HIGHMEM)) | cache->gfp;
	if (order > cache->min_order)
		page = alloc_pages_node(nid, (gfp & ~__GFP_NOFAIL) | __GFP_NOWARN | __GFP_NORETRY,
					order);
	if (!page) {
		order = cache->min_order;
		page = alloc_pages_node(nid, gfp, order);
	}
	if (!page)
		return NULL;
	flags |= (page->flags & PG_KEPT_MASK) | order << PG_ORDER_SHIFT;
	for (i = 0; i < 1u << order; i++) {
		page[i].flags = flags;
		((struct slab *)page)[i].owner =
			(unsigned long)cache | (cache->plain ? 0 : SLAB_NOT_PLAIN);
	}
	slab_blocks[(unsigned long)page_to_virt(page) >> BLOCK_SHIFT] =
		pfn_to_page(page_to_pfn(page) & ~(MAX_ORDER_NR_PAGES - 1));
	slab_account_pages(cache->flags, 1l << order);
	fill_slab(cache, (struct slab *)page);
	return (struct slab *)page;
}

static void free_pages_rcu(struct rcu_head *head)
{
	struct page *page = container_of(head, struct page, rcu_head);

	__free_pages(page, page_order(page));
}

/* As the page allocator expects them: the first page knows the order, the others nothing. */
static void free_slab(struct kmem_cache *cache, struct slab *slab)
{
	struct page *page = (struct page *)slab;
	unsigned int order = page_order(page), i;

	if (unlikely(cache->front))
		slab_debug_check_slab(cache, slab);
	for (i = 0; i < 1u << order; i++) {
		page[i].flags &= PG_KEPT_MASK;
		/* So that kmem_cache_free() does not take them for the cache's. */
		((struct slab *)page)[i].owner = 0;
	}
	page->flags |= order << PG_ORDER_SHIFT;
	set_page_count(page, 1);
	slab_account_pages(cache->flags, -(1l << order));
	if (cache->flags & SLAB_TYPESAFE_BY_RCU)
		call_rcu(&page->rcu_head, free_pages_rcu);
	else
		__free_pages(page, order);
}

void slab_add(struct kmem_cache *cache, struct slab *slab)
{
	struct kmem_cache_node *node = slab_node(cache, slab);

	spin_lock(&node->lock);
	list_slab(&node->partial, slab);
	node->nr_empty++;
	node->nr_slabs++;
	node->nr_objects += slab->nr_free;
	spin_unlock(&node->lock);
}

static void remove_empty_slab(struct kmem_cache *cache, struct kmem_cache_node *node,
			      struct slab *slab)
{
	unlist_slab(&node->partial, slab);
	node->nr_empty--;
	node->nr_slabs--;
	node->nr_objects -= slab->nr_free;
	free_slab(cache, slab);
}

struct free_object *slab_take(struct kmem_cache *cache, int nid, bool all, unsigned int *taken)
{
	struct kmem_cache_node *node = &cache->node[nid];
	struct free_object *elem = NULL;
	struct slab *slab;

	spin_lock(&node->lock);
	if (node->partial) {
		slab = pfn_slab(node->partial);
		elem = slab_chain(cache, slab);
		if (slab->nr_free == slab_objects(cache, slab))
			node->nr_empty--;
		if (unlikely(cache->front)) {
			slab_debug_check_chain(cache, slab, elem);
			elem->mark = NULL;
		}
		*taken = all ? slab->nr_free : 1;
		slab->nr_free -= *taken;
		if (slab->nr_free)
			slab->first = elem_to_index(cache, slab, elem->next);
		else
			unlist_slab(&node->partial, slab);
		if (cache->front && !slab->nr_free)
			list_slab(&node->full, slab);
	}
	spin_unlock(&node->lock);
	return elem;
}

/* nr objects that were handed out are free again: slab's chain begins at elem now. */
static void put_in_slab(struct kmem_cache *cache, struct kmem_cache_node *node, struct slab *slab,
			struct free_object *elem, unsigned int nr)
{
	/* Of a cache that is not plain: the one object that there is. */
	elem->mark = cache;
	if (!slab->nr_free) {
		if (unlikely(cache->front))
			unlist_slab(&node->full, slab);
		list_slab(&node->partial, slab);
	}
	slab->nr_free += nr;
	slab->first = elem_to_index(cache, slab, elem);
	if (slab->nr_free < slab_objects(cache, slab))
		return;
	node->nr_empty++;
	if (cache->order > SMALL_SLAB_ORDER || node->nr_empty > KEEP_EMPTY)
		remove_empty_slab(cache, node, slab);
}

struct free_object *slab_put(struct kmem_cache *cache, struct free_object *elem, unsigned int nr)
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

void slab_flush_this_cpu(void *info)
{
	struct kmem_cache *cache = info;
	const struct free_object *elem;
	struct percpu_stack *list;
	unsigned int nr = 0;
	unsigned long flags;

	local_irq_save(flags);
	list = &this_cpu_ptr(cache)->cpu;
	/* In an interrupt that hit a push or pop, the count may be one off, and will be so until it returns. */
	for (elem = list->top; elem; elem = elem->next)
		nr++;
	list->top = slab_put(cache, list->top, nr);
	list->count -= nr;
	local_irq_restore(flags);
}

unsigned long slab_release_empty(struct kmem_cache *cache)
{
	struct kmem_cache_node *node;
	unsigned long flags, nr_slabs = 0;

	local_irq_save(flags);
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
	return nr_slabs;
}
