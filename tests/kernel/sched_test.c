// SPDX-License-Identifier: MIT
/*
 * tests/kernel/sched_test.c - promises of linux/sched.h: whose turn it is
 *
 * Threads write their letters into a log; the order is what is tested.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/string.h>
#include <linux/timer.h>

#include "threads.h"

static char turns[64];
static atomic_t nr_turns;

static void note(char letter)
{
	int n = atomic_inc_return(&nr_turns) - 1;

	if (n < sizeof(turns) - 1)
		turns[n] = letter;
}

static int sched_test_init(struct kunit *test)
{
	atomic_set(&nr_turns, 0);
	memset(turns, 0, sizeof(turns));
	return 0;
}

static int yields_thrice(void *data)
{
	int i;

	for (i = 0; i < 3; i++) {
		note((long)data);
		yield();
	}
	return 0;
}

static int notes_once(void *data)
{
	note((long)data);
	return 0;
}

static void yield_goes_round(struct kunit *test)
{
	struct task_struct *thread[3];
	long i;

	for (i = 0; i < 3; i++)
		thread[i] = new_thread(test, yields_thrice, (void *)('a' + i));
	preempt_disable();
	for (i = 0; i < 3; i++)
		wake_up_process(thread[i]);
	preempt_enable();
	for (i = 0; i < 3; i++)
		join_thread(thread[i]);
	KUNIT_EXPECT_STREQ(test, turns, "abcabcabc");
}

/* A FIFO thread takes the CPU at once, however long the one that runs has left; the other keeps its place. */
static void fifo_goes_first(struct kunit *test)
{
	struct task_struct *normal = new_thread(test, notes_once, (void *)'n');
	struct task_struct *fifo[2];
	long i;

	for (i = 0; i < 2; i++) {
		fifo[i] = new_thread(test, yields_thrice, (void *)('1' + i));
		sched_set_fifo(fifo[i]);
	}
	wake_up_process(normal);
	note('<');
	preempt_disable();
	wake_up_process(fifo[0]);
	wake_up_process(fifo[1]);
	note('|');
	preempt_enable();
	note('>');
	join_thread(normal);
	KUNIT_EXPECT_STREQ(test, turns, "<|121212>n");
}

static void a_class_can_be_given_back(struct kunit *test)
{
	struct task_struct *thread = new_thread(test, notes_once, (void *)'n');

	sched_set_fifo(thread);
	sched_set_normal(thread, 0);
	wake_up_process(thread);
	note('<');
	join_thread(thread);
	KUNIT_EXPECT_STREQ(test, turns, "<n");
}

/* Becoming FIFO while waiting for a turn is a reason to run at once. */
static void a_ready_thread_can_become_fifo(struct kunit *test)
{
	struct task_struct *thread = start_thread(test, notes_once, (void *)'f');

	note('<');
	sched_set_fifo(thread);
	note('>');
	KUNIT_EXPECT_STREQ(test, turns, "<f>");
}

static int spins_until_told(void *data)
{
	note((long)data);
	while (!kthread_should_stop())
		spin_a_little();
	return 0;
}

/* None of them gives the CPU away, and yet all have had it, and this thread again. */
static void the_tick_takes_the_cpu_away(struct kunit *test)
{
	struct task_struct *thread[3];
	unsigned long involuntary;
	long i;

	for (i = 0; i < 3; i++)
		thread[i] = start_thread(test, spins_until_told, (void *)('a' + i));
	involuntary = current->nivcsw;
	while (atomic_read(&nr_turns) < 3)
		spin_a_little();
	KUNIT_EXPECT_GE(test, current->nivcsw, involuntary + 1);
	for (i = 0; i < 3; i++) {
		KUNIT_EXPECT_EQ(test, thread[i]->nvcsw, 0ul);
		kthread_stop(thread[i]);
		/* A turn may be over before its thread has come so far: they need not be in order. */
		KUNIT_EXPECT_NOT_NULL(test, strchr(turns, 'a' + i));
	}
}

/* With preemption off neither wake-up nor tick does that; the end of the section makes up for it. */
static void preempt_disable_keeps_the_cpu(struct kunit *test)
{
	struct task_struct *thread = new_thread(test, notes_once, (void *)'f');
	unsigned long end = jiffies + 2 * SCHED_SLICE + 1;

	sched_set_fifo(thread);
	preempt_disable();
	wake_up_process(thread);
	while (time_before(jiffies, end))
		barrier();
	note('<');
	KUNIT_EXPECT_TRUE(test, need_resched());
	preempt_enable();
	note('>');
	KUNIT_EXPECT_STREQ(test, turns, "<f>");
}

/* Interrupts off, the same: then the next interrupt does it. */
static void interrupts_off_keep_the_cpu(struct kunit *test)
{
	struct task_struct *thread = new_thread(test, notes_once, (void *)'f');
	unsigned long flags;

	sched_set_fifo(thread);
	local_irq_save(flags);
	wake_up_process(thread);
	note('<');
	local_irq_restore(flags);
	msleep(20);
	KUNIT_EXPECT_STREQ(test, turns, "<f");
}

/* A thread on its way into schedule() that is woken there does not sleep. */
static void a_wake_up_before_the_sleep_is_not_lost(struct kunit *test)
{
	unsigned long before;

	set_current_state(TASK_UNINTERRUPTIBLE);
	KUNIT_EXPECT_TRUE(test, wake_up_process(current));
	KUNIT_EXPECT_EQ(test, current->__state, (unsigned int)TASK_RUNNING);
	before = current->nvcsw;
	schedule();
	KUNIT_EXPECT_FALSE(test, wake_up_process(current));
	set_current_state(TASK_UNINTERRUPTIBLE);
	KUNIT_EXPECT_FALSE(test, wake_up_state(current, TASK_INTERRUPTIBLE));
	__set_current_state(TASK_RUNNING);
	KUNIT_EXPECT_LE(test, current->nvcsw, before + 1);
}

static int sleeps_till_woken(void *data)
{
	set_current_state(TASK_UNINTERRUPTIBLE);
	if (!kthread_should_stop())
		schedule();
	__set_current_state(TASK_RUNNING);
	note((long)data);
	return 0;
}

/* The tick may take the CPU from a thread that has set its state and not yet slept: it must come back to go on. */
static int is_preempted_half_asleep(void *data)
{
	unsigned long end = jiffies + HZ;

	set_current_state(TASK_UNINTERRUPTIBLE);
	/* Ticks of a host that was busy may come at once, and are one for the scheduler. */
	while (!READ_ONCE(current->nivcsw) && time_before(jiffies, end))
		barrier();
	__set_current_state(TASK_RUNNING);
	note((long)data);
	return 0;
}

static void preemption_does_not_put_to_sleep(struct kunit *test)
{
	struct task_struct *other = start_thread(test, spins_until_told, (void *)'o');
	struct task_struct *thread = start_thread(test, is_preempted_half_asleep, (void *)'p');
	int i;

	for (i = 0; i < 200 && atomic_read(&nr_turns) < 2; i++)
		msleep(10);
	kthread_stop(other);
	KUNIT_EXPECT_STREQ(test, turns, "op");
	KUNIT_EXPECT_GE(test, thread->nivcsw, 1ul);
}

static void switches_are_counted(struct kunit *test)
{
	struct task_struct *thread = start_thread(test, sleeps_till_woken, (void *)'s');
	int i;

	while (!READ_ONCE(thread->__state))
		msleep(10);
	KUNIT_EXPECT_EQ(test, thread->nvcsw, 1ul);
	KUNIT_EXPECT_TRUE(test, wake_up_process(thread));
	kthread_stop(thread);
	KUNIT_EXPECT_STREQ(test, turns, "s");
	/* On another CPU, the last switch may come after it has told its result. */
	for (i = 0; i < 100 && READ_ONCE(thread->nvcsw) < 2; i++)
		msleep(10);
	KUNIT_EXPECT_EQ(test, thread->nvcsw, 2ul);
}

static u32 used_registers(u32 seed)
{
	u32 a = seed, b = seed * 3, c = seed ^ 0x5a5a5a5a, d = seed + 99;
	int i;

	for (i = 0; i < 300; i++) {
		a += b ^ c;
		if (i % 3 == 0)
			yield();
		b -= d;
		c ^= a + i;
		d = (d << 1) | (d >> 31);
	}
	return a ^ b ^ c ^ d;
}

static int uses_registers(void *data)
{
	return used_registers((long)data);
}

static void registers_survive(struct kunit *test)
{
	struct task_struct *thread[4];
	u32 want[4];
	long i;

	for (i = 0; i < 4; i++)
		want[i] = used_registers(1000 + i);
	for (i = 0; i < 4; i++)
		thread[i] = start_thread(test, uses_registers, (void *)(1000 + i));
	for (i = 0; i < 4; i++)
		KUNIT_EXPECT_EQ(test, (u32)join_thread(thread[i]), want[i]);
}

/*
 * The compiler keeps stores on their side of a section's ends, as an interrupt sees: a timer counts which value it finds at
 * each tick. Nothing here is volatile but the wait.
 */
static unsigned int phase, seen_in_phase[4], looks;

static void look_at_phase(struct timer_list *timer)
{
	seen_in_phase[phase]++;
	looks++;
	mod_timer(timer, jiffies + 1);
}

static __always_inline void wait_some_ticks(void)
{
	unsigned int start = READ_ONCE(looks);

	while (READ_ONCE(looks) - start < 3)
		;
}

static void sections_are_barriers_to_the_compiler(struct kunit *test)
{
	struct timer_list timer;
	int kind;

	timer_setup_on_stack(&timer, look_at_phase, 0);
	for (kind = 0; kind < 2; kind++) {
		memset(seen_in_phase, 0, sizeof(seen_in_phase));
		phase = 0;
		mod_timer(&timer, jiffies + 1);
		phase = 1;
		if (kind) {
			wait_some_ticks();
			preempt_disable();
			phase = 2;
			wait_some_ticks();
			preempt_enable();
		} else {
			wait_some_ticks();
			migrate_disable();
			phase = 2;
			wait_some_ticks();
			migrate_enable();
		}
		phase = 3;
		del_timer_sync(&timer);
		KUNIT_EXPECT_GE(test, seen_in_phase[1], 2u);
		KUNIT_EXPECT_GE(test, seen_in_phase[2], 2u);
	}
}

static bool told;

static void tell(struct timer_list *timer)
{
	told = true;
}

static void read_once_reads_each_time(struct kunit *test)
{
	struct timer_list timer;

	told = false;
	timer_setup_on_stack(&timer, tell, 0);
	mod_timer(&timer, jiffies + 1);
	while (!READ_ONCE(told))
		;
	del_timer_sync(&timer);
	KUNIT_EXPECT_TRUE(test, told);
}

static void an_empty_set_of_cpus_is_refused(struct kunit *test)
{
	struct cpumask none = { { 0 } };

	KUNIT_EXPECT_EQ(test, set_cpus_allowed_ptr(current, &none), -EINVAL);
	KUNIT_EXPECT_TRUE(test, cpumask_test_cpu(task_cpu(current), &current->cpus_mask));
}

static struct kunit_case sched_cases[] = { KUNIT_CASE(yield_goes_round),
					   KUNIT_CASE(fifo_goes_first),
					   KUNIT_CASE(a_class_can_be_given_back),
					   KUNIT_CASE(a_ready_thread_can_become_fifo),
					   KUNIT_CASE(the_tick_takes_the_cpu_away),
					   KUNIT_CASE(preempt_disable_keeps_the_cpu),
					   KUNIT_CASE(interrupts_off_keep_the_cpu),
					   KUNIT_CASE(a_wake_up_before_the_sleep_is_not_lost),
					   KUNIT_CASE(preemption_does_not_put_to_sleep),
					   KUNIT_CASE(switches_are_counted),
					   KUNIT_CASE(registers_survive),
					   KUNIT_CASE(sections_are_barriers_to_the_compiler),
					   KUNIT_CASE(read_once_reads_each_time),
					   KUNIT_CASE(an_empty_set_of_cpus_is_refused),
					   {} };

static struct kunit_suite sched_suite = {
	.name = "sched",
	.init = sched_test_init,
	.test_cases = sched_cases,
};
kunit_test_suite(sched_suite);
