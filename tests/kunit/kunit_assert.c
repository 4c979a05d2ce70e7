// SPDX-License-Identifier: MIT
/*
 * tests/kunit/kunit_assert.c - say what a failed check expected, and what it found
 *
 *   # case: EXPECTATION FAILED at tests/kernel/x_test.c:12
 *   #     Expected left op right, but
 *   #         left == value
 *   #         right == value          (not for a literal, which says its value itself)
 *   #     the message of an _MSG form
 *
 * Tests: tests/kernel/kunit_test.c
 * Linux: lib/kunit/assert.c
 */
#include <kunit/assert.h>

#include <kunit/test.h>
#include <linux/kernel.h>

#define BYTES_PER_ROW ((size_t)16)

static void begin_failure(struct kunit *test, const struct kunit_site *site)
{
	test->status = KUNIT_FAILURE;
	kunit_log(test, "%s FAILED at %s:%d", site->fatal ? "ASSERTION" : "EXPECTATION", site->file,
		  site->line);
	if (site->left)
		kunit_log_more(test, "    Expected %s %s%s, but", site->left, site->op,
			       site->right ? site->right : "");
}

static void end_failure(struct kunit *test, const char *fmt, va_list *args)
{
	struct va_format message = { fmt, args };

	if (fmt)
		kunit_log_more(test, "    %pV", &message);
}

static bool is_literal(const char *text, s64 value)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%lld", value);
	return !strcmp(text, digits);
}

static void show_int(struct kunit *test, const char *text, s64 value)
{
	if (!is_literal(text, value))
		kunit_log_more(test, "        %s == %lld (0x%llx)", text, value, value);
}

/* text is NULL for a check with one pointer only. */
static void show_ptr(struct kunit *test, const char *text, const void *value)
{
	if (!text || !strcmp(text, "NULL"))
		return;
	kunit_log_more(test, IS_ERR(value) ? "        %s == %pe" : "        %s == %px", text,
		       value);
}

static void show_str(struct kunit *test, const char *text, const char *value)
{
	if (value && text[0] == '"')
		return;
	if (value)
		kunit_log_more(test, "        %s == \"%s\"", text, value);
	else
		kunit_log_more(test, "        %s == NULL", text);
}

static void show_mem(struct kunit *test, const char *text, const void *mem, size_t from,
		     size_t size)
{
	if (mem)
		kunit_log_more(test, "        %s + %zu: %*ph", text, from, (int)(size - from),
			       (const u8 *)mem + from);
	else
		kunit_log_more(test, "        %s == NULL", text);
}

/* Ends a function that takes (fmt, ...) and has begun a failure. */
#define PUT_MESSAGE(test, fmt)                                                                     \
	do {                                                                                       \
		va_list args;                                                                      \
                                                                                                   \
		va_start(args, fmt);                                                               \
		end_failure(test, fmt, &args);                                                     \
		va_end(args);                                                                      \
	} while (0)

void kunit_fail(struct kunit *test, const struct kunit_site *site, const char *fmt, ...)
{
	begin_failure(test, site);
	if (site->left)
		kunit_log_more(test, "        it is not");
	PUT_MESSAGE(test, fmt);
}

void kunit_fail_int(struct kunit *test, const struct kunit_site *site, s64 left, s64 right,
		    const char *fmt, ...)
{
	begin_failure(test, site);
	show_int(test, site->left, left);
	show_int(test, site->right, right);
	PUT_MESSAGE(test, fmt);
}

void kunit_fail_ptr(struct kunit *test, const struct kunit_site *site, const void *left,
		    const void *right, const char *fmt, ...)
{
	begin_failure(test, site);
	show_ptr(test, site->left, left);
	show_ptr(test, site->right, right);
	PUT_MESSAGE(test, fmt);
}

void kunit_fail_str(struct kunit *test, const struct kunit_site *site, const char *left,
		    const char *right, const char *fmt, ...)
{
	begin_failure(test, site);
	show_str(test, site->left, left);
	show_str(test, site->right, right);
	PUT_MESSAGE(test, fmt);
}

/* Shows one row of both: the one with the first byte that differs, or the first if none does. */
void kunit_fail_mem(struct kunit *test, const struct kunit_site *site, const void *left,
		    const void *right, size_t size, const char *fmt, ...)
{
	size_t from = 0;

	while (left && right && from < size && ((u8 *)left)[from] == ((u8 *)right)[from])
		from++;
	from = from == size ? 0 : round_down(from, BYTES_PER_ROW);
	size = min(size, from + BYTES_PER_ROW);
	begin_failure(test, site);
	show_mem(test, site->left, left, from, size);
	show_mem(test, site->right, right, from, size);
	PUT_MESSAGE(test, fmt);
}
