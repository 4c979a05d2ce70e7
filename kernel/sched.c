// SPDX-License-Identifier: MIT
/*
 * kernel/sched.c - one thread, so far
 */
#include <linux/preempt.h>

asmlinkage void preempt_schedule(void)
{
}

asmlinkage void preempt_schedule_irq(void)
{
}
