// SPDX-License-Identifier: MIT
/*
 * tests/kernel/page_sweep_test.c - every usable page can be had, written, read back, and given back
 *
 * All free memory is taken at once. Of its pages, 16,384 evenly spread ones are written through kmap_local_page() before the
 * first is read, through every other kind of mapping, so that two frames that share a cell of memory, or two mappings that share
 * a frame, show.
 *
 *   page_sweep=bytes  every page, and all of it
 *   page_sweep=all    every page is written and read, a block at a time; the ranges are named, so that somebody outside can
 *                     look into the machine's memory and take it away again: tests/boot/page_cases.py
 */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#define NR_SAMPLES 16384
/* Pages between two reports of page_sweep=all: 256 MiB. */
#define REPORT_PAGES (1UL << 16)

#define LAST_WORD (PAGE_SIZE / 4 - 1)

static bool sweep_all;
/* Words from one that is written to the next; a divisor of LAST_WORD, so that the last is. */
static unsigned int step = 33;

static int __init set_sweep(char *val)
{
	step = !strcmp(val, "bytes") ? 1 : LAST_WORD;
	sweep_all = step == 1 || !strcmp(val, "all");
	return sweep_all;
}
__setup("page_sweep=", set_sweep);

/* Blocks of each order, linked by the lru of their first pages, in the order they came. */
static struct list_head taken[NR_PAGE_ORDERS];

static unsigned long take_everything(void)
{
	unsigned long nr = 0;
	int order;

	for (order = MAX_PAGE_ORDER; order >= 0; order--) {
		struct page *page;

		INIT_LIST_HEAD(&taken[order]);
		while ((page = alloc_pages(GFP_HIGHUSER_MOVABLE | __GFP_MEMALLOC | __GFP_NOWARN,
					   order))) {
			list_add_tail(&page->lru, &taken[order]);
			nr += 1UL << order;
		}
	}
	return nr;
}

static void give_everything_back(void *unused)
{
	int order;

	for (order = 0; order < NR_PAGE_ORDERS; order++) {
		while (!list_empty(&taken[order])) {
			struct page *page = list_first_entry(&taken[order], struct page, lru);

			list_del(&page->lru);
			__free_pages(page, order);
		}
	}
}

/* The first is the frame's number, the last its complement: who looks from outside knows these. */
static u32 word_of(u32 pfn, u32 i)
{
	return i == LAST_WORD ? ~pfn : pfn ^ i << 20;
}

static void write_page(struct page *page)
{
	u32 *words = kmap_local_page(page), i;

	for (i = 0; i <= LAST_WORD; i += step)
		words[i] = word_of(page_to_pfn(page), i);
	kunmap_local(words);
}

static u32 wrong_bits(const u32 *words, u32 pfn)
{
	u32 i, wrong = 0;

	for (i = 0; i <= LAST_WORD; i += step)
		wrong |= words[i] ^ word_of(pfn, i);
	return wrong;
}

/* Through each kind of mapping but that which it was written through; with page_sweep=all there is no memory for vmap(). */
static bool page_reads_back(struct page *page)
{
	u32 pfn = page_to_pfn(page), wrong;
	void *addr = kmap_atomic(page);

	wrong = wrong_bits(addr, pfn);
	kunmap_atomic(addr);
	addr = kmap_local_page_prot(page, PAGE_KERNEL_RO);
	wrong |= wrong_bits(addr, pfn);
	kunmap_local(addr);
	addr = kmap_local_pfn(pfn);
	wrong |= wrong_bits(addr, pfn);
	kunmap_local(addr);
	addr = kmap_local_folio((struct folio *)page, 0);
	wrong |= wrong_bits(addr, pfn);
	kunmap_local(addr);
	wrong |= wrong_bits(kmap(page), pfn);
	kunmap(page);
	if (step == LAST_WORD)
		return !wrong;
	addr = vmap(&page, 1, VM_MAP, PAGE_KERNEL);
	wrong |= addr ? wrong_bits(addr, pfn) : 1;
	vunmap(addr);
	return !wrong;
}

/* Calls visit for every stride-th of the pages that were taken. Return: how many of these it disliked. */
static unsigned long visit_pages(unsigned long stride, bool (*visit)(struct page *page))
{
	unsigned long next = 0, bad = 0;
	struct page *page;
	int order;

	for (order = 0; order < NR_PAGE_ORDERS; order++) {
		list_for_each_entry(page, &taken[order], lru) {
			for (; next < 1UL << order; next += stride)
				bad += !visit(page + next);
			next -= 1UL << order;
		}
	}
	return bad;
}

/* LOWMEM for its page tables, above the watermark. */
static void give_to_vmap(unsigned long nr)
{
	struct page *page, *next;
	int order;

	for (order = 0; order < NR_PAGE_ORDERS; order++)
		list_for_each_entry_safe(page, next, &taken[order], lru)
			if (nr && !PageHighMem(page)) {
				list_del(&page->lru);
				__free_pages(page, order);
				nr -= min(nr, 1UL << order);
			}
}

static bool written(struct page *page)
{
	write_page(page);
	return true;
}

/* What was swept so far and not yet reported: frames [first, end). */
static unsigned long first, end;

static void report(struct kunit *test)
{
	if (first < end)
		kunit_info(test, "swept %lx-%lx\n", first, end);
}

static void sweep_block(struct kunit *test, struct page *block, unsigned int order)
{
	unsigned long pfn = page_to_pfn(block), nr = 1UL << order, i;

	for (i = 0; i < nr; i++)
		write_page(block + i);
	for (i = 0; i < nr; i++)
		KUNIT_ASSERT_TRUE_MSG(test, page_reads_back(block + i), "pfn %lx", pfn + i);
	if (end - first >= REPORT_PAGES || (pfn != end && pfn + nr != first)) {
		report(test);
		first = pfn;
		end = pfn + nr;
	}
	first = min(first, pfn);
	end = max(end, pfn + nr);
}

static void every_page_holds_its_words(struct kunit *test)
{
	unsigned long nr_free, stride, bad;
	struct page *page;
	int order;

	kunit_settle();
	nr_free = nr_free_pages();
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, give_everything_back, NULL), 0);
	KUNIT_EXPECT_EQ(test, take_everything(), nr_free);
	KUNIT_EXPECT_EQ(test, nr_free_pages(), 0ul);

	if (step != LAST_WORD)
		give_to_vmap(nr_free / 32 + 256);
	if (sweep_all) {
		first = end = 0;
		for (order = 0; order < NR_PAGE_ORDERS; order++)
			list_for_each_entry(page, &taken[order], lru)
				sweep_block(test, page, order);
		report(test);
		return;
	}
	/* Odd: then all low bits of frame numbers take part. */
	stride = max(nr_free / NR_SAMPLES, 1ul) | 1;
	visit_pages(stride, written);
	bad = visit_pages(stride, page_reads_back);
	KUNIT_EXPECT_EQ_MSG(test, bad, 0ul, "pages, of every %lu-th", stride);
}

static struct kunit_case page_sweep_cases[] = {
	KUNIT_CASE(every_page_holds_its_words),
	{},
};

static struct kunit_suite page_sweep_suite = {
	.name = "page_sweep",
	.test_cases = page_sweep_cases,
};
kunit_test_suite(page_sweep_suite);
