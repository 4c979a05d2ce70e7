// SPDX-License-Identifier: MIT
/*
 * arch/i386/apic.c - the local APIC: each CPU's interrupt controller, timer, and telephone to the others
 *
 *   LINT0 <── PIC, on the boot CPU, while no IO-APIC takes its lines      LINT1 <── NMI, mostly
 *
 * The registers lie at the same address for all CPUs; each sees its own. nolapic, nolapic_timer: not used.
 *
 * Tests: tests/kernel/smp_test.c, traps_test.c
 * Linux: arch/x86/kernel/apic/apic.c. Intel SDM vol. 3, chapter 11. Left out: x2APIC, 82489DX, logical destinations.
 */
#include <asm/apic.h>

#include <linux/cache.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>
#include <linux/smp.h>
#include <asm/cpufeature.h>
#include <asm/irq.h>
#include <asm/processor.h>
#include <asm/timex.h>

bool apic_present __ro_after_init, ioapic_present __ro_after_init;

DEFINE_PER_CPU(struct irq_stat, irq_stat);

static bool lapic_wanted __initdata = true, timer_wanted __initdata = true;

early_param_set("nolapic", lapic_wanted, false);
early_param_set("nolapic_timer", timer_wanted, false);

/* ---- the timer ---- */

/* Time to measure for: an error of a microsecond is 1/5000. */
#define CALIBRATION_NS 5000000
#define CALIBRATION_SPINS 10000000

static u64 count_started; /* local_clock() */
static u32 ticks_per_jiffy __ro_after_init;

static void __init apic_timer_count(void)
{
	apic_write(APIC_LVTT, APIC_LVT_MASKED | LOCAL_TIMER_VECTOR);
	apic_write(APIC_TDCR, APIC_TDR_DIV_16);
	apic_write(APIC_TMICT, ~0u);
	count_started = local_clock();
}

bool __init apic_timer_calibrate(void)
{
	u64 elapsed, count;
	u32 spins = 0;

	if (!apic_present || !timer_wanted)
		return false;
	do {
		elapsed = local_clock() - count_started;
		count = ~apic_read(APIC_TMCCT);
	} while (elapsed < CALIBRATION_NS && spins++ < CALIBRATION_SPINS);
	/* No count, or one that has run out, measures nothing. */
	if (elapsed < CALIBRATION_NS || elapsed >> 32 || count < 1000 || count == ~0u)
		return false;
	ticks_per_jiffy = div_u64(count * (1000000000 / HZ), elapsed);
	pr_info("APIC timer: %u.%03u MHz\n", ticks_per_jiffy * 16 / (1000000 / HZ),
		ticks_per_jiffy * 16 / (1000 / HZ) % 1000);
	return true;
}

void apic_timer_start(void)
{
	if (!ticks_per_jiffy)
		return;
	apic_write(APIC_TDCR, APIC_TDR_DIV_16);
	apic_write(APIC_LVTT, APIC_LVT_PERIODIC | LOCAL_TIMER_VECTOR);
	apic_write(APIC_TMICT, ticks_per_jiffy);
}

/* ---- sending and receiving ---- */

#define ICR_PATIENCE 1000000 /* a panic must not end here */

void apic_send_ipi(u32 apicid, u32 icr)
{
	unsigned long flags;
	u32 spins = 0;

	local_irq_save(flags);
	while (apic_read(APIC_ICR) & APIC_ICR_BUSY && spins++ < ICR_PATIENCE)
		cpu_relax();
	apic_write(APIC_ICR2, apicid << 24);
	apic_write(APIC_ICR, icr);
	local_irq_restore(flags);
}

static void report_error(void)
{
	apic_write(APIC_ESR, 0); /* what has been gathered can be read now */
	pr_err("APIC error on CPU%u: %02x\n", raw_smp_processor_id(), apic_read(APIC_ESR));
}

void apic_interrupt(unsigned int vector)
{
	struct irq_stat *stat = this_cpu_ptr(&irq_stat);

	/* That one is in no register as being in service. */
	if (vector == SPURIOUS_APIC_VECTOR) {
		stat->spurious++;
		return;
	}
	apic_eoi();
	switch (vector) {
	case LOCAL_TIMER_VECTOR:
	case TICK_VECTOR:
		stat->timer++;
		timer_tick();
		break;
	case RESCHEDULE_VECTOR:
		stat->reschedule++;
		scheduler_ipi();
		break;
	case CALL_FUNCTION_VECTOR:
		stat->call_function++;
		generic_smp_call_function_interrupt();
		break;
	case ERROR_APIC_VECTOR:
		stat->error++;
		report_error();
	}
}

/* ---- switching it on ---- */

void setup_local_apic(void)
{
	u32 extint = APIC_DM_EXTINT, nmi = APIC_DM_NMI, masked = APIC_LVT_MASKED;
	int i;

	if (smp_processor_id() || ioapic_present)
		extint |= masked;
	apic_write(APIC_TASKPRI, 0);
	apic_write(APIC_SPIV, APIC_SPIV_ENABLED | SPURIOUS_APIC_VECTOR);
	apic_write(APIC_LVT0, apic_nmi_lint == 0 ? nmi : extint);
	apic_write(APIC_LVT1, apic_nmi_lint == 1 ? nmi : masked);
	apic_write(APIC_ESR, 0);
	apic_write(APIC_LVTERR, ERROR_APIC_VECTOR);
	/* What the firmware had in service would block its priority for ever. */
	for (i = 0; i < 256 / 32; i++)
		while (apic_read(APIC_ISR + i * 16))
			apic_eoi();
}

/* Integrated ones have versions 10 to 1f; nobody there reads as all ones. CPUID need not know: a 486 in QEMU has one. */
static bool __init apic_answers(void)
{
	return (apic_read(APIC_LVR) & 0xf0) == 0x10 && apic_read(APIC_LVR) != ~0u;
}

void __init apic_init(void)
{
	if (!lapic_wanted || !madt_parse() || !apic_phys)
		return;
	__set_fixmap(FIX_APIC, apic_phys, PAGE_KERNEL_NOCACHE);
	if (!apic_answers()) {
		pr_warn("APIC: nothing answers at %#x; one CPU, PIC and PIT\n", apic_phys);
		__set_fixmap(FIX_APIC, 0, PAGE_NONE);
		return;
	}
	apic_present = true;
	madt_number_cpus(apic_read(APIC_ID) >> 24);
	setup_local_apic();
	apic_timer_count();
}
