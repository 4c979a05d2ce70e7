// SPDX-License-Identifier: MIT
/*
 * linux/kthread.h - threads of the kernel
 *
 *   t = kthread_create(fn, data, "name/%u", n)     exists, does not run
 *   kthread_bind(t, cpu)                           before it runs for the first time
 *   wake_up_process(t)                             fn(data) begins
 *   kthread_stop(t)                                kthread_should_stop() becomes true, waits for fn's return
 *
 * A thread ends when fn returns. Its struct then goes by itself: whoever may call kthread_stop() on one that ends without
 * being asked holds a reference, by get_task_struct() before it first runs.
 *
 * Tests: tests/kernel/kthread_test.c
 * Linux: same header. Left out: parking, workers.
 */
#ifndef LINUX_KTHREAD_H
#define LINUX_KTHREAD_H

#include <linux/err.h>
#include <linux/numa.h>
#include <linux/sched.h>

/**
 * kthread_create_on_node - make a thread
 * @fn:   returns a result for kthread_stop(), with nothing locked or mapped
 * @node: for its memory; ignored
 * @fmt:  its name, cut after TASK_COMM_LEN - 1 characters
 *
 * Context: thread; allocates.
 * Return:  the thread, asleep, to be started by wake_up_process(); ERR_PTR(-ENOMEM).
 */
__printf(4, 5) struct task_struct *kthread_create_on_node(int (*fn)(void *data), void *data,
							  int node, const char *fmt, ...);
#define kthread_create(fn, data, fmt, ...)                                                         \
	kthread_create_on_node(fn, data, NUMA_NO_NODE, fmt, ##__VA_ARGS__)

/* A thread of one CPU. @fmt has one %u, which becomes @cpu. */
struct task_struct *kthread_create_on_cpu(int (*fn)(void *data), void *data, unsigned int cpu,
					  const char *fmt);

/* kthread_create(), and it runs. */
#define kthread_run(fn, data, fmt, ...)                                                            \
	({                                                                                         \
		struct task_struct *__created = kthread_create(fn, data, fmt, ##__VA_ARGS__);      \
                                                                                                   \
		if (!IS_ERR(__created))                                                            \
			wake_up_process(__created);                                                \
		__created;                                                                         \
	})

/* Ties a thread that has not run yet to a CPU; it need not be online yet. */
void kthread_bind(struct task_struct *k, unsigned int cpu);

/**
 * kthread_stop - ask a thread to end, and wait until it has
 *
 * Context: thread; sleeps. @k is still running, or the caller has a reference.
 * Return:  what its function returned; -EINTR if it never began.
 */
int kthread_stop(struct task_struct *k);

/* Of the calling thread: it has been asked to end. */
bool kthread_should_stop(void);

/* Waits, for a second, until there are no more than @nr threads. Return: how many have not given back their memory. */
int kthreads_settle(int nr);

/* Ends the calling thread as if its function had returned @result. */
void __noreturn kthread_exit(long result);

#define kthread_run_on_cpu(fn, data, cpu, fmt)                                                     \
	({                                                                                         \
		struct task_struct *__on_cpu = kthread_create_on_cpu(fn, data, cpu, fmt);          \
                                                                                                   \
		if (!IS_ERR(__on_cpu))                                                             \
			wake_up_process(__on_cpu);                                                 \
		__on_cpu;                                                                          \
	})

#endif
