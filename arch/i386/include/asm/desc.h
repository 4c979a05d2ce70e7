// SPDX-License-Identifier: MIT
/*
 * asm/desc.h - segments, gates and task state segments (Intel SDM vol. 3, chapters 3, 6 and 7)
 *
 *   GDT, one for each CPU        IDT, one for all
 *     0x00  null                   0-31   exceptions; 8, the double fault, is a task gate
 *     0x08  __KERNEL_CS            32-63  interrupts (asm/irq.h)
 *     0x10  __KERNEL_DS
 *     0x18  this CPU's TSS         the CPU stores the registers of a double fault's victim here
 *     0x20  double fault's TSS     and loads these, with a stack of their own
 *     0x28  __KERNEL_PERCPU        %fs: its base is this CPU's __per_cpu_offset (asm/percpu.h)
 */
#ifndef ASM_DESC_H
#define ASM_DESC_H

#include <linux/types.h>
#include <asm/percpu.h>

#define GDT_ENTRY_KERNEL_CS 1
#define GDT_ENTRY_KERNEL_DS 2
#define GDT_ENTRY_TSS 3
#define GDT_ENTRY_DOUBLEFAULT_TSS 4
#define GDT_ENTRY_PERCPU 5
#define GDT_ENTRIES 6

#define __KERNEL_CS (GDT_ENTRY_KERNEL_CS * 8)
#define __KERNEL_DS (GDT_ENTRY_KERNEL_DS * 8)
#define __KERNEL_PERCPU (GDT_ENTRY_PERCPU * 8)

/* Entry point n of traps_entry.asm is trap_stubs + n * TRAP_STUB_SIZE. */
#define TRAP_STUB_SIZE 16

struct x86_hw_tss {
	u32 back_link;
	u32 sp0, ss0, sp1, ss1, sp2, ss2;
	u32 cr3;
	u32 ip, flags;
	u32 ax, cx, dx, bx, sp, bp, si, di;
	u32 es, cs, ss, ds, fs, gs;
	u32 ldt;
	u16 trace, io_bitmap_base;
};

/* What LGDT and LIDT read. */
struct desc_ptr {
	u16 limit;
	u32 base;
} __packed;

/* Fills in the GDT of a CPU that is to be started. Return: what it loads. */
struct desc_ptr prepare_descriptors(unsigned int cpu);

/* Loads the IDT and this CPU's TSS; its GDT and the segments are loaded. */
void load_idt_and_tss(void);

/* Registers of the code that this CPU's double fault interrupted; valid in the double fault task only. */
const struct x86_hw_tss *doublefault_victim(void);

/* Lowest addresses of a CPU's further stacks; THREAD_SIZE bytes each. */
DECLARE_PER_CPU(unsigned long, irq_stack);
DECLARE_PER_CPU(unsigned long, doublefault_stack);

/* Gives each possible CPU those two; panics without memory. Context: boot CPU, once, before the first interrupt. */
void alloc_cpu_stacks(void);

#endif
