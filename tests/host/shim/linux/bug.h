// SPDX-License-Identifier: MIT
#ifndef SHIM_LINUX_BUG_H
#define SHIM_LINUX_BUG_H

#include <linux/kernel.h>

#define BUG_ON(condition)                                                                          \
	do {                                                                                       \
		if (condition)                                                                     \
			panic("BUG: " #condition);                                                 \
	} while (0)

/* Counts every time: the tests ask. */
extern unsigned long sim_warnings;
#define WARN_ON_ONCE(condition) ((condition) && ++sim_warnings)

#endif
