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
	*attr = (struct fault_attr){
		.interval = numbers[1],
		.probability = numbers[2],
		.space = numbers[3],
		.times = numbers[4],
		.random = 1,
	};
	return 0;
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
