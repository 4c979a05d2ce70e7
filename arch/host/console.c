// SPDX-License-Identifier: MIT
/*
 * arch/host/console.c - printk(), panic(), warnings and the one thread of a process
 *
 * Linux: um's console, in spirit.
 */
#include <linux/bug.h>
#include <linux/console.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <linux/watchdog.h>
#include <asm/host.h>

struct task_struct init_task = { .comm = "host" };
unsigned long host_irqs_off;
int warn_count;

static struct rcu_head *rcu_callbacks;

/* Until rcu_barrier(), since a process has no other thread. */
void call_rcu(struct rcu_head *head, rcu_callback_t func)
{
	head->func = func;
	head->next = rcu_callbacks;
	rcu_callbacks = head;
}

void rcu_barrier(void)
{
	struct rcu_head *head;

	while ((head = rcu_callbacks)) {
		rcu_callbacks = head->next;
		head->func(head);
	}
}

int kthreads_settle(int nr)
{
	return 0;
}

static void write_args(const char *fmt, va_list args)
{
	char text[1024];

	host_write(text, vscnprintf(text, sizeof(text), fmt, args));
}

int printk(const char *fmt, ...)
{
	va_list args;

	if (fmt[0] == KERN_SOH[0])
		fmt += 2;
	va_start(args, fmt);
	write_args(fmt, args);
	va_end(args);
	return 0;
}

void console_printf(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	write_args(fmt, args);
	va_end(args);
}

void panic(const char *fmt, ...)
{
	va_list args;

	printk("Kernel panic - not syncing: ");
	va_start(args, fmt);
	write_args(fmt, args);
	va_end(args);
	printk("\n");
	host_abort();
}

/* Nobody waits for a lock here. */
void report_late(const char *fmt, ...)
{
	BUG();
}

void dump_stack(void)
{
	host_backtrace();
}

/* The chain of frame pointers up to main(), where the C library's frames, if they are any, end it. */
unsigned int stack_trace_save(unsigned long *store, unsigned int size, unsigned int skipnr)
{
	unsigned long bp = (unsigned long)__builtin_frame_address(0), next;
	unsigned int nr = 0;

	for (; nr < size; bp = next) {
		if (skipnr)
			skipnr--;
		else
			store[nr++] = ((unsigned long *)bp)[1];
		next = *(unsigned long *)bp;
		if (next <= bp || next >= HOST_STACK_END - 8 || next % sizeof(long))
			break;
	}
	return nr;
}

unsigned int filter_irq_stacks(unsigned long *entries, unsigned int nr)
{
	return nr;
}

void host_bug(const char *file, int line, int flags)
{
	if (!(flags & BUGFLAG_WARNING))
		panic("kernel BUG at %s:%d!", file, line);
	warn_count++;
	printk("WARNING: at %s:%d\n", file, line);
}

/* Names are the sanitizer's business. */
const char *kallsyms_lookup(unsigned long addr, unsigned long *size, unsigned long *offset)
{
	return NULL;
}

/* Nor does anybody wake the one thread. */
bool wake_up_state(struct task_struct *p, unsigned int states)
{
	return false;
}

bool task_curr(const struct task_struct *p)
{
	return p == current;
}

long schedule_timeout(long timeout)
{
	panic("the only thread waits");
}

/* There is one CPU. */
void smp_call_function_mask(const struct cpumask *mask, smp_call_func_t func, void *info, bool wait,
			    bool here)
{
	if (here)
		func(info);
}
