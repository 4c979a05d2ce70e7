// SPDX-License-Identifier: MIT
/*
 * kernel/mutex.c - one holder, sleeping waiters, handed over in order
 *
 *   nobody waits   lock, unlock: one compare-and-exchange of owner, 0 <-> thread
 *   else           owner = thread | MUTEX_WAITERS, waiters on wait_list. Unlock makes the first of them the owner and wakes it.
 *
 * wait_lock guards the list and the bit. A waiter owns the mutex when it finds itself in owner.
 *
 * Tests: tests/kernel/lock_test.c
 * Linux: kernel/locking/mutex.c. Left out: spinning while the owner runs, wait/wound.
 */
#include <linux/mutex.h>

#include <linux/bug.h>
#include <linux/sched.h>

#define MUTEX_WAITERS 1UL

struct mutex_waiter {
	struct task_struct *task;
	struct list_head entry;
};

static bool mutex_try(struct mutex *lock)
{
	unsigned long free = 0;

	return try_cmpxchg(&lock->owner, &free, (unsigned long)current);
}

static unsigned long mutex_owner(const struct mutex *lock)
{
	return READ_ONCE(lock->owner) & ~MUTEX_WAITERS;
}

static noinline void mutex_lock_slow(struct mutex *lock)
{
	struct mutex_waiter waiter = { .task = current };
	unsigned long seen;

	spin_lock(&lock->wait_lock);
	/* With the bit set the owner has to come for wait_lock to give the mutex back. */
	seen = READ_ONCE(lock->owner);
	do {
		if (!seen && mutex_try(lock)) {
			spin_unlock(&lock->wait_lock);
			return;
		}
		seen = READ_ONCE(lock->owner);
	} while (!seen || !try_cmpxchg(&lock->owner, &seen, seen | MUTEX_WAITERS));
	list_add_tail(&waiter.entry, &lock->wait_list);
	spin_unlock(&lock->wait_lock);
	for (;;) {
		set_current_state(TASK_UNINTERRUPTIBLE);
		if (mutex_owner(lock) == (unsigned long)current)
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
}

void mutex_lock(struct mutex *lock)
{
	might_sleep();
	if (IS_ENABLED(CONFIG_DEBUG_VM))
		WARN(mutex_owner(lock) == (unsigned long)current,
		     "BUG: mutex recursion: %s/%d holds %p already, and will wait for ever\n",
		     current->comm, current->pid, lock);
	if (unlikely(!mutex_try(lock)))
		mutex_lock_slow(lock);
}

bool mutex_trylock(struct mutex *lock)
{
	return mutex_try(lock);
}

static noinline void mutex_unlock_slow(struct mutex *lock)
{
	struct mutex_waiter *first;
	struct task_struct *task;

	spin_lock(&lock->wait_lock);
	first = list_first_entry(&lock->wait_list, struct mutex_waiter, entry);
	list_del(&first->entry);
	task = get_task_struct(first->task);
	/* From here on it may be gone from mutex_lock(), and even have ended. */
	smp_store_release(&lock->owner,
			  (unsigned long)task | (list_empty(&lock->wait_list) ? 0 : MUTEX_WAITERS));
	spin_unlock(&lock->wait_lock);
	wake_up_process(task);
	put_task_struct(task);
}

void mutex_unlock(struct mutex *lock)
{
	unsigned long mine = (unsigned long)current;

	if (IS_ENABLED(CONFIG_DEBUG_VM) &&
	    WARN(mutex_owner(lock) != mine,
		 "BUG: mutex_unlock(%p) by %s/%d, which does not hold it\n", lock, current->comm,
		 current->pid))
		return;
	if (unlikely(!try_cmpxchg(&lock->owner, &mine, 0)))
		mutex_unlock_slow(lock);
}
