// SPDX-License-Identifier: MIT
/*
 * asm/reboot.h - ways to leave
 */
#ifndef ASM_REBOOT_H
#define ASM_REBOOT_H

#include <linux/compiler.h>

/* Verdicts. QEMU's isa-debug-exit device makes of them its exit status: value * 2 + 1. */
enum exit_verdict {
	EXIT_PASSED = 16,
	EXIT_FAILED = 17,
	EXIT_PANIC = 18,
};

/**
 * machine_exit - leave an emulator with a verdict
 *
 * A machine without that device halts with interrupts off, after a line on the console.
 *
 * Context: any.
 */
void __noreturn machine_exit(enum exit_verdict verdict);

/* Switches the machine off by ACPI or Bochs' port; where neither works, as machine_exit(EXIT_PASSED). */
void __noreturn machine_power_off(void);

/* Resets the machine: reset port, keyboard controller, triple fault, whatever works first. */
void __noreturn machine_restart(void);

#endif
