// SPDX-License-Identifier: MIT
/*
 * linux/hardirq.h - in what kind of context this is
 */
#ifndef LINUX_HARDIRQ_H
#define LINUX_HARDIRQ_H

#include <linux/preempt.h>

#endif
