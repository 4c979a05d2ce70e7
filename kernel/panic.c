// SPDX-License-Identifier: MIT
/*
 * kernel/panic.c - what follows a failed check: a warning, or the end
 *
 *   WARN_ON()  ud2 --> #UD --> report_bug() --> "WARNING: ...", registers, backtrace --> goes on
 *   BUG_ON()   ud2 --> #UD --> report_bug() --> "kernel BUG at ..." --> the handler's report --> panic()
 *
 * Tests: tests/kernel/printk_test.c; the crash cases of tests/boot
 * Linux: kernel/panic.c, lib/bug.c.  Left out: taint flags, kexec, panic= and its kin.
 */
#include <linux/panic.h>

#include <linux/bug.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <asm/ptrace.h>
#include <asm/reboot.h>
#include <asm/smp.h>

int warn_count;

/*
 * One byte of 0 and one of line feed, where string functions stop: a string that runs over the guard cannot restore it.
 * A constant finds accidents; nobody here is to be kept from guessing it.
 */
unsigned long __stack_chk_guard = 0xff0a0d00;

void __noreturn __stack_chk_fail(void)
{
	panic("stack-protector: Kernel stack is corrupted in: %pB", __builtin_return_address(0));
}

#define NO_CPU -1

/* The CPU that has begun a fatal report. There is only one: it stops the others, and one that comes second waits for that. */
static int panic_cpu = NO_CPU;

void oops_enter(void)
{
	int first = NO_CPU, me = raw_smp_processor_id();
	bool is_first = __atomic_compare_exchange_n(&panic_cpu, &first, me, false, __ATOMIC_SEQ_CST,
						    __ATOMIC_SEQ_CST);

	if (!is_first && first != me)
		smp_stop_this_cpu();
	/* Also for what is said of a CPU that does not stop, and may hold the log's lock. */
	oops_in_progress++;
	console_loglevel = INT_MAX;
	if (is_first)
		smp_send_stop();
}

void __noreturn panic(const char *fmt, ...)
{
	static char message[512];
	static int depth;
	va_list args;
	size_t len;

	local_irq_disable();
	oops_enter();
	/* The second says its line, and what fails while doing so says nothing. */
	if (++depth > 2)
		machine_exit(EXIT_PANIC);
	va_start(args, fmt);
	len = vscnprintf(message, sizeof(message), fmt, args);
	va_end(args);
	if (len && message[len - 1] == '\n')
		message[len - 1] = '\0';
	pr_emerg("Kernel panic - not syncing: %s\n", message);
	/* A fault's report has shown the backtrace of the fault, which matters more. */
	if (oops_in_progress == 1)
		dump_stack();
	pr_emerg("---[ end Kernel panic - not syncing: %s ]---\n", message);
	machine_exit(EXIT_PANIC);
}

static const struct bug_entry *find_bug(unsigned long addr)
{
	const struct bug_entry *bug;

	for (bug = __start___bug_table; bug < __stop___bug_table; bug++)
		if (bug->bug_addr == addr)
			return bug;
	return NULL;
}

int report_bug(unsigned long bugaddr, struct pt_regs *regs)
{
	const struct bug_entry *bug = find_bug(bugaddr);

	if (!bug)
		return BUG_TRAP_TYPE_NONE;
	if (!(bug->flags & BUGFLAG_WARNING))
		oops_enter();
	if (!(bug->flags & BUGFLAG_NO_CUT_HERE))
		pr_warn(CUT_HERE);
	if (!(bug->flags & BUGFLAG_WARNING)) {
		pr_crit("kernel BUG at %s:%u!\n", bug->file, bug->line);
		return BUG_TRAP_TYPE_BUG;
	}
	__atomic_fetch_add(&warn_count, 1, __ATOMIC_RELAXED);
	pr_warn("WARNING: CPU: %u PID: %d at %s:%u %pS\n", raw_smp_processor_id(), current->pid,
		bug->file, bug->line, (void *)bugaddr);
	if (regs)
		show_regs(regs);
	pr_warn("---[ end trace 0000000000000000 ]---\n");
	return BUG_TRAP_TYPE_WARN;
}
