// SPDX-License-Identifier: MIT
/*
 * linux/completion.h - wait until somebody has done something, once
 *
 *   done   complete() calls that nobody has used up; COMPLETE_ALL after complete_all()
 *
 * Whoever returns from wait_for_completion() may free the struct: complete() does not touch it any more.
 *
 * Tests: tests/kernel/wait_test.c
 * Linux: Documentation/scheduler/completion.
 */
#ifndef LINUX_COMPLETION_H
#define LINUX_COMPLETION_H

#include <linux/wait.h>

#define COMPLETE_ALL ~0u

struct completion {
	unsigned int done;
	wait_queue_head_t wait;
};

#define COMPLETION_INITIALIZER(work)                                                               \
	{                                                                                          \
		.wait = __WAIT_QUEUE_HEAD_INITIALIZER((work).wait)                                 \
	}
#define DECLARE_COMPLETION(work) struct completion work = COMPLETION_INITIALIZER(work)
#define DECLARE_COMPLETION_ONSTACK(work) DECLARE_COMPLETION(work)

static inline void init_completion(struct completion *x)
{
	x->done = 0;
	init_waitqueue_head(&x->wait);
}

/* For another round; nobody may wait. */
static inline void reinit_completion(struct completion *x)
{
	x->done = 0;
}

/* Lets one waiter go on, first come first served, or the next one to come. Context: any but NMI. */
void complete(struct completion *x);
/* Lets all go on, those to come too. */
void complete_all(struct completion *x);

/* Context: thread; sleeps. */
void wait_for_completion(struct completion *x);

/* Return: 0: not done after @timeout ticks; otherwise the ticks that are left, at least 1. */
unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout);

/* Does not wait. Return: it was done, and one complete() is used up. Context: any. */
bool try_wait_for_completion(struct completion *x);
/* Return: a waiter would not wait. */
bool completion_done(struct completion *x);

/* There are no signals: these wait as the others do. */
#define wait_for_completion_interruptible(x) (wait_for_completion(x), 0)
#define wait_for_completion_killable(x) (wait_for_completion(x), 0)
#define wait_for_completion_interruptible_timeout(x, timeout)                                      \
	((long)wait_for_completion_timeout(x, timeout))
#define wait_for_completion_killable_timeout(x, timeout)                                           \
	((long)wait_for_completion_timeout(x, timeout))

#endif
