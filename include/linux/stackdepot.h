// SPDX-License-Identifier: MIT
/*
 * linux/stackdepot.h - backtraces, each kept once, under a number of four bytes
 *
 *	unsigned long entries[16];
 *	unsigned int nr = stack_trace_save(entries, ARRAY_SIZE(entries), 1);
 *
 *	object->handle = stack_depot_save(entries, nr, GFP_NOWAIT);
 *	...
 *	stack_depot_print(object->handle);
 *
 * For debugging aids that remember who took or gave back each of very many things.
 */
#ifndef LINUX_STACKDEPOT_H
#define LINUX_STACKDEPOT_H

#include <linux/types.h>

/* 0: no backtrace. */
typedef u32 depot_stack_handle_t;

/**
 * stack_depot_early_init - take the depot's memory, for whoever will save backtraces
 *
 * Context: boot, while memblock lives. A second call does nothing. Return: 0; -ENOMEM.
 */
int stack_depot_early_init(void);

/**
 * stack_depot_save - keep a backtrace, or find the same one that is kept already
 * @entries: return addresses, innermost first
 * @nr:      how many
 * @gfp:     not used: the depot's memory was taken at boot
 *
 * Context: any, interrupts included. The depot's lock is taken, no other; nothing is allocated.
 * Return:  its handle, for ever; 0 when @nr is 0 or the depot is full, which is said once, or was never taken.
 * Linux:   same name; there the depot grows.
 */
depot_stack_handle_t stack_depot_save(unsigned long *entries, unsigned int nr, gfp_t gfp);

/* Lets *entries point at the backtrace, for ever. Return: its length; 0 for 0 and numbers that are no handle. Context: any, no lock. */
unsigned int stack_depot_fetch(depot_stack_handle_t handle, unsigned long **entries);

/* Logs it, a line for each caller. Context: any, fault reports included. */
void stack_depot_print(depot_stack_handle_t handle);

/* What whoever counts things by backtrace keeps with each (kernel/leaks.c). */
struct stack_tally {
	u64 bytes;
	unsigned long nr;
	unsigned long example; /* one of the things */
};

/* Of a backtrace that is kept, handle being valid; with handle 0, of all those that were lost. Context: thread, one at a time. */
struct stack_tally *stack_depot_tally(depot_stack_handle_t handle);

/* One thing more of so many bytes; lost if handle is none. Context: any, locks held; one at a time, as leaks are counted. */
void stack_depot_count(depot_stack_handle_t handle, unsigned long bytes, unsigned long example);

/* All backtraces in turn: the one behind handle, which must be valid; the first one for 0. Return: 0 at the end. Context: any. */
depot_stack_handle_t stack_depot_next(depot_stack_handle_t handle);

#endif
