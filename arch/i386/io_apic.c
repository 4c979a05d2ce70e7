// SPDX-License-Identifier: MIT
/*
 * arch/i386/io_apic.c - the IO-APIC: the ISA bus's lines come in here instead of at the PIC
 *
 *   line ──> isa_irqs[line].gsi ──> IO-APIC whose pins begin at or below it ──> redirection entry ──> vector, CPU 0
 *
 * Two registers show one of many at a time: irq_lock is held around each pair of accesses (irq.c).
 *
 * Tests: tests/kernel/smp_test.c, traps_test.c
 * Linux: arch/x86/kernel/apic/io_apic.c. Intel 82093AA data sheet. Left out: PCI lines, affinity.
 */
#include <asm/apic.h>

#include <linux/init.h>
#include <linux/kernel.h>
#include <asm/irq.h>

#define IOAPIC_SELECT 0x00
#define IOAPIC_WINDOW 0x10
#define IOAPIC_VERSION 0x01
#define IOAPIC_REDIRECTION(pin) (0x10 + 2 * (pin))

#define REDIRECT_ACTIVE_LOW (1 << 13)
#define REDIRECT_LEVEL (1 << 15)
#define REDIRECT_MASKED (1 << 16)

static void __iomem *ioapic_select(unsigned int nr, u32 reg)
{
	void __iomem *base =
		(void *)__fix_to_virt(FIX_IO_APIC_BEGIN + nr) + (ioapics[nr].phys & ~PAGE_MASK);

	writel(reg, base + IOAPIC_SELECT);
	return base + IOAPIC_WINDOW;
}

static unsigned int nr_pins(unsigned int nr)
{
	return (readl(ioapic_select(nr, IOAPIC_VERSION)) >> 16 & 0xff) + 1;
}

bool ioapic_mask(unsigned int irq, bool masked)
{
	const struct isa_irq *line = &isa_irqs[irq];
	unsigned int nr;

	for (nr = 0; nr < nr_ioapics; nr++) {
		u32 pin = line->gsi - ioapics[nr].gsi_base;

		if (line->gsi < ioapics[nr].gsi_base || pin >= nr_pins(nr))
			continue;
		writel(cpuid_to_apicid[0] << 24, ioapic_select(nr, IOAPIC_REDIRECTION(pin) + 1));
		writel((FIRST_IRQ_VECTOR + irq) | (line->level ? REDIRECT_LEVEL : 0) |
			       (line->active_low ? REDIRECT_ACTIVE_LOW : 0) |
			       (masked ? REDIRECT_MASKED : 0),
		       ioapic_select(nr, IOAPIC_REDIRECTION(pin)));
		return true;
	}
	return false;
}

void __init ioapic_init(void)
{
	unsigned int nr, pin, irq;
	u32 version;

	for (nr = 0; nr < nr_ioapics; nr++) {
		__set_fixmap(FIX_IO_APIC_BEGIN + nr, ioapics[nr].phys & PAGE_MASK,
			     PAGE_KERNEL_NOCACHE);
		version = readl(ioapic_select(nr, IOAPIC_VERSION));
		if (!version || version == ~0u) {
			pr_warn("IO-APIC: nothing answers at %#x; the PIC is used\n",
				ioapics[nr].phys);
			return;
		}
		for (pin = 0; pin < nr_pins(nr); pin++)
			writel(REDIRECT_MASKED, ioapic_select(nr, IOAPIC_REDIRECTION(pin)));
	}
	for (irq = 0; irq < NR_ISA_IRQS; irq++)
		if (!ioapic_mask(irq, true) && irq == TIMER_IRQ)
			return;
	ioapic_present = nr_ioapics;
	if (ioapic_present)
		setup_local_apic(); /* the PIC is cut off */
}
