// SPDX-License-Identifier: MIT
/*
 * linux/stacktrace.h - who called whom, by the chain of frame pointers
 */
#ifndef LINUX_STACKTRACE_H
#define LINUX_STACKTRACE_H

#include <linux/types.h>

/**
 * stack_trace_save - return addresses of the callers
 * @store:  receives them, innermost first
 * @size:   entries in @store
 * @skipnr: innermost ones to leave out; with 0 the first lies in the function that called this
 *
 * Context: any. Return: number of entries stored.
 * Linux:   same name.
 */
unsigned int stack_trace_save(unsigned long *store, unsigned int size, unsigned int skipnr);

/**
 * filter_irq_stacks - cut off what an interrupt interrupted
 * @entries: of stack_trace_save()
 * @nr:      how many
 *
 * The rest is by chance, so that otherwise hardly two backtraces from a handler would be the same.
 *
 * Return: entries that are left.
 */
unsigned int filter_irq_stacks(unsigned long *entries, unsigned int nr);

/**
 * show_trace - print "Call Trace:" and the chain of callers by name
 * @sp: stack pointer of interrupted code; 0 to start from a function's own frame
 * @bp: its frame pointer; one outside the known stacks ends the chain
 *
 * Interrupted code may not have made its frame yet, or may never make one. So whatever looks like a return address
 * between @sp and the first frame comes first, marked `?'.
 *
 * Context: any.
 */
void show_trace(unsigned long sp, unsigned long bp);

struct task_struct;

/* Where a thread is that does not run: the functions that led to its schedule(). Context: any. */
void show_stack(struct task_struct *p);

/* First line of a report: which CPU, which thread. */
void show_cpu_and_thread(void);

#endif
