// SPDX-License-Identifier: MIT
/*
 * kernel/memdump.c - the monitor's md: what lies in memory, by virtual or physical address
 *
 *   c0100000: 02 b0 ad 1b 03 00 00 00 fb 4f 52 e4 90 90 90 90  .........OR.....
 *
 * A virtual address may be any, since a fault is caught; a physical one must be RAM. HIGHMEM has no
 * virtual address of its own, so each row of it is read through a kmap_local window.
 *
 * Tests: tests/kernel/monitor_test.c
 */
#include <linux/console.h>
#include <linux/ctype.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/monitor.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#define ROW 16
#define DEFAULT_LEN 128
#define MAX_LEN 65536

static void put_row(unsigned long long addr, const u8 *bytes, unsigned int len)
{
	char text[ROW + 1] = "";
	unsigned int i;

	console_printf("%08llx:", addr);
	for (i = 0; i < ROW; i++) {
		if (i < len)
			console_printf(" %02x", bytes[i]);
		else
			console_printf("   ");
		if (i < len)
			text[i] = isprint(bytes[i]) ? bytes[i] : '.';
	}
	console_printf("  %s\n", text);
}

/* Both: copies len bytes, all of one page, into row. Return: NULL, or what is wrong with the address. */
static const char *read_virtual(unsigned long long addr, u8 *row, unsigned int len)
{
	if (addr > ULONG_MAX)
		return "is beyond the address space";
	return copy_from_kernel_nofault(row, (void *)(unsigned long)addr, len) ? "is not mapped"
									       : NULL;
}

static const char *read_physical(unsigned long long addr, u8 *row, unsigned int len)
{
	const u8 *window;

	if (addr >> MAX_PHYSMEM_BITS)
		return "is beyond what the page tables can reach";
	if (!memblock_is_memory(addr))
		return "is not RAM";
	window = kmap_local_pfn(addr >> PAGE_SHIFT);
	memcpy(row, window + offset_in_page((unsigned long)addr), len);
	kunmap_local(window);
	return NULL;
}

static void dump(unsigned long long addr, unsigned int len, bool physical)
{
	const char *wrong;
	u8 row[ROW];

	while (len) {
		unsigned int in_row = min(len, ROW - (unsigned int)addr % ROW);

		wrong = physical ? read_physical(addr, row, in_row)
				 : read_virtual(addr, row, in_row);
		if (wrong) {
			console_printf("%s address %08llx %s\n", physical ? "physical" : "virtual",
				       addr, wrong);
			return;
		}
		put_row(addr, row, in_row);
		addr += in_row;
		len -= in_row;
	}
}

static int md(int argc, char **argv)
{
	unsigned int len = DEFAULT_LEN;
	unsigned long long addr;
	bool physical;

	if (argc < 2 || argc > 3)
		return -EINVAL;
	physical = !strncmp(argv[1], "p:", 2);
	if (monitor_parse_address(argv[1] + (physical ? 2 : 0), &addr))
		return -EINVAL;
	if (argc == 3 && (kstrtouint(argv[2], 0, &len) || len > MAX_LEN))
		return -EINVAL;
	dump(addr, len, physical);
	return 0;
}
MONITOR_COMMAND(md, "[p:]ADDR [LEN]",
		"dump memory at a hexadecimal address or function; p: physical", md);
