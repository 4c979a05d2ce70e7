// SPDX-License-Identifier: MIT
/*
 * tests/kernel/printk_test.c - the log as a console sees it, and warnings
 *
 *   printk() --> ring --> this suite's own console --> seen.text
 *
 * The real consoles show the messages too, among the results; readers of KTAP skip lines that begin with a time.
 */
#include <kunit/test.h>

#include <linux/bug.h>
#include <linux/console.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/seq_file.h>
#include <linux/string.h>

static struct {
	char text[4096];
	unsigned int len;   /* bytes in text; more than it holds are dropped */
	unsigned int total; /* bytes written */
} seen;

static void capture_write(const char *s, unsigned int count)
{
	unsigned int n = min_t(unsigned int, count, sizeof(seen.text) - 1 - seen.len);

	memcpy(seen.text + seen.len, s, n);
	seen.len += n;
	seen.text[seen.len] = '\0';
	seen.total += count;
}

static int level_before;

/* printk.c's choice of consoles leaves it out: the cases switch it on. */
static int capture_setup(int index, const char *options)
{
	return -ENODEV;
}

static struct console capture = {
	.name = "kunit",
	.write = capture_write,
	.setup = capture_setup,
};

static int capture_suite_init(struct kunit_suite *suite)
{
	static bool registered;

	if (!registered)
		register_console(&capture);
	registered = true;
	return 0;
}

static void forget_what_was_seen(void)
{
	memset(&seen, 0, sizeof(seen));
}

/* loglevel= must not change what is seen: until a case says otherwise, all but debugging messages. */
static int capture_init(struct kunit *test)
{
	level_before = console_loglevel;
	console_loglevel = LOGLEVEL_DEBUG;
	capture.enabled = true;
	printk(KERN_DEBUG "brings our console up to date\n");
	forget_what_was_seen();
	return 0;
}

static void capture_exit(struct kunit *test)
{
	console_loglevel = level_before;
	capture.enabled = false;
}

/* The text with its time stamps made the same: "[    0.123456] x" is "[T] x". */
static char *seen_without_times(void)
{
	static char text[sizeof(seen.text)];
	const char *s = seen.text;
	char *out = text;

	while (*s) {
		if ((s == seen.text || s[-1] == '\n') && *s == '[' && strchr(s, ']')) {
			*out++ = '[';
			*out++ = 'T';
			s = strchr(s, ']');
		}
		*out++ = *s++;
	}
	*out = '\0';
	return text;
}

#define EXPECT_SEEN(test, wanted) KUNIT_EXPECT_STREQ(test, seen_without_times(), wanted)

static void each_line_has_its_time(struct kunit *test)
{
	printk(KERN_INFO "one\ntwo\n");
	EXPECT_SEEN(test, "[T] one\n[T] two\n");
	KUNIT_EXPECT_EQ(test, seen.text[0], '[');
	KUNIT_EXPECT_EQ(test, seen.text[6], '.');
	KUNIT_EXPECT_EQ(test, seen.text[13], ']');
}

static void only_lower_levels_are_shown(struct kunit *test)
{
	console_loglevel = 5;
	printk(KERN_NOTICE "hidden\n");
	printk("%sshown\n", KERN_WARNING);
	printk("a warning, too\n");
	printk("%shidden, too\n", KERN_INFO);
	EXPECT_SEEN(test, "[T] shown\n[T] a warning, too\n");
}

static void continued_lines(struct kunit *test)
{
	printk(KERN_INFO "a");
	pr_cont(" b");
	pr_cont(" c\n");
	pr_cont("not continued\n");
	printk(KERN_INFO "left open");
	printk(KERN_INFO "next\n");
	EXPECT_SEEN(test, "[T] a b c\n[T] not continued\n[T] left open\n[T] next\n");
}

/* A continuation has the level of what it continues: all of the line is shown, or nothing. */
static void a_hidden_line_is_hidden_whole(struct kunit *test)
{
	console_loglevel = 5;
	printk(KERN_INFO "hidden");
	pr_cont(" hidden\n");
	EXPECT_SEEN(test, "");
}

static void long_messages_are_cut(struct kunit *test)
{
	static char text[1200];

	memset(text, 'x', sizeof(text) - 1);
	capture.enabled = false;
	KUNIT_EXPECT_EQ(test, printk(KERN_DEBUG "%s", text),
			999); /* the real consoles pass over it */
	console_loglevel = LOGLEVEL_DEBUG + 1;
	capture.enabled = true;
	printk(KERN_INFO "next\n");
	KUNIT_EXPECT_STREQ(test, seen_without_times() + strlen("[T] ") + 999, "\n[T] next\n");
}

/* A console that was off while the ring went round twice sees its last records, each once and whole. */
static void the_ring_keeps_the_newest(struct kunit *test)
{
	static char filler[400];
	int i;

	memset(filler, '.', sizeof(filler) - 1);
	capture.enabled = false;
	for (i = 0; i < 400; i++)
		printk(KERN_DEBUG "%s%d\n", filler, i);
	console_loglevel = LOGLEVEL_DEBUG + 1;
	capture.enabled = true;
	printk(KERN_DEBUG "end\n");
	KUNIT_EXPECT_GT(test, seen.total, 50u * 1024);
	KUNIT_EXPECT_LT(test, seen.total, 70u * 1024);
	KUNIT_EXPECT_EQ(test, seen.text[0], '[');
}

static void text_outside_the_log(struct kunit *test)
{
	console_printf("prompt> ");
	console_printf("typed");
	printk(KERN_INFO "message\n");
	printk(KERN_INFO "open");
	console_printf("answer\n");
	EXPECT_SEEN(test, "prompt> typed\n[T] message\n[T] open\nanswer\n");
}

static bool warn_at_one_place(int value)
{
	return WARN_ON_ONCE(value > 1);
}

static void warnings_are_counted_and_returned(struct kunit *test)
{
	int before = warn_count;

	kunit_expect_warnings(test, 3);
	KUNIT_EXPECT_FALSE(test, WARN_ON(false));
	KUNIT_EXPECT_TRUE(test, WARN_ON(before >= 0));
	KUNIT_EXPECT_NOT_NULL(test, strstr(seen.text, "WARNING: "));
	KUNIT_EXPECT_NOT_NULL(test, strstr(seen.text, "at tests/kernel/printk_test.c:"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(seen.text, "warnings_are_counted_and_returned+0x"));
	forget_what_was_seen();
	KUNIT_EXPECT_TRUE(test, WARN(before >= 0, "the message %d\n", 5));
	KUNIT_EXPECT_NOT_NULL(test, strstr(seen.text, "cut here ]------------\n"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(seen.text, "the message 5\n"));
	KUNIT_EXPECT_EQ(test, warn_count, before + 2);
	KUNIT_EXPECT_FALSE(test, warn_at_one_place(1));
	KUNIT_EXPECT_TRUE(test, warn_at_one_place(2));
	KUNIT_EXPECT_TRUE(test, warn_at_one_place(3));
	KUNIT_EXPECT_EQ(test, warn_count, before + 3);
}

/* However long it is; all of it by seq_puts(), as much as fits by seq_printf(). */
static void text_of_any_length(struct kunit *test)
{
	static char text[3000];
	struct seq_file m = {};

	memset(text, 'x', sizeof(text) - 1);
	seq_puts(&m, text);
	KUNIT_EXPECT_EQ(test, seen.total, sizeof(text) - 1);
	seq_puts(&m, "");
	seq_puts(&m, "y\n");
	KUNIT_EXPECT_EQ(test, seen.total, sizeof(text) + 1);
	seq_printf(&m, "%s", text);
	KUNIT_EXPECT_EQ(test, seen.total, sizeof(text) + 1 + 999);
	seq_puts(&m, "\n");
}

static struct kunit_case printk_cases[] = {
	KUNIT_CASE(each_line_has_its_time),
	KUNIT_CASE(only_lower_levels_are_shown),
	KUNIT_CASE(continued_lines),
	KUNIT_CASE(a_hidden_line_is_hidden_whole),
	KUNIT_CASE(long_messages_are_cut),
	KUNIT_CASE(the_ring_keeps_the_newest),
	KUNIT_CASE(text_outside_the_log),
	KUNIT_CASE(text_of_any_length),
	KUNIT_CASE(warnings_are_counted_and_returned),
	{},
};

static struct kunit_suite printk_suite = {
	.name = "printk",
	.suite_init = capture_suite_init,
	.init = capture_init,
	.exit = capture_exit,
	.test_cases = printk_cases,
};
kunit_test_suite(printk_suite);
