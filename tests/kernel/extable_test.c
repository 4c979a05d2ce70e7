// SPDX-License-Identifier: MIT
/*
 * tests/kernel/extable_test.c - promises of linux/uaccess.h and asm/extable.h: also on the host
 */
#include <kunit/test.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <asm/extable.h>

#include "held.h"

static void sound_addresses_are_read(struct kunit *test)
{
	static const char text[] = "0123456789abcdef";
	char buf[sizeof(text) + 1];
	unsigned int from, len;

	for (from = 0; from < 5; from++)
		for (len = 0; len <= sizeof(text) - from; len++) {
			memset(buf, '-', sizeof(buf));
			KUNIT_EXPECT_EQ(test, copy_from_kernel_nofault(buf, text + from, len), 0l);
			KUNIT_EXPECT_EQ(test, memcmp(buf, text + from, len), 0);
			KUNIT_EXPECT_EQ(test, buf[len], '-');
		}
}

/* Null pointers, error pointers, the user half, holes; with interrupts off as well, which they stay. */
static void bad_addresses_are_refused(struct kunit *test)
{
	static const unsigned long bad[] = { 0,	   1,	    PAGE_SIZE - 2,  -1ul,
					     -2ul, -4095ul, PAGE_OFFSET - 4 };
	unsigned long flags;
	u32 word[2] = { 7, 7 };
	unsigned int i;

	for (i = IS_ENABLED(HIMEM_HOST) ? 6 : 0; i < ARRAY_SIZE(bad); i++)
		KUNIT_EXPECT_EQ(test, copy_from_kernel_nofault(word, (void *)bad[i], 4),
				(long)-EFAULT);
	local_irq_save(flags);
	KUNIT_EXPECT_EQ(test,
			copy_from_kernel_nofault(word, (char *)high_memory + VMALLOC_OFFSET / 2, 8),
			(long)-EFAULT);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	local_irq_restore(flags);
	KUNIT_EXPECT_EQ(test, word[0], 7u);
	KUNIT_EXPECT_FALSE(test, pagefault_disabled());
	KUNIT_EXPECT_EQ(test, copy_from_kernel_nofault(word, NULL, 0), 0l);
}

/* The page behind an area is its guard: what lies before the border can be read, what crosses it cannot. */
static void the_border_of_a_page_counts(struct kunit *test)
{
	char *area = vmalloc(PAGE_SIZE), buf[16] = "";
	int n;

	KUNIT_ASSERT_NOT_NULL(test, area);
	memset(area, 'x', PAGE_SIZE);
	for (n = 0; n <= 9; n++) {
		KUNIT_EXPECT_EQ(test, copy_from_kernel_nofault(buf, area + PAGE_SIZE - n, n), 0l);
		KUNIT_EXPECT_EQ(test, copy_from_kernel_nofault(buf, area + PAGE_SIZE - n, n + 1),
				(long)-EFAULT);
	}
	vfree(area);
}

/* With interrupts off as well, which they stay. */
static void words_are_compared_anywhere(struct kunit *test)
{
	static const unsigned long word = 4711;
	unsigned long flags;

	local_irq_save(flags);
	KUNIT_EXPECT_TRUE(test, nofault_equal(&word, 4711));
	KUNIT_EXPECT_FALSE(test, nofault_equal(&word, 4712));
#ifndef HIMEM_HOST
	KUNIT_EXPECT_FALSE(test, nofault_equal(NULL, 0));
	KUNIT_EXPECT_FALSE(test, nofault_equal((void *)(high_memory + VMALLOC_OFFSET / 2), 0));
#endif
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	local_irq_restore(flags);
}

#ifndef HIMEM_HOST
/* As an access that goes on behind the last byte of the address space may. No descriptor table is that long. */
static void general_protection_faults_are_fixed_up(struct kunit *test)
{
	unsigned int fixed = 1;

	__asm__ __volatile__("1:	movw %w1, %%es\n"
			     "	xorl %0, %0\n"
			     "2:\n" EXTABLE("1b", "2b")
			     : "+r"(fixed)
			     : "r"(0xfff8));
	KUNIT_EXPECT_EQ(test, fixed, 1u);
}
#endif

static struct kunit_case extable_cases[] = {
	KUNIT_CASE(sound_addresses_are_read),
	KUNIT_CASE(bad_addresses_are_refused),
	KUNIT_CASE(the_border_of_a_page_counts),
	KUNIT_CASE(words_are_compared_anywhere),
#ifndef HIMEM_HOST
	KUNIT_CASE(general_protection_faults_are_fixed_up),
#endif
	{},
};

static struct kunit_suite extable_suite = {
	.name = "extable",
	.test_cases = extable_cases,
};
kunit_test_suite(extable_suite);
