// SPDX-License-Identifier: MIT
/*
 * kernel/lib/fault-inject.c - make something fail on purpose, now and then
 *
 * Repeatable: the random numbers have a fixed seed.
 *
 * Tests: tests/kernel/page_debug_test.c
 * Linux: lib/fault-inject.c. Left out: per-task settings, stack filters, verbosity.
 */
#include <linux/fault-inject.h>

#include <linux/errno.h>
#include <linux/kernel.h>

int setup_fault_attr(struct fault_attr *attr, const char *str)
{
	int numbers[6]; /* one more than wanted: five are too many */

	get_options(str, ARRAY_SIZE(numbers), numbers);
	if (numbers[0] != 4 || numbers[1] <= 0 || numbers[2] < 0 || numbers[3] < 0)
		return -EINVAL;
	attr->interval = numbers[1];
	attr->probability = numbers[2];
	attr->space = numbers[3];
	attr->times = numbers[4];
	attr->count = 0;
	attr->random = 1;
	return 0;
}

struct fault_attr *fault_attrs;

int setup_fault_param(struct fault_attr *attr, const char *name, const char *str)
{
	int err = str ? setup_fault_attr(attr, str) : -EINVAL;

	/* The parameter may be there twice. */
	if (err || attr->name)
		return err;
	attr->name = name;
	attr->next = fault_attrs;
	fault_attrs = attr;
	return 0;
}

void fault_attr_fail_nth(struct fault_attr *attr, unsigned long nth)
{
	attr->interval = nth;
	attr->probability = 100;
	attr->space = 0;
	attr->count = 0;
	attr->times = 1;
}

void fault_attr_stop(struct fault_attr *attr)
{
	attr->probability = 0;
}

/* 0 to 99, from a linear congruential generator (Numerical Recipes' constants). */
static unsigned int percent(struct fault_attr *attr)
{
	attr->random = attr->random * 1664525 + 1013904223;
	return (attr->random >> 16) % 100;
}

static bool begun;

void fault_injection_begin(void)
{
	begun = true;
}

bool should_fail(struct fault_attr *attr, size_t size)
{
	if (!begun || !attr->probability || !attr->times)
		return false;
	if (attr->space > size) {
		attr->space -= size;
		return false;
	}
	attr->space = 0;
	if (++attr->count < attr->interval)
		return false;
	attr->count = 0;
	if (percent(attr) >= attr->probability)
		return false;
	if (attr->times > 0)
		attr->times--;
	return true;
}
