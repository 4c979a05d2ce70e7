// SPDX-License-Identifier: MIT
/*
 * tests/kernel/held.h - what a case holds when it ends early is given back
 *
 *   struct page *page = alloc_page(GFP_KERNEL);      noted
 *   KUNIT_ASSERT_NOT_NULL(test, other);              leaves: what is noted is given back, newest first
 *   __free_page(page);                               no longer noted
 *
 * A suite that includes this, behind all other headers, calls the allocators as ever: from here on their names are macros that
 * note what they return, in functions with a parameter "test". Elsewhere, and for thousands of objects, (kmalloc)(size, gfp),
 * with its name in brackets, is the function itself.
 *
 * So a case need not think of what it holds at each KUNIT_ASSERT, and when allocations fail on purpose
 * (tests/kunit/kunit_faults.c) a leak is one of mm/, not of a test.
 */
#ifndef TESTS_HELD_H
#define TESTS_HELD_H

#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

typedef void held_give_t(void *p, unsigned long arg);

/* Notes that give(p, arg) gives p back. NULL and ZERO_SIZE_PTR need not be. Return: p. */
void *hold(struct kunit *test, void *p, held_give_t *give, unsigned long arg);

/* The owner gives p back itself. Return: p. */
void *unhold(const void *p);

held_give_t held_kfree, held_vfree, held_vunmap, held_vm_unmap_ram, held_free_pages,
	held_destroy_cache;

static inline void hold_pages(struct kunit *test, struct page **pages, unsigned long nr)
{
	while (nr--)
		hold(test, pages[nr], held_free_pages, 0);
}

static inline void *hold_realloc(struct kunit *test, const void *old, void *p)
{
	if (p)
		unhold(old);
	return hold(test, p, held_kfree, 0);
}

static inline int hold_bulk(struct kunit *test, void **p, int nr)
{
	int i;

	for (i = 0; i < nr; i++)
		hold(test, p[i], held_kfree, 0);
	return nr;
}

static inline void unhold_bulk(void **p, int nr)
{
	while (nr--)
		unhold(p[nr]);
}

#define HOLD_KFREE(p) hold(test, p, held_kfree, 0)
#define kmalloc(...) HOLD_KFREE(kmalloc(__VA_ARGS__))
#define kzalloc(...) HOLD_KFREE(kzalloc(__VA_ARGS__))
#define kcalloc(...) HOLD_KFREE(kcalloc(__VA_ARGS__))
#define kmalloc_array(...) HOLD_KFREE(kmalloc_array(__VA_ARGS__))
#define kmalloc_node(...) HOLD_KFREE(kmalloc_node(__VA_ARGS__))
#define kzalloc_node(...) HOLD_KFREE(kzalloc_node(__VA_ARGS__))
#define kstrdup(...) HOLD_KFREE(kstrdup(__VA_ARGS__))
#define kstrndup(...) HOLD_KFREE(kstrndup(__VA_ARGS__))
#define kmemdup(...) HOLD_KFREE(kmemdup(__VA_ARGS__))
#define kmemdup_nul(...) HOLD_KFREE(kmemdup_nul(__VA_ARGS__))
#define kasprintf(...) HOLD_KFREE(kasprintf(__VA_ARGS__))
#define kmem_cache_alloc(...) HOLD_KFREE(kmem_cache_alloc(__VA_ARGS__))
#define kmem_cache_alloc_node(...) HOLD_KFREE(kmem_cache_alloc_node(__VA_ARGS__))
#define kmem_cache_zalloc(...) HOLD_KFREE(kmem_cache_zalloc(__VA_ARGS__))
#define kmem_cache_alloc_bulk(cache, gfp, nr, p)                                                   \
	hold_bulk(test, p, kmem_cache_alloc_bulk(cache, gfp, nr, p))
#define krealloc(p, ...) hold_realloc(test, p, krealloc(p, __VA_ARGS__))
#define krealloc_array(p, ...) hold_realloc(test, p, krealloc_array(p, __VA_ARGS__))
#define kfree(p) kfree(unhold(p))
#define kfree_sensitive(p) kfree_sensitive(unhold(p))
#define kmem_cache_free(cache, p) kmem_cache_free(cache, unhold(p))
#define kmem_cache_free_bulk(cache, nr, p)                                                         \
	({                                                                                         \
		unhold_bulk(p, nr);                                                                \
		kmem_cache_free_bulk(cache, nr, p);                                                \
	})
#define kmem_cache_create(...) hold(test, kmem_cache_create(__VA_ARGS__), held_destroy_cache, 0)
#define kmem_cache_destroy(cache) kmem_cache_destroy(unhold(cache))

#define HOLD_VFREE(p) hold(test, p, held_vfree, 0)
#define vmalloc(...) HOLD_VFREE(vmalloc(__VA_ARGS__))
#define vzalloc(...) HOLD_VFREE(vzalloc(__VA_ARGS__))
#define vmalloc_node(...) HOLD_VFREE(vmalloc_node(__VA_ARGS__))
#define vzalloc_node(...) HOLD_VFREE(vzalloc_node(__VA_ARGS__))
#define vmalloc_array(...) HOLD_VFREE(vmalloc_array(__VA_ARGS__))
#define vcalloc(...) HOLD_VFREE(vcalloc(__VA_ARGS__))
#define vmalloc_huge(...) HOLD_VFREE(vmalloc_huge(__VA_ARGS__))
#define __vmalloc(...) HOLD_VFREE(__vmalloc(__VA_ARGS__))
#define __vmalloc_node(...) HOLD_VFREE(__vmalloc_node(__VA_ARGS__))
#define kvmalloc_node(...) HOLD_VFREE(kvmalloc_node(__VA_ARGS__))
#define kvcalloc(...) HOLD_VFREE(kvcalloc(__VA_ARGS__))
#define kvmalloc_array(...) HOLD_VFREE(kvmalloc_array(__VA_ARGS__))
#define vfree(p) vfree(unhold(p))
#define kvfree(p) kvfree(unhold(p))
#define vmap(...) hold(test, vmap(__VA_ARGS__), held_vunmap, 0)
#define vunmap(p) vunmap(unhold(p))
#define vm_map_ram(pages, count, node)                                                             \
	hold(test, vm_map_ram(pages, count, node), held_vm_unmap_ram, count)
#define vm_unmap_ram(p, count) vm_unmap_ram(unhold(p), count)

#define alloc_pages(gfp, order) hold(test, alloc_pages(gfp, order), held_free_pages, order)
#define alloc_pages_node(nid, gfp, order)                                                          \
	hold(test, alloc_pages_node(nid, gfp, order), held_free_pages, order)
#define __free_pages(page, order) __free_pages(unhold(page), order)
#define __free_page(page) __free_page(unhold(page))
#define put_page(page) put_page(unhold(page))
#define split_page(page, order)                                                                    \
	({                                                                                         \
		unsigned int __i;                                                                  \
		split_page(unhold(page), order);                                                   \
		for (__i = 0; __i < 1u << (order); __i++)                                          \
			hold(test, (page) + __i, held_free_pages, 0);                              \
	})
#define alloc_pages_bulk_array(gfp, nr, pages)                                                     \
	({                                                                                         \
		unsigned long __got = alloc_pages_bulk_array(gfp, nr, pages);                      \
		hold_pages(test, pages, __got);                                                    \
		__got;                                                                             \
	})

#endif
