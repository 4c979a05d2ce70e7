// SPDX-License-Identifier: MIT
/*
 * linux/page_owner.h - page_owner=on: who took each page, who gave it back
 *
 * Linux: Documentation/mm/page_owner. There one reads /sys/kernel/debug/page_owner and sorts; here it is `leaks'.
 */
#ifndef LINUX_PAGE_OWNER_H
#define LINUX_PAGE_OWNER_H

#include <linux/mm_types.h>
#include <linux/types.h>

/* page_owner=on was given and, after boot, had room. */
extern bool page_owner_enabled;

/* Takes the memory: 16 bytes for each frame up to max_pfn. Context: boot, while memblock lives. */
void page_owner_init(void);

/**
 * page_owner_note - 2^order pages were handed out, or came back
 * @gfp: of the request, where they were handed out
 *
 * The backtrace begins with whoever called the allocator: this is for the hooks of mm/page_debug.c.
 *
 * Context: any; the pages belong to the caller. Without page_owner=on nothing happens.
 */
void page_owner_note(struct page *page, unsigned int order, gfp_t gfp, bool allocated);

/* The block became single pages. */
void split_page_owner(struct page *page, unsigned int order);

/**
 * dump_page_owner - log who took the page last, and who gave it back last
 * @page: any pointer that pfn_to_page() makes; nothing is logged for one that is no frame, or without page_owner=on
 *
 * Context: any, fault reports included.
 */
void dump_page_owner(const struct page *page);

/* "order:0 gfp:0xcc0(GFP_KERNEL)" of a page that is handed out, by its frame. */
void page_owner_describe(unsigned long pfn, char *buf, size_t size);

#endif
