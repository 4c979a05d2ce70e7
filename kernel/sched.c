// SPDX-License-Identifier: MIT
/*
 * kernel/sched.c - one thread, so far
 */
#include <linux/preempt.h>
#include <linux/sched.h>

void scheduler_tick(void)
{
}

asmlinkage void preempt_schedule(void)
{
}

asmlinkage void preempt_schedule_irq(void)
{
}
