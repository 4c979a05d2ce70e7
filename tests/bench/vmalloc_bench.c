// SPDX-License-Identifier: MIT
/*
 * tests/bench/vmalloc_bench.c - what a mapping costs among many areas, with a hole behind each second one that is too small
 *
 * As tests/bench/mm_bench.c, interrupts on: an unmapping may have to tell other CPUs. Lazy purges are part of it.
 */
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/timex.h>
#include <linux/vmalloc.h>

#define NR_PAGES 16
#define NR_LIVE 14000

static struct page *pages[NR_PAGES];

#define BENCH(name, warm, n, body)                                                                 \
	do {                                                                                       \
		u64 __t0 = 0;                                                                      \
		u32 __i;                                                                           \
                                                                                                   \
		for (__i = 0; __i < (warm) + (n); __i++) {                                         \
			if (__i == (warm))                                                         \
				__t0 = get_cycles();                                               \
			body;                                                                      \
			barrier();                                                                 \
		}                                                                                  \
		pr_info("BENCH %s total %llu ops %u jiffies 0\n", name, get_cycles() - __t0,       \
			(u32)(n));                                                                 \
		vm_unmap_aliases();                                                                \
	} while (0)

static void __init bench_crowded(void)
{
	void **live = vmalloc(NR_LIVE * sizeof(*live)), *v;
	unsigned int i;

	if (!live)
		return;
	for (i = 0; i < NR_LIVE; i++)
		live[i] = vmap(pages, 1, VM_MAP, PAGE_KERNEL);
	for (i = 0; i < NR_LIVE; i += 2)
		vunmap(live[i]);
	vm_unmap_aliases();
	BENCH("vmap.vmap_vunmap_16_crowded", 16, 500, v = vmap(pages, 16, VM_MAP, PAGE_KERNEL); vunmap(v));
	BENCH("vmap.vmap_vunmap_1_crowded", 16, 2000, v = vmap(pages, 1, VM_MAP, PAGE_KERNEL); vunmap(v));
	for (i = 1; i < NR_LIVE; i += 2)
		vunmap(live[i]);
	vfree(live);
	vmalloc_release();
}

static int __init vmalloc_bench(void)
{
	unsigned int i;

	for (i = 0; i < NR_PAGES; i++) {
		pages[i] = alloc_page(GFP_HIGHUSER);
		if (!pages[i])
			return -ENOMEM;
	}
	bench_crowded();
	while (i--)
		__free_page(pages[i]);
	return 0;
}
late_initcall(vmalloc_bench);
