// SPDX-License-Identifier: MIT
/*
 * asm/irq.h - interrupt lines and the vectors they arrive at
 */
#ifndef ASM_IRQ_H
#define ASM_IRQ_H

struct pt_regs;

/* The two 8259s deliver lines 0-7 and 8-15 at vectors 32-47, behind the exceptions. */
#define FIRST_IRQ_VECTOR 32
#define NR_IRQS 16
#define NR_VECTORS (FIRST_IRQ_VECTOR + NR_IRQS)

#define TIMER_IRQ 0
#define SERIAL_IRQ 4 /* COM1 */

/* One line has been raised. Context: interrupts off; do_trap() only. */
void do_IRQ(struct pt_regs *regs);

#endif
