// SPDX-License-Identifier: MIT
/*
 * tests/kernel/cmdline_test.c - numbers, sizes, lists and words of a command line
 *
 * That parameters reach their functions is seen in guests: tests/boot.
 */
#include <kunit/test.h>

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sizes.h>
#include <linux/string.h>

static void whole_strings_as_numbers(struct kunit *test)
{
	unsigned long ul = 7;
	unsigned long long ull;
	unsigned int u;
	long l;
	int i;

	KUNIT_EXPECT_EQ(test, kstrtoul("123\n", 10, &ul), 0);
	KUNIT_EXPECT_EQ(test, ul, 123ul);
	KUNIT_EXPECT_EQ(test, kstrtoul("0x1F", 0, &ul), 0);
	KUNIT_EXPECT_EQ(test, ul, 31ul);
	KUNIT_EXPECT_EQ(test, kstrtoul("0x1f", 16, &ul), 0);
	KUNIT_EXPECT_EQ(test, ul, 31ul);
	KUNIT_EXPECT_EQ(test, kstrtoul("+017", 0, &ul), 0);
	KUNIT_EXPECT_EQ(test, ul, 15ul);
	KUNIT_EXPECT_EQ(test, kstrtol("-12", 10, &l), 0);
	KUNIT_EXPECT_EQ(test, l, -12l);
	KUNIT_EXPECT_EQ(test, kstrtoull("18446744073709551615", 10, &ull), 0);
	KUNIT_EXPECT_EQ(test, ull, ULLONG_MAX);
	KUNIT_EXPECT_EQ(test, kstrtoint("-2147483648", 10, &i), 0);
	KUNIT_EXPECT_EQ(test, i, INT_MIN);
	KUNIT_EXPECT_EQ(test, kstrtouint("0xffffffff", 0, &u), 0);
	KUNIT_EXPECT_EQ(test, u, UINT_MAX);
}

static void bad_numbers_are_refused(struct kunit *test)
{
	static const char *const bad[] = { "",	  "-",	 "+",	   "x",	 "0x", "12a",
					   "12 ", " 12", "12\n\n", "08", "-5", "+-5" };
	unsigned long ul = 7;
	unsigned long long ull = 7;
	long long ll;
	int i, value = 7;

	for (i = 0; i < ARRAY_SIZE(bad); i++)
		KUNIT_EXPECT_EQ_MSG(test, kstrtoul(bad[i], 0, &ul), -EINVAL, "\"%s\"", bad[i]);
	KUNIT_EXPECT_EQ(test, kstrtoll("-+5", 0, &ll), -EINVAL);
	KUNIT_EXPECT_EQ(test, kstrtoull("18446744073709551616", 10, &ull), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtoull("0x10000000000000000", 0, &ull), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtoll("9223372036854775808", 10, &ll), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtoint("2147483648", 10, &value), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtoint("-2147483649", 10, &value), -ERANGE);
	KUNIT_EXPECT_EQ(test, ul, 7ul);
	KUNIT_EXPECT_EQ(test, ull, 7ull);
	KUNIT_EXPECT_EQ(test, value, 7);
}

static void truth(struct kunit *test)
{
	bool on = false;

	KUNIT_EXPECT_EQ(test, kstrtobool("on", &on), 0);
	KUNIT_EXPECT_TRUE(test, on);
	KUNIT_EXPECT_EQ(test, kstrtobool("off", &on), 0);
	KUNIT_EXPECT_FALSE(test, on);
	KUNIT_EXPECT_EQ(test, kstrtobool("Y", &on), 0);
	KUNIT_EXPECT_TRUE(test, on);
	KUNIT_EXPECT_EQ(test, kstrtobool("o", &on), -EINVAL);
	KUNIT_EXPECT_EQ(test, kstrtobool("", &on), -EINVAL);
	KUNIT_EXPECT_EQ(test, kstrtobool(NULL, &on), -EINVAL);
}

static void sizes_with_units(struct kunit *test)
{
	static const struct {
		const char *text;
		unsigned long long bytes;
		const char *rest;
	} sizes[] = {
		{ "512M", 512 * (u64)SZ_1M, "" },
		{ "4k@0x100", SZ_4K, "@0x100" },
		{ "0x10G", SZ_16G, "" },
		{ "010", 8, "" },
		{ "1T", 1ull << 40, "" },
		{ "2P,", 2ull << 50, "," },
		{ "3E", 3ull << 60, "" },
		{ "7B", 7, "B" },
		{ "12KM", 12 * SZ_1K, "M" },
		{ "nopentium", 0, "nopentium" },
		{ "M", 0, "M" },
		{ "0x", 0, "x" },
		{ "", 0, "" },
	};
	char *rest;
	int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		KUNIT_EXPECT_EQ_MSG(test, memparse(sizes[i].text, &rest), sizes[i].bytes, "\"%s\"",
				    sizes[i].text);
		KUNIT_EXPECT_STREQ_MSG(test, rest, sizes[i].rest, "\"%s\"", sizes[i].text);
	}
	KUNIT_EXPECT_EQ(test, memparse("1M", NULL), 1ull << 20);
}

static void integers_one_by_one(struct kunit *test)
{
	char text[] = "3,-4,0x10-20", *rest = text;
	int value;

	KUNIT_EXPECT_EQ(test, get_option(&rest, &value), 2);
	KUNIT_EXPECT_EQ(test, value, 3);
	KUNIT_EXPECT_EQ(test, get_option(&rest, &value), 2);
	KUNIT_EXPECT_EQ(test, value, -4);
	KUNIT_EXPECT_EQ(test, get_option(&rest, &value), 3);
	KUNIT_EXPECT_EQ(test, value, 16);
	KUNIT_EXPECT_STREQ(test, rest, "-20");
	rest = (char *)"5";
	KUNIT_EXPECT_EQ(test, get_option(&rest, NULL), 1);
	rest = (char *)"-x";
	KUNIT_EXPECT_EQ(test, get_option(&rest, &value), 0);
	KUNIT_EXPECT_STREQ(test, rest, "x");
	rest = (char *)"x";
	KUNIT_EXPECT_EQ(test, get_option(&rest, &value), 0);
	KUNIT_EXPECT_STREQ(test, rest, "x");
}

static void lists_with_ranges(struct kunit *test)
{
	static const int wanted[] = { 5, 1, 3, 4, 5, 9 };
	int ints[8];

	KUNIT_EXPECT_STREQ(test, get_options("1,3-5,9 rest", 8, ints), " rest");
	KUNIT_EXPECT_MEMEQ(test, ints, wanted, sizeof(wanted));
	get_options("1-100", 4, ints);
	KUNIT_EXPECT_EQ(test, ints[0], 3);
	KUNIT_EXPECT_EQ(test, ints[3], 3);
	get_options("1-100,7", 0, ints);
	KUNIT_EXPECT_EQ(test, ints[0], 101);
	get_options("2147483646-2147483647,5-3,7", 8, ints);
	KUNIT_EXPECT_EQ(test, ints[0], 2);
	KUNIT_EXPECT_EQ(test, ints[2], INT_MAX);
	KUNIT_EXPECT_EQ(test, ints[3], 5);
	get_options("1-2147483647,7", 0, ints);
	KUNIT_EXPECT_EQ(test, ints[0], INT_MAX);
	KUNIT_EXPECT_STREQ(test, get_options("x", 8, ints), "x");
	KUNIT_EXPECT_EQ(test, ints[0], 0);
}

/* The last integer read stays behind those that count. */
static void what_is_no_range_ends_the_list(struct kunit *test)
{
	static const struct {
		const char *text;
		int nr, values[4];
	} lists[] = {
		{ "7--9", 0, { 7 } },	    { "7-", 0, { 7 } },	    { "-7--9", 0, { -7 } },
		{ "9-7", 0, { 9 } },	    { "5-a", 0, { 5 } },    { "a-5", 0, { 0 } },
		{ "-", 0, { 0 } },	    { "--7", 0, { 0 } },    { "-1-1", 3, { -1, 0, 1 } },
		{ "3-3,x", 1, { 3, 0 } },   { "4,-", 1, { 4, 0 } }, { "-2-a", 2, { -2, -1, 0 } },
		{ "1,9-7,2", 1, { 1, 9 } },
	};
	int i, n, ints[6];

	for (i = 0; i < ARRAY_SIZE(lists); i++) {
		memset(ints, 0x55, sizeof(ints));
		get_options(lists[i].text, 6, ints);
		KUNIT_EXPECT_EQ_MSG(test, ints[0], lists[i].nr, "\"%s\"", lists[i].text);
		for (n = 0; n < 4 && ints[1 + n] != 0x55555555; n++)
			KUNIT_EXPECT_EQ_MSG(test, ints[1 + n], lists[i].values[n], "\"%s\"",
					    lists[i].text);
		get_options(lists[i].text, 0, ints);
		KUNIT_EXPECT_EQ_MSG(test, ints[0], lists[i].nr, "\"%s\" counted", lists[i].text);
	}
}

/* Cuts the next word and compares it; a wanted value of NULL is a bare word. */
static char *expect_arg(struct kunit *test, char *rest, const char *wanted_param,
			const char *wanted_val)
{
	char *param, *val;

	rest = next_arg(rest, &param, &val);
	KUNIT_EXPECT_STREQ(test, param, wanted_param);
	if (wanted_val)
		KUNIT_EXPECT_STREQ(test, val, wanted_val);
	else
		KUNIT_EXPECT_NULL_MSG(test, val, "value of %s", wanted_param);
	return rest;
}

static void words_with_quotes(struct kunit *test)
{
	char text[] = "quiet mem=64M  a=\"b c=d\"\te= \"f g=h i\" j=k=l m=\"n", *rest = text;

	rest = expect_arg(test, rest, "quiet", NULL);
	rest = expect_arg(test, rest, "mem", "64M");
	rest = expect_arg(test, rest, "a", "b c=d");
	rest = expect_arg(test, rest, "e", "");
	rest = expect_arg(test, rest, "f g", "h i");
	rest = expect_arg(test, rest, "j", "k=l");
	rest = expect_arg(test, rest, "m", "n");
	KUNIT_EXPECT_STREQ(test, rest, "");
}

static struct kunit_case cmdline_cases[] = {
	KUNIT_CASE(whole_strings_as_numbers),
	KUNIT_CASE(bad_numbers_are_refused),
	KUNIT_CASE(truth),
	KUNIT_CASE(sizes_with_units),
	KUNIT_CASE(integers_one_by_one),
	KUNIT_CASE(lists_with_ranges),
	KUNIT_CASE(what_is_no_range_ends_the_list),
	KUNIT_CASE(words_with_quotes),
	{},
};

static struct kunit_suite cmdline_suite = {
	.name = "cmdline",
	.test_cases = cmdline_cases,
};
kunit_test_suite(cmdline_suite);
