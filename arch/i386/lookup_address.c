// SPDX-License-Identifier: MIT
/*
 * arch/i386/lookup_address.c - the entry that maps an address; the host's page tables are walked by it too
 *
 * Tests: tests/kernel/paging_test.c, vmalloc_test.c
 * Linux: arch/x86/mm/pat/set_memory.c
 */
#include <asm/pgtable.h>

pte_t *lookup_address(unsigned long vaddr, enum pg_level *level)
{
	pmd_t *pmd = pmd_off_k(vaddr);

	if (!pmd_present(*pmd)) {
		*level = PG_LEVEL_NONE;
		return NULL;
	}
	if (pmd_leaf(*pmd)) {
		*level = PG_LEVEL_LARGE;
		return (pte_t *)pmd;
	}
	*level = PG_LEVEL_4K;
	return pte_offset_kernel(pmd, vaddr);
}

bool kernel_page_present(unsigned long vaddr)
{
	enum pg_level level;
	pte_t *pte = lookup_address(vaddr, &level);

	return pte && pte_present(*pte);
}
