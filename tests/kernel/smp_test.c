// SPDX-License-Identifier: MIT
/*
 * tests/kernel/smp_test.c - several CPUs: started, called, ticking, made to forget; their APICs
 *
 * Contention is what on_each_cpu() gives: the same function on all CPUs at once, in interrupt handlers.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/highmem.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/vmalloc.h>
#include <asm/apic.h>
#include <asm/desc.h>
#include <asm/irq.h>
#include <asm/pgtable.h>
#include <asm/processor.h>
#include <asm/smp.h>
#include <asm/tlbflush.h>

#include "held.h"

static int needs_two(struct kunit *test)
{
	if (num_online_cpus() == 1)
		kunit_skip(test, "one CPU");
	return 0;
}

static struct seen {
	struct task_struct *task;
	unsigned long sp, irq_stack, doublefault_stack;
	unsigned int cpu;
	bool in_handler, irqs_off;
} seen[NR_CPUS];

static void look(void *info)
{
	struct seen *s = &seen[smp_processor_id()];

	*s = (struct seen){ .task = current,
			    .sp = (unsigned long)__builtin_frame_address(0),
			    .irq_stack = this_cpu_read(irq_stack),
			    .doublefault_stack = this_cpu_read(doublefault_stack),
			    .cpu = smp_processor_id(),
			    .in_handler = in_hardirq(),
			    .irqs_off = irqs_disabled() };
}

/* What the MADT lists and the command line allows runs, each CPU with a number, a thread and stacks of its own. */
static void each_cpu_has_its_own(struct kunit *test)
{
	unsigned int cpu, other;

	KUNIT_EXPECT_EQ(test, num_online_cpus(), num_possible_cpus());
	memset(seen, 0, sizeof(seen));
	on_each_cpu(look, NULL, 1);
	for_each_online_cpu(cpu) {
		const struct seen *s = &seen[cpu];

		KUNIT_EXPECT_EQ(test, s->cpu, cpu);
		KUNIT_EXPECT_TRUE(test, s->irqs_off);
		KUNIT_EXPECT_EQ(test, s->in_handler, cpu != smp_processor_id());
		if (s->in_handler)
			KUNIT_EXPECT_EQ(test, (s->sp - s->irq_stack) / THREAD_SIZE, 0ul);
		for_each_online_cpu(other) {
			if (other == cpu)
				continue;
			KUNIT_EXPECT_PTR_NE(test, s->task, seen[other].task);
			KUNIT_EXPECT_NE(test, s->irq_stack, seen[other].irq_stack);
			KUNIT_EXPECT_NE(test, s->doublefault_stack, seen[other].doublefault_stack);
		}
	}
}

static unsigned int ran_on;

static void note_cpu(void *info)
{
	mdelay(5); /* whoever does not wait is too early */
	WRITE_ONCE(*(unsigned int *)info, smp_processor_id());
}

static void single_call_runs_there_and_is_waited_for(struct kunit *test)
{
	unsigned int cpu;

	for_each_online_cpu(cpu) {
		ran_on = NR_CPUS;
		KUNIT_EXPECT_EQ(test, smp_call_function_single(cpu, note_cpu, &ran_on, 1), 0);
		KUNIT_EXPECT_EQ(test, ran_on, cpu);
	}
	KUNIT_EXPECT_EQ(test, smp_call_function_single(NR_CPUS - 1, note_cpu, &ran_on, 1),
			cpu_online(NR_CPUS - 1) ? 0 : -ENXIO);
	KUNIT_EXPECT_EQ(test, smp_call_function_single(-1, note_cpu, &ran_on, 1), -ENXIO);
}

#define NR_CALLS 2000
static unsigned int next_call[NR_CPUS], out_of_order;

static void count_call(void *info)
{
	unsigned int *next = &next_call[smp_processor_id()];

	if (*next != (unsigned long)info)
		__atomic_fetch_add(&out_of_order, 1, __ATOMIC_RELAXED);
	++*next;
}

/* Calls that nobody waits for get there once each, and in their order. */
static void calls_arrive_once_and_in_order(struct kunit *test)
{
	unsigned long i;
	unsigned int cpu;

	needs_two(test);
	memset(next_call, 0, sizeof(next_call));
	out_of_order = 0;
	for (i = 0; i < NR_CALLS; i++)
		smp_call_function(count_call, (void *)i, i == NR_CALLS - 1);
	for_each_online_cpu(cpu)
		KUNIT_EXPECT_EQ(test, next_call[cpu], cpu == smp_processor_id() ? 0u : NR_CALLS);
	KUNIT_EXPECT_EQ(test, out_of_order, 0u);
}

static void many_is_the_mask_without_this_cpu(struct kunit *test)
{
	struct cpumask mask = {};
	unsigned int me, other, cpu;

	needs_two(test);
	memset(next_call, 0, sizeof(next_call));
	preempt_disable();
	me = smp_processor_id();
	other = me ? 0 : cpumask_next(0, cpu_online_mask);
	__cpumask_set_cpu(me, &mask);
	__cpumask_set_cpu(other, &mask);
	smp_call_function_many(&mask, count_call, NULL, true);
	preempt_enable();
	for_each_possible_cpu(cpu)
		KUNIT_EXPECT_EQ(test, next_call[cpu], cpu == other);
}

/* A hand-over each: with a lock that keeps nobody out, or loses a ticket, the sum is wrong or the end never comes. */
#define NR_ROUNDS 1000
static DEFINE_SPINLOCK(sum_lock);
static unsigned long sum;

static void add_under_lock(void *info)
{
	int i;

	for (i = 0; i < NR_ROUNDS; i++) {
		spin_lock(&sum_lock);
		WRITE_ONCE(sum, READ_ONCE(sum) + 1);
		spin_unlock(&sum_lock);
	}
}

static void spinlock_lets_one_in(struct kunit *test)
{
	needs_two(test);
	sum = 0;
	on_each_cpu(add_under_lock, NULL, 1);
	KUNIT_EXPECT_EQ(test, sum, (unsigned long)NR_ROUNDS * num_online_cpus());
	KUNIT_EXPECT_FALSE(test, spin_is_locked(&sum_lock));
}

/* Waiters are served as they came. */
static DEFINE_SPINLOCK(queue_lock);
static unsigned int served[2], nr_served;

static void queue_up(void *info)
{
	spin_lock(&queue_lock);
	if (nr_served < 2)
		served[nr_served++] = smp_processor_id();
	spin_unlock(&queue_lock);
}

/* The holder sees the first one draw its ticket before it calls the second, and gives the lock away to both at once. */
static void spinlock_serves_in_order(struct kunit *test)
{
	unsigned int cpu[2], i, loops, round, here = get_cpu();
	bool in_order = true;

	for (cpu[0] = 0; cpu[0] == here; cpu[0]++)
		;
	for (cpu[1] = cpu[0] + 1; cpu[1] == here; cpu[1]++)
		;
	for (round = 0; round < 20 && in_order && cpu_online(cpu[1]); round++) {
		nr_served = 0;
		spin_lock(&queue_lock);
		for (i = 0; i < 2; i++) {
			u16 drawn = queue_lock.next;

			smp_call_function_single(cpu[i ^ round % 2], queue_up, NULL, 0);
			for (loops = 0; loops < 50000 && READ_ONCE(queue_lock.next) == drawn;
			     loops++)
				udelay(10);
		}
		spin_unlock(&queue_lock);
		spin_lock(&queue_lock);
		in_order = nr_served == 2 && served[0] == cpu[round % 2];
		spin_unlock(&queue_lock);
	}
	put_cpu();
	KUNIT_EXPECT_TRUE(test, in_order);
	if (!cpu_online(cpu[1]))
		kunit_skip(test, "needs three CPUs");
}

static bool deleting;

static void end_late(struct timer_list *timer)
{
	while (!READ_ONCE(deleting))
		cpu_relax();
	mdelay(10);
	WRITE_ONCE(ran_on, smp_processor_id());
}

static void set_up_timer(void *timer)
{
	timer_setup((struct timer_list *)timer, end_late, 0);
	mod_timer(timer, jiffies);
}

/* A function that is under way on another CPU has ended when del_timer_sync() returns. */
static void deleting_waits_for_the_function(struct kunit *test)
{
	static struct timer_list timer;
	int other;

	needs_two(test);
	preempt_disable();
	other = !smp_processor_id();
	ran_on = NR_CPUS;
	deleting = false;
	smp_call_function_single(other, set_up_timer, &timer, 1);
	while (timer_pending(&timer))
		cpu_relax();
	WRITE_ONCE(deleting, true);
	KUNIT_EXPECT_FALSE(test, timer_delete_sync(&timer));
	KUNIT_EXPECT_EQ(test, READ_ONCE(ran_on), (unsigned int)other);
	preempt_enable();
}

static unsigned int timer_count(unsigned int cpu)
{
	return per_cpu(irq_stat, cpu).timer;
}

/* By its own timer, or by the boot CPU's word. */
static void every_cpu_ticks(struct kunit *test)
{
	unsigned int before[NR_CPUS], cpu, loops;

	for_each_online_cpu(cpu)
		before[cpu] = timer_count(cpu);
	for_each_online_cpu(cpu) {
		if (!cpu && !timer_count(cpu))
			continue; /* the PIT's are counted with its line */
		for (loops = 0; loops < 5000 && timer_count(cpu) - before[cpu] < 3; loops++)
			mdelay(1);
		KUNIT_EXPECT_GE(test, timer_count(cpu) - before[cpu], 3u);
	}
}

static void reschedule_reaches_its_cpu(struct kunit *test)
{
	unsigned int cpu, loops, before;

	needs_two(test);
	for_each_online_cpu(cpu) {
		if (cpu == smp_processor_id())
			continue;
		before = per_cpu(irq_stat, cpu).reschedule;
		smp_send_reschedule(cpu);
		for (loops = 0; loops < 5000 && per_cpu(irq_stat, cpu).reschedule == before;
		     loops++)
			mdelay(1);
		KUNIT_EXPECT_EQ(test, per_cpu(irq_stat, cpu).reschedule, before + 1);
	}
}

static u32 *window;
static u32 read_there[NR_CPUS];

static void read_window(void *info)
{
	read_there[smp_processor_id()] = READ_ONCE(*window);
}

static void expect_all_read(struct kunit *test, u32 value)
{
	unsigned int cpu;

	on_each_cpu(read_window, NULL, 1);
	for_each_online_cpu(cpu)
		KUNIT_EXPECT_EQ(test, read_there[cpu], value);
}

/* All CPUs have seen a page there. After the flush, by range or of all, none does. */
static void flush_reaches_all_cpus(struct kunit *test)
{
	struct page *page[3];
	enum pg_level level;
	unsigned int i;
	pte_t *pte;

	for (i = 0; i < 3; i++) {
		page[i] = alloc_page(GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, page[i]);
		*(u32 *)page_address(page[i]) = 0x1000 + i;
	}
	window = vmap(page, 1, VM_MAP, PAGE_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, window);
	pte = lookup_address((unsigned long)window, &level);
	expect_all_read(test, 0x1000);
	set_pte(pte, pfn_pte(page_to_pfn(page[1]), PAGE_KERNEL));
	flush_tlb_kernel_range((unsigned long)window, (unsigned long)window + PAGE_SIZE);
	expect_all_read(test, 0x1001);
	set_pte(pte, pfn_pte(page_to_pfn(page[2]), PAGE_KERNEL));
	flush_tlb_all();
	expect_all_read(test, 0x1002);
	set_pte(pte, pfn_pte(page_to_pfn(page[0]), PAGE_KERNEL));
	flush_tlb_all();
	vunmap(window);
	for (i = 0; i < 3; i++)
		__free_page(page[i]);
}

/* Nothing is in service in a thread, the lines come in at one place only, and each CPU has told its own number. */
static void local_apics_are_set_up(struct kunit *test)
{
	u32 lint0;
	int i;

	if (!apic_present)
		kunit_skip(test, "no local APIC");
	for (i = 0; i < 8; i++)
		KUNIT_EXPECT_EQ(test, apic_read(APIC_ISR + i * 16), 0u);
	lint0 = apic_read(APIC_LVT0);
	KUNIT_EXPECT_EQ(test, !(lint0 & APIC_LVT_MASKED), !ioapic_present);
	KUNIT_EXPECT_EQ(test, lint0 & 0x700, (u32)APIC_DM_EXTINT);
	KUNIT_EXPECT_EQ(test, apic_read(APIC_ID) >> 24, (u32)cpuid_to_apicid[smp_processor_id()]);
	KUNIT_EXPECT_TRUE(test, apic_read(APIC_SPIV) & APIC_SPIV_ENABLED);
}

static struct kunit_case smp_cases[] = { KUNIT_CASE(each_cpu_has_its_own),
					 KUNIT_CASE(single_call_runs_there_and_is_waited_for),
					 KUNIT_CASE(calls_arrive_once_and_in_order),
					 KUNIT_CASE(many_is_the_mask_without_this_cpu),
					 KUNIT_CASE(spinlock_lets_one_in),
					 KUNIT_CASE(spinlock_serves_in_order),
					 KUNIT_CASE(deleting_waits_for_the_function),
					 KUNIT_CASE(every_cpu_ticks),
					 KUNIT_CASE(reschedule_reaches_its_cpu),
					 KUNIT_CASE(flush_reaches_all_cpus),
					 KUNIT_CASE(local_apics_are_set_up),
					 {} };

static struct kunit_suite smp_suite = {
	.name = "smp",
	.test_cases = smp_cases,
};
kunit_test_suite(smp_suite);
