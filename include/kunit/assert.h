// SPDX-License-Identifier: MIT
/*
 * kunit/assert.h - what a test says must be true
 *
 *   KUNIT_EXPECT_...   on failure the case is marked failed, and goes on
 *   KUNIT_ASSERT_...   on failure the case is marked failed, and ends
 *   ..._MSG            the same with a printf format that says more
 *
 * A failure prints the place, both expressions as written, and both values:
 *
 *	# sum_of_two: EXPECTATION FAILED at tests/kernel/sum_test.c:7
 *	#     Expected 2 + 2 == 5, but
 *	#         2 + 2 == 4 (0x4)
 *
 * Both sides are evaluated once. EQ to GE are for integers (PTR_EQ for pointers) and compare as C
 *does: mind the sign.
 *
 * Linux: include/kunit/test.h, same names.
 */
#ifndef KUNIT_ASSERT_H
#define KUNIT_ASSERT_H

#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/string.h>
#include <linux/types.h>

struct kunit;

/* One check in the source. Kept out of line, so that a check that holds costs a comparison and a
 * jump. */
struct kunit_site {
	const char *file;
	int line;
	bool fatal;
	const char *left, *op, *right; /* "2 + 2", "== ", "5"; "x", "to be true", NULL */
};

/**
 * kunit_abort - leave the running case
 *
 * What the case took is given back by the suite's exit() and by the actions it added.
 */
void __noreturn kunit_abort(struct kunit *test);

/* Each marks the case failed and prints; fmt may be NULL. */
void __cold __printf(3, 4)
	kunit_fail(struct kunit *test, const struct kunit_site *site, const char *fmt, ...);
void __cold __printf(5, 6) kunit_fail_int(struct kunit *test, const struct kunit_site *site,
					  s64 left, s64 right, const char *fmt, ...);
void __cold __printf(5, 6)
	kunit_fail_ptr(struct kunit *test, const struct kunit_site *site, const void *left,
		       const void *right, const char *fmt, ...);
void __cold __printf(5, 6)
	kunit_fail_str(struct kunit *test, const struct kunit_site *site, const char *left,
		       const char *right, const char *fmt, ...);
void __cold __printf(6, 7)
	kunit_fail_mem(struct kunit *test, const struct kunit_site *site, const void *left,
		       const void *right, size_t size, const char *fmt, ...);

#define __KUNIT_EXPECT false
#define __KUNIT_ASSERT true

/* Reports through call(test, &site, ...) unless holds. */
#define __KUNIT_CHECK(test, is_fatal, holds, ltext, optext, rtext, call, ...)                      \
	do {                                                                                       \
		static const struct kunit_site __site = {                                          \
			.file = __FILE__,                                                          \
			.line = __LINE__,                                                          \
			.fatal = is_fatal,                                                         \
			.left = ltext,                                                             \
			.op = optext,                                                              \
			.right = rtext,                                                            \
		};                                                                                 \
                                                                                                   \
		if (unlikely(!(holds))) {                                                          \
			call(test, &__site, ##__VA_ARGS__);                                        \
			if (is_fatal)                                                              \
				kunit_abort(test);                                                 \
		}                                                                                  \
	} while (0)

#define __KUNIT_BOOL(test, is_fatal, holds, text, wanted, ...)                                     \
	__KUNIT_CHECK(test, is_fatal, holds, text, "to be " wanted, NULL, kunit_fail, __VA_ARGS__)

#define __KUNIT_INT(test, is_fatal, left, ltext, cmp, right, rtext, ...)                           \
	do {                                                                                       \
		const __auto_type __left = (left);                                                 \
		const __auto_type __right = (right);                                               \
                                                                                                   \
		__KUNIT_CHECK(test, is_fatal, __left cmp __right, ltext, #cmp " ", rtext,          \
			      kunit_fail_int, (s64)__left, (s64)__right, __VA_ARGS__);             \
	} while (0)

#define __KUNIT_PTR(test, is_fatal, left, ltext, cmp, right, rtext, ...)                           \
	do {                                                                                       \
		const volatile void *__left = (left);                                              \
		const volatile void *__right = (right);                                            \
                                                                                                   \
		__KUNIT_CHECK(test, is_fatal, __left cmp __right, ltext, #cmp " ", rtext,          \
			      kunit_fail_ptr, (const void *)__left, (const void *)__right,         \
			      __VA_ARGS__);                                                        \
	} while (0)

/* NULL equals nothing but is a value to report, not a reason to crash. */
#define __KUNIT_STR(test, is_fatal, left, ltext, cmp, right, rtext, ...)                           \
	do {                                                                                       \
		const char *__left = (left);                                                       \
		const char *__right = (right);                                                     \
                                                                                                   \
		__KUNIT_CHECK(test, is_fatal,                                                      \
			      __left != NULL && __right != NULL && strcmp(__left, __right) cmp 0,  \
			      ltext, #cmp " ", rtext, kunit_fail_str, __left, __right,             \
			      __VA_ARGS__);                                                        \
	} while (0)

#define __KUNIT_MEM(test, is_fatal, left, ltext, cmp, right, rtext, size, ...)                     \
	do {                                                                                       \
		const void *__left = (left);                                                       \
		const void *__right = (right);                                                     \
		const size_t __size = (size);                                                      \
                                                                                                   \
		__KUNIT_CHECK(test, is_fatal,                                                      \
			      __left != NULL && __right != NULL &&                                 \
				      memcmp(__left, __right, __size) cmp 0,                       \
			      ltext, #cmp " ", rtext, kunit_fail_mem, __left, __right, __size,     \
			      __VA_ARGS__);                                                        \
	} while (0)

#define __KUNIT_NOT_ERR(test, is_fatal, ptr, text, ...)                                            \
	do {                                                                                       \
		const void *__ptr = (ptr);                                                         \
                                                                                                   \
		__KUNIT_CHECK(test, is_fatal, !IS_ERR_OR_NULL(__ptr), text,                        \
			      "to be neither NULL nor an error", NULL, kunit_fail_ptr, __ptr,      \
			      NULL, __VA_ARGS__);                                                  \
	} while (0)

/* clang-format off */

/* Holds by definition: says in the source that reaching this line is the success. */
#define KUNIT_SUCCEED(test) ((void)(test))
#define KUNIT_FAIL(test, fmt, ...) \
	__KUNIT_CHECK(test, false, false, NULL, NULL, NULL, kunit_fail, fmt, ##__VA_ARGS__)
#define KUNIT_FAIL_AND_ABORT(test, fmt, ...) \
	__KUNIT_CHECK(test, true, false, NULL, NULL, NULL, kunit_fail, fmt, ##__VA_ARGS__)

/* On failure the case goes on. */
#define KUNIT_EXPECT_TRUE(test, cond) \
	__KUNIT_BOOL(test, __KUNIT_EXPECT, (cond), #cond, "true", NULL)
#define KUNIT_EXPECT_TRUE_MSG(test, cond, fmt, ...) \
	__KUNIT_BOOL(test, __KUNIT_EXPECT, (cond), #cond, "true", fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_FALSE(test, cond) \
	__KUNIT_BOOL(test, __KUNIT_EXPECT, !(cond), #cond, "false", NULL)
#define KUNIT_EXPECT_FALSE_MSG(test, cond, fmt, ...) \
	__KUNIT_BOOL(test, __KUNIT_EXPECT, !(cond), #cond, "false", fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_EQ(test, left, right) \
	__KUNIT_INT(test, __KUNIT_EXPECT, left, #left, ==, right, #right, NULL)
#define KUNIT_EXPECT_EQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(test, __KUNIT_EXPECT, left, #left, ==, right, #right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_NE(test, left, right) \
	__KUNIT_INT(test, __KUNIT_EXPECT, left, #left, !=, right, #right, NULL)
#define KUNIT_EXPECT_NE_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(test, __KUNIT_EXPECT, left, #left, !=, right, #right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_LT(test, left, right) \
	__KUNIT_INT(test, __KUNIT_EXPECT, left, #left, <, right, #right, NULL)
#define KUNIT_EXPECT_LT_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(test, __KUNIT_EXPECT, left, #left, <, right, #right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_LE(test, left, right) \
	__KUNIT_INT(test, __KUNIT_EXPECT, left, #left, <=, right, #right, NULL)
#define KUNIT_EXPECT_LE_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(test, __KUNIT_EXPECT, left, #left, <=, right, #right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_GT(test, left, right) \
	__KUNIT_INT(test, __KUNIT_EXPECT, left, #left, >, right, #right, NULL)
#define KUNIT_EXPECT_GT_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(test, __KUNIT_EXPECT, left, #left, >, right, #right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_GE(test, left, right) \
	__KUNIT_INT(test, __KUNIT_EXPECT, left, #left, >=, right, #right, NULL)
#define KUNIT_EXPECT_GE_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(test, __KUNIT_EXPECT, left, #left, >=, right, #right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_PTR_EQ(test, left, right) \
	__KUNIT_PTR(test, __KUNIT_EXPECT, left, #left, ==, right, #right, NULL)
#define KUNIT_EXPECT_PTR_EQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_PTR(test, __KUNIT_EXPECT, left, #left, ==, right, #right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_PTR_NE(test, left, right) \
	__KUNIT_PTR(test, __KUNIT_EXPECT, left, #left, !=, right, #right, NULL)
#define KUNIT_EXPECT_PTR_NE_MSG(test, left, right, fmt, ...) \
	__KUNIT_PTR(test, __KUNIT_EXPECT, left, #left, !=, right, #right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_NULL(test, ptr) \
	__KUNIT_PTR(test, __KUNIT_EXPECT, ptr, #ptr, ==, NULL, "NULL", NULL)
#define KUNIT_EXPECT_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_PTR(test, __KUNIT_EXPECT, ptr, #ptr, ==, NULL, "NULL", fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_NOT_NULL(test, ptr) \
	__KUNIT_PTR(test, __KUNIT_EXPECT, ptr, #ptr, !=, NULL, "NULL", NULL)
#define KUNIT_EXPECT_NOT_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_PTR(test, __KUNIT_EXPECT, ptr, #ptr, !=, NULL, "NULL", fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_NOT_ERR_OR_NULL(test, ptr) \
	__KUNIT_NOT_ERR(test, __KUNIT_EXPECT, ptr, #ptr, NULL)
#define KUNIT_EXPECT_NOT_ERR_OR_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_NOT_ERR(test, __KUNIT_EXPECT, ptr, #ptr, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_STREQ(test, left, right) \
	__KUNIT_STR(test, __KUNIT_EXPECT, left, #left, ==, right, #right, NULL)
#define KUNIT_EXPECT_STREQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_STR(test, __KUNIT_EXPECT, left, #left, ==, right, #right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_STRNEQ(test, left, right) \
	__KUNIT_STR(test, __KUNIT_EXPECT, left, #left, !=, right, #right, NULL)
#define KUNIT_EXPECT_STRNEQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_STR(test, __KUNIT_EXPECT, left, #left, !=, right, #right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_MEMEQ(test, left, right, size) \
	__KUNIT_MEM(test, __KUNIT_EXPECT, left, #left, ==, right, #right, size, NULL)
#define KUNIT_EXPECT_MEMEQ_MSG(test, left, right, size, fmt, ...) \
	__KUNIT_MEM(test, __KUNIT_EXPECT, left, #left, ==, right, #right, size, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_MEMNEQ(test, left, right, size) \
	__KUNIT_MEM(test, __KUNIT_EXPECT, left, #left, !=, right, #right, size, NULL)
#define KUNIT_EXPECT_MEMNEQ_MSG(test, left, right, size, fmt, ...) \
	__KUNIT_MEM(test, __KUNIT_EXPECT, left, #left, !=, right, #right, size, fmt, ##__VA_ARGS__)

/* On failure the case ends. */
#define KUNIT_ASSERT_TRUE(test, cond) \
	__KUNIT_BOOL(test, __KUNIT_ASSERT, (cond), #cond, "true", NULL)
#define KUNIT_ASSERT_TRUE_MSG(test, cond, fmt, ...) \
	__KUNIT_BOOL(test, __KUNIT_ASSERT, (cond), #cond, "true", fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_FALSE(test, cond) \
	__KUNIT_BOOL(test, __KUNIT_ASSERT, !(cond), #cond, "false", NULL)
#define KUNIT_ASSERT_FALSE_MSG(test, cond, fmt, ...) \
	__KUNIT_BOOL(test, __KUNIT_ASSERT, !(cond), #cond, "false", fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_EQ(test, left, right) \
	__KUNIT_INT(test, __KUNIT_ASSERT, left, #left, ==, right, #right, NULL)
#define KUNIT_ASSERT_EQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(test, __KUNIT_ASSERT, left, #left, ==, right, #right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_NE(test, left, right) \
	__KUNIT_INT(test, __KUNIT_ASSERT, left, #left, !=, right, #right, NULL)
#define KUNIT_ASSERT_NE_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(test, __KUNIT_ASSERT, left, #left, !=, right, #right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_LT(test, left, right) \
	__KUNIT_INT(test, __KUNIT_ASSERT, left, #left, <, right, #right, NULL)
#define KUNIT_ASSERT_LT_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(test, __KUNIT_ASSERT, left, #left, <, right, #right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_LE(test, left, right) \
	__KUNIT_INT(test, __KUNIT_ASSERT, left, #left, <=, right, #right, NULL)
#define KUNIT_ASSERT_LE_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(test, __KUNIT_ASSERT, left, #left, <=, right, #right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_GT(test, left, right) \
	__KUNIT_INT(test, __KUNIT_ASSERT, left, #left, >, right, #right, NULL)
#define KUNIT_ASSERT_GT_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(test, __KUNIT_ASSERT, left, #left, >, right, #right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_GE(test, left, right) \
	__KUNIT_INT(test, __KUNIT_ASSERT, left, #left, >=, right, #right, NULL)
#define KUNIT_ASSERT_GE_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(test, __KUNIT_ASSERT, left, #left, >=, right, #right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_PTR_EQ(test, left, right) \
	__KUNIT_PTR(test, __KUNIT_ASSERT, left, #left, ==, right, #right, NULL)
#define KUNIT_ASSERT_PTR_EQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_PTR(test, __KUNIT_ASSERT, left, #left, ==, right, #right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_PTR_NE(test, left, right) \
	__KUNIT_PTR(test, __KUNIT_ASSERT, left, #left, !=, right, #right, NULL)
#define KUNIT_ASSERT_PTR_NE_MSG(test, left, right, fmt, ...) \
	__KUNIT_PTR(test, __KUNIT_ASSERT, left, #left, !=, right, #right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_NULL(test, ptr) \
	__KUNIT_PTR(test, __KUNIT_ASSERT, ptr, #ptr, ==, NULL, "NULL", NULL)
#define KUNIT_ASSERT_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_PTR(test, __KUNIT_ASSERT, ptr, #ptr, ==, NULL, "NULL", fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_NOT_NULL(test, ptr) \
	__KUNIT_PTR(test, __KUNIT_ASSERT, ptr, #ptr, !=, NULL, "NULL", NULL)
#define KUNIT_ASSERT_NOT_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_PTR(test, __KUNIT_ASSERT, ptr, #ptr, !=, NULL, "NULL", fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL(test, ptr) \
	__KUNIT_NOT_ERR(test, __KUNIT_ASSERT, ptr, #ptr, NULL)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_NOT_ERR(test, __KUNIT_ASSERT, ptr, #ptr, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_STREQ(test, left, right) \
	__KUNIT_STR(test, __KUNIT_ASSERT, left, #left, ==, right, #right, NULL)
#define KUNIT_ASSERT_STREQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_STR(test, __KUNIT_ASSERT, left, #left, ==, right, #right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_STRNEQ(test, left, right) \
	__KUNIT_STR(test, __KUNIT_ASSERT, left, #left, !=, right, #right, NULL)
#define KUNIT_ASSERT_STRNEQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_STR(test, __KUNIT_ASSERT, left, #left, !=, right, #right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_MEMEQ(test, left, right, size) \
	__KUNIT_MEM(test, __KUNIT_ASSERT, left, #left, ==, right, #right, size, NULL)
#define KUNIT_ASSERT_MEMEQ_MSG(test, left, right, size, fmt, ...) \
	__KUNIT_MEM(test, __KUNIT_ASSERT, left, #left, ==, right, #right, size, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_MEMNEQ(test, left, right, size) \
	__KUNIT_MEM(test, __KUNIT_ASSERT, left, #left, !=, right, #right, size, NULL)
#define KUNIT_ASSERT_MEMNEQ_MSG(test, left, right, size, fmt, ...) \
	__KUNIT_MEM(test, __KUNIT_ASSERT, left, #left, !=, right, #right, size, fmt, ##__VA_ARGS__)

/* clang-format on */

#endif
