// SPDX-License-Identifier: MIT
/*
 * kernel/kunit_faults.c - does a case survive it when one of its allocations fails?
 *
 *   failslab=1,100,0,0 kunit.fail_each=64       on the command line; fail_page_alloc= likewise, or both
 *
 *   run 1: the first allocation fails   run 2: the second   ...   until a run has not so many   then: a run without failure
 *
 * To survive means: no crash, no page lost or freed too often, no warning but those announced, preemption and interrupts as they
 * were. That the case's own expectations fail is not counted, since what it set out to test was taken from it; the last run,
 * in which nothing fails, must pass as ever. Behind the first kunit.fail_each allocations there are ever larger steps, so
 * that a case with a million of them comes to an end.
 *
 * Tests: tests/kernel/kunit_test.c; all suites: tests/boot/fault_cases.py
 * Linux: Documentation/fault-injection, fail-nth
 */
#include <linux/fault-inject.h>
#include <linux/init.h>
#include <linux/kstrtox.h>

#include "kunit.h"

unsigned int kunit_fail_each;

static int __init set_fail_each(char *val)
{
	return !kstrtouint(val, 0, &kunit_fail_each);
}
__setup("kunit.fail_each=", set_fail_each);

/* Return: did the case come as far as that allocation? */
static bool run_faulty(struct kunit *test, struct fault_attr *attr, unsigned long nth)
{
	kunit_run_checked(test, attr, nth);
	if (test->status != KUNIT_SUCCESS)
		kunit_log(test, "does not survive that allocation %lu fails: %s", nth, attr->name);
	return !attr->times;
}

void kunit_run_with_faults(struct kunit *test)
{
	struct fault_attr *attr;

	for (attr = fault_attrs; attr; attr = attr->next) {
		unsigned long nth = 1, failures = 0;

		while (run_faulty(test, attr, nth) && test->status == KUNIT_SUCCESS) {
			failures++;
			nth += 1 + nth / kunit_fail_each;
		}
		if (test->status != KUNIT_SUCCESS)
			return;
		if (failures)
			kunit_log(test, "survives %lu failures: %s", failures, attr->name);
	}
}
