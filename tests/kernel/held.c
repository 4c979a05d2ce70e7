// SPDX-License-Identifier: MIT
/*
 * tests/kernel/held.c - the list behind tests/kernel/held.h
 */
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "held.h"

/* More than any case holds; those with more use the functions themselves. */
static struct held {
	void *p;
	held_give_t *give;
	unsigned long arg;
} held[1024];
static unsigned int nr_held;

static void give_all_back(void *unused)
{
	while (nr_held) {
		struct held *last = &held[--nr_held];

		last->give(last->p, last->arg);
	}
}

void *hold(struct kunit *test, void *p, held_give_t *give, unsigned long arg)
{
	unsigned int i;

	if (ZERO_OR_NULL_PTR(p))
		return p;
	if (!nr_held) {
		kunit_remove_action(test, give_all_back, NULL);
		BUG_ON(kunit_add_action(test, give_all_back, NULL));
	}
	for (i = 0; i < nr_held; i++)
		if (held[i].p == p)
			return p;
	BUG_ON(nr_held == ARRAY_SIZE(held));
	held[nr_held++] = (struct held){ p, give, arg };
	return p;
}

void *unhold(const void *p)
{
	struct held *last = held + nr_held;

	while (last-- > held) {
		if (last->p != p)
			continue;
		nr_held--;
		memmove(last, last + 1, (void *)(held + nr_held) - (void *)last);
		break;
	}
	return (void *)p;
}

/* The brackets keep these off the macros. */
void held_kfree(void *p, unsigned long arg)
{
	(kfree)(p);
}

void held_vfree(void *p, unsigned long arg)
{
	(kvfree)(p);
}

void held_vunmap(void *p, unsigned long arg)
{
	(vunmap)(p);
}

void held_vm_unmap_ram(void *p, unsigned long count)
{
	(vm_unmap_ram)(p, count);
}

void held_free_pages(void *p, unsigned long order)
{
	(__free_pages)(p, order);
}

void held_destroy_cache(void *p, unsigned long arg)
{
	(kmem_cache_destroy)(p);
}
