// SPDX-License-Identifier: MIT
/*
 * asm/cpufeature.h - what CPUID said about the boot CPU
 *
 * features: by boot/entry.asm, the rest once by cpu_detect(); a 486 without CPUID has none of the bits and 32 address bits.
 */
#ifndef ASM_CPUFEATURE_H
#define ASM_CPUFEATURE_H

#include <linux/types.h>

/* CPUID leaf 1, EDX; NX is leaf 80000001, EDX bit 20, kept in an unused bit. */
#define X86_FEATURE_PSE 3
#define X86_FEATURE_TSC 4
#define X86_FEATURE_PAE 6
#define X86_FEATURE_MCE 7
#define X86_FEATURE_CX8 8
#define X86_FEATURE_PGE 13
#define X86_FEATURE_CMOV 15
#define X86_FEATURE_PAT 16
#define X86_FEATURE_PSE36 17
#define X86_FEATURE_NX 20

struct cpuinfo_x86 {
	u32 features;
	u8 family, model, stepping;
	u8 x86_phys_bits; /* physical addresses at and above 2^this do not exist */
	char vendor[13];
};

extern struct cpuinfo_x86 boot_cpu_data;

static inline bool cpu_has(int feature)
{
	return boot_cpu_data.features & (1u << feature);
}

/**
 * cpu_detect - fill in boot_cpu_data; switch on write protection, and PSE, PGE, NX where there are
 *
 * Context: boot CPU, first of all in setup_arch(). Prints one line.
 */
void cpu_detect(void);

#endif
