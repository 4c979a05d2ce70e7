// SPDX-License-Identifier: MIT
/*
 * arch/i386/reboot.c - exit with a verdict, power off, reset
 *
 * Tests: every guest of tests/boot ends here.
 */
#include <asm/reboot.h>

#include <linux/irqflags.h>
#include <linux/printk.h>
#include <linux/types.h>
#include <asm/acpi.h>
#include <asm/io.h>

#define DEBUG_EXIT_PORT 0xf4 /* QEMU: -device isa-debug-exit,iobase=0xf4 */

#define BOCHS_SHUTDOWN_PORT 0x8900

#define RESET_PORT 0xcf9 /* PCI chipsets: 2 chooses a hard reset, 4 starts it */
#define KBC_PORT 0x64
#define KBC_PULSE_RESET 0xfe

static void __noreturn halt_forever(void)
{
	for (;;)
		__asm__ __volatile__("cli; hlt");
}

/* What was started a moment ago, a reset or the end of power, happens within this time, or not at all. */
static void wait_for_effect(void)
{
	int i;

	for (i = 0; i < 50000; i++)
		io_delay();
}

void __noreturn machine_exit(enum exit_verdict verdict)
{
	outl(verdict, DEBUG_EXIT_PORT);
	printk("System halted.\n");
	halt_forever();
}

void __noreturn machine_power_off(void)
{
	const char *s;

	local_irq_disable();
	acpi_power_off();
	wait_for_effect();
	for (s = "Shutdown"; *s; s++)
		outb(*s, BOCHS_SHUTDOWN_PORT);
	machine_exit(EXIT_PASSED);
}

void __noreturn machine_restart(void)
{
	static const struct {
		u16 limit;
		u32 base;
	} __packed no_idt = { 0, 0 };

	local_irq_disable();
	outb(2, RESET_PORT);
	outb(6, RESET_PORT);
	outb(KBC_PULSE_RESET, KBC_PORT);
	wait_for_effect();
	__asm__ __volatile__("lidt %0; int3" : : "m"(no_idt));
	halt_forever();
}
