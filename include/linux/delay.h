// SPDX-License-Identifier: MIT
/*
 * linux/delay.h - stand still for a while
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

#endif
