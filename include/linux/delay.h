// SPDX-License-Identifier: MIT
/*
 * linux/delay.h - let time pass
 */
#ifndef LINUX_DELAY_H
#define LINUX_DELAY_H

#include <linux/math.h>

/**
 * udelay - wait, without giving the CPU away
 * @us: microseconds, at most a second's worth
 *
 * Waits at least that long, whatever the time stamp counter does; without one, by the PIT. Before time_init() about that
 * long. mdelay(): milliseconds.
 *
 * Context: any.
 */
void udelay(unsigned long us);
void mdelay(unsigned long ms);

#define ndelay(ns) udelay(DIV_ROUND_UP(ns, 1000))

/* Sleeps at least so many milliseconds, up to a tick or two more. Context: thread. */
void msleep(unsigned int msecs);

/* As msleep(): a tick is the finest sleep. */
#define usleep_range(min, max) msleep(DIV_ROUND_UP(min, 1000))
#define fsleep(us) msleep(DIV_ROUND_UP(us, 1000))
#define ssleep(seconds) msleep((seconds)*1000)
#define msleep_interruptible(ms) (msleep(ms), 0)

#endif
