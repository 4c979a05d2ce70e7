// SPDX-License-Identifier: MIT
/*
 * linux/slab.h - memory in pieces smaller than a page, and caches of objects of one size
 *
 *   kmalloc(size, gfp)          8, 16, 32, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096, 8192 bytes; beyond, whole pages
 *   kmem_cache_alloc(cache)     objects of one type, possibly constructed ahead
 *
 * What kmalloc() returns is aligned to the size if that is a power of two, to its largest power-of-two divisor otherwise, and
 * to 8 bytes at least. A request for 0 bytes returns ZERO_SIZE_PTR, which kfree() and krealloc() take and which faults when
 * used. All functions that take gfp may be called in any context, interrupts included, and return NULL when memory has run
 * out, after a report unless __GFP_NOWARN; memory is that of linux/gfp.h without HIGHMEM, zeroed if __GFP_ZERO. What is freed
 * twice or did not come from here is reported by name and left alone. Not seen but with DEBUG=1 or slab_debug=: kfree() of an
 * address inside an object; kmem_cache_free() of one that never was an object, if the word where a page's cache is noted has
 * this cache by chance.
 *
 * Linux: Documentation/core-api/memory-allocation, mm-api. Left out: merging of caches (each has its own), memory cgroups.
 */
#ifndef LINUX_SLAB_H
#define LINUX_SLAB_H

#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/numa.h>
#include <linux/overflow.h>
#include <linux/string.h>
#include <linux/types.h>
#include <asm/page.h>

typedef unsigned int slab_flags_t;

/* What slab_debug= asks for (mm/slab_debug.c), for this cache in any case. */
#define SLAB_CONSISTENCY_CHECKS ((slab_flags_t)0x100) /* F */
#define SLAB_RED_ZONE ((slab_flags_t)0x400)	      /* Z */
#define SLAB_POISON ((slab_flags_t)0x800)	      /* P */
#define SLAB_STORE_USER ((slab_flags_t)0x10000) /* U, if slab_debug= or page_owner=on is given */
#define SLAB_TRACE ((slab_flags_t)0x200000)	/* T */
#define SLAB_DEBUG_FLAGS                                                                           \
	(SLAB_CONSISTENCY_CHECKS | SLAB_RED_ZONE | SLAB_POISON | SLAB_STORE_USER | SLAB_TRACE)

#define SLAB_HWCACHE_ALIGN                                                                         \
	((slab_flags_t)0x2000) /* objects begin at cache lines, small ones at fractions of them */
#define SLAB_CACHE_DMA ((slab_flags_t)0x4000)	     /* memory from ZONE_DMA */
#define SLAB_RECLAIM_ACCOUNT ((slab_flags_t)0x20000) /* counts as reclaimable in the accounts */
#define SLAB_PANIC                                                                                 \
	((slab_flags_t)0x40000) /* kmem_cache_create() panics instead of returning NULL */
/*
 * A freed object keeps its contents until it is allocated again or its memory leaves the cache, after a grace period: a reader
 * who found it in a section of rcu_read_lock() looks at this object or at another one of the cache.
 */
#define SLAB_TYPESAFE_BY_RCU ((slab_flags_t)0x80000)
#define SLAB_NO_MERGE ((slab_flags_t)0x1000000) /* always so here */
#define SLAB_ACCOUNT ((slab_flags_t)0x4000000)	/* no effect: there are no cgroups */

#define ARCH_KMALLOC_MINALIGN 8
#define ARCH_SLAB_MINALIGN 8

#define KMALLOC_SHIFT_LOW 3
#define KMALLOC_SHIFT_HIGH 13
#define KMALLOC_MIN_SIZE (1 << KMALLOC_SHIFT_LOW)
#define KMALLOC_MAX_CACHE_SIZE (1UL << KMALLOC_SHIFT_HIGH)
#define KMALLOC_MAX_SIZE (PAGE_SIZE << MAX_PAGE_ORDER)

#define ZERO_SIZE_PTR ((void *)16)
#define ZERO_OR_NULL_PTR(x) ((unsigned long)(x) <= (unsigned long)ZERO_SIZE_PTR)

struct kmem_cache;

/**
 * kmem_cache_create - a cache of objects of one size
 * @name:  for reports and slabinfo; copied
 * @size:  of an object, bytes; with what @flags, @ctor and slab_debug= add, at most KMALLOC_MAX_SIZE
 * @align: of an object, a power of two; 0 for ARCH_SLAB_MINALIGN
 * @flags: SLAB_...
 * @ctor:  called for each object when its memory is taken from the page allocator; an object is to be freed in the state
 *         that it constructs. NULL: contents are undefined
 *
 * Context: thread. Return: NULL when there is no memory or the arguments make no sense; with SLAB_PANIC, panics then.
 */
struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align,
				     slab_flags_t flags, void (*ctor)(void *));

/* A cache for objects of a struct, aligned as it is. */
#define KMEM_CACHE(__struct, __flags)                                                              \
	kmem_cache_create(#__struct, sizeof(struct __struct), __alignof__(struct __struct),        \
			  (__flags), NULL)

/*
 * All objects must have been freed; else there is a warning, with slab_debug= naming each, and the cache stays. NULL is ignored.
 * Context: thread, preemption on: other CPUs must be waited for, and what is on their lists would count as not freed.
 */
void kmem_cache_destroy(struct kmem_cache *cache);

/* Gives unused memory back to the page allocator; in atomic context not that of other CPUs' lists. Return: 0: none is left. */
int kmem_cache_shrink(struct kmem_cache *cache);

/* The same for all caches. Context: any; so for them. */
void slab_shrink_all(void);

/* Bytes of an object, as kmem_cache_create() was told. */
unsigned int kmem_cache_size(struct kmem_cache *cache);

/* The two parts of kmem_cache_alloc(): GFP_KERNEL is so common that it is not passed. */
void *__kmem_cache_alloc(struct kmem_cache *cache, gfp_t gfp) __malloc;
void *__kmem_cache_alloc_kernel(struct kmem_cache *cache) __malloc;

/**
 * kmem_cache_alloc - an object
 * @cache: where from
 * @gfp:   how; __GFP_ZERO not for a cache with a constructor
 *
 * Context: any. Return: NULL on failure. Given back by kmem_cache_free(), or kfree().
 */
static __always_inline void *kmem_cache_alloc(struct kmem_cache *cache, gfp_t gfp)
{
	return __builtin_constant_p(gfp) && gfp == GFP_KERNEL ? __kmem_cache_alloc_kernel(cache)
							      : __kmem_cache_alloc(cache, gfp);
}

static __always_inline void *kmem_cache_zalloc(struct kmem_cache *cache, gfp_t gfp)
{
	return kmem_cache_alloc(cache, gfp | __GFP_ZERO);
}

/* Prefers memory of a node, which must be online; with __GFP_THISNODE, takes no other: NULL also where it has no LOWMEM. */
void *kmem_cache_alloc_node(struct kmem_cache *cache, gfp_t gfp, int node) __malloc;

/**
 * kmem_cache_alloc_bulk - many objects at once
 * @nr: how many
 * @p:  receives them
 *
 * Return: @nr, or 0 when there was not enough memory for all.
 */
int kmem_cache_alloc_bulk(struct kmem_cache *cache, gfp_t gfp, size_t nr, void **p);

void __kmem_cache_free(void *obj, struct kmem_cache *cache);

/* Gives an object back. Context: any. */
static __always_inline void kmem_cache_free(struct kmem_cache *cache, void *obj)
{
	__kmem_cache_free(obj, cache);
}

/* Gives back objects of a cache; of any caches if it is NULL. */
void kmem_cache_free_bulk(struct kmem_cache *cache, size_t nr, void **p);

#define kfree_bulk(nr, p) kmem_cache_free_bulk(NULL, nr, p)

enum kmalloc_cache_type { KMALLOC_NORMAL, KMALLOC_DMA, NR_KMALLOC_TYPES };

/* Indexed by kmalloc_index(); [0] is not used. */
extern struct kmem_cache *kmalloc_caches[NR_KMALLOC_TYPES][KMALLOC_SHIFT_HIGH + 1];

static __always_inline enum kmalloc_cache_type kmalloc_type(gfp_t gfp)
{
	return gfp & __GFP_DMA ? KMALLOC_DMA : KMALLOC_NORMAL;
}

/* Which cache serves a size from 1 to KMALLOC_MAX_CACHE_SIZE: 1 is 96 bytes, 2 is 192, n is 2^n. */
static __always_inline unsigned int kmalloc_index(size_t size)
{
	if (size > 64 && size <= 96)
		return 1;
	if (size > 128 && size <= 192)
		return 2;
	return size <= KMALLOC_MIN_SIZE ? KMALLOC_SHIFT_LOW : ilog2(size - 1) + 1;
}

void *kmalloc_large(size_t size, gfp_t gfp) __malloc;
void *__kmalloc(size_t size, gfp_t gfp) __malloc;
void *__kmalloc_kernel(size_t size) __malloc;

/**
 * kmalloc - memory
 * @size: bytes; up to KMALLOC_MAX_SIZE if the page allocator has as much in one piece
 * @gfp:  how
 *
 * Context: any. Return: physically contiguous memory; ZERO_SIZE_PTR for 0 bytes; NULL on failure. Given back by kfree().
 */
static __always_inline void *kmalloc(size_t size, gfp_t gfp)
{
	/* With DEBUG=1, so that slab_debug=Z guards what is beyond a size that only the compiler knows. */
	if (!__builtin_constant_p(size) || IS_ENABLED(CONFIG_DEBUG_VM))
		return __builtin_constant_p(gfp) && gfp == GFP_KERNEL ? __kmalloc_kernel(size)
								      : __kmalloc(size, gfp);
	if (!size)
		return ZERO_SIZE_PTR;
	if (size > KMALLOC_MAX_CACHE_SIZE)
		return kmalloc_large(size, gfp);
	return kmem_cache_alloc(kmalloc_caches[kmalloc_type(gfp)][kmalloc_index(size)], gfp);
}

/* Bytes that the cache of a size has, a constant of up to KMALLOC_MAX_CACHE_SIZE. */
#define __kmalloc_class(size)                                                                      \
	(kmalloc_index(size) == 1   ? 96ul                                                         \
	 : kmalloc_index(size) == 2 ? 192ul                                                        \
				    : 1ul << kmalloc_index(size))

/* kmalloc() of zeroes. A constant size is zeroed where it is known: the compiler's own instructions beat a call. */
static __always_inline void *kzalloc(size_t size, gfp_t gfp)
{
	if (__builtin_constant_p(size) && size && size <= KMALLOC_MAX_CACHE_SIZE &&
	    !IS_ENABLED(CONFIG_DEBUG_VM)) {
		void *p = kmalloc(size, gfp);

		return likely(p) ? memset(p, 0, __kmalloc_class(size)) : NULL;
	}
	return kmalloc(size, gfp | __GFP_ZERO);
}

/* As kmem_cache_alloc_node(). */
void *kmalloc_node(size_t size, gfp_t gfp, int node) __malloc;

static inline void *kzalloc_node(size_t size, gfp_t gfp, int node)
{
	return kmalloc_node(size, gfp | __GFP_ZERO, node);
}

/* Room for n elements; NULL also when n * size overflows. */
static __always_inline void *kmalloc_array(size_t n, size_t size, gfp_t gfp)
{
	size_t bytes;

	return unlikely(check_mul_overflow(n, size, &bytes)) ? NULL : kmalloc(bytes, gfp);
}

static __always_inline void *kcalloc(size_t n, size_t size, gfp_t gfp)
{
	return kmalloc_array(n, size, gfp | __GFP_ZERO);
}

/**
 * krealloc - another size for memory
 * @p:    from kmalloc() and its kin; NULL: as kmalloc()
 * @size: bytes; 0 frees @p and returns ZERO_SIZE_PTR
 * @gfp:  with __GFP_ZERO, given at each call for @p from the first on, what is added reads as zeroes
 *
 * Return: @p or its copy elsewhere, @p being freed; NULL on failure, @p being as it was.
 */
void *krealloc(const void *p, size_t size, gfp_t gfp) __must_check;

static inline void *__must_check krealloc_array(void *p, size_t n, size_t size, gfp_t gfp)
{
	size_t bytes;

	return unlikely(check_mul_overflow(n, size, &bytes)) ? NULL : krealloc(p, bytes, gfp);
}

/* Gives memory of kmalloc() or a cache back; NULL and ZERO_SIZE_PTR are ignored. Context: any. */
void kfree(const void *ptr);
/* Overwrites it with zeroes first. */
void kfree_sensitive(const void *ptr);

/*
 * Bytes that may be used at ptr, at least as many as were asked for. slab_debug=Z guards the rest until they are asked here: of
 * constant sizes with DEBUG=1 only.
 */
size_t ksize(const void *ptr);

/* Bytes that kmalloc(size) would reserve; size itself when that fails. */
size_t kmalloc_size_roundup(size_t size);

/**
 * kvmalloc_node - memory for which contiguous addresses are enough
 * @size: bytes; more than a page may come from vmalloc()
 *
 * Context: thread. Return: NULL on failure. Given back by kvfree().
 */
void *kvmalloc_node(size_t size, gfp_t gfp, int node) __malloc;
#define kvmalloc(size, gfp) kvmalloc_node(size, gfp, NUMA_NO_NODE)
#define kvzalloc(size, gfp) kvmalloc_node(size, (gfp) | __GFP_ZERO, NUMA_NO_NODE)

static inline void *kvmalloc_array(size_t n, size_t size, gfp_t gfp)
{
	size_t bytes;

	return unlikely(check_mul_overflow(n, size, &bytes)) ? NULL : kvmalloc(bytes, gfp);
}

static inline void *kvcalloc(size_t n, size_t size, gfp_t gfp)
{
	return kvmalloc_array(n, size, gfp | __GFP_ZERO);
}

/* Gives back memory of kvmalloc(), vmalloc() or kmalloc(). */
void kvfree(const void *addr);

/* memblock's tests set it back. */
enum slab_state { DOWN, UP };
extern enum slab_state slab_state;

/* May kmalloc() be called? memblock asks before it grows its lists. */
static inline bool slab_is_available(void)
{
	return slab_state == UP;
}

/* The kmalloc caches. Context: boot CPU, once, after memblock_free_all(). */
void kmem_cache_init(void);

/* Live objects of all caches. */
unsigned long nr_slab_objects(void);

/* Pages that the caches and large kmalloc() hold, unused objects included; those of SLAB_RECLAIM_ACCOUNT, or the others. */
unsigned long nr_slab_pages(bool reclaimable);

#define kmem_cache_create_usercopy(name, size, align, flags, offset, bytes, ctor)                  \
	kmem_cache_create(name, size, align, flags, ctor)
#define kmalloc_array_node(n, size, gfp, node) kmalloc_node(size_mul(n, size), gfp, node)
#define kcalloc_node(n, size, gfp, node) kzalloc_node(size_mul(n, size), gfp, node)
#define kvzalloc_node(size, gfp, node) kvmalloc_node(size, (gfp) | __GFP_ZERO, node)

#endif
