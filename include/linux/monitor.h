// SPDX-License-Identifier: MIT
/*
 * linux/monitor.h - the prompt on the console, and how a file adds a command to it
 *
 *	static int show_zones(int argc, char **argv)
 *	{
 *		show_free_areas();
 *		return 0;
 *	}
 *	MONITOR_COMMAND(zones, "", "free blocks of each zone and order", show_zones);
 *
 * A command stands in the file whose data it shows. The linker collects them in
 *[__start_monitor_cmds,
 * __stop_monitor_cmds), read-only.
 */
#ifndef LINUX_MONITOR_H
#define LINUX_MONITOR_H

#include <linux/compiler.h>

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
 * Return of @func: 0; -EINVAL if the arguments are wrong, which has the usage line printed; any
 * other negative error number is printed too, unless the command has said more itself and returns
 * 0.
 *
 * Context: thread, interrupts on, no locks.
 */
#define MONITOR_COMMAND(cmd, args_text, help_text, func)                                           \
	static const struct monitor_command __monitor_##cmd __used __section(".monitor_cmds")      \
		__aligned(__alignof__(struct monitor_command)) = {                                 \
			.name = #cmd,                                                              \
			.args = args_text,                                                         \
			.help = help_text,                                                         \
			.fn = func,                                                                \
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

/* Runs one line as typed; it is changed. Return: the command's value; 0 for an empty line; -ENOENT
 * if unknown. */
int monitor_execute(char *line);

#endif
