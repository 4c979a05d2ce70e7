// SPDX-License-Identifier: MIT
/*
 * asm/e820.h - the physical memory map: which addresses are RAM, which are not, and why
 *
 *   firmware, loader ──> e820_table ──> memblock
 *                           ^
 *                           mem=, memmap=
 *
 * Types carry the firmware's numbers (ACPI 6.5, table 15.5). Only E820_TYPE_RAM is memory to use; every other number,
 * known or not, is kept as it is and left alone. Where entries overlap, the higher number wins: the firmware said twice
 * what the range is, and the stricter word is the safe one.
 *
 * Linux: same names, arch/x86/include/asm/e820/. Left out: e820__update_table(), for the table is always in order;
 *        the tables kept for kexec and for the firmware's own words.
 */
#ifndef ASM_E820_H
#define ASM_E820_H

#include <linux/types.h>

enum e820_type {
	E820_TYPE_NONE = 0, /* no entry at all */
	E820_TYPE_RAM = 1,
	E820_TYPE_RESERVED = 2,
	E820_TYPE_ACPI = 3, /* tables; could be used once they have been read */
	E820_TYPE_NVS = 4,
	E820_TYPE_UNUSABLE = 5, /* memory with errors */
	E820_TYPE_PMEM = 7,	/* survives power-off */
	E820_TYPE_PRAM = 12,	/* the same, from before there was a standard */
	E820_TYPE_SOFT_RESERVED = 0xefffffff,
	E820_TYPE_LAST = 0xffffffff,
};

struct e820_entry {
	u64 addr;
	u64 size;
	u32 type;
} __packed;

/*
 * Always: sorted by address, no overlaps, no empty entries, neighbours that touch differ in type. An entry's end is at
 * most 2^64 - 1: the last byte of the address space is never described.
 */
struct e820_table {
	u32 nr_entries;
	u32 max_entries;
	struct e820_entry *entries;
};

/* Room while the loader's map is read and changed; the table then shrinks to what it needs. */
#define E820_MAX_ENTRIES 4096

extern struct e820_table *e820_table;

/*
 * Changes, on a given table and on e820_table. Ranges that wrap are cut off at 2^64 - 1. When the table has no room left
 * the rest of the range stays as it is, and a message says so.
 *
 *   add      what is not in the table yet or has a lower type becomes @type
 *   update   what has @old_type becomes @new_type
 *   remove   what has @old_type, or everything when @check_type is false, is in the table no longer
 *
 * Those on e820_table say "e820: update [mem ...] usable ==> reserved" in the log (add says nothing).
 *
 * Context: boot CPU, before e820__memblock_setup(). Return: bytes changed.
 */
#define __e820__range_add(table, start, size, type)                                                \
	__e820__range_set(table, start, size, E820_TYPE_NONE, (type)-1, type)
#define __e820__range_update(table, start, size, old_type, new_type)                               \
	__e820__range_set(table, start, size, old_type, old_type, new_type)
#define __e820__range_remove(table, start, size, old_type, check_type)                             \
	__e820__range_set(table, start, size, (check_type) ? (old_type) : E820_TYPE_NONE + 1,      \
			  (check_type) ? (old_type) : E820_TYPE_LAST, E820_TYPE_NONE)
#define e820__range_add(start, size, type) __e820__range_add(e820_table, start, size, type)
u64 e820__range_update(u64 start, u64 size, enum e820_type old_type, enum e820_type new_type);
u64 e820__range_remove(u64 start, u64 size, enum e820_type old_type, bool check_type);

/**
 * __e820__range_set - the general form of the three above
 * @from_low:  only what has a type from here
 * @from_high: up to here is changed; E820_TYPE_NONE in this range stands for what is not in the table
 * @to:        the new type; E820_TYPE_NONE removes
 *
 * Return: bytes changed.
 */
u64 __e820__range_set(struct e820_table *table, u64 start, u64 size, u32 from_low, u32 from_high,
		      u32 to);

/* Return: bytes of this type in [start, end); E820_TYPE_NONE asks for any type. */
u64 __e820__range_sum(const struct e820_table *table, u64 start, u64 end, enum e820_type type);

/* Is any part, is every byte of [start, end) of this type? */
#define __e820__mapped_any(table, start, end, type) (__e820__range_sum(table, start, end, type) > 0)
#define __e820__mapped_all(table, start, end, type)                                                \
	(__e820__range_sum(table, start, end, type) == (end) - (start))
#define e820__mapped_any(start, end, type) __e820__mapped_any(e820_table, start, end, type)
#define e820__mapped_all(start, end, type) __e820__mapped_all(e820_table, start, end, type)

/* Return: the type of [start, end); -EINVAL when it is not all inside one entry. */
int __e820__get_entry_type(const struct e820_table *table, u64 start, u64 end);
#define e820__get_entry_type(start, end) __e820__get_entry_type(e820_table, start, end)

/* Return: the frame number behind the last whole page of RAM, at most @limit_pfn. */
unsigned long __e820__end_pfn(const struct e820_table *table, unsigned long limit_pfn);

/* The same for e820_table: of all RAM, of RAM below 4 GiB; both print "e820: last_pfn = ...". */
unsigned long e820__end_of_ram_pfn(void);
unsigned long e820__end_of_low_ram_pfn(void);

/* What a type is called; of the last kind is every number without a name. */
struct e820_type_name {
	u32 type;
	const char *log, *resource; /* log NULL: by its number */
};
const struct e820_type_name *e820__type_name(u32 type);

/* Logs the entries as "who: [mem 0x0000000000000000-0x000000000009fbff] usable"; NULL: to the console only, without it. */
void e820__print_table(const char *who);

/**
 * e820_parse_mem, e820_parse_memmap - note a mem= or memmap= parameter, for e820__memory_setup() to apply
 * @val: the value; memmap= takes a list. Malformed elements are named and ignored.
 *
 * Return: 0, -EINVAL when nothing in it made sense.
 */
int e820_parse_mem(char *val);
int e820_parse_memmap(char *val);

/**
 * e820__memory_setup - e820_table from the loader's memory map
 *
 * Prints it, takes out what CPU and build cannot reach, applies mem= and memmap=, and takes page 0 and a0000-fffff out
 * of RAM.
 *
 * Context: boot CPU, once, after boot_info_init(), cpu_detect() and parse_early_param().
 */
void e820__memory_setup(void);

/**
 * e820__memblock_setup - every whole page of RAM to memblock, and to physmem also what mem= and memmap= hide
 *
 * Context: boot CPU, once, after e820__memory_setup() and all early reservations: memblock's arrays may have to grow,
 * and take RAM for that.
 */
void e820__memblock_setup(void);

/* Moves the table out of the init section. Context: once memblock can allocate. */
void e820__reallocate_tables(void);

/* EFI's descriptors (UEFI 2.10, 7.2): a stride that the loader tells may be larger than the struct. */
#define EFI_PAGE_SHIFT 12

struct efi_memory_desc {
	u32 type;
	u32 pad;
	u64 phys_addr;
	u64 virt_addr;
	u64 num_pages;
	u64 attribute;
};

/* What an EFI descriptor is after ExitBootServices(). */
enum e820_type efi_e820_type(u32 efi_type, u64 attribute);

#endif
