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
#include <asm/page.h>
#include <asm/processor.h>

/* One page of this CPU, global or not (SDM vol. 3, 4.10.4.1). */
static __always_inline void flush_tlb_one_kernel(unsigned long vaddr)
{
	__asm__ __volatile__("invlpg (%0)" : : "r"(vaddr) : "memory");
}

/* Everything of this CPU. Loading CR3 spares global entries; switching CR4.PGE off takes them too. */
static inline void __flush_tlb_all(void)
{
	if (cpu_has(X86_FEATURE_PGE)) {
		unsigned long cr4 = read_cr4();

		write_cr4(cr4 & ~X86_CR4_PGE);
		write_cr4(cr4);
	} else {
		write_cr3(read_cr3());
	}
}

/* From here on a loop costs more than to load everything anew. */
#define TLB_FLUSH_RANGE_MAX (33 * PAGE_SIZE)

static inline void local_flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	if (end - start > TLB_FLUSH_RANGE_MAX)
		__flush_tlb_all();
	else
		for (; start < end; start += PAGE_SIZE)
			flush_tlb_one_kernel(start);
}

/* No other CPU is online. */
static __always_inline bool cpus_alone(void)
{
	return likely(READ_ONCE(cpu_online_mask->bits[0]) == 1);
}

void smp_flush_tlb_kernel_range(unsigned long start, unsigned long end);

/**
 * flush_tlb_kernel_range - kernel addresses, on all CPUs, and page tables that have been taken out there
 * @start, @end: [start, end)
 *
 * Other CPUs are waited for. Context: interrupts on, once other CPUs run. flush_tlb_all(): everything, on all CPUs.
 */
static inline void flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	if (cpus_alone())
		local_flush_tlb_kernel_range(start, end);
	else
		smp_flush_tlb_kernel_range(start, end);
}

void flush_tlb_all(void);

#endif
