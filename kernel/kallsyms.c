// SPDX-License-Identifier: MIT
/*
 * kernel/kallsyms.c - from an address to the function it lies in
 *
 *   kallsyms_addresses   c0100040  c0100078  c01000a0 ...      ascending: binary search
 *   kallsyms_names       "do_trap\0die\0show_regs\0..."        in the same order
 *   kallsyms_markers     where the names of functions 0, 16, 32 ... begin: at most 15 to skip
 *
 * scripts/ksyms.py writes the table from the first link of the kernel; the second link adds it. In the kernel of the first link
 * the weak symbols are null and every lookup fails.
 *
 * Tests: tests/kernel/traps_test.c
 * Linux: kernel/kallsyms.c. Left out: compressed names, data symbols, modules.
 */
#include <linux/kallsyms.h>

#include <linux/string.h>
#include <asm/sections.h>

#define NAMES_PER_MARKER 16

extern const u32 kallsyms_num __weak;
extern const u32 kallsyms_addresses[] __weak;
extern const u32 kallsyms_markers[] __weak;
extern const char kallsyms_names[] __weak;

static const char *symbol_name(u32 index)
{
	const char *name = kallsyms_names + kallsyms_markers[index / NAMES_PER_MARKER];

	for (index %= NAMES_PER_MARKER; index; index--)
		name += strlen(name) + 1;
	return name;
}

const char *kallsyms_lookup(unsigned long addr, unsigned long *symbolsize, unsigned long *offset)
{
	bool init = addr >= (unsigned long)_sinittext && addr < (unsigned long)_einittext;
	bool text = addr >= (unsigned long)_stext && addr < (unsigned long)_etext;
	unsigned long end = (unsigned long)(init ? _einittext : _etext);
	u32 low = 0, high, middle;

	if (!&kallsyms_num || !(init || text) || addr < kallsyms_addresses[0])
		return NULL;
	/* addresses[low] <= addr < addresses[high] */
	for (high = kallsyms_num; high - low > 1;) {
		middle = (low + high) / 2;
		if (kallsyms_addresses[middle] <= addr)
			low = middle;
		else
			high = middle;
	}
	/* The last function of a section ends with the section. */
	if (high < kallsyms_num && kallsyms_addresses[high] < end)
		end = kallsyms_addresses[high];
	*symbolsize = end - kallsyms_addresses[low];
	*offset = addr - kallsyms_addresses[low];
	return symbol_name(low);
}

unsigned long kallsyms_lookup_name(const char *name)
{
	u32 i;

	for (i = 0; &kallsyms_num && i < kallsyms_num; i++)
		if (!strcmp(symbol_name(i), name))
			return kallsyms_addresses[i];
	return 0;
}
