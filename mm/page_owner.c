// SPDX-License-Identifier: MIT
/*
 * mm/page_owner.c - page_owner=on: who holds which page
 *
 *   frame n    struct page           as always
 *              page_owners[n]        16 bytes: backtrace of the last allocation and of the last free (numbers of
 *                                    kernel/lib/stackdepot.c), flags and order it was asked with, the `leaks mark' of then
 *
 * A page that came back keeps what is known of its last owner, for the report of a use after free. Pages that boot holds
 * have no owner.
 *
 * Lock: none; what is known of a page is written by who holds it.
 * Tests: tests/kernel/page_owner_test.c, tests/boot/crash_cases.py
 * Linux: mm/page_owner.c. Left out: time stamps, process ids, a buffer for user space.
 */
#include <linux/page_owner.h>

#include <linux/init.h>
#include <linux/leaks.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/stackdepot.h>
#include <linux/stacktrace.h>

#include "internal.h"

#define MAX_DEPTH 16

struct page_owner {
	depot_stack_handle_t handle, free_handle;
	gfp_t gfp;
	u16 mark;
	u8 order;
	bool allocated;
};

_Static_assert(sizeof(struct page_owner) == 16, "page_owner=on costs as much as the memmap");

bool page_owner_enabled;
u16 leaks_mark;

/* By frame; NULL: off. */
static struct page_owner *page_owners;

/* NULL: off, or no frame. */
static struct page_owner *owner_of(const struct page *page)
{
	unsigned long pfn = page_to_pfn(page);

	return page_owners && pfn < max_pfn ? &page_owners[pfn] : NULL;
}

void __init page_owner_init(void)
{
	unsigned long bytes = max_pfn * sizeof(*page_owners);

	if (!page_owner_enabled)
		return;
	if (!stack_depot_early_init())
		page_owners = memblock_alloc(bytes, PAGE_SIZE);
	page_owner_enabled = page_owners;
	if (page_owners)
		pr_info("page_owner: on, %luK\n", bytes >> 10);
	else
		pr_err("page_owner: off: no room in LOWMEM for %luK\n", bytes >> 10);
}

void page_owner_note(struct page *page, unsigned int order, gfp_t gfp, bool allocated)
{
	unsigned long nr = 1UL << order, entries[MAX_DEPTH];
	struct page_owner *owner = owner_of(page);
	depot_stack_handle_t handle;
	unsigned int depth;

	/* What boot held had no owner. */
	if (!owner || (!allocated && !owner->allocated))
		return;
	/* Not this, the hook of mm/page_debug.c, and what calls it in mm/page_alloc.c. */
	depth = stack_trace_save(entries, MAX_DEPTH, 3);
	handle = stack_depot_save(entries, filter_irq_stacks(entries, depth), GFP_NOWAIT);
	for (; nr--; owner++) {
		owner->allocated = allocated;
		if (!allocated) {
			owner->free_handle = handle;
			continue;
		}
		owner->handle = handle;
		owner->gfp = gfp;
		owner->mark = leaks_mark;
		owner->order = order;
	}
}

void split_page_owner(struct page *page, unsigned int order)
{
	struct page_owner *owner = owner_of(page);
	unsigned long nr = 1UL << order;

	for (; owner && nr--; owner++)
		owner->order = 0;
}

static void print_stack(const char *what, depot_stack_handle_t handle)
{
	if (!handle) {
		pr_alert("page_owner %s stack trace missing\n", what);
		return;
	}
	pr_alert("page last %s stack trace:\n", what);
	stack_depot_print(handle);
}

void dump_page_owner(const struct page *page)
{
	const struct page_owner *owner = owner_of(page);
	char text[100];

	if (!owner)
		return;
	if (!owner->allocated && !owner->handle) {
		pr_alert("page_owner info is not present (never set?)\n");
		return;
	}
	pr_alert("page_owner tracks the page as %s\n", owner->allocated ? "allocated" : "freed");
	page_owner_describe(page_to_pfn(page), text, sizeof(text));
	pr_alert("page last allocated via %s\n", text);
	print_stack("allocation", owner->handle);
	print_stack("free", owner->free_handle);
}

bool page_owner_tally(unsigned int mark)
{
	unsigned long pfn;

	for (pfn = 0; page_owners && pfn < max_pfn; pfn++)
		if (page_owners[pfn].allocated && page_owners[pfn].mark >= mark)
			stack_depot_count(page_owners[pfn].handle, PAGE_SIZE, pfn);
	return page_owners;
}

void page_owner_describe(unsigned long pfn, char *buf, size_t size)
{
	const struct page_owner *owner = page_owners + pfn;
	int len = scnprintf(buf, size, "order:%u gfp:%#x(", owner->order, owner->gfp);

	len += format_gfp(buf + len, size - len, owner->gfp);
	scnprintf(buf + len, size - len, ")");
}
