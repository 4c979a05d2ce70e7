// SPDX-License-Identifier: MIT
/*
 * linux/mutex.h - a lock whose waiters sleep; one thread holds it
 *
 *   owner   the thread that holds it, 0 if none; bit 0: somebody waits
 *
 * The holder hands it to the first waiter: nobody overtakes. Not for interrupt handlers; the thread that locks unlocks,
 * and does not lock again.
 *
 * Tests: tests/kernel/lock_test.c
 * Linux: Documentation/locking/mutex-design. There a running thread may overtake, for a while.
 */
#ifndef LINUX_MUTEX_H
#define LINUX_MUTEX_H

#include <linux/list.h>
#include <linux/spinlock.h>

struct mutex {
	unsigned long owner;
	spinlock_t wait_lock;
	struct list_head wait_list;
};

#define __MUTEX_INITIALIZER(name)                                                                  \
	{                                                                                          \
		.wait_lock = __SPIN_LOCK_UNLOCKED(name.wait_lock),                                 \
		.wait_list = LIST_HEAD_INIT(name.wait_list)                                        \
	}
#define DEFINE_MUTEX(name) struct mutex name = __MUTEX_INITIALIZER(name)

static inline void mutex_init(struct mutex *lock)
{
	lock->owner = 0;
	spin_lock_init(&lock->wait_lock);
	INIT_LIST_HEAD(&lock->wait_list);
}

static inline bool mutex_is_locked(struct mutex *lock)
{
	return READ_ONCE(lock->owner);
}

/* Context: thread; sleeps. */
void mutex_lock(struct mutex *lock);
/* Context: thread; does not sleep. Return: taken. */
bool __must_check mutex_trylock(struct mutex *lock);
/* Context: the thread that holds it. */
void mutex_unlock(struct mutex *lock);

#define mutex_lock_interruptible(lock) (mutex_lock(lock), 0)
#define mutex_lock_killable(lock) (mutex_lock(lock), 0)
#define mutex_lock_nested(lock, subclass) mutex_lock(lock)
#define mutex_destroy(lock) ((void)(lock))

#endif
