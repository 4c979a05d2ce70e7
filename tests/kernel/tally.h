// SPDX-License-Identifier: MIT
/*
 * tally.h - what the suites about leaks share: who holds so many things
 */
#ifndef TESTS_TALLY_H
#define TESTS_TALLY_H

#include <linux/leaks.h>
#include <linux/stackdepot.h>

/* The first backtrace that holds so many things; 0: there is none. */
static inline depot_stack_handle_t site_with(bool (*tally)(unsigned int), unsigned long nr)
{
	depot_stack_handle_t handle = 0;

	while ((handle = stack_depot_next(handle)))
		*stack_depot_tally(handle) = (struct stack_tally){ 0 };
	tally(leaks_mark);
	while ((handle = stack_depot_next(handle)))
		if (stack_depot_tally(handle)->nr == nr)
			break;
	return handle;
}

#endif
