// SPDX-License-Identifier: MIT
/*
 * linux/sched/signal.h - nobody sends signals
 */
#ifndef LINUX_SCHED_SIGNAL_H
#define LINUX_SCHED_SIGNAL_H

#include <linux/sched.h>

#endif
