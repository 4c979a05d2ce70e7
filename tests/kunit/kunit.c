// SPDX-License-Identifier: MIT
/*
 * tests/kunit/kunit.c - run test suites
 *
 *   kunit.c            suites, cases, parameters, and what a case must leave as it found it
 *   kunit_faults.c     the same with an allocation failing
 *   kunit_ktap.c       the report
 *   kunit_resource.c   actions and memory of a case
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
#define KBUILD_MODNAME "kunit"
#include <kunit/test.h>

#include <linux/bug.h>
#include <linux/console.h>
#include <linux/fault-inject.h>
#include <linux/irqflags.h>
#include <linux/kthread.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "kunit.h"

extern struct kunit_suite *const __start_kunit_test_suites[], *const __stop_kunit_test_suites[];

/* SUITE or SUITE.CASE, cut at the dot. */
struct filter {
	char suite[64];
	const char *cases; /* the other half of suite[]; NULL for all */
};

static char filter_glob[64];
module_param_string(filter_glob, filter_glob, sizeof(filter_glob), 0);

/*
 * What a test can say of itself
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
	while (test->actions) {
		struct kunit_action last = *test->actions;

		kunit_drop_action(test, &test->actions);
		last.func(last.ctx);
	}
}

void kunit_settle(void)
{
	rcu_barrier();
	vmalloc_release();
	slab_shrink_all();
	drain_all_pages();
}

/* What a case must leave as it found it. */
struct surroundings {
	unsigned long free_pages;
	unsigned long objects; /* of kmalloc() and caches: less than a page may be lost */
	int warnings;
	int preempt_count;
	int threads;
	bool irqs_off;
};

/* @threads: those that may be left; others have a moment to end. */
static struct surroundings look_around(int threads)
{
	threads = kthreads_settle(threads);
	kunit_settle();
	return (struct surroundings){
		.free_pages = nr_free_pages(),
		.objects = nr_slab_objects(),
		.warnings = warn_count,
		.preempt_count = preempt_count(),
		.threads = threads,
		.irqs_off = irqs_disabled(),
	};
}

/* Makes up for what was left open: the next case is to find what this one has found. */
static void check_atomic(struct kunit *test, const struct surroundings *before)
{
	int extra = preempt_count() - before->preempt_count;

	if (irqs_disabled() != before->irqs_off) {
		fail_case(test, "leaves interrupts %s", irqs_disabled() ? "off" : "on");
		if (before->irqs_off)
			local_irq_disable();
		else
			local_irq_enable();
	}
	if (extra)
		fail_case(test, "preempt_count was %d, is %d", before->preempt_count,
			  before->preempt_count + extra);
	preempt_count_sub(extra);
}

static void check_surroundings(struct kunit *test, const struct surroundings *before, bool faulty)
{
	struct surroundings now;
	int warnings;
	long lost, objects;

	check_atomic(test, before);
	now = look_around(before->threads);
	lost = before->free_pages - now.free_pages;
	objects = now.objects - before->objects;
	warnings = now.warnings - before->warnings;
	if (lost)
		fail_case(test, "%s %ld pages: %lu were free before, %lu are now",
			  lost > 0 ? "leaks" : "frees too many:", lost > 0 ? lost : -lost,
			  before->free_pages, now.free_pages);
	if (objects)
		fail_case(test, "%s %ld objects of caches",
			  objects > 0 ? "leaks" : "frees too many:",
			  objects > 0 ? objects : -objects);
	/* A case that ended early did not come to all that it announced. */
	if (faulty ? warnings > test->expected_warnings : warnings != test->expected_warnings)
		fail_case(test, "%d warnings, %d expected", warnings, test->expected_warnings);
	if (now.threads > before->threads)
		fail_case(test, "leaves %d threads", now.threads - before->threads);
}

void kunit_run_checked(struct kunit *test, struct fault_attr *attr, unsigned long nth)
{
	struct surroundings before = look_around(INT_MAX);

	test->status = KUNIT_SUCCESS;
	test->expected_warnings = 0;
	if (attr) {
		test->run->muted = true;
		fault_attr_fail_nth(attr, nth);
	}
	attempt(test, init_and_run);
	attempt(test, run_exit);
	while (test->actions)
		attempt(test, run_actions);
	if (attr) {
		test->run->muted = false;
		test->status = KUNIT_SUCCESS;
		fault_attr_stop(attr);
	}
	check_surroundings(test, &before, attr);
}

static void run_once(struct kunit *test, struct kunit_stats *stats)
{
	if (test->run->with_faults)
		kunit_run_with_faults(test);
	else
		kunit_run_checked(test, NULL, 0);

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
	kunit_put_header(run, test_case->name, count_params(test_case, desc));
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
		kunit_put_result(run, test.status, index + 1, desc, test.status_comment);
	}
	kunit_put_stats(run, test_case->name, stats);
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
	kunit_put_result(run, test.status, number, test_case->name, test.status_comment);
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
	kunit_put_header(run, suite->name, count_cases(suite, case_glob));
	err = suite->suite_init ? suite->suite_init(suite) : 0;
	if (err) {
		kunit_put(run, "# %s: suite failed to initialize: %d", suite->name, err);
		stats.failed++;
	}
	for (test_case = suite->test_cases; !err && test_case->run_case; test_case++)
		if (!case_glob || kunit_glob_match(case_glob, test_case->name))
			run_case(run, suite, test_case, ++nr, &stats);
	if (suite->suite_exit)
		suite->suite_exit(suite);
	run->depth--;

	kunit_put_stats(run, suite->name, &stats);
	status = stats_status(&stats);
	kunit_put_result(run, status, number, suite->name, "");
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

	run.with_faults = kunit_fail_each;
	parse_filter(&filter, glob);
	for (suite = __start_kunit_test_suites; suite < __stop_kunit_test_suites; suite++)
		nr += filter_selects(&filter, *suite);
	kunit_put_header(&run, NULL, nr);
	if (!nr) {
		kunit_put(&run, "# no test matches %s; the suites are:", glob);
		for (suite = __start_kunit_test_suites; suite < __stop_kunit_test_suites; suite++)
			kunit_put(&run, "#   %s", (*suite)->name);
		return 1;
	}
	nr = 0;
	for (suite = __start_kunit_test_suites; suite < __stop_kunit_test_suites; suite++)
		if (filter_selects(&filter, *suite))
			kunit_run_suite(&run, *suite, ++nr, filter.cases, &sum);
	kunit_put_stats(&run, "Totals", &sum);
	return sum.failed;
}

int kunit_run_all_tests(void)
{
	return kunit_run_tests_matching(filter_glob);
}
