// SPDX-License-Identifier: MIT
/*
 * linux/mutex.h - a lock whose waiters sleep; one thread holds it
 *
 * A rw_semaphore that is only written under. The holder hands it to the first waiter: nobody overtakes. Not for interrupt
 * handlers; the thread that locks unlocks, and does not lock again.
 *
 * Tests: tests/kernel/lock_test.c
 * Linux: Documentation/locking/mutex-design. There a running thread may overtake, for a while.
 */
#ifndef LINUX_MUTEX_H
#define LINUX_MUTEX_H

#include <linux/rwsem.h>

struct mutex {
	struct rw_semaphore sem;
};

#define DEFINE_MUTEX(name) struct mutex name = { __RWSEM_INITIALIZER(name.sem) }

#define mutex_init(lock) init_rwsem(&(lock)->sem)
#define mutex_is_locked(lock) rwsem_is_locked(&(lock)->sem)

/* Context: thread; sleeps. */
#define mutex_lock(lock) down_write(&(lock)->sem)
/* Context: thread; does not sleep. Return: taken. */
#define mutex_trylock(lock) down_write_trylock(&(lock)->sem)
/* Context: the thread that holds it. */
#define mutex_unlock(lock) up_write(&(lock)->sem)

#define mutex_lock_interruptible(lock) (mutex_lock(lock), 0)
#define mutex_lock_killable(lock) (mutex_lock(lock), 0)
#define mutex_lock_nested(lock, subclass) mutex_lock(lock)
#define mutex_destroy(lock) ((void)(lock))

#endif
