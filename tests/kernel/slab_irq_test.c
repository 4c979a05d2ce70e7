// SPDX-License-Identifier: MIT
/*
 * tests/kernel/slab_irq_test.c - kmalloc() and kfree() while interrupt handlers call them too: arch/i386 only
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "rtc_interrupts.h"

#define NR_INTERRUPTS 2000
#define NR_HELD 64

static struct kmem_cache *cache;
static volatile unsigned int interrupts, failures;
/* What the handler holds from one interrupt to the next, each filled with its index. */
static u8 *held[NR_HELD];

static void use(u8 **p, unsigned int i, gfp_t gfp)
{
	if (*p) {
		failures += memchr_inv(*p, i, 60) != NULL;
		kfree(*p);
		*p = NULL;
		return;
	}
	*p = i & 1 ? kmalloc(60, gfp) : kmem_cache_alloc(cache, gfp);
	if (*p)
		memset(*p, i, 60);
	else
		failures++;
}

static irqreturn_t handler(int irq, void *dev)
{
	unsigned int i;

	for (i = 0; i < 5; i++)
		use(&held[(interrupts * 7 + i) % NR_HELD], (interrupts * 7 + i) % NR_HELD,
		    GFP_ATOMIC);
	if (interrupts++ % 16 == 0)
		slab_shrink_all();
	rtc_next();
	return IRQ_HANDLED;
}

static void interrupts_share_the_caches(struct kunit *test)
{
	static u8 *mine[256];
	unsigned int i, n = 0;

	cache = kmem_cache_create("test", 60, 0, SLAB_NO_MERGE, NULL);
	KUNIT_ASSERT_NOT_NULL(test, cache);
	interrupts = failures = 0;
	if (rtc_start(handler)) {
		kmem_cache_destroy(cache);
		KUNIT_FAIL(test, "no interrupts");
		return;
	}
	while (interrupts < (test->run->with_faults ? 20 : NR_INTERRUPTS)) {
		for (i = 0; i < ARRAY_SIZE(mine); i++)
			use(&mine[i], i, GFP_KERNEL);
		if (++n % 16 == 0)
			slab_shrink_all();
	}
	rtc_stop();
	for (i = 0; i < ARRAY_SIZE(mine); i++)
		if (mine[i])
			use(&mine[i], i, GFP_KERNEL);
	for (i = 0; i < NR_HELD; i++)
		if (held[i])
			use(&held[i], i, GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, failures, 0u);
	kmem_cache_destroy(cache);
}

static struct kunit_case slab_irq_cases[] = { KUNIT_CASE(interrupts_share_the_caches), {} };

static struct kunit_suite slab_irq_suite = {
	.name = "slab_irq",
	.test_cases = slab_irq_cases,
};
kunit_test_suite(slab_irq_suite);
