// SPDX-License-Identifier: MIT
/*
 * asm/tlbflush.h - make the CPU forget translations
 *
 * A page-table entry is changed first, then flushed: the other way round the CPU may reload the old one in between.
 */
#ifndef ASM_TLBFLUSH_H
#define ASM_TLBFLUSH_H

#include <linux/cpumask.h>
#include <asm/cpufeature.h>
#include <asm/irqflags.h>
#include <asm/page.h>
#include <asm/percpu.h>
#include <asm/processor.h>

/* What `tlbstat' counts of each CPU. */
enum tlb_event {
	TLB_FLUSH_ONE,
	TLB_FLUSH_RANGE,
	TLB_FLUSH_ALL,
	TLB_IPI_SENT,	  /* to CPUs that run something */
	TLB_LEFT_TO_IDLE, /* flushes that a halted CPU will make up for */
	NR_TLB_EVENTS
};
DECLARE_PER_CPU(unsigned int, tlb_events[NR_TLB_EVENTS]);

static __always_inline void __invlpg(unsigned long vaddr)
{
	__asm__ __volatile__("invlpg (%0)" : : "r"(vaddr) : "memory");
}

/* One page of this CPU, global or not (SDM vol. 3, 4.10.4.1). */
static __always_inline void flush_tlb_one_kernel(unsigned long vaddr)
{
	__invlpg(vaddr);
	this_cpu_inc(tlb_events[TLB_FLUSH_ONE]);
}

/*
 * Everything of this CPU. Loading CR3 spares global entries; a change of CR4.PGE takes them too, either way: an NMI may come in
 * between. Nobody else may, who would go on elsewhere and leave global pages off here.
 */
static inline void __flush_tlb_all(void)
{
	this_cpu_inc(tlb_events[TLB_FLUSH_ALL]);
	if (cpu_has(X86_FEATURE_PGE)) {
		unsigned long flags = arch_local_irq_save(), cr4 = read_cr4();

		write_cr4(cr4 ^ X86_CR4_PGE);
		write_cr4(cr4);
		arch_local_irq_restore(flags);
	} else {
		write_cr3(read_cr3());
	}
}

/* From here on a loop costs more than to load everything anew. */
#define TLB_FLUSH_RANGE_MAX (33 * PAGE_SIZE)

static inline void local_flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	start &= PAGE_MASK;
	if (end - start > TLB_FLUSH_RANGE_MAX) {
		__flush_tlb_all();
		return;
	}
	this_cpu_inc(tlb_events[TLB_FLUSH_RANGE]);
	/* An end of 0 is 4 GiB. */
	for (; end - start - 1 < TLB_FLUSH_RANGE_MAX; start += PAGE_SIZE)
		__invlpg(start);
}

/* No other CPU is online. */
static __always_inline bool cpus_alone(void)
{
	return likely(READ_ONCE(cpu_online_mask->bits[0]) == 1);
}

void smp_flush_tlb_kernel_range(unsigned long start, unsigned long end);

/**
 * flush_tlb_kernel_range - kernel addresses, on all CPUs, and page tables that have been taken out there
 * @start, @end: [start, end), at any bytes; end 0: 4 GiB
 *
 * Other CPUs are waited for; those that halt in their idle threads flush before they do anything else. Context: interrupts
 * on, once other CPUs run.
 */
static inline void flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	if (cpus_alone())
		local_flush_tlb_kernel_range(start, end);
	else
		smp_flush_tlb_kernel_range(start, end);
}

/* Everything, on all CPUs. Context: as above. */
static inline void flush_tlb_all(void)
{
	flush_tlb_kernel_range(0, ~0UL);
}

/* Of a CPU in its idle thread: it halts, and has been told of no flush; or it has. 0: neither. */
enum { TLB_IDLE = 1, TLB_STALE };
DECLARE_PER_CPU(unsigned int, tlb_state);

/* The idle thread is about to halt, and does nothing more before an interrupt. Context: interrupts off. */
static inline void tlb_enter_idle(void)
{
	/* An NMI may have ended the halt before. */
	if (!this_cpu_read(tlb_state))
		this_cpu_write(tlb_state, TLB_IDLE);
}

/* The first thing that an interrupt does where tlb_state is not 0. */
void tlb_leave_idle(void);

#endif
