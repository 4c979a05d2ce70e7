// SPDX-License-Identifier: MIT
/*
 * arch/i386/smp.c - what CPUs tell each other: be quick, call this, stop
 *
 * Tests: tests/kernel/smp_test.c; stopping: `crash' cases of tests/boot/smp_cases.py
 * Linux: arch/x86/kernel/smp.c
 */
#include <asm/smp.h>

#include <linux/irqflags.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/smp.h>
#include <asm/apic.h>
#include <asm/io.h>
#include <asm/irq.h>
#include <asm/processor.h>
#include <asm/tlbflush.h>

static void send_vector(unsigned int cpu, u32 icr)
{
	apic_send_ipi(cpuid_to_apicid[cpu], icr | APIC_INT_ASSERT);
}

void smp_send_reschedule(int cpu)
{
	if (cpu_online(cpu))
		send_vector(cpu, APIC_DM_FIXED | RESCHEDULE_VECTOR);
}

void arch_send_call_function_single_ipi(int cpu)
{
	send_vector(cpu, APIC_DM_FIXED | CALL_FUNCTION_VECTOR);
}

void smp_forward_tick(void)
{
	unsigned int cpu;

	for_each_online_cpu(cpu)
		if (cpu)
			send_vector(cpu, APIC_DM_FIXED | TICK_VECTOR);
}

/* ---- the end ---- */

/* io_delay() calls: about a second. */
#define STOP_PATIENCE 1000000

static bool stop_asked;

void smp_send_stop(void)
{
	unsigned int cpu, tries, me = raw_smp_processor_id();

	if (cpus_alone())
		return;
	__atomic_store_n(&stop_asked, true, __ATOMIC_SEQ_CST);
	for_each_online_cpu(cpu)
		if (cpu != me)
			send_vector(cpu, APIC_DM_NMI);
	for (tries = 0; tries < STOP_PATIENCE && num_online_cpus() > 1; tries++)
		io_delay();
	if (num_online_cpus() > 1)
		pr_emerg("smp: %u CPUs do not stop\n", num_online_cpus() - 1);
}

void __noreturn smp_stop_this_cpu(void)
{
	local_irq_disable();
	set_cpu_online(raw_smp_processor_id(), false);
	for (;;)
		__asm__ __volatile__("hlt");
}

void smp_stop_if_asked(void)
{
	if (READ_ONCE(stop_asked))
		smp_stop_this_cpu();
}
