// SPDX-License-Identifier: MIT
/*
 * kernel/watchdog.c - report a CPU that is stuck with preemption off
 *
 *   tick: has the scheduler been entered since the last one? ── yes ──> fine
 *         └─ no, for a second ──> ask for it (nothing happens if no other thread waits)
 *         └─ no, for softlockup_ticks ──> "BUG: soft lockup", with the backtrace of what runs; again after as long
 *
 * Tests: tests/kernel/lock_debug_test.c
 * Linux: kernel/watchdog.c. There a thread of each CPU has to run.
 */
#include <linux/watchdog.h>

#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kstrtox.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/sched.h>

unsigned int softlockup_ticks = 20 * HZ;
unsigned int late_reports;
bool time_is_exact;

struct watchdog {
	unsigned long schedules;
	unsigned long since;   /* jiffies when that number was first seen */
	unsigned int reported; /* times softlockup_ticks */
};

static DEFINE_PER_CPU(struct watchdog, watchdogs);

void watchdog_tick(unsigned long schedules)
{
	struct watchdog *dog = this_cpu_ptr(&watchdogs);
	unsigned long stuck = jiffies - dog->since;

	if (dog->schedules != schedules) {
		*dog = (struct watchdog){ .schedules = schedules, .since = jiffies };
		return;
	}
	if (stuck >= HZ || stuck >= softlockup_ticks / 2)
		set_preempt_need_resched();
	if (softlockup_ticks && stuck / softlockup_ticks > dog->reported) {
		dog->reported = stuck / softlockup_ticks;
		report_late(KERN_EMERG
			    "watchdog: BUG: soft lockup - CPU#%u stuck for %lus! [%s:%d]\n",
			    smp_processor_id(), stuck / HZ, current->comm, current->pid);
	}
}

void report_late(const char *fmt, ...)
{
	va_list args;

	late_reports++;
	va_start(args, fmt);
	vprintk(fmt, args);
	va_end(args);
	dump_stack();
	if (time_is_exact)
		__atomic_fetch_add(&warn_count, 1, __ATOMIC_RELAXED);
}

early_param_set("exact_time", time_is_exact, true);

static int __init set_watchdog_thresh(char *val)
{
	unsigned int seconds;

	if (!val || kstrtouint(val, 10, &seconds) || seconds > 60)
		return -EINVAL;
	softlockup_ticks = 2 * seconds * HZ;
	return 0;
}
early_param("watchdog_thresh", set_watchdog_thresh);
