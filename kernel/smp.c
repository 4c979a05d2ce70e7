// SPDX-License-Identifier: MIT
/*
 * kernel/smp.c - functions called on other CPUs
 *
 *   sender's calls[target] ──> target's call_queue (newest first, no lock) ──> IPI, if the queue was empty ──> target calls all
 *
 * Each CPU has one struct call for each other one. It is locked from the moment it is filled until the target has copied it,
 * or, where the sender waits, until the function has returned. So a queue has one call of each sender at most, and its order
 * does not matter.
 *
 * Read first: send_call().
 * Tests:      tests/kernel/smp_test.c
 * Linux:      kernel/smp.c. Left out: calls to idle CPUs without an IPI.
 */
#include <linux/smp.h>

#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/irqflags.h>
#include <linux/percpu.h>
#include <asm/processor.h>
#include <asm/smp.h>

enum { CALL_LOCKED = 1, CALL_WAITED_FOR = 2 };

struct call {
	struct call *next;
	smp_call_func_t func;
	void *info;
	unsigned int flags;
};

static DEFINE_PER_CPU(struct call *, call_queue);
static DEFINE_PER_CPU(struct call, calls[NR_CPUS]);

static void wait_for_call(struct call *call)
{
	while (__atomic_load_n(&call->flags, __ATOMIC_ACQUIRE) & CALL_LOCKED)
		cpu_relax();
}

static void end_call(struct call *call)
{
	__atomic_store_n(&call->flags, 0, __ATOMIC_RELEASE);
}

static void send_call(unsigned int cpu, smp_call_func_t func, void *info, bool wait)
{
	struct call *call = this_cpu_ptr(&calls[cpu]);
	struct call **queue = per_cpu_ptr(&call_queue, cpu);

	wait_for_call(call);
	call->func = func;
	call->info = info;
	call->flags = CALL_LOCKED | (wait ? CALL_WAITED_FOR : 0);
	call->next = READ_ONCE(*queue);
	while (!__atomic_compare_exchange_n(queue, &call->next, call, false, __ATOMIC_SEQ_CST,
					    __ATOMIC_RELAXED))
		cpu_relax();
	/* Whoever found the queue empty has sent an IPI that is still to come. */
	if (!call->next)
		arch_send_call_function_single_ipi(cpu);
}

void smp_call_function_mask(const struct cpumask *mask, smp_call_func_t func, void *info, bool wait,
			    bool here)
{
	struct cpumask others;
	unsigned long flags;
	unsigned int cpu;

	preempt_disable();
	/* Two CPUs that wait for each other with interrupts off wait for ever, and a handler would come between filling a call. */
	WARN_ON(irqs_disabled() && cpumask_weight(cpu_online_mask) > 1);
	cpumask_and(&others, mask, cpu_online_mask);
	__cpumask_clear_cpu(smp_processor_id(), &others);
	for_each_cpu(cpu, &others)
		send_call(cpu, func, info, wait);
	if (here) {
		local_irq_save(flags);
		func(info);
		local_irq_restore(flags);
	}
	if (wait)
		for_each_cpu(cpu, &others)
			wait_for_call(this_cpu_ptr(&calls[cpu]));
	preempt_enable();
}

int smp_call_function_single(int cpu, smp_call_func_t func, void *info, int wait)
{
	if ((unsigned int)cpu >= NR_CPUS || !cpu_online(cpu))
		return -ENXIO;
	preempt_disable();
	smp_call_function_mask(cpumask_of(cpu), func, info, wait, cpu == smp_processor_id());
	preempt_enable();
	return 0;
}

void generic_smp_call_function_interrupt(void)
{
	struct call *call = __atomic_exchange_n(this_cpu_ptr(&call_queue), NULL, __ATOMIC_SEQ_CST);
	struct call *next;

	for (; call; call = next) {
		smp_call_func_t func = call->func;
		void *info = call->info;
		bool waited_for = call->flags & CALL_WAITED_FOR;

		next = call->next;
		if (!waited_for)
			end_call(call);
		func(info);
		if (waited_for)
			end_call(call);
	}
}
