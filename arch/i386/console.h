// SPDX-License-Identifier: MIT
/*
 * arch/i386/console.h - the two devices that show the log
 */
#ifndef ARCH_I386_CONSOLE_H
#define ARCH_I386_CONSOLE_H

#include <linux/console.h>

extern struct console serial_console; /* serial.c: ttyS0 to ttyS3 */
extern struct console vga_console;    /* vga.c: tty0 */

#endif
