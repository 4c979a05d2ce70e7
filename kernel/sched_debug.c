// SPDX-License-Identifier: MIT
/*
 * kernel/sched_debug.c - is this a place to sleep?
 *
 * Only in the DEBUG=1 build.
 *
 * Tests: tests/kernel/sched_debug_test.c
 * Linux: __might_sleep() in kernel/sched/core.c.
 */
#include <linux/sched.h>

#include <linux/bug.h>
#include <linux/irqflags.h>

#ifdef CONFIG_DEBUG_VM

void __might_sleep(const char *file, int line)
{
	/* While the kernel starts, on what will be the idle thread, nothing sleeps although it may. */
	if (current->pid == 0 && !in_atomic())
		return;
	WARN(in_atomic() || irqs_disabled(),
	     "BUG: sleeping function called from invalid context at %s:%d\n"
	     "in_atomic(): %d, irqs_disabled(): %d, pid: %d, name: %s\n",
	     file, line, in_atomic(), irqs_disabled(), current->pid, current->comm);
}

#endif
