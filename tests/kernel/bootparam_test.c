// SPDX-License-Identifier: MIT
/*
 * tests/kernel/bootparam_test.c - parameters of boot-time memory, in a guest that was given them
 *
 * Each case is skipped where its word is not on the command line. The guests that have them: tests/boot/info_cases.py.
 * What the parsers make of every spelling: tests/host/memblock_param_test.c.
 */
#include <kunit/test.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/string.h>

/* The value behind the word "name=", NULL when there is none. */
static const char *value_of(const char *name)
{
	const char *word = strstr(boot_command_line, name);

	return word ? word + strlen(name) : NULL;
}

/* Of kernelcore= or movablecore=, as the guests have them: "512M", "30%". */
static void check_core(struct kunit *test, const char *name, const struct core_size *core)
{
	const char *value = value_of(name);
	unsigned long long bytes;
	unsigned long n;
	char *end;

	if (!value)
		kunit_skip(test, "no %s on the command line", name);
	n = simple_strtoul(value, &end, 10);
	KUNIT_EXPECT_EQ(test, core->percent, *end == '%' ? (unsigned int)n : 0u);
	bytes = memparse(value, &end);
	/* Something else behind the number: not a size. */
	if (*end && *end != ' ')
		bytes = 0;
	KUNIT_EXPECT_EQ(test, core->bytes, bytes);
}

static void kernelcore_is_what_was_asked(struct kunit *test)
{
	const char *value = value_of("kernelcore=");

	if (value && str_has_prefix(value, "mirror"))
		KUNIT_EXPECT_TRUE(test, mirrored_kernelcore);
	else
		check_core(test, "kernelcore=", &kernelcore_size);
}

static void movablecore_is_what_was_asked(struct kunit *test)
{
	check_core(test, "movablecore=", &movablecore_size);
}

static void movable_node_is_on(struct kunit *test)
{
	if (!strstr(boot_command_line, "movable_node"))
		kunit_skip(test, "no movable_node on the command line");
	KUNIT_EXPECT_TRUE(test, movable_node_enabled);
}

static void memblock_debug_is_on(struct kunit *test)
{
	if (!strstr(boot_command_line, "memblock=debug"))
		kunit_skip(test, "no memblock=debug on the command line");
	KUNIT_EXPECT_TRUE(test, memblock_debug);
}

/* reserve_mem=2M:64K:here: found by that name, RAM, and no page of it was given away. */
static void reserve_mem_is_kept(struct kunit *test)
{
	phys_addr_t start = 0, size = 0, phys;

	if (!value_of("reserve_mem=2M:64K:here"))
		kunit_skip(test, "no reserve_mem=2M:64K:here on the command line");
	KUNIT_ASSERT_EQ(test, reserve_mem_find_by_name("here", &start, &size), 1);
	KUNIT_EXPECT_EQ(test, size, (phys_addr_t)2 << 20);
	KUNIT_EXPECT_EQ(test, start & 0xffff, (phys_addr_t)0);
	KUNIT_EXPECT_TRUE(test, memblock_is_region_memory(start, size));
	KUNIT_EXPECT_TRUE(test, memblock_is_region_reserved(start, size));
	for (phys = start; phys < start + size; phys += PAGE_SIZE)
		KUNIT_ASSERT_TRUE(test, PageReserved(pfn_to_page(PHYS_PFN(phys))));
	KUNIT_EXPECT_EQ(test, reserve_mem_find_by_name("gone", &start, &size), 0);
}

static struct kunit_case bootparam_cases[] = {
	KUNIT_CASE(kernelcore_is_what_was_asked), KUNIT_CASE(movablecore_is_what_was_asked),
	KUNIT_CASE(movable_node_is_on),		  KUNIT_CASE(memblock_debug_is_on),
	KUNIT_CASE(reserve_mem_is_kept),	  {}
};

static struct kunit_suite bootparam_suite = {
	.name = "bootparam",
	.test_cases = bootparam_cases,
};
kunit_test_suite(bootparam_suite);
