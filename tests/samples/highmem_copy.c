// SPDX-License-Identifier: MIT
/*
 * highmem_copy.c - copies between pages that may have no address of their own
 *
 * Every page gets a pattern of its own; each is then copied to the next one,
 * from the end, so that all move up by one.
 */
#define pr_fmt(fmt) "%s: " fmt, KBUILD_MODNAME

#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>

static unsigned int nr_pages = 64;
module_param(nr_pages, uint, 0444);

static void fill(struct page *page, u32 seed)
{
	u32 *word = kmap_local_page(page);
	unsigned int i;

	for (i = 0; i < PAGE_SIZE / sizeof(*word); i++)
		word[i] = seed * 2654435761u + i;
	kunmap_local(word);
}

static bool holds(struct page *page, u32 seed)
{
	u32 *word = kmap_local_page(page);
	unsigned int i;

	for (i = 0; i < PAGE_SIZE / sizeof(*word); i++)
		if (word[i] != seed * 2654435761u + i)
			break;
	kunmap_local(word);
	return i == PAGE_SIZE / sizeof(*word);
}

static void copy(struct page *to, struct page *from)
{
	void *dst = kmap_local_page(to);
	void *src = kmap_local_page(from);

	memcpy(dst, src, PAGE_SIZE);
	kunmap_local(src);
	kunmap_local(dst);
}

static bool is_clear(struct page *page)
{
	void *p = kmap_local_page(page);
	bool clear = !memchr_inv(p, 0, PAGE_SIZE);

	kunmap_local(p);
	return clear;
}

static int __init highmem_copy_init(void)
{
	struct page **pages;
	unsigned int i, got, high = 0, wrong = 0;

	pages = kcalloc(nr_pages, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	for (got = 0; got < nr_pages; got++) {
		pages[got] = alloc_page(GFP_HIGHUSER);
		if (!pages[got])
			break;
		high += PageHighMem(pages[got]);
		fill(pages[got], got);
	}
	if (got > 1) {
		for (i = got - 1; i; i--)
			copy(pages[i], pages[i - 1]);
		clear_highpage(pages[0]);
		wrong += !is_clear(pages[0]);
	}
	for (i = 1; i < got; i++)
		wrong += !holds(pages[i], i - 1);
	for (i = 0; i < got; i++)
		__free_page(pages[i]);
	kfree(pages);
	pr_info("%u pages copied, %u of HIGHMEM, %u wrong\n", got, high, wrong);
	if (wrong)
		return -EIO;
	return got < nr_pages ? -ENOMEM : 0;
}

module_init(highmem_copy_init);
MODULE_DESCRIPTION("Copies through short mappings");
MODULE_LICENSE("Dual MIT/GPL");
