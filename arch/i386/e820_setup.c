// SPDX-License-Identifier: MIT
/*
 * arch/i386/e820_setup.c - from the loader's memory map, through the command line, to memblock
 *
 *   boot_info_walk_memory() ──> e820_table ──> "BIOS-e820: ..."
 *        clip to CPU and build ──> memblock's physmem
 *        mem=, memmap=          ──> "user: ..."
 *        page 0, a0000-fffff, kernel image ──> memblock.memory
 *
 * Parameters are parsed before there is a table. What they ask for is noted as operations, and carried out in the order
 * in which they stand on the command line.
 *
 * Read first: e820__memory_setup().
 * Tests:      tests/kernel/e820_test.c; tests/boot has guests with mem= and memmap=.
 * Linux:      arch/x86/kernel/e820.c, setup.c.
 */
#include <asm/e820.h>

#include <linux/cache.h>
#include <linux/console.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/monitor.h>
#include <linux/pfn.h>
#include <linux/string.h>

#include <asm/boot_info.h>
#include <asm/cpufeature.h>
#include <asm/page.h>
#include <asm/sections.h>

#define MAX_ARCH_PFN MAX_NR_PFNS
#define PAE_LIMIT (1ULL << 36)
#define BIOS_BEGIN 0xa0000
#define BIOS_END 0x100000
#define USER_OPS_MAX 128

/* __e820__range_set(), to be done later. */
struct user_op {
	u64 start, size;
	u32 from_low, from_high, to;
};

static struct e820_entry initial_entries[E820_MAX_ENTRIES] __initbss;
/* Its entries move out of the init sections: e820__reallocate_tables(). */
static struct e820_table the_table __refdata = {
	.max_entries = E820_MAX_ENTRIES,
	.entries = initial_entries,
};
struct e820_table *e820_table = &the_table;

/* What the machine has, before mem= and memmap=: for physmem, until e820__memblock_setup(). */
static struct e820_entry firmware_entries[E820_MAX_ENTRIES] __initbss;
static struct e820_table firmware_table __initdata = { .entries = firmware_entries };

static struct user_op user_ops[USER_OPS_MAX] __initbss;
static unsigned int nr_user_ops __initdata;

/* Room for the longest name, of a type that has none. */
#define TYPE_NAME_MAX 24

const struct e820_type_name *e820__type_name(u32 type)
{
	static const struct e820_type_name names[] = {
		{ E820_TYPE_RAM, "usable", "System RAM" },
		{ E820_TYPE_RESERVED, "reserved", "Reserved" },
		{ E820_TYPE_ACPI, "ACPI data", "ACPI Tables" },
		{ E820_TYPE_NVS, "ACPI NVS", "ACPI Non-volatile Storage" },
		{ E820_TYPE_UNUSABLE, "unusable", "Unusable memory" },
		{ E820_TYPE_SOFT_RESERVED, "soft reserved", "Soft Reserved" },
		{ E820_TYPE_PMEM, NULL, "Persistent Memory" },
		{ E820_TYPE_PRAM, NULL, "Persistent Memory (legacy)" },
		{ E820_TYPE_NONE, NULL, "Unknown E820 type" },
	};
	const struct e820_type_name *name = names;

	while (name->type != type && name->type != E820_TYPE_NONE)
		name++;
	return name;
}

static const char *type_name(u32 type, char *buf)
{
	const struct e820_type_name *name = e820__type_name(type);

	if (name->log)
		return name->log;
	snprintf(buf, TYPE_NAME_MAX, name->type ? "persistent (type %u)" : "type %u", type);
	return buf;
}

/* As dmesg has them, into the log or, without @who, to the person who asks. */
static void print_entry(const char *who, const struct e820_entry *entry)
{
	u64 last = entry->addr + entry->size - 1;
	char buf[TYPE_NAME_MAX];
	const char *type = type_name(entry->type, buf);

	if (who)
		pr_info("%s: [mem %#018llx-%#018llx] %s\n", who, entry->addr, last, type);
	else
		console_printf("[mem %#018llx-%#018llx] %s\n", entry->addr, last, type);
}

void e820__print_table(const char *who)
{
	u32 i;

	for (i = 0; i < e820_table->nr_entries; i++)
		print_entry(who, &e820_table->entries[i]);
}

static int show_e820(int argc, char **argv)
{
	e820__print_table(NULL);
	return 0;
}
MONITOR_COMMAND(e820, "", "physical memory map, with mem= and memmap= applied", show_e820);

u64 __init e820__range_update(u64 start, u64 size, enum e820_type old_type, enum e820_type new_type)
{
	char old_buf[TYPE_NAME_MAX], new_buf[TYPE_NAME_MAX];

	printk(KERN_DEBUG "e820: update [mem %#010llx-%#010llx] %s ==> %s\n", start,
	       start + size - 1, type_name(old_type, old_buf), type_name(new_type, new_buf));
	return __e820__range_update(e820_table, start, size, old_type, new_type);
}

u64 __init e820__range_remove(u64 start, u64 size, enum e820_type old_type, bool check_type)
{
	char buf[TYPE_NAME_MAX];

	printk(KERN_DEBUG "e820: remove [mem %#010llx-%#010llx] %s\n", start, start + size - 1,
	       check_type ? type_name(old_type, buf) : "");
	return __e820__range_remove(e820_table, start, size, old_type, check_type);
}

static int __init note_op(u64 start, u64 size, u32 from_low, u32 from_high, u32 to)
{
	if (nr_user_ops == USER_OPS_MAX) {
		pr_warn("e820: more than %d ranges in mem= and memmap=, the rest ignored\n",
			USER_OPS_MAX);
		return -ENOSPC;
	}
	user_ops[nr_user_ops++] = (struct user_op){ start, size, from_low, from_high, to };
	return 0;
}

/* RAM at and above @limit goes. */
static int __init note_limit(u64 limit)
{
	return note_op(limit, ~0ULL - limit, E820_TYPE_RAM, E820_TYPE_RAM, E820_TYPE_NONE);
}

int __init e820_parse_mem(char *val)
{
	char *end;
	u64 limit;

	if (!val)
		return -EINVAL;
	if (!strcmp(val, "nopentium")) /* means the page size: cpu_detect() */
		return 0;
	limit = memparse(val, &end);
	return limit && !*end ? note_limit(limit) : -EINVAL;
}
early_param("mem", e820_parse_mem);

/* The type behind a sign. Return: false when that is no number of 32 bits. */
static bool __init take_type(char **p, u32 *type)
{
	char *digits = *p + 1;
	u64 value = simple_strtoull(digits, p, 0);

	*type = value;
	return *p != digits && value <= E820_TYPE_LAST;
}

/* SIZE%START-OLD+NEW: without OLD everything, holes too, becomes NEW; without NEW what is OLD goes. */
static int __init note_conversion(u64 start, u64 size, char *p)
{
	u32 low = E820_TYPE_NONE, high = E820_TYPE_LAST, to = E820_TYPE_NONE;

	if (*p == '-') {
		if (!take_type(&p, &low))
			return -EINVAL;
		high = low;
	}
	if (*p == '+' && !take_type(&p, &to))
		return -EINVAL;
	return *p ? -EINVAL : note_op(start, size, low, high, to);
}

static int __init parse_memmap_element(char *val)
{
	static const char kinds[] = "@#$!";
	static const u32 types[] = { E820_TYPE_RAM, E820_TYPE_ACPI, E820_TYPE_RESERVED,
				     E820_TYPE_PRAM };
	const char *known;
	u64 start, size;
	char *p, kind;
	u32 type;

	if (!strcmp(val, "exactmap"))
		return note_op(0, ~0ULL, E820_TYPE_NONE, E820_TYPE_LAST, E820_TYPE_NONE);
	size = memparse(val, &p);
	if (!size)
		return -EINVAL;
	kind = *p;
	if (!kind)
		return note_limit(size);
	val = p + 1;
	start = memparse(val, &p);
	if (p == val)
		return -EINVAL;
	if (kind == '%')
		return note_conversion(start, size, p);
	known = strchr(kinds, kind);
	if (*p || !known)
		return -EINVAL;
	type = types[known - kinds];
	return note_op(start, size, E820_TYPE_NONE, type - 1, type);
}

int __init e820_parse_memmap(char *val)
{
	char *element;
	int err = -EINVAL;

	while ((element = strsep(&val, ","))) {
		err = parse_memmap_element(element);
		if (err == -EINVAL)
			pr_warn("e820: memmap=%s makes no sense, ignored\n", element);
	}
	return err;
}
early_param("memmap", e820_parse_memmap);

static void __init apply_user_ops(void)
{
	unsigned int i;

	for (i = 0; i < nr_user_ops; i++) {
		const struct user_op *op = &user_ops[i];

		if (op->from_low == op->from_high && op->to == E820_TYPE_NONE)
			e820__range_remove(op->start, op->size, op->from_low, true);
		else
			__e820__range_set(e820_table, op->start, op->size, op->from_low,
					  op->from_high, op->to);
	}
	pr_info("user-defined physical RAM map:\n");
	e820__print_table("user");
}

/* The loader's types 0 is nobody's: as any type that is not known, it is not RAM. */
static void __init add_loader_entry(u64 addr, u64 size, u32 type)
{
	e820__range_add(addr, size, type ? type : E820_TYPE_RESERVED);
}

/* RAM that this CPU, then this build, has no way to address. */
static void __init clip_to_reach(void)
{
	u64 cpu_limit = 1ULL << boot_cpu_data.x86_phys_bits;
	u64 limit = 1ULL << MAX_PHYSMEM_BITS;
	u64 lost, build_lost, other;

	lost = __e820__range_remove(e820_table, cpu_limit, ~0ULL - cpu_limit, E820_TYPE_RAM, true);
	if (lost)
		pr_warn("e820: %llu MiB of RAM above %#llx cannot be used: this CPU has %u address bits; a CPU with more can\n",
			lost >> 20, cpu_limit, boot_cpu_data.x86_phys_bits);
	other = __e820__range_sum(e820_table, limit, max(limit, PAE_LIMIT), E820_TYPE_RAM);
	build_lost = __e820__range_remove(e820_table, limit, ~0ULL - limit, E820_TYPE_RAM, true);
	if (build_lost)
		pr_warn("e820: %llu MiB of RAM above %#llx cannot be used: beyond this kernel's page tables\n",
			build_lost >> 20, limit);
	if (other)
		pr_warn("e820: boot himem-pae.elf to use %llu MiB more\n", other >> 20);
	if (lost || build_lost) {
		pr_info("modified physical RAM map:\n");
		e820__print_table("modified");
	}
}

/* Calls fn for the whole pages of each RAM entry. */
static void __init for_each_ram_range(const struct e820_table *table,
				      int (*fn)(phys_addr_t base, phys_addr_t size))
{
	u32 i;

	for (i = 0; i < table->nr_entries; i++) {
		const struct e820_entry *entry = &table->entries[i];
		u64 start = round_up(entry->addr, (u64)PAGE_SIZE);
		u64 end = round_down(entry->addr + entry->size, (u64)PAGE_SIZE);

		if (entry->type == E820_TYPE_RAM && start < end)
			fn(start, end - start);
	}
}

/* What is never RAM whatever the map says, and the one thing that is RAM even if the map does not say so. */
static void __init fix_known_ranges(void)
{
	u64 image = __pa(_text), size = _end - _text;

	e820__range_update(0, PAGE_SIZE, E820_TYPE_RAM, E820_TYPE_RESERVED);
	e820__range_remove(BIOS_BEGIN, BIOS_END - BIOS_BEGIN, E820_TYPE_RAM, true);
	if (e820__mapped_all(image, image + size, E820_TYPE_RAM))
		return;
	pr_err(".text .data .bss are not marked as E820_TYPE_RAM!\n");
	__e820__range_set(e820_table, image, size, E820_TYPE_NONE, E820_TYPE_LAST, E820_TYPE_RAM);
}

void __init e820__memory_setup(void)
{
	bool basic = boot_info.map_kind == BOOT_MAP_BASIC;

	boot_info_walk_memory(add_loader_entry);
	pr_info("BIOS-provided physical RAM map:\n");
	e820__print_table(basic ? "BIOS-88" : "BIOS-e820");
	clip_to_reach();
	firmware_table.nr_entries = e820_table->nr_entries;
	memcpy(firmware_entries, initial_entries,
	       e820_table->nr_entries * sizeof(*initial_entries));
	if (nr_user_ops) {
		apply_user_ops();
		clip_to_reach(); /* memmap= can add RAM that nobody can reach, too */
	}
	fix_known_ranges();
}

void __init e820__memblock_setup(void)
{
	/* A map of more than 128 ranges makes memblock's arrays grow while they are filled. */
	memblock_allow_resize();
	for_each_ram_range(e820_table, memblock_add);
	for_each_ram_range(&firmware_table, memblock_physmem_add);
}

void __init e820__reallocate_tables(void)
{
	size_t size = the_table.nr_entries * sizeof(*the_table.entries);

	the_table.entries = memcpy(memblock_alloc(size, SMP_CACHE_BYTES), initial_entries, size);
	the_table.max_entries = the_table.nr_entries;
}

static unsigned long __init end_pfn(unsigned long limit_pfn)
{
	unsigned long last_pfn = __e820__end_pfn(e820_table, limit_pfn);

	pr_info("e820: last_pfn = %#lx max_arch_pfn = %#lx\n", last_pfn, MAX_ARCH_PFN);
	return last_pfn;
}

unsigned long __init e820__end_of_ram_pfn(void)
{
	return end_pfn(MAX_ARCH_PFN);
}

unsigned long __init e820__end_of_low_ram_pfn(void)
{
	return end_pfn(1UL << (32 - PAGE_SHIFT));
}
