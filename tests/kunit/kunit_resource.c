// SPDX-License-Identifier: MIT
/*
 * tests/kunit/kunit_resource.c - what a test case leaves to be given back when it is over
 *
 * Tests: tests/kernel/kunit_test.c (also on the host)
 * Linux: lib/kunit/resource.c, test.c
 */
#include <kunit/test.h>

#include <linux/errno.h>
#include <linux/string.h>

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
