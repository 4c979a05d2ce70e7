// SPDX-License-Identifier: MIT
/*
 * kernel/kthread.c - threads begin and end
 *
 *   struct kthread { struct task_struct; function, result, completion }      from kmalloc()
 *   stack: THREAD_SIZE of vmalloc space, with a page that is never mapped below it
 *
 *   kthread_create()   asleep; __switch_to() will find a frame that leads to kthread_entry()
 *   kthread_entry()    ── first wake-up ──> fn(data) ──> kthread_exit(): "exited" is completed, state TASK_DEAD, schedule()
 *   task_leaves()      the next thread drops the dead one's own reference
 *   last reference     ── grace period ──> free_kthread(): stack and struct, in a thread
 *
 * task_lock guards task_list against other writers; readers use RCU.
 *
 * Tests: tests/kernel/kthread_test.c
 * Linux: kernel/kthread.c, fork.c, exit.c.
 */
#include <linux/kthread.h>

#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/errno.h>
#include <linux/highmem.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <asm/page.h>
#include <asm/switch_to.h>

struct kthread {
	struct task_struct task;
	int (*fn)(void *data);
	void *data;
	bool should_stop;
	long result;
	struct completion exited;
};

LIST_HEAD(task_list);
static DEFINE_SPINLOCK(task_lock);
static pid_t last_pid;
static atomic_t nr_kthreads; /* structs that are not freed yet */

#define to_kthread(p) container_of(p, struct kthread, task)

/* The page below an area is another one's guard page, but for the lowest area of all. */
void *alloc_thread_stack(void)
{
	static void *lowest;
	void *stack = __vmalloc(THREAD_SIZE, GFP_KERNEL | __GFP_ZERO);

	if (unlikely((unsigned long)stack == VMALLOC_START) && !WARN_ON(lowest)) {
		lowest = stack;
		stack = __vmalloc(THREAD_SIZE, GFP_KERNEL | __GFP_ZERO);
	}
	return stack;
}

static void __noreturn kthread_entry(struct task_struct *prev)
{
	struct kthread *k = to_kthread(current);

	schedule_tail(prev);
	kthread_exit(k->should_stop ? -EINTR : k->fn(k->data));
}

/* NULL: no memory. */
static struct task_struct *new_kthread(int (*fn)(void *data), void *data)
{
	struct kthread *k = kzalloc(sizeof(*k), GFP_KERNEL);
	struct task_struct *p = &k->task;

	if (!k)
		return NULL;
	p->stack = alloc_thread_stack();
	if (!p->stack) {
		kfree(k);
		return NULL;
	}
	p->sp = first_switch_frame(p->stack, THREAD_SIZE, kthread_entry);
	p->__state = TASK_UNINTERRUPTIBLE;
	p->slice = SCHED_SLICE;
	p->cpu = raw_smp_processor_id();
	cpumask_copy(&p->cpus_mask, cpu_possible_mask);
	refcount_set(&p->usage, 1);
	k->fn = fn;
	k->data = data;
	init_completion(&k->exited);
	return p;
}

struct task_struct *kthread_create_on_node(int (*fn)(void *data), void *data, int node,
					   const char *fmt, ...)
{
	struct task_struct *p;
	unsigned long flags;
	va_list args;

	might_sleep();
	p = new_kthread(fn, data);
	if (!p)
		return ERR_PTR(-ENOMEM);
	va_start(args, fmt);
	vsnprintf(p->comm, sizeof(p->comm), fmt, args);
	va_end(args);
	atomic_inc(&nr_kthreads);
	spin_lock_irqsave(&task_lock, flags);
	p->pid = ++last_pid;
	list_add_tail_rcu(&p->tasks, &task_list);
	spin_unlock_irqrestore(&task_lock, flags);
	return p;
}

struct task_struct *kthread_create_on_cpu(int (*fn)(void *data), void *data, unsigned int cpu,
					  const char *fmt)
{
	struct task_struct *p = kthread_create(fn, data, fmt, cpu);

	if (!IS_ERR(p))
		kthread_bind(p, cpu);
	return p;
}

struct task_struct *fork_idle(int cpu)
{
	struct task_struct *p = new_kthread(NULL, NULL);

	if (!p)
		return NULL;
	snprintf(p->comm, sizeof(p->comm), "swapper/%d", cpu);
	p->__state = TASK_RUNNING;
	sched_set_idle(p, cpu);
	return p;
}

void kthread_bind(struct task_struct *k, unsigned int cpu)
{
	if (WARN_ON(k->on_rq || k->nvcsw || k->nivcsw))
		return;
	k->cpu = cpu;
	k->cpus_mask = *cpumask_of(cpu);
}

bool kthread_should_stop(void)
{
	return READ_ONCE(to_kthread(current)->should_stop);
}

int kthread_stop(struct task_struct *p)
{
	struct kthread *k = to_kthread(p);
	int result;

	might_sleep();
	get_task_struct(p);
	WRITE_ONCE(k->should_stop, true);
	wake_up_process(p);
	wait_for_completion(&k->exited);
	result = k->result;
	put_task_struct(p);
	return result;
}

/* A thread must leave nothing behind that the next one on this CPU would inherit. */
static void check_balance(struct kthread *k)
{
	struct task_struct *p = &k->task;
	int count = preempt_count();

	WARN(count, "BUG: %s/%d (%ps) ends with preempt_count 0x%x\n", p->comm, p->pid, k->fn,
	     count);
	preempt_count_sub(count);
	WARN(irqs_disabled(), "BUG: %s/%d (%ps) ends with interrupts off\n", p->comm, p->pid,
	     k->fn);
	local_irq_enable();
	WARN(this_cpu_read(kmap_nr) || p->migration_disabled || p->pagefault_disabled,
	     "BUG: %s/%d (%ps) ends with %u kmap_local mappings, %d migrate_disable(), %d pagefault_disable()\n",
	     p->comm, p->pid, k->fn, this_cpu_read(kmap_nr), p->migration_disabled,
	     p->pagefault_disabled);
	this_cpu_write(kmap_nr, 0);
}

void __noreturn kthread_exit(long result)
{
	struct kthread *k = to_kthread(current);

	check_balance(k);
	spin_lock_irq(&task_lock);
	list_del_rcu(&current->tasks);
	spin_unlock_irq(&task_lock);
	k->result = result;
	complete_all(&k->exited);
	local_irq_disable();
	/* The next thread finds both, and drops the reference. */
	current->moves = true;
	__set_current_state(TASK_DEAD);
	schedule();
	BUG();
}

static void free_kthread(struct rcu_head *rcu)
{
	struct task_struct *p = container_of(rcu, struct task_struct, rcu);

	vfree(p->stack);
	kfree(to_kthread(p));
	atomic_dec(&nr_kthreads);
}

void put_task_struct(struct task_struct *p)
{
	if (refcount_dec_and_test(&p->usage))
		call_rcu(&p->rcu, free_kthread);
}

int kthreads_settle(int nr)
{
	int ticks;

	for (ticks = 0; ticks < HZ && atomic_read(&nr_kthreads) > nr; ticks++) {
		rcu_barrier();
		if (atomic_read(&nr_kthreads) > nr)
			schedule_timeout_uninterruptible(1);
	}
	return atomic_read(&nr_kthreads);
}
