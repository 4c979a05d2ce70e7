// SPDX-License-Identifier: MIT
/*
 * arch/i386/tlb.c - translations that other CPUs remember
 *
 *   flush ──> this CPU: at once
 *         ──> CPUs that run something: an IPI, which is waited for
 *         ──> CPUs that halt in the idle thread: marked; the next interrupt flushes all, before its handler
 *
 * tlb_state of a CPU:   0 ── it halts ──> TLB_IDLE ── another CPU flushes ──> TLB_STALE
 *                       ^─── interrupt ────────┴───────────────────────────────┘
 *
 * All CPUs share the one address space, so each may know any translation, but one that halts uses none but those of the image
 * and of its own stack, which stay.
 *
 * Tests: tests/kernel/tlb_test.c
 * Linux: arch/x86/mm/tlb.c. There kernel addresses are flushed on all CPUs by IPI, and only user ones lazily.
 */
#include <asm/tlbflush.h>

#include <linux/atomic.h>
#include <linux/console.h>
#include <linux/monitor.h>
#include <linux/percpu.h>
#include <linux/smp.h>
#include <asm/irq.h>

DEFINE_PER_CPU(unsigned int, tlb_state);
DEFINE_PER_CPU(unsigned int, tlb_events[NR_TLB_EVENTS]);

struct flush {
	unsigned long start, end;
};

static void flush_for_other(void *info)
{
	const struct flush *flush = info;

	this_cpu_ptr(&irq_stat)->tlb_shootdown++;
	local_flush_tlb_kernel_range(flush->start, flush->end);
}

/* A CPU that halts now will flush when it goes on. */
static bool leave_to_idle(unsigned int cpu)
{
	unsigned int state = TLB_IDLE;

	return try_cmpxchg(per_cpu_ptr(&tlb_state, cpu), &state, TLB_STALE) || state == TLB_STALE;
}

void smp_flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	struct flush flush = { start, end };
	struct cpumask busy = {};
	unsigned int cpu;

	preempt_disable();
	local_flush_tlb_kernel_range(start, end);
	for_each_online_cpu(cpu)
		if (cpu == smp_processor_id())
			continue;
		else if (leave_to_idle(cpu))
			this_cpu_inc(tlb_events[TLB_LEFT_TO_IDLE]);
		else
			__cpumask_set_cpu(cpu, &busy);
	this_cpu_add(tlb_events[TLB_IPI_SENT], cpumask_weight(&busy));
	smp_call_function_many(&busy, flush_for_other, &flush, true);
	preempt_enable();
}

void tlb_leave_idle(void)
{
	if (this_cpu_xchg(tlb_state, 0) == TLB_STALE)
		__flush_tlb_all();
}

static void show_row(const char *name, const unsigned int *counts)
{
	unsigned int cpu;

	console_printf("%-30s", name);
	for_each_online_cpu(cpu)
		console_printf(" %10u", *per_cpu_ptr(counts, cpu));
	console_printf("\n");
}

static int show_tlb(int argc, char **argv)
{
	unsigned int cpu;

	console_printf("%-30s", "");
	for_each_online_cpu(cpu)
		console_printf("      CPU%-2u", cpu);
	console_printf("\n");
	show_row("nr_tlb_local_flush_one", &tlb_events[TLB_FLUSH_ONE]);
	show_row("nr_tlb_local_flush_range", &tlb_events[TLB_FLUSH_RANGE]);
	show_row("nr_tlb_local_flush_all", &tlb_events[TLB_FLUSH_ALL]);
	show_row("nr_tlb_remote_flush_received", &irq_stat.tlb_shootdown);
	show_row("nr_tlb_ipi_sent", &tlb_events[TLB_IPI_SENT]);
	show_row("nr_tlb_left_to_idle", &tlb_events[TLB_LEFT_TO_IDLE]);
	return 0;
}
MONITOR_COMMAND(tlbstat, "", "what each CPU has done to forget translations", show_tlb);
