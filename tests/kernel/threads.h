// SPDX-License-Identifier: MIT
/*
 * threads.h - what the suites about threads share
 *
 * A loop that waits for another thread says cpu_relax(), or does so by spin_a_little(): with icount, QEMU gives the CPUs behind
 * a busy one their turns at a PAUSE or HLT, and maybe never otherwise. One that waits for the clock need not.
 */
#ifndef THREADS_H
#define THREADS_H

#include <kunit/test.h>
#include <linux/kthread.h>
#include <linux/kernel.h>
#include <linux/smp.h>
#include <linux/watchdog.h>

/* Where it may last many ticks: QEMU takes long for a PAUSE. */
static inline void spin_a_little(void)
{
	int i;

	for (i = 0; i < 1000; i++)
		barrier();
	cpu_relax();
}

/*
 * Two CPUs that meet go so many rounds. A host with one CPU gives each of them a time slice at a hand-over: there the leader ends
 * them by time, and the other hears of it before the next round. Ticks.
 */
#define RACE_LAST_RESORT (15 * HZ)

/*
 * What could not be made is asked for again: when allocations fail on purpose, one at a time (tests/kunit/kunit_faults.c), other
 * threads may wait for it already.
 */
#define insist(make)                                                                               \
	({                                                                                         \
		__typeof__(make) __made = make;                                                    \
		IS_ERR_OR_NULL(__made) ? make : __made;                                            \
	})

/* Another CPU than this one, if there is one. */
static inline unsigned int another_cpu(void)
{
	unsigned int cpu = cpumask_next(raw_smp_processor_id(), cpu_online_mask);

	return cpu < nr_cpu_ids ? cpu : cpumask_first(cpu_online_mask);
}

/* An upper limit in ticks, which fails only where the host is not to blame. */
#define EXPECT_IN_TIME(test, took, limit)                                                          \
	do {                                                                                       \
		unsigned long __took = (took);                                                     \
                                                                                                   \
		if (time_is_exact)                                                                 \
			KUNIT_EXPECT_LE(test, __took, (unsigned long)(limit));                     \
		else if (__took > (limit))                                                         \
			kunit_info(test, "took %lu ticks, wanted " #limit, __took);                \
	} while (0)

static inline void stop_thread(void *thread)
{
	kthread_stop(thread);
	put_task_struct(thread);
}

/* A thread of this CPU that does not run yet; at the end of the case it is stopped, and has ended. */
static inline struct task_struct *new_thread(struct kunit *test, int (*fn)(void *), void *data)
{
	struct task_struct *thread = insist(kthread_create(fn, data, "%s", test->name));

	KUNIT_ASSERT_FALSE(test, IS_ERR(thread));
	kthread_bind(thread, raw_smp_processor_id());
	get_task_struct(thread);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, stop_thread, thread), 0);
	return thread;
}

static inline struct task_struct *start_thread(struct kunit *test, int (*fn)(void *), void *data)
{
	struct task_struct *thread = new_thread(test, fn, data);

	wake_up_process(thread);
	return thread;
}

/* Waits for the end of one that ends by itself. Return: its result. */
static inline int join_thread(struct task_struct *thread)
{
	while (READ_ONCE(thread->__state) != TASK_DEAD)
		schedule_timeout_uninterruptible(1);
	return kthread_stop(thread);
}

#endif
