// SPDX-License-Identifier: MIT
/*
 * kernel/kmap_info.c - mappings of HIGHMEM, as the monitor shows them
 *
 * Threads go on meanwhile: a line may be about a mapping that has just ended.
 *
 * Tests: tests/boot/console_cases.py
 */
#include <linux/console.h>
#include <linux/highmem.h>
#include <linux/monitor.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

static int show_kmap(int argc, char **argv)
{
	const struct task_struct *p;

	console_printf("  PID  CPU  SLOT  ADDRESS        PFN  NAME\n");
	rcu_read_lock();
	for_each_process(p)
		show_kmap_local(p, task_curr(p));
	rcu_read_unlock();
	show_kmap_slots();
	return 0;
}
MONITOR_COMMAND(kmap, "", "kmap_local mappings that threads hold, kmap() mappings", show_kmap);
