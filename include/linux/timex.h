// SPDX-License-Identifier: MIT
/*
 * linux/timex.h - get_cycles(): the time stamp counter, 0 on a CPU without one
 */
#ifndef LINUX_TIMEX_H
#define LINUX_TIMEX_H

#include <linux/jiffies.h>
#include <linux/types.h>
#include <asm/timex.h>

#endif
