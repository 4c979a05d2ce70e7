// SPDX-License-Identifier: MIT
/*
 * tests/kunit/kunit_resource.c - what a test case leaves to be given back when it is over
 *
 * Tests: tests/kernel/kunit_test.c (also on the host)
 * Linux: lib/kunit/resource.c, test.c
 */
#include <kunit/test.h>

#include <linux/errno.h>

#include "kunit.h"

int kunit_add_action(struct kunit *test, kunit_action_t *func, void *ctx)
{
	struct kunit_action *action = test->own_actions;

	while (action < test->own_actions + KUNIT_OWN_ACTIONS && action->func)
		action++;
	if (action == test->own_actions + KUNIT_OWN_ACTIONS)
		action = __kmalloc(sizeof(*action), GFP_KERNEL); /* which the host has too */
	if (!action)
		return -ENOMEM;
	*action = (struct kunit_action){ test->actions, func, ctx };
	test->actions = action;
	return 0;
}

void kunit_drop_action(struct kunit *test, struct kunit_action **at)
{
	struct kunit_action *old = *at;

	*at = old->next;
	old->func = NULL;
	if (old < test->own_actions || old >= test->own_actions + KUNIT_OWN_ACTIONS)
		kfree(old);
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
	struct kunit_action **at;

	for (at = &test->actions; *at; at = &(*at)->next) {
		if ((*at)->func != func || (*at)->ctx != ctx)
			continue;
		kunit_drop_action(test, at);
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
