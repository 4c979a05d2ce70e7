// SPDX-License-Identifier: MIT
/*
 * tests/kernel/kunit_test.c - the test framework itself
 *
 * Suites that are not registered, and whose cases fail on purpose, run here with their results written to a buffer:
 *
 *   case of the suite "kunit" --> run_private("fails_and_goes_on") --> results.text, stats --> compared
 */
#include <kunit/test.h>

#include <linux/bug.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/preempt.h>

static struct results {
	struct kunit_run run;
	char text[2048];
} results;

static void emit_to_buffer(struct kunit_run *run, const char *line)
{
	strlcat(results.text, line, sizeof(results.text));
}

static struct kunit_stats run_suite(struct kunit_suite *suite, const char *case_glob)
{
	struct kunit_stats stats = {};

	results.run = (struct kunit_run){ .emit = emit_to_buffer };
	results.text[0] = '\0';
	kunit_run_suite(&results.run, suite, 1, case_glob, &stats);
	return stats;
}

/* The results have this text somewhere. */
#define EXPECT_SAID(test, wanted)                                                                  \
	KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(results.text, wanted), "in:\n%s", results.text)

/*
 * What is run: each case shows one thing.
 */

static int failing_line;
static bool went_on;
static char trace[32]; /* one letter for each thing that was called */

static void leave_trace(void *letter)
{
	strlcat(trace, letter, sizeof(trace));
}

static int trace_init(struct kunit *test)
{
	leave_trace("i");
	return 0;
}

static void trace_exit(struct kunit *test)
{
	leave_trace("e");
}

static void holds(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, 2 + 2, 4);
	KUNIT_EXPECT_NE(test, 2, 3);
	KUNIT_EXPECT_LT(test, -1, 0);
	KUNIT_EXPECT_LE(test, 4ULL << 32, 4ULL << 32);
	KUNIT_EXPECT_GT(test, 1ULL << 32, 1U << 31);
	KUNIT_EXPECT_GE(test, true, false);
	KUNIT_EXPECT_TRUE(test, went_on || true);
	KUNIT_EXPECT_FALSE(test, went_on && false);
	KUNIT_EXPECT_PTR_EQ(test, test, test);
	KUNIT_EXPECT_PTR_NE(test, test, NULL);
	KUNIT_EXPECT_NULL(test, test->priv);
	KUNIT_EXPECT_NOT_NULL(test, test->name);
	KUNIT_EXPECT_NOT_ERR_OR_NULL(test, test);
	KUNIT_EXPECT_STREQ(test, test->name, "holds");
	KUNIT_EXPECT_STRNEQ(test, test->name, "hold");
	KUNIT_EXPECT_MEMEQ(test, "abcd", "abce", 3);
	KUNIT_EXPECT_MEMNEQ(test, "abcd", "abce", 4);
	KUNIT_SUCCEED(test);
}

static void fails_and_goes_on(struct kunit *test)
{
	int sum = 2 + 2;

	failing_line = __LINE__ + 1;
	KUNIT_EXPECT_EQ_MSG(test, sum, 5, "of %d and %d", 2, 2);
	went_on = true;
}

static void asserts(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, leave_trace, "1"), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, leave_trace, "2"), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, leave_trace, "never"), 0);
	kunit_remove_action(test, leave_trace, "never");
	failing_line = __LINE__ + 1;
	KUNIT_ASSERT_NULL(test, test->run);
	went_on = true;
}

static void skips(struct kunit *test)
{
	kunit_skip(test, "needs %s", "two CPUs");
	went_on = true;
}

static void fails_then_skips(struct kunit *test)
{
	KUNIT_FAIL(test, "no reason");
	kunit_skip(test, "too late");
}

static void compares_text(struct kunit *test)
{
	const char *name = "buddy";

	KUNIT_EXPECT_STREQ(test, name, "slab");
}

static void compares_bytes(struct kunit *test)
{
	u8 a[40] = {}, b[40] = {};

	b[17] = 0xff;
	KUNIT_EXPECT_MEMEQ(test, a, b, sizeof(a));
}

static void gets_an_error(struct kunit *test)
{
	void *page = ERR_PTR(-ENOMEM);

	KUNIT_EXPECT_NOT_ERR_OR_NULL(test, page);
}

static void finds_false(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, test == NULL);
}

static struct page *leaked;

static void leaks(struct kunit *test)
{
	leaked = alloc_pages(GFP_KERNEL, 1);
}

static void warns(struct kunit *test)
{
	warn_count++;
}

static void warns_as_announced(struct kunit *test)
{
	kunit_expect_warnings(test, 2);
	warn_count += 2;
}

static void stays_atomic(struct kunit *test)
{
	preempt_disable();
}

static const struct number {
	const char *name;
	int value;
} numbers[] = { { "one", 1 }, { "two", 2 }, { "three", 3 } };

KUNIT_ARRAY_PARAM_DESC(number, numbers, name);

static void two_is_bad(struct kunit *test)
{
	const struct number *number = test->param_value;

	KUNIT_EXPECT_PTR_EQ(test, number, &numbers[test->param_index]);
	KUNIT_EXPECT_NE(test, number->value, 2);
}

static char places[100], *next_action;
static unsigned int nr_out_of_turn;

/* Last added first, one byte apart. */
static void is_its_turn(void *which)
{
	nr_out_of_turn += which != --next_action;
}

static void has_many_actions(struct kunit *test)
{
	int i;

	if (!leaked)
		kunit_skip(test, "no heap");
	for (next_action = places; next_action < places + sizeof(places); next_action++) {
		KUNIT_ASSERT_EQ(test, kunit_add_action(test, leave_trace, "x"), 0);
		KUNIT_ASSERT_EQ(test, kunit_add_action(test, is_its_turn, next_action), 0);
	}
	for (i = 0; i < sizeof(places); i++)
		kunit_remove_action(test, leave_trace, "x");
	trace[0] = '\0';
	kunit_release_action(test, leave_trace, "not added");
}

static struct kunit_case private_cases[] = {
	KUNIT_CASE(holds),
	KUNIT_CASE(fails_and_goes_on),
	KUNIT_CASE(asserts),
	KUNIT_CASE(skips),
	KUNIT_CASE(fails_then_skips),
	KUNIT_CASE(compares_text),
	KUNIT_CASE(compares_bytes),
	KUNIT_CASE(gets_an_error),
	KUNIT_CASE(finds_false),
	KUNIT_CASE(leaks),
	KUNIT_CASE(warns),
	KUNIT_CASE(warns_as_announced),
	KUNIT_CASE(stays_atomic),
	KUNIT_CASE(has_many_actions),
	KUNIT_CASE_PARAM(two_is_bad, number_gen_params),
	{},
};

static struct kunit_suite private_suite = {
	.name = "private",
	.init = trace_init,
	.exit = trace_exit,
	.test_cases = private_cases,
};

static struct kunit_stats run_private(const char *case_name)
{
	went_on = false;
	trace[0] = '\0';
	return run_suite(&private_suite, case_name);
}

/*
 * What is expected of it
 */

static void passed_case_prints_one_line(struct kunit *test)
{
	struct kunit_stats stats = run_private("holds");

	KUNIT_EXPECT_EQ(test, stats.passed, 1);
	KUNIT_EXPECT_EQ(test, stats.failed, 0);
	KUNIT_EXPECT_STREQ(test, results.text,
			   "    KTAP version 1\n"
			   "    # Subtest: private\n"
			   "    1..1\n"
			   "    ok 1 holds\n"
			   "# private: pass:1 fail:0 skip:0 total:1\n"
			   "ok 1 private\n");
}

static void failed_expectation_shows_values_and_goes_on(struct kunit *test)
{
	struct kunit_stats stats = run_private("fails_and*");
	char wanted[256];

	/* A framework that is blind to failures would not report this one either. */
	BUG_ON(stats.failed != 1);
	snprintf(wanted, sizeof(wanted),
		 "    # fails_and_goes_on: EXPECTATION FAILED at %s:%d\n"
		 "    #     Expected sum == 5, but\n"
		 "    #         sum == 4 (0x4)\n"
		 "    #     of 2 and 2\n"
		 "    not ok 1 fails_and_goes_on\n",
		 __FILE__, failing_line);
	EXPECT_SAID(test, wanted);
	EXPECT_SAID(test, "\nnot ok 1 private\n");
	KUNIT_EXPECT_TRUE(test, went_on);
}

static void failed_assertion_ends_case_and_cleans_up(struct kunit *test)
{
	struct kunit_stats stats = run_private("asserts");
	char wanted[128];

	snprintf(wanted, sizeof(wanted), "    # asserts: ASSERTION FAILED at %s:%d\n", __FILE__,
		 failing_line);
	EXPECT_SAID(test, wanted);
	EXPECT_SAID(test, "#     Expected test->run == NULL, but\n");
	KUNIT_EXPECT_EQ(test, stats.failed, 1);
	KUNIT_EXPECT_FALSE(test, went_on);
	KUNIT_EXPECT_STREQ(test, trace, "ie21");
}

static void skip_ends_case_and_says_why(struct kunit *test)
{
	struct kunit_stats stats = run_private("skips");

	KUNIT_EXPECT_EQ(test, stats.skipped, 1);
	KUNIT_EXPECT_EQ(test, stats.failed, 0);
	KUNIT_EXPECT_FALSE(test, went_on);
	EXPECT_SAID(test, "    ok 1 skips # SKIP needs two CPUs\n");
	EXPECT_SAID(test, "\nok 1 private # SKIP \n");
}

static void skip_does_not_undo_a_failure(struct kunit *test)
{
	struct kunit_stats stats = run_private("fails_then_skips");

	KUNIT_EXPECT_EQ(test, stats.failed, 1);
	KUNIT_EXPECT_EQ(test, stats.skipped, 0);
	EXPECT_SAID(test, "    #     no reason\n    not ok 1 fails_then_skips\n");
}

static void each_kind_of_value_is_shown(struct kunit *test)
{
	run_private("compares_text");
	EXPECT_SAID(test, "#     Expected name == \"slab\", but\n"
			  "    #         name == \"buddy\"\n"
			  "    not ok");
	run_private("compares_bytes");
	EXPECT_SAID(test,
		    "#         a + 16: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
		    "    #         b + 16: 00 ff 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n");
	run_private("gets_an_error");
	EXPECT_SAID(test, "#     Expected page to be neither NULL nor an error, but\n"
			  "    #         page == -ENOMEM\n");
	run_private("finds_false");
	EXPECT_SAID(test, "#     Expected test == NULL to be true, but\n"
			  "    #         it is not\n");
}

static void leak_fails_the_case(struct kunit *test)
{
	struct kunit_stats stats;

	leaked = NULL;
	stats = run_private("leaks");
	if (!leaked)
		kunit_skip(test, "no page allocator");
	__free_pages(leaked, 1);
	KUNIT_EXPECT_EQ(test, stats.failed, 1);
	EXPECT_SAID(test, "# leaks: leaks 2 pages: ");
}

static void unexpected_warning_fails_the_case(struct kunit *test)
{
	kunit_expect_warnings(test, 3);
	KUNIT_EXPECT_EQ(test, run_private("warns").failed, 1);
	EXPECT_SAID(test, "# warns: 1 warnings, 0 expected\n");
	KUNIT_EXPECT_EQ(test, run_private("warns_as_announced").passed, 1);
}

static void atomic_section_left_open_fails_the_case(struct kunit *test)
{
	struct kunit_stats stats = run_private("stays_atomic");

	KUNIT_EXPECT_EQ(test, stats.failed, 1);
	EXPECT_SAID(test, "# stays_atomic: preempt_count was");
}

static void each_parameter_is_a_test(struct kunit *test)
{
	struct kunit_stats stats = run_private("two_is_bad");

	KUNIT_EXPECT_EQ(test, stats.passed, 2);
	KUNIT_EXPECT_EQ(test, stats.failed, 1);
	KUNIT_EXPECT_STREQ(test, trace, "ieieie");
	EXPECT_SAID(test, "        # Subtest: two_is_bad\n"
			  "        1..3\n"
			  "        ok 1 one\n");
	EXPECT_SAID(test, "        not ok 2 two\n"
			  "        ok 3 three\n"
			  "        # two_is_bad: pass:2 fail:1 skip:0 total:3\n"
			  "    not ok 1 two_is_bad\n");
}

static int fail_init(struct kunit *test)
{
	return -ENOMEM;
}

static void failed_init_fails_the_case(struct kunit *test)
{
	struct kunit_suite suite = {
		.name = "no_init",
		.init = fail_init,
		.exit = trace_exit,
		.test_cases = private_cases,
	};

	went_on = false;
	trace[0] = '\0';
	KUNIT_EXPECT_EQ(test, run_suite(&suite, "fails_and_goes_on").failed, 1);
	KUNIT_EXPECT_FALSE(test, went_on);
	KUNIT_EXPECT_STREQ(test, trace, "e");
	EXPECT_SAID(test, "# fails_and_goes_on: failed to initialize: -12\n");
}

static int fail_suite_init(struct kunit_suite *suite)
{
	return -ENODEV;
}

static void trace_suite_exit(struct kunit_suite *suite)
{
	leave_trace("x");
}

static void failed_suite_init_fails_the_suite(struct kunit *test)
{
	struct kunit_suite suite = {
		.name = "no_suite",
		.suite_init = fail_suite_init,
		.suite_exit = trace_suite_exit,
		.test_cases = private_cases,
	};

	trace[0] = '\0';
	KUNIT_EXPECT_EQ(test, run_suite(&suite, NULL).failed, 1);
	KUNIT_EXPECT_STREQ(test, trace, "x");
	EXPECT_SAID(test, "# no_suite: suite failed to initialize: -19\n");
	EXPECT_SAID(test, "\nnot ok 1 no_suite\n");
}

static void any_number_of_actions(struct kunit *test)
{
	struct kunit_stats stats;

	run_private("leaks");
	nr_out_of_turn = 0;
	stats = run_private("has_many_actions");
	if (leaked)
		__free_pages(leaked, 1);
	if (stats.skipped)
		kunit_skip(test, "no heap");
	KUNIT_EXPECT_EQ(test, stats.passed, 1);
	KUNIT_EXPECT_EQ(test, nr_out_of_turn, 0);
	KUNIT_EXPECT_PTR_EQ(test, next_action, &places[0]);
	KUNIT_EXPECT_STREQ(test, trace, "e");
}

static void sides_are_evaluated_once(struct kunit *test)
{
	int i = 0;

	KUNIT_EXPECT_EQ(test, i++, 0);
	KUNIT_EXPECT_PTR_EQ(test, &numbers[i++], &numbers[1]);
	KUNIT_EXPECT_STREQ(test, numbers[i++].name, "three");
	KUNIT_EXPECT_EQ(test, i, 3);
}

static const struct glob {
	const char *pattern, *text;
	bool matches;
} globs[] = {
	{ "", "", true },
	{ "", "a", false },
	{ "*", "", true },
	{ "*", "buddy", true },
	{ "buddy", "buddy", true },
	{ "buddy", "buddy2", false },
	{ "buddy?", "buddy", false },
	{ "buddy?", "buddy2", true },
	{ "b*y", "buddy", true },
	{ "b*d", "buddy", false },
	{ "*d*d*", "buddy", true },
	{ "*d*d*d*", "buddy", false },
	{ "*ab", "aaab", true },
	{ "*ab", "aaba", false },
	{ "a*b*c", "axbxbxc", true },
	{ "**?", "a", true },
	{ "**?", "", false },
};

static void describe_glob(const struct glob *glob, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "'%s' '%s'", glob->pattern, glob->text);
}
KUNIT_ARRAY_PARAM(glob, globs, describe_glob);

static void glob_matches(struct kunit *test)
{
	const struct glob *glob = test->param_value;

	KUNIT_EXPECT_EQ(test, kunit_glob_match(glob->pattern, glob->text), glob->matches);
}

static struct kunit_case kunit_cases[] = {
	KUNIT_CASE(passed_case_prints_one_line),
	KUNIT_CASE(failed_expectation_shows_values_and_goes_on),
	KUNIT_CASE(failed_assertion_ends_case_and_cleans_up),
	KUNIT_CASE(skip_ends_case_and_says_why),
	KUNIT_CASE(skip_does_not_undo_a_failure),
	KUNIT_CASE(each_kind_of_value_is_shown),
	KUNIT_CASE(leak_fails_the_case),
	KUNIT_CASE(unexpected_warning_fails_the_case),
	KUNIT_CASE(atomic_section_left_open_fails_the_case),
	KUNIT_CASE(each_parameter_is_a_test),
	KUNIT_CASE(failed_init_fails_the_case),
	KUNIT_CASE(failed_suite_init_fails_the_suite),
	KUNIT_CASE(any_number_of_actions),
	KUNIT_CASE(sides_are_evaluated_once),
	KUNIT_CASE_PARAM(glob_matches, glob_gen_params),
	{},
};

static struct kunit_suite kunit_suite = {
	.name = "kunit",
	.test_cases = kunit_cases,
};
kunit_test_suite(kunit_suite);
