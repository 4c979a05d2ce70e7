// SPDX-License-Identifier: MIT
/*
 * mm/page_debug.c - page_poison=, init_on_alloc=, init_on_free=, debug_pagealloc=, page_owner=, fail_page_alloc=
 *
 *   off   the CPUs' lists are used, and nothing here is called: no cost
 *   on    the lists hold nothing, so that every page goes through the slow ends of page_alloc.c, where these hooks are
 *
 *   page_poison=on    a free page is full of 0xaa; one that is not when it is handed out was written to after its free
 *   init_on_alloc=1   pages are zeroed when they are handed out
 *   init_on_free=1    pages are zeroed when they are given back, and when boot gives them
 *   debug_pagealloc=on  a free page of LOWMEM is not mapped: whoever still uses it faults
 *   page_owner=on     who took each page and who gave it back is remembered (mm/page_owner.c)
 *   fail_page_alloc=<interval>,<probability>,<space>,<times>   allocations fail on purpose
 *
 * page_poison= takes precedence over init_on_*.
 *
 * Tests: tests/kernel/page_debug_test.c, and all suites with each parameter: tests/boot
 * Linux: mm/page_poison.c, mm/debug_page_alloc.c, mm/fail_page_alloc.c, mm/mm_init.c.
 *        Documentation/admin-guide/kernel-parameters. Left out: debug_guardpage_minorder=.
 */
#include <linux/bug.h>
#include <linux/fault-inject.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kstrtox.h>
#include <linux/mm.h>
#include <linux/page_owner.h>
#include <linux/printk.h>
#include <linux/stackdepot.h>
#include <linux/string.h>

#include "internal.h"
#include "slab.h"

#define PAGE_POISON 0xaa

bool page_debug;
bool init_on_alloc, init_on_free;
bool page_poisoning;
bool debug_pagealloc;

static struct fault_attr fail_page_alloc;

/* name=1 or on sets a flag. */
#define FLAG_PARAM(name, flag)                                                                     \
	static int __init parse_##name(char *val)                                                  \
	{                                                                                          \
		return val ? kstrtobool(val, &flag) : -EINVAL;                                     \
	}                                                                                          \
	early_param(#name, parse_##name)

FLAG_PARAM(init_on_alloc, init_on_alloc);
FLAG_PARAM(init_on_free, init_on_free);
FLAG_PARAM(page_poison, page_poisoning);
FLAG_PARAM(debug_pagealloc, debug_pagealloc);
FLAG_PARAM(page_owner, page_owner_enabled);

static int __init parse_fail_page_alloc(char *val)
{
	return setup_fault_param(&fail_page_alloc, "fail_page_alloc", val);
}
early_param("fail_page_alloc", parse_fail_page_alloc);

void __init init_mem_debugging(void)
{
	page_debug = init_on_alloc || init_on_free || page_poisoning || debug_pagealloc ||
		     page_owner_enabled || fail_page_alloc.name;
	if (page_poisoning && (init_on_alloc || init_on_free)) {
		pr_info("mem auto-init: page_poison is on, will take precedence over init_on_alloc and init_on_free\n");
		init_on_alloc = false;
		init_on_free = false;
	}
	if (init_on_alloc || init_on_free)
		pr_info("mem auto-init: heap alloc:%s, heap free:%s\n",
			init_on_alloc ? "on" : "off", init_on_free ? "on" : "off");
	if (debug_pagealloc)
		pr_info("debug_pagealloc: free pages of LOWMEM are not mapped\n");
	if (slab_debug_param)
		stack_depot_early_init();
	page_owner_init();
}

static void check_poison(struct page *page)
{
	u8 *addr = kmap_local_page(page), *bad = memchr_inv(addr, PAGE_POISON, PAGE_SIZE);

	if (bad) {
		dump_page_owner(page);
		WARN(1, "pagealloc: %s in the free page pfn:%05lx at offset %#lx: %*ph\n",
		     is_power_of_2((u8)(*bad ^ PAGE_POISON)) ? "single bit error"
							     : "memory corruption",
		     page_to_pfn(page), offset_in_page(bad),
		     (int)min(16ul, PAGE_SIZE - offset_in_page(bad)), bad);
	}
	kunmap_local(addr);
}

void post_alloc_hook(struct page *page, unsigned int order, gfp_t gfp)
{
	unsigned long i;

	if (debug_pagealloc)
		__kernel_map_pages(page, 1 << order, 1);
	for (i = 0; i < 1UL << order; i++) {
		if (page_poisoning)
			check_poison(page + i);
		else if (want_init_on_alloc(gfp) && !init_on_free)
			clear_highpage(page + i);
	}
	page_owner_note(page, order, gfp, true);
	/* Last, so that the call above is none that a jump replaces: backtraces leave out this frame. */
	page->flags |= 1u << PG_hooked;
}

void free_pages_hook(struct page *page, unsigned int order)
{
	unsigned long i;

	page_owner_note(page, order, 0, false);
	for (i = 0; i < 1UL << order && (page_poisoning || want_init_on_free()); i++)
		memset_page(page + i, 0, page_poisoning ? PAGE_POISON : 0, PAGE_SIZE);
	if (debug_pagealloc)
		__kernel_map_pages(page, 1 << order, 0);
}

/* Pages on a CPU's list do not count: with a debugging aid there are none. */
bool is_free_buddy_page(const struct page *page)
{
	unsigned long pfn = page_to_pfn(page);
	unsigned int order;

	if (!pfn_valid(pfn) || page_is_reserved(pfn))
		return false;
	if (!memmap_written(pfn))
		return true;
	for (order = 0; order < NR_PAGE_ORDERS; order++) {
		const struct page *head = pfn_to_page(pfn & ~((1UL << order) - 1));

		if (PageBuddy(head) && page_order(head) >= order)
			return true;
	}
	return false;
}

bool should_fail_alloc_page(gfp_t gfp, unsigned int order)
{
	return !(gfp & __GFP_NOFAIL) && should_fail(&fail_page_alloc, PAGE_SIZE << order);
}
