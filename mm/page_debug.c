// SPDX-License-Identifier: MIT
/*
 * mm/page_debug.c - page_poison=, init_on_alloc=, init_on_free=, fail_page_alloc=
 *
 *   off   the CPUs' lists are used, and nothing here is called: no cost
 *   on    the lists hold nothing, so that every page goes through the slow ends of page_alloc.c, where these hooks are
 *
 *   page_poison=on    a free page is full of 0xaa; one that is not when it is handed out was written to after its free
 *   init_on_alloc=1   pages are zeroed when they are handed out
 *   init_on_free=1    pages are zeroed when they are given back, and when boot gives them
 *   fail_page_alloc=<interval>,<probability>,<space>,<times>   allocations fail on purpose
 *
 * page_poison= takes precedence over init_on_*.
 *
 * Tests: tests/kernel/page_debug_test.c, and all suites with each parameter: tests/boot
 * Linux: mm/page_poison.c, mm/fail_page_alloc.c, mm/mm_init.c. Documentation/admin-guide/kernel-parameters.
 */
#include <linux/bug.h>
#include <linux/fault-inject.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kstrtox.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "internal.h"

#define PAGE_POISON 0xaa

bool page_debug;
bool init_on_alloc, init_on_free;
bool page_poisoning;

static struct fault_attr fail_page_alloc;

static int __init parse_flag(char *val, bool *flag)
{
	int err = val ? kstrtobool(val, flag) : -EINVAL;

	page_debug |= !err && *flag;
	return err;
}

static int __init parse_init_on_alloc(char *val)
{
	return parse_flag(val, &init_on_alloc);
}
early_param("init_on_alloc", parse_init_on_alloc);

static int __init parse_init_on_free(char *val)
{
	return parse_flag(val, &init_on_free);
}
early_param("init_on_free", parse_init_on_free);

static int __init parse_page_poison(char *val)
{
	return parse_flag(val, &page_poisoning);
}
early_param("page_poison", parse_page_poison);

static int __init parse_fail_page_alloc(char *val)
{
	int err = setup_fault_param(&fail_page_alloc, "fail_page_alloc", val);

	page_debug |= !err;
	return err;
}
early_param("fail_page_alloc", parse_fail_page_alloc);

void __init init_mem_debugging(void)
{
	if (page_poisoning && (init_on_alloc || init_on_free)) {
		pr_info("mem auto-init: page_poison is on, will take precedence over init_on_alloc and init_on_free\n");
		init_on_alloc = false;
		init_on_free = false;
	}
	if (init_on_alloc || init_on_free)
		pr_info("mem auto-init: heap alloc:%s, heap free:%s\n",
			init_on_alloc ? "on" : "off", init_on_free ? "on" : "off");
}

static void fill_page(struct page *page, int byte)
{
	void *addr = kmap_local_page(page);

	memset(addr, byte, PAGE_SIZE);
	kunmap_local(addr);
}

static void check_poison(struct page *page)
{
	u8 *addr = kmap_local_page(page), *bad = memchr_inv(addr, PAGE_POISON, PAGE_SIZE);

	if (bad)
		WARN(1, "pagealloc: %s in the free page pfn:%05lx at offset %#lx: %*ph\n",
		     is_power_of_2((u8)(*bad ^ PAGE_POISON)) ? "single bit error"
							     : "memory corruption",
		     page_to_pfn(page), offset_in_page(bad),
		     (int)min(16ul, PAGE_SIZE - offset_in_page(bad)), bad);
	kunmap_local(addr);
}

void post_alloc_hook(struct page *page, unsigned int order, gfp_t gfp)
{
	unsigned long i;

	for (i = 0; i < 1UL << order; i++) {
		if (page_poisoning)
			check_poison(page + i);
		else if (want_init_on_alloc(gfp) && !init_on_free)
			clear_highpage(page + i);
	}
	page->flags |= 1u << PG_hooked;
}

void free_pages_hook(struct page *page, unsigned int order)
{
	unsigned long i;

	if (!page_poisoning && !want_init_on_free())
		return;
	for (i = 0; i < 1UL << order; i++)
		fill_page(page + i, page_poisoning ? PAGE_POISON : 0);
}

bool should_fail_alloc_page(gfp_t gfp, unsigned int order)
{
	return !(gfp & __GFP_NOFAIL) && should_fail(&fail_page_alloc, PAGE_SIZE << order);
}
