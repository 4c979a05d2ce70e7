// SPDX-License-Identifier: MIT
/*
 * arch/i386/asm-offsets.c - constants of the C headers, for the assembler
 *
 * Compiled to assembly only. The Makefile turns each `->NAME value` line into a %define in asm-offsets.inc.
 */
#include <linux/sched.h>
#include <asm/cpufeature.h>
#include <asm/desc.h>
#include <asm/irq.h>
#include <asm/multiboot.h>
#include <asm/pgtable.h>
#include <asm/processor.h>
#include <asm/ptrace.h>

#define CONSTANT_AS(name, value) __asm__ __volatile__("\n.ascii \"->" name " %0\"" : : "i"(value))
#define CONSTANT(name) CONSTANT_AS(#name, name)

void asm_offsets(void);

void asm_offsets(void)
{
	CONSTANT(PAGE_SIZE);
	CONSTANT(PAGE_SHIFT);
	CONSTANT(THREAD_SIZE);
	CONSTANT(_PAGE_PRESENT);
	CONSTANT(_PAGE_RW);
	CONSTANT(_PAGE_ACCESSED);
	CONSTANT(_PAGE_DIRTY);
	CONSTANT(PMD_SIZE);

	CONSTANT(NR_VECTORS);
	CONSTANT(TRAP_STUB_SIZE);
	CONSTANT_AS("PT_REGS_IP", offsetof(struct pt_regs, ip));
	CONSTANT_AS("CPU_FEATURES", offsetof(struct cpuinfo_x86, features));
	CONSTANT_AS("TASK_SP", offsetof(struct task_struct, sp));

	CONSTANT_AS("KERNEL_PERCPU", __KERNEL_PERCPU);
	CONSTANT(MSR_EFER);
	CONSTANT(X86_CR0_WP);
	CONSTANT(X86_CR0_PG);
	CONSTANT(X86_CR4_PSE);
	CONSTANT(X86_CR4_PAE);

	CONSTANT(X86_FEATURE_PSE);
	CONSTANT(X86_FEATURE_TSC);
	CONSTANT(X86_FEATURE_PAE);
	CONSTANT(X86_FEATURE_CX8);
	CONSTANT(X86_FEATURE_CMOV);

	CONSTANT(MB1_HEADER_MAGIC);
	CONSTANT(MB2_HEADER_MAGIC);
	CONSTANT(MB1_BOOT_MAGIC);
	CONSTANT(MB2_BOOT_MAGIC);
	CONSTANT(MB2_TAG_CMDLINE);
	CONSTANT(MB2_TAG_MODULE);
	CONSTANT(MB2_TAG_BASIC_MEMORY);
	CONSTANT(MB2_TAG_MEMORY_MAP);
	CONSTANT(MB2_TAG_RSDP_V1);
	CONSTANT(MB2_TAG_RSDP_V2);
	CONSTANT(MB2_TAG_EFI_MEMORY_MAP);
}
