// SPDX-License-Identifier: MIT
/*
 * kernel/main.c - from the entry code to the prompt
 *
 * Read first: start_kernel(), which reads as a table of contents of the whole project.
 * Tests:      every guest of tests/boot: its exit status is the verdict given here
 * Linux:      init/main.c
 */
#include <kunit/test.h>
#include <linux/console.h>
#include <linux/err.h>
#include <linux/fault-inject.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/monitor.h>
#include <linux/params.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/timer.h>
#include <asm/reboot.h>
#include <asm/sections.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/timex.h>
#include <asm/traps.h>

struct task_struct init_task = { .comm = "swapper/0", .stack = init_stack };

/* Executed instructions under -icount shift=0, from the first one of the image to the end of mm_core_init(). */
static cycles_t boot_cycles;

static bool run_tests __initdata, run_bench __initdata, initcall_debug __initdata;
early_param_set("test", run_tests, true);
early_param_set("bench", run_bench, true);
early_param_set("initcall_debug", initcall_debug, true);

/* What it leaves switched off would be the next one's trouble. */
static void __init repair_after(initcall_t fn)
{
	if (preempt_count()) {
		pr_err("initcall %pS returned with preemption imbalance\n", fn);
		preempt_count_sub(preempt_count());
	}
	if (irqs_disabled()) {
		pr_err("initcall %pS returned with disabled interrupts\n", fn);
		local_irq_enable();
	}
}

static void __init do_one_initcall(initcall_t fn)
{
	ktime_t start;
	int ret;

	if (initcall_debug)
		printk(KERN_DEBUG "calling  %pS @ %d\n", fn, current->pid);
	start = ktime_get();
	ret = fn();
	if (initcall_debug)
		printk(KERN_DEBUG "initcall %pS returned %d after %llu usecs\n", fn, ret,
		       div_u64(ktime_get() - start, NSEC_PER_USEC));
	if (ret && ret != -ENODEV)
		pr_warn("initcall %pS returned %d (%pe)\n", fn, ret, ERR_PTR(ret));
	repair_after(fn);
}

static void __init do_initcalls(void)
{
	const initcall_t *fn;

	for (fn = __initcall_start; fn < __initcall_end; fn++)
		do_one_initcall(*fn);
}

/* Initcalls, then what the command line asks for; without a wish, the prompt. */
static int __ref kernel_init(void *unused)
{
	bool tests = run_tests;

	if (run_bench) {
		/* No thread that a benchmark wakes takes its CPU away. */
		sched_set_fifo(current);
		console_printf("BENCH boot total %llu ops 1 jiffies 0\n", boot_cycles);
	}
	fault_injection_begin();
	do_initcalls();
	if (run_bench)
		machine_exit(EXIT_PASSED);
	free_initmem();
	if (tests)
		machine_exit(kunit_run_all_tests() ? EXIT_FAILED : EXIT_PASSED);
	crash_if_asked();
	monitor();
}

/* From here on what has booted is CPU 0's idle thread; preemption is off. */
static void __init start_threads(void)
{
	struct task_struct *init = kthread_create(kernel_init, NULL, "init");

	if (IS_ERR(init))
		panic("no memory for the first thread");
	kthread_bind(init, 0);
	rcu_init();
	/* It frees the code that runs here, which must not be come back to. */
	preempt_disable();
	wake_up_process(init);
}

asmlinkage void __init start_kernel(void)
{
	char *command_line;

	setup_early_console();
	pr_notice("Himem %s, page size %lu, up to %u GiB of RAM\n",
		  IS_ENABLED(CONFIG_X86_PAE) ? "i386 PAE" : "i386", PAGE_SIZE,
		  1u << (MAX_PHYSMEM_BITS - 30));
	trap_init();
	setup_arch(&command_line);
	pr_notice("Kernel command line: %s\n", command_line);
	parse_command_line();

	mm_core_init();
	sched_init();
	init_timers();
	boot_cycles = get_cycles() - boot_tsc;

	init_IRQ();
	time_init();
	setup_console_input();
	local_irq_enable();
	smp_init();
	mark_rodata_ro();
	start_threads();
	cpu_startup_entry();
}
