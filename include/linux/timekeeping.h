// SPDX-License-Identifier: MIT
/*
 * linux/timekeeping.h - what time it is
 */
#ifndef LINUX_TIMEKEEPING_H
#define LINUX_TIMEKEEPING_H

#include <linux/ktime.h>

#endif
