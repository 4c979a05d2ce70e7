// SPDX-License-Identifier: MIT
/*
 * e820_fuzz.c - libFuzzer writes memory maps and command lines
 *
 *   first byte even   a command line as the bytes say, on entries of 64 bits: the table must be in order, memblock must have
 *                     its RAM; every parser of kernel/lib/cmdline.c on the same text
 *   odd               a map of whole pages below 2.25 MiB and parameters that are well formed: compared with an array that
 *                     has a type for each page
 *
 * Tests: make fuzz; a short run with what was found before (tests/data/fuzz/e820) is part of make test-host.
 */
#include <linux/bug.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <asm/e820.h>

#include "e820_machine.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

/* The input, taken byte by byte; zeroes behind its end. */
static const u8 *input;
static size_t input_left;

static u32 take(void)
{
	if (!input_left)
		return 0;
	input_left--;
	return *input++;
}

static u64 take_bytes(int n)
{
	u64 value = 0;

	while (n--)
		value = value << 8 | take();
	return value;
}

static const u32 types[] = { 1, 2, 3, 4, 5, 7, 12, 20, E820_TYPE_SOFT_RESERVED, E820_TYPE_LAST, 0 };

static u32 take_type(void)
{
	return types[take() % ARRAY_SIZE(types)];
}

/* ---------------------------------------------------------------- what always holds */

static u64 entry_end(const struct e820_entry *entry)
{
	return entry->addr + entry->size;
}

static void check_table(void)
{
	const struct e820_entry *e = e820_table->entries, *last = e + e820_table->nr_entries;

	for (; e < last; e++) {
		BUG_ON(!e->size || e->type == E820_TYPE_NONE);
		BUG_ON(entry_end(e) <= e->addr);
		BUG_ON(e > e820_table->entries && entry_end(e - 1) > e->addr);
		BUG_ON(e > e820_table->entries && entry_end(e - 1) == e->addr &&
		       e[-1].type == e->type);
		BUG_ON(e->type == E820_TYPE_RAM && entry_end(e) > 1ull << MAX_PHYSMEM_BITS);
	}
	BUG_ON(!e820__mapped_all(0x100000, 0x200000, E820_TYPE_RAM));
	BUG_ON(e820__mapped_any(0, PAGE_SIZE, E820_TYPE_RAM));
}

/*
 * memblock's memory is the whole pages of the table's RAM, no more and no less: but the page below 4 GiB where the end of
 * a range cannot be 2^32.
 */
static void check_memblock(void)
{
	unsigned long pages = 0, end_pfn = 0;
	u32 i;

	for (i = 0; i < e820_table->nr_entries; i++) {
		const struct e820_entry *e = &e820_table->entries[i];
		u64 start = (e->addr + PAGE_SIZE - 1) >> PAGE_SHIFT,
		    end = entry_end(e) >> PAGE_SHIFT;

		if (e->type != E820_TYPE_RAM || start >= end)
			continue;
		end_pfn = end;
		end = min_t(u64, end, PHYS_ADDR_MAX >> PAGE_SHIFT);
		pages += end - start;
		if (start < end)
			BUG_ON(!memblock_is_region_memory(PFN_PHYS(start), PFN_PHYS(end - start)));
	}
	BUG_ON(pages != PHYS_PFN(memblock_phys_mem_size()));
	BUG_ON(__e820__end_pfn(e820_table, MAX_NR_PFNS) != end_pfn);
	BUG_ON(max_low_pfn > max_pfn);
}

/* ---------------------------------------------------------------- parsers, on any text */

static void check_memparse(const char *text)
{
	unsigned long long n;
	char *end;

	n = memparse(text, &end);
	BUG_ON(end < text || end > text + strlen(text));
	BUG_ON(end == text && n);
	BUG_ON(end != text && !isdigit(*text));
}

static void check_get_option(char *text)
{
	char *cur = text, *before;
	int kind, value, rounds = 0, ints[5] = { 0 }, i;

	do {
		before = cur;
		value = 0;
		kind = get_option(&cur, &value);
		BUG_ON(cur < before || cur > text + strlen(text));
		BUG_ON(kind < 0 || kind > 3);
		BUG_ON(kind ? cur == before : cur - before > (*before == '-'));
		BUG_ON(kind == 2 && cur[-1] != ',');
		BUG_ON(kind == 3 && *cur != '-');
		if (kind == 3)
			cur++;
		BUG_ON(rounds++ > COMMAND_LINE_SIZE);
	} while (kind >= 2);

	cur = get_options(text, ARRAY_SIZE(ints) - 1, ints);
	BUG_ON(cur < text || cur > text + strlen(text));
	BUG_ON(ints[0] < 0 || ints[0] > 3);
	BUG_ON(ints[4]); /* the array was told to be one shorter */
	/* Behind the last a bad range may have left its first number. */
	for (i = ints[0] + 2; i < ARRAY_SIZE(ints); i++)
		BUG_ON(ints[i]);
}

/* Cuts text to pieces. */
static void check_next_arg(char *text)
{
	char *end = text + strlen(text), *rest = skip_spaces(text), *param, *val;

	while (*rest) {
		char *before = rest;

		rest = next_arg(rest, &param, &val);
		BUG_ON(rest <= before || rest > end);
		BUG_ON(param != before);
		BUG_ON(val && (val <= param || val > end || val[-1]));
		BUG_ON(param + strlen(param) > end || (val && val + strlen(val) > end));
		check_memparse(param);
		if (val)
			check_memparse(val);
	}
}

static void any_text_on_any_map(void)
{
	static char text[COMMAND_LINE_SIZE], copy[COMMAND_LINE_SIZE];
	u32 entries = take() % 16;
	size_t n;

	while (entries--) {
		u64 addr = take_bytes(8), bytes = take_bytes(8);
		u32 shift = take();

		/* Small numbers are the interesting ones, and those that wrap. */
		machine_entry(addr >> shift % 64, bytes >> shift / 4, take_type());
	}
	n = min(input_left, sizeof(text) - 1);
	memcpy(text, input, n);
	text[n] = '\0';
	machine_boot(text);
	BUG_ON(strcmp(boot_command_line, text));
	check_table();
	check_memblock();
	strscpy(copy, text, sizeof(copy));
	check_get_option(copy);
	check_next_arg(copy);
}

/* ---------------------------------------------------------------- a type for each page */

#define PAGES 576

static u32 model[PAGES];

static void model_set(u32 start, u32 nr, u32 low, u32 high, u32 to)
{
	u32 i;

	for (i = start; i < PAGES && i < start + nr; i++)
		if (model[i] >= low && model[i] <= high)
			model[i] = to;
}

/* One of the ways to write so many pages. */
static int write_pages(char *to, size_t room, u32 pages)
{
	static const char *const forms[] = { "%uK", "%uk" };

	switch (take() % 4) {
	case 0:
		return scnprintf(to, room, "%#x", pages * 4096);
	case 1:
		return scnprintf(to, room, "%u", pages * 4096);
	default:
		return scnprintf(to, room, forms[take() % 2], pages * 4);
	}
}

static int element(char *to, size_t room)
{
	static const struct {
		char sign;
		u32 type;
	} forms[] = { { '@', 1 }, { '$', 2 }, { '#', 3 }, { '!', 12 } };
	u32 kind = take() % 8, start = take_bytes(2) % PAGES, nr = take() + 1, low, type;
	int len;

	if (kind == 7) {
		model_set(0, PAGES, 0, E820_TYPE_LAST, 0);
		return scnprintf(to, room, "exactmap");
	}
	if (kind == 6) {
		model_set(start + 1, PAGES, 1, 1, 0);
		return write_pages(to, room, start + 1);
	}
	len = write_pages(to, room, nr);
	to[len++] = kind < 4 ? forms[kind].sign : '%';
	len += write_pages(to + len, room - len, start);
	if (kind < 4) {
		model_set(start, nr, 0, forms[kind].type - 1, forms[kind].type);
		return len;
	}
	low = take_type();
	type = take_type();
	model_set(start, nr, kind == 4 ? low : 0, kind == 4 ? low : E820_TYPE_LAST, type);
	if (kind == 4)
		len += scnprintf(to + len, room - len, "-%u", low);
	return len + scnprintf(to + len, room - len, "+%#x", type);
}

/* What no map can change. */
static void model_known_ranges(void)
{
	const u32 image = 0x100000 >> PAGE_SHIFT, image_end = 0x200000 >> PAGE_SHIFT;
	u32 i;

	model_set(0, 1, 1, 1, 2);
	model_set(0xa0000 >> PAGE_SHIFT, image - (0xa0000 >> PAGE_SHIFT), 1, 1, 0);
	for (i = image; i < image_end; i++)
		model[i] = E820_TYPE_RAM;
}

static void pages_against_the_model(void)
{
	static char text[COMMAND_LINE_SIZE];
	u32 entries = take() % 16, elements = take() % 8, i;
	int len = 0;

	memset(model, 0, sizeof(model));
	while (entries--) {
		u32 start = take_bytes(2) % PAGES, nr = take(), type = take_type();

		machine_entry((u64)start << PAGE_SHIFT, (u64)nr << PAGE_SHIFT, type);
		type = type ?: E820_TYPE_RESERVED;
		for (i = start; i < PAGES && i < start + nr; i++)
			model[i] = max(model[i], type);
	}
	for (i = 0; i < elements; i++) {
		static const char *const before[] = { " memmap=", "  memmap=\"",
						      " \"memmap=", " quiet memmap=" };
		u32 style = take() % 5;

		/* A fifth style goes on with the list of the word before. */
		if (style == 4 && len && text[len - 1] != '"')
			text[len++] = ',';
		else
			len += scnprintf(text + len, sizeof(text) - len, "%s", before[style % 4]);
		len += element(text + len, sizeof(text) - len);
		if (style == 1 || style == 2)
			text[len++] = '"';
		text[len] = '\0';
	}
	text[len] = '\0';
	machine_boot(text);
	model_known_ranges();
	check_table();
	check_memblock();
	BUG_ON(strstr(machine_log, "makes no sense") || strstr(machine_log, "Malformed"));
	for (i = 0; i < PAGES; i++) {
		u64 addr = (u64)i << PAGE_SHIFT;
		int type = __e820__get_entry_type(e820_table, addr, addr + PAGE_SIZE);

		if (model[i])
			BUG_ON(type == -EINVAL || (u32)type != model[i]);
		else
			BUG_ON(e820__mapped_any(addr, addr + PAGE_SIZE, E820_TYPE_NONE));
	}
}

void __wrap_host_abort(void);

/* libFuzzer keeps the input of whoever gets a signal. */
void __wrap_host_abort(void)
{
	__builtin_trap();
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	input = data;
	input_left = size;
	machine_quiet = 1;
	machine_reset();
	if (take() & 1)
		pages_against_the_model();
	else
		any_text_on_any_map();
	return 0;
}
