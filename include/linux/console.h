// SPDX-License-Identifier: MIT
/*
 * linux/console.h - where messages are shown and where a person types
 *
 *   setup_early_console()     drivers register: they are known, nothing is shown yet
 *   parse_early_param()       console=ttyS0,115200n8 console=tty0 are noted; none: every registered one is used
 *   console_init()            the chosen ones are set up and receive the log from its first record
 *
 * An error (KERN_ERR or worse) before console_init() makes it happen at once, with the defaults.
 */
#ifndef LINUX_CONSOLE_H
#define LINUX_CONSOLE_H

#include <linux/compiler.h>
#include <linux/types.h>

struct console {
	const char *name; /* "ttyS": console=ttyS1,9600 sets up index 1 with options "9600" */
	/* Writes count bytes; "\n" means a new line. Interrupts off, one caller at a time, no printk() inside. */
	void (*write)(const char *s, unsigned int count);
	/* Makes the device ready; options may be NULL. 0, or -ENODEV when there is none. */
	int (*setup)(int index, const char *options);

	/* The rest belongs to kernel/printk.c. */
	struct console *next;
	u32 seq;
	bool enabled;
	enum {
		CONSOLE_AT_START,
		CONSOLE_IN_RECORD,
		CONSOLE_IN_TEXT
	} line; /* where the last write ended */
};

/* A driver offers its device; con must stay. */
void register_console(struct console *con);

/**
 * console_init - the consoles that the command line names come to life
 *
 * Shows what the log holds already. When no named console is there, all others are used.
 *
 * Context: boot CPU, after parse_early_param(). Doing it twice is harmless.
 */
void console_init(void);

/**
 * console_printf - text for the person at the console, not for the log
 *
 * No level, no time stamp, not stopped by quiet: the monitor's answers and the test results. At most 1000 bytes a call.
 *
 * Context: any.
 */
__printf(1, 2) void console_printf(const char *fmt, ...);

/**
 * console_getc - what was typed
 *
 * Context: any. Return: the next byte; -1 if there is none yet.
 */
int console_getc(void);

/* Woken when something has been typed. */
extern struct wait_queue_head console_wait;

#endif
