// SPDX-License-Identifier: MIT
/*
 * tests/host/e820_replay.c - the kernel's memory map code as a program, on the map of any machine
 *
 *   NAME.e820 ──> boot_info_walk_memory() ──> arch/i386/e820*.c ──> memblock_add() ──> what the kernel would log
 *
 * Built twice, as e820-replay-i386 and e820-replay-pae (tests/host/e820.inc). The kernel's files are compiled as they
 * are; this file stands for everything around them.
 *
 * Usage: e820-replay-pae [--append='mem=1G memmap=...'] FILE
 * Tests: tests/host/e820_replay_test.py
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Behind libc's: some of its functions are macros here. */
#include <asm/boot_info.h>
#include <asm/cpufeature.h>
#include <asm/e820.h>
#include <asm/page.h>
#include <linux/console.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/memblock.h>

/* What the kernel's files want to know of the machine. A CPU with more address bits than either kernel can use. */
struct cpuinfo_x86 boot_cpu_data = { .x86_phys_bits = 52 };
struct boot_info boot_info = { .map_kind = BOOT_MAP_MB2 };

static FILE *map_file;
static const char *map_name;
static u64 total_pages;

/* By the kernel's own vsnprintf(), as libc's writes %#x of 0 another way. */
int printk(const char *fmt, ...)
{
	char text[1024];
	va_list args;
	int n;

	if (fmt[0] == KERN_SOH[0])
		fmt += 2;
	va_start(args, fmt);
	n = vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	fputs(text, stdout);
	return n;
}

void console_printf(const char *fmt, ...)
{
}

const char *kallsyms_lookup(unsigned long addr, unsigned long *size, unsigned long *offset)
{
	return NULL;
}

void memblock_allow_resize(void)
{
}

int memblock_add(phys_addr_t base, phys_addr_t size)
{
	printk("  node   0: [mem %#018llx-%#018llx]\n", (u64)base, (u64)base + size - 1);
	total_pages += size >> PAGE_SHIFT;
	return 0;
}

int memblock_physmem_add(phys_addr_t base, phys_addr_t size)
{
	return 0;
}

void *memblock_alloc_try_nid(phys_addr_t size, phys_addr_t align, phys_addr_t min_addr,
			     phys_addr_t max_addr, int nid)
{
	return calloc(1, size);
}

static u32 type_number(const char *name)
{
	static const struct {
		const char *name;
		u32 type;
	} names[] = {
		{ "usable", E820_TYPE_RAM },
		{ "reserved", E820_TYPE_RESERVED },
		{ "acpi-data", E820_TYPE_ACPI },
		{ "acpi-nvs", E820_TYPE_NVS },
		{ "unusable", E820_TYPE_UNUSABLE },
		{ "persistent7", E820_TYPE_PMEM },
		{ "persistent", E820_TYPE_PRAM },
		{ "type-20", 20 },
		{ "soft-reserved", E820_TYPE_SOFT_RESERVED },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(name, names[i].name))
			return names[i].type;
	return strtoul(name, NULL, 0);
}

void boot_info_walk_memory(void (*entry)(u64 addr, u64 size, u32 type))
{
	char line[1024], type[32];
	int number = 0;

	while (fgets(line, sizeof(line), map_file)) {
		u64 start, end;

		number++;
		if (line[0] == '#' || line[0] == '\n')
			continue;
		if (sscanf(line, "%llx %llx %31s", &start, &end, type) != 3) {
			fprintf(stderr, "%s:%d: not \"START END TYPE\": %s", map_name, number,
				line);
			exit(2);
		}
		entry(start, end - start + 1, type_number(type));
	}
}

/* Each mem= and memmap= of a command line, in order. */
static void parse(char *words)
{
	char *word;

	for (word = strtok(words, " "); word; word = strtok(NULL, " ")) {
		int err = 0;

		if (!strncmp(word, "mem=", 4))
			err = e820_parse_mem(word + 4);
		else if (!strncmp(word, "memmap=", 7))
			err = e820_parse_memmap(word + 7);
		if (err)
			printk("Malformed early option '%s'\n", word);
	}
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strncmp(argv[1], "--append=", 9)) {
		parse(argv[1] + 9);
		argc--;
		argv++;
	}
	if (argc != 2) {
		fprintf(stderr, "usage: e820-replay [--append='mem=... memmap=...'] FILE\n");
		return 2;
	}
	map_name = argv[1];
	map_file = fopen(map_name, "r");
	if (!map_file) {
		perror(map_name);
		return 2;
	}
	e820__memory_setup();
	e820__end_of_ram_pfn();
	printk("Early memory node ranges\n");
	e820__memblock_setup();
	e820__reallocate_tables();
	printk("On node 0 totalpages: %llu\n", total_pages);
	return 0;
}
