// SPDX-License-Identifier: MIT
/*
 * arch/i386/e820.c - the table of physical memory: change it, ask it
 *
 *   before    |-- RAM ------------------------------|        |-- ACPI --|
 *   add              |-- reserved -----------------------------------------|
 *   after     |-- RAM|-- reserved -------------------------- |-- ACPI --|--|
 *
 * Firmware maps come unsorted, overlapping, with empty and wrapping entries. Nothing here sorts: every change keeps the
 * table in order (asm/e820.h), so that there is no moment at which it is not. A change walks its range piece by piece,
 * where a piece lies in one entry or in one gap, and cuts the piece out or puts it in.
 *
 * Pure computing, no CPU: also runs on the host.
 *
 * Read first: __e820__range_set(), then replace_piece().
 * Tests:      tests/kernel/e820_test.c; on the host all maps of tests/data/e820.
 * Linux:      arch/x86/kernel/e820.c, which appends and sanitises afterwards.
 */
#include <asm/e820.h>

#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <asm/page.h>

static u64 entry_end(const struct e820_entry *entry)
{
	return entry->addr + entry->size;
}

/* Linux's trick too: a range that wraps loses the last byte of the address space. */
static u64 range_end(u64 start, u64 size)
{
	return size > ~0ULL - start ? ~0ULL : start + size;
}

/* Index of the first entry that ends above @addr: @addr lies in it or in the gap before it. */
static u32 find_entry(const struct e820_table *table, u64 addr)
{
	u32 low = 0, high = table->nr_entries;

	while (low < high) {
		u32 mid = (low + high) / 2;

		if (entry_end(&table->entries[mid]) > addr)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

/* At the end of a list of pieces: nothing if empty or of no type, one entry with the last if they can be one. */
static u32 append_piece(struct e820_entry *list, u32 nr, u64 start, u64 end, u32 type)
{
	if (start == end || type == E820_TYPE_NONE)
		return nr;
	if (nr && list[nr - 1].type == type && entry_end(&list[nr - 1]) == start) {
		list[nr - 1].size += end - start;
		return nr;
	}
	list[nr] = (struct e820_entry){ .addr = start, .size = end - start, .type = type };
	return nr + 1;
}

/*
 * Gives the piece [start, end), inside entry @index or inside the gap before it, the type @to.
 *
 *   |- left neighbour -||- head -|- piece -|- tail -||- right neighbour -|
 *
 * All five are put together anew, which also merges what has become one.
 * Return: false, and nothing is changed, when the table is full.
 */
static bool replace_piece(struct e820_table *table, u32 index, u64 start, u64 end, u32 to)
{
	struct e820_entry *entry = &table->entries[index], pieces[5];
	bool inside = index < table->nr_entries && entry->addr <= start;
	u32 first = index, last = index + inside, nr = 0;

	if (first > 0) {
		first--;
		nr = append_piece(pieces, nr, entry[-1].addr, entry_end(&entry[-1]),
				  entry[-1].type);
	}
	if (inside)
		nr = append_piece(pieces, nr, entry->addr, start, entry->type);
	nr = append_piece(pieces, nr, start, end, to);
	if (inside)
		nr = append_piece(pieces, nr, end, entry_end(entry), entry->type);
	if (last < table->nr_entries) {
		entry = &table->entries[last++];
		nr = append_piece(pieces, nr, entry->addr, entry_end(entry), entry->type);
	}
	if (table->nr_entries - (last - first) + nr > table->max_entries)
		return false;

	memmove(&table->entries[first + nr], &table->entries[last],
		(table->nr_entries - last) * sizeof(*entry));
	memcpy(&table->entries[first], pieces, nr * sizeof(*entry));
	table->nr_entries = table->nr_entries - (last - first) + nr;
	return true;
}

u64 __e820__range_set(struct e820_table *table, u64 start, u64 size, u32 from_low, u32 from_high,
		      u32 to)
{
	u64 end = range_end(start, size), changed = 0;

	while (start < end) {
		u32 index = find_entry(table, start), from = E820_TYPE_NONE;
		const struct e820_entry *entry = &table->entries[index];
		u64 piece_end = end;

		if (index < table->nr_entries) {
			if (entry->addr <= start) {
				from = entry->type;
				piece_end = min(end, entry_end(entry));
			} else {
				piece_end = min_t(u64, end, entry->addr);
			}
		}
		if (from != to && from >= from_low && from <= from_high) {
			if (!replace_piece(table, index, start, piece_end, to)) {
				pr_err("e820: too many entries; ignoring [mem %#010llx-%#010llx]\n",
				       start, end - 1);
				break;
			}
			changed += piece_end - start;
		}
		start = piece_end;
	}
	return changed;
}

u64 __e820__range_sum(const struct e820_table *table, u64 start, u64 end, enum e820_type type)
{
	u64 sum = 0;
	u32 i;

	for (i = find_entry(table, start); i < table->nr_entries; i++) {
		const struct e820_entry *entry = &table->entries[i];
		u64 from = max_t(u64, start, entry->addr), to = min(end, entry_end(entry));

		if (from >= to)
			break;
		if (entry->type == type || type == E820_TYPE_NONE)
			sum += to - from;
	}
	return sum;
}

int __e820__get_entry_type(const struct e820_table *table, u64 start, u64 end)
{
	const struct e820_entry *entry = &table->entries[find_entry(table, start)];

	if (entry == &table->entries[table->nr_entries] || entry->addr > start ||
	    entry_end(entry) < end)
		return -EINVAL;
	return entry->type;
}

unsigned long __e820__end_pfn(const struct e820_table *table, unsigned long limit_pfn)
{
	u32 i = table->nr_entries;

	while (i--) {
		const struct e820_entry *entry = &table->entries[i];
		u64 start_pfn = (entry->addr + PAGE_SIZE - 1) >> PAGE_SHIFT;
		u64 end_pfn = min_t(u64, entry_end(entry) >> PAGE_SHIFT, limit_pfn);

		if (entry->type == E820_TYPE_RAM && start_pfn < end_pfn)
			return end_pfn;
	}
	return 0;
}

enum e820_type efi_e820_type(u32 efi_type, u64 attribute)
{
	/* By EFI's numbers; what has none here, and what is not listed, is reserved. */
	static const u8 types[] = {
		[1 ... 4] = E820_TYPE_RAM, /* code and data of loader and boot services */
		[7] = E820_TYPE_RAM,	   /* conventional memory */
		[8] = E820_TYPE_UNUSABLE,  [9] = E820_TYPE_ACPI,
		[10] = E820_TYPE_NVS,	   [14] = E820_TYPE_PMEM,
	};
	const u64 specific_purpose = 1ULL << 18, write_back = 1ULL << 3;
	u8 type = efi_type < ARRAY_SIZE(types) ? types[efi_type] : E820_TYPE_NONE;

	if (type == E820_TYPE_RAM && attribute & specific_purpose)
		return E820_TYPE_SOFT_RESERVED;
	if (type == E820_TYPE_NONE || (type == E820_TYPE_RAM && !(attribute & write_back)))
		return E820_TYPE_RESERVED;
	return type;
}
