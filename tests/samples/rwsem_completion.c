// SPDX-License-Identifier: MIT
/*
 * rwsem_completion.c - readers, a writer, and who waits for whom
 *
 *   all threads     wait for "go" (complete_all)
 *   writer          changes both halves of a pair under down_write()
 *   readers         want the halves to be equal, under down_read()
 *   the last one    wakes the queue on which the init function waits
 *   a timer         notes that time went on meanwhile
 */
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/wait.h>

#define NR_READERS	3
#define NR_ROUNDS	50

static DECLARE_RWSEM(pair_sem);
static unsigned long left, right;

static DECLARE_COMPLETION(go);
static DECLARE_WAIT_QUEUE_HEAD(done_queue);
static atomic_t running = ATOMIC_INIT(0);
static atomic_t torn = ATOMIC_INIT(0);

/* What each round leaves behind, under a mutex; counted under a spinlock. */
struct note {
	struct list_head list;
	unsigned long value;
};
static LIST_HEAD(notes);
static DEFINE_MUTEX(notes_mutex);
static DEFINE_SPINLOCK(count_lock);
static unsigned int nr_notes, nr_lost;

static void ticked(struct timer_list *timer);
static DEFINE_TIMER(ticker, ticked);
static unsigned int ticks;

static void ticked(struct timer_list *timer)
{
	ticks++;
	mod_timer(timer, jiffies + 1);
}

static void take_note(unsigned long value)
{
	struct note *note = kmalloc(sizeof(*note), GFP_KERNEL);
	unsigned long flags;

	if (note) {
		note->value = value;
		mutex_lock(&notes_mutex);
		list_add_tail(&note->list, &notes);
		mutex_unlock(&notes_mutex);
	}
	spin_lock_irqsave(&count_lock, flags);
	if (note)
		nr_notes++;
	else
		nr_lost++;
	spin_unlock_irqrestore(&count_lock, flags);
}

static int end_of_thread(void)
{
	if (atomic_dec_and_test(&running))
		wake_up(&done_queue);
	return 0;
}

static int writer(void *unused)
{
	int i;

	wait_for_completion(&go);
	for (i = 0; i < NR_ROUNDS; i++) {
		down_write(&pair_sem);
		left++;
		if (i % 8 == 0)
			schedule_timeout_uninterruptible(1);
		right++;
		downgrade_write(&pair_sem);
		take_note(left);
		up_read(&pair_sem);
		cond_resched();
	}
	return end_of_thread();
}

static int reader(void *unused)
{
	int i;

	wait_for_completion(&go);
	for (i = 0; i < NR_ROUNDS; i++) {
		down_read(&pair_sem);
		if (left != right)
			atomic_inc(&torn);
		up_read(&pair_sem);
		if (down_read_trylock(&pair_sem))
			up_read(&pair_sem);
		yield();
	}
	return end_of_thread();
}

static unsigned int __init start(int (*fn)(void *), int nr)
{
	struct task_struct *task = kthread_run(fn, NULL, "rwsem_%d", nr);

	if (IS_ERR(task)) {
		atomic_dec(&running);
		return 0;
	}
	return 1;
}

static int __init rwsem_completion_init(void)
{
	unsigned int started, notes_found = 0;
	struct note *note, *next;
	int i;

	atomic_set(&running, NR_READERS + 1);
	started = start(writer, 0);
	for (i = 1; i <= NR_READERS; i++)
		started += start(reader, i);
	mod_timer(&ticker, jiffies + 1);
	complete_all(&go);
	wait_event(done_queue, !atomic_read(&running));
	if (started == NR_READERS + 1)
		msleep(20);
	del_timer_sync(&ticker);

	mutex_lock(&notes_mutex);
	list_for_each_entry_safe(note, next, &notes, list) {
		list_del(&note->list);
		kfree(note);
		notes_found++;
	}
	mutex_unlock(&notes_mutex);
	pr_info("rwsem_completion: %u threads, %lu changes, %d torn, %u of %u notes, time %s\n",
		started, left, atomic_read(&torn), notes_found, nr_notes,
		ticks ? "went on" : "stood still");
	if (atomic_read(&torn) || left != right || notes_found != nr_notes)
		return -EIO;
	if (started < NR_READERS + 1 || nr_lost)
		return -ENOMEM;
	return ticks ? 0 : -ETIME;
}

module_init(rwsem_completion_init);
MODULE_DESCRIPTION("Locks whose waiters sleep");
MODULE_LICENSE("Dual MIT/GPL");
