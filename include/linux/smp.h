// SPDX-License-Identifier: MIT
/*
 * linux/smp.h - which CPU this is, and functions called on the others
 *
 * Tests: tests/kernel/smp_test.c
 */
#ifndef LINUX_SMP_H
#define LINUX_SMP_H

#include <linux/cpumask.h>
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <asm/percpu.h>

DECLARE_PER_CPU(unsigned int, cpu_number);

/* 0 is the boot CPU. smp_processor_id(): the caller cannot be moved to another one meanwhile. */
#define raw_smp_processor_id() this_cpu_read(cpu_number)
#define smp_processor_id() raw_smp_processor_id()

/* Has @cpu call scheduler_ipi(). Context: any but NMI, interrupts on or off. */
void smp_send_reschedule(int cpu);

/* The thread stays on its CPU until put_cpu(). */
#define get_cpu()                                                                                  \
	({                                                                                         \
		preempt_disable();                                                                 \
		smp_processor_id();                                                                \
	})
#define put_cpu() preempt_enable()

/* Called with interrupts off, in an interrupt handler where it is another CPU's. Must not sleep. */
typedef void (*smp_call_func_t)(void *info);

/**
 * smp_call_function_single - call a function on one CPU
 * @cpu:  online; may be this one
 * @wait: return when @func has returned; otherwise as soon as the call is on its way, and @info must stay
 *
 * Calls from one CPU to another are carried out in their order.
 *
 * Context: interrupts on, so that two CPUs may call each other; not in an interrupt handler. May be in a section.
 * Return:  0; -ENXIO: that CPU is not online.
 */
int smp_call_function_single(int cpu, smp_call_func_t func, void *info, int wait);

/**
 * smp_call_function_mask - the same on all online CPUs of a set but this one
 * @here: and, meanwhile, on this one, in the set or not
 *
 * Context: as above. Linux: smp_call_function_many_cond(); callers use its cases below, that of some of the others with
 * preemption off.
 */
void smp_call_function_mask(const struct cpumask *mask, smp_call_func_t func, void *info, bool wait,
			    bool here);
#define smp_call_function_many(mask, func, info, wait)                                             \
	smp_call_function_mask(mask, func, info, wait, false)
#define smp_call_function(func, info, wait)                                                        \
	smp_call_function_mask(cpu_online_mask, func, info, wait, false)
#define on_each_cpu(func, info, wait)                                                              \
	smp_call_function_mask(cpu_online_mask, func, info, wait, true)

/* The same on the CPUs of a set, this one too if it is in it. */
static inline void on_each_cpu_mask(const struct cpumask *mask, smp_call_func_t func, void *info,
				    bool wait)
{
	unsigned long flags;
	int cpu = get_cpu();

	smp_call_function_many(mask, func, info, wait);
	if (cpumask_test_cpu(cpu, mask)) {
		local_irq_save(flags);
		func(info);
		local_irq_restore(flags);
	}
	put_cpu();
}

/* Carries out what other CPUs have asked for. Context: handler of the IPI. */
void generic_smp_call_function_interrupt(void);

#endif
