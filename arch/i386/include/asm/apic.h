// SPDX-License-Identifier: MIT
/*
 * asm/apic.h - local APIC and IO-APIC: interrupts on a machine with several CPUs
 *
 *   device ──> IO-APIC pin ──> vector, CPU ──┐
 *   CPU ──> ICR of its local APIC: an IPI ───┼──> local APIC ──> CPU
 *   local APIC's timer ──────────────────────┘
 *
 * What there is, the MADT says (madt.c). Without MADT, with nolapic, or where the registers do not answer, apic_present is
 * false and PIC and PIT serve the only CPU.
 */
#ifndef ASM_APIC_H
#define ASM_APIC_H

#include <linux/threads.h>
#include <linux/types.h>
#include <asm/fixmap.h>
#include <asm/io.h>

/* Registers (SDM vol. 3, table 11-1). */
#define APIC_ID 0x20
#define APIC_LVR 0x30 /* version */
#define APIC_TASKPRI 0x80
#define APIC_EOI 0xb0
#define APIC_SPIV 0xf0
#define APIC_SPIV_ENABLED (1 << 8)
#define APIC_ISR 0x100 /* in service: eight words, 16 bytes apart */
#define APIC_ESR 0x280
#define APIC_ICR 0x300
#define APIC_ICR2 0x310 /* destination, bits 24-31 */
#define APIC_LVTT 0x320 /* timer */
#define APIC_LVT0 0x350
#define APIC_LVT1 0x360
#define APIC_LVTERR 0x370
#define APIC_TMICT 0x380 /* timer: where it starts */
#define APIC_TMCCT 0x390 /* and where it is */
#define APIC_TDCR 0x3e0

/* Delivery modes of ICR and LVT, and their other bits. */
#define APIC_DM_FIXED 0x000
#define APIC_DM_NMI 0x400
#define APIC_DM_INIT 0x500
#define APIC_DM_STARTUP 0x600
#define APIC_DM_EXTINT 0x700
#define APIC_ICR_BUSY (1 << 12)
#define APIC_INT_ASSERT (1 << 14)
#define APIC_INT_LEVELTRIG (1 << 15)
#define APIC_LVT_MASKED (1 << 16)
#define APIC_LVT_PERIODIC (1 << 17)
#define APIC_TDR_DIV_16 0x3

/* What MADT and the command line leave to be used. */
extern bool apic_present, ioapic_present;

/* CPU number ──> number of its local APIC. */
extern u8 cpuid_to_apicid[NR_CPUS];

/* An interrupt line of the ISA bus: where it arrives, and how. */
struct isa_irq {
	u32 gsi;
	bool level, active_low;
};
#define NR_ISA_IRQS 16
extern struct isa_irq isa_irqs[NR_ISA_IRQS];

#define MAX_IO_APICS (FIX_IO_APIC_END - FIX_IO_APIC_BEGIN + 1)

struct ioapic {
	u32 phys, gsi_base;
};
extern struct ioapic ioapics[MAX_IO_APICS];
extern unsigned int nr_ioapics;

/* LINT pin of the local APICs that an NMI comes in at; -1: none. */
extern int apic_nmi_lint;

static __always_inline u32 apic_read(u32 reg)
{
	return readl((void *)__fix_to_virt(FIX_APIC) + reg);
}

static __always_inline void apic_write(u32 reg, u32 val)
{
	writel(val, (void *)__fix_to_virt(FIX_APIC) + reg);
}

static __always_inline void apic_eoi(void)
{
	apic_write(APIC_EOI, 0);
}

/**
 * apic_init - find local APIC, IO-APICs and CPUs, and switch on the boot CPU's local APIC
 *
 * Fills in cpu_possible_mask. From here on the boot CPU's local APIC passes the PIC's interrupts.
 *
 * Context: boot CPU, once, memblock gives out memory, before setup_per_cpu_areas().
 */
void apic_init(void);

/* madt.c: reads the table, as long as @boot_apicid or the address of the local APIC do not rule it out. False: no table. */
bool madt_parse(void);
/* madt.c: numbers the CPUs of the table; the one with this local APIC is CPU 0. */
void madt_number_cpus(u32 boot_apicid);
/* Address of the local APICs, as the table gives it. */
extern u32 apic_phys;

/* Switches on this CPU's local APIC. */
void setup_local_apic(void);

/**
 * apic_send_ipi - raise a vector, or an NMI, INIT, STARTUP, on another CPU
 * @apicid: number of the receiver's local APIC
 * @icr:    low word of the command: delivery mode, vector, trigger
 *
 * Waits until the one before is under way, but not for ever. Context: any; an interrupt handler may come between, an NMI not.
 */
void apic_send_ipi(u32 apicid, u32 icr);

/* An interrupt that comes from the local APIC itself or from another CPU. Context: do_IRQ(). */
void apic_interrupt(unsigned int vector);

/**
 * apic_timer_calibrate - measure the timer that apic_init() has started against local_clock()
 *
 * Return: false when there is none to be trusted, then the PIT ticks. Context: boot CPU, once, before the first tick.
 */
bool apic_timer_calibrate(void);

/* This CPU's timer raises LOCAL_TIMER_VECTOR HZ times a second from now on. Context: interrupts off. */
void apic_timer_start(void);

/* IO-APIC: one pin for each ISA line, all masked, to the boot CPU at the vectors that the PIC would use. */
void ioapic_init(void);
/* Sets up the pin of a line. Return: there is such a pin. */
bool ioapic_mask(unsigned int irq, bool masked);

#endif
