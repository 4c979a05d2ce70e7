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
#define IS_REACHABLE(option) IS_ENABLED(option)
#define IS_MODULE(option) 0

/* What is always there, by the names that files written for Linux ask for. The Makefile has what kernels differ in. */
#define CONFIG_X86 1
#define CONFIG_MMU 1
#define CONFIG_SMP 1
#define CONFIG_PREEMPTION 1
#define CONFIG_HZ 100
#define CONFIG_PRINTK 1
#define CONFIG_BUG 1
#define CONFIG_KALLSYMS 1
#define CONFIG_STACKTRACE 1
#define CONFIG_KUNIT 1
#define CONFIG_SLUB 1
#define CONFIG_SLUB_DEBUG 1
#define CONFIG_PAGE_OWNER 1
#define CONFIG_DEBUG_PAGEALLOC 1

#include <linux/compiler.h>

#endif
