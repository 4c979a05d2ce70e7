// SPDX-License-Identifier: MIT
/*
 * linux/sched.h - struct task_struct: what the kernel knows of a thread
 */
#ifndef LINUX_SCHED_H
#define LINUX_SCHED_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/current.h>

#define TASK_COMM_LEN 16

/* Live kmap_local mappings of a thread: how many; slot n of the CPU holds the n-th. */
struct kmap_ctrl {
	int idx;
};

struct task_struct {
	int pagefault_disabled;
	struct kmap_ctrl kmap_ctrl;
	void *stack; /* lowest address; THREAD_SIZE bytes */
	char comm[TASK_COMM_LEN];
};

extern struct task_struct init_task;

/* This CPU's time is up by one tick; jiffies have advanced, on the boot CPU first. Context: interrupt handler. */
void scheduler_tick(void);

/* Another CPU has asked this one to look who is to run. Context: interrupt handler, which ends in preempt_schedule_irq(). */
void scheduler_ipi(void);

/* The thread that a CPU which is about to start is on, with a stack; NULL without memory. Context: boot CPU, start of the kernel. */
struct task_struct *fork_idle(int cpu);

/* What it does for ever. Context: that thread, preemption and interrupts off. */
void __noreturn cpu_startup_entry(void);

#endif
