// SPDX-License-Identifier: MIT
/*
 * arch/host/setup.c - a process boots: mm/ and its tests, on as much memory as one likes
 *
 *   mm-pae [--mem=64G] [word of the kernel's command line]...     kunit.filter_glob=SUITE[.CASE], highmem=, ...
 *
 *   memory  [page 0][640 KiB]      [1 MiB .. 3 GiB)            [4 GiB .. the rest)
 *
 * Exit status: 0 all passed, 1 some failed; the sanitizers have others.
 */
#include <kunit/test.h>
#include <linux/fault-inject.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/params.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <linux/topology.h>
#include <asm/host.h>
#include <asm/pgtable.h>

char boot_command_line[COMMAND_LINE_SIZE];

/* A process has no tick: time stands still, as between two ticks. */
volatile unsigned long jiffies;

/* The direct map shows RAM, not the holes. */
static void map_lowmem(void)
{
	phys_addr_t start, end;
	u64 i;

	for_each_mem_range(i, &start, &end) {
		end = min(end, PFN_PHYS(max_low_pfn));
		if (start < end)
			host_map((unsigned long)__va(start), start, end - start, true);
	}
	memblock_set_current_limit(PFN_PHYS(max_low_pfn));
	memblock_allow_resize();
}

/* Frames from HIGHMEM show at the memmap's addresses. */
void vmemmap_populate(unsigned long start, unsigned long end)
{
	phys_addr_t phys = memblock_phys_alloc_range(end - start, PAGE_SIZE, PFN_PHYS(max_low_pfn),
						     MEMBLOCK_ALLOC_ANYWHERE);

	if (!phys)
		phys = memblock_phys_alloc(end - start, PAGE_SIZE);
	if (!phys)
		panic("vmemmap: no memory for struct page at %#lx", start);
	host_map(start, phys, end - start, true);
}

static void add_memory(u64 bytes)
{
	u64 low = min_t(u64, bytes, 3ULL << 30);

	memblock_add(PAGE_SIZE, 0xa0000 - PAGE_SIZE);
	memblock_add(SZ_1M, low - SZ_1M);
	if (bytes > low)
		memblock_add((phys_addr_t)1 << 16 << 16, bytes - low);
	max_pfn = PFN_DOWN(memblock_end_of_DRAM());
}

int main(int argc, char **argv)
{
	u64 bytes = SZ_256M;
	int i;

	host_init(argv);
	for (i = 1; i < argc; i++) {
		if (str_has_prefix(argv[i], "--mem=")) {
			bytes = memparse(argv[i] + strlen("--mem="), NULL);
			continue;
		}
		strlcat(boot_command_line, argv[i], sizeof(boot_command_line));
		strlcat(boot_command_line, " ", sizeof(boot_command_line));
	}
	host_create_memory(bytes > 3ULL << 30 ? bytes + SZ_1G : bytes);
	parse_early_param();
	add_memory(bytes);
	find_low_pfn_range();
	numa_init();
	map_lowmem();
	parse_command_line();
	kmap_local_init_cpu(0);
	mm_core_init();
	fault_injection_begin();
	host_exit(kunit_run_all_tests() != 0);
}
