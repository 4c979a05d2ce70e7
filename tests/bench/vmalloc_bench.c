// SPDX-License-Identifier: MIT
/*
 * tests/bench/vmalloc_bench.c - what areas of the vmalloc space cost, in executed instructions
 *
 * As tests/bench/mm_bench.c, but interrupts stay on: an unmapping may have to tell other CPUs. A row's lazy purges are
 * part of it; the line below it says how many TLB flushes that were.
 */
#include <linux/console.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/vmalloc.h>
#include <asm/timex.h>

#define NR_PAGES 256
#define NR_LIVE 14000

static struct page *pages[NR_PAGES];

#define BENCH(name, warm, n, body)                                                                 \
	do {                                                                                       \
		unsigned long __flushes;                                                           \
		u32 __i;                                                                           \
		u64 __t0, __t1;                                                                    \
                                                                                                   \
		for (__i = 0; __i < (warm); __i++) {                                               \
			body;                                                                      \
		}                                                                                  \
		__flushes = vmap_nr_flushes();                                                     \
		__t0 = get_cycles();                                                               \
		for (__i = 0; __i < (n); __i++) {                                                  \
			body;                                                                      \
			barrier();                                                                 \
		}                                                                                  \
		__t1 = get_cycles();                                                               \
		console_printf("BENCH %s total %llu ops %u jiffies 0\n", name, __t1 - __t0, (u32)(n)); \
		console_printf("NOTE %s: %lu TLB flushes\n", name, vmap_nr_flushes() - __flushes); \
		vm_unmap_aliases();                                                                \
	} while (0)

static void bench_vmap(unsigned int count, u32 rounds)
{
	char name[48];
	void *v;

	snprintf(name, sizeof(name), "vmap.vmap_vunmap_%u", count);
	BENCH(name, 100, rounds, v = vmap(pages, count, VM_MAP, PAGE_KERNEL); vunmap(v));
	/* Too few to fill the lazy list: the pair alone. */
	snprintf(name, sizeof(name), "vmap.vmap_vunmap_%u_nopurge", count);
	BENCH(name, 2, 16, v = vmap(pages, count, VM_MAP, PAGE_KERNEL); vunmap(v));
}

static void bench_vmalloc(unsigned long size, u32 rounds)
{
	char name[48];
	void *v;

	snprintf(name, sizeof(name), "vmap.vmalloc_vfree_%luK", size >> 10);
	BENCH(name, 100, rounds, v = vmalloc(size); vfree(v));
}

/* The same pair among many areas, with a hole behind each second one that is too small. */
static void bench_crowded(void)
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

	if (!cpu_has(X86_FEATURE_TSC))
		return 0;
	for (i = 0; i < NR_PAGES; i++) {
		pages[i] = alloc_page(GFP_HIGHUSER);
		if (!pages[i])
			panic("bench: no memory");
	}
	bench_vmap(1, 30000);
	bench_vmap(16, 10000);
	bench_vmap(256, 2000);
	bench_vmalloc(4096, 20000);
	bench_vmalloc(65536, 5000);
	bench_vmalloc(1 << 20, 1000);
	bench_crowded();
	while (i--)
		__free_page(pages[i]);
	return 0;
}
late_initcall(vmalloc_bench);
