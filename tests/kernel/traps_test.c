// SPDX-License-Identifier: MIT
/*
 * tests/kernel/traps_test.c - exceptions that come back, interrupt lines, time, symbols and backtraces
 *
 * Those that do not come back are the business of `crash KIND' in tests/boot.
 */
#include <kunit/test.h>
#include <linux/bug.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/jiffies.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/sched/clock.h>
#include <linux/smp.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <asm/apic.h>
#include <asm/desc.h>
#include <asm/io.h>
#include <asm/irq.h>
#include <asm/page.h>
#include <asm/processor.h>
#include <asm/sections.h>
#include <asm/traps.h>

/* A line that no device of the tested machines uses; and the lowest-priority one of the master. */
#define FREE_IRQ 5
#define SPURIOUS_IRQ 7
#define PIC_MASTER_MASK 0x21
#define IOAPIC_WINDOW 0x10
#define IOAPIC_REDIRECTION 0x10
#define IOAPIC_MASKED (1 << 16)

/* Raises a line's vector as if the device had: INT goes through the same gate. */
#define raise_vector(irq)                                                                          \
	__asm__ __volatile__("int %0" : : "i"(FIRST_IRQ_VECTOR + (irq)) : "memory", "cc")

#define EFLAGS_TF "0x100"

/* struct pt_regs is saved and restored: no register changes across a trap. */
static void breakpoint_keeps_registers(struct kunit *test)
{
	u32 a = 0x11111111, b = 0x22222222, c = 0x33333333, d = 0x44444444, si = 0x55555555,
	    di = 0x66666666;

	__asm__ __volatile__("int3"
			     : "+a"(a), "+b"(b), "+c"(c), "+d"(d), "+S"(si), "+D"(di)
			     :
			     : "memory");
	KUNIT_EXPECT_EQ(test, a, 0x11111111u);
	KUNIT_EXPECT_EQ(test, b, 0x22222222u);
	KUNIT_EXPECT_EQ(test, c, 0x33333333u);
	KUNIT_EXPECT_EQ(test, d, 0x44444444u);
	KUNIT_EXPECT_EQ(test, si, 0x55555555u);
	KUNIT_EXPECT_EQ(test, di, 0x66666666u);
}

/* The handler clears TF in the saved flags, so that only one instruction is stepped. */
static void single_step_ends_after_one_step(struct kunit *test)
{
	unsigned long flags;

	__asm__ __volatile__("pushfl; orl $" EFLAGS_TF ", (%%esp); popfl; nop; nop; pushfl; popl %0"
			     : "=r"(flags)
			     :
			     : "memory", "cc");
	KUNIT_EXPECT_EQ(test, flags & 0x100, 0ul);
	KUNIT_EXPECT_TRUE(test, flags & X86_EFLAGS_IF);
}

static void warning_is_counted_and_returns(struct kunit *test)
{
	int before = warn_count;

	kunit_expect_warnings(test, 1);
	KUNIT_EXPECT_TRUE(test, WARN_ON(before >= 0));
	KUNIT_EXPECT_EQ(test, warn_count, before + 1);
}

static unsigned long trace[16];
static unsigned int trace_entries;

static noinline irqreturn_t save_trace(int irq, void *dev)
{
	trace_entries = stack_trace_save(trace, ARRAY_SIZE(trace), 0);
	return IRQ_HANDLED;
}

/* Which entry of the trace lies in that function; -1 if none. */
static int trace_index(const char *function)
{
	unsigned long size, offset;
	const char *name;
	unsigned int i;

	for (i = 0; i < trace_entries; i++) {
		name = kallsyms_lookup(trace[i] - 1, &size, &offset);
		if (name && !strcmp(name, function))
			return i;
	}
	return -1;
}

static noinline void trace_level_two(void)
{
	save_trace(0, NULL);
	barrier();
}

static noinline void trace_level_one(void)
{
	trace_level_two();
	barrier();
}

/* Innermost first; skipnr leaves out from that end, size from the other. */
static void backtrace_names_callers_in_order(struct kunit *test)
{
	unsigned long first[2] = { 0, 1 };

	trace_level_one();
	KUNIT_EXPECT_EQ(test, trace_index("save_trace"), 0);
	KUNIT_EXPECT_EQ(test, trace_index("trace_level_two"), 1);
	KUNIT_EXPECT_EQ(test, trace_index("trace_level_one"), 2);
	KUNIT_EXPECT_EQ(test, trace_index("backtrace_names_callers_in_order"), 3);
	KUNIT_EXPECT_EQ(test, stack_trace_save(first, 1, 0), 1u);
	KUNIT_EXPECT_EQ(test, first[1], 1ul);
	trace_entries = stack_trace_save(trace, ARRAY_SIZE(trace), 1);
	KUNIT_EXPECT_EQ(test, trace_index("backtrace_names_callers_in_order"), -1);
}

/* The handler's trace goes on behind the trap in the code that was interrupted. */
static void backtrace_crosses_an_interrupt(struct kunit *test)
{
	trace_entries = 0;
	KUNIT_ASSERT_EQ(test, request_irq(FREE_IRQ, save_trace, 0, "traps_test", NULL), 0);
	raise_vector(FREE_IRQ);
	free_irq(FREE_IRQ, NULL);
	KUNIT_EXPECT_EQ(test, trace_index("save_trace"), 0);
	KUNIT_EXPECT_GT(test, trace_index("trap_common"), 0);
	KUNIT_EXPECT_EQ(test, trace_index("backtrace_crosses_an_interrupt"),
			trace_index("trap_common") + 1);
}

static bool on_irq_stack, was_in_hardirq;

static irqreturn_t look_where_it_runs(int irq, void *dev)
{
	unsigned long sp = (unsigned long)__builtin_frame_address(0);

	on_irq_stack = sp > this_cpu_read(irq_stack) && sp < this_cpu_read(irq_stack) + THREAD_SIZE;
	was_in_hardirq = in_hardirq() && in_interrupt() && !in_nmi();
	/* One more inside the first stays on that stack, and leaves it as it was. */
	if (*(int *)dev == 0) {
		++*(int *)dev;
		raise_vector(FREE_IRQ);
	}
	return IRQ_HANDLED;
}

/* A handler has its CPU's interrupt stack, the preempt count says so, and afterwards nothing is left of it. */
static void handlers_run_on_the_irq_stack(struct kunit *test)
{
	int before = preempt_count(), raised = 0;

	KUNIT_ASSERT_EQ(test, request_irq(FREE_IRQ, look_where_it_runs, 0, "traps_test", &raised),
			0);
	raise_vector(FREE_IRQ);
	KUNIT_EXPECT_TRUE(test, on_irq_stack);
	KUNIT_EXPECT_TRUE(test, was_in_hardirq);
	free_irq(FREE_IRQ, &raised);
	KUNIT_EXPECT_EQ(test, preempt_count(), before);
	KUNIT_EXPECT_FALSE(test, in_hardirq());
}

static bool freeing, handler_ended;

static irqreturn_t ends_late(int irq, void *dev)
{
	WRITE_ONCE(handler_ended, false);
	while (!READ_ONCE(freeing))
		cpu_relax();
	mdelay(10);
	WRITE_ONCE(handler_ended, true);
	return IRQ_HANDLED;
}

static void raise_there(void *unused)
{
	raise_vector(FREE_IRQ);
}

/* What a handler uses may go when free_irq() has returned. */
static void freeing_waits_for_the_handler(struct kunit *test)
{
	if (num_online_cpus() == 1)
		kunit_skip(test, "one CPU");
	KUNIT_ASSERT_EQ(test, request_irq(FREE_IRQ, ends_late, 0, "traps_test", NULL), 0);
	handler_ended = true;
	freeing = false;
	smp_call_function_single(!get_cpu(), raise_there, NULL, 0);
	while (READ_ONCE(handler_ended))
		cpu_relax();
	WRITE_ONCE(freeing, true);
	free_irq(FREE_IRQ, NULL);
	KUNIT_EXPECT_TRUE(test, READ_ONCE(handler_ended));
	put_cpu();
}

static void irq_line_has_one_owner(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, request_irq(FREE_IRQ, save_trace, 0, "traps_test", NULL), 0);
	KUNIT_EXPECT_EQ(test, request_irq(FREE_IRQ, save_trace, 0, "other", NULL), -EBUSY);
	free_irq(FREE_IRQ, NULL);
	KUNIT_EXPECT_EQ(test, request_irq(NR_IRQS, save_trace, 0, "none", NULL), -EINVAL);
	kunit_expect_warnings(test, 1);
	free_irq(FREE_IRQ, NULL);
}

static bool line_masked(unsigned int irq)
{
	void *base = (void *)__fix_to_virt(FIX_IO_APIC_BEGIN);

	if (!ioapic_present)
		return inb(PIC_MASTER_MASK) & 1 << irq;
	writel(IOAPIC_REDIRECTION + 2 * isa_irqs[irq].gsi, base);
	return readl(base + IOAPIC_WINDOW) & IOAPIC_MASKED;
}

static void disabled_irq_needs_as_many_enables(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, line_masked(FREE_IRQ));
	KUNIT_ASSERT_EQ(test, request_irq(FREE_IRQ, save_trace, 0, "traps_test", NULL), 0);
	KUNIT_EXPECT_FALSE(test, line_masked(FREE_IRQ));
	disable_irq(FREE_IRQ);
	disable_irq(FREE_IRQ);
	enable_irq(FREE_IRQ);
	KUNIT_EXPECT_TRUE(test, line_masked(FREE_IRQ));
	enable_irq(FREE_IRQ);
	KUNIT_EXPECT_FALSE(test, line_masked(FREE_IRQ));
	free_irq(FREE_IRQ, NULL);
	KUNIT_EXPECT_TRUE(test, line_masked(FREE_IRQ));
}

/* Line 7 without its bit in service is the controller's excuse for a request that went away. */
static void spurious_irq_reaches_no_handler(struct kunit *test)
{
	if (ioapic_present)
		kunit_skip(test, "the PIC is not in use");
	trace_entries = 0;
	KUNIT_ASSERT_EQ(test, request_irq(SPURIOUS_IRQ, save_trace, 0, "traps_test", NULL), 0);
	raise_vector(SPURIOUS_IRQ);
	free_irq(SPURIOUS_IRQ, NULL);
	KUNIT_EXPECT_EQ(test, trace_entries, 0u);
}

static void jiffies_advance_while_halted(struct kunit *test)
{
	unsigned long start = jiffies;
	u64 clock = local_clock();
	unsigned int wakeups;

	for (wakeups = 0; wakeups < 1000 && !time_after(jiffies, start + 1); wakeups++)
		safe_halt();
	KUNIT_EXPECT_TRUE(test, time_after(jiffies, start + 1));
	KUNIT_EXPECT_GT(test, local_clock(), clock);
}

static void local_clock_never_goes_back(struct kunit *test)
{
	u64 now, last = local_clock();
	unsigned int i;

	for (i = 0; i < 1000; i++, last = now) {
		now = local_clock();
		KUNIT_ASSERT_GE(test, now, last);
	}
}

static void later_time_may_have_wrapped(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, time_after(5ul, -5ul));
	KUNIT_EXPECT_TRUE(test, time_before(-5ul, 5ul));
	KUNIT_EXPECT_FALSE(test, time_after(5ul, 5ul));
}

static void symbols_are_found_both_ways(struct kunit *test)
{
	unsigned long size, offset;

	KUNIT_EXPECT_STREQ(test, kallsyms_lookup((unsigned long)printk + 1, &size, &offset),
			   "printk");
	KUNIT_EXPECT_EQ(test, offset, 1ul);
	KUNIT_EXPECT_GT(test, size, 1ul);
	/* A static function, first and last byte. */
	KUNIT_EXPECT_EQ(test, kallsyms_lookup_name("trace_level_one"),
			(unsigned long)trace_level_one);
	kallsyms_lookup((unsigned long)trace_level_one, &size, &offset);
	KUNIT_EXPECT_STREQ(
		test, kallsyms_lookup((unsigned long)trace_level_one + size - 1, &size, &offset),
		"trace_level_one");
	KUNIT_EXPECT_EQ(test, kallsyms_lookup_name("no_such_function"), 0ul);
}

static void data_has_no_symbol(struct kunit *test)
{
	unsigned long size, offset;

	KUNIT_EXPECT_NULL(test, kallsyms_lookup((unsigned long)trace, &size, &offset));
	KUNIT_EXPECT_NULL(test, kallsyms_lookup((unsigned long)_etext, &size, &offset));
	KUNIT_EXPECT_NULL(test, kallsyms_lookup(0, &size, &offset));
	KUNIT_EXPECT_NULL(test, kallsyms_lookup(-1ul, &size, &offset));
}

/* From the first function on, each one's size leads to the next, without a gap, up to the end of text. */
static void symbols_cover_the_text(struct kunit *test)
{
	unsigned long addr = (unsigned long)do_trap, size, offset;

	while (addr < (unsigned long)_etext) {
		KUNIT_ASSERT_NOT_NULL(test, kallsyms_lookup(addr, &size, &offset));
		KUNIT_ASSERT_EQ(test, offset, 0ul);
		KUNIT_ASSERT_GT(test, size, 0ul);
		addr += size;
	}
	KUNIT_EXPECT_EQ(test, addr, (unsigned long)_etext);
}

static struct kunit_case traps_cases[] = { KUNIT_CASE(breakpoint_keeps_registers),
					   KUNIT_CASE(single_step_ends_after_one_step),
					   KUNIT_CASE(warning_is_counted_and_returns),
					   KUNIT_CASE(backtrace_names_callers_in_order),
					   KUNIT_CASE(backtrace_crosses_an_interrupt),
					   KUNIT_CASE(handlers_run_on_the_irq_stack),
					   KUNIT_CASE(freeing_waits_for_the_handler),
					   KUNIT_CASE(irq_line_has_one_owner),
					   KUNIT_CASE(disabled_irq_needs_as_many_enables),
					   KUNIT_CASE(spurious_irq_reaches_no_handler),
					   KUNIT_CASE(jiffies_advance_while_halted),
					   KUNIT_CASE(local_clock_never_goes_back),
					   KUNIT_CASE(later_time_may_have_wrapped),
					   KUNIT_CASE(symbols_are_found_both_ways),
					   KUNIT_CASE(data_has_no_symbol),
					   KUNIT_CASE(symbols_cover_the_text),
					   {} };

static struct kunit_suite traps_suite = {
	.name = "traps",
	.test_cases = traps_cases,
};
kunit_test_suite(traps_suite);
