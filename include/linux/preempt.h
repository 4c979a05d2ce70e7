// SPDX-License-Identifier: MIT
/*
 * linux/preempt.h - sections that this CPU must not leave
 *
 * preempt_count is 0 where the running thread may be replaced; each disable adds one, each enable takes it back.
 */
#ifndef LINUX_PREEMPT_H
#define LINUX_PREEMPT_H

#include <linux/compiler.h>
#include <linux/sched.h>

#define preempt_count() READ_ONCE(current->preempt_count)

#define preempt_disable()                                                                          \
	do {                                                                                       \
		current->preempt_count++;                                                          \
		barrier();                                                                         \
	} while (0)

#define preempt_enable()                                                                           \
	do {                                                                                       \
		barrier();                                                                         \
		current->preempt_count--;                                                          \
	} while (0)

#endif
