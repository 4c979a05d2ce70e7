// SPDX-License-Identifier: MIT
/*
 * init_check.c - does memory that should be zero read as zero, whatever
 * allocator it comes from?
 *
 * Each round dirties a piece of memory, gives it back, and takes one of the
 * same size that is to be zeroed. With init_check.all=1, for a kernel booted
 * with init_on_alloc=1, every allocation is looked at.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#define DIRT	0x5a

static bool all;
module_param(all, bool, 0444);
MODULE_PARM_DESC(all, "look at allocations without __GFP_ZERO, too");

static unsigned int max_order = 4;
module_param(max_order, uint, 0444);

static unsigned int checked, failed, missing;

/* Counts, and dirties what has been looked at. */
static void __init check(const char *how, void *p, size_t size, bool zeroed)
{
	if (!p) {
		missing++;
		return;
	}
	if (zeroed || all) {
		checked++;
		if (memchr_inv(p, 0, size)) {
			pr_err("%s of %zu bytes is not zero\n", how, size);
			failed++;
		}
	}
	memset(p, DIRT, size);
}

static void __init check_pages(void)
{
	gfp_t gfp[] = { GFP_KERNEL, GFP_KERNEL | __GFP_ZERO };
	unsigned int order, i;

	for (order = 0; order <= max_order; order++) {
		for (i = 0; i < ARRAY_SIZE(gfp); i++) {
			struct page *page = alloc_pages(gfp[i], order);

			check("alloc_pages()", page ? page_address(page) : NULL,
			      PAGE_SIZE << order, gfp[i] & __GFP_ZERO);
			if (page)
				__free_pages(page, order);
		}
	}
}

static void __init check_highmem(void)
{
	int i;

	for (i = 0; i < 16; i++) {
		struct page *page = alloc_page(GFP_HIGHUSER | __GFP_ZERO);
		void *p = page ? kmap_local_page(page) : NULL;

		check("a page of HIGHMEM", p, PAGE_SIZE, true);
		if (page) {
			kunmap_local(p);
			__free_page(page);
		}
	}
}

static void __init check_kmalloc(void)
{
	size_t size;

	for (size = 8; size <= 4 * PAGE_SIZE; size += size / 2) {
		void *p = kmalloc(size, GFP_KERNEL);

		check("kmalloc()", p, size, false);
		kfree(p);
		p = kzalloc(size, GFP_KERNEL);
		check("kzalloc()", p, size, true);
		kfree(p);
		p = kcalloc(3, size, GFP_KERNEL);
		check("kcalloc()", p, 3 * size, true);
		kfree(p);
		p = kvzalloc(size, GFP_KERNEL);
		check("kvzalloc()", p, size, true);
		kvfree(p);
	}
}

static void __init check_vmalloc(void)
{
	unsigned long size;

	for (size = PAGE_SIZE; size <= 64 * PAGE_SIZE; size *= 2) {
		void *p = vmalloc(size);

		check("vmalloc()", p, size, false);
		vfree(p);
		p = vzalloc(size);
		check("vzalloc()", p, size, true);
		vfree(p);
	}
}

static int __init check_cache(void)
{
	struct kmem_cache *cache;
	int i;

	cache = kmem_cache_create("init_check", 200, 0, 0, NULL);
	if (!cache)
		return -ENOMEM;
	for (i = 0; i < 32; i++) {
		void *p = kmem_cache_alloc(cache, GFP_KERNEL);

		check("kmem_cache_alloc()", p, 200, false);
		if (p)
			kmem_cache_free(cache, p);
		p = kmem_cache_zalloc(cache, GFP_KERNEL);
		check("kmem_cache_zalloc()", p, 200, true);
		if (p)
			kmem_cache_free(cache, p);
	}
	kmem_cache_destroy(cache);
	return 0;
}

static int __init init_check_init(void)
{
	int err;

	check_pages();
	check_highmem();
	check_kmalloc();
	check_vmalloc();
	err = check_cache();
	pr_info("%u allocations checked, %u not zero, %u without memory\n",
		checked, failed, missing);
	if (failed)
		return -EIO;
	return missing ? -ENOMEM : err;
}

static void __exit init_check_exit(void)
{
}

module_init(init_check_init)
module_exit(init_check_exit)
MODULE_DESCRIPTION("Zeroed memory is zero");
MODULE_LICENSE("Dual MIT/GPL");
