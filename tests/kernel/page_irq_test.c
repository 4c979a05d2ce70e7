// SPDX-License-Identifier: MIT
/*
 * tests/kernel/page_irq_test.c - pages are taken and given back by interrupt handlers, at any moment: arch/i386 only
 *
 * Thread and handler hold blocks of order 0 to 3 from LOWMEM and HIGHMEM, each signed by its holder; with a debugging aid
 * that looks at each page, none may slip past it.
 */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/mm.h>

#include "rtc_interrupts.h"

#define NR_INTERRUPTS 2000
#define NR_HELD 48

/* What one of the two holds. */
struct hands {
	struct page *page[NR_HELD];
	u32 random;
	unsigned int wrong, failed;
};

static struct hands of_handler, of_thread;
static volatile unsigned int interrupts;

static u32 *map(struct page *page, unsigned int order)
{
	return kmap_local_page(page + (1 << order) - 1);
}

/* Takes or gives back a block of order 0 to 3, by the index. */
static void use(struct hands *hands, gfp_t gfp)
{
	unsigned int i = (hands->random = hands->random * 1664525 + 1013904223) >> 16, order;
	u32 *words;

	i %= NR_HELD;
	order = i & 3;
	if (!hands->page[i]) {
		hands->page[i] =
			alloc_pages(gfp | __GFP_NOWARN | (i & 4 ? __GFP_HIGHMEM : 0), order);
		if (!hands->page[i]) {
			hands->failed++;
			return;
		}
		words = map(hands->page[i], order);
		words[i] = (unsigned long)hands + i;
		kunmap_local(words);
		return;
	}
	words = map(hands->page[i], order);
	hands->wrong += words[i] != (unsigned long)hands + i;
	kunmap_local(words);
	__free_pages(hands->page[i], order);
	hands->page[i] = NULL;
}

static void drop_all(void *ptr)
{
	struct hands *hands = ptr;
	int i;

	for (i = 0; i < NR_HELD; i++)
		if (hands->page[i])
			__free_pages(hands->page[i], i & 3);
}

static irqreturn_t handler(int irq, void *dev)
{
	int i;

	for (i = 0; i < 6; i++)
		use(&of_handler, GFP_ATOMIC);
	if (++interrupts % 64 == 0)
		drain_all_pages();
	rtc_next();
	return IRQ_HANDLED;
}

static void handlers_take_and_give_pages(struct kunit *test)
{
	of_handler = (struct hands){ .random = 1 };
	of_thread = (struct hands){ .random = 2 };
	interrupts = 0;
	KUNIT_ASSERT_EQ(test, rtc_start(handler), 0);
	while (interrupts < NR_INTERRUPTS)
		use(&of_thread, GFP_KERNEL);
	rtc_stop();
	KUNIT_EXPECT_EQ(test, of_handler.wrong, 0u);
	KUNIT_EXPECT_EQ(test, of_thread.wrong, 0u);
	KUNIT_EXPECT_LT(test, of_handler.failed, interrupts);
	drop_all(&of_handler);
	drop_all(&of_thread);
}

static struct kunit_case page_irq_cases[] = {
	KUNIT_CASE(handlers_take_and_give_pages),
	{},
};

static struct kunit_suite page_irq_suite = {
	.name = "page_irq",
	.test_cases = page_irq_cases,
};
kunit_test_suite(page_irq_suite);
