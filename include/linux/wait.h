// SPDX-License-Identifier: MIT
/*
 * linux/wait.h - threads that wait for something to become true
 *
 *   waiter                                   waker
 *     wait_event(queue, condition)             make condition true
 *       on the queue, state "sleeping"         wake_up(&queue)
 *       condition?  no: schedule()               all shared waiters, and the first exclusive one, become runnable
 *       off the queue
 *
 * A waiter is on the queue and marked as sleeping before it looks: a wake-up between look and schedule() is not lost, it
 * makes schedule() return at once. Shared waiters stand in front, exclusive ones behind.
 *
 * Tests: tests/kernel/wait_test.c
 * Linux: same header. No signals: interruptible waits end as the others do and return 0. Left out: wake functions.
 */
#ifndef LINUX_WAIT_H
#define LINUX_WAIT_H

#include <linux/list.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#define WQ_FLAG_EXCLUSIVE 1
#define WQ_FLAG_STAYS 2 /* a wake-up does not take it off the queue */

struct wait_queue_entry {
	unsigned int flags;
	struct task_struct *task;
	struct list_head entry;
};
typedef struct wait_queue_entry wait_queue_entry_t;

struct wait_queue_head {
	spinlock_t lock;
	struct list_head head;
};
typedef struct wait_queue_head wait_queue_head_t;

#define __WAIT_QUEUE_HEAD_INITIALIZER(name)                                                        \
	{                                                                                          \
		.lock = __SPIN_LOCK_UNLOCKED(name.lock), .head = LIST_HEAD_INIT(name.head)         \
	}
#define DECLARE_WAIT_QUEUE_HEAD(name) wait_queue_head_t name = __WAIT_QUEUE_HEAD_INITIALIZER(name)
#define DEFINE_WAIT(name)                                                                          \
	wait_queue_entry_t name = { .task = current, .entry = LIST_HEAD_INIT(name.entry) }

#define DECLARE_WAITQUEUE(name, thread)                                                            \
	wait_queue_entry_t name = { .task = (thread), .entry = LIST_HEAD_INIT(name.entry) }

static inline void init_waitqueue_head(wait_queue_head_t *wq)
{
	spin_lock_init(&wq->lock);
	INIT_LIST_HEAD(&wq->head);
}

/* Somebody may wait. Without wq->lock the caller orders it behind its own change of the condition, by smp_mb(). */
static inline bool waitqueue_active(wait_queue_head_t *wq)
{
	return !list_empty(&wq->head);
}

/**
 * prepare_to_wait - enter a queue, if not there yet, and mark this thread as sleeping
 * @state: TASK_UNINTERRUPTIBLE or TASK_INTERRUPTIBLE
 *
 * The caller then looks at its condition, calls schedule() if it has to wait, and begins again here; at last it calls
 * finish_wait(). Context: thread, interrupts on.
 */
void __prepare_to_wait(wait_queue_head_t *wq, wait_queue_entry_t *wait, unsigned int wait_flags,
		       unsigned int state);
#define prepare_to_wait(wq, wait, state) __prepare_to_wait(wq, wait, 0, state)
#define prepare_to_wait_exclusive(wq, wait, state)                                                 \
	__prepare_to_wait(wq, wait, WQ_FLAG_EXCLUSIVE, state)
void finish_wait(wait_queue_head_t *wq, wait_queue_entry_t *wait);

/* In the queue until taken off again; the thread sets its state itself. Context: any but NMI. */
static inline void add_wait_queue(wait_queue_head_t *wq, wait_queue_entry_t *wait)
{
	unsigned long flags;

	wait->flags = WQ_FLAG_STAYS;
	spin_lock_irqsave(&wq->lock, flags);
	list_add(&wait->entry, &wq->head);
	spin_unlock_irqrestore(&wq->lock, flags);
}

static inline void remove_wait_queue(wait_queue_head_t *wq, wait_queue_entry_t *wait)
{
	unsigned long flags;

	spin_lock_irqsave(&wq->lock, flags);
	list_del_init(&wait->entry);
	spin_unlock_irqrestore(&wq->lock, flags);
}

/**
 * __wake_up - make waiters runnable
 * @mode:         states that are woken
 * @nr_exclusive: exclusive waiters at most; 0: all
 *
 * Context: any but NMI. A full barrier stands between the caller's writes before and the look at a waiter's state.
 */
void __wake_up(wait_queue_head_t *wq, unsigned int mode, int nr_exclusive);

#define wake_up(wq) __wake_up(wq, TASK_NORMAL, 1)
#define wake_up_nr(wq, nr) __wake_up(wq, TASK_NORMAL, nr)
#define wake_up_all(wq) __wake_up(wq, TASK_NORMAL, 0)
#define wake_up_interruptible(wq) __wake_up(wq, TASK_INTERRUPTIBLE, 1)
#define wake_up_interruptible_all(wq) __wake_up(wq, TASK_INTERRUPTIBLE, 0)

#define ___wait_event(wq, condition, state, prepare, sleep)                                        \
	do {                                                                                       \
		DEFINE_WAIT(__wait);                                                               \
                                                                                                   \
		for (;;) {                                                                         \
			prepare(&(wq), &__wait, state);                                            \
			if (condition)                                                             \
				break;                                                             \
			sleep;                                                                     \
		}                                                                                  \
		finish_wait(&(wq), &__wait);                                                       \
	} while (0)

/**
 * wait_event - sleep until a condition is true
 * @wq:        a wait_queue_head_t, not a pointer to it; whoever makes the condition true wakes it
 * @condition: looked at several times; must not sleep
 *
 * Context: thread; sleeps.
 */
#define wait_event(wq, condition)                                                                  \
	do {                                                                                       \
		might_sleep();                                                                     \
		if (!(condition))                                                                  \
			___wait_event(wq, condition, TASK_UNINTERRUPTIBLE, prepare_to_wait,        \
				      schedule());                                                 \
	} while (0)

/* wait_event(), of whose waiters wake_up() wakes one. */
#define wait_event_exclusive(wq, condition)                                                        \
	do {                                                                                       \
		might_sleep();                                                                     \
		if (!(condition))                                                                  \
			___wait_event(wq, condition, TASK_UNINTERRUPTIBLE,                         \
				      prepare_to_wait_exclusive, schedule());                      \
	} while (0)

#define wait_event_interruptible(wq, condition)                                                    \
	({                                                                                         \
		might_sleep();                                                                     \
		if (!(condition))                                                                  \
			___wait_event(wq, condition, TASK_INTERRUPTIBLE, prepare_to_wait,          \
				      schedule());                                                 \
		0;                                                                                 \
	})

/* True when the condition is; and when the time is over, so that the loop ends. A late success still counts a tick. */
#define ___wait_cond_timeout(condition)                                                            \
	({                                                                                         \
		bool __true = (condition);                                                         \
		if (__true && !__left)                                                             \
			__left = 1;                                                                \
		__true || !__left;                                                                 \
	})

/**
 * wait_event_timeout - wait_event() for so many ticks at most
 *
 * Return: 0: the condition is still false after @timeout; otherwise the ticks that are left, at least 1.
 */
#define __wait_event_timeout(wq, condition, timeout, state)                                        \
	({                                                                                         \
		long __left = (timeout);                                                           \
                                                                                                   \
		might_sleep();                                                                     \
		if (!___wait_cond_timeout(condition))                                              \
			___wait_event(wq, ___wait_cond_timeout(condition), state, prepare_to_wait, \
				      __left = schedule_timeout(__left));                          \
		__left;                                                                            \
	})
#define wait_event_timeout(wq, condition, timeout)                                                 \
	__wait_event_timeout(wq, condition, timeout, TASK_UNINTERRUPTIBLE)
#define wait_event_interruptible_timeout(wq, condition, timeout)                                   \
	__wait_event_timeout(wq, condition, timeout, TASK_INTERRUPTIBLE)

#define wait_event_killable(wq, condition) wait_event_interruptible(wq, condition)
#define wait_event_killable_timeout(wq, condition, timeout)                                        \
	wait_event_interruptible_timeout(wq, condition, timeout)
#define wake_up_interruptible_nr(wq, nr) __wake_up(wq, TASK_INTERRUPTIBLE, nr)
#define wq_has_sleeper(wq) (({ smp_mb(); }), waitqueue_active(wq))

#endif
