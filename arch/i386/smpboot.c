// SPDX-License-Identifier: MIT
/*
 * arch/i386/smpboot.c - start the other CPUs
 *
 *   boot CPU: INIT, STARTUP ──> trampoline.asm ──> start_secondary(), online ──> cpu_startup_entry()
 *
 * One after the other: they share the trampoline's parameters and initial_stack. A CPU that is late finds that it was
 * given up and stops; INIT sees to it that one that comes later still stays where it is.
 *
 * Tests: tests/kernel/smp_test.c; tests/boot/smp_cases.py, with a CPU that is not there
 * Linux: arch/x86/kernel/smpboot.c. Intel SDM vol. 3, 9.4.4.
 */
#include <asm/smp.h>

#include <linux/delay.h>
#include <linux/init.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>
#include <linux/string.h>
#include <asm/apic.h>
#include <asm/cpufeature.h>
#include <asm/desc.h>
#include <asm/pgtable.h>
#include <asm/processor.h>
#include <asm/timex.h>
#include <asm/tlbflush.h>

/* As in trampoline.asm, 4 bytes from its start. */
struct trampoline_params {
	struct desc_ptr gdt;
	u32 protected_ip;
	u16 protected_cs;
	struct desc_ptr cpu_gdt;
	u32 cr0, cr3, cr4, efer;
} __packed;

#define PARAMS_OFFSET 4

extern char trampoline_start[], trampoline_end[];

static phys_addr_t trampoline __initdata;

/* Where trampoline.asm takes the stack of the CPU that starts. */
unsigned long initial_stack;

static enum { STARTING, RUNNING, GIVEN_UP } secondary_state;

#define INIT_WAIT_MS 10	   /* SDM; CPUs from the Pentium Pro on do not need it */
#define STARTUP_WAIT_MS 10 /* then the second STARTUP */
#define ONLINE_WAIT_MS 1000

void __init smp_prepare_cpus(void)
{
	if (num_possible_cpus() == 1)
		return;
	trampoline = memblock_phys_alloc_range(PAGE_SIZE, PAGE_SIZE, PAGE_SIZE, ISA_START);
	if (!trampoline)
		pr_warn("smpboot: no free page below 640 KiB to start other CPUs in\n");
}

/* The page is mapped where it is, so that paging can be switched on in it. */
static void __init map_trampoline(bool present)
{
	set_pte(pte_offset_kernel(pmd_off_k(trampoline), trampoline),
		present ? pfn_pte(PHYS_PFN(trampoline), PAGE_KERNEL_EXEC) : (pte_t){ 0 });
	flush_tlb_one_kernel(trampoline);
}

static void __init fill_trampoline(unsigned int cpu)
{
	struct trampoline_params *params = __va(trampoline + PARAMS_OFFSET);

	memcpy(__va(trampoline), trampoline_start, trampoline_end - trampoline_start);
	params->gdt.base += trampoline;
	params->protected_ip += trampoline;
	params->cpu_gdt = prepare_descriptors(cpu);
	params->cr0 = read_cr0();
	params->cr3 = read_cr3();
	if (boot_cpu_data.features)
		params->cr4 = read_cr4();
	if (IS_ENABLED(CONFIG_X86_PAE) && cpu_has(X86_FEATURE_NX))
		params->efer = EFER_NX;
}

/* Return: the CPU has come online. local_clock() keeps the clock that it will start with fresh. */
static bool __init wait_online(unsigned int cpu, unsigned int ms)
{
	u64 end = local_clock() + ms * 1000000ULL;

	while (!cpu_online(cpu) && local_clock() < end)
		cpu_relax();
	return cpu_online(cpu);
}

/* On a Pentium INIT is a level that has to be taken away again; later CPUs ignore that. */
static void __init send_init(u32 apicid)
{
	apic_send_ipi(apicid, APIC_DM_INIT | APIC_INT_LEVELTRIG | APIC_INT_ASSERT);
	if (boot_cpu_data.family < 6)
		mdelay(INIT_WAIT_MS);
	apic_send_ipi(apicid, APIC_DM_INIT | APIC_INT_LEVELTRIG);
}

static bool __init wake_cpu(unsigned int cpu)
{
	u32 apicid = cpuid_to_apicid[cpu];
	int tries;

	send_init(apicid);
	for (tries = 0; tries < 2; tries++) {
		apic_send_ipi(apicid, APIC_DM_STARTUP | APIC_INT_ASSERT | trampoline >> PAGE_SHIFT);
		if (wait_online(cpu, tries ? ONLINE_WAIT_MS : STARTUP_WAIT_MS))
			return true;
	}
	if (__atomic_exchange_n(&secondary_state, GIVEN_UP, __ATOMIC_SEQ_CST) == RUNNING)
		return wait_online(cpu, ONLINE_WAIT_MS);
	send_init(apicid);
	return false;
}

static void __init start_cpu(unsigned int cpu)
{
	struct task_struct *idle = fork_idle(cpu);

	if (!idle) {
		pr_err("smpboot: no memory for the idle thread of CPU%u\n", cpu);
		return;
	}
	per_cpu(current_task, cpu) = idle;
	per_cpu(__preempt_count, cpu) = PREEMPT_ENABLED + PREEMPT_OFFSET;
	initial_stack = (unsigned long)idle->stack + THREAD_SIZE;
	secondary_state = STARTING;
	fill_trampoline(cpu);
	if (!wake_cpu(cpu))
		pr_err("smpboot: CPU%u with APIC %u does not answer; left out\n", cpu,
		       cpuid_to_apicid[cpu]);
}

void __init smp_init(void)
{
	unsigned int cpu;

	if (!trampoline)
		return;
	map_trampoline(true);
	for_each_possible_cpu(cpu)
		if (cpu)
			start_cpu(cpu);
	map_trampoline(false);
	pr_info("smp: Brought up %u CPUs\n", num_online_cpus());
}

asmlinkage void __noreturn start_secondary(void)
{
	load_idt_and_tss();
	pat_init();
	setup_local_apic();
	clock_start_cpu();
	if (__atomic_exchange_n(&secondary_state, RUNNING, __ATOMIC_SEQ_CST) == GIVEN_UP)
		smp_stop_this_cpu();
	apic_timer_start();
	set_cpu_online(smp_processor_id(), true);
	cpu_startup_entry();
}
