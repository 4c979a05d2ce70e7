// SPDX-License-Identifier: MIT
/*
 * tests/kunit/kunit.h - what the files of the test runner share
 */
#ifndef TESTS_KUNIT_H
#define TESTS_KUNIT_H

#include <kunit/test.h>

struct fault_attr;

/* A line, or several, at the level that run->depth says. */
void kunit_put(struct kunit_run *run, const char *fmt, ...) __printf(2, 3);
/* Begins a level of nr_tests results; name: of the suite or case that they are of, NULL at the top. */
void kunit_put_header(struct kunit_run *run, const char *name, unsigned int nr_tests);
/* "ok", "not ok", or "ok # SKIP" and the comment. */
void kunit_put_result(struct kunit_run *run, enum kunit_status status, unsigned int number,
		      const char *name, const char *comment);
void kunit_put_stats(struct kunit_run *run, const char *name, const struct kunit_stats *stats);

/**
 * kunit_run_checked - init, the case, exit, actions; then compare what is around it
 * @test: fresh, or after another run
 * @attr: whose call fails, or NULL
 * @nth:  which one, from 1
 *
 * With @attr nothing is said and a failed expectation is no failure: only what is left behind, or warned of, is.
 */
void kunit_run_checked(struct kunit *test, struct fault_attr *attr, unsigned long nth);

/* Takes an action off the list, at this link of it. */
void kunit_drop_action(struct kunit *test, struct kunit_action **at);

/* kunit.fail_each=; 0: not given. */
extern unsigned int kunit_fail_each;

/* Runs a case, and then as often as it takes for each of its allocations to have failed once. */
void kunit_run_with_faults(struct kunit *test);

#endif
