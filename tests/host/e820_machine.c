// SPDX-License-Identifier: MIT
/*
 * e820_machine.c - the kernel's files from memory map to memblock, and what they want to know of a machine
 *
 *   machine_entry() ──> boot_info_walk_memory() ──> arch/i386/e820*.c ──> mm/memblock.c ──> print_ranges()
 *                       kernel/params.c: mem=, memmap=, vmalloc=, highmem= ──┘
 *
 * Two files are included rather than linked: the statics of the first start anew with each boot, the second prints
 * zones before there is a struct page. All others are linked as they are.
 */
#include "e820_machine.h"

#include "../../arch/i386/e820_setup.c"
#include "../../mm/zones.c"

#include <linux/slab.h>
#include <asm/host.h>
#include <asm/pgtable.h>

/* More address bits than either kernel can use. */
struct cpuinfo_x86 boot_cpu_data;
struct boot_info boot_info;
char boot_command_line[COMMAND_LINE_SIZE];
unsigned long __FIXADDR_TOP = 0xfffff000;

/* There is no slab allocator yet. */
enum slab_state slab_state = DOWN;

void *__kmalloc(size_t size, gfp_t gfp)
{
	return NULL;
}

void *__kmalloc_kernel(size_t size)
{
	return NULL;
}

void kfree(const void *ptr)
{
}

#define LOADER_ENTRIES_MAX (2 * E820_MAX_ENTRIES)
static struct e820_entry loader_entries[LOADER_ENTRIES_MAX];
static unsigned int nr_loader_entries;

/* Room enough that memblock need not take some from RAM that is not there. */
static struct memblock_region ram[E820_MAX_ENTRIES + 1], reserved[128],
	physmem_ram[E820_MAX_ENTRIES + 1];
/* What e820__reallocate_tables() gets. */
static struct e820_entry allocated[E820_MAX_ENTRIES];

#define LOG_SIZE (1 << 20)
char machine_log[LOG_SIZE];
static unsigned int log_length;
int machine_quiet;
static bool booting;

void __real_host_write(const char *text, unsigned int len);
void __wrap_host_write(const char *text, unsigned int len);

void __wrap_host_write(const char *text, unsigned int len)
{
	if (log_length + len < LOG_SIZE) {
		memcpy(machine_log + log_length, text, len);
		log_length += len;
		machine_log[log_length] = '\0';
	}
	if (!machine_quiet || !booting)
		__real_host_write(text, len);
}

void *__wrap_memblock_alloc_try_nid(phys_addr_t size, phys_addr_t align, phys_addr_t min_addr,
				    phys_addr_t max_addr, int nid);

void *__wrap_memblock_alloc_try_nid(phys_addr_t size, phys_addr_t align, phys_addr_t min_addr,
				    phys_addr_t max_addr, int nid)
{
	return size <= sizeof(allocated) ? allocated : NULL;
}

static void empty(struct memblock_type *type, struct memblock_region *regions, unsigned long max)
{
	type->regions = regions;
	type->cnt = 0;
	type->max = max;
	type->total_size = 0;
}

void machine_reset(void)
{
	boot_cpu_data.x86_phys_bits = 52;
	boot_info = (struct boot_info){ .map_kind = BOOT_MAP_MB2 };
	nr_loader_entries = nr_user_ops = 0;
	the_table =
		(struct e820_table){ .max_entries = E820_MAX_ENTRIES, .entries = initial_entries };
	firmware_table.nr_entries = 0;
	empty(&memblock.memory, ram, ARRAY_SIZE(ram));
	empty(&memblock.reserved, reserved, ARRAY_SIZE(reserved));
	empty(&physmem, physmem_ram, ARRAY_SIZE(physmem_ram));
	log_length = 0;
	machine_log[0] = '\0';
}

void machine_entry(unsigned long long addr, unsigned long long size, unsigned int type)
{
	if (nr_loader_entries < LOADER_ENTRIES_MAX)
		loader_entries[nr_loader_entries++] = (struct e820_entry){ addr, size, type };
}

void boot_info_walk_memory(void (*entry)(u64 addr, u64 size, u32 type))
{
	unsigned int i;

	for (i = 0; i < nr_loader_entries; i++)
		entry(loader_entries[i].addr, loader_entries[i].size, loader_entries[i].type);
}

void machine_boot(const char *command_line)
{
	booting = true;
	strscpy(boot_command_line, command_line, sizeof(boot_command_line));
	parse_early_param();
	e820__memory_setup();
	max_pfn = e820__end_of_ram_pfn();
	find_low_pfn_range();
	memblock_reserve(__pa(_text), _end - _text);
	memblock_reserve(0, PAGE_SIZE);
	memblock_reserve(ISA_START, ISA_END - ISA_START);
	e820__memblock_setup();
	e820__reallocate_tables();
	booting = false;
}

void machine_report(void)
{
	phys_addr_t start, end, best = 0, best_end = 0;
	u64 i;

	numa_init();
	print_ranges();
	printk("On node 0 totalpages: %lu\n", PHYS_PFN(memblock_phys_mem_size()));
	memblock_debug = true;
	memblock_dump_all();
	for_each_free_mem_range(i, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end, NULL) {
		if (end - start > best_end - best) {
			best = start;
			best_end = end;
		}
	}
	printk("Largest free range: [mem %#018llx-%#018llx], %lluMB\n", (u64)best,
	       (u64)best_end - 1, (u64)(best_end - best) >> 20);
}

void machine_show_map(void)
{
	show_e820(0, NULL);
}
