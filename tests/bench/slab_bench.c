// SPDX-License-Identifier: MIT
/*
 * tests/bench/slab_bench.c - what a small object costs in bytes
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

#define LIVE 100000

/* Bytes of RAM that a live object of 64 bytes takes; struct page of its slab is part of the price. */
static int __init slab_bench(void)
{
	void **first = NULL, **v;
	unsigned long before;
	int i;

	slab_shrink_all();
	drain_all_pages();
	before = nr_free_pages();
	for (i = 0; i < LIVE && (v = kmalloc(64, GFP_KERNEL)); i++) {
		*v = first;
		first = v;
	}
	drain_all_pages();
	pr_info("BENCH slab.bytes_per_64_byte_object total %llu ops %d jiffies 0\n",
		(u64)(before - nr_free_pages()) * (PAGE_SIZE + sizeof(struct page)), i);
	while ((v = first)) {
		first = *v;
		kfree(v);
	}
	return 0;
}
late_initcall(slab_bench);
