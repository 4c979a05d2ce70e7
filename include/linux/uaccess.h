// SPDX-License-Identifier: MIT
/*
 * linux/uaccess.h - sections in which a page fault may not be handled by sleeping
 */
#ifndef LINUX_UACCESS_H
#define LINUX_UACCESS_H

#include <linux/sched.h>

static inline void pagefault_disable(void)
{
	current->pagefault_disabled++;
	barrier();
}

static inline void pagefault_enable(void)
{
	barrier();
	current->pagefault_disabled--;
}

static inline bool pagefault_disabled(void)
{
	return current->pagefault_disabled;
}

#endif
