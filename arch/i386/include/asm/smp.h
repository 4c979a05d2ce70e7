// SPDX-License-Identifier: MIT
/*
 * asm/smp.h - starting the other CPUs, waking them, stopping them
 */
#ifndef ASM_SMP_H
#define ASM_SMP_H

#include <linux/compiler.h>
#include <linux/types.h>

/**
 * smp_prepare_cpus - keep a page below 1 MiB for the code that other CPUs start in
 *
 * Context: boot CPU, once, memblock gives out memory, after apic_init().
 */
void smp_prepare_cpus(void);

/**
 * smp_init - start all possible CPUs, one after the other
 *
 * Each begins on the stack of its idle thread (fork_idle()), with preemption and interrupts off, and ends up in
 * cpu_startup_entry(), online. One that does not answer within a second is named in the log and left out.
 *
 * Context: boot CPU, once, interrupts on, init sections still mapped.
 */
void smp_init(void);

/* Has scheduler_ipi() called there, in an interrupt handler, if that CPU is online. Context: any but NMI. */
void smp_send_reschedule(int cpu);
void arch_send_call_function_single_ipi(int cpu);

/* The other CPUs' share of a tick of the PIT. Context: boot CPU, interrupt handler. */
void smp_forward_tick(void);

/**
 * smp_send_stop - stop all other CPUs, by NMI, wherever they are
 *
 * They finish nothing and give no lock back. Returns when they have stopped, or after a second.
 *
 * Context: any; panic only. There is no way back.
 */
void smp_send_stop(void);

/* An NMI: does not return if it comes from smp_send_stop(). */
void smp_stop_if_asked(void);

/* This CPU stops here, not online any more. */
void __noreturn smp_stop_this_cpu(void);

/* A CPU that was just started, on its idle thread's stack. Called by trampoline.asm. */
asmlinkage void __noreturn start_secondary(void);

#endif
