// SPDX-License-Identifier: MIT
/*
 * linux/sched/clock.h - how long the kernel has been running
 */
#ifndef LINUX_SCHED_CLOCK_H
#define LINUX_SCHED_CLOCK_H

#include <linux/types.h>

/**
 * local_clock - nanoseconds since about the start of the kernel
 *
 * Never goes backwards. Costs a few port accesses until the time stamp counter's rate is known (some milliseconds), then
 * next to nothing; without such a counter it has the resolution of jiffies.
 *
 * Context: any, from the first instruction of start_kernel().
 */
u64 local_clock(void);

#endif
