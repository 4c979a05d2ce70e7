// SPDX-License-Identifier: MIT
/*
 * tests/kernel/e820_test.c - the memory map's rules, on tables of the tests' own; and the map that this kernel runs on
 *
 * All but boot_map_... is plain computing and runs on the host too.
 */
#include <asm/e820.h>

#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <asm/page.h>

#define RAM E820_TYPE_RAM
#define RESERVED E820_TYPE_RESERVED
#define ACPI E820_TYPE_ACPI

#define ROOM 300

static struct e820_entry room[ROOM];
static struct e820_table table;

static int fresh_table(struct kunit *test)
{
	table = (struct e820_table){ .max_entries = ROOM, .entries = room };
	return 0;
}

/* The promise of asm/e820.h, for any table. */
static void expect_in_order(struct kunit *test, const struct e820_table *t)
{
	u32 i;

	KUNIT_EXPECT_LE(test, t->nr_entries, t->max_entries);
	for (i = 0; i < t->nr_entries; i++) {
		const struct e820_entry *e = &t->entries[i];

		KUNIT_ASSERT_GT(test, e->size, 0ULL);
		KUNIT_ASSERT_NE(test, e->type, (u32)E820_TYPE_NONE);
		KUNIT_ASSERT_GT(test, e->addr + e->size, e->addr);
		if (!i)
			continue;
		KUNIT_ASSERT_LE(test, e[-1].addr + e[-1].size, e->addr);
		if (e[-1].addr + e[-1].size == e->addr)
			KUNIT_ASSERT_NE(test, e[-1].type, e->type);
	}
}

/* The table is [addr, end) type, ... */
struct range {
	u64 addr, end;
	u32 type;
};

static void expect_ranges(struct kunit *test, const struct range *want, u32 nr)
{
	u32 i;

	expect_in_order(test, &table);
	KUNIT_ASSERT_EQ(test, table.nr_entries, nr);
	for (i = 0; i < nr; i++) {
		KUNIT_EXPECT_EQ_MSG(test, room[i].addr, want[i].addr, "entry %u", i);
		KUNIT_EXPECT_EQ_MSG(test, room[i].addr + room[i].size, want[i].end, "entry %u", i);
		KUNIT_EXPECT_EQ_MSG(test, room[i].type, want[i].type, "entry %u", i);
	}
}

#define EXPECT_RANGES(test, ...)                                                                   \
	expect_ranges(test, (struct range[]){ __VA_ARGS__ },                                       \
		      ARRAY_SIZE(((struct range[]){ __VA_ARGS__ })))

static u64 add(u64 start, u64 end, u32 type)
{
	return __e820__range_add(&table, start, end - start, type);
}

static void unsorted_entries_come_out_sorted(struct kunit *test)
{
	add(0x300, 0x400, RAM);
	add(0x100, 0x180, ACPI);
	add(0x200, 0x280, RESERVED);
	EXPECT_RANGES(test, { 0x100, 0x180, ACPI }, { 0x200, 0x280, RESERVED },
		      { 0x300, 0x400, RAM });
}

static void neighbours_of_one_type_become_one(struct kunit *test)
{
	add(0x100, 0x200, RAM);
	add(0x300, 0x400, RAM);
	add(0x400, 0x500, RESERVED);
	add(0x200, 0x300, RAM);
	EXPECT_RANGES(test, { 0x100, 0x400, RAM }, { 0x400, 0x500, RESERVED });
}

/*
 *   RAM       |--------------------|
 *   reserved       |------|      |------|
 *   either order gives the same
 */
static void overlap_goes_to_the_higher_type(struct kunit *test)
{
	int round;

	for (round = 0; round < 2; round++) {
		fresh_table(test);
		if (round)
			add(0x100, 0x500, RAM);
		add(0x180, 0x200, RESERVED);
		add(0x400, 0x600, RESERVED);
		if (!round)
			add(0x100, 0x500, RAM);
		EXPECT_RANGES(test, { 0x100, 0x180, RAM }, { 0x180, 0x200, RESERVED },
			      { 0x200, 0x400, RAM }, { 0x400, 0x600, RESERVED });
	}
}

static void same_range_twice_is_once(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, add(0x100, 0x200, RAM), 0x100ULL);
	KUNIT_EXPECT_EQ(test, add(0x100, 0x200, RAM), 0ULL);
	KUNIT_EXPECT_EQ(test, add(0x100, 0x200, ACPI), 0x100ULL);
	KUNIT_EXPECT_EQ(test, add(0x100, 0x200, RESERVED), 0ULL);
	EXPECT_RANGES(test, { 0x100, 0x200, ACPI });
}

static void empty_range_changes_nothing(struct kunit *test)
{
	add(0x100, 0x200, RAM);
	KUNIT_EXPECT_EQ(test, add(0x180, 0x180, RESERVED), 0ULL);
	KUNIT_EXPECT_EQ(test, __e820__range_remove(&table, 0x180, 0, RAM, true), 0ULL);
	EXPECT_RANGES(test, { 0x100, 0x200, RAM });
}

static void range_that_wraps_ends_at_the_top(struct kunit *test)
{
	__e820__range_add(&table, 0xfffffffffffff000, 0x2000, RESERVED);
	__e820__range_add(&table, 0x1000, ~0ULL, RAM);
	EXPECT_RANGES(test, { 0x1000, 0xfffffffffffff000, RAM },
		      { 0xfffffffffffff000, ~0ULL, RESERVED });
}

/* Numbers that nobody knows are not RAM, and stricter than all that are known. */
static void unknown_types_are_kept(struct kunit *test)
{
	add(0x100, 0x900, RAM);
	add(0x200, 0x300, 20);
	add(0x300, 0x400, E820_TYPE_SOFT_RESERVED);
	add(0x280, 0x380, E820_TYPE_PRAM);
	EXPECT_RANGES(test, { 0x100, 0x200, RAM }, { 0x200, 0x300, 20 },
		      { 0x300, 0x400, E820_TYPE_SOFT_RESERVED }, { 0x400, 0x900, RAM });
}

static void update_changes_the_old_type_only(struct kunit *test)
{
	add(0x100, 0x300, RAM);
	add(0x300, 0x400, ACPI);
	add(0x500, 0x600, RAM);
	KUNIT_EXPECT_EQ(test, __e820__range_update(&table, 0x200, 0x380, RAM, RESERVED), 0x180ULL);
	EXPECT_RANGES(test, { 0x100, 0x200, RAM }, { 0x200, 0x300, RESERVED },
		      { 0x300, 0x400, ACPI }, { 0x500, 0x580, RESERVED }, { 0x580, 0x600, RAM });
	/* Towards the lower type too: add would refuse this. */
	KUNIT_EXPECT_EQ(test, __e820__range_update(&table, 0, ~0ULL, RESERVED, RAM), 0x180ULL);
	EXPECT_RANGES(test, { 0x100, 0x300, RAM }, { 0x300, 0x400, ACPI }, { 0x500, 0x600, RAM });
}

static void remove_checks_the_type_if_asked(struct kunit *test)
{
	add(0x100, 0x200, RAM);
	add(0x200, 0x300, ACPI);
	KUNIT_EXPECT_EQ(test, __e820__range_remove(&table, 0x180, 0x100, RAM, true), 0x80ULL);
	EXPECT_RANGES(test, { 0x100, 0x180, RAM }, { 0x200, 0x300, ACPI });
	KUNIT_EXPECT_EQ(test, __e820__range_remove(&table, 0x120, 0x100, 0, false), 0x80ULL);
	EXPECT_RANGES(test, { 0x100, 0x120, RAM }, { 0x220, 0x300, ACPI });
}

/* memmap=SIZE%START+TYPE: all of it, holes too. */
static void set_fills_holes(struct kunit *test)
{
	add(0x100, 0x200, ACPI);
	__e820__range_set(&table, 0, 0x180, E820_TYPE_NONE, E820_TYPE_LAST, RAM);
	EXPECT_RANGES(test, { 0, 0x180, RAM }, { 0x180, 0x200, ACPI });
}

/* What does not fit is refused; what is there stays, and stays in order. */
static void full_table_refuses(struct kunit *test)
{
	table.max_entries = 3;
	add(0x100, 0x200, RAM);
	add(0x300, 0x400, RAM);
	add(0x500, 0x600, RAM);
	KUNIT_EXPECT_EQ(test, add(0x700, 0x800, RAM), 0ULL);
	KUNIT_EXPECT_EQ(test, add(0x140, 0x180, RESERVED), 0ULL);
	EXPECT_RANGES(test, { 0x100, 0x200, RAM }, { 0x300, 0x400, RAM }, { 0x500, 0x600, RAM });
	KUNIT_EXPECT_EQ(test, add(0x200, 0x300, RAM), 0x100ULL);
	KUNIT_EXPECT_EQ(test, add(0x700, 0x800, RAM), 0x100ULL);
	EXPECT_RANGES(test, { 0x100, 0x400, RAM }, { 0x500, 0x600, RAM }, { 0x700, 0x800, RAM });
}

static void more_than_128_entries_fit(struct kunit *test)
{
	u32 i;

	for (i = ROOM; i--;)
		add(i * 0x1000, i * 0x1000 + 0x1000, i % 2 ? RAM : RESERVED);
	expect_in_order(test, &table);
	KUNIT_EXPECT_EQ(test, table.nr_entries, (u32)ROOM);
	KUNIT_EXPECT_EQ(test, __e820__range_sum(&table, 0, ~0ULL, RAM), ROOM / 2 * 0x1000ULL);
}

static void mapped_asks_for_any_or_all(struct kunit *test)
{
	add(0x100, 0x200, RAM);
	add(0x200, 0x300, ACPI);
	KUNIT_EXPECT_TRUE(test, __e820__mapped_any(&table, 0, 0x101, RAM));
	KUNIT_EXPECT_FALSE(test, __e820__mapped_any(&table, 0, 0x100, E820_TYPE_NONE));
	KUNIT_EXPECT_FALSE(test, __e820__mapped_any(&table, 0x200, 0x1000, RAM));
	KUNIT_EXPECT_TRUE(test, __e820__mapped_any(&table, 0x2ff, 0x1000, E820_TYPE_NONE));
	KUNIT_EXPECT_TRUE(test, __e820__mapped_all(&table, 0x100, 0x200, RAM));
	KUNIT_EXPECT_FALSE(test, __e820__mapped_all(&table, 0x100, 0x201, RAM));
	KUNIT_EXPECT_TRUE(test, __e820__mapped_all(&table, 0x100, 0x300, E820_TYPE_NONE));
	KUNIT_EXPECT_FALSE(test, __e820__mapped_all(&table, 0xff, 0x300, E820_TYPE_NONE));
}

static void entry_type_is_of_the_whole_range(struct kunit *test)
{
	add(0x100, 0x200, RAM);
	add(0x200, 0x300, ACPI);
	KUNIT_EXPECT_EQ(test, __e820__get_entry_type(&table, 0x100, 0x200), (int)RAM);
	KUNIT_EXPECT_EQ(test, __e820__get_entry_type(&table, 0x2ff, 0x300), (int)ACPI);
	KUNIT_EXPECT_EQ(test, __e820__get_entry_type(&table, 0x1ff, 0x201), -EINVAL);
	KUNIT_EXPECT_EQ(test, __e820__get_entry_type(&table, 0x80, 0x180), -EINVAL);
	KUNIT_EXPECT_EQ(test, __e820__get_entry_type(&table, 0x300, 0x301), -EINVAL);
}

/* Pages that are only partly RAM do not count, nor does what lies above the limit. */
static void end_pfn_counts_whole_pages(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, __e820__end_pfn(&table, 100), 0UL);
	add(0x1000, 0x5800, RAM);
	add(0x5800, 0x9000, ACPI);
	add(0x9200, 0x9f00, RAM);
	KUNIT_EXPECT_EQ(test, __e820__end_pfn(&table, 100), 5UL);
	KUNIT_EXPECT_EQ(test, __e820__end_pfn(&table, 5), 5UL);
	KUNIT_EXPECT_EQ(test, __e820__end_pfn(&table, 4), 4UL);
	KUNIT_EXPECT_EQ(test, __e820__end_pfn(&table, 1), 0UL);
	add(0xa200, 0xb100, RAM);
	KUNIT_EXPECT_EQ(test, __e820__end_pfn(&table, 100), 5UL);
	add(0xffffff000, 0x1000000000, RAM);
	KUNIT_EXPECT_EQ(test, __e820__end_pfn(&table, 0x1000000), 0x1000000UL);
	KUNIT_EXPECT_EQ(test, __e820__end_pfn(&table, 0x100000), 5UL);
}

static void efi_types_keep_only_usable_ram(struct kunit *test)
{
	const u64 write_back = 8, specific_purpose = 0x40000;
	static const u8 wanted[] = { 2, 1, 1, 1, 1, 2, 2, 1, 5, 3, 4, 2, 2, 2, 7, 2 };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(wanted); i++)
		KUNIT_EXPECT_EQ_MSG(test, (u32)efi_e820_type(i, write_back), (u32)wanted[i],
				    "EFI type %u", i);
	KUNIT_EXPECT_EQ(test, (u32)efi_e820_type(7, 0), (u32)RESERVED);
	KUNIT_EXPECT_EQ(test, (u32)efi_e820_type(7, write_back | specific_purpose),
			(u32)E820_TYPE_SOFT_RESERVED);
	KUNIT_EXPECT_EQ(test, (u32)efi_e820_type(0x80000000, write_back), (u32)RESERVED);
}

#define CELLS 48

/* 4,000 random changes of a table and of an array with a type for each byte, which must always say the same. */
static void random_changes_match_an_array(struct kunit *test)
{
	static const u32 types[] = { E820_TYPE_NONE, RAM, RESERVED, ACPI, 20 };
	u32 seed = 1, step, i, cells[CELLS] = { 0 };

	table.max_entries = CELLS;
	for (step = 0; step < 4000; step++) {
		u32 pick[5], start, end, low, high, to;
		u64 changed = 0, sum = 0;

		for (i = 0; i < ARRAY_SIZE(pick); i++) {
			seed = seed * 1664525 + 1013904223;
			pick[i] = seed >> 16;
		}
		start = pick[0] % CELLS;
		end = start + pick[1] % (CELLS - start + 1);
		low = types[pick[2] % 5];
		high = max(low, types[pick[3] % 5]);
		to = types[pick[4] % 5];
		for (i = start; i < end; i++) {
			if (cells[i] >= low && cells[i] <= high && cells[i] != to) {
				cells[i] = to;
				changed++;
			}
		}
		KUNIT_ASSERT_EQ_MSG(test,
				    __e820__range_set(&table, start, end - start, low, high, to),
				    changed, "step %u", step);
		expect_in_order(test, &table);
		for (i = 0; i < CELLS; i++) {
			KUNIT_ASSERT_EQ_MSG(test, __e820__mapped_all(&table, i, i + 1, cells[i]),
					    cells[i] != E820_TYPE_NONE, "step %u cell %u", step, i);
			sum += cells[i] != E820_TYPE_NONE;
		}
		KUNIT_ASSERT_EQ(test, __e820__range_sum(&table, 0, CELLS, E820_TYPE_NONE), sum);
	}
}

static void boot_map_is_in_order_without_the_bios(struct kunit *test)
{
	expect_in_order(test, e820_table);
	KUNIT_EXPECT_FALSE(test, e820__mapped_any(0, PAGE_SIZE, RAM));
	KUNIT_EXPECT_FALSE(test, e820__mapped_any(0xa0000, 0x100000, RAM));
	KUNIT_EXPECT_FALSE(test, e820__mapped_any(1ULL << MAX_PHYSMEM_BITS, ~0ULL, RAM));
}

static struct kunit_case e820_cases[] = { KUNIT_CASE(unsorted_entries_come_out_sorted),
					  KUNIT_CASE(neighbours_of_one_type_become_one),
					  KUNIT_CASE(overlap_goes_to_the_higher_type),
					  KUNIT_CASE(same_range_twice_is_once),
					  KUNIT_CASE(empty_range_changes_nothing),
					  KUNIT_CASE(range_that_wraps_ends_at_the_top),
					  KUNIT_CASE(unknown_types_are_kept),
					  KUNIT_CASE(update_changes_the_old_type_only),
					  KUNIT_CASE(remove_checks_the_type_if_asked),
					  KUNIT_CASE(set_fills_holes),
					  KUNIT_CASE(full_table_refuses),
					  KUNIT_CASE(more_than_128_entries_fit),
					  KUNIT_CASE(mapped_asks_for_any_or_all),
					  KUNIT_CASE(entry_type_is_of_the_whole_range),
					  KUNIT_CASE(end_pfn_counts_whole_pages),
					  KUNIT_CASE(efi_types_keep_only_usable_ram),
					  KUNIT_CASE(random_changes_match_an_array),
					  KUNIT_CASE(boot_map_is_in_order_without_the_bios),
					  {} };

static struct kunit_suite e820_suite = {
	.name = "e820",
	.init = fresh_table,
	.test_cases = e820_cases,
};
kunit_test_suite(e820_suite);
