// SPDX-License-Identifier: MIT
/*
 * tests/kernel/string_test.c - memory, strings, bits and 64-bit division
 */
#include <kunit/test.h>

#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/string.h>

/* Larger than any piece a string instruction handles at once, so that each alignment and remainder occurs. */
#define AREA 40
#define MAX_LEN 20

static void fill(u8 *area)
{
	int i;

	for (i = 0; i < AREA; i++)
		area[i] = i + 1;
}

/* Every length, source and destination, overlapping or not, compared with a move through a second buffer. */
static void memmove_of_every_overlap(struct kunit *test)
{
	u8 area[AREA], wanted[AREA];
	int from, to, len, i;

	for (len = 0; len <= MAX_LEN; len++) {
		for (from = 0; from <= AREA - MAX_LEN; from++) {
			for (to = 0; to <= AREA - MAX_LEN; to++) {
				fill(area);
				fill(wanted);
				for (i = 0; i < len; i++)
					wanted[to + i] = area[from + i];
				KUNIT_ASSERT_PTR_EQ(test, memmove(area + to, area + from, len),
						    (void *)(area + to));
				KUNIT_ASSERT_MEMEQ_MSG(test, area, wanted, AREA,
						       "%d bytes from %d to %d", len, from, to);
			}
		}
	}
}

static void memcpy_and_memset_touch_only_their_bytes(struct kunit *test)
{
	u8 area[AREA], source[AREA], wanted[AREA];
	int len, to, i;

	fill(source);
	for (len = 0; len <= MAX_LEN; len++) {
		for (to = 0; to < 8; to++) {
			fill(area);
			fill(wanted);
			for (i = 0; i < len; i++)
				wanted[to + i] = source[3 + i];
			memcpy(area + to, source + 3, len);
			KUNIT_ASSERT_MEMEQ_MSG(test, area, wanted, AREA, "memcpy of %d to %d", len,
					       to);
			for (i = 0; i < len; i++)
				wanted[to + i] = 0xa5;
			memset(area + to, 0x1a5, len);
			KUNIT_ASSERT_MEMEQ_MSG(test, area, wanted, AREA, "memset of %d at %d", len,
					       to);
		}
	}
}

/* A difference at each place, in both directions, and none in the bytes behind the end. */
static void memcmp_finds_the_first_difference(struct kunit *test)
{
	u8 a[AREA], b[AREA];
	int len, at;

	for (len = 0; len <= MAX_LEN; len++) {
		fill(a);
		fill(b);
		b[len] = 0xff;
		KUNIT_ASSERT_EQ_MSG(test, memcmp(a, b, len), 0, "%d equal bytes", len);
		for (at = 0; at < len; at++) {
			fill(b);
			b[at] = 0xff;
			b[len - 1] = at == len - 1 ? 0xff : 0;
			KUNIT_ASSERT_LT_MSG(test, memcmp(a, b, len), 0, "%d of %d", at, len);
			KUNIT_ASSERT_GT_MSG(test, memcmp(b, a, len), 0, "%d of %d", at, len);
		}
	}
}

static void comparing(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, strcmp("abc", "abc"), 0);
	KUNIT_EXPECT_LT(test, strcmp("abc", "abd"), 0);
	KUNIT_EXPECT_LT(test, strcmp("ab", "abc"), 0);
	KUNIT_EXPECT_GT(test, strcmp("\xff", "a"), 0);
	KUNIT_EXPECT_EQ(test, strncmp("abc", "abd", 2), 0);
	KUNIT_EXPECT_EQ(test, strncmp("ab", "ab", 10), 0);
	KUNIT_EXPECT_EQ(test, strcasecmp("MemBlock", "memBLOCK"), 0);
	KUNIT_EXPECT_LT(test, strcasecmp("A", "b"), 0);
	KUNIT_EXPECT_EQ(test, str_has_prefix("memblock", "mem"), (size_t)3);
	KUNIT_EXPECT_EQ(test, str_has_prefix("me", "mem"), (size_t)0);
}

static void searching(struct kunit *test)
{
	const char *s = "a/b/c";

	KUNIT_EXPECT_PTR_EQ(test, strchr(s, '/'), (char *)s + 1);
	KUNIT_EXPECT_PTR_EQ(test, strrchr(s, '/'), (char *)s + 3);
	KUNIT_EXPECT_PTR_EQ(test, strchr(s, '\0'), (char *)s + 5);
	KUNIT_EXPECT_NULL(test, strchr(s, 'x'));
	KUNIT_EXPECT_PTR_EQ(test, strstr(s, "b/"), (char *)s + 2);
	KUNIT_EXPECT_PTR_EQ(test, strstr(s, ""), (char *)s);
	KUNIT_EXPECT_NULL(test, strstr(s, "c/"));
	KUNIT_EXPECT_STREQ(test, kbasename(s), "c");
	KUNIT_EXPECT_STREQ(test, kbasename("c"), "c");
	KUNIT_EXPECT_EQ(test, strcspn(s, "cb"), (size_t)2);
	KUNIT_EXPECT_PTR_EQ(test, memchr(s, 'c', 5), (void *)(s + 4));
	KUNIT_EXPECT_NULL(test, memchr(s, 'c', 4));
	KUNIT_EXPECT_NULL(test, memchr_inv("zzz", 'z', 3));
	KUNIT_EXPECT_EQ(test, *(char *)memchr_inv("zzy", 'z', 3), 'y');
	KUNIT_EXPECT_EQ(test, strnlen("abc", 2), (size_t)2);
	KUNIT_EXPECT_EQ(test, strnlen("abc", 9), (size_t)3);
}

static void copies_are_terminated(struct kunit *test)
{
	char text[8] = "#######";

	KUNIT_EXPECT_EQ(test, strscpy(text, "abc", sizeof(text)), (ssize_t)3);
	KUNIT_EXPECT_MEMEQ(test, text, "abc\0###", 8);
	KUNIT_EXPECT_EQ(test, strscpy(text, "0123456", 7), (ssize_t)-E2BIG);
	KUNIT_EXPECT_STREQ(test, text, "012345");
	KUNIT_EXPECT_EQ(test, strscpy(text, "x", 0), (ssize_t)-E2BIG);
	KUNIT_EXPECT_EQ(test, strlcat(text, "ab", sizeof(text)), (size_t)8);
	KUNIT_EXPECT_STREQ(test, text, "012345a");
	strncpy(text, "xy", 5);
	KUNIT_EXPECT_MEMEQ(test, text, "xy\0\0\0005a", 8);
}

static void words_are_cut(struct kunit *test)
{
	char text[] = " one,two;;three \t", *rest = text;

	KUNIT_EXPECT_STREQ(test, strsep(&rest, ",;"), " one");
	KUNIT_EXPECT_STREQ(test, strsep(&rest, ",;"), "two");
	KUNIT_EXPECT_STREQ(test, strsep(&rest, ",;"), "");
	KUNIT_EXPECT_STREQ(test, strim(strsep(&rest, ",;")), "three");
	KUNIT_EXPECT_NULL(test, strsep(&rest, ",;"));
	KUNIT_EXPECT_STREQ(test, skip_spaces(" \n x "), "x ");
	KUNIT_EXPECT_STREQ(test, strim(text), "one");
}

static void bits_are_found(struct kunit *test)
{
	unsigned long map[3] = {};
	unsigned long bit, sum = 0;

	KUNIT_EXPECT_EQ(test, find_first_bit(map, 70), 70ul);
	__set_bit(3, map);
	set_bit(64, map);
	__set_bit(69, map);
	for_each_set_bit(bit, map, 69)
		sum += bit;
	KUNIT_EXPECT_EQ(test, sum, 67ul);
	KUNIT_EXPECT_EQ(test, find_next_bit(map, 70, 65), 69ul);
	KUNIT_EXPECT_EQ(test, find_next_bit(map, 69, 65), 69ul);
	KUNIT_EXPECT_TRUE(test, test_and_clear_bit(64, map));
	KUNIT_EXPECT_FALSE(test, test_and_set_bit(64, map));
	memset(map, 0xff, sizeof(map));
	clear_bit(40, map);
	KUNIT_EXPECT_EQ(test, find_first_zero_bit(map, 70), 40ul);
	KUNIT_EXPECT_EQ(test, find_next_zero_bit(map, 70, 41), 70ul);
	KUNIT_EXPECT_EQ(test, hweight32(0xf0010003), 7u);
}

static void logarithms(struct kunit *test)
{
	unsigned long n = 4097;
	u64 large = 1ull << 35;

	OPTIMIZER_HIDE_VAR(n);
	KUNIT_EXPECT_EQ(test, ilog2(n), 12);
	KUNIT_EXPECT_EQ(test, ilog2(large), 35);
	KUNIT_EXPECT_EQ(test, roundup_pow_of_two(n), 8192ul);
	KUNIT_EXPECT_EQ(test, rounddown_pow_of_two(n), 4096ul);
	KUNIT_EXPECT_EQ(test, order_base_2(n), 13);
	KUNIT_EXPECT_EQ(test, order_base_2(n - 1), 12);
	KUNIT_EXPECT_EQ(test, fls64(large), 36);
	KUNIT_EXPECT_EQ(test, fls(0), 0);
	KUNIT_EXPECT_EQ(test, ffs(0x50), 5);
}

/* quotient * divisor + remainder must give back the dividend, with the remainder below the divisor. */
static void division_by_32_and_64_bits(struct kunit *test)
{
	static const u64 numbers[] = {
		0, 1, 9, 10, 0xffffffff, 0x100000000, 0x123456789abcdef0, ~0ULL, 1ULL << 63
	};
	static const u64 divisors[] = { 1,	    2,		 3,	      10,   0x80000000,
					0xffffffff, 0x100000000, 0x100000001, ~0ULL };
	int i, j;

	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		for (j = 0; j < ARRAY_SIZE(divisors); j++) {
			u64 n = numbers[i], d = divisors[j], q, remainder;
			u32 small;

			q = div64_u64_rem(n, d, &remainder);
			KUNIT_EXPECT_EQ_MSG(test, q * d + remainder, n, "%llu / %llu", n, d);
			KUNIT_EXPECT_LT_MSG(test, remainder, d, "%llu / %llu", n, d);
			if (d >> 32)
				continue;
			KUNIT_EXPECT_EQ_MSG(test, div_u64_rem(n, d, &small), q, "%llu / %llu", n,
					    d);
			KUNIT_EXPECT_EQ_MSG(test, (u64)small, remainder, "%llu / %llu", n, d);
			KUNIT_EXPECT_EQ_MSG(test, do_div(n, (u32)d), small, "%llu / %llu",
					    numbers[i], d);
			KUNIT_EXPECT_EQ(test, n, q);
		}
	}
}

static struct kunit_case string_cases[] = {
	KUNIT_CASE(memmove_of_every_overlap),
	KUNIT_CASE(memcpy_and_memset_touch_only_their_bytes),
	KUNIT_CASE(memcmp_finds_the_first_difference),
	KUNIT_CASE(comparing),
	KUNIT_CASE(searching),
	KUNIT_CASE(copies_are_terminated),
	KUNIT_CASE(words_are_cut),
	KUNIT_CASE(bits_are_found),
	KUNIT_CASE(logarithms),
	KUNIT_CASE(division_by_32_and_64_bits),
	{},
};

static struct kunit_suite string_suite = {
	.name = "string",
	.test_cases = string_cases,
};
kunit_test_suite(string_suite);
