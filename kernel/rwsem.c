// SPDX-License-Identifier: MIT
/*
 * kernel/rwsem.c - many readers or one writer, sleeping waiters, handed over in order; mutexes too, which have writers only
 *
 *   wait_list:   reader - reader - writer - reader
 *                └── go together ─┘
 *
 * wait_lock guards all of struct rw_semaphore. Whoever gives the lock back passes it on: count and owner are already those
 * of the waiters that it wakes.
 *
 * Tests: tests/kernel/lock_test.c
 * Linux: kernel/locking/rwsem.c, mutex.c. Left out: spinning while the owner runs, wait/wound.
 */
#include <linux/rwsem.h>

#include <linux/bug.h>
#include <linux/sched.h>

#define RWSEM_WRITER (-1)

struct rwsem_waiter {
	struct task_struct *task;
	bool writes;
	bool granted;
	struct list_head entry;
};

/* May one more go in? */
static bool rwsem_free(const struct rw_semaphore *sem, bool writes)
{
	return writes ? sem->count == 0 : sem->count >= 0;
}

/* In the list of what a thread reads under, the first @old becomes @new. Return: there was one. */
static bool replace_read(struct task_struct *task, const struct rw_semaphore *old,
			 const struct rw_semaphore *new)
{
#ifdef CONFIG_DEBUG_VM
	int i;

	for (i = 0; i < ARRAY_SIZE(task->reads); i++)
		if (task->reads[i] == old) {
			task->reads[i] = new;
			return true;
		}
#endif
	return false;
}

static void rwsem_take(struct rw_semaphore *sem, struct task_struct *task, bool writes)
{
	if (writes) {
		sem->count = RWSEM_WRITER;
		sem->owner = task;
	} else {
		sem->count++;
		replace_read(task, NULL, sem);
	}
}

/* All at the front of the queue that may go in do. Lock held. */
static void rwsem_pass_on(struct rw_semaphore *sem)
{
	struct rwsem_waiter *first;
	struct task_struct *task;

	while ((first = list_first_entry_or_null(&sem->wait_list, struct rwsem_waiter, entry)) &&
	       rwsem_free(sem, first->writes)) {
		task = get_task_struct(first->task);
		list_del(&first->entry);
		rwsem_take(sem, task, first->writes);
		smp_store_release(&first->granted, true);
		wake_up_process(task);
		put_task_struct(task);
	}
}

bool rwsem_trylock(struct rw_semaphore *sem, bool writes)
{
	bool taken;

	spin_lock(&sem->wait_lock);
	taken = rwsem_free(sem, writes) && list_empty(&sem->wait_list);
	if (taken)
		rwsem_take(sem, current, writes);
	spin_unlock(&sem->wait_lock);
	return taken;
}

void rwsem_lock(struct rw_semaphore *sem, bool writes)
{
	struct rwsem_waiter waiter = { .task = current, .writes = writes };

	might_sleep();
	if (IS_ENABLED(CONFIG_DEBUG_VM))
		WARN(READ_ONCE(sem->owner) == current || replace_read(current, sem, sem),
		     "BUG: lock recursion: %s/%d holds %p already, and may wait for ever\n",
		     current->comm, current->pid, sem);
	spin_lock(&sem->wait_lock);
	if (rwsem_free(sem, writes) && list_empty(&sem->wait_list)) {
		rwsem_take(sem, current, writes);
		spin_unlock(&sem->wait_lock);
		return;
	}
	list_add_tail(&waiter.entry, &sem->wait_list);
	spin_unlock(&sem->wait_lock);
	for (;;) {
		set_current_state(TASK_UNINTERRUPTIBLE);
		if (smp_load_acquire(&waiter.granted))
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
}

void up_read(struct rw_semaphore *sem)
{
	spin_lock(&sem->wait_lock);
	if (!WARN(sem->count <= 0, "BUG: up_read(%p) by %s/%d: no reader holds it\n", sem,
		  current->comm, current->pid))
		sem->count--;
	replace_read(current, sem, NULL);
	rwsem_pass_on(sem);
	spin_unlock(&sem->wait_lock);
}

void rwsem_end_write(struct rw_semaphore *sem, int readers)
{
	spin_lock(&sem->wait_lock);
	if (!WARN(sem->owner != current,
		  "BUG: lock %p given back by %s/%d, which does not hold it\n", sem, current->comm,
		  current->pid)) {
		sem->owner = NULL;
		sem->count = readers;
		if (readers)
			replace_read(current, NULL, sem);
		rwsem_pass_on(sem);
	}
	spin_unlock(&sem->wait_lock);
}
