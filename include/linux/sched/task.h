// SPDX-License-Identifier: MIT
/*
 * linux/sched/task.h - references to threads
 */
#ifndef LINUX_SCHED_TASK_H
#define LINUX_SCHED_TASK_H

#include <linux/sched.h>

#endif
