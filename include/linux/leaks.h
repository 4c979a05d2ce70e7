// SPDX-License-Identifier: MIT
/*
 * linux/leaks.h - what `leaks' in the monitor (kernel/leaks.c) asks of those who hand memory out
 */
#ifndef LINUX_LEAKS_H
#define LINUX_LEAKS_H

#include <linux/types.h>

/* How often `leaks mark' was said. Things remember it when they are handed out. */
extern u16 leaks_mark;

/* `leaks mark' was said: the areas that there are now are older. Context: thread. */
void vmap_mark(void);

/**
 * page_owner_tally, slab_debug_tally, vmap_tally - count what is handed out by the backtrace that took it
 * @mark: what was taken since this `leaks mark', which for areas is the last one; 0: all
 *
 * Pages; objects of caches with SLAB_STORE_USER; areas of the vmalloc space, of which the caller alone is known. Adds to
 * stack_depot_tally() of each. The example is the frame of a page.
 *
 * Context: thread. Return: false when nobody remembers who took these.
 */
bool page_owner_tally(unsigned int mark);
bool slab_debug_tally(unsigned int mark);
bool vmap_tally(unsigned int mark);

#endif
