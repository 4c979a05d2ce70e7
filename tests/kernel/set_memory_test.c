// SPDX-License-Identifier: MIT
/*
 * tests/kernel/set_memory_test.c - promises of asm/set_memory.h: arch/i386 only
 *
 * That a forbidden access faults is seen by guests that crash: tests/boot. Here the entries are read.
 */
#include <kunit/test.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <asm/pgtable.h>
#include <asm/sections.h>
#include <asm/set_memory.h>
#include <asm/tlbflush.h>

#define BLOCK_PMDS (MAX_ORDER_NR_PAGES / PTRS_PER_PTE)

/* The block that a test works on: 4 MiB, mapped by large pages. */
struct block {
	unsigned long addr;
	pmd_t before[BLOCK_PMDS];
};

static struct block block;

static enum pg_level level_of(unsigned long vaddr)
{
	enum pg_level level;

	lookup_address(vaddr, &level);
	return level;
}

/* Puts the large pages together again, which set_memory_*() does not. */
static void give_block_back(void *unused)
{
	int i;

	for (i = 0; i < BLOCK_PMDS; i++) {
		pmd_t *pmd = pmd_off_k(block.addr + i * PMD_SIZE), split = *pmd;

		set_pmd(pmd, block.before[i]);
		__flush_tlb_all();
		if (!pmd_leaf(split))
			free_page((unsigned long)__va(split.pmd & PTE_PFN_MASK));
	}
	free_pages(block.addr, MAX_PAGE_ORDER);
}

static void take_block(struct kunit *test)
{
	int i;

	block.addr = __get_free_pages(GFP_KERNEL | __GFP_NOWARN, MAX_PAGE_ORDER);
	if (!block.addr)
		kunit_skip(test, "no 4 MiB in one piece");
	for (i = 0; i < BLOCK_PMDS; i++)
		block.before[i] = *pmd_off_k(block.addr + i * PMD_SIZE);
	if (!pmd_leaf(block.before[0]) || !pmd_leaf(block.before[BLOCK_PMDS - 1])) {
		free_pages(block.addr, MAX_PAGE_ORDER);
		kunit_skip(test, "the direct map has no large pages here");
	}
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, give_block_back, NULL), 0);
}

/* Entry i of the block's pages as it was, but for the bits that changed in [from, to). */
static void expect_entries(struct kunit *test, unsigned long from, unsigned long to, pteval_t set,
			   pteval_t clear)
{
	unsigned long i, wrong = 0;

	for (i = 0; i < MAX_ORDER_NR_PAGES; i++) {
		unsigned long vaddr = block.addr + i * PAGE_SIZE;
		enum pg_level level;
		pte_t *pte = lookup_address(vaddr, &level);
		pteval_t want = block.before[i / PTRS_PER_PTE].pmd & ~(PTE_PFN_MASK | _PAGE_PSE);

		if (i >= from && i < to)
			want = (want & ~clear) | (set & __supported_pte_mask);
		if (level == PG_LEVEL_LARGE)
			want |= _PAGE_PSE | (__pa(vaddr) & PMD_MASK);
		else
			want |= __pa(vaddr);
		wrong += pte_val(*pte) != want;
	}
	KUNIT_EXPECT_EQ_MSG(test, wrong, 0ul, "pages %lu to %lu, set %llx, clear %llx", from, to,
			    (u64)set, (u64)clear);
}

/*
 *   [ RW, large ] -> [ RW ... RW | ro ro | RW ... RW ], and every page has the frame, rights and contents that it had
 */
static void a_part_splits_and_the_rest_stays(struct kunit *test)
{
	const unsigned long first = 3, last = PTRS_PER_PTE - 2;
	unsigned long *words, i;

	take_block(test);
	words = (unsigned long *)block.addr;
	for (i = 0; i < MAX_ORDER_NR_PAGES; i++)
		words[i * PAGE_SIZE / sizeof(*words)] = i;
	KUNIT_EXPECT_EQ(test, set_memory_ro(block.addr + first * PAGE_SIZE, 2), 0);
	KUNIT_EXPECT_EQ(test, level_of(block.addr), PG_LEVEL_4K);
	expect_entries(test, first, first + 2, 0, _PAGE_RW);
	KUNIT_EXPECT_EQ(test, set_memory_rw(block.addr + first * PAGE_SIZE, 2), 0);
	expect_entries(test, 0, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, set_memory_ro(block.addr + last * PAGE_SIZE, 2), 0);
	expect_entries(test, last, last + 2, 0, _PAGE_RW);
	for (i = 0; i < MAX_ORDER_NR_PAGES; i++)
		KUNIT_EXPECT_EQ(test, words[i * PAGE_SIZE / sizeof(*words)], i);
}

static void a_whole_large_page_is_not_split(struct kunit *test)
{
	take_block(test);
	KUNIT_EXPECT_EQ(test, set_memory_ro(block.addr, MAX_ORDER_NR_PAGES), 0);
	KUNIT_EXPECT_EQ(test, level_of(block.addr), PG_LEVEL_LARGE);
	KUNIT_EXPECT_EQ(test, level_of(block.addr + (BLOCK_PMDS - 1) * PMD_SIZE), PG_LEVEL_LARGE);
	expect_entries(test, 0, MAX_ORDER_NR_PAGES, 0, _PAGE_RW);
	KUNIT_EXPECT_EQ(test, set_memory_rw(block.addr, MAX_ORDER_NR_PAGES), 0);
	expect_entries(test, 0, 0, 0, 0);
}

/* A range that begins inside one large page and ends inside or at the end of another. */
static void only_the_ends_are_split(struct kunit *test)
{
	take_block(test);
	KUNIT_EXPECT_EQ(test, set_memory_ro(block.addr + PAGE_SIZE, MAX_ORDER_NR_PAGES - 1), 0);
	KUNIT_EXPECT_EQ(test, level_of(block.addr), PG_LEVEL_4K);
	if (BLOCK_PMDS > 1)
		KUNIT_EXPECT_EQ(test, level_of(block.addr + PMD_SIZE), PG_LEVEL_LARGE);
	expect_entries(test, 1, MAX_ORDER_NR_PAGES, 0, _PAGE_RW);
	KUNIT_EXPECT_EQ(test, set_memory_rw(block.addr, MAX_ORDER_NR_PAGES - 1), 0);
	expect_entries(test, MAX_ORDER_NR_PAGES - 1, MAX_ORDER_NR_PAGES, 0, _PAGE_RW);
}

static void nothing_to_change_splits_nothing(struct kunit *test)
{
	take_block(test);
	KUNIT_EXPECT_EQ(test, set_memory_rw(block.addr + PAGE_SIZE, 1), 0);
	KUNIT_EXPECT_EQ(test, set_memory_nx(block.addr + PAGE_SIZE, 1), 0);
	KUNIT_EXPECT_EQ(test, set_memory_ro(block.addr, 0), 0);
	KUNIT_EXPECT_EQ(test, level_of(block.addr), PG_LEVEL_LARGE);
}

/* Where there is NX, memory can be executed after set_memory_x(); elsewhere always, and nothing is touched. */
static void execution_is_allowed_and_forbidden(struct kunit *test)
{
	bool nx = __supported_pte_mask & _PAGE_NX;
	unsigned long page;

	take_block(test);
	page = block.addr + 5 * PAGE_SIZE;
	*(u8 *)page = 0xc3; /* ret */
	KUNIT_ASSERT_EQ(test, set_memory_x(page, 1), 0);
	KUNIT_EXPECT_EQ(test, level_of(page), nx ? PG_LEVEL_4K : PG_LEVEL_LARGE);
	expect_entries(test, 5, 6, 0, _PAGE_NX);
	((void (*)(void))page)();
	KUNIT_EXPECT_EQ(test, set_memory_nx(page, 1), 0);
	expect_entries(test, 0, 0, 0, 0);
}

/* Both words of a PAE entry change, each alone or together, and no neighbour does. */
static void an_entry_in_use_is_replaced(struct kunit *test)
{
	static const pteval_t values[] = { __PAGE_KERNEL, __PAGE_KERNEL_EXEC, 0, ~(pteval_t)0,
					   0x1000 | _PAGE_NX };
	const pte_t neighbour = { (pteval_t)0x5a5a5a5a5a5a5a5aULL };
	pte_t table[3] = { neighbour, neighbour, neighbour };
	int i;

	for (i = 0; i < ARRAY_SIZE(values); i++) {
		xchg_pte(&table[1], (pte_t){ values[i] });
		KUNIT_EXPECT_EQ(test, (u64)pte_val(table[1]), (u64)values[i]);
	}
	KUNIT_EXPECT_EQ(test, (u64)pte_val(table[0]), (u64)pte_val(neighbour));
	KUNIT_EXPECT_EQ(test, (u64)pte_val(table[2]), (u64)pte_val(neighbour));
}

static void pages_that_are_not_present_stay_so(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, set_memory_rw((unsigned long)init_stack_guard, 1), 0);
	KUNIT_EXPECT_EQ(test, set_memory_nx((unsigned long)init_stack_guard, 1), 0);
	KUNIT_EXPECT_FALSE(test, kernel_page_present((unsigned long)init_stack_guard));
}

static void bad_ranges_are_refused(struct kunit *test)
{
	unsigned long page = get_zeroed_page(GFP_KERNEL);

	KUNIT_ASSERT_NE(test, page, 0ul);
	kunit_expect_warnings(test, 5);
	KUNIT_EXPECT_EQ(test, set_memory_ro(page + 1, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, set_memory_ro(page, -1), -EINVAL);
	KUNIT_EXPECT_EQ(test, set_memory_ro(PAGE_OFFSET - PAGE_SIZE, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, set_memory_ro(0xfffff000, 2), -EINVAL);
	KUNIT_EXPECT_EQ(test, set_memory_ro(page, 1 << 20),
			-EINVAL); /* as long as the address space */
	/* The hole above the direct map: not even a page table. */
	KUNIT_EXPECT_EQ(test, set_memory_ro(round_up(high_memory_addr, PMD_SIZE), 1), -EINVAL);
	*(u32 *)page = 1;
	free_page(page);
}

/* Nothing left for the page table: the large page stays as it is. */
static void a_split_without_memory_fails(struct kunit *test)
{
	struct list_head taken[NR_PAGE_ORDERS];
	struct page *page;
	int order, err;

	take_block(test);
	for (order = MAX_PAGE_ORDER; order >= 0; order--) {
		INIT_LIST_HEAD(&taken[order]);
		while ((page = alloc_pages(GFP_ATOMIC | __GFP_NOWARN, order)))
			list_add(&page->lru, &taken[order]);
	}
	err = set_memory_ro(block.addr + PAGE_SIZE, 1);
	for (order = 0; order <= MAX_PAGE_ORDER; order++) {
		while (!list_empty(&taken[order])) {
			page = list_first_entry(&taken[order], struct page, lru);
			list_del(&page->lru);
			__free_pages(page, order);
		}
	}
	KUNIT_EXPECT_EQ(test, err, -ENOMEM);
	KUNIT_EXPECT_EQ(test, level_of(block.addr), PG_LEVEL_LARGE);
	expect_entries(test, 0, 0, 0, 0);
}

static struct kunit_case set_memory_cases[] = {
	KUNIT_CASE(a_part_splits_and_the_rest_stays),
	KUNIT_CASE(a_whole_large_page_is_not_split),
	KUNIT_CASE(only_the_ends_are_split),
	KUNIT_CASE(nothing_to_change_splits_nothing),
	KUNIT_CASE(execution_is_allowed_and_forbidden),
	KUNIT_CASE(an_entry_in_use_is_replaced),
	KUNIT_CASE(pages_that_are_not_present_stay_so),
	KUNIT_CASE(bad_ranges_are_refused),
	KUNIT_CASE(a_split_without_memory_fails),
	{},
};

static struct kunit_suite set_memory_suite = {
	.name = "set_memory",
	.test_cases = set_memory_cases,
};
kunit_test_suite(set_memory_suite);
