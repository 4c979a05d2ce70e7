// SPDX-License-Identifier: MIT
/*
 * linux/build_bug.h - conditions that the compiler checks
 *
 *   static_assert(sizeof(struct page) == 16, "why")   anywhere
 *   BUILD_BUG_ON(cond)                                 in a function; may depend on inlined constants
 */
#ifndef LINUX_BUILD_BUG_H
#define LINUX_BUILD_BUG_H

#include <linux/compiler.h>

#undef static_assert
#define static_assert(expr, ...) __static_assert(expr, ##__VA_ARGS__, #expr)
#define __static_assert(expr, msg, ...) _Static_assert(expr, msg)

#define __build_bug_on(cond, msg, fn)                                                              \
	do {                                                                                       \
		__attribute__((__error__(msg))) extern void fn(void);                              \
		if (cond)                                                                          \
			fn();                                                                      \
	} while (0)
#define BUILD_BUG_ON_MSG(cond, msg) __build_bug_on(cond, msg, __UNIQUE_ID(build_bug_))
#define BUILD_BUG_ON(cond) BUILD_BUG_ON_MSG(cond, "BUILD_BUG_ON failed: " #cond)
#define BUILD_BUG_ON_NOT_POWER_OF_2(n) BUILD_BUG_ON((n) == 0 || ((n) & ((n)-1)) != 0)
#define BUILD_BUG() BUILD_BUG_ON(1)

/* An expression of value 0 that does not compile when e is not 0. */
#define BUILD_BUG_ON_ZERO(e) ((int)sizeof(struct { int : (-!!(e)); }))

#endif
