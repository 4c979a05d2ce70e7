// SPDX-License-Identifier: MIT
/*
 * linux/ktime.h - time in nanoseconds, as a number
 */
#ifndef LINUX_KTIME_H
#define LINUX_KTIME_H

#include <linux/sched/clock.h>
#include <linux/types.h>

#define NSEC_PER_USEC 1000L
#define NSEC_PER_MSEC 1000000L
#define USEC_PER_SEC 1000000L
#define NSEC_PER_SEC 1000000000UL

typedef s64 ktime_t;

/* Since about the start of the kernel; never less than it was before on any CPU. Context: any. */
static inline ktime_t ktime_get(void)
{
	return local_clock();
}

#endif
