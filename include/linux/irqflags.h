// SPDX-License-Identifier: MIT
/*
 * linux/irqflags.h - interrupts of this CPU on and off
 *
 * flags is an unsigned long in the caller, restored on the same CPU.
 */
#ifndef LINUX_IRQFLAGS_H
#define LINUX_IRQFLAGS_H

#include <asm/irqflags.h>

#define local_irq_disable() arch_local_irq_disable()
#define local_irq_enable() arch_local_irq_enable()
#define local_irq_save(flags) ((flags) = arch_local_irq_save())
#define local_irq_restore(flags) arch_local_irq_restore(flags)
#define local_save_flags(flags) ((flags) = arch_local_save_flags())
#define irqs_disabled() arch_irqs_disabled()
#define irqs_disabled_flags(flags) arch_irqs_disabled_flags(flags)

#endif
