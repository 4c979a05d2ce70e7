// SPDX-License-Identifier: MIT
/*
 * tests/kernel/monitor_test.c - the prompt: the line editor with a terminal played by the test, words, guesses
 *
 *   keys -> lineedit_feed() -> put() -> a terminal that knows characters and backspace
 *                 |                          |
 *                line  <---- must equal ---- what it shows, after every single key
 */
#include <linux/monitor.h>

#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/lineedit.h>
#include <linux/string.h>

#define PROMPT "> "
#define UP "\033[A"
#define DOWN "\033[B"
#define RIGHT "\033[C"
#define LEFT "\033[D"

static struct terminal {
	char row[LINEEDIT_SIZE + 8];
	int cursor;
} terminal;

static void clear_row(void)
{
	memset(terminal.row, ' ', sizeof(terminal.row));
	terminal.cursor = 0;
}

static void put_on_terminal(struct lineedit *le, const char *text, size_t len)
{
	for (; len--; text++) {
		if (*text == '\n')
			clear_row();
		else if (*text == '\b')
			terminal.cursor--;
		else if (*text >= ' ')
			terminal.row[terminal.cursor++] = *text;
		else if (*text == '\033' && !strncmp(text, "\033[H\033[2J", 7))
			clear_row(), text += 6, len -= 6;
	}
}

static struct lineedit editor;
static enum lineedit_result last_result;

static int start_editor(struct kunit *test)
{
	memset(&editor, 0, sizeof(editor));
	editor.prompt = PROMPT;
	editor.put = put_on_terminal;
	clear_row();
	last_result = LINEEDIT_READY;
	return 0;
}

static void expect_terminal_shows_line(struct kunit *test)
{
	size_t prompt = strlen(PROMPT), end = sizeof(terminal.row);

	while (end > prompt + editor.len && terminal.row[end - 1] == ' ')
		end--;
	KUNIT_ASSERT_EQ(test, end, prompt + editor.len);
	KUNIT_ASSERT_MEMEQ(test, terminal.row, PROMPT, prompt);
	KUNIT_ASSERT_MEMEQ(test, terminal.row + prompt, editor.line, editor.len);
	KUNIT_ASSERT_EQ(test, terminal.cursor, prompt + editor.pos);
	KUNIT_ASSERT_EQ(test, strlen(editor.line), editor.len);
}

/* Types keys; behind a completed line a new one begins. Return: result of the last key. */
static enum lineedit_result type(struct kunit *test, const char *keys)
{
	for (; *keys; keys++) {
		if (last_result != LINEEDIT_MORE)
			lineedit_begin(&editor);
		last_result = lineedit_feed(&editor, *keys);
		if (last_result == LINEEDIT_MORE)
			expect_terminal_shows_line(test);
	}
	return last_result;
}

static const struct editing {
	const char *keys, *line;
} editings[] = {
	{ "help", "help" },
	{ "hlp" LEFT LEFT "e", "help" },
	{ "hlp\002\002e\006\006!", "help!" },
	{ "elp\001h", "help" },
	{ "elp\033[Hh\033[F!", "help!" },
	{ "elp\033OHh\033OF!", "help!" },
	{ "elp\033[1~h\033[4~!", "help!" },
	{ "elp\033[7~h\033[8~!", "help!" },
	{ "helpp\177", "help" },
	{ "helpp\b", "help" },
	{ "hxelp\001" RIGHT "\033[3~", "help" },
	{ "hxelp\001" RIGHT "\004", "help" },
	{ "help\004", "help" },
	{ "\177\004help" RIGHT "\005", "help" },
	{ "help me" LEFT LEFT LEFT "\013", "help" },
	{ "no help" LEFT LEFT LEFT LEFT "\025", "help" },
	{ "help  me  \027", "help  " },
	{ "help me now" LEFT LEFT LEFT LEFT "\027", "help  now" },
	{ "md c0000000\001\013", "" },
	{ "help" LEFT "\014", "help" },
	{ "he\tl\033xp\033[200;3~", "help" },
	{ "help\r\nmd\r\r\nzones" UP, "md" },
	{ "help\nmd\nzo" UP UP DOWN DOWN "nes", "zones" },
	{ "help\nmd\n" UP UP UP UP, "help" },
	{ "help\nmd\n" UP UP DOWN DOWN DOWN DOWN, "" },
	{ "help\nmd\n\020\020\016", "md" },
	{ "help\nmd\nmd\n\n" UP UP, "help" },
	{ "help\nmd\n" UP "x" UP DOWN, "md" },
	{ "help\003md", "md" },
};

static void describe_editing(const struct editing *editing, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%d gives '%s'", (int)(editing - editings),
		 editing->line);
}
KUNIT_ARRAY_PARAM(editing, editings, describe_editing);

static void keys_make_the_line(struct kunit *test)
{
	const struct editing *editing = test->param_value;

	type(test, editing->keys);
	KUNIT_EXPECT_STREQ(test, editor.line, editing->line);
}

static void line_ends_once_by_cr_lf_or_both(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, type(test, "a\r"), LINEEDIT_READY);
	KUNIT_EXPECT_STREQ(test, editor.line, "a");
	KUNIT_EXPECT_EQ(test, type(test, "\n"), LINEEDIT_MORE);
	KUNIT_EXPECT_EQ(test, type(test, "b\n"), LINEEDIT_READY);
	KUNIT_EXPECT_EQ(test, type(test, "\n"), LINEEDIT_READY);
	KUNIT_EXPECT_EQ(test, type(test, "c\003"), LINEEDIT_DROPPED);
}

/* One byte is left for the terminating 0; what does not fit is refused, in the middle as at the end. */
static void full_line_takes_no_more(struct kunit *test)
{
	int i;

	for (i = 0; i < LINEEDIT_SIZE + 3; i++)
		type(test, "x");
	KUNIT_EXPECT_EQ(test, editor.len, LINEEDIT_SIZE - 1);
	type(test, "\001y");
	KUNIT_EXPECT_EQ(test, editor.len, LINEEDIT_SIZE - 1);
	KUNIT_EXPECT_EQ(test, editor.line[0], 'x');
}

static void history_keeps_the_last_lines(struct kunit *test)
{
	char line[8];
	int i;

	for (i = 1; i <= LINEEDIT_HISTORY + 5; i++) {
		snprintf(line, sizeof(line), "%d\n", i);
		type(test, line);
	}
	for (i = 0; i < LINEEDIT_HISTORY + 5; i++)
		type(test, UP);
	KUNIT_EXPECT_STREQ(test, editor.line, "6");
}

static const struct splitting {
	const char *line;
	int argc;
	const char *words; /* with | behind each */
} splittings[] = {
	{ "", 0, "" },
	{ "  \t ", 0, "" },
	{ "help", 1, "help|" },
	{ "  md  c0000000\t16  ", 3, "md|c0000000|16|" },
	{ "a 'b c' \"d 'e\"", 3, "a|b c|d 'e|" },
	{ "pre'mid dle'post", 1, "premid dlepost|" },
	{ "a \"\" b", 3, "a||b|" },
	{ "''", 1, "|" },
	{ "a 'b", -EINVAL, "" },
	{ "a b\"", -EINVAL, "" },
	{ "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", 16, "1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|" },
	{ "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17", -E2BIG, "" },
};

static void describe_splitting(const struct splitting *splitting, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%d gives %d", (int)(splitting - splittings),
		 splitting->argc);
}
KUNIT_ARRAY_PARAM(splitting, splittings, describe_splitting);

static void line_is_cut_into_words(struct kunit *test)
{
	const struct splitting *splitting = test->param_value;
	char line[64], words[64] = "", *argv[MONITOR_MAX_ARGS + 1];
	int argc, i;

	strscpy(line, splitting->line, sizeof(line));
	argc = monitor_split(line, argv);
	KUNIT_ASSERT_EQ(test, argc, splitting->argc);
	for (i = 0; i < argc; i++) {
		strlcat(words, argv[i], sizeof(words));
		strlcat(words, "|", sizeof(words));
	}
	KUNIT_EXPECT_STREQ(test, words, splitting->words);
	if (argc >= 0)
		KUNIT_EXPECT_NULL(test, argv[argc]);
}

static void misspelt_command_is_recognised(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, monitor_resembles("mem", "memblock"));
	KUNIT_EXPECT_TRUE(test, monitor_resembles("hlep", "help"));
	KUNIT_EXPECT_TRUE(test, monitor_resembles("powerof", "poweroff"));
	KUNIT_EXPECT_TRUE(test, monitor_resembles("xzones", "zones"));
	KUNIT_EXPECT_FALSE(test, monitor_resembles("zones", "zo"));
	KUNIT_EXPECT_FALSE(test, monitor_resembles("pt", "md"));
	KUNIT_EXPECT_FALSE(test, monitor_resembles("mem", "map"));
	KUNIT_EXPECT_FALSE(test, monitor_resembles("reboot", "test"));
	KUNIT_EXPECT_FALSE(test, monitor_resembles("averyveryverylongword", "md"));
}

static void address_is_hexadecimal_or_a_function(struct kunit *test)
{
	unsigned long long addr;

	KUNIT_EXPECT_EQ(test, monitor_parse_address("10", &addr), 0);
	KUNIT_EXPECT_EQ(test, addr, 0x10);
	KUNIT_EXPECT_EQ(test, monitor_parse_address("0xfffffffff", &addr), 0);
	KUNIT_EXPECT_EQ(test, addr, 0xfffffffffULL);
	KUNIT_EXPECT_EQ(test, monitor_parse_address("monitor_parse_address", &addr), 0);
	KUNIT_EXPECT_EQ(test, addr, (unsigned long)monitor_parse_address);
	KUNIT_EXPECT_EQ(test, monitor_parse_address("no_such_function", &addr), -EINVAL);
}

static struct kunit_case monitor_cases[] = {
	KUNIT_CASE_PARAM(keys_make_the_line, editing_gen_params),
	KUNIT_CASE(line_ends_once_by_cr_lf_or_both),
	KUNIT_CASE(full_line_takes_no_more),
	KUNIT_CASE(history_keeps_the_last_lines),
	KUNIT_CASE_PARAM(line_is_cut_into_words, splitting_gen_params),
	KUNIT_CASE(misspelt_command_is_recognised),
	KUNIT_CASE(address_is_hexadecimal_or_a_function),
	{},
};

static struct kunit_suite monitor_suite = {
	.name = "monitor",
	.init = start_editor,
	.test_cases = monitor_cases,
};
kunit_test_suite(monitor_suite);
