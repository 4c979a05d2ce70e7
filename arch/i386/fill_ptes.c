// SPDX-License-Identifier: MIT
/*
 * arch/i386/fill_ptes.c - the inner loop of vmap() and vmalloc()
 *
 * Tests: tests/kernel/vmalloc_test.c
 * Linux: vmap_pages_pte_range() in mm/vmalloc.c
 */
#include <asm/vmalloc.h>

_Static_assert(PAGE_SIZE / sizeof(struct page) == 1 << 8,
	       "the shifts below are about 16 bytes a frame");

/* NULL lies below the memmap, and nothing else does: the subtraction that is needed anyway tells. */
static __always_inline bool fill_one(pte_t *ptep, const struct page *page, pteval_t bits)
{
	unsigned long offset;

	if (unlikely(__builtin_sub_overflow((unsigned long)page, (unsigned long)mem_map, &offset)))
		return false;
	fill_kernel_offset(ptep, offset, bits);
	return true;
}

bool fill_kernel_ptes(unsigned long vaddr, pte_t *ptep, struct page **pages, unsigned int nr,
		      pgprot_t prot)
{
	const pteval_t bits = pgprot_val(prot) & __supported_pte_mask;
	unsigned int i;

	/* Eight at a time: half of a short loop's instructions would count. */
	for (; nr >= 8; nr -= 8, pages += 8, ptep += 8)
#pragma GCC unroll 8
		for (i = 0; i < 8; i++)
			if (!fill_one(ptep + i, pages[i], bits))
				return false;
	for (; nr; nr--)
		if (!fill_one(ptep++, *pages++, bits))
			return false;
	return true;
}
