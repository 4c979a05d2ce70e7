// SPDX-License-Identifier: MIT
/*
 * asm/vmalloc.h - as on i386, entry by entry, so that the process follows
 */
#ifndef ASM_HOST_VMALLOC_H
#define ASM_HOST_VMALLOC_H

#include <linux/mm.h>
#include <asm/pgtable.h>

static inline bool arch_vmap_pmd_supported(void)
{
	return true;
}

void set_kernel_table(unsigned long vaddr, void *table);
void set_kernel_large(unsigned long vaddr, unsigned long pfn, pgprot_t prot);

static inline bool fill_kernel_ptes(unsigned long vaddr, pte_t *ptep, struct page **pages,
				    unsigned int nr, pgprot_t prot)
{
	for (; nr; nr--, pages++, vaddr += PAGE_SIZE) {
		if (!*pages)
			return false;
		set_kernel_pte(vaddr, ptep++, pfn_pte(page_to_pfn(*pages), prot));
	}
	return true;
}

static inline void fill_kernel_pfns(unsigned long vaddr, pte_t *ptep, unsigned long pfn,
				    unsigned int nr, pgprot_t prot)
{
	for (; nr; nr--, vaddr += PAGE_SIZE)
		set_kernel_pte(vaddr, ptep++, pfn_pte(pfn++, prot));
}

static inline void fill_kernel_page(unsigned long vaddr, pte_t *ptep, const struct page *page,
				    pteval_t bits)
{
	set_kernel_pte(vaddr, ptep, pfn_pte(page_to_pfn(page), __pgprot(bits)));
}

static inline struct page *take_kernel_pte(unsigned long vaddr, pte_t *ptep)
{
	struct page *page = pfn_to_page(pte_pfn(*ptep));

	set_kernel_pte(vaddr, ptep, (pte_t){ 0 });
	return page;
}

static inline void clear_kernel_ptes(unsigned long vaddr, pte_t *ptep, unsigned int nr)
{
	for (; nr; nr--, vaddr += PAGE_SIZE)
		set_kernel_pte(vaddr, ptep++, (pte_t){ 0 });
}

#endif
