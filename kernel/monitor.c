// SPDX-License-Identifier: MIT
/*
 * kernel/monitor.c - the prompt
 *
 *   keys -> lineedit_feed() -> line -> monitor_split() -> argv -> the command's function in .monitor_cmds
 *
 * Read first: monitor(), then monitor_execute().
 * Tests:      tests/kernel/monitor_test.c
 */
#include <linux/monitor.h>

#include <kunit/test.h>
#include <linux/console.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/lineedit.h>
#include <linux/string.h>
#include <linux/wait.h>
#include <asm/reboot.h>

/* In the order of their names. */
extern const struct monitor_command __start_monitor_cmds[], __stop_monitor_cmds[];

#define for_each_command(cmd) for (cmd = __start_monitor_cmds; cmd < __stop_monitor_cmds; cmd++)

static const struct monitor_command *find_command(const char *name)
{
	const struct monitor_command *cmd;

	for_each_command(cmd)
		if (!strcmp(cmd->name, name))
			return cmd;
	return NULL;
}

/*
 * Words
 */

int monitor_split(char *line, char **argv)
{
	char *out = line;
	int argc = 0;
	char quote;

	for (;;) {
		while (isspace(*line))
			line++;
		if (!*line)
			break;
		if (argc == MONITOR_MAX_ARGS)
			return -E2BIG;
		argv[argc++] = out;
		for (quote = 0; *line && (quote || !isspace(*line)); line++) {
			if (quote ? *line == quote : *line == '\'' || *line == '"')
				quote = quote ? 0 : *line;
			else
				*out++ = *line;
		}
		if (quote)
			return -EINVAL;
		/* The blank must be seen before its byte becomes the end of the word. */
		if (*line)
			line++;
		*out++ = '\0';
	}
	argv[argc] = NULL;
	return argc;
}

int monitor_parse_address(const char *text, unsigned long long *addr)
{
	if (!kstrtoull(text, 16, addr))
		return 0;
	*addr = kallsyms_lookup_name(text);
	return *addr ? 0 : -EINVAL;
}

#define MAX_RESEMBLING 15 /* characters of a word that is worth a guess */

/*
 * Levenshtein's distance, row by row: row[j] is the cost of turning the part of word seen so far into the first j
 * characters of name.
 */
static int edit_distance(const char *word, const char *name)
{
	int row[MAX_RESEMBLING + 1], len = strlen(name), i, j;

	for (j = 0; j <= len; j++)
		row[j] = j;
	for (i = 0; word[i]; i++) {
		int diagonal = row[0];

		row[0] = i + 1;
		for (j = 1; j <= len; j++) {
			int replaced = diagonal + (word[i] != name[j - 1]);

			diagonal = row[j];
			row[j] = min(replaced, min(row[j], row[j - 1]) + 1);
		}
	}
	return row[len];
}

bool monitor_resembles(const char *word, const char *name)
{
	int len = strlen(word);

	if (str_has_prefix(name, word))
		return true;
	/* Two edits turn any short word into any other. */
	return len <= MAX_RESEMBLING && strlen(name) <= MAX_RESEMBLING &&
	       edit_distance(word, name) <= min(len / 2, 2);
}

/*
 * Commands
 */

static void put_usage(const struct monitor_command *cmd)
{
	console_printf("usage: %s%s%s\n", cmd->name, *cmd->args ? " " : "", cmd->args);
}

static void put_unknown(const char *word)
{
	const struct monitor_command *cmd;
	const char *before = "; did you mean ";

	console_printf("%s: no such command", word);
	for_each_command(cmd) {
		if (!monitor_resembles(word, cmd->name))
			continue;
		console_printf("%s%s", before, cmd->name);
		before = ", ";
	}
	console_printf("%s\n", *before == ',' ? "?" : "; help lists them all");
}

int monitor_execute(char *line)
{
	const struct monitor_command *cmd;
	char *argv[MONITOR_MAX_ARGS + 1];
	int argc = monitor_split(line, argv);
	int err, level = console_loglevel;

	if (argc <= 0) {
		if (argc)
			console_printf(argc == -E2BIG ? "more than %d words\n"
						      : "a quote is not closed\n",
				       MONITOR_MAX_ARGS);
		return argc;
	}
	cmd = find_command(argv[0]);
	if (!cmd) {
		put_unknown(argv[0]);
		return -ENOENT;
	}
	/* Some answer through printk(): quiet is for the boot, not for what was asked for. */
	console_loglevel = max(level, LOGLEVEL_DEBUG);
	err = argc > 1 && !*cmd->args ? -EINVAL : cmd->fn(argc, argv);
	console_loglevel = level;
	if (err == -EINVAL)
		put_usage(cmd);
	else if (err)
		console_printf("%s: error %d\n", cmd->name, err);
	return err;
}

static void put_summary(const struct monitor_command *cmd)
{
	char usage[40];

	snprintf(usage, sizeof(usage), "%s %s", cmd->name, cmd->args);
	console_printf("  %-20s %s\n", usage, cmd->help);
}

static int help(int argc, char **argv)
{
	const struct monitor_command *cmd;

	if (argc > 2)
		return -EINVAL;
	if (argc == 1) {
		for_each_command(cmd)
			put_summary(cmd);
		return 0;
	}
	cmd = find_command(argv[1]);
	if (!cmd) {
		put_unknown(argv[1]);
		return 0;
	}
	put_usage(cmd);
	console_printf("%s\n", cmd->help);
	return 0;
}
MONITOR_COMMAND(help, "[COMMAND]", "list the commands, or explain one", help);

static int test(int argc, char **argv)
{
	if (argc > 2)
		return -EINVAL;
	kunit_run_tests_matching(argv[1]);
	return 0;
}
MONITOR_COMMAND(test, "[SUITE[.CASE]]", "run the self-tests; * and ? match any text", test);

static int reboot(int argc, char **argv)
{
	machine_restart();
}
MONITOR_COMMAND(reboot, "", "start the machine anew", reboot);

static int poweroff(int argc, char **argv)
{
	machine_power_off();
}
MONITOR_COMMAND(poweroff, "", "switch the machine off; leaves QEMU", poweroff);

/*
 * The prompt
 */

static void put_on_console(struct lineedit *le, const char *text, size_t len)
{
	console_printf("%.*s", (int)len, text);
}

static struct lineedit input = { .prompt = "himem> ", .put = put_on_console };

/* A console that raises no interrupt is looked at each tick. */
static unsigned char wait_for_key(void)
{
	int key;

	while (!wait_event_timeout(console_wait, (key = console_getc()) >= 0, 1))
		;
	return key;
}

void monitor(void)
{
	console_printf("\nType help for a list of commands.\n");
	for (;;) {
		enum lineedit_result result;

		lineedit_begin(&input);
		do {
			result = lineedit_feed(&input, wait_for_key());
		} while (result == LINEEDIT_MORE);
		if (result == LINEEDIT_READY)
			monitor_execute(input.line);
	}
}
