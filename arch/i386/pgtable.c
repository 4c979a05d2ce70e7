// SPDX-License-Identifier: MIT
/*
 * arch/i386/pgtable.c - walking the kernel's page tables, and the fixmap in them
 *
 * Tests: tests/kernel/paging_test.c
 * Linux: arch/x86/mm/pgtable.c, pgtable_32.c, arch/x86/mm/pat/set_memory.c (lookup_address)
 */
#include <linux/console.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/monitor.h>
#include <asm/pgtable.h>
#include <asm/tlbflush.h>

/* Page tables of the fixmap: static, since early_memremap() works before memblock does. */
pte_t fixmap_ptes[FIXMAP_PTES] __aligned(PAGE_SIZE);

pte_t *__init alloc_page_table(unsigned long vaddr)
{
	pte_t *table = memblock_alloc(PAGE_SIZE, PAGE_SIZE);

	if (!table)
		panic("paging: no memory for the page table of %#lx", vaddr & PMD_MASK);
	return table;
}

pte_t *__init populate_pte(unsigned long vaddr)
{
	pmd_t *pmd = pmd_off_k(vaddr);

	if (!pmd_present(*pmd))
		set_pmd(pmd, (pmd_t){ __pa(alloc_page_table(vaddr)) | __PAGE_TABLE });
	return pte_offset_kernel(pmd, vaddr);
}

void __set_fixmap(enum fixed_addresses idx, phys_addr_t phys, pgprot_t prot)
{
	unsigned long vaddr = __fix_to_virt(idx);
	pte_t pte = pgprot_val(prot) ? pfn_pte(PHYS_PFN(phys), prot) : (pte_t){ 0 };

	set_kernel_pte(vaddr, fixmap_pte(idx), pte);
	flush_tlb_one_kernel(vaddr);
}

static void print_entry(const char *name, unsigned long index, pteval_t val)
{
	console_printf("%s[%4lu] = %0*llx", name, index, (int)sizeof(val) * 2, (u64)val);
	if (!(val & _PAGE_PRESENT)) {
		console_printf("  not present\n");
		return;
	}
	console_printf("  %s %s %s%s%s%s\n", val & _PAGE_RW ? "RW" : "ro",
		       val & _PAGE_USER ? "USR" : "sup", val & _PAGE_NX ? "NX" : "x ",
		       val & _PAGE_GLOBAL ? " GLB" : "", val & _PAGE_PCD ? " UC" : "",
		       val & _PAGE_PSE ? " PSE" : "");
}

static int show_walk(int argc, char **argv)
{
	enum pg_level level;
	unsigned long long addr;
	unsigned long vaddr;
	pte_t *pte;

	if (argc != 2 || monitor_parse_address(argv[1], &addr) || addr > ULONG_MAX)
		return -EINVAL;
	vaddr = addr;
	print_entry("pmd", vaddr >> PMD_SHIFT, pmd_off_k(vaddr)->pmd);
	pte = lookup_address(vaddr, &level);
	if (level == PG_LEVEL_4K)
		print_entry("pte", pte_index(vaddr), pte_val(*pte));
	if (pte && pte_present(*pte)) {
		unsigned long offset =
			level == PG_LEVEL_LARGE ? vaddr & ~PMD_MASK : offset_in_page(vaddr);

		console_printf("%#010lx -> physical %#llx\n", vaddr,
			       ((u64)pte_pfn(*pte) << PAGE_SHIFT) + offset);
	}
	return 0;
}
MONITOR_COMMAND(pt, "ADDR", "page-table entries of a hexadecimal address or function", show_walk);
