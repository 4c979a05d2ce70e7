// SPDX-License-Identifier: MIT
/*
 * tests/kernel/vmalloc_test.h - what the suites of the vmalloc space share
 *
 * The runner calls rcu_barrier() and vmalloc_release() around each case and compares free pages; these do the same for addresses.
 */
#ifndef TESTS_VMALLOC_TEST_H
#define TESTS_VMALLOC_TEST_H

#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/vmalloc.h>
#include <asm/pgtable.h>

#include "held.h"

static unsigned long hole_before, owned_before;

static void expect_space_as_before(void *ctx)
{
	struct kunit *test = ctx;

	rcu_barrier();
	vmalloc_release();
	KUNIT_EXPECT_EQ(test, vmap_largest_hole(), hole_before);
	KUNIT_EXPECT_EQ(test, vmalloc_nr_pages(), owned_before);
}

/* The first action of a case is its last: by then it holds nothing. */
static int remember_space(struct kunit *test)
{
	vmalloc_release();
	hole_before = vmap_largest_hole();
	owned_before = vmalloc_nr_pages();
	return kunit_add_action(test, expect_space_as_before, test);
}

static inline bool is_mapped(const void *addr)
{
	enum pg_level level;
	pte_t *pte = lookup_address((unsigned long)addr, &level);

	return pte && pte_present(*pte);
}

static inline void get_pages(struct kunit *test, struct page **pages, unsigned int nr)
{
	unsigned int i;

	for (i = 0; i < nr; i++) {
		pages[i] = alloc_page(i % 2 ? GFP_HIGHUSER : GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, pages[i]);
	}
}

static inline void put_pages(struct page **pages, unsigned int nr)
{
	while (nr--)
		__free_page(pages[nr]);
}

static inline void stamp_page(struct page *page, u32 stamp)
{
	u32 *addr = kmap_local_page(page);

	addr[0] = stamp;
	addr[1023] = ~stamp;
	kunmap_local(addr);
}

#endif
