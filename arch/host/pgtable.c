// SPDX-License-Identifier: MIT
/*
 * arch/host/pgtable.c - page-table entries become mappings of the process
 *
 *   set_kernel_pte()         nothing shows there: mapped now        else: nothing yet, the old mapping is a stale translation
 *   flush_tlb_one_kernel()   whatever the entry says now is mapped
 *
 * So a forgotten flush shows the old page here as on a CPU.
 */
#include <linux/mm.h>
#include <linux/pfn.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/fixmap.h>
#include <asm/host.h>
#include <asm/pgtable.h>
#include <asm/tlbflush.h>
#include <asm/vmalloc.h>

pteval_t __supported_pte_mask = ~_PAGE_NX;
pte_t fixmap_ptes[FIXMAP_PTES];
/* Below the process's stack. */
#define HOST_FIXADDR_TOP UL(0xfefff000)
unsigned long __FIXADDR_TOP = HOST_FIXADDR_TOP;
unsigned long kmap_local_start = HOST_FIXADDR_TOP - FIX_KMAP_END * PAGE_SIZE;

pmd_t kernel_pmds[PTRS_PER_PMDS];

/* What an address shows: a translation once seen stays until the flush. */
static bool cached[(0xffffffff - PAGE_OFFSET) / PAGE_SIZE + 1];
/* The entry of each kernel address, once it has been set; NULL: none, or in a large page. */
static pte_t *entries[ARRAY_SIZE(cached)];

static unsigned long index_of(unsigned long vaddr)
{
	return (vaddr - PAGE_OFFSET) >> PAGE_SHIFT;
}

static void show(unsigned long vaddr, unsigned long pfn, bool writable)
{
	host_map(vaddr & PAGE_MASK, PFN_PHYS((u64)pfn), PAGE_SIZE, writable);
	cached[index_of(vaddr)] = true;
}

/* What the page tables say of vaddr now shows, or nothing does. */
static void show_entry(unsigned long vaddr)
{
	pte_t *pte = entries[index_of(vaddr)];
	pmd_t pmd = *pmd_off_k(vaddr);

	if (pte && pte_present(*pte)) {
		show(vaddr, pte_pfn(*pte), pte_val(*pte) & _PAGE_RW);
	} else if (!pte && pmd_leaf(pmd)) {
		show(vaddr, pmd_pfn(pmd) + pte_index(vaddr), pmd.pmd & _PAGE_RW);
	} else if (cached[index_of(vaddr)]) {
		host_unmap(vaddr & PAGE_MASK, PAGE_SIZE);
		cached[index_of(vaddr)] = false;
	}
}

void set_kernel_pte(unsigned long vaddr, pte_t *ptep, pte_t pte)
{
	entries[index_of(vaddr)] = ptep;
	set_pte(ptep, pte);
	if (!cached[index_of(vaddr)])
		show_entry(vaddr);
}

void __kernel_map_pages(struct page *page, int numpages, int enable)
{
	unsigned long vaddr = (unsigned long)page_to_virt(page);
	unsigned long bytes = (unsigned long)numpages << PAGE_SHIFT;

	if (PageHighMem(page))
		return;
	if (enable)
		host_map(vaddr, page_to_phys(page), bytes, true);
	else
		host_unmap(vaddr, bytes);
}

/* What shows, rather than what the tables say: the direct map has no tables. */
bool kernel_page_present(unsigned long vaddr)
{
	return host_mapped(vaddr & PAGE_MASK);
}

/* A process would end by a fault, so there is none. */
long copy_from_kernel_nofault(void *dst, const void *src, size_t size)
{
	unsigned long page = (unsigned long)src & PAGE_MASK, end = (unsigned long)src + size;

	if (!size)
		return 0;
	for (; page - 1 != ((end - 1) | ~PAGE_MASK); page += PAGE_SIZE)
		if (!host_mapped(page))
			return -EFAULT;
	memcpy(dst, src, size);
	return 0;
}

static void set_kernel_pmd(unsigned long vaddr, pmd_t pmd)
{
	unsigned long end = vaddr + PMD_SIZE;

	set_pmd(pmd_off_k(vaddr), pmd);
	for (; vaddr < end; vaddr += PAGE_SIZE) {
		entries[index_of(vaddr)] = NULL;
		if (!cached[index_of(vaddr)])
			show_entry(vaddr);
	}
}

void set_kernel_table(unsigned long vaddr, void *table)
{
	set_kernel_pmd(vaddr & PMD_MASK, (pmd_t){ table ? __pa(table) | __PAGE_TABLE : 0 });
}

void set_kernel_large(unsigned long vaddr, unsigned long pfn, pgprot_t prot)
{
	set_kernel_pmd(vaddr, pfn_pmd(pfn, prot));
}

void flush_tlb_one_kernel(unsigned long vaddr)
{
	show_entry(vaddr);
}

void flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	for (; start < end; start += PAGE_SIZE)
		show_entry(start);
}

void flush_tlb_all(void)
{
	unsigned long i;

	for (i = 0; i < ARRAY_SIZE(cached); i++)
		if (cached[i])
			show_entry(PAGE_OFFSET + (i << PAGE_SHIFT));
}
