// SPDX-License-Identifier: MIT
/*
 * tests/kernel/reserved_test.c - what setup_arch() promises to keep, nobody gets from the page allocator
 *
 * A reservation that is forgotten goes unnoticed until an allocation happens to land there: these ask for each frame.
 */
#include <kunit/test.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/pfn.h>
#include <asm/boot_info.h>
#include <asm/sections.h>

static void expect_reserved(struct kunit *test, phys_addr_t start, phys_addr_t end,
			    const char *what)
{
	unsigned long pfn, given_away = 0;

	for (pfn = PFN_DOWN(start); pfn < PFN_UP(end) && pfn < max_pfn; pfn++)
		given_away += pfn_valid(pfn) && !page_is_reserved(pfn);
	KUNIT_EXPECT_EQ_MSG(test, given_away, 0ul, "of %s, [%pa-%pa)", what, &start, &end);
}

/* But for the part that is used while the kernel starts, which may have been given back. */
static void the_kernel_image_is_kept(struct kunit *test)
{
	expect_reserved(test, __pa(_text), __pa(_etext), "kernel code");
	expect_reserved(test, __pa(__start_rodata), __pa(_end), "kernel data");
}

static void the_first_page_and_the_isa_hole_are_kept(struct kunit *test)
{
	expect_reserved(test, 0, PAGE_SIZE, "page 0");
	expect_reserved(test, 0xa0000, 0x100000, "the ISA hole");
}

static void modules_are_kept(struct kunit *test)
{
	unsigned int i;

	if (!boot_info.nr_modules)
		kunit_skip(test, "the loader brought no module");
	for (i = 0; i < boot_info.nr_modules; i++)
		expect_reserved(test, boot_info.modules[i].start, boot_info.modules[i].end,
				"a module");
}

static struct kunit_case reserved_cases[] = {
	KUNIT_CASE(the_kernel_image_is_kept),
	KUNIT_CASE(the_first_page_and_the_isa_hole_are_kept),
	KUNIT_CASE(modules_are_kept),
	{},
};

static struct kunit_suite reserved_suite = {
	.name = "reserved",
	.test_cases = reserved_cases,
};
kunit_test_suite(reserved_suite);
