// SPDX-License-Identifier: MIT
/*
 * linux/kconfig.h - CONFIG_ names as constants; every file gets it by -include
 *
 *   if (IS_ENABLED(CONFIG_X86_PAE)) ...   1 when -DCONFIG_X86_PAE (=1), else 0
 *
 * The compiler sees both branches, so that neither rots.
 */
#ifndef LINUX_KCONFIG_H
#define LINUX_KCONFIG_H

#define __KCONFIG_SECOND(ignored, value, ...) value
#define __KCONFIG_PICK(...) __KCONFIG_SECOND(__VA_ARGS__ 1, 0, 0)
#define __KCONFIG_COMMA_1 0,
#define __KCONFIG_JOIN(value) __KCONFIG_PICK(__KCONFIG_COMMA_##value)
#define __KCONFIG_EXPAND(option) __KCONFIG_JOIN(option)

#define IS_ENABLED(option) __KCONFIG_EXPAND(option)
#define IS_BUILTIN(option) IS_ENABLED(option)

#include <linux/compiler.h>

#endif
