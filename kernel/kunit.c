// SPDX-License-Identifier: MIT
/*
 * kernel/kunit.c - run test suites, and say how they ended in KTAP version 1
 *
 *   KTAP version 1
 *   1..2
 *       KTAP version 1
 *       # Subtest: buddy
 *       1..2
 *       ok 1 split_halves_merge_back
 *       # oldest_page_first: EXPECTATION FAILED at tests/kernel/page_alloc_test.c:80
 *       #     Expected first == last, but
 *       #         first == 7 (0x7)
 *       #         last == 8 (0x8)
 *       not ok 2 oldest_page_first
 *   # buddy: pass:1 fail:1 skip:0 total:2
 *   not ok 1 buddy
 *   ...
 *
 * A case that ends early jumps from kunit_abort() to the __builtin_setjmp() in attempt(), which
 * works the same in the kernel and in a process under AddressSanitizer. It runs no destructors:
 * locks are given back by nobody.
 *
 * Read first: kunit_run_tests_matching(), then run_once().
 * Tests:      tests/kernel/kunit_test.c (also on the host)
 * Linux:      lib/kunit/test.c, executor.c.  Left out: debugfs, attributes, timeouts, a thread for
 * each case.
 */
#include <kunit/test.h>

#include <linux/bug.h>
#include <linux/console.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/mm.h>
#include <linux/preempt.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#define INDENT 4 /* columns a level, as KUnit and TAP 14 have it */

extern struct kunit_suite *const __start_kunit_test_suites[], *const __stop_kunit_test_suites[];

/* SUITE or SUITE.CASE, cut at the dot. */
struct filter {
	char suite[64];
	const char *cases; /* the other half of suite[]; NULL for all */
};

static char filter_glob[64];

static int __init set_filter_glob(char *val)
{
	strscpy(filter_glob, val, sizeof(filter_glob));
	return 1;
}
__setup("kunit.filter_glob=", set_filter_glob);

/*
 * Output
 */

/* Writes run->text line by line, each behind the indentation and prefix. */
static void put_text(struct kunit_run *run, const char *prefix)
{
	const char *text = run->text, *end;

	do {
		for (end = text; *end && *end != '\n'; end++)
			;
		snprintf(run->line, sizeof(run->line), "%*s%s%.*s\n", run->depth * INDENT, "",
			 prefix, (int)(end - text), text);
		run->emit(run, run->line);
		text = end + 1;
	} while (*end && *text);
}

static void __printf(2, 3) put(struct kunit_run *run, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(run->text, sizeof(run->text), fmt, args);
	va_end(args);
	put_text(run, "");
}

void kunit_log(struct kunit *test, const char *fmt, ...)
{
	struct kunit_run *run = test->run;
	int len = scnprintf(run->text, sizeof(run->text), "%s: ", test->name);
	va_list args;

	va_start(args, fmt);
	vsnprintf(run->text + len, sizeof(run->text) - len, fmt, args);
	va_end(args);
	put_text(run, "# ");
}

void kunit_log_more(struct kunit *test, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(test->run->text, sizeof(test->run->text), fmt, args);
	va_end(args);
	put_text(test->run, "# ");
}

static void put_header(struct kunit_run *run, const char *name, unsigned int nr_tests)
{
	put(run, "KTAP version 1");
	if (name)
		put(run, "# Subtest: %s", name);
	put(run, "1..%u", nr_tests);
}

static void put_result(struct kunit_run *run, enum kunit_status status, unsigned int number,
		       const char *name, const char *comment)
{
	put(run, "%sok %u %s%s%s", status == KUNIT_FAILURE ? "not " : "", number, name,
	    status == KUNIT_SKIPPED ? " # SKIP " : "", status == KUNIT_SKIPPED ? comment : "");
}

static unsigned int stats_total(const struct kunit_stats *stats)
{
	return stats->passed + stats->failed + stats->skipped;
}

static void put_stats(struct kunit_run *run, const char *name, const struct kunit_stats *stats)
{
	put(run, "# %s: pass:%u fail:%u skip:%u total:%u", name, stats->passed, stats->failed,
	    stats->skipped, stats_total(stats));
}

static void add_stats(struct kunit_stats *sum, const struct kunit_stats *stats)
{
	sum->passed += stats->passed;
	sum->failed += stats->failed;
	sum->skipped += stats->skipped;
}

/* What a group of tests amounts to: skipped only if nothing in it ran. */
static enum kunit_status stats_status(const struct kunit_stats *stats)
{
	if (stats->failed)
		return KUNIT_FAILURE;
	return stats->passed ? KUNIT_SUCCESS : KUNIT_SKIPPED;
}

/*
 * What a test can do
 */

void kunit_mark_skipped(struct kunit *test, const char *fmt, ...)
{
	va_list args;

	if (test->status == KUNIT_FAILURE)
		return;
	test->status = KUNIT_SKIPPED;
	va_start(args, fmt);
	vsnprintf(test->status_comment, sizeof(test->status_comment), fmt, args);
	va_end(args);
}

void kunit_expect_warnings(struct kunit *test, int nr)
{
	test->expected_warnings += nr;
}

int kunit_add_action(struct kunit *test, kunit_action_t *func, void *ctx)
{
	if (test->nr_actions == KUNIT_MAX_ACTIONS)
		return -ENOMEM;
	test->actions[test->nr_actions++] = (struct kunit_action){ func, ctx };
	return 0;
}

int kunit_add_action_or_reset(struct kunit *test, kunit_action_t *func, void *ctx)
{
	int err = kunit_add_action(test, func, ctx);

	if (err)
		func(ctx);
	return err;
}

static bool take_action(struct kunit *test, kunit_action_t *func, void *ctx)
{
	unsigned int i = test->nr_actions;

	while (i--) {
		if (test->actions[i].func != func || test->actions[i].ctx != ctx)
			continue;
		test->nr_actions--;
		memmove(&test->actions[i], &test->actions[i + 1],
			(test->nr_actions - i) * sizeof(test->actions[0]));
		return true;
	}
	return false;
}

void kunit_remove_action(struct kunit *test, kunit_action_t *func, void *ctx)
{
	take_action(test, func, ctx);
}

void kunit_release_action(struct kunit *test, kunit_action_t *func, void *ctx)
{
	if (take_action(test, func, ctx))
		func(ctx);
}

static void kfree_action(void *ptr)
{
	kfree(ptr);
}

void *kunit_kmalloc_array(struct kunit *test, size_t n, size_t size, gfp_t gfp)
{
	void *data = kmalloc_array(n, size, gfp);

	if (!data || kunit_add_action_or_reset(test, kfree_action, data))
		return NULL;
	return data;
}

void kunit_kfree(struct kunit *test, const void *ptr)
{
	kunit_release_action(test, kfree_action, (void *)ptr);
}

void kunit_copy_desc(char *desc, const char *name)
{
	strscpy(desc, name, KUNIT_PARAM_DESC_SIZE);
}

/*
 * One case
 */

static void __printf(2, 3) fail_case(struct kunit *test, const char *fmt, ...)
{
	char why[96];
	va_list args;

	va_start(args, fmt);
	vsnprintf(why, sizeof(why), fmt, args);
	va_end(args);
	test->status = KUNIT_FAILURE;
	kunit_log(test, "%s", why);
}

void kunit_abort(struct kunit *test)
{
	__builtin_longjmp(test->leave, 1);
}

/* Calls step(test), and returns when that does or when it calls kunit_abort(). */
static noinline void attempt(struct kunit *test, void (*step)(struct kunit *test))
{
	if (!__builtin_setjmp(test->leave))
		step(test);
	/* Makes the call no tail call: clang would take this frame down before it, and the jump needs the frame. */
	barrier();
}

static void init_and_run(struct kunit *test)
{
	int err = test->suite->init ? test->suite->init(test) : 0;

	if (err)
		fail_case(test, "failed to initialize: %d", err);
	else
		test->test_case->run_case(test);
}

static void run_exit(struct kunit *test)
{
	if (test->suite->exit)
		test->suite->exit(test);
}

static void run_actions(struct kunit *test)
{
	while (test->nr_actions) {
		struct kunit_action *last = &test->actions[--test->nr_actions];

		last->func(last->ctx);
	}
}

void kunit_settle(void)
{
	vmalloc_release();
	slab_shrink_all();
	drain_all_pages();
}

/* What a case must leave as it found it. */
struct surroundings {
	unsigned long free_pages;
	int warnings;
	int preempt_count;
	bool irqs_off;
};

static struct surroundings look_around(void)
{
	kunit_settle();
	return (struct surroundings){
		.free_pages = nr_free_pages(),
		.warnings = warn_count,
		.preempt_count = preempt_count(),
		.irqs_off = irqs_disabled(),
	};
}

static void check_surroundings(struct kunit *test, const struct surroundings *before)
{
	struct surroundings now = look_around();
	long lost = before->free_pages - now.free_pages;
	int warnings = now.warnings - before->warnings;

	if (lost)
		fail_case(test, "%s %ld pages: %lu were free before, %lu are now",
			  lost > 0 ? "leaks" : "frees too many:", lost > 0 ? lost : -lost,
			  before->free_pages, now.free_pages);
	if (warnings != test->expected_warnings)
		fail_case(test, "%d warnings, %d expected", warnings, test->expected_warnings);
	if (now.preempt_count != before->preempt_count)
		fail_case(test, "preempt_count was %d, is %d", before->preempt_count,
			  now.preempt_count);
	if (now.irqs_off != before->irqs_off)
		fail_case(test, "leaves interrupts %s", now.irqs_off ? "off" : "on");
}

/* Runs test->test_case once. */
static void run_once(struct kunit *test, struct kunit_stats *stats)
{
	struct surroundings before = look_around();

	attempt(test, init_and_run);
	attempt(test, run_exit);
	while (test->nr_actions)
		attempt(test, run_actions);
	check_surroundings(test, &before);

	switch (test->status) {
	case KUNIT_SUCCESS:
		stats->passed++;
		break;
	case KUNIT_FAILURE:
		stats->failed++;
		break;
	case KUNIT_SKIPPED:
		stats->skipped++;
		break;
	}
}

static unsigned int count_params(struct kunit_case *test_case, char *desc)
{
	const void *param = NULL;
	unsigned int nr = 0;

	while ((param = test_case->generate_params(param, desc)))
		nr++;
	return nr;
}

/* Runs a case for each of its parameters, one level deeper. */
static void run_params(struct kunit_run *run, struct kunit_suite *suite,
		       struct kunit_case *test_case, struct kunit_stats *stats)
{
	char desc[KUNIT_PARAM_DESC_SIZE] = "";
	const void *param = NULL;
	int index = 0;

	run->depth++;
	put_header(run, test_case->name, count_params(test_case, desc));
	for (;; index++) {
		struct kunit test = {
			.name = test_case->name,
			.param_index = index,
			.run = run,
			.suite = suite,
			.test_case = test_case,
		};

		desc[0] = '\0';
		param = test_case->generate_params(param, desc);
		if (!param)
			break;
		if (!desc[0])
			snprintf(desc, sizeof(desc), "param-%d", index);
		test.param_value = param;
		run_once(&test, stats);
		put_result(run, test.status, index + 1, desc, test.status_comment);
	}
	put_stats(run, test_case->name, stats);
	run->depth--;
}

static void run_case(struct kunit_run *run, struct kunit_suite *suite, struct kunit_case *test_case,
		     unsigned int number, struct kunit_stats *sum)
{
	struct kunit test = {
		.name = test_case->name,
		.run = run,
		.suite = suite,
		.test_case = test_case,
	};
	struct kunit_stats stats = {};

	if (test_case->generate_params) {
		run_params(run, suite, test_case, &stats);
		test.status = stats_status(&stats);
	} else {
		run_once(&test, &stats);
	}
	put_result(run, test.status, number, test_case->name, test.status_comment);
	add_stats(sum, &stats);
}

/*
 * Suites
 */

/* The part of pattern behind the last '*' can start at any later place in str: on a mismatch, try
 * the next. */
bool kunit_glob_match(const char *pattern, const char *str)
{
	const char *after_star = NULL, *retry = NULL;

	while (*str) {
		if (*pattern == '*') {
			after_star = ++pattern;
			retry = str;
		} else if (*pattern == *str || *pattern == '?') {
			pattern++;
			str++;
		} else if (after_star) {
			pattern = after_star;
			str = ++retry;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

static unsigned int count_cases(struct kunit_suite *suite, const char *glob)
{
	struct kunit_case *test_case;
	unsigned int nr = 0;

	for (test_case = suite->test_cases; test_case->run_case; test_case++)
		nr += !glob || kunit_glob_match(glob, test_case->name);
	return nr;
}

enum kunit_status kunit_run_suite(struct kunit_run *run, struct kunit_suite *suite,
				  unsigned int number, const char *case_glob,
				  struct kunit_stats *sum)
{
	struct kunit_stats stats = {};
	struct kunit_case *test_case;
	enum kunit_status status;
	unsigned int nr = 0;
	int err;

	run->depth++;
	put_header(run, suite->name, count_cases(suite, case_glob));
	err = suite->suite_init ? suite->suite_init(suite) : 0;
	if (err) {
		put(run, "# %s: suite failed to initialize: %d", suite->name, err);
		stats.failed++;
	}
	for (test_case = suite->test_cases; !err && test_case->run_case; test_case++)
		if (!case_glob || kunit_glob_match(case_glob, test_case->name))
			run_case(run, suite, test_case, ++nr, &stats);
	if (suite->suite_exit)
		suite->suite_exit(suite);
	run->depth--;

	put_stats(run, suite->name, &stats);
	status = stats_status(&stats);
	put_result(run, status, number, suite->name, "");
	add_stats(sum, &stats);
	return status;
}

static bool filter_selects(const struct filter *filter, struct kunit_suite *suite)
{
	return kunit_glob_match(filter->suite, suite->name) && count_cases(suite, filter->cases);
}

static void parse_filter(struct filter *filter, const char *glob)
{
	char *dot;

	strscpy(filter->suite, glob && *glob ? glob : "*", sizeof(filter->suite));
	dot = strchr(filter->suite, '.');
	if (dot)
		*dot++ = '\0';
	filter->cases = dot;
}

static void emit_to_console(struct kunit_run *run, const char *line)
{
	console_printf("%s", line);
}

int kunit_run_tests_matching(const char *glob)
{
	static struct kunit_run run = { .emit = emit_to_console };
	struct kunit_stats sum = {};
	struct filter filter;
	struct kunit_suite *const *suite;
	unsigned int nr = 0;

	parse_filter(&filter, glob);
	for (suite = __start_kunit_test_suites; suite < __stop_kunit_test_suites; suite++)
		nr += filter_selects(&filter, *suite);
	put_header(&run, NULL, nr);
	if (!nr) {
		put(&run, "# no test matches %s; the suites are:", glob);
		for (suite = __start_kunit_test_suites; suite < __stop_kunit_test_suites; suite++)
			put(&run, "#   %s", (*suite)->name);
		return 1;
	}
	nr = 0;
	for (suite = __start_kunit_test_suites; suite < __stop_kunit_test_suites; suite++)
		if (filter_selects(&filter, *suite))
			kunit_run_suite(&run, *suite, ++nr, filter.cases, &sum);
	put_stats(&run, "Totals", &sum);
	return sum.failed;
}

int kunit_run_all_tests(void)
{
	return kunit_run_tests_matching(filter_glob);
}
