// SPDX-License-Identifier: MIT
/*
 * linux/rwsem.h - a lock for many readers or one writer, whose waiters sleep
 *
 *   count   > 0: so many readers; -1: a writer; 0: free
 *
 * First come, first served: a reader does not overtake a waiting writer. All readers in front of the first waiting writer
 * go together.
 *
 * Tests: tests/kernel/lock_test.c
 * Linux: Documentation/locking/locktypes.
 */
#ifndef LINUX_RWSEM_H
#define LINUX_RWSEM_H

#include <linux/list.h>
#include <linux/spinlock.h>

struct rw_semaphore {
	int count;
	struct task_struct *owner; /* the writer */
	spinlock_t wait_lock;
	struct list_head wait_list;
};

#define __RWSEM_INITIALIZER(name)                                                                  \
	{                                                                                          \
		.wait_lock = __SPIN_LOCK_UNLOCKED(name.wait_lock),                                 \
		.wait_list = LIST_HEAD_INIT(name.wait_list)                                        \
	}
#define DECLARE_RWSEM(name) struct rw_semaphore name = __RWSEM_INITIALIZER(name)

static inline void init_rwsem(struct rw_semaphore *sem)
{
	sem->count = 0;
	sem->owner = NULL;
	spin_lock_init(&sem->wait_lock);
	INIT_LIST_HEAD(&sem->wait_list);
}

static inline bool rwsem_is_locked(struct rw_semaphore *sem)
{
	return READ_ONCE(sem->count);
}

/* Context: thread; sleeps. @writes: as the writer, else as a reader. */
void rwsem_lock(struct rw_semaphore *sem, bool writes);
/* Does not sleep. Return: taken. */
bool __must_check rwsem_trylock(struct rw_semaphore *sem, bool writes);
/* The writer ends; @readers of its own go on. */
void rwsem_end_write(struct rw_semaphore *sem, int readers);
void up_read(struct rw_semaphore *sem);

#define down_read(sem) rwsem_lock(sem, false)
#define down_read_trylock(sem) rwsem_trylock(sem, false)
#define down_write(sem) rwsem_lock(sem, true)
#define down_write_trylock(sem) rwsem_trylock(sem, true)
#define up_write(sem) rwsem_end_write(sem, 0)
/* The writer becomes a reader, and lets waiting readers in. */
#define downgrade_write(sem) rwsem_end_write(sem, 1)

#define down_read_interruptible(sem) (down_read(sem), 0)
#define down_read_killable(sem) (down_read(sem), 0)
#define down_write_killable(sem) (down_write(sem), 0)
#define down_read_nested(sem, subclass) down_read(sem)
#define down_write_nested(sem, subclass) down_write(sem)

#endif
