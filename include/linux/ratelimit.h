// SPDX-License-Identifier: MIT
/*
 * linux/ratelimit.h - so many messages in so much time, and no more
 */
#ifndef LINUX_RATELIMIT_H
#define LINUX_RATELIMIT_H

#include <linux/jiffies.h>
#include <linux/types.h>

struct ratelimit_state {
	unsigned long interval; /* jiffies */
	unsigned int burst;	/* messages in each interval */
	unsigned int printed;
	unsigned long begin;
};

#define DEFINE_RATELIMIT_STATE(name, interval_init, burst_init)                                    \
	struct ratelimit_state name = { .interval = (interval_init), .burst = (burst_init) }

/**
 * __ratelimit - may this message be printed?
 *
 * Context: any. Two CPUs at once may let one message too many through.
 */
static inline bool __ratelimit(struct ratelimit_state *rs)
{
	if (time_after(jiffies, rs->begin + rs->interval)) {
		rs->begin = jiffies;
		rs->printed = 0;
	}
	return rs->printed++ < rs->burst;
}

#endif
