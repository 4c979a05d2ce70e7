// SPDX-License-Identifier: MIT
/*
 * linux/kernel.h - what nearly every file needs: rounding, formatting, parsing of parameters
 */
#ifndef LINUX_KERNEL_H
#define LINUX_KERNEL_H

#include <linux/align.h>
#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/errno.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/stdarg.h>
#include <linux/stringify.h>
#include <linux/types.h>

#define ARRAY_SIZE(arr)                                                                            \
	(sizeof(arr) / sizeof((arr)[0]) + BUILD_BUG_ON_ZERO(__same_type((arr), &(arr)[0])))

#define upper_32_bits(n) ((u32)(((n) >> 16) >> 16))
#define lower_32_bits(n) ((u32)((n)&0xffffffff))

#define _RET_IP_ ((unsigned long)__builtin_return_address(0))
#define _THIS_IP_                                                                                  \
	({                                                                                         \
		__label__ __here;                                                                  \
__here:                                                                                            \
		(unsigned long)&&__here;                                                           \
	})

/**
 * vsnprintf - format into a buffer
 * @buf:  receives at most @size bytes, terminated; may be NULL when @size is 0
 *
 * Conversions %d %i %u %x %X %o %c %s %% with flags "-+ #0", width, precision and lengths hh h l ll z t as in C, and
 *
 *   %p  %px %pK     address, eight hexadecimal digits (Linux hides plain %p behind a hash; here everybody is trusted)
 *   %pa %pap        a phys_addr_t, by reference: 0x, then all its digits
 *   %pS %pB         symbol+0xoffset/0xsize; %pB for return addresses, which may lie behind the function's end
 *   %ps             symbol only
 *   %pe             ERR_PTR as a name: -ENOMEM
 *   %pV             a struct va_format
 *   %*ph            bytes in hexadecimal, at most 64, by the width; %phC %phD %phN separate by : - nothing
 *
 * No floating point, no %n. "%#x" of 0 is 0x0 and "%.0d" of 0 is 0, as in Linux.
 *
 * Return: the length that the whole text has, which may be larger than @size. scnprintf(): the length that is in @buf.
 */
__printf(3, 0) int vsnprintf(char *buf, size_t size, const char *fmt, va_list args);
__printf(3, 4) int snprintf(char *buf, size_t size, const char *fmt, ...);
__printf(3, 0) int vscnprintf(char *buf, size_t size, const char *fmt, va_list args);
__printf(3, 4) int scnprintf(char *buf, size_t size, const char *fmt, ...);
#define sprintf(buf, fmt, ...) scnprintf(buf, INT_MAX, fmt, ##__VA_ARGS__)
/* The text in memory of kmalloc(), to be given back by kfree(); NULL when there is none. */
__printf(2, 0) char *kvasprintf(gfp_t gfp, const char *fmt, va_list args);
__printf(2, 3) char *kasprintf(gfp_t gfp, const char *fmt, ...);

/**
 * memparse - a size such as 512M
 * @ptr:    number as in simple_strtoull() with base 0, then one of K M G T P E (either case) or nothing
 * @retptr: receives what follows; equals @ptr when there was no number; may be NULL
 *
 * Return: bytes; overflow wraps.
 */
unsigned long long memparse(const char *ptr, char **retptr);

/**
 * get_option - the next integer of a comma-separated list
 * @str:  moved behind it and its comma; behind a hyphen that no digit follows
 * @pint: receives it; may be NULL
 *
 * Return: 0: no integer; 1: the last; 2: a comma follows; 3: a hyphen follows, as in a range, and @str stands on it.
 */
int get_option(char **str, int *pint);

/**
 * get_options - a list of integers and ranges, 1,3-5
 * @nints: entries in @ints
 * @ints:  [0] receives the number of integers, the others follow; with @nints 0 they are only counted
 *
 * What is no range (9-7, 5-a) ends the list, and the integer before the hyphen is left behind those that count, if there is
 * room.
 *
 * Return: where reading has ended. In Linux [0] also counts integers of a range that there is no room for.
 */
char *get_options(const char *str, int nints, int *ints);

/**
 * next_arg - cut the next name[=value] off a command line
 * @args:  writable text behind leading spaces; quotes " keep spaces together and are taken away
 * @param: receives the name
 * @val:   receives the value; NULL for a bare word
 *
 * Return: the next word.
 */
char *next_arg(char *args, char **param, char **val);

/* More than one type is wrong. */
#define typecheck(type, x)                                                                         \
	({                                                                                         \
		type __typecheck_a;                                                                \
		__typeof__(x) __typecheck_b;                                                       \
		(void)(&__typecheck_a == &__typecheck_b);                                          \
		1;                                                                                 \
	})

#ifdef CONFIG_DEBUG_VM
void __might_sleep(const char *file, int line);
/* Reports where sleeping is not allowed, whether the caller is going to or not. */
#define might_sleep() __might_sleep(__FILE__, __LINE__)
#else
#define might_sleep() ((void)0)
#endif

#define REPEAT_BYTE(x) ((~0ul / 0xff) * (x))
#define PTR_IF(condition, ptr) ((condition) ? (ptr) : NULL)

#endif
