// SPDX-License-Identifier: MIT
/*
 * arch/i386/setup.c - from "paging is on" to "memblock knows all RAM and LOWMEM is mapped"
 *
 * Read first: setup_arch(), a table of contents.
 * Tests:      every guest of tests/boot goes through it; tests/boot/info_cases.py with bad loader information
 * Linux:      arch/x86/kernel/setup.c
 */
#include <asm/setup.h>

#include <linux/console.h>
#include <linux/init.h>
#include <linux/memblock.h>
#include <linux/memtest.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/topology.h>
#include <linux/printk.h>
#include <asm/acpi.h>
#include <asm/apic.h>
#include <asm/boot_info.h>
#include <asm/cpufeature.h>
#include <asm/e820.h>
#include <asm/early_ioremap.h>
#include <asm/percpu.h>
#include <asm/pgtable.h>
#include <asm/sections.h>
#include <asm/smp.h>

/* What must never be handed out, before the first allocation. */
static void __init reserve_memory(void)
{
	memblock_reserve(__pa(_text), _end - _text);
	/* Page 0 is where the BIOS keeps its vectors and data, and the address that stands for failure. */
	memblock_reserve(0, PAGE_SIZE);
	memblock_reserve(ISA_START, ISA_END - ISA_START);
	boot_info_reserve();
}

void __init setup_arch(char **cmdline_p)
{
	memblock_set_current_limit(BOOT_MAP_SIZE);
	cpu_detect();
	early_ioremap_init();
	boot_info_init();
	*cmdline_p = boot_command_line;
	parse_early_param();
	pat_init();
	console_init();

	e820__memory_setup();
	max_pfn = e820__end_of_ram_pfn();
	max_possible_pfn = max_pfn;
	find_low_pfn_range();
	reserve_memory();
	acpi_boot_table_init();
	e820__memblock_setup();
	numa_init();

	init_mem_mapping();
	e820__reallocate_tables();
	print_address_map();
	apic_init();
	smp_prepare_cpus();
	setup_per_cpu_areas();
	early_memtest();
	memblock_dump_all();
}
