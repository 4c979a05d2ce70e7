// SPDX-License-Identifier: MIT
/*
 * tests/kunit/kunit_ktap.c - what the test runner says, in KTAP version 1
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
 * Tests: tests/kernel/kunit_test.c (also on the host)
 * Linux: lib/kunit/test.c
 */
#include <linux/kernel.h>

#include "kunit.h"

#define INDENT 4 /* columns a level, as KUnit and TAP 14 have it */

/* Writes run->text line by line, each behind the indentation and prefix. */
static void put_text(struct kunit_run *run, const char *prefix)
{
	const char *text = run->text, *end;

	if (run->muted)
		return;
	do {
		for (end = text; *end && *end != '\n'; end++)
			;
		snprintf(run->line, sizeof(run->line), "%*s%s%.*s\n", run->depth * INDENT, "",
			 prefix, (int)(end - text), text);
		run->emit(run, run->line);
		text = end + 1;
	} while (*end && *text);
}

void kunit_put(struct kunit_run *run, const char *fmt, ...)
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

void kunit_put_header(struct kunit_run *run, const char *name, unsigned int nr_tests)
{
	kunit_put(run, "KTAP version 1");
	if (name)
		kunit_put(run, "# Subtest: %s", name);
	kunit_put(run, "1..%u", nr_tests);
}

void kunit_put_result(struct kunit_run *run, enum kunit_status status, unsigned int number,
		      const char *name, const char *comment)
{
	kunit_put(run, "%sok %u %s%s%s", status == KUNIT_FAILURE ? "not " : "", number, name,
		  status == KUNIT_SKIPPED ? " # SKIP " : "",
		  status == KUNIT_SKIPPED ? comment : "");
}

static unsigned int stats_total(const struct kunit_stats *stats)
{
	return stats->passed + stats->failed + stats->skipped;
}

void kunit_put_stats(struct kunit_run *run, const char *name, const struct kunit_stats *stats)
{
	kunit_put(run, "# %s: pass:%u fail:%u skip:%u total:%u", name, stats->passed, stats->failed,
		  stats->skipped, stats_total(stats));
}
