// SPDX-License-Identifier: MIT
/*
 * linux/timer.h - have a function called at a tick
 *
 *   timer_setup(&t, fn, 0);  mod_timer(&t, jiffies + HZ);  ...  del_timer_sync(&t);
 *
 * fn runs once, in the tick interrupt of the CPU that has set the timer up; it may arm the timer again, and finds its
 * object by from_timer().
 *
 * Tests: tests/kernel/timer_test.c
 * Linux: same header. There interrupts are on in fn, and a timer moves to the CPU that arms it.
 */
#ifndef LINUX_TIMER_H
#define LINUX_TIMER_H

#include <linux/container_of.h>
#include <linux/jiffies.h>
#include <linux/list.h>

struct timer_list {
	struct list_head entry; /* next NULL: not pending */
	unsigned long expires;
	void (*function)(struct timer_list *); /* NULL: shut down */
	unsigned int cpu;
};

/* A timer of CPU 0. */
#define DEFINE_TIMER(name, fn) struct timer_list name = { .function = fn }
#define from_timer(var, callback_timer, field)                                                     \
	container_of(callback_timer, __typeof__(*(var)), field)

/* @flags: 0. Context: any; the timer is not pending. */
void timer_setup(struct timer_list *timer, void (*function)(struct timer_list *),
		 unsigned int flags);
#define timer_setup_on_stack(timer, fn, flags) timer_setup(timer, fn, flags)
#define destroy_timer_on_stack(timer) ((void)(timer))

static inline bool timer_pending(const struct timer_list *timer)
{
	return READ_ONCE(timer->entry.next);
}

/**
 * mod_timer - arm a timer, or move it
 * @expires: in jiffies; what is past means the next tick
 *
 * Context: any but NMI. A timer that has been shut down stays so. Return: it was pending.
 */
bool mod_timer(struct timer_list *timer, unsigned long expires);
/* With timer->expires as set by the caller; it must not be pending. */
void add_timer(struct timer_list *timer);

/**
 * stop_timer - disarm
 * @sync:     wait for the end of a running fn
 * @for_good: a mod_timer() that comes later does nothing
 *
 * Context: any but NMI; if @sync, not in an interrupt handler, and no lock held that fn takes. Return: it was pending.
 */
bool stop_timer(struct timer_list *timer, bool sync, bool for_good);
#define del_timer(timer) stop_timer(timer, false, false)
#define del_timer_sync(timer) stop_timer(timer, true, false)
#define timer_shutdown_sync(timer) stop_timer(timer, true, true)
#define timer_delete(timer) del_timer(timer)
#define timer_delete_sync(timer) del_timer_sync(timer)

/* What has expired on this CPU. Context: scheduler_tick(). */
void run_local_timers(void);

/* The empty wheels of all possible CPUs. Context: boot. */
void init_timers(void);

#endif
