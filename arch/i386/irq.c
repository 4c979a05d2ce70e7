// SPDX-License-Identifier: MIT
/*
 * arch/i386/irq.c - interrupt lines of a PC: two 8259 controllers, one behind the other
 *
 *   line  0 timer ────┐
 *         1 keyboard ─┤ master ──> CPU, vectors 32-39
 *         2 <─────────┤
 *         3-7         ┘    slave: lines 8-15 ──> master's line 2, vectors 40-47
 *
 * A line that nobody has asked for stays masked. Handlers run with interrupts off on this CPU's interrupt stack.
 * irq_lock guards the table and the mask; a handler runs without it, so that it may disable its own line.
 *
 * Tests: tests/kernel/traps_test.c
 * Linux: arch/x86/kernel/i8259.c, kernel/irq/manage.c. Left out: shared lines, threads, affinity.
 */
#include <linux/interrupt.h>

#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/console.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/monitor.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <asm/apic.h>
#include <asm/desc.h>
#include <asm/io.h>
#include <asm/irq.h>
#include <asm/processor.h>
#include <asm/ptrace.h>
#include <asm/setup.h>

/* Ports of each controller (Intel 8259A data sheet): command, and data, which is the mask. */
#define PIC_MASTER 0x20
#define PIC_SLAVE 0xa0
#define PIC_DATA 1

#define ICW1_INIT 0x11 /* ICW4 follows */
#define ICW4_8086 0x01
#define OCW2_EOI 0x20
#define OCW3_READ_ISR 0x0b

#define CASCADE_LINE 2

struct irq_line {
	irq_handler_t handler; /* NULL: nobody has the line */
	void *dev;
	const char *name;
	unsigned int depth; /* disable_irq() calls without their enable_irq() */
	unsigned int count;
	bool running; /* its handler; on CPU 0, to which all lines lead */
};

static DEFINE_SPINLOCK(irq_lock);
static struct irq_line lines[NR_IRQS];
static unsigned int spurious_count;

/* Bit n set: line n is kept out. */
static u16 pic_mask = (u16) ~(1 << CASCADE_LINE);

static void pic_write_mask(void)
{
	outb(pic_mask, PIC_MASTER + PIC_DATA);
	outb(pic_mask >> 8, PIC_SLAVE + PIC_DATA);
}

static void __init pic_setup(u16 port, u8 first_vector, u8 cascade)
{
	outb(ICW1_INIT, port);
	io_delay();
	outb(first_vector, port + PIC_DATA);
	io_delay();
	outb(cascade, port + PIC_DATA);
	io_delay();
	outb(ICW4_8086, port + PIC_DATA);
	io_delay();
}

void __init init_IRQ(void)
{
	alloc_cpu_stacks();
	pic_setup(PIC_MASTER, FIRST_IRQ_VECTOR, 1 << CASCADE_LINE);
	pic_setup(PIC_SLAVE, FIRST_IRQ_VECTOR + 8, CASCADE_LINE);
	pic_write_mask();
	if (apic_present)
		ioapic_init();
}

static void line_update_mask(unsigned int irq)
{
	bool masked = !lines[irq].handler || lines[irq].depth;

	if (ioapic_present) {
		ioapic_mask(irq, masked);
		return;
	}
	pic_mask = masked ? pic_mask | 1 << irq : pic_mask & ~(1 << irq);
	pic_write_mask();
}

int request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags, const char *name,
		void *dev)
{
	unsigned long irqflags;
	int err = 0;

	if (irq >= NR_IRQS || irq == CASCADE_LINE || !handler)
		return -EINVAL;
	spin_lock_irqsave(&irq_lock, irqflags);
	if (lines[irq].handler) {
		err = -EBUSY;
	} else {
		lines[irq] = (struct irq_line){ .handler = handler, .dev = dev, .name = name };
		line_update_mask(irq);
	}
	spin_unlock_irqrestore(&irq_lock, irqflags);
	return err;
}

void free_irq(unsigned int irq, void *dev)
{
	unsigned long flags;

	bool bad;

	spin_lock_irqsave(&irq_lock, flags);
	bad = WARN_ON(irq >= NR_IRQS || !lines[irq].handler || lines[irq].dev != dev);
	if (!bad) {
		WRITE_ONCE(lines[irq].handler, NULL);
		smp_mb();
		line_update_mask(irq);
	}
	spin_unlock_irqrestore(&irq_lock, flags);
	while (!bad && smp_load_acquire(&lines[irq].running))
		cpu_relax();
}

void irq_change_depth(unsigned int irq, int change)
{
	unsigned long flags;

	spin_lock_irqsave(&irq_lock, flags);
	if (!WARN_ON(irq >= NR_IRQS || (change < 0 && !lines[irq].depth))) {
		lines[irq].depth += change;
		line_update_mask(irq);
	}
	spin_unlock_irqrestore(&irq_lock, flags);
}

/*
 * A request that is withdrawn before the CPU has fetched its vector arrives as the controller's lowest line, 7 or 15,
 * without being in service. Then there is nothing to end, but for the master, which did see the slave's request.
 */
static bool pic_spurious(unsigned int irq)
{
	u16 port = irq < 8 ? PIC_MASTER : PIC_SLAVE;

	if (irq % 8 != 7)
		return false;
	outb(OCW3_READ_ISR, port);
	if (inb(port) & 1 << 7)
		return false;
	if (irq >= 8)
		outb(OCW2_EOI, PIC_MASTER);
	return true;
}

static void pic_end(unsigned int irq)
{
	if (irq >= 8)
		outb(OCW2_EOI, PIC_SLAVE);
	outb(OCW2_EOI, PIC_MASTER);
}

void do_IRQ(struct pt_regs *regs)
{
	unsigned int irq = regs->vector - FIRST_IRQ_VECTOR;
	struct irq_line *line = &lines[irq];
	irq_handler_t handler;

	check_stack_depth((unsigned long)regs);
	if (irq >= NR_IRQS) {
		apic_interrupt(regs->vector);
		return;
	}
	if (!ioapic_present && pic_spurious(irq)) {
		spurious_count++;
		return;
	}
	if (!ioapic_present)
		pic_end(irq);
	WRITE_ONCE(line->running, true);
	smp_mb();
	handler = READ_ONCE(line->handler);
	if (!handler || handler(irq, line->dev) != IRQ_HANDLED)
		spurious_count++;
	line->count++;
	smp_store_release(&line->running, false);
	/* A line that is a level is high until its handler has seen to the device. */
	if (ioapic_present)
		apic_eoi();
}

static const struct {
	const char *name, *what;
	size_t offset;
} stats[] = {
	{ "NMI", "Non-maskable interrupts", offsetof(struct irq_stat, nmi) },
	{ "LOC", "Local timer interrupts", offsetof(struct irq_stat, timer) },
	{ "SPU", "Spurious interrupts", offsetof(struct irq_stat, spurious) },
	{ "RES", "Rescheduling interrupts", offsetof(struct irq_stat, reschedule) },
	{ "CAL", "Function call interrupts", offsetof(struct irq_stat, call_function) },
	{ "TLB", "TLB shootdowns", offsetof(struct irq_stat, tlb_shootdown) },
	{ "APE", "APIC errors", offsetof(struct irq_stat, error) },
};

static int show_interrupts(int argc, char **argv)
{
	unsigned int irq, cpu, i;

	console_printf("    ");
	for_each_online_cpu(cpu)
		console_printf("       CPU%-2u", cpu);
	for (irq = 0; irq < NR_IRQS; irq++) {
		if (!lines[irq].handler)
			continue;
		console_printf("\n%3u:", irq);
		for_each_online_cpu(cpu)
			console_printf(" %10u ", cpu ? 0 : lines[irq].count);
		console_printf("  %s      %s", ioapic_present ? "IO-APIC" : "XT-PIC",
			       lines[irq].name);
	}
	for (i = 0; i < ARRAY_SIZE(stats); i++) {
		console_printf("\n%s:", stats[i].name);
		for_each_online_cpu(cpu)
			console_printf(" %10u ",
				       *(unsigned int *)((char *)per_cpu_ptr(&irq_stat, cpu) +
							 stats[i].offset));
		console_printf("  %s", stats[i].what);
	}
	console_printf("\nERR: %10u\n", spurious_count);
	return 0;
}
MONITOR_COMMAND(interrupts, "", "interrupts counted for each line", show_interrupts);
