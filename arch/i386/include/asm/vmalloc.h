// SPDX-License-Identifier: MIT
/*
 * asm/vmalloc.h - many page-table entries at once, and page tables that come and go
 */
#ifndef ASM_VMALLOC_H
#define ASM_VMALLOC_H

#include <linux/mm.h>
#include <asm/cpufeature.h>
#include <asm/pgtable.h>

/* Are there large pages? */
static inline bool arch_vmap_pmd_supported(void)
{
	return cpu_has(X86_FEATURE_PSE);
}

/* Hangs a page table in, or takes the entry out (table NULL). The caller flushes where there was an entry before. */
static inline void set_kernel_table(unsigned long vaddr, void *table)
{
	set_pmd(pmd_off_k(vaddr), (pmd_t){ table ? __pa(table) | __PAGE_TABLE : 0 });
}

static inline void set_kernel_large(unsigned long vaddr, unsigned long pfn, pgprot_t prot)
{
	set_pmd(pmd_off_k(vaddr), pfn_pmd(pfn, prot));
}

/**
 * fill_kernel_ptes - map pages in a row
 * @vaddr: of the first; all under one page table, nothing mapped there
 * @ptep:  its entry
 * @nr:    pages
 *
 * Return: true when all are mapped; false: one is NULL, and those from it on are not.
 */
bool fill_kernel_ptes(unsigned long vaddr, pte_t *ptep, struct page **pages, unsigned int nr,
		      pgprot_t prot);

/* As above, by the offset of the page's struct in the memmap, in bytes, which is the page's address / 256. */
static __always_inline void fill_kernel_offset(pte_t *ptep, unsigned long offset, pteval_t bits)
{
	volatile u32 *word = (volatile u32 *)ptep;

#ifdef CONFIG_X86_PAE
	word[1] = offset >> 24 | (u32)(bits >> 32);
#endif
	word[0] = offset << 8 | (u32)bits;
}

/* bits: rights, as __supported_pte_mask allows them. */
static __always_inline void fill_kernel_page(unsigned long vaddr, pte_t *ptep,
					     const struct page *page, pteval_t bits)
{
	fill_kernel_offset(ptep, (unsigned long)page - (unsigned long)mem_map, bits);
}

/*
 * Empties an entry and tells which page it mapped; the caller flushes. With PAE the second word has the high bits of the frame,
 * and NX, which is shifted out.
 */
static __always_inline struct page *take_kernel_pte(unsigned long vaddr, pte_t *ptep)
{
	volatile u32 *word = (volatile u32 *)ptep;
	unsigned long offset = word[0] >> 8 & -sizeof(struct page);

	word[0] = 0;
#ifdef CONFIG_X86_PAE
	offset |= word[1] << 24;
	word[1] = 0;
#endif
	return (struct page *)((unsigned long)mem_map + offset);
}

/* fill_kernel_ptes() for frames in a row. */
static inline void fill_kernel_pfns(unsigned long vaddr, pte_t *ptep, unsigned long pfn,
				    unsigned int nr, pgprot_t prot)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		set_pte(&ptep[i], pfn_pte(pfn + i, prot));
}

/* Empties entries; the caller flushes. With PAE the low words, which have the present bit, go before the high ones. */
static __always_inline void clear_kernel_ptes(unsigned long vaddr, pte_t *ptep, unsigned int nr)
{
	unsigned int words = nr * (sizeof(pte_t) / 4);

	__asm__ __volatile__("rep stosl" : "+D"(ptep), "+c"(words) : "a"(0) : "memory");
}

#endif
