// SPDX-License-Identifier: MIT
/*
 * kernel/sched.c - which thread runs on which CPU
 *
 *   struct rq, one for each CPU:   queue[FIFO]    thread - thread
 *                                  queue[NORMAL]  thread - thread - thread       curr: one of them, or idle
 *
 *   __schedule()  the first of queue[FIFO], else of queue[NORMAL], else the idle thread
 *   yield, tick   the running thread to the end of its queue
 *   wake-up       to the end of a queue: of the thread's last CPU, or of a better one that it may use
 *   tick, idle    a CPU takes a thread that waits where there are more, or behind a FIFO thread
 *
 * The running thread stays on its queue, so one that is preempted goes on where it stood. rq->lock guards the queue and the
 * fields of all threads that are on it, were on it last or will be next (p->cpu says which). It is taken with interrupts
 * off and held across __switch_to(): the next thread gives it back. So whoever holds it finds each thread either running,
 * or with all its registers saved. preempt_count is 0 at every switch, and need not be saved.
 *
 * A second queue's lock is only tried for, or taken after the first has been given back.
 *
 * Read first: __schedule(), then try_to_wake_up().
 * Tests: tests/kernel/sched_test.c
 * Linux: kernel/sched/core.c, fair.c, rt.c.
 */
#include <linux/sched.h>

#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/highmem.h>
#include <linux/irqflags.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/watchdog.h>
#include <asm/processor.h>
#include <asm/smp.h>
#include <asm/switch_to.h>
#include <asm/tlbflush.h>

struct rq {
	spinlock_t lock;
	unsigned int cpu;
	struct task_struct *curr, *idle;
	struct list_head queue[NR_SCHED_CLASSES];
	unsigned int nr_running; /* threads on both queues */
	unsigned long nr_schedules;
};

static DEFINE_PER_CPU(struct rq, runqueues);

/* CPUs whose queues are empty. A bit changes under its queue's lock; read without any, as a hint. */
static struct cpumask idle_mask;

#define cpu_rq(cpu) per_cpu_ptr(&runqueues, cpu)
#define this_rq() this_cpu_ptr(&runqueues)

enum schedule_mode { BLOCK, YIELD, PREEMPT };

/* The queue of a thread, locked, preemption and interrupts off. */
static struct rq *task_rq_lock(struct task_struct *p, unsigned long *flags)
{
	struct rq *rq;

	preempt_disable();
	local_irq_save(*flags);
	for (;;) {
		rq = cpu_rq(task_cpu(p));
		__spin_take(&rq->lock);
		if (likely(rq->cpu == p->cpu))
			return rq;
		__spin_give(&rq->lock);
	}
}

static void rq_unlock(struct rq *rq, unsigned long flags)
{
	__spin_give(&rq->lock);
	local_irq_restore(flags);
	preempt_enable();
}

/* The CPU is to look for another thread. Lock held. */
static void resched_curr(struct rq *rq)
{
	if (rq == this_rq())
		set_preempt_need_resched();
	else
		smp_send_reschedule(rq->cpu);
}

static bool is_ahead(const struct rq *rq, const struct task_struct *p)
{
	return rq->curr == rq->idle || (p->class == SCHED_FIFO && rq->curr->class != SCHED_FIFO);
}

/* What runs there may do so for ever. Without the lock, a hint; threads are freed after a grace period, interrupts are off. */
static bool runs_fifo(const struct rq *rq)
{
	return READ_ONCE(rq->curr)->class == SCHED_FIFO;
}

/* An idle CPU, if there is one; then, for a FIFO thread, one where it goes first; then the last one. */
static unsigned int cpu_for(const struct task_struct *p)
{
	struct cpumask allowed, idle;
	unsigned int cpu;

	cpumask_and(&allowed, &p->cpus_mask, cpu_online_mask);
	if (cpumask_and(&idle, &allowed, &idle_mask))
		return cpumask_test_cpu(p->cpu, &idle) ? p->cpu : cpumask_first(&idle);
	if (unlikely(p->class == SCHED_FIFO && runs_fifo(cpu_rq(p->cpu))))
		for_each_cpu(cpu, &allowed)
			if (!runs_fifo(cpu_rq(cpu)))
				return cpu;
	if (cpumask_test_cpu(p->cpu, &allowed) || cpumask_empty(&allowed))
		return p->cpu;
	return cpumask_first(&allowed);
}

/*
 * Puts a thread that is on no queue, and does not run, on that of @cpu. Enters with the lock of the queue it belongs to,
 * leaves with that of the one it is on. Return: the latter. Between the two locks others may change what it is and where it
 * may run, but see that it is on no list.
 */
static struct rq *enqueue_task(struct rq *rq, struct task_struct *p, unsigned int cpu)
{
	p->on_rq = true;
	while (unlikely(cpu != rq->cpu)) {
		p->moves = true;
		WRITE_ONCE(p->cpu, cpu);
		__spin_give(&rq->lock);
		rq = cpu_rq(cpu);
		__spin_take(&rq->lock);
		p->moves = false;
		if (unlikely(!cpumask_test_cpu(cpu, &p->cpus_mask)))
			cpu = cpu_for(p);
	}
	list_add_tail(&p->run_list, &rq->queue[p->class]);
	if (!rq->nr_running++)
		cpumask_clear_cpu(rq->cpu, &idle_mask);
	if (is_ahead(rq, p))
		resched_curr(rq);
	return rq;
}

static __always_inline void dequeue_task(struct rq *rq, struct task_struct *p)
{
	list_del(&p->run_list);
	if (!--rq->nr_running)
		cpumask_set_cpu(rq->cpu, &idle_mask);
}

/* May a thread that does not run change to another CPU? */
static bool is_movable(const struct task_struct *p)
{
	return !p->migration_disabled && !p->kmap_ctrl.idx;
}

/* Takes a thread that waits for its turn there, if one may come here. Both locks held. */
static bool pull_from(struct rq *rq, struct rq *from)
{
	struct task_struct *p;
	int class;

	for (class = NR_SCHED_CLASSES - 1; class >= 0; class --)
		list_for_each_entry(p, &from->queue[class], run_list) {
			if (p == from->curr || !is_movable(p) ||
			    !cpumask_test_cpu(rq->cpu, &p->cpus_mask))
				continue;
			dequeue_task(from, p);
			WRITE_ONCE(p->cpu, rq->cpu);
			enqueue_task(rq, p, rq->cpu);
			return true;
		}
	return false;
}

/* Takes a thread from a CPU whose queue is longer by two, or on which it may wait for ever. Lock held. */
static void pull_task(struct rq *rq)
{
	unsigned int cpu, nr;
	struct rq *from;
	bool pulled;

	for_each_online_cpu(cpu) {
		from = cpu_rq(cpu);
		nr = READ_ONCE(from->nr_running);
		if (nr < rq->nr_running + 2 && (nr < 2 || !runs_fifo(from)))
			continue;
		if (from == rq || !__spin_try(&from->lock))
			continue;
		pulled = pull_from(rq, from);
		__spin_give(&from->lock);
		if (pulled)
			return;
	}
}

static __always_inline struct task_struct *pick_next_task(struct rq *rq)
{
	if (unlikely(!rq->nr_running))
		pull_task(rq);
	if (!list_empty(&rq->queue[SCHED_FIFO]))
		return list_first_entry(&rq->queue[SCHED_FIFO], struct task_struct, run_list);
	if (!list_empty(&rq->queue[SCHED_NORMAL]))
		return list_first_entry(&rq->queue[SCHED_NORMAL], struct task_struct, run_list);
	return rq->idle;
}

/* What becomes of a thread that does not run any more and leaves this queue for good. Lock held; given back here. */
static noinline void task_leaves(struct rq *rq, struct task_struct *prev)
{
	if (prev->__state == TASK_DEAD) {
		__spin_give(&rq->lock);
		put_task_struct(prev);
	} else {
		prev->moves = false;
		rq = enqueue_task(rq, prev, cpu_for(prev));
		__spin_give(&rq->lock);
	}
}

/* The other side of __switch_to(): on the next thread's stack, and on the CPU that it runs on now. */
static __always_inline void finish_switch(struct task_struct *prev)
{
	struct rq *rq = this_rq();

	if (unlikely(prev->moves))
		task_leaves(rq, prev);
	else
		__spin_give(&rq->lock);
}

/* Interrupts off. */
static __always_inline void __schedule(enum schedule_mode mode)
{
	struct rq *rq = this_rq();
	struct task_struct *prev = current, *next;

	/* In front of a locked instruction: who sees the new number knows that what follows here reads memory anew. */
	rq->nr_schedules++;
	__spin_take(&rq->lock);
	if (mode == YIELD) {
		list_move_tail(&prev->run_list, &rq->queue[prev->class]);
	} else if (mode == BLOCK && likely(prev->__state)) {
		prev->on_rq = false;
		dequeue_task(rq, prev);
	} else if (mode == PREEMPT && unlikely(!cpumask_test_cpu(rq->cpu, &prev->cpus_mask)) &&
		   !this_cpu_read(kmap_nr) && is_movable(prev)) {
		prev->moves = true;
		dequeue_task(rq, prev);
	}
	next = pick_next_task(rq);
	clear_preempt_need_resched();
	if (unlikely(next == prev)) {
		__spin_give(&rq->lock);
		return;
	}
	if (mode == BLOCK)
		prev->nvcsw++;
	else
		prev->nivcsw++;
	rq->curr = next;
	this_cpu_write(current_task, next);
	if (unlikely(this_cpu_read(kmap_nr) | next->kmap_ctrl.idx))
		kmap_local_switch(prev, next);
	finish_switch(__switch_to(prev, next));
}

void schedule_tail(struct task_struct *prev)
{
	finish_switch(prev);
	local_irq_enable();
}

/* Reports, and makes up for it. Return: what preempt_count has too much. */
static noinline __cold int schedule_bug(void)
{
	int count = preempt_count();

	WARN(1, "BUG: scheduling while atomic: %s/%d/0x%08x\n", current->comm, current->pid, count);
	preempt_count_sub(count);
	return count;
}

static __always_inline void schedule_thread(enum schedule_mode mode)
{
	int count = 0;

	if (unlikely(preempt_count()))
		count = schedule_bug();
	check_stack_depth((unsigned long)__builtin_frame_address(0));
	local_irq_disable();
	__schedule(mode);
	local_irq_enable();
	if (unlikely(count))
		preempt_count_add(count);
}

void schedule(void)
{
	schedule_thread(BLOCK);
}

void yield(void)
{
	schedule_thread(YIELD);
}

asmlinkage void preempt_schedule(void)
{
	if (irqs_disabled())
		return;
	local_irq_disable();
	__schedule(PREEMPT);
	local_irq_enable();
}

asmlinkage void preempt_schedule_irq(void)
{
	__schedule(PREEMPT);
}

bool wake_up_state(struct task_struct *p, unsigned int states)
{
	unsigned long flags;
	struct rq *rq;
	bool woken = false;

	rq = task_rq_lock(p, &flags);
	if (p->__state & states) {
		woken = true;
		p->__state = TASK_RUNNING;
		/* It may still be on its way into schedule(). */
		if (!p->on_rq)
			rq = enqueue_task(rq, p, is_movable(p) ? cpu_for(p) : p->cpu);
	}
	rq_unlock(rq, flags);
	return woken;
}

void sched_set_class(struct task_struct *p, enum sched_class class)
{
	unsigned long flags;
	struct rq *rq;

	rq = task_rq_lock(p, &flags);
	p->class = class;
	if (p->on_rq && !p->moves) {
		list_move_tail(&p->run_list, &rq->queue[class]);
		resched_curr(rq);
	}
	rq_unlock(rq, flags);
}

int set_cpus_allowed_ptr(struct task_struct *p, const struct cpumask *mask)
{
	unsigned long flags;
	struct rq *rq;

	if (!cpumask_intersects(mask, cpu_online_mask))
		return -EINVAL;
	rq = task_rq_lock(p, &flags);
	cpumask_copy(&p->cpus_mask, mask);
	if (p->on_rq && !p->moves && !cpumask_test_cpu(rq->cpu, mask)) {
		if (p == rq->curr) {
			resched_curr(rq);
		} else if (is_movable(p)) {
			dequeue_task(rq, p);
			rq = enqueue_task(rq, p, cpu_for(p));
		}
	}
	rq_unlock(rq, flags);
	return 0;
}

/* A turn ends, or a thread is still where it may not be any more. Lock held. */
static void task_tick(struct rq *rq)
{
	struct task_struct *curr = rq->curr;

	if (!cpumask_test_cpu(rq->cpu, &curr->cpus_mask))
		resched_curr(rq);
	if (curr == rq->idle || curr->class != SCHED_NORMAL || --curr->slice > 0)
		return;
	curr->slice = SCHED_SLICE;
	pull_task(rq);
	if (!list_is_singular(&rq->queue[SCHED_NORMAL])) {
		list_move_tail(&curr->run_list, &rq->queue[SCHED_NORMAL]);
		resched_curr(rq);
	}
}

void scheduler_tick(void)
{
	struct rq *rq = this_rq();

	run_local_timers();
	__spin_take(&rq->lock);
	task_tick(rq);
	if (rq->curr == rq->idle)
		pull_task(rq);
	__spin_give(&rq->lock);
	watchdog_tick(rq->nr_schedules);
}

void scheduler_ipi(void)
{
	set_preempt_need_resched();
}

unsigned long nr_schedules(unsigned int cpu)
{
	return READ_ONCE(cpu_rq(cpu)->nr_schedules);
}

bool task_curr(const struct task_struct *p)
{
	return READ_ONCE(cpu_rq(task_cpu(p))->curr) == p;
}

struct task_struct *idle_task(unsigned int cpu)
{
	return cpu_rq(cpu)->idle;
}

void __noreturn cpu_startup_entry(void)
{
	preempt_enable_no_resched();
	for (;;) {
		local_irq_disable();
		if (need_resched()) {
			__schedule(PREEMPT);
			local_irq_enable();
		} else {
			tlb_enter_idle();
			safe_halt();
		}
	}
}

void sched_set_idle(struct task_struct *idle, unsigned int cpu)
{
	struct rq *rq = cpu_rq(cpu);

	idle->cpu = cpu;
	idle->cpus_mask = *cpumask_of(cpu);
	rq->curr = rq->idle = idle;
}

void sched_init(void)
{
	unsigned int cpu;
	int class;

	for_each_possible_cpu(cpu) {
		struct rq *rq = cpu_rq(cpu);

		rq->cpu = cpu;
		for (class = 0; class < NR_SCHED_CLASSES; class ++)
			INIT_LIST_HEAD(&rq->queue[class]);
		cpumask_set_cpu(cpu, &idle_mask);
	}
	sched_set_idle(&init_task, 0);
}
