// SPDX-License-Identifier: MIT
/*
 * linux/moduleparam.h - variables that the command line sets
 *
 *	static unsigned int nr_rounds = 10;
 *	module_param(nr_rounds, uint, 0444);          in my-test.c: my_test.nr_rounds=20
 *
 * - and _ are the same in a name. What cannot be set is reported, and the variable keeps its value; so does an array, if its
 * elements have 16 bytes at most. The last one counts.
 * Values are there before the first initcall; nothing shows or changes them later, so permissions do not matter.
 *
 *   module_param(name, type, perm)                 byte short ushort int uint long ulong ullong hexint charp bool invbool
 *   module_param_named(name, variable, type, perm) under another name
 *   module_param_string(name, buffer, size, perm)  into a buffer
 *   module_param_array(name, type, &nr, perm)      1,2,3; nr (may be NULL) receives how many
 *   module_param_cb(name, &ops, arg, perm)         by a function of one's own; module_param_call(name, set, get, arg, perm)
 *
 * Tests: tests/samples/cmdline_exerciser.c, tests/boot/extra_cases.py
 * Linux: same header. A charp points into the command line. Nobody calls getters. Left out: locks, level and unsafe forms.
 */
#ifndef LINUX_MODULEPARAM_H
#define LINUX_MODULEPARAM_H

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/init.h>
#include <linux/stringify.h>
#include <linux/types.h>

#ifndef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX KBUILD_MODNAME "."
#endif

struct kernel_param;

enum { KERNEL_PARAM_OPS_FL_NOARG = 1 }; /* a bare name, without =, is allowed: set() gets NULL */

/* set() returns 0 or a negative error number. val stays. */
struct kernel_param_ops {
	unsigned int flags;
	int (*set)(const char *val, const struct kernel_param *kp);
	int (*get)(char *buffer, const struct kernel_param *kp); /* is never called */
};

struct kparam_string {
	unsigned int maxlen;
	char *string;
};

struct kparam_array {
	unsigned int max, elemsize;
	unsigned int *num;
	const struct kernel_param_ops *ops;
	void *elem;
};

struct kernel_param {
	const char *name;
	const struct kernel_param_ops *ops;
	union {
		void *arg;
		const struct kparam_string *str;
		const struct kparam_array *arr;
	};
};

#if defined(HIMEM_HOST)
#define __param_section "__param" /* so that ld makes the __start_ and __stop_ symbols */
#else
#define __param_section ".init.param"
#endif

#define __module_param_call(prefix, id, ops, arg)                                                  \
	static const struct kernel_param __param_##id __used __section(__param_section)            \
		__aligned(__alignof__(struct kernel_param)) = { prefix #id, ops, { arg } }
#define module_param_cb(name, ops, arg, perm)                                                      \
	__module_param_call(MODULE_PARAM_PREFIX, name, ops, arg)
#define module_param_call(name, setter, getter, arg, perm)                                         \
	static const struct kernel_param_ops __param_ops_##name = { .set = setter,                 \
								    .get = getter };               \
	module_param_cb(name, &__param_ops_##name, arg, perm)
/* Without the file's name in front. */
#define core_param(name, var, type, perm)                                                          \
	param_check_##type(name, &(var));                                                          \
	__module_param_call("", name, &param_ops_##type, &(var))

#define module_param_named(name, var, type, perm)                                                  \
	param_check_##type(name, &(var));                                                          \
	module_param_cb(name, &param_ops_##type, &(var), perm)
#define module_param(name, type, perm) module_param_named(name, name, type, perm)
#define module_param_string(name, buffer, len, perm)                                               \
	static const struct kparam_string __param_string_##name = { len, buffer };                 \
	module_param_cb(name, &param_ops_string, (void *)&__param_string_##name, perm)
#define module_param_array_named(name, array, type, nump, perm)                                    \
	param_check_##type(name, &(array)[0]);                                                     \
	static const struct kparam_array __param_arr_##name = { sizeof(array) /                    \
									sizeof((array)[0]),        \
								sizeof((array)[0]), nump,          \
								&param_ops_##type, array };        \
	module_param_cb(name, &param_array_ops, (void *)&__param_arr_##name, perm)
#define module_param_array(name, type, nump, perm)                                                 \
	module_param_array_named(name, name, type, nump, perm)

/* A variable of another type than said is a warning where it is named. */
#define __param_check(name, p, type)                                                               \
	static inline type __maybe_unused *__check_##name(void)                                    \
	{                                                                                          \
		return (p);                                                                        \
	}

#define __DECLARE_PARAM(type)                                                                      \
	extern const struct kernel_param_ops param_ops_##type;                                     \
	int param_set_##type(const char *val, const struct kernel_param *kp);                      \
	int param_get_##type(char *buffer, const struct kernel_param *kp)

__DECLARE_PARAM(byte);
__DECLARE_PARAM(short);
__DECLARE_PARAM(ushort);
__DECLARE_PARAM(int);
__DECLARE_PARAM(uint);
__DECLARE_PARAM(long);
__DECLARE_PARAM(ulong);
__DECLARE_PARAM(ullong);
__DECLARE_PARAM(hexint);
__DECLARE_PARAM(charp);
__DECLARE_PARAM(bool);
__DECLARE_PARAM(invbool);
extern const struct kernel_param_ops param_ops_string, param_array_ops;

#define param_check_byte(name, p) __param_check(name, p, unsigned char)
#define param_check_short(name, p) __param_check(name, p, short)
#define param_check_ushort(name, p) __param_check(name, p, unsigned short)
#define param_check_int(name, p) __param_check(name, p, int)
#define param_check_uint(name, p) __param_check(name, p, unsigned int)
#define param_check_long(name, p) __param_check(name, p, long)
#define param_check_ulong(name, p) __param_check(name, p, unsigned long)
#define param_check_ullong(name, p) __param_check(name, p, unsigned long long)
#define param_check_hexint(name, p) __param_check(name, p, unsigned int)
#define param_check_charp(name, p) __param_check(name, p, char *)
#define param_check_bool(name, p) __param_check(name, p, bool)
#define param_check_invbool(name, p) __param_check(name, p, bool)

#define MODULE_PARM_DESC(parameter, description)                                                   \
	_Static_assert(sizeof("" description), "MODULE_PARM_DESC() takes a string")

#endif
