// SPDX-License-Identifier: MIT
/*
 * e820_boot_test.c - promises of arch/i386/e820_setup.c, on a machine that boots anew for each case
 *
 * What is looked at: the table, what memblock got, and the words of the log.
 */
#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <asm/boot_info.h>
#include <asm/cpufeature.h>
#include <asm/e820.h>
#include <asm/host.h>
#include <asm/page.h>

#include "e820_machine.h"

#define RAM E820_TYPE_RAM
#define RESERVED E820_TYPE_RESERVED

#define EXPECT_LOG(test, text)                                                                     \
	KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(machine_log, text), "%s", text)
#define EXPECT_NO_LOG(test, text) KUNIT_EXPECT_NULL_MSG(test, strstr(machine_log, text), "%s", text)

/* 640 KiB, and RAM from 1 to 64 MiB. */
static int small_machine(struct kunit *test)
{
	machine_reset();
	machine_entry(0, 0xa0000, RAM);
	machine_entry(0x100000, 0x3f00000, RAM);
	return 0;
}

/* The type of the byte at @addr. */
static u32 type_at(u64 addr)
{
	int type = e820__get_entry_type(addr, addr + 1);

	return type == -EINVAL ? 0 : type;
}

static void map_becomes_memblock(struct kunit *test)
{
	machine_entry(0x90800, 0x10000, RESERVED);
	machine_entry(0x5000800, 0x1000, RAM);
	machine_boot("");
	EXPECT_LOG(test, "BIOS-e820: [mem 0x0000000000000000-0x00000000000907ff] usable\n"
			 "BIOS-e820: [mem 0x0000000000090800-0x00000000000a07ff] reserved\n"
			 "BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable\n");
	EXPECT_LOG(test, "e820: update [mem 0x00000000-0x00000fff] usable ==> reserved\n"
			 "e820: remove [mem 0x000a0000-0x000fffff] usable\n");
	EXPECT_NO_LOG(test, "user");
	EXPECT_NO_LOG(test, "modified");
	EXPECT_NO_LOG(test, "not marked");
	KUNIT_EXPECT_EQ(test, memblock.memory.cnt, 2ul);
	KUNIT_EXPECT_EQ(test, memblock.memory.regions[0].base, (phys_addr_t)0x1000);
	KUNIT_EXPECT_EQ(test, memblock.memory.regions[0].size, (phys_addr_t)0x8f000);
	KUNIT_EXPECT_EQ(test, memblock.memory.regions[1].size, (phys_addr_t)0x3f00000);
	KUNIT_EXPECT_EQ(test, max_pfn, 0x4000ul);
	KUNIT_EXPECT_EQ(test, e820__end_of_low_ram_pfn(), 0x4000ul);
	KUNIT_EXPECT_EQ(test, physmem.regions[0].base, (phys_addr_t)0);
	/* The table is as large as it must be, and where memblock put it. */
	KUNIT_EXPECT_EQ(test, e820_table->max_entries, e820_table->nr_entries);
	KUNIT_EXPECT_TRUE(test, e820__mapped_all(0x1000, 0x90800, RAM));
	KUNIT_EXPECT_TRUE(test, e820__mapped_any(0, 0x2000, RESERVED));
	KUNIT_EXPECT_FALSE(test, e820__mapped_any(0xa0800, 0x100000, E820_TYPE_NONE));
}

static void every_type_has_a_name(struct kunit *test)
{
	static const u32 types[] = {
		2, 3, 4, 5, 6, 7, 12, 20, E820_TYPE_SOFT_RESERVED, E820_TYPE_LAST, 0
	};
	static const char *const names[] = { "reserved",
					     "ACPI data",
					     "ACPI NVS",
					     "unusable",
					     "type 6",
					     "persistent (type 7)",
					     "persistent (type 12)",
					     "type 20",
					     "soft reserved",
					     "type 4294967295",
					     "reserved" };
	char line[80];
	int i;

	for (i = 0; i < ARRAY_SIZE(types); i++)
		machine_entry(0x80000000ull + i * 0x2000, 0x1000, types[i]);
	machine_boot("");
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		snprintf(line, sizeof(line), "BIOS-e820: [mem 0x%016llx-0x%016llx] %s\n",
			 0x80000000ull + i * 0x2000, 0x80000fffull + i * 0x2000, names[i]);
		EXPECT_LOG(test, line);
	}
	machine_show_map();
	EXPECT_LOG(test, "\n[mem 0x0000000080014000-0x0000000080014fff] reserved\n");
}

static void two_numbers_are_a_map(struct kunit *test)
{
	boot_info.map_kind = BOOT_MAP_BASIC;
	machine_boot("");
	EXPECT_LOG(test, "BIOS-88: [mem 0x0000000000000000-0x000000000009ffff] usable\n");
}

/* RAM that the CPU's address lines do not reach, then RAM that this build's page tables do not. */
static void ram_out_of_reach_goes(struct kunit *test)
{
	machine_entry(0xfffff000, 0x2000, RAM);
	machine_entry(0xffffff000, 0x1000, RAM);
	machine_entry(0x1000000000, 0x100000, RAM);
	machine_entry(0x2000000000, 0x100000, 4);
	machine_entry(0xffffffffff000, 0x102000, RAM);
	machine_boot("");
	EXPECT_LOG(
		test,
		"e820: 1 MiB of RAM above 0x10000000000000 cannot be used: this CPU has 52 address bits");
	EXPECT_LOG(test, "cannot be used: beyond this kernel's page tables");
	EXPECT_LOG(test, "modified: [mem 0x0000000000000000-0x000000000009ffff] usable\n");
	KUNIT_EXPECT_EQ(test, type_at(0xfffff000), (u32)RAM);
	KUNIT_EXPECT_EQ(test, type_at(0x2000000000), 4u);
	KUNIT_EXPECT_EQ(test, type_at(0x1000000000), 0u);
	if (MAX_PHYSMEM_BITS == 32) {
		EXPECT_LOG(test, "e820: boot himem-pae.elf to use 0 MiB more\n");
		KUNIT_EXPECT_EQ(test, type_at(0x100000000), 0u);
		KUNIT_EXPECT_EQ(test, max_pfn, 0x100000ul);
		KUNIT_EXPECT_EQ(test, e820__end_of_low_ram_pfn(), 0x100000ul);
	} else {
		EXPECT_NO_LOG(test, "himem-pae");
		KUNIT_EXPECT_EQ(test, type_at(0x100000000), (u32)RAM);
		KUNIT_EXPECT_EQ(test, type_at(0xffffff000), (u32)RAM);
		KUNIT_EXPECT_EQ(test, max_pfn, 0x1000000ul);
		KUNIT_EXPECT_EQ(test, e820__end_of_low_ram_pfn(), 0x100000ul);
	}
}

static void cpu_without_high_address_lines(struct kunit *test)
{
	boot_cpu_data.x86_phys_bits = 32;
	machine_entry(0xffff0000, 0x110000, RAM);
	machine_boot("");
	EXPECT_LOG(
		test,
		"e820: 1 MiB of RAM above 0x100000000 cannot be used: this CPU has 32 address bits");
	EXPECT_NO_LOG(test, "beyond this kernel's");
	EXPECT_NO_LOG(test, "himem-pae");
	EXPECT_LOG(test, "modified: ");
	KUNIT_EXPECT_EQ(test, type_at(0xffffffff), (u32)RAM);
	KUNIT_EXPECT_EQ(test, type_at(0x100000000), 0u);
}

/* The last page below a limit is RAM, the first above is not: nothing is lost and nothing said. */
static void ram_up_to_the_limit_stays(struct kunit *test)
{
	machine_entry((1ull << MAX_PHYSMEM_BITS) - PAGE_SIZE, PAGE_SIZE, RAM);
	machine_boot("");
	EXPECT_NO_LOG(test, "cannot be used");
	EXPECT_NO_LOG(test, "modified");
	KUNIT_EXPECT_EQ(test, max_pfn, 1ul << (MAX_PHYSMEM_BITS - PAGE_SHIFT));
}

static void mem_hides_ram_from_all_but_physmem(struct kunit *test)
{
	machine_entry(0x4000000, 0x1000, RESERVED);
	machine_boot("mem=32M");
	EXPECT_LOG(test, "e820: remove [mem 0x02000000-0xfffffffffffffffe] usable\n");
	EXPECT_LOG(
		test,
		"user-defined physical RAM map:\nuser: [mem 0x0000000000000000-0x000000000009ffff] usable\n"
		"user: [mem 0x0000000000100000-0x0000000001ffffff] usable\n"
		"user: [mem 0x0000000004000000-0x0000000004000fff] reserved\n");
	KUNIT_EXPECT_EQ(test, max_pfn, 0x2000ul);
	KUNIT_EXPECT_EQ(test, physmem.regions[1].size, (phys_addr_t)0x3f00000);
}

/* Malformed: named, and everything stays as it is. */
static void malformed_mem_is_ignored(struct kunit *test)
{
	static const char *const lines[] = { "mem",	"mem=",	   "mem=0",    "mem=x",
					     "mem=12Q", "mem=-1M", "mem=16MB", "mem=1M,",
					     "mem= 1M", "mem=0x",  "\"mem=\"" };
	int i;

	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		small_machine(test);
		machine_boot(lines[i]);
		KUNIT_EXPECT_NOT_NULL_MSG(test,
					  strstr(machine_log, "Malformed early option 'mem'\n"),
					  "%s", lines[i]);
		KUNIT_EXPECT_EQ_MSG(test, max_pfn, 0x4000ul, "%s", lines[i]);
		EXPECT_NO_LOG(test, "user");
	}
	small_machine(test);
	machine_boot("mem=nopentium");
	EXPECT_NO_LOG(test, "Malformed");
	EXPECT_NO_LOG(test, "user");
}

struct form {
	const char *value;
	u64 addr; /* looked at here: */
	u32 below, at, last,
		behind; /* types of the bytes before and at addr, at addr + 0xfff and behind */
};

static void each_form_of_memmap(struct kunit *test)
{
	static const struct form forms[] = {
		{ "4K@80M", 0x5000000, 0, 1, 1, 0 },
		{ "4K@32M", 0x2000000, 1, 1, 1, 1 },
		{ "4K#32M", 0x2000000, 1, 3, 3, 1 },
		{ "4K#80M", 0x5000000, 0, 3, 3, 0 },
		{ "4K$32M", 0x2000000, 1, 2, 2, 1 },
		{ "4K$80M", 0x5000000, 0, 2, 2, 0 },
		{ "4K!32M", 0x2000000, 1, 12, 12, 1 },
		{ "4K!80M", 0x5000000, 0, 12, 12, 0 },
		{ "0x1000%0x2000000-1+20", 0x2000000, 1, 20, 20, 1 },
		{ "4096%33554432-1+0xefffffff", 0x2000000, 1, 0xefffffff, 0xefffffff, 1 },
		{ "4K%32M-2+20", 0x2000000, 1, 1, 1, 1 },
		{ "4K%32M+0xffffffff", 0x2000000, 1, 0xffffffff, 0xffffffff, 1 },
		{ "4K%32M+2", 0x2000000, 1, 2, 2, 1 },
		{ "4K%80M+2", 0x5000000, 0, 2, 2, 0 },
		{ "4K%80M-0+5", 0x5000000, 0, 5, 5, 0 },
		{ "4K%32M-1", 0x2000000, 1, 0, 0, 1 },
		{ "4K%32M", 0x2000000, 1, 0, 0, 1 },
		{ "4K$32M,4K%32M-2", 0x2000000, 1, 0, 0, 1 },
		{ "32M", 0x2000000, 1, 0, 0, 0 },
		{ "4K!32M,4K#32M", 0x2000000, 1, 12, 12, 1 },
		{ "4K#32M,4K$32M", 0x2000000, 1, 3, 3, 1 },
		{ "4K$32M,4K@32M", 0x2000000, 1, 2, 2, 1 },
		{ "exactmap,48M@1M,4K$32M", 0x2000000, 1, 2, 2, 1 },
		{ "32M,4K@32M", 0x2000000, 1, 1, 1, 0 },
		{ "4K@32M,32M", 0x2000000, 1, 0, 0, 0 },
	};
	char line[80];
	int i;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		const struct form *f = &forms[i];

		small_machine(test);
		snprintf(line, sizeof(line), "quiet memmap=%s", f->value);
		machine_boot(line);
		EXPECT_NO_LOG(test, "makes no sense");
		EXPECT_NO_LOG(test, "Malformed");
		KUNIT_EXPECT_EQ_MSG(test, type_at(f->addr - 1), f->below, "%s", line);
		KUNIT_EXPECT_EQ_MSG(test, type_at(f->addr), f->at, "%s", line);
		KUNIT_EXPECT_EQ_MSG(test, type_at(f->addr + 0xfff), f->last, "%s", line);
		KUNIT_EXPECT_EQ_MSG(test, type_at(f->addr + 0x1000), f->behind, "%s", line);
	}
}

static void malformed_memmap_is_named(struct kunit *test)
{
	static const char *const wrong[] = { "",
					     "junk",
					     "0",
					     "0@1M",
					     "4K@",
					     "4K@x",
					     "4K^1M",
					     "4K@1Mx",
					     "exact",
					     "exactmaps",
					     "4K%",
					     "4K%1M-1+",
					     "4K%1M-",
					     "4K%1M-0x100000001+2",
					     "4K%1M-1+0x100000002",
					     "4K%1M-1+2x",
					     "4K%1M*",
					     "4K@1M+1M",
					     "@1M",
					     "4K@@1M" };
	char line[80];
	int i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		/* Between two that are well. */
		small_machine(test);
		snprintf(line, sizeof(line), "memmap=4K$32M,%s,4K$48M", wrong[i]);
		machine_boot(line);
		snprintf(line, sizeof(line), "e820: memmap=%s makes no sense, ignored\n", wrong[i]);
		EXPECT_LOG(test, line);
		KUNIT_EXPECT_EQ(test, type_at(0x2000000), (u32)RESERVED);
		KUNIT_EXPECT_EQ(test, type_at(0x3000000), (u32)RESERVED);
		KUNIT_EXPECT_EQ(test, max_pfn, 0x4000ul);
		KUNIT_EXPECT_EQ(test, memblock_phys_mem_size(), (phys_addr_t)0x3f9d000);
	}
	small_machine(test);
	machine_boot("memmap");
	EXPECT_LOG(test, "Malformed early option 'memmap'\n");
	small_machine(test);
	machine_boot("memmap=4K$32M,junk");
	EXPECT_LOG(test, "Malformed early option 'memmap'\n");
}

static void quotes_and_dashes(struct kunit *test)
{
	machine_boot("\"memmap=4K$32M,4K$33M\" mem=\"48M\" -- mem=16M memmap=junk");
	EXPECT_NO_LOG(test, "junk");
	KUNIT_EXPECT_EQ(test, type_at(0x2000000), (u32)RESERVED);
	KUNIT_EXPECT_EQ(test, type_at(0x2100fff), (u32)RESERVED);
	KUNIT_EXPECT_EQ(test, max_pfn, 0x3000ul);
}

static void operations_beyond_128_are_refused(struct kunit *test)
{
	char line[2048];
	int i, len = 0;

	for (i = 0; i < 130; i++)
		len += scnprintf(line + len, sizeof(line) - len, "%s4K$%uK",
				 i ? "," : "memmap=", 32768 + 8 * i);
	machine_boot(line);
	EXPECT_LOG(test, "e820: more than 128 ranges in mem= and memmap=, the rest ignored\n");
	EXPECT_NO_LOG(test, "makes no sense");
	KUNIT_EXPECT_EQ(test, type_at(0x2000000 + 127 * 0x2000), (u32)RESERVED);
	KUNIT_EXPECT_EQ(test, type_at(0x2000000 + 128 * 0x2000), (u32)RAM);
}

static void memmap_reaches_no_further_than_the_cpu(struct kunit *test)
{
	machine_boot("memmap=1M@0x2000000000");
	EXPECT_LOG(test, "e820: 1 MiB of RAM above");
	KUNIT_EXPECT_EQ(test, type_at(0x2000000000), 0u);
	KUNIT_EXPECT_EQ(test, max_pfn, 0x4000ul);
}

static void kernel_image_is_ram_whatever_the_map_says(struct kunit *test)
{
	machine_boot("memmap=4K$1M");
	EXPECT_LOG(test, ".text .data .bss are not marked as E820_TYPE_RAM!\n");
	KUNIT_EXPECT_EQ(test, type_at(0x100000), (u32)RAM);
	small_machine(test);
	machine_boot("memmap=4K$2M memmap=4K$0x1ff000");
	EXPECT_LOG(test, ".text .data .bss");
	KUNIT_EXPECT_EQ(test, type_at(0x1fffff), (u32)RAM);
	KUNIT_EXPECT_EQ(test, type_at(0x200000), (u32)RESERVED);
	small_machine(test);
	machine_boot("memmap=4K$2M");
	EXPECT_NO_LOG(test, ".text .data .bss");
}

/* 4,096 ranges of the loader are kept; what comes behind them is named and left out. */
static void table_has_its_limit(struct kunit *test)
{
	int i;

	machine_reset();
	machine_entry(0x100000, 0x100000, RAM);
	for (i = 1; i < E820_MAX_ENTRIES + 1; i++)
		machine_entry(0x1000000 + i * 0x2000, 0x1000, RAM);
	machine_boot("");
	EXPECT_LOG(test, "e820: too many entries; ignoring [mem 0x03000000-0x03000fff]\n");
	KUNIT_EXPECT_EQ(test, e820_table->nr_entries, (u32)E820_MAX_ENTRIES);
	KUNIT_EXPECT_EQ(test, memblock.memory.cnt, (unsigned long)E820_MAX_ENTRIES);
}

static void changes_of_the_table_are_logged(struct kunit *test)
{
	machine_boot("");
	small_machine(test); /* e820_table is large again */
	e820__range_add(0x100000, 0x100000, RAM);
	KUNIT_EXPECT_EQ(test, e820__range_update(0x110000, 0x1000, RAM, 6), 0x1000ull);
	EXPECT_LOG(test, "e820: update [mem 0x00110000-0x00110fff] usable ==> type 6\n");
	KUNIT_EXPECT_EQ(test, e820__range_remove(0x100000, 0x20000, RAM, false), 0x20000ull);
	EXPECT_LOG(test, "e820: remove [mem 0x00100000-0x0011ffff] \n");
	KUNIT_EXPECT_EQ(test, e820_table->nr_entries, 1u);
	KUNIT_EXPECT_EQ(test, e820_table->entries[0].addr, 0x120000ull);
}

static struct kunit_case e820_boot_cases[] = { KUNIT_CASE(map_becomes_memblock),
					       KUNIT_CASE(every_type_has_a_name),
					       KUNIT_CASE(two_numbers_are_a_map),
					       KUNIT_CASE(ram_out_of_reach_goes),
					       KUNIT_CASE(cpu_without_high_address_lines),
					       KUNIT_CASE(ram_up_to_the_limit_stays),
					       KUNIT_CASE(mem_hides_ram_from_all_but_physmem),
					       KUNIT_CASE(malformed_mem_is_ignored),
					       KUNIT_CASE(each_form_of_memmap),
					       KUNIT_CASE(malformed_memmap_is_named),
					       KUNIT_CASE(quotes_and_dashes),
					       KUNIT_CASE(operations_beyond_128_are_refused),
					       KUNIT_CASE(memmap_reaches_no_further_than_the_cpu),
					       KUNIT_CASE(
						       kernel_image_is_ram_whatever_the_map_says),
					       KUNIT_CASE(table_has_its_limit),
					       KUNIT_CASE(changes_of_the_table_are_logged),
					       {} };

static struct kunit_suite e820_boot_suite = {
	.name = "e820_boot",
	.init = small_machine,
	.test_cases = e820_boot_cases,
};
kunit_test_suite(e820_boot_suite);

/* What the runner asks between cases, of a machine without allocators. */
void drain_all_pages(void)
{
}

unsigned long nr_slab_objects(void)
{
	return 0;
}

void slab_shrink_all(void)
{
}

void vmalloc_release(void)
{
}

unsigned long nr_free_pages(void)
{
	return 0;
}

int main(int argc, char **argv)
{
	machine_quiet = 1;
	machine_reset();
	host_exit(kunit_run_tests_matching(argc > 1 ? argv[1] : NULL) != 0);
}
