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
 * show_stack_from - print "Call Trace:" and the symbolised chain
 * @bp: frame pointer to start from; a value outside the known stacks prints an empty trace
 */
void show_stack_from(unsigned long bp);

/* Prints the CPU, the thread and the caller's backtrace. */
void dump_stack(void);

#endif
