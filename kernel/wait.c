// SPDX-License-Identifier: MIT
/*
 * kernel/wait.c - wait queues, and completions on top of them
 *
 *   queue:  shared - shared - exclusive - exclusive
 *
 * Whom wake_up() wakes it takes off the queue, so that the next wake-up is another one's; who has to wait again enters again,
 * exclusive ones at the end. complete() need not: the count is looked at under the queue's lock, so that a thread that has
 * been woken does not say that it sleeps while there is something left.
 *
 * Tests: tests/kernel/wait_test.c
 * Linux: kernel/sched/wait.c, completion.c.
 */
#include <linux/completion.h>

#include <linux/limits.h>
#include <linux/sched.h>

/* Lock held. */
static __always_inline void wake_waiters(wait_queue_head_t *wq, unsigned int mode, int nr_exclusive,
					 bool remove)
{
	wait_queue_entry_t *wait, *next;

	list_for_each_entry_safe(wait, next, &wq->head, entry) {
		if (!wake_up_state(wait->task, mode))
			continue;
		if (remove && !(wait->flags & WQ_FLAG_STAYS))
			list_del_init(&wait->entry);
		if (wait->flags & WQ_FLAG_EXCLUSIVE && !--nr_exclusive)
			break;
	}
}

void __wake_up(wait_queue_head_t *wq, unsigned int mode, int nr_exclusive)
{
	unsigned long flags;

	spin_lock_irqsave(&wq->lock, flags);
	wake_waiters(wq, mode, nr_exclusive, true);
	spin_unlock_irqrestore(&wq->lock, flags);
}

void __prepare_to_wait(wait_queue_head_t *wq, wait_queue_entry_t *wait, unsigned int wait_flags,
		       unsigned int state)
{
	unsigned long flags;

	wait->flags = wait_flags;
	spin_lock_irqsave(&wq->lock, flags);
	if (list_empty(&wait->entry))
		list_add(&wait->entry, wait_flags ? wq->head.prev : &wq->head);
	set_current_state(state);
	spin_unlock_irqrestore(&wq->lock, flags);
}

void finish_wait(wait_queue_head_t *wq, wait_queue_entry_t *wait)
{
	unsigned long flags;

	__set_current_state(TASK_RUNNING);
	spin_lock_irqsave(&wq->lock, flags);
	list_del_init(&wait->entry);
	spin_unlock_irqrestore(&wq->lock, flags);
}

/*
 * Completions
 */

void complete(struct completion *x)
{
	unsigned long flags;

	spin_lock_irqsave(&x->wait.lock, flags);
	if (x->done != COMPLETE_ALL)
		x->done++;
	wake_waiters(&x->wait, TASK_NORMAL, 1, false);
	spin_unlock_irqrestore(&x->wait.lock, flags);
}

void complete_all(struct completion *x)
{
	unsigned long flags;

	spin_lock_irqsave(&x->wait.lock, flags);
	x->done = COMPLETE_ALL;
	wake_waiters(&x->wait, TASK_NORMAL, 0, false);
	spin_unlock_irqrestore(&x->wait.lock, flags);
}

/* Lock held, and given back while it sleeps. Return: ticks left. */
static noinline long wait_until_done(struct completion *x, long timeout)
{
	wait_queue_entry_t wait = { .task = current, .flags = WQ_FLAG_EXCLUSIVE };

	list_add_tail(&wait.entry, &x->wait.head);
	do {
		__set_current_state(TASK_UNINTERRUPTIBLE);
		spin_unlock_irq(&x->wait.lock);
		if (timeout == MAX_SCHEDULE_TIMEOUT)
			schedule();
		else
			timeout = schedule_timeout(timeout);
		spin_lock_irq(&x->wait.lock);
	} while (!x->done && timeout);
	list_del(&wait.entry);
	return timeout;
}

static __always_inline unsigned long wait_for_common(struct completion *x, long timeout)
{
	bool done;

	might_sleep();
	spin_lock_irq(&x->wait.lock);
	if (!x->done)
		timeout = wait_until_done(x, timeout);
	done = x->done;
	if (done && x->done != COMPLETE_ALL)
		x->done--;
	spin_unlock_irq(&x->wait.lock);
	return !done ? 0 : timeout ?: 1;
}

void wait_for_completion(struct completion *x)
{
	wait_for_common(x, MAX_SCHEDULE_TIMEOUT);
}

unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout)
{
	return wait_for_common(x, timeout < LONG_MAX ? timeout : LONG_MAX);
}

bool try_wait_for_completion(struct completion *x)
{
	unsigned long flags;
	bool done;

	spin_lock_irqsave(&x->wait.lock, flags);
	done = x->done;
	if (done && x->done != COMPLETE_ALL)
		x->done--;
	spin_unlock_irqrestore(&x->wait.lock, flags);
	return done;
}

bool completion_done(struct completion *x)
{
	unsigned long flags;
	bool done;

	/* A complete() that has let its waiter go may still hold the lock. */
	spin_lock_irqsave(&x->wait.lock, flags);
	done = x->done;
	spin_unlock_irqrestore(&x->wait.lock, flags);
	return done;
}
