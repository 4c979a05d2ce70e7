// SPDX-License-Identifier: MIT
/*
 * arch/i386/dump_pagetables.c - the kernel's page tables, each run of equal entries in one line
 *
 *   ---[ Kernel Mapping ]---
 *   0xc0000000-0xc0100000           1M     RW                 GLB NX pte
 *   0xc0800000-0xf7400000         876M     RW             PSE GLB NX pmd
 *
 * Tests: tests/kernel/paging_test.c
 * Linux: arch/x86/mm/dump_pagetables.c; the form of debugfs page_tables/kernel.
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

struct run {
	unsigned long start;
	pteval_t bits;
	const char *level;
	const char *area; /* heading that this run stands under */
};

static const char *area_heading(unsigned long vaddr)
{
	if (vaddr < PAGE_OFFSET)
		return "User Space";
	if (vaddr < VMEMMAP_START)
		return "Kernel Mapping";
	if (vaddr < VMALLOC_START)
		return "vmemmap";
	if (vaddr < VMALLOC_END)
		return "vmalloc() Area";
	if (vaddr < PKMAP_BASE)
		return "vmalloc() End";
	return vaddr < FIXADDR_START ? "Persistent kmap() Area" : "Fixmap Area";
}

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
		console_printf("%s%s%s%s%s%s%s", bits & _PAGE_USER ? "USR " : "    ",
			       bits & _PAGE_RW ? "RW " : "ro ", bits & _PAGE_PWT ? "PWT " : "    ",
			       bits & _PAGE_PCD ? "PCD " : "    ", bits & _PAGE_PSE ? "PSE " : "    ",
			       bits & _PAGE_GLOBAL ? "GLB " : "    ", bits & _PAGE_NX ? "NX " : "x  ");
	else
		console_printf("%26s", "");
	console_printf("%s\n", run->level);
}

/* The next entry: it prolongs the run, or ends it and begins another. */
static void note_entry(struct run *run, unsigned long vaddr, pteval_t val, const char *level)
{
	pteval_t bits = val & _PAGE_PRESENT ? val & SHOWN_BITS : 0;
	const char *area = area_heading(vaddr);

	if (run->area == area && run->bits == bits && run->level == level)
		return;
	if (run->area)
		print_run(run, vaddr);
	if (run->area != area)
		console_printf("---[ %s ]---\n", area);
	*run = (struct run){ vaddr, bits, level, area };
}

static int show_page_tables(int argc, char **argv)
{
	struct run run = { 0 };
	unsigned long vaddr = 0, i;

	do {
		pmd_t pmd = *pmd_off_k(vaddr);

		if (!pmd_present(pmd) || pmd_leaf(pmd)) {
			note_entry(&run, vaddr, pmd.pmd, "pmd");
			continue;
		}
		for (i = 0; i < PTRS_PER_PTE; i++)
			note_entry(&run, vaddr + i * PAGE_SIZE,
				   pte_val(pte_offset_kernel(&pmd, vaddr)[i]), "pte");
	} while ((vaddr += PMD_SIZE));
	print_run(&run, 0);
	return 0;
}
MONITOR_COMMAND(ptdump, "", "all page tables, as debugfs page_tables/kernel", show_page_tables);
