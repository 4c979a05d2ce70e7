// SPDX-License-Identifier: MIT
/*
 * asm/processor.h - this CPU: what it can do, its control registers, waiting
 */
#ifndef ASM_PROCESSOR_H
#define ASM_PROCESSOR_H

#include <linux/compiler.h>
#include <linux/types.h>

#define X86_CR0_WP (1UL << 16)
#define X86_CR0_PG (1UL << 31)
#define X86_CR4_PSE (1UL << 4)
#define X86_CR4_PAE (1UL << 5)
#define X86_CR4_MCE (1UL << 6)
#define X86_CR4_PGE (1UL << 7)

#define MSR_EFER 0xc0000080
#define EFER_NX (1UL << 11)

/* In a spin loop: PAUSE on CPUs that know it, a NOP on the others. */
static __always_inline void cpu_relax(void)
{
	__asm__ __volatile__("rep; nop" : : : "memory");
}

/* Waits for the next interrupt; lets it in first. STI takes effect after HLT has begun (SDM vol. 2, STI). */
static __always_inline void safe_halt(void)
{
	__asm__ __volatile__("sti; hlt" : : : "memory");
}

#define __DEFINE_CR(n)                                                                             \
	static __always_inline unsigned long read_cr##n(void)                                      \
	{                                                                                          \
		unsigned long val;                                                                 \
                                                                                                   \
		__asm__ __volatile__("movl %%cr" #n ", %0" : "=r"(val) : : "memory");              \
		return val;                                                                        \
	}                                                                                          \
	static __always_inline void write_cr##n(unsigned long val)                                 \
	{                                                                                          \
		__asm__ __volatile__("movl %0, %%cr" #n : : "r"(val) : "memory");                  \
	}

/* read_cr0(), write_cr0() ... CR4 came with the Pentium: touch it only if CPUID announces something that lives there. */
__DEFINE_CR(0)
__DEFINE_CR(2)
__DEFINE_CR(3)
__DEFINE_CR(4)

static __always_inline u64 rdmsr(u32 msr)
{
	u64 val;

	__asm__ __volatile__("rdmsr" : "=A"(val) : "c"(msr));
	return val;
}

static __always_inline void wrmsr(u32 msr, u64 val)
{
	__asm__ __volatile__("wrmsr" : : "c"(msr), "A"(val) : "memory");
}

/* Only where cpu_has(X86_FEATURE_TSC). */
static __always_inline u64 rdtsc(void)
{
	u64 val;

	__asm__ __volatile__("rdtsc" : "=A"(val));
	return val;
}

static inline void cpuid_count(u32 leaf, u32 sub, u32 *a, u32 *b, u32 *c, u32 *d)
{
	__asm__ __volatile__("cpuid"
			     : "=a"(*a), "=b"(*b), "=c"(*c), "=d"(*d)
			     : "a"(leaf), "c"(sub));
}

#endif
