// SPDX-License-Identifier: MIT
/*
 * tests/bench/mm_bench.c - what page and mapping operations cost, in executed instructions
 *
 * Meant for -icount shift=0, where one TSC tick is one executed instruction: "make bench". Every figure includes 2
 * instructions of loop. Prints a line for each benchmark, under the names that Linux's figures have:
 *
 *     BENCH name total TICKS ops OPERATIONS jiffies ELAPSED
 */
#include <linux/console.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <asm/timex.h>

#include "bench.h"

static void bench_pages(void)
{
	static const unsigned int orders[] = { 0, 3, 9, 10 };
	struct page *p;
	unsigned long a;
	char name[48];
	int i;

	BENCH("page.alloc_free_o0_GFP_KERNEL", 1000, 10000, p = alloc_page(GFP_KERNEL);
	      __free_page(p));
	BENCH("page.alloc_free_o0_GFP_HIGHUSER", 1000, 10000, p = alloc_page(GFP_HIGHUSER);
	      __free_page(p));
	for (i = 0; i < ARRAY_SIZE(orders); i++) {
		snprintf(name, sizeof(name), "page.__get_free_pages_free_o%u", orders[i]);
		BENCH(name, 1000, 10000, a = __get_free_pages(GFP_KERNEL, orders[i]);
		      free_pages(a, orders[i]));
	}
}

#define NR_BATCH 4096
static struct page *pages[NR_BATCH];

static void result(const char *name, u64 ticks, u64 ops)
{
	console_printf("BENCH %s total %llu ops %llu jiffies 0\n", name, ticks, ops);
}

/* All taken, then all given back, in the same order; the first round warms up. */
static void bench_batch(const char *tag, gfp_t gfp, unsigned int order, int nr)
{
	u64 alloc = 0, free = 0, t0, t1;
	unsigned long flags;
	char name[64];
	int round, i;

	for (round = -1; round < 8; round++) {
		local_irq_save(flags);
		t0 = rdtsc();
		for (i = 0; i < nr; i++)
			pages[i] = alloc_pages(gfp, order);
		t1 = rdtsc();
		for (i = 0; i < nr; i++)
			__free_pages(pages[i], order);
		if (round >= 0) {
			alloc += t1 - t0;
			free += rdtsc() - t1;
		}
		local_irq_restore(flags);
	}
	snprintf(name, sizeof(name), "batch.%s_alloc", tag);
	result(name, alloc, 8ull * nr);
	snprintf(name, sizeof(name), "batch.%s_free", tag);
	result(name, free, 8ull * nr);
}

static void bench_bulk(const char *tag, gfp_t gfp)
{
	u64 alloc = 0, free = 0, t0, t1, total = 0;
	unsigned long flags, got, i;
	char name[64];
	int round;

	for (round = -1; round < 32; round++) {
		memset(pages, 0, 512 * sizeof(pages[0]));
		local_irq_save(flags);
		t0 = rdtsc();
		got = alloc_pages_bulk_array(gfp, 512, pages);
		t1 = rdtsc();
		for (i = 0; i < got; i++)
			__free_page(pages[i]);
		if (round >= 0) {
			alloc += t1 - t0;
			free += rdtsc() - t1;
			total += got;
		}
		local_irq_restore(flags);
	}
	snprintf(name, sizeof(name), "bulk.%s_alloc512", tag);
	result(name, alloc, total);
	snprintf(name, sizeof(name), "bulk.%s_free512", tag);
	result(name, free, total);
}

/* More pages than there are slots, in turn. */
static void bench_kmap_cycle(void)
{
	unsigned int i = 0, nr;
	struct page *page;

	memset(pages, 0, 2048 * sizeof(pages[0]));
	nr = alloc_pages_bulk_array(GFP_HIGHUSER, 2048, pages);
	if (nr == 2048)
		BENCH("kmap.kmap_high_cycle2048", 2048, 20480, page = pages[i++ % 2048]; kmap(page);
		      kunmap(page));
	while (nr)
		__free_page(pages[--nr]);
}

/* Not as cold as what calls it: compiled as its users are. */
static noinline __attribute__((__hot__)) void bench_kmap(void)
{
	struct page *high = alloc_page(GFP_HIGHUSER), *low = alloc_page(GFP_KERNEL);
	void *v;

	if (!high || !low || !PageHighMem(high)) {
		console_printf("no HIGHMEM: kmap benchmarks left out\n");
	} else {
		BENCH("kmap.local_high", 1000, 10000, v = kmap_local_page(high); kunmap_local(v));
		BENCH("kmap.local_low", 1000, 10000, v = kmap_local_page(low); kunmap_local(v));
		BENCH("kmap.atomic_high", 1000, 10000, v = kmap_atomic(high); kunmap_atomic(v));
		BENCH("kmap.atomic_low", 1000, 10000, v = kmap_atomic(low); kunmap_atomic(v));
		BENCH("kmap.kmap_low", 1000, 10000, v = kmap(low); kunmap(low));
		BENCH("kmap.kmap_high_same", 1000, 10000, v = kmap(high); kunmap(high));
		bench_kmap_cycle();
		BENCH("copy.clear_highpage_high", 100, 5000, clear_highpage(high));
	}
	if (high)
		__free_page(high);
	if (low)
		__free_page(low);
}

static int __init mm_bench(void)
{
	if (!cpu_has(X86_FEATURE_TSC)) {
		console_printf("this CPU has no time stamp counter: nothing to measure with\n");
		return 0;
	}
	bench_pages();
	bench_batch("o0_GFP_KERNEL_4096", GFP_KERNEL, 0, NR_BATCH);
	bench_batch("o0_GFP_HIGHUSER_4096", GFP_HIGHUSER, 0, NR_BATCH);
	bench_batch("o3_GFP_KERNEL_1024", GFP_KERNEL, 3, 1024);
	bench_batch("o9_GFP_KERNEL_32", GFP_KERNEL, 9, 32);
	bench_bulk("GFP_KERNEL", GFP_KERNEL);
	bench_bulk("GFP_HIGHUSER", GFP_HIGHUSER);
	bench_kmap();
	console_printf("BENCH-DONE\n");
	return 0;
}
late_initcall(mm_bench);
