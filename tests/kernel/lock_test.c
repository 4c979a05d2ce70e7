// SPDX-License-Identifier: MIT
/*
 * tests/kernel/lock_test.c - promises of linux/mutex.h, rwsem.h and spinlock.h
 *
 * Several threads change one number in two steps, with a yield between: without the lock, changes get lost.
 */
#include <linux/delay.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "threads.h"

#define THREADS 4
#define ROUNDS 500

static struct mutex mutex;
static struct rw_semaphore rwsem;
static unsigned int number;
static char order[16];
static atomic_t nr_order;

static void note(char letter)
{
	order[(atomic_inc_return(&nr_order) - 1) % sizeof(order)] = letter;
}

static int lock_test_init(struct kunit *test)
{
	mutex_init(&mutex);
	init_rwsem(&rwsem);
	number = 0;
	memset(order, 0, sizeof(order));
	atomic_set(&nr_order, 0);
	return 0;
}

static void until_asleep(struct task_struct *thread)
{
	while (!READ_ONCE(thread->__state))
		schedule_timeout_uninterruptible(1);
}

static int counts_under_mutex(void *data)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		unsigned int seen;

		mutex_lock(&mutex);
		seen = READ_ONCE(number);
		if (i % 3 == 0)
			yield();
		WRITE_ONCE(number, seen + 1);
		mutex_unlock(&mutex);
	}
	return 0;
}

static int counts_under_rwsem(void *data)
{
	int i, bad = 0;

	for (i = 0; i < ROUNDS; i++) {
		unsigned int seen;

		if ((i + (long)data) % 2) {
			down_write(&rwsem);
			seen = READ_ONCE(number);
			if (i % 3 == 0)
				yield();
			WRITE_ONCE(number, seen + 1);
			up_write(&rwsem);
		} else {
			down_read(&rwsem);
			seen = READ_ONCE(number);
			yield();
			bad += READ_ONCE(number) != seen;
			up_read(&rwsem);
		}
	}
	return bad;
}

static void contend(struct kunit *test, int (*fn)(void *), unsigned int want)
{
	struct task_struct *thread[THREADS];
	long i;

	for (i = 0; i < THREADS; i++)
		thread[i] = start_thread(test, fn, (void *)i);
	for (i = 0; i < THREADS; i++)
		KUNIT_EXPECT_EQ(test, join_thread(thread[i]), 0);
	KUNIT_EXPECT_EQ(test, number, want);
}

static void a_mutex_excludes(struct kunit *test)
{
	contend(test, counts_under_mutex, THREADS * ROUNDS);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&mutex));
}

static void a_writer_excludes_all(struct kunit *test)
{
	contend(test, counts_under_rwsem, THREADS * ROUNDS / 2);
	KUNIT_EXPECT_FALSE(test, rwsem_is_locked(&rwsem));
}

static int tries_mutex(void *data)
{
	if (!mutex_trylock(&mutex))
		return 1;
	mutex_unlock(&mutex);
	return 0;
}

static void trylock_does_not_wait(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, mutex_trylock(&mutex));
	KUNIT_EXPECT_TRUE(test, mutex_is_locked(&mutex));
	KUNIT_EXPECT_EQ(test, join_thread(start_thread(test, tries_mutex, NULL)), 1);
	mutex_unlock(&mutex);
	KUNIT_EXPECT_EQ(test, join_thread(start_thread(test, tries_mutex, NULL)), 0);
}

static int takes_mutex(void *data)
{
	mutex_lock(&mutex);
	note((long)data);
	mutex_unlock(&mutex);
	return 0;
}

/* The holder gives it to the one that waits longest, and cannot have it back before. */
static void a_mutex_serves_in_order(struct kunit *test)
{
	struct task_struct *thread[3];
	long i;

	mutex_lock(&mutex);
	for (i = 0; i < 3; i++) {
		thread[i] = start_thread(test, takes_mutex, (void *)('a' + i));
		until_asleep(thread[i]);
	}
	/* A wake-up out of turn changes nothing. */
	wake_up_process(thread[2]);
	until_asleep(thread[2]);
	mutex_unlock(&mutex);
	KUNIT_EXPECT_FALSE(test, mutex_trylock(&mutex));
	mutex_lock(&mutex);
	note('!');
	mutex_unlock(&mutex);
	for (i = 0; i < 3; i++)
		join_thread(thread[i]);
	KUNIT_EXPECT_STREQ(test, order, "abc!");
}

static int reads(void *data)
{
	down_read(&rwsem);
	note((long)data);
	up_read(&rwsem);
	return 0;
}

static int writes(void *data)
{
	down_write(&rwsem);
	note((long)data);
	up_write(&rwsem);
	return 0;
}

static void readers_share_but_do_not_overtake_a_writer(struct kunit *test)
{
	struct task_struct *thread[3];
	int i;

	down_read(&rwsem);
	join_thread(start_thread(test, reads, (void *)'r'));
	thread[0] = start_thread(test, writes, (void *)'W');
	until_asleep(thread[0]);
	thread[1] = start_thread(test, reads, (void *)'s');
	thread[2] = start_thread(test, reads, (void *)'s');
	until_asleep(thread[1]);
	until_asleep(thread[2]);
	KUNIT_EXPECT_FALSE(test, down_read_trylock(&rwsem));
	KUNIT_EXPECT_FALSE(test, down_write_trylock(&rwsem));
	KUNIT_EXPECT_STREQ(test, order, "r");
	up_read(&rwsem);
	for (i = 0; i < 3; i++)
		join_thread(thread[i]);
	KUNIT_EXPECT_STREQ(test, order, "rWss");
	KUNIT_EXPECT_TRUE(test, down_write_trylock(&rwsem));
	KUNIT_EXPECT_FALSE(test, down_read_trylock(&rwsem));
	up_write(&rwsem);
	KUNIT_EXPECT_TRUE(test, down_read_trylock(&rwsem));
	up_read(&rwsem);
}

static void a_writer_can_become_a_reader(struct kunit *test)
{
	struct task_struct *reader, *writer;

	down_write(&rwsem);
	reader = start_thread(test, reads, (void *)'r');
	until_asleep(reader);
	writer = start_thread(test, writes, (void *)'W');
	until_asleep(writer);
	downgrade_write(&rwsem);
	join_thread(reader);
	note('!');
	up_read(&rwsem);
	join_thread(writer);
	KUNIT_EXPECT_STREQ(test, order, "r!W");
}

static void a_spinlock_is_a_section_without_preemption(struct kunit *test)
{
	DEFINE_SPINLOCK(lock);
	unsigned long flags;

	spin_lock(&lock);
	KUNIT_EXPECT_EQ(test, preempt_count(), 1);
	KUNIT_EXPECT_TRUE(test, spin_is_locked(&lock));
	spin_unlock(&lock);
	KUNIT_EXPECT_FALSE(test, spin_is_locked(&lock));
	spin_lock_irqsave(&lock, flags);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	KUNIT_EXPECT_EQ(test, preempt_count(), 1);
	spin_unlock_irqrestore(&lock, flags);
	spin_lock_irq(&lock);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	spin_unlock_irq(&lock);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
	KUNIT_EXPECT_TRUE(test, spin_trylock(&lock));
	KUNIT_EXPECT_FALSE(test, __spin_try(&lock));
	spin_unlock(&lock);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

static struct kunit_case lock_cases[] = { KUNIT_CASE(a_mutex_excludes),
					  KUNIT_CASE(a_writer_excludes_all),
					  KUNIT_CASE(trylock_does_not_wait),
					  KUNIT_CASE(a_mutex_serves_in_order),
					  KUNIT_CASE(readers_share_but_do_not_overtake_a_writer),
					  KUNIT_CASE(a_writer_can_become_a_reader),
					  KUNIT_CASE(a_spinlock_is_a_section_without_preemption),
					  {} };

static struct kunit_suite lock_suite = {
	.name = "lock",
	.init = lock_test_init,
	.test_cases = lock_cases,
};
kunit_test_suite(lock_suite);
