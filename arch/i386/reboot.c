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
#include <asm/io.h>

#define DEBUG_EXIT_PORT 0xf4 /* QEMU: -device isa-debug-exit,iobase=0xf4 */

/* ACPI's PM1a control register: sleep type in bits 10-12, sleep enable in bit 13. Where it lies is up to the machine. */
#define SLEEP_ENABLE (1 << 13)
static const struct {
	u16 port, value;
} power_ports[] = {
	{ 0x604, SLEEP_ENABLE },              /* QEMU pc and q35 */
	{ 0xb004, SLEEP_ENABLE },             /* QEMU before 2.0 */
	{ 0x4004, SLEEP_ENABLE | (5 << 10) }, /* VirtualBox */
};
#define BOCHS_SHUTDOWN_PORT 0x8900

#define RESET_PORT 0xcf9 /* PCI chipsets: 2 chooses a hard reset, 4 starts it */
#define KBC_PORT 0x64
#define KBC_PULSE_RESET 0xfe

static void __noreturn halt_forever(void)
{
	for (;;)
		__asm__ __volatile__("cli; hlt");
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
	int i;

	local_irq_disable();
	for (i = 0; i < sizeof(power_ports) / sizeof(power_ports[0]); i++)
		outw(power_ports[i].value, power_ports[i].port);
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
	/* Resets that were started take effect within this time. */
	for (int i = 0; i < 50000; i++)
		io_delay();
	__asm__ __volatile__("lidt %0; int3" : : "m"(no_idt));
	halt_forever();
}
