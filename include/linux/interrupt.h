// SPDX-License-Identifier: MIT
/*
 * linux/interrupt.h - drivers and their interrupt lines
 */
#ifndef LINUX_INTERRUPT_H
#define LINUX_INTERRUPT_H

#include <linux/types.h>

typedef enum irqreturn {
	IRQ_NONE = 0, /* not from this device */
	IRQ_HANDLED = 1,
} irqreturn_t;

typedef irqreturn_t (*irq_handler_t)(int irq, void *dev);

/**
 * request_irq - take an interrupt line and let it in
 * @irq:     0-15
 * @handler: runs with interrupts off on the CPU's interrupt stack; must not sleep
 * @flags:   0; lines are not shared
 * @name:    shown by `interrupts'; must stay
 * @dev:     handed to @handler
 *
 * Context: any. Return: 0; -EINVAL: no such line; -EBUSY: somebody else has it.
 */
int request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags, const char *name,
		void *dev);

/* Masks the line, gives it back, and waits for the end of its handler. @dev as in request_irq(). Context: not in that handler. */
void free_irq(unsigned int irq, void *dev);

/* Masks and unmasks a line. Calls nest: as many enables as disables. The handler may still run, as after disable_irq_nosync(). */
#define disable_irq(irq) irq_change_depth(irq, 1)
#define enable_irq(irq) irq_change_depth(irq, -1)
void irq_change_depth(unsigned int irq, int change);

#endif
