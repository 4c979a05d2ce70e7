// SPDX-License-Identifier: MIT
/*
 * tests/kernel/pkmap_test.h - pages of HIGHMEM, each with its number in it, for the suites of kmap()
 */
#ifndef TESTS_PKMAP_TEST_H
#define TESTS_PKMAP_TEST_H

#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/mm.h>

#include "held.h"

#define MAX_PAGES (LAST_PKMAP + 100)

static struct page *pages[MAX_PAGES];
static unsigned int nr_pages;

/* At the end of the case: nothing of theirs stays mapped. */
static inline void put_high_pages(void *unused)
{
	kmap_flush_unused();
	while (nr_pages)
		(__free_pages)(pages[--nr_pages], 0);
}

static inline void get_high_pages(struct kunit *test, unsigned int nr)
{
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, put_high_pages, NULL), 0);
	for (nr_pages = 0; nr_pages < nr; nr_pages++) {
		struct page *page = (alloc_pages)(GFP_HIGHUSER, 0);
		u32 *addr;

		KUNIT_ASSERT_NOT_NULL(test, page);
		pages[nr_pages] = page;
		if (!PageHighMem(page)) {
			nr_pages++;
			kunit_skip(test, "this machine has no HIGHMEM, or too little");
		}
		addr = kmap_local_page(page);
		*addr = nr_pages;
		kunmap_local(addr);
	}
}

#endif
