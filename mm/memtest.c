// SPDX-License-Identifier: MIT
/*
 * mm/memtest.c - memtest=N: try out all free RAM before anybody uses it
 *
 *   for each pattern: fill every free range, then read all of it back
 *   a word that differs: its range is reserved in memblock and named in the log
 *
 * LOWMEM is reached through the direct map, HIGHMEM page by page through a kmap_local window, which needs no memmap.
 * All is filled before anything is checked, so that two addresses that share a cell are found as well. What is bad is
 * reserved when the check is over: memblock may then take free memory for its lists, and what it writes there would look
 * like bad words.
 *
 * Tests: tests/boot/memtest_cases.py plants faults from the host's side
 * Linux: mm/memtest.c, Documentation/admin-guide/kernel-parameters (memtest=). There HIGHMEM is left out.
 */
#include <linux/memtest.h>

#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kstrtox.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/printk.h>

/* Each bit with each neighbour in both values, and one pattern more; the order is Linux's. */
static const u8 nibbles[] __initconst = { 0x0, 0xf, 0x5, 0xa, 0x1, 0x2, 0x4, 0x8,
					  0x3, 0x6, 0x9, 0xc, 0x7, 0xb, 0xd, 0xe };
#define NR_PATTERNS (ARRAY_SIZE(nibbles) + 1)

static u64 __init pattern_of(unsigned int pass)
{
	unsigned int i = pass % NR_PATTERNS;

	return i < ARRAY_SIZE(nibbles) ? nibbles[i] * 0x1111111111111111ULL : 0x7a6c7258554e494cULL;
}

#define BAD_RANGES_MAX 64

static struct {
	phys_addr_t start, end;
} bad_ranges[BAD_RANGES_MAX] __initbss;

static unsigned int nr_bad_ranges __initdata;
static unsigned int nr_passes __initdata;

static int __init parse_memtest(char *val)
{
	if (!val) {
		nr_passes = NR_PATTERNS;
		return 0;
	}
	return kstrtouint(val, 0, &nr_passes);
}
early_param("memtest", parse_memtest);

static void __init reserve_bad_ranges(u64 pattern)
{
	unsigned int i;

	for (i = 0; i < nr_bad_ranges; i++) {
		phys_addr_t start = bad_ranges[i].start, end = bad_ranges[i].end;

		pr_info("  %016llx bad mem addr %pa - %pa reserved\n", pattern, &start, &end);
		if (memblock_reserve(start, end - start))
			panic("memtest: no room to reserve bad RAM at %pa", &start);
	}
	nr_bad_ranges = 0;
}

/* Neighbouring bad words become one range, across pages too. Return: false when there is no room for another. */
static bool __init note_bad_word(phys_addr_t phys)
{
	unsigned int nr = nr_bad_ranges;

	if (!nr || bad_ranges[nr - 1].end != phys) {
		if (nr == BAD_RANGES_MAX)
			return false;
		bad_ranges[nr].start = phys;
		nr_bad_ranges = ++nr;
	}
	bad_ranges[nr - 1].end = phys + sizeof(u64);
	return true;
}

static u64 *__init map_words(phys_addr_t phys)
{
	unsigned long pfn = PHYS_PFN(phys);
	char *page = pfn < max_low_pfn ? __va(PFN_PHYS(pfn)) : kmap_local_pfn(pfn);

	return (u64 *)(page + (phys & ~PAGE_MASK));
}

/* Fills a range, or checks it. Return: false when the rest must be checked another time. */
static bool __init test_range(u64 pattern, phys_addr_t start, phys_addr_t end, bool check)
{
	phys_addr_t next;
	bool room = true;

	for (; room && start < end; start = next) {
		bool high = PHYS_PFN(start) >= max_low_pfn;
		u64 *word = map_words(start), *mapped = word;

		next = min_t(u64, round_down((u64)start, PAGE_SIZE) + PAGE_SIZE, end);
		for (; room && start < next; start += sizeof(*word), word++) {
			if (!check)
				WRITE_ONCE(*word, pattern);
			else if (READ_ONCE(*word) != pattern)
				room = note_bad_word(start);
		}
		if (high)
			kunmap_local(mapped);
	}
	return room;
}

/* Whole words only: a free range may begin or end anywhere. */
static bool __init test_all(u64 pattern, bool check)
{
	phys_addr_t start, end;
	u64 i;

	for_each_free_mem_range(i, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end, NULL) {
		start = round_up(start, sizeof(u64));
		end = round_down(end, sizeof(u64));
		if (start < end && !check)
			pr_info("  %pa - %pa pattern %016llx\n", &start, &end, pattern);
		if (!test_range(pattern, start, end, check))
			return false;
	}
	return true;
}

/* Once; again from the start, without what is known to be bad, as long as there is more than the list holds. */
static void __init test_pattern(u64 pattern)
{
	bool all;

	do {
		test_all(pattern, false);
		all = test_all(pattern, true);
		reserve_bad_ranges(pattern);
	} while (!all);
}

void __init early_memtest(void)
{
	unsigned int pass;

	if (!nr_passes)
		return;
	pr_info("early_memtest: # of tests: %u\n", nr_passes);
	for (pass = 0; pass < nr_passes; pass++)
		test_pattern(pattern_of(pass));
}
