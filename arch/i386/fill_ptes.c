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

/*
 * Bytes into the memmap are an address divided by 256. NULL lies below the memmap, and nothing else does. The entry was
 * empty, so no CPU holds it: the word with the present bit goes last, and that is all.
 */
static __always_inline bool fill_one(pte_t *ptep, const struct page *page, pteval_t bits)
{
	volatile u32 *word = (volatile u32 *)ptep;
	unsigned long offset;

	if (unlikely(__builtin_sub_overflow((unsigned long)page, (unsigned long)mem_map, &offset)))
		return false;
#ifdef CONFIG_X86_PAE
	word[1] = offset >> 24 | (u32)(bits >> 32);
#endif
	word[0] = offset << 8 | (u32)bits;
	return true;
}

bool fill_kernel_ptes(unsigned long vaddr, pte_t *ptep, struct page **pages, unsigned int nr,
		      pgprot_t prot)
{
	const pteval_t bits = pgprot_val(prot) & __supported_pte_mask;

	/* Four at a time: half of a short loop's instructions would count. */
	for (; nr >= 4; nr -= 4, pages += 4, ptep += 4)
		if (!fill_one(ptep, pages[0], bits) || !fill_one(ptep + 1, pages[1], bits) ||
		    !fill_one(ptep + 2, pages[2], bits) || !fill_one(ptep + 3, pages[3], bits))
			return false;
	for (; nr; nr--)
		if (!fill_one(ptep++, *pages++, bits))
			return false;
	return true;
}
