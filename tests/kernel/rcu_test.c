// SPDX-License-Identifier: MIT
/*
 * tests/kernel/rcu_test.c - promises of linux/rcupdate.h
 */
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/limits.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/timer.h>
#include <linux/vmalloc.h>

#include "threads.h"

struct object {
	u32 magic;
	struct rcu_head rcu;
	u32 more[20];
};

static char order[8];
static int nr_called;

static void called(struct rcu_head *head)
{
	struct object *object = container_of(head, struct object, rcu);

	order[nr_called++] = object->magic;
	kfree(object);
}

static struct object *new_object(u32 magic)
{
	struct object *object = insist(kzalloc(sizeof(*object), GFP_KERNEL));

	object->magic = magic;
	return object;
}

static void callbacks_come_in_order_and_once(struct kunit *test)
{
	int i;

	nr_called = 0;
	for (i = 0; i < 5; i++)
		call_rcu(&new_object('a' + i)->rcu, called);
	rcu_barrier();
	KUNIT_EXPECT_EQ(test, nr_called, 5);
	order[nr_called] = '\0';
	KUNIT_EXPECT_STREQ(test, order, "abcde");
	rcu_barrier();
}

/* No callback while a reader reads, even if other threads want the CPU. */
static void readers_keep_callbacks_off(struct kunit *test)
{
	unsigned long end = jiffies + 4;

	nr_called = 0;
	rcu_read_lock();
	call_rcu(&new_object('r')->rcu, called);
	while (time_before(jiffies, end))
		barrier();
	KUNIT_EXPECT_EQ(test, nr_called, 0);
	rcu_read_unlock();
	rcu_barrier();
	KUNIT_EXPECT_EQ(test, nr_called, 1);
}

struct delayed_object {
	struct timer_list timer;
	struct object *object;
};

static void expire(struct timer_list *timer)
{
	struct delayed_object *delayed = from_timer(delayed, timer, timer);

	call_rcu(&delayed->object->rcu, called);
}

static void interrupts_may_call(struct kunit *test)
{
	struct delayed_object delayed = { .object = new_object('i') };

	nr_called = 0;
	timer_setup_on_stack(&delayed.timer, expire, 0);
	mod_timer(&delayed.timer, jiffies + 1);
	schedule_timeout_uninterruptible(3);
	rcu_barrier();
	KUNIT_EXPECT_EQ(test, nr_called, 1);
}

/* The runner counts the pages. */
static void memory_of_each_kind_comes_back(struct kunit *test)
{
	struct object *object, *none = NULL;
	int i;

	for (i = 0; i < 500; i++) {
		kfree_rcu(new_object(i), rcu);
		object = vmalloc(sizeof(*object));
		KUNIT_ASSERT_NOT_NULL(test, object);
		kvfree_rcu(object, rcu);
	}
	kfree_rcu(none, rcu);
	kfree_rcu_mightsleep(new_object(1));
	rcu_barrier();
}

static struct object *shared;

static int reads(void *data)
{
	unsigned int bad = 0;

	while (!kthread_should_stop()) {
		struct object *seen;

		rcu_read_lock();
		seen = rcu_dereference(shared);
		bad += seen->magic != 0x900d;
		cpu_relax();
		bad += seen->magic != 0x900d;
		rcu_read_unlock();
	}
	return bad;
}

/* What readers may still see keeps its contents until the grace period is over. */
static void replaced_objects_stay_for_their_readers(struct kunit *test)
{
	struct task_struct *thread[2];
	struct object *old;
	int i;

	shared = new_object(0x900d);
	for (i = 0; i < 2; i++)
		thread[i] = start_thread(test, reads, NULL);
	for (i = 0; i < 60; i++) {
		old = shared;
		rcu_assign_pointer(shared, new_object(0x900d));
		synchronize_rcu();
		old->magic = 0xdead;
		kfree(old);
		if (i % 16 == 0)
			yield();
	}
	for (i = 0; i < 2; i++)
		KUNIT_EXPECT_EQ(test, kthread_stop(thread[i]), 0);
	kfree(shared);
}

static void atomic_operations_tell_what_they_found(struct kunit *test)
{
	atomic_t v = ATOMIC_INIT(5);
	int word = 1;

	atomic_sub(3, &v);
	KUNIT_EXPECT_FALSE(test, atomic_dec_and_test(&v));
	KUNIT_EXPECT_TRUE(test, atomic_dec_and_test(&v));
	KUNIT_EXPECT_EQ(test, cmpxchg(&word, 2, 3), 1);
	KUNIT_EXPECT_EQ(test, cmpxchg(&word, 1, 3), 1);
	KUNIT_EXPECT_EQ(test, xchg(&word, 4), 3);
	KUNIT_EXPECT_EQ(test, word, 4);
}

static void reference_counts_stick_at_their_ends(struct kunit *test)
{
	refcount_t refs = REFCOUNT_INIT(1);

	kunit_expect_warnings(test, 3);
	refcount_inc(&refs);
	KUNIT_EXPECT_EQ(test, refcount_read(&refs), 2u);
	KUNIT_EXPECT_FALSE(test, refcount_dec_and_test(&refs));
	KUNIT_EXPECT_TRUE(test, refcount_dec_and_test(&refs));
	refcount_inc(&refs); /* after the last: never to be freed again */
	KUNIT_EXPECT_FALSE(test, refcount_dec_and_test(&refs));
	refcount_set(&refs, INT_MAX);
	refcount_inc(&refs);
	KUNIT_EXPECT_EQ(test, refcount_read(&refs), (unsigned int)(INT_MIN / 2));
}

static struct kunit_case rcu_cases[] = { KUNIT_CASE(callbacks_come_in_order_and_once),
					 KUNIT_CASE(readers_keep_callbacks_off),
					 KUNIT_CASE(interrupts_may_call),
					 KUNIT_CASE(memory_of_each_kind_comes_back),
					 KUNIT_CASE(replaced_objects_stay_for_their_readers),
					 KUNIT_CASE(atomic_operations_tell_what_they_found),
					 KUNIT_CASE(reference_counts_stick_at_their_ends),
					 {} };

static struct kunit_suite rcu_suite = {
	.name = "rcu",
	.test_cases = rcu_cases,
};
kunit_test_suite(rcu_suite);
