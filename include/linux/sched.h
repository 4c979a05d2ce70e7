// SPDX-License-Identifier: MIT
/*
 * linux/sched.h - threads: struct task_struct, and how the CPUs are shared among them
 *
 *            wake_up_process()                    runs until it sleeps, yields, or another one's turn comes
 *   sleeping ────────────────> runnable ────────> running
 *       ^                       on a CPU's queue     |   schedule() with a state other than TASK_RUNNING
 *       └────────────────────────────────────────────┘
 *
 * A thread that wants to sleep first sets its state, then looks whether it has to, then calls schedule(). A wake-up that
 * comes in between sets the state back, and schedule() does not sleep.
 *
 * Two classes: FIFO threads run until they sleep or yield, in front of all others; normal ones take turns of
 * SCHED_SLICE ticks. With preemption on, a thread is replaced as soon as it should be, interrupt or not.
 *
 * Tests: tests/kernel/sched_test.c
 * Linux: same header; Documentation/scheduler. Left out: priorities, deadlines, signals, groups.
 */
#ifndef LINUX_SCHED_H
#define LINUX_SCHED_H

#include <linux/atomic.h>
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/kmap_size.h>
#include <linux/rculist.h>
#include <linux/preempt.h>
#include <linux/refcount.h>
#include <linux/types.h>
#include <asm/current.h>
#include <asm/pgtable.h>

#define TASK_COMM_LEN 16

#define TASK_RUNNING 0
#define TASK_INTERRUPTIBLE 1
#define TASK_UNINTERRUPTIBLE 2
#define TASK_NORMAL (TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE)
#define TASK_DEAD 0x80

#define MAX_SCHEDULE_TIMEOUT LONG_MAX
#define SCHED_SLICE 2 /* ticks */

enum sched_class { SCHED_NORMAL, SCHED_FIFO, NR_SCHED_CLASSES };

/* kmap_local mappings of a thread that does not run. Those of one that runs: mm/highmem.c. */
struct kmap_ctrl {
	unsigned int
		idx; /* how many, from 1 on, and KMAP_PTES_KEPT if one of them is known by its entry */
	struct page *page[KM_MAX_IDX];
	pte_t pteval[KM_MAX_IDX];
};

struct task_struct {
	unsigned int __state;
	unsigned long
		sp; /* top of its stack, where __switch_to() has left its registers; while it does not run */
	void *stack; /* lowest address; THREAD_SIZE bytes */

	/* Under the lock of its CPU's queue, as is cpu itself. */
	unsigned int cpu; /* on whose queue it is, was, or will be */
	bool on_rq;
	bool moves; /* counted as on a queue, but on no list: on its way to another CPU's */
	enum sched_class class;
	int slice; /* ticks left of its turn */
	struct list_head run_list;
	struct cpumask cpus_mask;

	/* Its own. */
	int migration_disabled;
	int pagefault_disabled;
	bool stack_low; /* that has been reported */
#ifdef CONFIG_DEBUG_VM
	const struct rw_semaphore *reads[4]; /* held as a reader, as far as there is room */
#endif
	struct kmap_ctrl kmap_ctrl;
	unsigned long nvcsw,
		nivcsw; /* switches away from it: it went to sleep; it was taken off, or yielded */

	refcount_t usage;
	pid_t pid;
	char comm[TASK_COMM_LEN];
	struct list_head tasks;
	struct rcu_head rcu;
};

/* The thread that boots; then CPU 0's idle thread. */
extern struct task_struct init_task;

/* All threads but the idle ones. Walked under rcu_read_lock(). */
extern struct list_head task_list;
#define for_each_process(p) list_for_each_entry_rcu(p, &task_list, tasks)

#define __set_current_state(state) WRITE_ONCE(current->__state, state)
/* The condition is looked at after this. */
#define set_current_state(state) smp_store_mb(current->__state, state)

#define need_resched() test_preempt_need_resched()
#define task_cpu(p) READ_ONCE((p)->cpu)

/**
 * schedule - let another thread run
 *
 * Returns when it is this one's turn again: at once if nothing else wants to run, unless its state says that it sleeps.
 *
 * Context: thread, preemption and interrupts on.
 */
void schedule(void);

/**
 * schedule_timeout - sleep for so many ticks at most
 * @timeout: ticks, or MAX_SCHEDULE_TIMEOUT
 *
 * The caller has set its state; with TASK_RUNNING it does not sleep. Return: ticks left; 0: the time is over.
 */
long schedule_timeout(long timeout);
long schedule_timeout_uninterruptible(long timeout);

/* To the end of its class's queue. Context: as schedule(). */
void yield(void);

/**
 * wake_up_state - make a thread runnable that sleeps in one of these states
 *
 * A full barrier stands between what the caller wrote before and the look at the thread's state.
 *
 * Context: any but NMI. Return: false: it did not sleep so.
 */
bool wake_up_state(struct task_struct *p, unsigned int states);
#define wake_up_process(p) wake_up_state(p, TASK_NORMAL)

/* Class of another thread, or of this one. sched_set_normal(): @nice is ignored. Context: any but NMI. */
void sched_set_class(struct task_struct *p, enum sched_class class);
#define sched_set_fifo(p) sched_set_class(p, SCHED_FIFO)
#define sched_set_normal(p, nice) ((void)(nice), sched_set_class(p, SCHED_NORMAL))

/**
 * set_cpus_allowed_ptr - say where a thread may run
 *
 * The calling thread is there when this returns. Another one that is not moves at the latest when it next could run, if
 * nothing pins it; a running one within a tick.
 *
 * Context: thread, preemption on. Return: -EINVAL: no CPU in @mask is online.
 */
int set_cpus_allowed_ptr(struct task_struct *p, const struct cpumask *mask);

/*
 * The thread stays on its CPU, preemption stays on. Calls nest. If its mask was changed meanwhile, it leaves within a tick
 * after migrate_enable(); in Linux, before that returns.
 */
static inline void migrate_disable(void)
{
	current->migration_disabled++;
	barrier();
}

static inline void migrate_enable(void)
{
	barrier();
	current->migration_disabled--;
}

/* With preemption on, all of this happens by itself. */
#define cond_resched()                                                                             \
	({                                                                                         \
		might_sleep();                                                                     \
		0;                                                                                 \
	})

#ifdef CONFIG_DEBUG_VM
/* Reports that @sp is near the end of this thread's stack; one on another stack is not. */
void check_stack_depth(unsigned long sp);
#else
#define check_stack_depth(sp) ((void)0)
#endif

static inline struct task_struct *get_task_struct(struct task_struct *p)
{
	refcount_inc(&p->usage);
	return p;
}

/* The last reference frees the thread, after a grace period. Context: any but NMI. */
void put_task_struct(struct task_struct *p);

/* ---- between scheduler and machine ---- */

/* The empty queues of all possible CPUs; the caller becomes CPU 0's idle thread. Context: boot, interrupts off. */
void sched_init(void);

/* Each CPU's tick. Context: interrupts off, in the handler; on CPU 0 jiffies have advanced. */
void scheduler_tick(void);

/* The reschedule IPI's handler. */
void scheduler_ipi(void);

/**
 * preempt_schedule_irq - at the end of the outermost interrupt: another thread's turn
 *
 * To be called when __preempt_count is 0 and the interrupted code had interrupts on, with everything of the handler done,
 * on the interrupted thread's stack. Returns when it is this thread's turn again, perhaps on another CPU. Context:
 * interrupts off, before and after.
 */
asmlinkage void preempt_schedule_irq(void);

/* THREAD_SIZE bytes of vmalloc space, zeroed, above a page that is never mapped; NULL without memory. Context: may sleep. */
void *alloc_thread_stack(void);

/**
 * fork_idle - the idle thread of a CPU that will be started
 *
 * The CPU begins on its stack, with it as current_task, marks itself online, and calls cpu_startup_entry().
 * Context: boot CPU, start of the kernel. Return: NULL without memory.
 */
struct task_struct *fork_idle(int cpu);

/* The idle loop. Context: the idle thread, preemption off, which is switched on here. */
void __noreturn cpu_startup_entry(void);

/* @idle is what runs on @cpu when nothing else does, and runs there now. Context: boot, or before the CPU starts. */
void sched_set_idle(struct task_struct *idle, unsigned int cpu);

/* First thing that a new thread does: @prev is what __switch_to() returned to it. */
void schedule_tail(struct task_struct *prev);

/* It runs at this moment, on some CPU; the idle thread of a CPU. */
bool task_curr(const struct task_struct *p);
struct task_struct *idle_task(unsigned int cpu);

/* Of a CPU: how often its scheduler was entered. */
unsigned long nr_schedules(unsigned int cpu);

#define schedule_timeout_interruptible(timeout)                                                    \
	({                                                                                         \
		__set_current_state(TASK_INTERRUPTIBLE);                                           \
		schedule_timeout(timeout);                                                         \
	})
#define TASK_KILLABLE TASK_UNINTERRUPTIBLE
#define TASK_IDLE TASK_UNINTERRUPTIBLE
/* There are no signals. */
#define signal_pending(p) ((void)(p), 0)
#define fatal_signal_pending(p) ((void)(p), 0)
#define set_user_nice(p, nice) ((void)(p))
#define task_pid_nr(p) ((p)->pid)

#endif
