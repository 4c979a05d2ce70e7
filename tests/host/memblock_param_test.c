// SPDX-License-Identifier: MIT
/*
 * memblock_param_test.c - promises of mm/memblock_param.c: on the host, where the functions of boot can be called again
 */
#include "../kernel/memblock_test.h"

extern const struct obs_kernel_param __setup_start[], __setup_end[];

/* What the parameter's function returns for a copy of val. */
static int give(const char *name, const char *val)
{
	static char copy[64];
	const struct obs_kernel_param *p = __setup_start;

	while (p < __setup_end && strcmp(p->str, name))
		p++;
	if (p == __setup_end)
		return -ENOENT;
	strscpy(copy, val ?: "", sizeof(copy));
	return p->setup_func(val ? copy : NULL);
}

static void reserve_mem_by_name(struct kunit *test)
{
	phys_addr_t start = 77, size = 78;

	memblock_add(0x100000, 0x100000);
	KUNIT_EXPECT_EQ(test, give("reserve_mem=", "64K:4K:first"), 1);
	KUNIT_EXPECT_EQ(test, give("reserve_mem=", "0x1000:0:exactly_16_chars"), 1);
	KUNIT_EXPECT_EQ(test, give("reserve_mem=", "0x1000:0:exactly15chars_"), 1);
	KUNIT_EXPECT_EQ(test, reserve_mem_find_by_name("none", &start, &size), 0);
	KUNIT_EXPECT_EQ(test, start, 77);
	KUNIT_EXPECT_EQ(test, size, 78);
	KUNIT_EXPECT_EQ(test, reserve_mem_find_by_name("first", &start, &size), 1);
	KUNIT_EXPECT_EQ(test, start, 0x1f0000);
	KUNIT_EXPECT_EQ(test, size, 0x10000);
	KUNIT_EXPECT_EQ(test, reserve_mem_find_by_name("exactly15chars_", &start, &size), 1);
	KUNIT_EXPECT_EQ(test, start, 0x1ef000);
	EXPECT_RESERVED(test, "1ef000-200000");
}

/* What is malformed or too much takes no memory. */
static void reserve_mem_refuses(struct kunit *test)
{
	static const char *const wrong[] = { "",	  "x",
					     "64K",	  "64K:",
					     "64K:4K",	  "64K:4K:",
					     "64K:4K: ",  "0:4K:a",
					     "64K:96:a",  "64K:4K:first",
					     "2M:4K:big", "1:1:exactly_16_chars" };
	phys_addr_t start, size;
	int i;

	memblock_add(0x100000, 0x100000);
	for (i = 0; i < ARRAY_SIZE(wrong); i++)
		give("reserve_mem=", wrong[i]);
	EXPECT_RESERVED(test, "");
	KUNIT_EXPECT_EQ(test, reserve_mem_find_by_name("big", &start, &size), 0);
	/* Two were taken before; six more have room. */
	for (i = 0; i < 8; i++) {
		char val[16];

		snprintf(val, sizeof(val), "4K:4K:n%d", i);
		give("reserve_mem=", val);
	}
	EXPECT_RESERVED(test, "1fa000-200000");
	KUNIT_EXPECT_EQ(test, reserve_mem_find_by_name("n5", &start, &size), 1);
	KUNIT_EXPECT_EQ(test, reserve_mem_find_by_name("n6", &start, &size), 0);
}

static void sizes_of_cores(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, give("kernelcore", "512M"), 0);
	KUNIT_EXPECT_EQ(test, kernelcore_size.bytes, 512ull << 20);
	KUNIT_EXPECT_EQ(test, give("kernelcore", "30%"), 0);
	KUNIT_EXPECT_EQ(test, kernelcore_size.percent, 30u);
	KUNIT_EXPECT_EQ(test, kernelcore_size.bytes, 0ull);
	KUNIT_EXPECT_EQ(test, give("movablecore", "100%"), 0);
	KUNIT_EXPECT_EQ(test, give("movablecore", "101%"), -EINVAL);
	KUNIT_EXPECT_EQ(test, give("movablecore", "mirror"), -EINVAL);
	KUNIT_EXPECT_EQ(test, give("movablecore", "1Gx"), -EINVAL);
	KUNIT_EXPECT_EQ(test, give("movablecore", NULL), -EINVAL);
	KUNIT_EXPECT_EQ(test, movablecore_size.percent, 100u);
	KUNIT_EXPECT_EQ(test, give("kernelcore", "mirror"), 0);
	KUNIT_EXPECT_TRUE(test, mirrored_kernelcore);
	kernelcore_size = movablecore_size = (struct core_size){ 0 };
}

static void switches(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, give("memblock", "debig"), -EINVAL);
	KUNIT_EXPECT_EQ(test, give("memblock", NULL), -EINVAL);
	KUNIT_EXPECT_FALSE(test, memblock_debug);
	KUNIT_EXPECT_EQ(test, give("memblock", "debug"), 0);
	KUNIT_EXPECT_TRUE(test, memblock_debug);
	memblock_debug = false;
	KUNIT_EXPECT_EQ(test, give("movable_node", NULL), 0);
	KUNIT_EXPECT_TRUE(test, movable_node_enabled);
}

static struct kunit_case memblock_param_cases[] = { KUNIT_CASE(reserve_mem_by_name),
						    KUNIT_CASE(reserve_mem_refuses),
						    KUNIT_CASE(sizes_of_cores),
						    KUNIT_CASE(switches),
						    {} };

static struct kunit_suite memblock_param_suite = {
	.name = "memblock_param",
	.init = memblock_test_init,
	.exit = memblock_test_exit,
	.test_cases = memblock_param_cases,
};
kunit_test_suite(memblock_param_suite);
