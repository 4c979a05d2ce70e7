// SPDX-License-Identifier: MIT
/*
 * quick_bench.c - the rows of mm_bench.c that must not grow, in a moment; with quick_bench.on
 *
 * The bounds are in tests/boot/bench_cases.py.
 */
#include <linux/module.h>
#undef late_initcall
#define late_initcall(fn)
#pragma GCC diagnostic ignored "-Wunused-function"
#include "mm_bench.c"

static bool on;
module_param(on, bool, 0);

static int __init quick_bench(void)
{
	struct page *p, *high;
	void *v;

	if (!on)
		return 0;
	high = alloc_page(GFP_HIGHUSER);
	if (!high || !PageHighMem(high))
		return -ENODEV;
	BENCH("quick.page_pair", 1000, 10000, 1, p = alloc_page(GFP_KERNEL); __free_page(p));
	BENCH("quick.kmalloc_kfree", 1000, 10000, 1,
	      v = kmalloc(64, GFP_KERNEL); OPTIMIZER_HIDE_VAR(v); kfree(v));
	BENCH("quick.kmap_local", 1000, 10000, 1, v = kmap_local_page(high); kunmap_local(v));
	__free_page(high);
	pingpong("quick.yield", 0, 1);
	return 0;
}
device_initcall(quick_bench);
