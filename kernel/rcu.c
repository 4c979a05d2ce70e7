// SPDX-License-Identifier: MIT
/*
 * kernel/rcu.c - grace periods, and what is put off until after one
 *
 *   call_rcu():   callbacks -> head -> head -> ...      newest first; any CPU adds, by compare-and-exchange
 *   thread "rcu": takes them all, waits a grace period, calls them, oldest first
 *
 * A grace period: every other CPU is asked to enter its scheduler, which it does as soon as preemption is on; when it has
 * (its count of __schedule() calls has changed), it has left all readers that it was in. The CPU of the thread that waits
 * is in none.
 *
 * Tests: tests/kernel/rcu_test.c
 * Linux: kernel/rcu/tree.c. As its expedited grace periods.
 */
#include <linux/rcupdate.h>

#include <linux/completion.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kthread.h>
#include <linux/panic.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/wait.h>
#include <asm/processor.h>
#include <asm/smp.h>

#define SPINS 1000

static struct rcu_head *callbacks;
static DECLARE_WAIT_QUEUE_HEAD(callbacks_wait);

void synchronize_rcu(void)
{
	unsigned long before[NR_CPUS];
	struct cpumask waiting;
	unsigned int cpu, spins;

	might_sleep();
	/* What the caller has taken away is not seen by readers that begin after this. */
	smp_mb();
	preempt_disable();
	cpumask_copy(&waiting, cpu_online_mask);
	__cpumask_clear_cpu(smp_processor_id(), &waiting);
	for_each_cpu(cpu, &waiting) {
		before[cpu] = nr_schedules(cpu);
		smp_send_reschedule(cpu);
	}
	preempt_enable();
	/* Mostly they answer at once; a section may last. */
	for (spins = 0; spins < SPINS && !cpumask_empty(&waiting); spins++) {
		for_each_cpu(cpu, &waiting)
			if (nr_schedules(cpu) != before[cpu])
				__cpumask_clear_cpu(cpu, &waiting);
		cpu_relax();
	}
	for_each_cpu(cpu, &waiting)
		while (nr_schedules(cpu) == before[cpu])
			schedule_timeout_uninterruptible(1);
	smp_mb();
}

void call_rcu(struct rcu_head *head, rcu_callback_t func)
{
	struct rcu_head *first = READ_ONCE(callbacks);

	head->func = func;
	do
		head->next = first;
	while (!try_cmpxchg(&callbacks, &first, head));
	/* The head is the thread's now, and may be gone. */
	if (!first)
		wake_up(&callbacks_wait);
}

static void rcu_call(struct rcu_head *head)
{
	unsigned long offset = (unsigned long)head->func;

	if (offset < __KVFREE_RCU_OFFSET_MAX)
		kvfree((void *)head - offset);
	else
		head->func(head);
}

/* Oldest first. */
static struct rcu_head *reversed(struct rcu_head *head)
{
	struct rcu_head *next, *done = NULL;

	for (; head; head = next) {
		next = head->next;
		head->next = done;
		done = head;
	}
	return done;
}

static int rcu_thread(void *unused)
{
	struct rcu_head *head, *next;

	for (;;) {
		wait_event(callbacks_wait, READ_ONCE(callbacks));
		head = reversed(xchg(&callbacks, NULL));
		synchronize_rcu();
		for (; head; head = next) {
			next = head->next;
			rcu_call(head);
		}
	}
	return 0;
}

struct barrier_callback {
	struct rcu_head rcu;
	struct completion done;
};

static void barrier_reached(struct rcu_head *rcu)
{
	complete(&container_of(rcu, struct barrier_callback, rcu)->done);
}

void rcu_barrier(void)
{
	struct barrier_callback barrier;

	init_completion(&barrier.done);
	call_rcu(&barrier.rcu, barrier_reached);
	wait_for_completion(&barrier.done);
}

void kvfree_rcu_mightsleep(void *ptr)
{
	synchronize_rcu();
	kvfree(ptr);
}

void __init rcu_init(void)
{
	struct task_struct *thread = kthread_run(rcu_thread, NULL, "rcu");

	if (IS_ERR(thread))
		panic("rcu: no memory for the thread");
}
