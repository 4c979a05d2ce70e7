// SPDX-License-Identifier: MIT
/*
 * linux/watchdog.h - a CPU on which no other thread can run any more, threads that wait for each other
 */
#ifndef LINUX_WATCHDOG_H
#define LINUX_WATCHDOG_H

#include <linux/compiler.h>
#include <linux/types.h>

/* Ticks without a look at the queue until a CPU is reported; 0: never. Set by watchdog_thresh= (in seconds, half of it). */
extern unsigned int softlockup_ticks;

/* Ticks that a thread waits for a slot of kmap() until that is reported. */
extern unsigned int hung_task_ticks;

/* The command line says `exact_time': instructions are counted (scripts/run --icount), and a host cannot make us late. */
extern bool time_is_exact;

/* Says that something took too long, with a backtrace. Counts as a warning only where time is exact. Context: any. */
__printf(1, 2) void __cold report_late(const char *fmt, ...);
extern unsigned int late_reports;

/* @schedules: how often this CPU's scheduler has been entered. Context: scheduler_tick(). */
void watchdog_tick(unsigned long schedules);

#endif
