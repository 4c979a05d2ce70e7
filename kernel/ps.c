// SPDX-License-Identifier: MIT
/*
 * kernel/ps.c - threads and their mappings of HIGHMEM, as the monitor shows them
 *
 * Tests: tests/boot/console_cases.py
 */
#include <linux/console.h>
#include <linux/errno.h>
#include <linux/highmem.h>
#include <linux/kstrtox.h>
#include <linux/monitor.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/stacktrace.h>

static const char *state_name(const struct task_struct *p)
{
	switch (READ_ONCE(p->__state)) {
	case TASK_RUNNING:
		return task_curr(p) ? "running" : "ready";
	case TASK_INTERRUPTIBLE:
		return "sleeping";
	case TASK_UNINTERRUPTIBLE:
		return "waiting";
	default:
		return "dead";
	}
}

static void show_thread(const struct task_struct *p)
{
	console_printf("%5d  %3u  %-6s  %-8s  %10lu  %10lu  %s\n", p->pid, task_cpu(p),
		       p->class == SCHED_FIFO ? "fifo" : "normal", state_name(p), p->nvcsw,
		       p->nivcsw, p->comm);
}

/* Threads go on meanwhile: a line may be about what has just ended. */
static void show_all(void (*show)(const struct task_struct *p))
{
	const struct task_struct *p;
	unsigned int cpu;

	rcu_read_lock();
	for_each_online_cpu(cpu)
		show(idle_task(cpu));
	for_each_process(p)
		show(p);
	rcu_read_unlock();
}

static int ps(int argc, char **argv)
{
	console_printf("  PID  CPU  CLASS   STATE          NVCSW      NIVCSW  NAME\n");
	show_all(show_thread);
	return 0;
}
MONITOR_COMMAND(ps, "",
		"threads: where they run, how often they gave up the CPU or were taken off it", ps);

static int bt(int argc, char **argv)
{
	struct task_struct *p;
	unsigned int cpu;
	pid_t pid;

	if (argc != 2 || kstrtoint(argv[1], 10, &pid))
		return -EINVAL;
	if (!pid) {
		for_each_online_cpu(cpu)
			show_stack(idle_task(cpu));
		return 0;
	}
	rcu_read_lock();
	for_each_process(p)
		if (p->pid == pid) {
			show_stack(p);
			break;
		}
	if (list_entry_is_head(p, &task_list, tasks))
		console_printf("no thread has PID %d\n", pid);
	rcu_read_unlock();
	return 0;
}
MONITOR_COMMAND(bt, "PID", "backtrace of a thread; 0: of the idle ones", bt);

static int show_kmap(int argc, char **argv)
{
	console_printf("  PID  CPU  SLOT  ADDRESS        PFN  NAME\n");
	show_all(show_kmap_local);
	show_kmap_slots();
	return 0;
}
MONITOR_COMMAND(kmap, "", "kmap_local mappings that threads hold, kmap() mappings", show_kmap);
