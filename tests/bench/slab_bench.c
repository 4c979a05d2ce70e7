// SPDX-License-Identifier: MIT
/*
 * tests/bench/slab_bench.c - what kmalloc and caches cost, in executed instructions and in bytes
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/slab.h>

#include "bench.h"

#define PAIR(size)                                                                                                     \
	BENCH("slab.kmalloc_kfree_" #size, 1000, 10000, v = kmalloc(size, GFP_KERNEL); OPTIMIZER_HIDE_VAR(v); kfree(v))

static void bench_pairs(void)
{
	struct kmem_cache *cache = kmem_cache_create("bench_128", 128, 0, SLAB_NO_MERGE, NULL);
	size_t size = 64;
	void *v;

	PAIR(32);
	PAIR(64);
	PAIR(256);
	PAIR(1024);
	PAIR(4096);
	PAIR(8192);
	PAIR(16384);
	OPTIMIZER_HIDE_VAR(size);
	BENCH("slab.kmalloc_kfree_64_nonconst", 1000, 10000, v = kmalloc(size, GFP_KERNEL); OPTIMIZER_HIDE_VAR(v); kfree(v));
	BENCH("slab.kzalloc_kfree_256", 1000, 10000, v = kzalloc(256, GFP_KERNEL); OPTIMIZER_HIDE_VAR(v); kfree(v));
	BENCH("slab.kmem_cache_alloc_free_128", 1000, 10000, v = kmem_cache_alloc(cache, GFP_KERNEL); OPTIMIZER_HIDE_VAR(v);
	      kmem_cache_free(cache, v));
	kmem_cache_destroy(cache);
}

#define BATCH 1024
#define ROUNDS 8

/* As many objects at once, then none: the first round does not count. */
static noinline void bench_batch(size_t size)
{
	static void *objects[BATCH];
	u64 alloc = 0, free = 0, t0, t1, t2;
	unsigned long flags;
	char name[48];
	int round, i;

	for (round = -1; round < ROUNDS; round++) {
		local_irq_save(flags);
		t0 = rdtsc();
		for (i = 0; i < BATCH; i++)
			objects[i] = kmalloc(size, GFP_KERNEL);
		t1 = rdtsc();
		for (i = 0; i < BATCH; i++)
			kfree(objects[i]);
		t2 = rdtsc();
		local_irq_restore(flags);
		if (round < 0)
			continue;
		alloc += t1 - t0;
		free += t2 - t1;
	}
	snprintf(name, sizeof(name), "slab.batch1024_%zu_alloc", size);
	bench_result(name, alloc, ROUNDS * BATCH);
	snprintf(name, sizeof(name), "slab.batch1024_%zu_free", size);
	bench_result(name, free, ROUNDS * BATCH);
}

#define LIVE 100000

/* Bytes of RAM that a live object of 64 bytes takes, in hundredths; struct page of its slab is part of the price. */
static void bench_memory(void)
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
	bench_result("slab.bytes_per_64_byte_object", (u64)(before - nr_free_pages()) * (PAGE_SIZE + sizeof(struct page)), i);
	while ((v = first)) {
		first = *v;
		kfree(v);
	}
}

static int __init slab_bench(void)
{
	if (!cpu_has(X86_FEATURE_TSC))
		return 0;
	bench_pairs();
	bench_batch(32);
	bench_batch(64);
	bench_batch(256);
	bench_batch(1024);
	bench_batch(4096);
	bench_memory();
	return 0;
}
late_initcall(slab_bench);
