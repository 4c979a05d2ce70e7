// SPDX-License-Identifier: MIT
/*
 * arch/i386/desc.c - descriptor tables, and the task that outlives a stack overflow
 *
 *   exception, interrupt ──> IDT ──> interrupt gate ──> trap_stubs (traps_entry.asm), on the current stack; what answers an
 *                                    interrupt goes over to this CPU's interrupt stack (traps.c)
 *   double fault         ──> IDT ──> task gate: the CPU writes all registers into the main TSS, loads those of the
 *                                    double fault's TSS, and goes on at doublefault_task() on a fresh stack
 *
 * An interrupt gate pushes three words on the current stack. When that has run into its guard page, the push faults, and so does
 * the push for that page fault: a double fault, which only a task gate, with a stack of its own, can report. Without it
 * the CPU resets.
 *
 * What is a CPU's own is in one struct cpu_descriptors; the IDT is common. The stacks come from the vmalloc space, with a page below
 * that is never mapped: a handler that overflows its stack is a double fault too.
 *
 * Tests: `crash stack' and `crash double' in tests/boot
 * Linux: arch/x86/kernel/cpu/common.c, doublefault_32.c.
 */
#include <asm/desc.h>

#include <linux/cache.h>
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <asm/irq.h>
#include <asm/page.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/traps.h>

/* Descriptor types, present, ring 0 (SDM vol. 3, 3.4.5 and 3.5). */
#define DESC_CODE 0x9b
#define DESC_DATA 0x93
#define DESC_TSS 0x89
#define DESC_TASK_GATE 0x85
#define DESC_INTERRUPT_GATE 0x8e
#define DESC_4K_32BIT 0xc

#define X86_EFLAGS_FIXED 0x2 /* the bit that is always 1 */

struct desc_struct {
	u32 low, high;
};

struct cpu_descriptors {
	struct desc_struct gdt[GDT_ENTRIES];
	struct x86_hw_tss tss;
	struct x86_hw_tss doublefault_tss;
};

static DEFINE_PER_CPU(struct cpu_descriptors, descriptors);
/* Of the boot CPU, before there is vmalloc space. */
static u8 early_stack[THREAD_SIZE] __initbss __aligned(16);
DEFINE_PER_CPU(unsigned long, irq_stack);
DEFINE_PER_CPU(unsigned long, doublefault_stack);
static struct desc_struct idt[NR_VECTORS] __ro_after_init;

extern const char trap_stubs[];

static struct desc_struct segment(u32 base, u32 limit, u32 type, u32 flags)
{
	return (struct desc_struct){
		.low = base << 16 | (limit & 0xffff),
		.high = (base & 0xff000000) | flags << 20 | (limit & 0xf0000) | type << 8 |
			(base >> 16 & 0xff),
	};
}

static struct desc_struct gate(u32 selector, u32 offset, u32 type)
{
	return (struct desc_struct){
		.low = selector << 16 | (offset & 0xffff),
		.high = (offset & 0xffff0000) | type << 8,
	};
}

static void fill_idt(void)
{
	unsigned int vector;

	for (vector = 0; vector < NR_VECTORS; vector++)
		idt[vector] = gate(__KERNEL_CS, (u32)trap_stubs + vector * TRAP_STUB_SIZE,
				   DESC_INTERRUPT_GATE);
	idt[X86_TRAP_DF] = gate(GDT_ENTRY_DOUBLEFAULT_TSS * 8, 0, DESC_TASK_GATE);
}

struct desc_ptr prepare_descriptors(unsigned int nr)
{
	struct cpu_descriptors *cpu = per_cpu_ptr(&descriptors, nr);
	struct x86_hw_tss *df = &cpu->doublefault_tss;

	cpu->gdt[GDT_ENTRY_KERNEL_CS] = segment(0, 0xfffff, DESC_CODE, DESC_4K_32BIT);
	cpu->gdt[GDT_ENTRY_KERNEL_DS] = segment(0, 0xfffff, DESC_DATA, DESC_4K_32BIT);
	cpu->gdt[GDT_ENTRY_TSS] = segment((u32)&cpu->tss, sizeof(cpu->tss) - 1, DESC_TSS, 0);
	cpu->gdt[GDT_ENTRY_DOUBLEFAULT_TSS] = segment((u32)df, sizeof(*df) - 1, DESC_TSS, 0);
	/* The limit is the whole 4 GiB, so that addresses may wrap. */
	cpu->gdt[GDT_ENTRY_PERCPU] = segment(per_cpu_offset(nr), 0xfffff, DESC_DATA, DESC_4K_32BIT);

	*df = (struct x86_hw_tss){
		.cr3 = read_cr3(),
		.ip = (u32)doublefault_task,
		.flags = X86_EFLAGS_FIXED,
		/* The error code is pushed below: it stands where a return address would. */
		.sp = per_cpu(doublefault_stack, nr) + THREAD_SIZE,
		.cs = __KERNEL_CS,
		.ds = __KERNEL_DS,
		.es = __KERNEL_DS,
		.fs = __KERNEL_PERCPU,
		.gs = __KERNEL_DS,
		.ss = __KERNEL_DS,
		.io_bitmap_base = sizeof(*df),
	};
	return (struct desc_ptr){ sizeof(cpu->gdt) - 1, (u32)cpu->gdt };
}

void load_idt_and_tss(void)
{
	struct desc_ptr idt_ptr = { sizeof(idt) - 1, (u32)idt };

	__asm__ __volatile__("lidt %0\n\tltr %w1"
			     :
			     : "m"(idt_ptr), "r"(GDT_ENTRY_TSS * 8)
			     : "memory");
}

void __init trap_init(void)
{
	struct desc_ptr gdt_ptr;

	per_cpu(doublefault_stack, 0) = (unsigned long)early_stack;
	gdt_ptr = prepare_descriptors(0);
	fill_idt();
	/* A segment register keeps what it has loaded until it is loaded again: CS by a far jump. */
	__asm__ __volatile__("lgdt %0\n\t"
			     "ljmpl %1, $1f\n"
			     "1:\tmovl %2, %%ds\n\t"
			     "movl %2, %%es\n\t"
			     "movl %3, %%fs\n\t"
			     "movl %2, %%gs\n\t"
			     "movl %2, %%ss"
			     :
			     : "m"(gdt_ptr), "i"(__KERNEL_CS), "r"(__KERNEL_DS),
			       "r"(__KERNEL_PERCPU)
			     : "memory");
	load_idt_and_tss();
}

const struct x86_hw_tss *doublefault_victim(void)
{
	return &this_cpu_ptr(&descriptors)->tss;
}

void __init alloc_cpu_stacks(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		per_cpu(irq_stack, cpu) = (unsigned long)alloc_thread_stack();
		per_cpu(doublefault_stack, cpu) = (unsigned long)alloc_thread_stack();
		if (!per_cpu(irq_stack, cpu) || !per_cpu(doublefault_stack, cpu))
			panic("no memory for the stacks of CPU %u", cpu);
	}
	this_cpu_ptr(&descriptors)->doublefault_tss.sp =
		this_cpu_read(doublefault_stack) + THREAD_SIZE;
}
