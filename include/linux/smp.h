// SPDX-License-Identifier: MIT
/*
 * linux/smp.h - which CPU this is
 */
#ifndef LINUX_SMP_H
#define LINUX_SMP_H

#include <linux/preempt.h>
#include <asm/percpu.h>

DECLARE_PER_CPU(unsigned int, cpu_number);

/* 0 is the boot CPU. smp_processor_id(): the caller cannot be moved to another one meanwhile. */
#define raw_smp_processor_id() this_cpu_read(cpu_number)
#define smp_processor_id() raw_smp_processor_id()

/* The thread stays on its CPU until put_cpu(). */
#define get_cpu()                                                                                  \
	({                                                                                         \
		preempt_disable();                                                                 \
		smp_processor_id();                                                                \
	})
#define put_cpu() preempt_enable()

#endif
