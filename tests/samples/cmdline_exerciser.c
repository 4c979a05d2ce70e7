// SPDX-License-Identifier: MIT
/*
 * cmdline_exerciser.c - parameters of all types, and text that becomes numbers
 */
#include <kunit/test.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/sizes.h>
#include <linux/string.h>

static unsigned char a_byte = 1;
module_param(a_byte, byte, 0444);
static short a_short = 2;
module_param(a_short, short, 0444);
static unsigned short a_ushort = 3;
module_param(a_ushort, ushort, 0444);
static int an_int = 4;
module_param(an_int, int, 0444);
static unsigned int a_uint = 5;
module_param(a_uint, uint, 0444);
static long a_long = 6;
module_param(a_long, long, 0444);
static unsigned long a_ulong = 7;
module_param(a_ulong, ulong, 0444);
static unsigned long long a_ullong = 8;
module_param(a_ullong, ullong, 0444);
static bool a_bool;
module_param(a_bool, bool, 0444);
static bool an_invbool;
module_param(an_invbool, invbool, 0444);
static char *a_charp = "unset";
module_param(a_charp, charp, 0444);
static char a_string[8] = "unset";
module_param_string(a_string, a_string, sizeof(a_string), 0444);
static int an_array[4];
static unsigned int nr_array;
module_param_array(an_array, int, &nr_array, 0444);
static int inner;
module_param_named(outer, inner, int, 0444);
MODULE_PARM_DESC(outer, "has another name inside");

static int size_set(const char *val, const struct kernel_param *kp)
{
	char *end;

	*(unsigned long long *)kp->arg = memparse(val, &end);
	return *end ? -EINVAL : 0;
}

static const struct kernel_param_ops size_ops = { .set = size_set };
static unsigned long long a_size;
module_param_cb(a_size, &size_ops, &a_size, 0444);

static int __init show_parameters(void)
{
	pr_info("cmdline_exerciser: %u %d %u %d %u %ld %lu %llu %d %d %s %s %u:%d,%d,%d,%d %d %llu\n",
		a_byte, a_short, a_ushort, an_int, a_uint, a_long, a_ulong,
		a_ullong, a_bool, an_invbool, a_charp, a_string, nr_array,
		an_array[0], an_array[1], an_array[2], an_array[3], inner,
		a_size);
	return 0;
}
late_initcall(show_parameters);

static void numbers_have_limits(struct kunit *test)
{
	unsigned long long ull;
	unsigned int ui;
	int i;
	long l;
	u8 byte;
	s8 small;
	u16 half;

	KUNIT_EXPECT_EQ(test, kstrtoull("18446744073709551615", 10, &ull), 0);
	KUNIT_EXPECT_EQ(test, ull, ULLONG_MAX);
	KUNIT_EXPECT_EQ(test, kstrtoull("18446744073709551616", 10, &ull), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtouint("4294967296", 0, &ui), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtoint("-2147483648", 0, &i), 0);
	KUNIT_EXPECT_EQ(test, i, INT_MIN);
	KUNIT_EXPECT_EQ(test, kstrtol(" 1", 0, &l), -EINVAL);
	KUNIT_EXPECT_EQ(test, kstrtou8("255\n", 0, &byte), 0);
	KUNIT_EXPECT_EQ(test, kstrtou8("256", 0, &byte), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtos8("-129", 0, &small), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtou16("0xffff", 0, &half), 0);
	KUNIT_EXPECT_EQ(test, half, 0xffff);
}

static void words_say_yes_or_no(struct kunit *test)
{
	static const char * const yes[] = { "y", "Yes", "1", "on", "true" };
	static const char * const no[] = { "n", "No", "0", "off", "false" };
	bool res;
	int i;

	for (i = 0; i < ARRAY_SIZE(yes); i++) {
		KUNIT_EXPECT_EQ(test, kstrtobool(yes[i], &res), 0);
		if (!isalpha(yes[i][0]) || tolower(yes[i][0]) != 't')
			KUNIT_EXPECT_TRUE(test, res);
	}
	for (i = 0; i < ARRAY_SIZE(no); i++) {
		KUNIT_EXPECT_EQ(test, kstrtobool(no[i], &res), 0);
		KUNIT_EXPECT_FALSE(test, res);
	}
	KUNIT_EXPECT_EQ(test, kstrtobool("maybe", &res), -EINVAL);
}

static void sizes_have_letters(struct kunit *test)
{
	char *end;

	KUNIT_EXPECT_EQ(test, memparse("64K", &end), SZ_64K);
	KUNIT_EXPECT_EQ(test, *end, 0);
	KUNIT_EXPECT_EQ(test, memparse("0x10M@16M", &end), SZ_16M);
	KUNIT_EXPECT_EQ(test, *end, '@');
	KUNIT_EXPECT_EQ(test, memparse("3g", &end), 3ULL << 30);
}

static void lists_have_ranges(struct kunit *test)
{
	int ints[8];
	char text[] = "4,x", *rest = text;
	int one;

	KUNIT_EXPECT_STREQ(test, get_options("1,3-5,9 rest", ARRAY_SIZE(ints), ints), " rest");
	KUNIT_EXPECT_EQ(test, ints[0], 5);
	KUNIT_EXPECT_EQ(test, ints[4], 5);
	KUNIT_EXPECT_EQ(test, ints[5], 9);
	KUNIT_EXPECT_EQ(test, get_option(&rest, &one), 2);
	KUNIT_EXPECT_EQ(test, one, 4);
	KUNIT_EXPECT_EQ(test, get_option(&rest, &one), 0);
}

static void words_are_cut(struct kunit *test)
{
	char text[] = " alpha, beta ", *rest = text, *word;

	word = strsep(&rest, ",");
	KUNIT_EXPECT_STREQ(test, strim(word), "alpha");
	KUNIT_EXPECT_STREQ(test, skip_spaces(rest), "beta ");
	KUNIT_EXPECT_STREQ(test, strim(rest), "beta");
	KUNIT_EXPECT_PTR_EQ(test, strpbrk(rest, "xyz"), NULL);
	KUNIT_EXPECT_EQ(test, strspn("aab", "a"), 2);
	KUNIT_EXPECT_EQ(test, strncasecmp("Alpha", "aLPine", 3), 0);
	KUNIT_EXPECT_TRUE(test, sysfs_streq("on\n", "on"));
}

static struct kunit_case cmdline_exerciser_cases[] = {
	KUNIT_CASE(numbers_have_limits),
	KUNIT_CASE(words_say_yes_or_no),
	KUNIT_CASE(sizes_have_letters),
	KUNIT_CASE(lists_have_ranges),
	KUNIT_CASE(words_are_cut),
	{}
};

static struct kunit_suite cmdline_exerciser_suite = {
	.name = "sample_cmdline",
	.test_cases = cmdline_exerciser_cases,
};
kunit_test_suite(cmdline_exerciser_suite);

MODULE_LICENSE("Dual MIT/GPL");
