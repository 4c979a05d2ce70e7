// SPDX-License-Identifier: MIT
/*
 * linux/jiffies.h - time in ticks, HZ a second
 *
 * jiffies starts at 0 and advances once interrupts are on. It wraps after 497 days: compare with time_after().
 */
#ifndef LINUX_JIFFIES_H
#define LINUX_JIFFIES_H

#include <linux/timex.h> /* as in Linux, where files get get_cycles() from here */
#include <linux/types.h>

#define HZ 100

extern volatile unsigned long jiffies;

/* a is later than b, if they are less than half the range apart. */
#define time_after(a, b) ((long)((b) - (a)) < 0)
#define time_before(a, b) time_after(b, a)
#define time_after_eq(a, b) ((long)((a) - (b)) >= 0)

/* Rounds up: a timeout is never shorter than asked for. */
static inline unsigned long msecs_to_jiffies(unsigned int msecs)
{
	return msecs / 1000 * HZ + (msecs % 1000 * HZ + 999) / 1000;
}

#define time_before_eq(a, b) time_after_eq(b, a)
#define time_in_range(a, b, c) (time_after_eq(a, b) && time_before_eq(a, c))
#define time_is_before_jiffies(a) time_after(jiffies, a)
#define time_is_after_jiffies(a) time_before(jiffies, a)
#define jiffies_to_msecs(j) ((unsigned int)((j) * (1000 / HZ)))
#define jiffies_to_usecs(j) ((unsigned int)((j) * (1000000 / HZ)))
#define usecs_to_jiffies(us) msecs_to_jiffies(((us) + 999) / 1000)
#define secs_to_jiffies(s) ((unsigned long)(s)*HZ)
#define INITIAL_JIFFIES 0

#endif
