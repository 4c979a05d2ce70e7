// SPDX-License-Identifier: MIT
/*
 * asm/irq.h - interrupt lines and the vectors they arrive at
 */
#ifndef ASM_IRQ_H
#define ASM_IRQ_H

#include <asm/percpu.h>

struct pt_regs;

/*
 *   32-47   lines 0-15 of the ISA bus, from the two 8259s or the IO-APIC
 *   48-63   local APIC: of a higher priority class than any line (SDM vol. 3, 11.8.3)
 *   64      its timer: a Pentium or P6 holds two interrupts of a class, and loses a third that comes from within
 */
#define FIRST_IRQ_VECTOR 32
#define NR_IRQS 16
#define FIRST_APIC_VECTOR (FIRST_IRQ_VECTOR + NR_IRQS)
#define LOCAL_TIMER_VECTOR (FIRST_APIC_VECTOR + 16)
#define TICK_VECTOR (FIRST_APIC_VECTOR + 1) /* the boot CPU has had a tick of the PIT */
#define RESCHEDULE_VECTOR (FIRST_APIC_VECTOR + 2)
#define CALL_FUNCTION_VECTOR (FIRST_APIC_VECTOR + 3)
#define ERROR_APIC_VECTOR (FIRST_APIC_VECTOR + 4)
#define SPURIOUS_APIC_VECTOR                                                                       \
	(FIRST_APIC_VECTOR + 15) /* its low four bits are set on old CPUs, whatever is written */
#define NR_VECTORS (FIRST_APIC_VECTOR + 17)

#define TIMER_IRQ 0

/* Interrupts of a CPU that come from no line. */
struct irq_stat {
	unsigned int timer, reschedule, call_function, tlb_shootdown, error, spurious, nmi;
};
DECLARE_PER_CPU(struct irq_stat, irq_stat);

/* An interrupt has come. Context: interrupts off; do_trap() only. */
void do_IRQ(struct pt_regs *regs);

#endif
