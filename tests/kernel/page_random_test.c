// SPDX-License-Identifier: MIT
/*
 * tests/kernel/page_random_test.c - the page allocator against a model that remembers who holds which page
 *
 *   allocator   alloc_pages, bulk, exact, compound, __free_pages, split_page, get_page, put_page, drain_all_pages
 *   model       holdings[]: block, how it is held, its signature      held: one bit for each frame
 *
 *   after each step   no page was given to two; each still has the signature that its holder wrote, when it goes;
 *                     free + on the CPUs' lists + held is what it was
 *   and, as often as the lists are short enough for it, which is after each step on a machine of some 100 MiB:
 *                     free_area: each block is what its struct says, free, of this zone, in nobody's hands, and is not free
 *                     together with its buddy; sums and counts of each list are right
 *   at the end        all is merged to the blocks that there were at first
 *
 *   page_random.seed=N page_random.steps=N    on the command line; the seed of a run is printed
 */
#define KBUILD_MODNAME "page_random"
#include <kunit/test.h>
#include <linux/bitops.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/string.h>
#include <asm/percpu_stack.h>

#include "../../mm/internal.h"

#define MAX_HOLDINGS 1024
#define MAX_SPLIT_ORDER 4
#define MAX_BULK 24
/* Zones of all nodes; elements of free lists that a step may look at. */
#define MAX_ZONES 64
#ifdef HIMEM_HOST
#define DEFAULT_STEPS 100000
#define CHECKED_A_STEP 2000
#else
#define DEFAULT_STEPS 4000
#define CHECKED_A_STEP 200
#endif

enum holding_kind {
	HELD_BLOCK,    /* order; given back by __free_pages() */
	HELD_COMPOUND, /* the same, or by put_page() of any of its pages */
	HELD_EXACT,    /* nr pages; free_pages_exact() */
};

struct holding {
	struct page *page;
	u32 signature;
	u16 nr; /* pages */
	u8 order;
	u8 kind;
};

static struct holding holdings[MAX_HOLDINGS];
static unsigned int nr_holdings;
static unsigned long nr_held; /* pages */
static unsigned long *held;   /* one bit for each frame */

static unsigned int seed_asked, steps_asked;
static u32 random_state;
static u32 next_signature;

module_param_named(seed, seed_asked, uint, 0);
module_param_named(steps, steps_asked, uint, 0);

/* Marsaglia's xorshift. Return: 0 to below - 1. */
static u32 pick(u32 below)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 17;
	random_state ^= random_state << 5;
	return (random_state >> 4) % below;
}

/* 0 half the time, each further order half as often as the one before. */
static unsigned int pick_order(unsigned int most)
{
	unsigned int order = 0;

	while (order < most && pick(2))
		order++;
	return order;
}

/* ---------------------------------------------------------------- what a page says of its holder */

/* First and last word of the page. */
static void sign(struct page *page, u32 signature)
{
	u32 *words = kmap_local_page(page);

	words[0] = signature ^ page_to_pfn(page);
	words[PAGE_SIZE / 4 - 1] = signature + page_to_pfn(page);
	kunmap_local(words);
}

static bool is_signed(struct page *page, u32 signature)
{
	u32 *words = kmap_local_page(page);
	bool same = words[0] == (u32)(signature ^ page_to_pfn(page)) &&
		    words[PAGE_SIZE / 4 - 1] == (u32)(signature + page_to_pfn(page));

	kunmap_local(words);
	return same;
}

/* Are some of its words zero, the first and the last among them? */
static bool is_zeroed(struct page *page)
{
	u32 *words = kmap_local_page(page);
	bool zero = !words[0] && !words[pick(PAGE_SIZE / 4)] && !words[PAGE_SIZE / 4 - 1];

	kunmap_local(words);
	return zero;
}

/* ---------------------------------------------------------------- the model */

/* The pages come into our hands: in nobody else's, of a zone that gfp allows, free of what earlier owners left. */
static void hold(struct kunit *test, struct page *page, unsigned int nr, enum holding_kind kind,
		 unsigned int order, gfp_t gfp)
{
	struct holding *h = &holdings[nr_holdings++];
	unsigned int i;

	*h = (struct holding){
		.page = page, .signature = next_signature++, .nr = nr, .order = order, .kind = kind
	};
	nr_held += nr;
	for (i = 0; i < nr; i++) {
		unsigned long pfn = page_to_pfn(page + i);
		struct zone *zone = page_zone(page + i);

		KUNIT_ASSERT_FALSE_MSG(test, __test_and_set_bit(pfn, held), "pfn %lx", pfn);
		KUNIT_ASSERT_FALSE_MSG(test, PageReserved(page + i) || PageBuddy(page + i),
				       "pfn %lx", pfn);
		KUNIT_ASSERT_LE(test, zone_idx(zone), gfp_zone(gfp));
		KUNIT_ASSERT_TRUE_MSG(test, pfn >= zone->zone_start_pfn && pfn < zone_end_pfn(zone),
				      "pfn %lx is not of its zone", pfn);
		KUNIT_ASSERT_EQ(test, page_ref_count(page + i), kind == HELD_EXACT || !i ? 1 : 0);
		KUNIT_ASSERT_EQ(test, PageCompound(page + i), kind == HELD_COMPOUND);
		if (gfp & __GFP_ZERO)
			KUNIT_ASSERT_TRUE_MSG(test, is_zeroed(page + i), "pfn %lx", pfn);
		sign(page + i, h->signature);
	}
}

/* Pages [first, first + nr) of a holding go. */
static void let_go(struct kunit *test, struct holding *h, unsigned int first, unsigned int nr)
{
	unsigned int i;

	nr_held -= nr;
	for (i = first; i < first + nr; i++) {
		unsigned long pfn = page_to_pfn(h->page + i);

		KUNIT_ASSERT_TRUE_MSG(test, is_signed(h->page + i, h->signature),
				      "pfn %lx was changed by somebody else", pfn);
		KUNIT_ASSERT_TRUE(test, __test_and_clear_bit(pfn, held));
	}
}

static void forget(struct holding *h)
{
	*h = holdings[--nr_holdings];
}

/* ---------------------------------------------------------------- steps */

static void take_block(struct kunit *test)
{
	static const gfp_t kinds[] = { GFP_DMA,	     GFP_KERNEL,   GFP_KERNEL,		GFP_ATOMIC,
				       GFP_HIGHUSER, GFP_HIGHUSER, GFP_HIGHUSER_MOVABLE };
	unsigned int order = pick_order(MAX_PAGE_ORDER);
	gfp_t gfp = kinds[pick(ARRAY_SIZE(kinds))] | __GFP_NOWARN;
	struct page *page;

	gfp |= pick(8) ? 0 : __GFP_ZERO;
	gfp |= pick(4) ? 0 : __GFP_COMP;
	page = alloc_pages(gfp, order);
	if (!page)
		return;
	KUNIT_ASSERT_EQ(test, page_to_pfn(page) & ((1UL << order) - 1), 0ul);
	hold(test, page, 1 << order, gfp & __GFP_COMP && order ? HELD_COMPOUND : HELD_BLOCK, order,
	     gfp);
}

static void take_bulk(struct kunit *test)
{
	struct page *pages[MAX_BULK] = { NULL };
	unsigned int wanted = 1 + pick(MAX_BULK), got, i;
	gfp_t gfp = pick(2) ? GFP_KERNEL : GFP_HIGHUSER;

	got = alloc_pages_bulk_array(gfp, wanted, pages);
	KUNIT_ASSERT_LE(test, got, wanted);
	for (i = 0; i < MAX_BULK; i++) {
		KUNIT_ASSERT_EQ(test, !!pages[i], i < got);
		if (pages[i])
			hold(test, pages[i], 1, HELD_BLOCK, 0, gfp);
	}
}

static void take_exact(struct kunit *test)
{
	unsigned int nr = 1 + pick(40);
	void *addr = alloc_pages_exact(nr * PAGE_SIZE - pick(PAGE_SIZE), GFP_KERNEL | __GFP_NOWARN);

	if (addr)
		hold(test, virt_to_page(addr), nr, HELD_EXACT, 0, GFP_KERNEL);
}

static void give(struct kunit *test, struct holding *h)
{
	struct holding old = *h;

	let_go(test, h, 0, h->nr);
	forget(h);
	if (old.kind == HELD_EXACT)
		free_pages_exact(page_to_virt(old.page), old.nr * PAGE_SIZE);
	else if (old.kind == HELD_COMPOUND && pick(2))
		put_page(old.page + pick(old.nr));
	else
		__free_pages(old.page, old.order);
	if (debug_pagealloc && !PageHighMem(old.page))
		KUNIT_ASSERT_FALSE(test, kernel_page_present((unsigned long)page_to_virt(
						 old.page + pick(old.nr))));
}

/* Single pages, each held by itself and with a signature of its own. */
static void split(struct kunit *test, struct holding *h)
{
	struct holding old = *h;
	unsigned int i;

	if (h->kind != HELD_BLOCK || !h->order || h->order > MAX_SPLIT_ORDER)
		return;
	let_go(test, h, 0, h->nr);
	forget(h);
	split_page(old.page, old.order);
	for (i = 0; i < old.nr; i++)
		hold(test, old.page + i, 1, HELD_BLOCK, 0, GFP_HIGHUSER_MOVABLE);
}

/* Of a block its first page stays with whoever has the other reference, of a compound page all does. */
static void free_with_a_reference_left(struct kunit *test, struct holding *h)
{
	struct page *page = h->page;
	unsigned int order = h->order;

	if (h->kind == HELD_EXACT)
		return;
	get_page(h->kind == HELD_COMPOUND ? page + pick(h->nr) : page);
	KUNIT_ASSERT_EQ(test, page_count(page), 2);
	if (h->kind == HELD_BLOCK) {
		let_go(test, h, 1, h->nr - 1);
		h->order = 0;
		h->nr = 1;
	}
	__free_pages(page, order);
	KUNIT_ASSERT_EQ(test, page_count(page), 1);
	KUNIT_ASSERT_FALSE(test, PageBuddy(page));
}

/* For some time more is taken than given, then the other way round. */
static void step(struct kunit *test, unsigned int nr)
{
	bool grow = !(nr / 512 & 1);
	struct holding *h = nr_holdings ? &holdings[pick(nr_holdings)] : NULL;
	unsigned int what = pick(100);

	if (!h || what < (grow ? 50 : 30)) {
		if (nr_holdings < MAX_HOLDINGS)
			take_block(test);
	} else if (what < (grow ? 80 : 84)) {
		give(test, h);
	} else if (what < 88) {
		if (nr_holdings + (1 << MAX_SPLIT_ORDER) <= MAX_HOLDINGS)
			split(test, h);
	} else if (what < 92) {
		free_with_a_reference_left(test, h);
	} else if (what < 95) {
		if (nr_holdings + MAX_BULK <= MAX_HOLDINGS)
			take_bulk(test);
	} else if (what < 98) {
		if (nr_holdings < MAX_HOLDINGS)
			take_exact(test);
	} else if (what < 99) {
		drain_all_pages();
	}
}

/* ---------------------------------------------------------------- checks */

static unsigned long all_free_pages(void)
{
	unsigned long nr = 0;
	struct zone *zone;

	for_each_zone(zone)
		nr += zone->free_pages + zone_pcp_pages(zone);
	return nr;
}

static bool is_any_held(unsigned long pfn, unsigned int order)
{
	unsigned long i;

	if (order < 5)
		return held[BIT_WORD(pfn)] & ((1UL << (1 << order)) - 1) << pfn % BITS_PER_LONG;
	for (i = 0; i < 1UL << order >> 5; i++)
		if (held[BIT_WORD(pfn) + i])
			return true;
	return false;
}

/* Is the buddy of a block on a free list of this order and zone, as one piece? */
static bool has_free_buddy(const struct zone *zone, unsigned long pfn, unsigned int order)
{
	const struct page *buddy = pfn_to_page(pfn ^ (1UL << order));

	return order < MAX_PAGE_ORDER && PageBuddy(buddy) && page_order(buddy) == order &&
	       page_zone(buddy) == zone;
}

static void check_free_block(struct kunit *test, struct zone *zone, struct page *page,
			     unsigned int order)
{
	unsigned long pfn = page_to_pfn(page);

	if (PageBuddy(page) && page_order(page) == order && page_zone(page) == zone &&
	    !page_count(page) && !(pfn & ((1UL << order) - 1)) && pfn >= zone->zone_start_pfn &&
	    pfn + (1UL << order) <= zone_end_pfn(zone) && !is_any_held(pfn, order) &&
	    !has_free_buddy(zone, pfn, order))
		return;
	KUNIT_FAIL_AND_ABORT(
		test,
		"free list of %s, order %u: pfn %lx: flags %x, count %d, buddy flags %x, held %d",
		zone->name, order, pfn, page->flags, page_count(page),
		pfn_to_page(pfn ^ (1UL << order))->flags, is_any_held(pfn, order));
}

/* Return: elements looked at. */
static unsigned long check_free_lists(struct kunit *test, struct zone *zone)
{
	unsigned long pages = 0, seen = 0;
	unsigned int order;

	for (order = 0; order < NR_PAGE_ORDERS; order++) {
		struct free_area *area = &zone->free_area[order];
		unsigned long nr = 0;
		struct page *page;

		list_for_each_entry(page, &area->free_list, lru) {
			check_free_block(test, zone, page, order);
			nr++;
		}
		KUNIT_ASSERT_EQ(test, nr, area->nr_free);
		pages += nr << order;
		seen += nr;
	}
	KUNIT_ASSERT_EQ(test, pages, zone->free_pages);
	return seen;
}

/* Return: elements looked at. */
static unsigned int check_cpu_list(struct kunit *test, struct zone *zone,
				   const struct per_cpu_pages *pcp, unsigned int order)
{
	struct list_head *link;
	unsigned int nr = 0;

	for (link = pcp->list.top; link; link = link->next) {
		struct page *page = link_to_page(link);

		if (PageBuddy(page) || page_order(page) != order || page_count(page) ||
		    page_zone(page) != zone || is_any_held(page_to_pfn(page), order))
			KUNIT_FAIL_AND_ABORT(test, "list of order %u: pfn %lx: flags %x, count %d",
					     order, page_to_pfn(page), page->flags,
					     page_count(page));
		nr++;
	}
	KUNIT_ASSERT_EQ(test, nr, pcp_blocks(pcp));
	KUNIT_ASSERT_LE(test, nr, max(pcp->high, 2u << zone->batch_order >> order));
	return nr;
}

static unsigned long check_cpu_lists(struct kunit *test, struct zone *zone)
{
	unsigned long seen = 0;
	unsigned int order, cpu;

	for_each_online_cpu(cpu)
		for (order = 0; order < NR_PAGE_ORDERS; order++)
			seen += check_cpu_list(test, zone, &per_cpu_ptr(zone->pcp, cpu)[order],
					       order);
	return seen;
}

static unsigned long check_all_lists(struct kunit *test)
{
	unsigned long seen = 0;
	struct zone *zone;

	for_each_zone(zone)
		seen += check_free_lists(test, zone) + check_cpu_lists(test, zone);
	return seen;
}

struct picture {
	unsigned long nr_free[MAX_ZONES][NR_PAGE_ORDERS];
};

static void take_picture(struct picture *picture)
{
	struct zone *zone;
	int order, i = 0;

	kunit_settle();
	for_each_zone(zone) {
		for (order = 0; order < NR_PAGE_ORDERS && i < MAX_ZONES; order++)
			picture->nr_free[i][order] = zone->free_area[order].nr_free;
		i++;
	}
}

/* ---------------------------------------------------------------- the run */

static void give_all_back(void *unused)
{
	while (nr_holdings) {
		struct holding *h = &holdings[--nr_holdings];

		if (h->kind == HELD_EXACT)
			free_pages_exact(page_to_virt(h->page), h->nr * PAGE_SIZE);
		else
			__free_pages(h->page, h->order);
	}
	free_pages((unsigned long)held, get_order(max_pfn / 8 + 1));
}

static void memory_stays_whole(struct kunit *test)
{
	static struct picture before, after;
	unsigned int steps = steps_asked ?: DEFAULT_STEPS, i;
	unsigned long total, credit = 0, cost = 0, checks = 0;

	random_state = seed_asked ?: totalram_pages() * 2 + 1;
	kunit_info(test, "page_random.seed=%u page_random.steps=%u\n", random_state, steps);
	held = (unsigned long *)__get_free_pages(GFP_KERNEL | __GFP_ZERO | __GFP_NOFAIL,
						 get_order(max_pfn / 8 + 1));
	nr_held = 0;
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, give_all_back, NULL), 0);
	take_picture(&before);
	total = all_free_pages();

	for (i = 0; i < steps; i++) {
		step(test, i);
		KUNIT_ASSERT_EQ_MSG(test, all_free_pages() + nr_held, total, "step %u", i);
		credit += CHECKED_A_STEP;
		if (credit < cost)
			continue;
		credit = 0;
		cost = check_all_lists(test);
		checks++;
	}
	while (nr_holdings)
		give(test, &holdings[pick(nr_holdings)]);
	take_picture(&after);
	check_all_lists(test);
	KUNIT_EXPECT_EQ(test, all_free_pages(), total);
	KUNIT_EXPECT_MEMEQ(test, &before, &after, sizeof(before));
	kunit_info(test, "all lists were walked %lu times\n", checks);
}

static struct kunit_case page_random_cases[] = {
	KUNIT_CASE(memory_stays_whole),
	{},
};

static struct kunit_suite page_random_suite = {
	.name = "page_random",
	.test_cases = page_random_cases,
};
kunit_test_suite(page_random_suite);
