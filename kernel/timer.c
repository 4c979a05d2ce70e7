// SPDX-License-Identifier: MIT
/*
 * kernel/timer.c - functions called at a tick, and threads that sleep until one
 *
 *   struct timer_base, one for each CPU:    wheel[0] .. wheel[63]: the timers that expire at ticks of this number modulo 64
 *                                           next_tick: the first one that has not been looked at
 *
 * Arming is an entry into a list; a tick looks at one list, in which timers of later turns stay. A timer stays with the CPU
 * that has set it up. base->lock guards the wheel and the timers in it; interrupts off. A timer's function runs without it.
 *
 * Read first: mod_timer(), run_local_timers().
 * Tests: tests/kernel/timer_test.c
 * Linux: kernel/time/timer.c, sleep_timeout.c.
 */
#include <linux/timer.h>

#include <linux/bug.h>
#include <linux/delay.h>
#include <linux/limits.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <asm/processor.h>

#define WHEEL_SIZE 64

struct timer_base {
	spinlock_t lock;
	unsigned long next_tick;
	struct timer_list *running;
	struct list_head wheel[WHEEL_SIZE];
};

static DEFINE_PER_CPU(struct timer_base, timer_bases);

static struct timer_base *base_of(const struct timer_list *timer)
{
	return per_cpu_ptr(&timer_bases, timer->cpu);
}

void timer_setup(struct timer_list *timer, void (*function)(struct timer_list *),
		 unsigned int flags)
{
	timer->entry.next = NULL;
	timer->function = function;
	timer->cpu = raw_smp_processor_id();
}

/* Lock held. */
static bool detach_timer(struct timer_list *timer)
{
	if (!timer_pending(timer))
		return false;
	list_del(&timer->entry);
	WRITE_ONCE(timer->entry.next, NULL);
	return true;
}

bool mod_timer(struct timer_list *timer, unsigned long expires)
{
	struct timer_base *base = base_of(timer);
	unsigned long flags, tick;
	bool pending;

	spin_lock_irqsave(&base->lock, flags);
	pending = detach_timer(timer);
	if (timer->function) {
		timer->expires = expires;
		tick = time_before(expires, base->next_tick) ? base->next_tick : expires;
		list_add_tail(&timer->entry, &base->wheel[tick % WHEEL_SIZE]);
	}
	spin_unlock_irqrestore(&base->lock, flags);
	return pending;
}

void add_timer(struct timer_list *timer)
{
	WARN_ON(timer_pending(timer));
	mod_timer(timer, timer->expires);
}

bool stop_timer(struct timer_list *timer, bool sync, bool for_good)
{
	struct timer_base *base = base_of(timer);
	unsigned long flags;
	bool pending, running;

	WARN_ON(sync && in_hardirq());
	for (;;) {
		spin_lock_irqsave(&base->lock, flags);
		if (for_good)
			timer->function = NULL;
		pending = detach_timer(timer);
		running = base->running == timer;
		spin_unlock_irqrestore(&base->lock, flags);
		if (!sync || !running)
			return pending;
		cpu_relax();
	}
}

/* Lock held, and given back meanwhile. The timer may be gone when its function returns. */
static void call_timer(struct timer_base *base, struct timer_list *timer)
{
	void (*function)(struct timer_list *) = timer->function;
	int count = preempt_count(), leak;

	detach_timer(timer);
	base->running = timer;
	spin_unlock(&base->lock);
	count--;
	function(timer);
	leak = preempt_count() - count;
	WARN(leak, "timer: %ps preempt leak: %08x -> %08x\n", function, count, count + leak);
	preempt_count_sub(leak);
	spin_lock(&base->lock);
	base->running = NULL;
}

void run_local_timers(void)
{
	struct timer_base *base = this_cpu_ptr(&timer_bases);
	struct timer_list *timer, *next;
	LIST_HEAD(expired);

	spin_lock(&base->lock);
	for (; time_after_eq(jiffies, base->next_tick); base->next_tick++)
		list_for_each_entry_safe(timer, next, &base->wheel[base->next_tick % WHEEL_SIZE],
					 entry)
			if (time_after_eq(base->next_tick, timer->expires))
				list_move_tail(&timer->entry, &expired);
	/* Pending still, so that they can be taken out; a function that arms its timer puts it into the wheel. */
	while (!list_empty(&expired))
		call_timer(base, list_first_entry(&expired, struct timer_list, entry));
	spin_unlock(&base->lock);
}

void init_timers(void)
{
	unsigned int cpu, i;

	for_each_possible_cpu(cpu)
		for (i = 0; i < WHEEL_SIZE; i++)
			INIT_LIST_HEAD(&per_cpu(timer_bases, cpu).wheel[i]);
}

/*
 * Sleeping
 */

struct sleeper {
	struct timer_list timer;
	struct task_struct *task;
};

static void wake_sleeper(struct timer_list *timer)
{
	struct sleeper *sleeper = from_timer(sleeper, timer, timer);

	wake_up_process(sleeper->task);
}

long schedule_timeout(long timeout)
{
	struct sleeper sleeper = { .task = current };
	unsigned long end;

	if (timeout == MAX_SCHEDULE_TIMEOUT) {
		schedule();
		return timeout;
	}
	if (WARN_ON(timeout < 0)) {
		__set_current_state(TASK_RUNNING);
		return 0;
	}
	end = jiffies + timeout;
	timer_setup(&sleeper.timer, wake_sleeper, 0);
	mod_timer(&sleeper.timer, end);
	schedule();
	del_timer_sync(&sleeper.timer);
	return time_before(jiffies, end) ? end - jiffies : 0;
}

long schedule_timeout_uninterruptible(long timeout)
{
	__set_current_state(TASK_UNINTERRUPTIBLE);
	return schedule_timeout(timeout);
}

void msleep(unsigned int msecs)
{
	/* The tick that is under way does not count. */
	long left = msecs_to_jiffies(msecs) + 1;

	might_sleep();
	while (left)
		left = schedule_timeout_uninterruptible(left);
}
