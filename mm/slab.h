// SPDX-License-Identifier: MIT
/*
 * mm/slab.h - what a cache and a slab are made of
 */
#ifndef MM_SLAB_H
#define MM_SLAB_H

#include <linux/list.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <asm/percpu_stack.h>

/* Slabs of a cache in the memory of one node. */
struct kmem_cache_node {
	spinlock_t lock;       /* guards all of this and the struct slab of each slab */
	u32 partial;	       /* list of slabs with free objects, by page frame number; 0: empty */
	u32 full;	       /* the others, if the cache has debugging */
	unsigned int nr_empty; /* of these, slabs without live objects */
	unsigned long nr_slabs;
	unsigned long nr_objects;
};

/*
 * A per-CPU variable, of which the boot CPU's copy is the cache and the others' have a list each: so a pointer to the cache
 * is all that it takes to reach this CPU's list.
 */
struct kmem_cache {
	struct percpu_stack cpu; /* free objects of a CPU; count is limit less than their number */
	unsigned int size;	 /* from one object to the next */
	unsigned int object_size;
	unsigned int
		link; /* where in a slot its struct free_object is: 0 if plain, else behind the object or in front */
	unsigned int
		front; /* where in a slot the object is; 0 but with debugging: mm/slab_debug.c */
	bool plain;
	unsigned char order, min_order; /* of a slab, wanted and when memory is in small pieces */
	unsigned int limit,
		batch; /* objects in cpu at most; that many go back to their slabs then */
	gfp_t gfp;     /* added to the caller's */
	slab_flags_t flags;
	void (*ctor)(void *obj);
	const char *name;
	struct list_head list;	      /* of slab_caches */
	struct kmem_cache_node *node; /* MAX_NUMNODES of them */
};

/* Addresses of LOWMEM are less than this above PAGE_OFFSET. */
extern unsigned long lowmem_bytes;

extern struct list_head slab_caches;
extern spinlock_t slab_caches_lock;

/* A free object, wherever it is, or the 8 bytes behind it. */
struct free_object {
	struct free_object *next;
	struct kmem_cache *mark; /* its cache; zeroed when it is handed out */
};

/* The mark with debugging while somebody frees it: both its changes from and to the cache are under the node's lock. */
#define BEING_FREED ((struct kmem_cache *)1)

/* struct page of a slab's first page; the others have the same flags and owner. */
struct slab {
	u32 flags;
	u32 next : 20, nr_free : 12;
	unsigned long owner; /* the cache, plus SLAB_NOT_PLAIN; bit 0 must be clear: PageTail() */
	u32 prev : 20, first : 12;
};

/* Slabs of more pages go back as soon as they are empty. */
#define SMALL_SLAB_ORDER 3

#define SLAB_NOT_PLAIN 2ul

_Static_assert(sizeof(void *) != 4 || sizeof(struct slab) == sizeof(struct page),
	       "struct slab overlays struct page");
_Static_assert(offsetof(struct slab, owner) == offsetof(struct page, compound_head),
	       "and the owner is an even word there");

static inline unsigned int slab_bytes(const struct slab *slab)
{
	return PAGE_SIZE << page_order((const struct page *)slab);
}

static inline void *slab_address(const struct slab *slab)
{
	return page_to_virt((const struct page *)slab);
}

static inline unsigned int slab_objects(const struct kmem_cache *cache, const struct slab *slab)
{
	return slab_bytes(slab) / cache->size;
}

static inline struct kmem_cache *slab_cache(const struct slab *slab)
{
	return (struct kmem_cache *)(slab->owner & ~SLAB_NOT_PLAIN);
}

static inline struct slab *pfn_slab(u32 pfn)
{
	return (struct slab *)pfn_to_page(pfn);
}

/* The slab around an address that is in one: its pages all know its order, and it is aligned to its size. */
static inline struct slab *slab_of(const void *addr)
{
	struct page *page = virt_to_page(addr);

	return pfn_slab(page_to_pfn(page) & ~((1ul << page_order(page)) - 1));
}

static inline void *index_to_elem(const struct kmem_cache *cache, const struct slab *slab,
				  unsigned int index)
{
	return slab_address(slab) + index * cache->size + cache->link;
}

static inline struct kmem_cache_node *slab_node(struct kmem_cache *cache, const struct slab *slab)
{
	return &cache->node[page_to_nid((const struct page *)slab)];
}

/* The chain of a slab's free objects. */
static inline struct free_object *slab_chain(const struct kmem_cache *cache,
					     const struct slab *slab)
{
	return slab->nr_free ? index_to_elem(cache, slab, slab->first) : NULL;
}

/* The object of a struct free_object, and back. */
static inline void *elem_to_object(const struct kmem_cache *cache, void *elem)
{
	return elem - cache->link + cache->front;
}

/* May objects be overwritten while they are free? */
static inline bool may_wipe(const struct kmem_cache *cache)
{
	return !cache->ctor && !(cache->flags & SLAB_TYPESAFE_BY_RCU);
}

/* Bytes that an owner may use. */
static inline unsigned int usable_size(const struct kmem_cache *cache)
{
	return cache->link ? cache->object_size : cache->size;
}

/* The struct page of an address; NULL: not in LOWMEM, or never written. The slab that it is in; NULL: none. */
struct page *lowmem_page(const void *addr);
struct slab *virt_to_slab(const void *addr);

#define BLOCK_SHIFT (PAGE_SHIFT + MAX_PAGE_ORDER)

/*
 * For 4 MiB of addresses each, their structs if slabs have been there, else a block of zeroes: so kfree() looks up any address
 * without being led to structs that are not there or were never written.
 */
extern const struct page *slab_blocks[1ul << (32 - BLOCK_SHIFT)];

/* Pages from the page allocator, all objects free, on no list yet; of a node, or NUMA_NO_NODE. NULL: no memory. */
struct slab *slab_new(struct kmem_cache *cache, gfp_t gfp, int nid);

/* The slab joins its node's list. Interrupts are off here and below. */
void slab_add(struct kmem_cache *cache, struct slab *slab);

/* Takes one object of a node, or all free ones of a slab. Return: the first of so many in a chain; NULL: the node has none. */
struct free_object *slab_take(struct kmem_cache *cache, int nid, bool all, unsigned int *taken);

/* Gives the first nr objects of a chain back to their slabs. Return: the rest of the chain. */
struct free_object *slab_put(struct kmem_cache *cache, struct free_object *elem, unsigned int nr);

/* Pages more, or less, in nr_slab_pages(). */
void slab_account_pages(slab_flags_t flags, long nr);

/* Objects on a CPU's list. */
static inline unsigned int cpu_objects(const struct kmem_cache *cache, unsigned int cpu)
{
	return per_cpu_ptr(cache, cpu)->cpu.count + cache->limit;
}

/* Gives what this CPU's list holds back to the slabs. For on_each_cpu(): @info is the cache. */
void slab_flush_this_cpu(void *info);
/* Empty slabs go back to the page allocator. Return: slabs that are left. */
unsigned long slab_release_empty(struct kmem_cache *cache);

/* Fills in what follows from object_size, flags and ctor. */
void slab_set_up_cache(struct kmem_cache *cache, unsigned int align);

/* The functions of mm/slab.c and mm/slab_debug.c, which backtraces leave out; not known on the host. */
extern const char __start_slab_text[] __weak, __stop_slab_text[] __weak;

/* mm/slab_debug.c, for caches that have a front but for the first two. What slab_debug= said; NULL: nothing. */
extern const char *slab_debug_param;
/* Gives the cache its front, if its flags or the parameter ask for any of SLAB_DEBUG_FLAGS. */
void slab_debug_set_up(struct kmem_cache *cache, unsigned int align);
/* Boot: kmalloc() of sizes that the compiler does not know is to call slab_debug_set_used(). */
void kmalloc_watch_sizes(void);
/* Objects of a new slab, and of one that goes, the node's lock being held; one is handed out; one comes back. */
void slab_debug_fill(struct kmem_cache *cache, struct slab *slab);
void slab_debug_check_slab(struct kmem_cache *cache, struct slab *slab);
void slab_debug_alloc(struct kmem_cache *cache, void *obj);
void slab_debug_free(struct kmem_cache *cache, void *obj);
/*
 * The owner uses only so many bytes, or all: the others are a red zone, checked and zeroed when they are none any more. Without
 * red zones: nothing.
 */
void slab_debug_set_used(struct kmem_cache *cache, void *obj, unsigned int size);
/* The slab's chain may be followed to its second element, if need be after repair. Node's lock held. */
void slab_debug_check_chain(struct kmem_cache *cache, struct slab *slab, struct free_object *elem);
/* Logs what is known of the object around an address, if anything. */
void slab_debug_describe(void *ptr);
/* Logs the live objects. */
void slab_debug_show_left(struct kmem_cache *cache);

#endif
