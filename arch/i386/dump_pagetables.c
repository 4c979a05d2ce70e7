// SPDX-License-Identifier: MIT
/*
 * arch/i386/dump_pagetables.c - the kernel's page tables, each run of equal entries in one line
 *
 *   ---[ Kernel Mapping ]---
 *   0xc0000000-0xc0100000           1M     RW                     GLB NX pte
 *   0xc0800000-0xf7400000         876M     RW             PSE     GLB NX pmd
 *
 * The form is debugfs page_tables/kernel's to the letter; a PMD entry is a pgd without PAE, where the levels between are
 * folded, unless it is a large page. scripts/gdb/himem.py prints the same from outside.
 *
 * Tests: tests/boot/paging_cases.py
 * Linux: arch/x86/mm/dump_pagetables.c
 */
#include <linux/console.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/monitor.h>
#include <asm/pgtable.h>

/* Entries that differ in one of these do not share a line. */
#define SHOWN_BITS                                                                                 \
	((pteval_t)_PAGE_NX | _PAGE_PRESENT | _PAGE_RW | _PAGE_USER | _PAGE_PWT | _PAGE_PCD |      \
	 _PAGE_PSE | _PAGE_GLOBAL)

/* An entry above the PTEs that leads nowhere. */
#define HOLE_LEVEL (IS_ENABLED(CONFIG_X86_PAE) ? "pmd" : "pgd")

struct marker {
	unsigned long start;
	const char *name;
};

struct run {
	const struct marker *next; /* first one that has not been passed */
	unsigned long start;
	pteval_t bits;
	const char *level; /* NULL: nothing seen yet */
};

/* Size with the largest unit that divides it; end 0 is 4 GiB. */
static void print_range(unsigned long start, unsigned long end)
{
	static const char units[] = "KMG";
	unsigned long size = (end - start) >> 10;
	int unit = 0;

	while (!(size & 1023) && unit < 2) {
		size >>= 10;
		unit++;
	}
	console_printf("0x%08lx-0x%08lx   %9lu%c ", start, end, size, units[unit]);
}

static void print_run(const struct run *run, unsigned long end)
{
	pteval_t bits = run->bits;

	print_range(run->start, end);
	if (bits & _PAGE_PRESENT)
		console_printf(
			"%s%s%s%s%s    %s%s", bits & _PAGE_USER ? "USR " : "    ",
			bits & _PAGE_RW ? "RW " : "ro ", bits & _PAGE_PWT ? "PWT " : "    ",
			bits & _PAGE_PCD ? "PCD " : "    ", bits & _PAGE_PSE ? "PSE " : "    ",
			bits & _PAGE_GLOBAL ? "GLB " : "    ", bits & _PAGE_NX ? "NX " : "x  ");
	else
		console_printf("%30s", "");
	console_printf("%s\n", run->level);
}

/* The next entry: it prolongs the run, or ends it and begins another. */
static void note_entry(struct run *run, unsigned long vaddr, pteval_t val, const char *level)
{
	pteval_t bits = val & _PAGE_PRESENT ? val & SHOWN_BITS : 0;

	if (run->level == level && run->bits == bits && vaddr < run->next->start)
		return;
	if (run->level)
		print_run(run, vaddr);
	for (; vaddr >= run->next->start; run->next++)
		console_printf("---[ %s ]---\n", run->next->name);
	*run = (struct run){ run->next, vaddr, bits, level };
}

static void walk_page_tables(struct run *run)
{
	unsigned long vaddr = 0, i;

	do {
		pmd_t pmd = *pmd_off_k(vaddr);

		if (!pmd_present(pmd) || pmd_leaf(pmd)) {
			note_entry(run, vaddr, pmd.pmd, pmd_leaf(pmd) ? "pmd" : HOLE_LEVEL);
			continue;
		}
		for (i = 0; i < PTRS_PER_PTE; i++)
			note_entry(run, vaddr + i * PAGE_SIZE,
				   pte_val(pte_offset_kernel(&pmd, vaddr)[i]), "pte");
	} while ((vaddr += PMD_SIZE));
	print_run(run, 0);
}

static int show_page_tables(int argc, char **argv)
{
	const struct marker markers[] = {
		{ 0, "User Space" },
		{ PAGE_OFFSET, "Kernel Mapping" },
		{ VMEMMAP_START, "vmemmap" },
		{ VMALLOC_START, "vmalloc() Area" },
		{ VMALLOC_END, "vmalloc() End" },
		{ PKMAP_BASE, "Persistent kmap() Area" },
		{ FIXADDR_START, "Fixmap Area" },
		{ ULONG_MAX, NULL },
	};
	struct run run = { .next = markers };

	walk_page_tables(&run);
	return 0;
}
MONITOR_COMMAND(ptdump, "", "all page tables, as debugfs page_tables/kernel", show_page_tables);
