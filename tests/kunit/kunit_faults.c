// SPDX-License-Identifier: MIT
/*
 * tests/kunit/kunit_faults.c - does a case survive it when one of its allocations fails?
 *
 *   failslab=1,100,0,0 kunit.fail_each=64       on the command line; fail_page_alloc= likewise, or both
 *
 *   run without failure, which counts   the first allocation fails   the second   ...   until a run has not so many
 *
 * The first run must pass as ever. To survive the others means: no crash, no page lost or freed too often, no warning but those
 * announced, preemption and interrupts as they were. That the case's own expectations fail then is not counted, since what
 * it set out to test was taken from it. Behind the first kunit.fail_each allocations there are ever larger steps, so that a
 * case with a million of them comes to an end. A case that allocates nothing runs once.
 *
 * Tests: tests/kernel/kunit_test.c; all suites: tests/boot/heap_cases.py
 * Linux: Documentation/fault-injection, fail-nth
 */
#define KBUILD_MODNAME "kunit"
#include <linux/fault-inject.h>
#include <linux/limits.h>
#include <linux/moduleparam.h>

#include "kunit.h"

unsigned int kunit_fail_each;
module_param_named(fail_each, kunit_fail_each, uint, 0);

/* Return: did the case come as far as that allocation? */
static bool run_faulty(struct kunit *test, struct fault_attr *attr, unsigned long nth)
{
	kunit_run_checked(test, attr, nth);
	if (test->status != KUNIT_SUCCESS)
		kunit_log(test, "does not survive that allocation %lu fails: %s", nth, attr->name);
	return !attr->times;
}

static void run_all_faulty(struct kunit *test, struct fault_attr *attr)
{
	unsigned long nth = 1, failures = 0;

	while (run_faulty(test, attr, nth) && test->status == KUNIT_SUCCESS) {
		failures++;
		nth += 1 + nth / kunit_fail_each;
	}
	if (test->status == KUNIT_SUCCESS)
		kunit_log(test, "survives %lu failures: %s", failures, attr->name);
}

void kunit_run_with_faults(struct kunit *test)
{
	struct fault_attr *attr;

	for (attr = fault_attrs; attr; attr = attr->next)
		fault_attr_fail_nth(attr, ULONG_MAX);
	kunit_run_checked(test, NULL, 0);
	for (attr = fault_attrs; attr && test->status == KUNIT_SUCCESS; attr = attr->next) {
		bool called = attr->count;

		fault_attr_stop(attr);
		if (called)
			run_all_faulty(test, attr);
	}
}
