// SPDX-License-Identifier: MIT
/*
 * kernel/sched.c - one thread for each CPU, so far
 */
#include <linux/sched.h>

#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/preempt.h>
#include <linux/threads.h>
#include <asm/page.h>
#include <asm/processor.h>

static struct task_struct idle_tasks[NR_CPUS];

struct task_struct *fork_idle(int cpu)
{
	struct task_struct *idle = &idle_tasks[cpu];

	idle->stack = (void *)__get_free_pages(GFP_KERNEL, get_order(THREAD_SIZE));
	idle->comm[0] = 'i';
	return idle->stack ? idle : NULL;
}

void __noreturn cpu_startup_entry(void)
{
	preempt_enable_no_resched();
	for (;;)
		safe_halt();
}

void scheduler_tick(void)
{
}

void scheduler_ipi(void)
{
}

asmlinkage void preempt_schedule(void)
{
}

asmlinkage void preempt_schedule_irq(void)
{
}
