// SPDX-License-Identifier: MIT
/*
 * linux/module.h - what a file says of itself
 *
 *	static int __init my_init(void) { ... return 0; }
 *	module_init(my_init);                  runs at boot, between core_initcall() and late_initcall()
 *	module_exit(my_exit);                  compiles; nothing is ever unloaded
 *	MODULE_LICENSE("GPL");
 *
 * KBUILD_MODNAME is the file's name with _ for -, which the Makefile gives each file of EXTRA=.
 *
 * Linux: same header; everything is built in: no modules are loaded, no reference of one is counted.
 */
#ifndef LINUX_MODULE_H
#define LINUX_MODULE_H

/* As in Linux, where this header brings half of the rest with it, and files have come to rely on that. */
#include <linux/bug.h>
#include <linux/cache.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/sizes.h>
#include <linux/stat.h>
#include <linux/string.h>
#include <linux/wait.h>

struct module;
#define THIS_MODULE ((struct module *)0)

#define module_init(fn) device_initcall(fn)
#define module_exit(fn) __exitcall(fn)

static inline bool try_module_get(struct module *module)
{
	return true;
}

static inline void module_put(struct module *module)
{
}

#define __MODULE_INFO(text) _Static_assert(sizeof("" text), "a string is wanted")
#define MODULE_INFO(tag, info) __MODULE_INFO(info)
#define MODULE_LICENSE(text) __MODULE_INFO(text)
#define MODULE_AUTHOR(text) __MODULE_INFO(text)
#define MODULE_DESCRIPTION(text) __MODULE_INFO(text)
#define MODULE_VERSION(text) __MODULE_INFO(text)
#define MODULE_ALIAS(text) __MODULE_INFO(text)
#define MODULE_SOFTDEP(text) __MODULE_INFO(text)
#define MODULE_FIRMWARE(text) __MODULE_INFO(text)
#define MODULE_IMPORT_NS(ns) _Static_assert(1, #ns)

#endif
