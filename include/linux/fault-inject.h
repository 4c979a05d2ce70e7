// SPDX-License-Identifier: MIT
/*
 * linux/fault-inject.h - make something fail on purpose, now and then
 *
 *   name=<interval>,<probability>,<space>,<times>
 *     interval      of this many calls, one may fail
 *     probability   and does, in so many of 100 cases
 *     space         but not before so many bytes were asked for
 *     times         and no more often than this; -1: no limit
 *
 * Linux: Documentation/fault-injection
 */
#ifndef LINUX_FAULT_INJECT_H
#define LINUX_FAULT_INJECT_H

#include <linux/types.h>

struct fault_attr {
	unsigned long interval, probability, space;
	int times;
	unsigned long count; /* calls since the last failure */
	u32 random;
	const char *name;
	struct fault_attr *next;
};

/* Those that the command line has set up. */
extern struct fault_attr *fault_attrs;

/**
 * setup_fault_attr - read the four numbers
 *
 * Return: 0; -EINVAL, and nothing changed, when they are not four or interval is 0.
 */
int setup_fault_attr(struct fault_attr *attr, const char *str);

/* The same for a parameter, which is then one of fault_attrs. */
int setup_fault_param(struct fault_attr *attr, const char *name, const char *str);

/**
 * fault_attr_fail_nth - one call fails, and no other
 * @nth: which one from now on, from 1; attr->times is 1 until it has come
 */
void fault_attr_fail_nth(struct fault_attr *attr, unsigned long nth);

/* No call fails any more; attr->times stays. */
void fault_attr_stop(struct fault_attr *attr);

/**
 * fault_injection_begin - from here on calls may fail
 *
 * Boot itself is spared: it could only panic. Context: end of boot, once.
 */
void fault_injection_begin(void);

/**
 * should_fail - is it this one's turn?
 * @size: bytes asked for
 *
 * Context: any; two CPUs at once may miscount by one. Always false during boot, and for an attr
 *          that is all zero.
 */
bool should_fail(struct fault_attr *attr, size_t size);

#endif
