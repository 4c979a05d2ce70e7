// SPDX-License-Identifier: MIT
/*
 * tests/bench/memblock_bench.c - what boot-time memory costs with 10, 100 and 1,000 regions, in executed instructions
 *
 *   memory     [64K]    [64K]    [64K] ...      a region each 128 KiB
 *   reserved   [64K]    [64K]    [64K] ...      all of it but the lowest page; for alloc_top not the highest region
 *
 *   add, reserve   a page that touches nothing, in front of all regions: every one moves up
 *   alloc_top      a page, where the first region that is looked at has one
 *   alloc_bottom   a page, where only the last has one
 *
 * memblock is set aside meanwhile, as its contract allows. As tests/bench/mm_bench.c otherwise; the bounds are
 * in tests/boot/bench_cases.py.
 */
#include <linux/console.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <asm/timex.h>

#define REGIONS_MAX 1024
#define FIRST SZ_1M
#define ROUNDS 16

static struct memblock_region memory[REGIONS_MAX] __initbss, reserved[REGIONS_MAX] __initbss;

static void __init clear(struct memblock_type *type, struct memblock_region *regions)
{
	type->regions = regions;
	type->cnt = 0;
	type->max = REGIONS_MAX;
	type->total_size = 0;
}

/* n regions of memory; reserved: as many of those, each but for so many bytes at its lower end. */
static void __init lay_out(int n, int nr_reserved, phys_addr_t lower_end)
{
	int i;

	memblock.bottom_up = false;
	memblock.current_limit = MEMBLOCK_ALLOC_ANYWHERE;
	clear(&memblock.memory, memory);
	clear(&memblock.reserved, reserved);
	for (i = 0; i < n; i++)
		memblock_add(FIRST + i * SZ_128K, SZ_64K);
	for (i = 0; i < nr_reserved; i++) {
		phys_addr_t free = i ? 0 : lower_end;

		memblock_reserve(FIRST + i * SZ_128K + free, SZ_64K - free);
	}
}

static int __init add_in_front(void)
{
	return memblock_add(0x1000, PAGE_SIZE);
}

static int __init reserve_in_front(void)
{
	return memblock_reserve(0x1000, PAGE_SIZE);
}

static int __init alloc_page_of_memory(void)
{
	return memblock_phys_alloc(PAGE_SIZE, PAGE_SIZE) ? 0 : -1;
}

/* reserve_all: all memory but a page at the bottom is taken. */
static void __init bench(const char *name, int n, bool reserve_all, int (*op)(void))
{
	unsigned long flags;
	u64 ticks = 0, t0;
	int i, failed = 0;

	for (i = 0; i < ROUNDS; i++) {
		lay_out(n, reserve_all ? n : n - 1, PAGE_SIZE);
		local_irq_save(flags);
		t0 = get_cycles();
		failed |= op();
		ticks += get_cycles() - t0;
		local_irq_restore(flags);
	}
	if (failed)
		console_printf("NOTE memblock.%s_%d failed\n", name, n);
	console_printf("BENCH memblock.%s_%d total %llu ops %u jiffies 0\n", name, n, ticks,
		       ROUNDS);
}

static int __init memblock_bench(void)
{
	static const int counts[] = { 10, 100, 1000 };
	const struct memblock saved = memblock;
	const enum slab_state slab_saved = slab_state;
	int i;

	if (!cpu_has(X86_FEATURE_TSC))
		return 0;
	slab_state = DOWN; /* else memblock leaves allocations to it */
	for (i = 0; i < ARRAY_SIZE(counts); i++) {
		bench("add", counts[i], true, add_in_front);
		bench("reserve", counts[i], true, reserve_in_front);
		bench("alloc_top", counts[i], false, alloc_page_of_memory);
		bench("alloc_bottom", counts[i], true, alloc_page_of_memory);
	}
	slab_state = slab_saved;
	memblock = saved;
	return 0;
}
late_initcall(memblock_bench);
