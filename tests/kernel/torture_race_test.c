// SPDX-License-Identifier: MIT
/*
 * tests/kernel/torture_race_test.c - two CPUs meet, and go on at once: wake-ups at every moment, stores and looks
 */
#include <linux/completion.h>
#include <linux/jiffies.h>
#include <linux/mutex.h>
#include <linux/wait.h>

#include "threads.h"

/*
 * Two CPUs meet at a point and go on at once; the waker a little later each time, so that its wake-up comes at every moment
 * of the other's way to sleep. Both CPUs have another thread to run, which saves them the way out of HLT.
 */
#define RACE_ROUNDS 10000
#define STORE_ROUNDS 20000
static unsigned int last_round;
static unsigned long race_end;

static void begin_race(unsigned int rounds)
{
	last_round = rounds;
	race_end = jiffies + RACE_LAST_RESORT;
}

static void end_in_time(unsigned int round)
{
	if (time_after(jiffies, race_end))
		WRITE_ONCE(last_round, min(last_round, round));
}

static unsigned int ready, held, finished, race_flag, lost;
static struct completion race_done;
static DEFINE_MUTEX(race_mutex);
static wait_queue_head_t race_queue = __WAIT_QUEUE_HEAD_INITIALIZER(race_queue);
static enum race_kind { RACE_COMPLETION, RACE_EVENT, RACE_MUTEX, NR_RACES } race_kind;

static void meet(unsigned int *point, unsigned int round)
{
	while (READ_ONCE(*point) != round)
		cpu_relax();
}

/* Return: it took so long, even for a busy host, that the wake-up must have been lost, and a timeout made up for it. */
static bool race_to_sleep(unsigned int round)
{
	WRITE_ONCE(ready, round);
	switch (race_kind) {
	case RACE_COMPLETION:
		return wait_for_completion_timeout(&race_done, 6 * HZ) <= 3 * HZ;
	case RACE_EVENT:
		return wait_event_timeout(race_queue, READ_ONCE(race_flag) == round, 6 * HZ) <=
		       3 * HZ;
	default:
		mutex_lock(&race_mutex);
		mutex_unlock(&race_mutex);
		return false;
	}
}

static void race_to_wake(unsigned int round)
{
	volatile unsigned int delay;

	meet(&ready, round);
	for (delay = round * 7 % 400; delay; delay--)
		;
	if (race_kind == RACE_COMPLETION) {
		complete(&race_done);
	} else if (race_kind == RACE_EVENT) {
		WRITE_ONCE(race_flag, round);
		wake_up(&race_queue);
	} else {
		mutex_unlock(&race_mutex);
	}
}

static int races(void *data)
{
	unsigned int round;

	/* One that is lost is enough. Both see it in the same round. */
	for (round = 1; round <= READ_ONCE(last_round) && !READ_ONCE(lost); round++) {
		if (data) {
			end_in_time(round);
			if (race_kind == RACE_MUTEX)
				mutex_lock(&race_mutex);
			WRITE_ONCE(held, round);
			race_to_wake(round);
			/* The mutex must not be taken before it has been the sleeper's. */
			meet(&finished, round);
		} else {
			meet(&held, round);
			if (race_to_sleep(round))
				WRITE_ONCE(lost, round);
			smp_store_release(&finished, round);
		}
	}
	return 0;
}

static int keeps_its_cpu_busy(void *data)
{
	while (!kthread_should_stop())
		cpu_relax();
	return 0;
}

static void wake_ups_come_at_any_moment(struct kunit *test)
{
	struct task_struct *busy[2], *racer[2];
	long i;

	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two CPUs");
	for (i = 0; i < 2; i++) {
		busy[i] = insist(kthread_create_on_cpu(keeps_its_cpu_busy, NULL, i, "busy/%u"));
		KUNIT_ASSERT_FALSE(test, IS_ERR(busy[i]));
		get_task_struct(busy[i]);
		wake_up_process(busy[i]);
	}
	for (race_kind = 0; race_kind < NR_RACES; race_kind++) {
		ready = held = finished = race_flag = lost = 0;
		begin_race(RACE_ROUNDS);
		init_completion(&race_done);
		/* The sleeper's is CPU 1. */
		for (i = 0; i < 2; i++) {
			racer[i] =
				insist(kthread_create_on_cpu(races, (void *)i, 1 - i, "racer/%u"));
			KUNIT_ASSERT_FALSE(test, IS_ERR(racer[i]));
			sched_set_fifo(get_task_struct(racer[i]));
			wake_up_process(racer[i]);
		}
		for (i = 0; i < 2; i++) {
			join_thread(racer[i]);
			put_task_struct(racer[i]);
		}
		KUNIT_EXPECT_EQ_MSG(test, lost, 0u, "kind %d", race_kind);
	}
	for (i = 0; i < 2; i++) {
		kthread_stop(busy[i]);
		put_task_struct(busy[i]);
	}
}

/* Of two CPUs that each write their own word and then read the other's, one sees the other's write. */
static unsigned int words[2][16], seen[2];
static atomic_t begun, ended;

/* An emulator does something else at each PAUSE; without, both go on together. But one that runs its CPUs in turns needs it. */
static void meet_at(atomic_t *count, int target)
{
	int spins;

	for (spins = 0; atomic_read(count) < target; spins++)
		if (spins > 1000)
			cpu_relax();
}

static int writes_then_reads(void *data)
{
	long me = (long)data;
	int i, bad = 0;

	for (i = 1; i <= READ_ONCE(last_round); i++) {
		if (!me)
			end_in_time(i);
		atomic_inc(&begun);
		meet_at(&begun, 2 * i);
		smp_store_mb(words[me][0], i);
		seen[me] = READ_ONCE(words[!me][0]);
		atomic_inc(&ended);
		meet_at(&ended, 2 * i);
		bad += READ_ONCE(seen[0]) < i && READ_ONCE(seen[1]) < i;
	}
	return bad;
}

static void a_store_is_seen_before_the_look(struct kunit *test)
{
	struct task_struct *thread[2];
	long i;

	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two CPUs");
	atomic_set(&begun, 0);
	atomic_set(&ended, 0);
	begin_race(STORE_ROUNDS);
	for (i = 0; i < 2; i++) {
		words[i][0] = 0;
		thread[i] =
			insist(kthread_create_on_cpu(writes_then_reads, (void *)i, i, "order/%u"));
		KUNIT_ASSERT_FALSE(test, IS_ERR(thread[i]));
		get_task_struct(thread[i]);
	}
	for (i = 1; i >= 0; i--)
		wake_up_process(thread[i]);
	for (i = 0; i < 2; i++) {
		KUNIT_EXPECT_EQ(test, join_thread(thread[i]), 0);
		put_task_struct(thread[i]);
	}
}

static struct kunit_case race_cases[] = { KUNIT_CASE(wake_ups_come_at_any_moment),
					  KUNIT_CASE(a_store_is_seen_before_the_look),
					  {} };

static struct kunit_suite race_suite = {
	.name = "torture_race",
	.test_cases = race_cases,
};
kunit_test_suite(race_suite);
