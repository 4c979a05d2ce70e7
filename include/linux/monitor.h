// SPDX-License-Identifier: MIT
/*
 * linux/monitor.h - the prompt on the console, and how a file adds a command to it
 *
 *	static int show_uptime(int argc, char **argv)
 *	{
 *		console_printf("%lu ticks\n", jiffies);
 *		return 0;
 *	}
 *	MONITOR_COMMAND(uptime, "", "timer ticks since boot", show_uptime);
 *
 * A command stands in the file whose data it shows, and answers by console_printf(): no time stamps, not stopped by
 * quiet. The linker collects them in [__start_monitor_cmds, __stop_monitor_cmds), read-only, sorted by their names.
 */
#ifndef LINUX_MONITOR_H
#define LINUX_MONITOR_H

#include <linux/compiler.h>
#include <linux/types.h>

struct monitor_command {
	const char *name;
	const char *args; /* as the usage line shows them: "ADDR [LEN]" */
	const char *help; /* one line, what it shows or does */
	int (*fn)(int argc, char **argv);
};

/**
 * MONITOR_COMMAND - register a command
 * @cmd:       its name, without quotes
 * @args_text: its arguments; "" for none: it is then refused with any
 * @help_text: one line for help
 * @func:      int func(int argc, char **argv); argv[0] is the name, argv[argc] is NULL, the strings
 * may be changed
 *
 * @func returns 0, or a negative error number: -EINVAL says that the arguments are wrong, which shows the usage line;
 * others are shown as they are.
 *
 * Context: thread, interrupts on, no locks.
 */
#define MONITOR_COMMAND(cmd, args_text, help_text, func)                                           \
	static const struct monitor_command __monitor_##cmd __used __aligned(                      \
		__alignof__(struct monitor_command)) __section(".monitor_cmds." #cmd) = {          \
		.name = #cmd,                                                                      \
		.args = args_text,                                                                 \
		.help = help_text,                                                                 \
		.fn = func,                                                                        \
	}

/**
 * monitor - read commands from the console and run them, for ever
 *
 * Sleeps in HLT while no key is pressed.
 *
 * Context: thread, interrupts on.
 */
void __noreturn monitor(void);

#define MONITOR_MAX_ARGS 16

/**
 * monitor_split - cut a line into words, in place
 * @line: changed: quotes go, words end with 0
 * @argv: MONITOR_MAX_ARGS + 1 pointers into line; the one behind the last word is NULL
 *
 * Words are separated by blanks; '...' and "..." keep blanks, also in the middle of a word, and ""
 * is an empty word.
 *
 * Return: number of words; -EINVAL for a quote that is not closed, -E2BIG for more than
 * MONITOR_MAX_ARGS words.
 */
int monitor_split(char *line, char **argv);

/* Runs one line as typed; it is changed. Return: the command's value; 0 for an empty line; -ENOENT if unknown. */
int monitor_execute(char *line);

/**
 * monitor_parse_address - an address as people write it
 * @text: hexadecimal with or without 0x, or the name of a function
 * @addr: receives it
 *
 * Return: 0; -EINVAL for neither.
 */
int monitor_parse_address(const char *text, unsigned long long *addr);

/**
 * monitor_resembles - may a person who typed word have meant name?
 *
 * Yes if it is a beginning of it, or one or two characters more, less or other make it the same.
 */
bool monitor_resembles(const char *word, const char *name);

#endif
