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

/* Disarms. fn may be running. Context: any but NMI. Return: it was pending. */
bool del_timer(struct timer_list *timer);
#define timer_delete(timer) del_timer(timer)

/**
 * del_timer_sync - disarm, and wait for the end of a running fn
 *
 * Context: no lock held that fn takes; not in an interrupt handler. Return: it was pending.
 */
bool del_timer_sync(struct timer_list *timer);
#define timer_delete_sync(timer) del_timer_sync(timer)

/* The same, and for good: a mod_timer() that comes later does nothing. */
bool timer_shutdown_sync(struct timer_list *timer);

/* What has expired on this CPU. Context: scheduler_tick(). */
void run_local_timers(void);

/* The empty wheels of all possible CPUs. Context: boot. */
void init_timers(void);

#endif
