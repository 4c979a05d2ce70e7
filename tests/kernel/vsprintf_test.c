// SPDX-License-Identifier: MIT
/*
 * tests/kernel/vsprintf_test.c - formats of vsnprintf(), as <linux/kernel.h> describes them
 *
 * What C has is also compared with libc, by tests/host/vsnprintf_fuzz.c.
 */
#include <kunit/test.h>

#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/string.h>

/* No format attribute: the compiler would refuse what is tried here. */
static void expect_format(struct kunit *test, const char *wanted, const char *fmt, ...)
{
	char text[128];
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	KUNIT_EXPECT_STREQ_MSG(test, text, wanted, "format \"%s\"", fmt);
	KUNIT_EXPECT_EQ_MSG(test, len, (int)strlen(wanted), "format \"%s\"", fmt);
}

static void integers_of_each_size(struct kunit *test)
{
	expect_format(test, "0 -1 4294967295", "%d %d %u", 0, -1, -1);
	expect_format(test, "-2147483648 ffffffff FFFFFFFF", "%d %x %X", INT_MIN, -1, -1);
	expect_format(test, "18446744073709551615 -9223372036854775808", "%llu %lld", ~0ULL,
		      LLONG_MIN);
	expect_format(test, "123456789abcdef0 1777777777777777777777", "%llx %llo",
		      0x123456789abcdef0ULL, ~0ULL);
	expect_format(test, "-1 255 -1 65535", "%hhd %hhu %hd %hu", 0xff, 0x1ff, 0xffff, 0x1ffff);
	expect_format(test, "7 8 -9 10", "%zu %lu %td %Lu", (size_t)7, 8ul, (ptrdiff_t)-9, 10ull);
}

static void flags_width_and_precision(struct kunit *test)
{
	expect_format(test, "[   42][42   ][00042][  +42][ 42]", "[%5d][%-5d][%05d][%+5d][% d]", 42,
		      42, 42, 42, 42);
	expect_format(test, "[-0042][  -42][  042]", "[%05d][%*d][%5.3d]", -42, 5, -42, 42);
	expect_format(test, "[42   ][0x0000002a][0X2A][052]", "[%*d][%#010x][%#X][%#o]", -5, 42, 42,
		      42, 42);
	expect_format(test, "[0x0][0][0]", "[%#x][%#o][%.0d]", 0, 0, 0); /* Linux's, not C's */
	expect_format(test, "[00007]", "[%.*d]", 5, 7);
	expect_format(test, "[7]", "[%.*d]", -5, 7);
}

static void strings_and_characters(struct kunit *test)
{
	expect_format(test, "[abc][  abc][abc  ][ab][   ab]", "[%s][%5s][%-5s][%.2s][%*.*s]", "abc",
		      "abc", "abc", "abc", 5, 2, "abc");
	expect_format(test, "[x][  x][x  ]100%", "[%c][%3c][%-3c]100%%", 'x', 'x', 'x');
	expect_format(test, "(null) (efault) (efault)", "%s %s %s", NULL, (char *)8,
		      ERR_PTR(-ENOMEM));
	expect_format(test, "50%y", "50%y");
	expect_format(test, "50%", "50%");
}

static void pointers(struct kunit *test)
{
	phys_addr_t phys = 0xfee00000;
	void *ptr = (void *)0xc0100000ul;
	char digits[2 * sizeof(void *) + 1];

	snprintf(digits, sizeof(digits), "%0*lx", (int)(2 * sizeof(void *)), (unsigned long)ptr);
	expect_format(test, digits, "%p", ptr);
	expect_format(test, digits, "%px", ptr);
	expect_format(test, digits, "%pK", ptr);
	expect_format(test, sizeof(phys) == 8 ? "0x00000000fee00000." : "0xfee00000.", "%pa.",
		      &phys);
	expect_format(test, sizeof(phys) == 8 ? "0x00000000fee00000" : "0xfee00000", "%pap", &phys);
	expect_format(test, "-ENOMEM|  -EINVAL|-4000", "%pe|%9pe|%pe", ERR_PTR(-ENOMEM),
		      ERR_PTR(-EINVAL), ERR_PTR(-4000));
	expect_format(test, "00 a1 ff|00:a1:ff|00-a1|00", "%*ph|%3phC|%2phD|%phN", 3,
		      "\x00\xa1\xff", "\x00\xa1\xff", "\x00\xa1\xff", "\x00\xa1\xff");
}

#ifndef HIMEM_HOST
/* A function's first byte is symbol+0x0; %pB of it belongs to what stands before, as a return address would. */
static void symbols(struct kunit *test)
{
	char text[80], wanted[80];
	void *inside = (char *)vsnprintf + 5;

	snprintf(text, sizeof(text), "%ps", vsnprintf);
	KUNIT_EXPECT_STREQ(test, text, "vsnprintf");
	snprintf(text, sizeof(text), "%pS", inside);
	KUNIT_EXPECT_EQ(test, str_has_prefix(text, "vsnprintf+0x5/0x"), strlen("vsnprintf+0x5/0x"));
	snprintf(wanted, sizeof(wanted), "%pB", inside);
	KUNIT_EXPECT_STREQ(test, text, wanted);
	snprintf(text, sizeof(text), "%pB", vsnprintf);
	KUNIT_EXPECT_EQ(test, str_has_prefix(text, "vsnprintf+"), 0);
	expect_format(test, "0x10", "%pS", (void *)0x10);
}
#endif

static void nested(struct kunit *test, const char *wanted, const char *fmt, ...)
{
	struct va_format vaf;
	va_list args;

	va_start(args, fmt);
	vaf.fmt = fmt;
	vaf.va = &args;
	expect_format(test, wanted, "<%pV|%pV>", &vaf, &vaf);
	va_end(args);
}

static void a_format_inside_a_format(struct kunit *test)
{
	nested(test, "<7 up|7 up>", "%d %s", 7, "up");
}

/* The whole length is returned, what fits is stored, and the byte behind the buffer is not touched. */
static void buffer_too_small(struct kunit *test)
{
	char text[8];

	memset(text, '#', sizeof(text));
	KUNIT_EXPECT_EQ(test, snprintf(text, 4, "%s%d", "ab", 1234), 6);
	KUNIT_EXPECT_MEMEQ(test, text, "ab1\0####", 8);
	KUNIT_EXPECT_EQ(test, scnprintf(text, 4, "%s", "abcdef"), 3);
	KUNIT_EXPECT_MEMEQ(test, text, "abc\0####", 8);
	KUNIT_EXPECT_EQ(test, snprintf(text, 0, "%5d", 1), 5);
	KUNIT_EXPECT_EQ(test, snprintf(NULL, 0, "%s", "abc"), 3);
	KUNIT_EXPECT_EQ(test, scnprintf(text, 0, "%5d", 1), 0);
	KUNIT_EXPECT_MEMEQ(test, text, "abc\0####", 8);
	KUNIT_EXPECT_EQ(test, sprintf(text, "%d", -1), 2);
	KUNIT_EXPECT_STREQ(test, text, "-1");
}

static struct kunit_case vsprintf_cases[] = {
	KUNIT_CASE(integers_of_each_size),
	KUNIT_CASE(flags_width_and_precision),
	KUNIT_CASE(strings_and_characters),
	KUNIT_CASE(pointers),
#ifndef HIMEM_HOST
	KUNIT_CASE(symbols),
#endif
	KUNIT_CASE(a_format_inside_a_format),
	KUNIT_CASE(buffer_too_small),
	{},
};

static struct kunit_suite vsprintf_suite = {
	.name = "vsprintf",
	.test_cases = vsprintf_cases,
};
kunit_test_suite(vsprintf_suite);
