// SPDX-License-Identifier: MIT
/*
 * linux/printk.h - the kernel's log
 *
 *   pr_info("mem: %pa\n", &phys)  ->  record in the ring  ->  each console, if its level is below console_loglevel
 *
 * A message carries its level as a prefix of two bytes, KERN_INFO and so on; without one it is a warning. Formats: those
 * of vsnprintf() in <linux/kernel.h>. A record ends with the newline; pr_cont() adds to one that has none yet.
 *
 * Tests: tests/kernel/printk_test.c
 * Linux: same names.  Parameters: loglevel=N, quiet, debug, ignore_loglevel, console= (<linux/console.h>).
 */
#ifndef LINUX_PRINTK_H
#define LINUX_PRINTK_H

#include <linux/compiler.h>
#include <linux/ratelimit.h>
#include <linux/stdarg.h>
#include <linux/types.h>

#define KERN_SOH "\001"
#define KERN_EMERG KERN_SOH "0"
#define KERN_ALERT KERN_SOH "1"
#define KERN_CRIT KERN_SOH "2"
#define KERN_ERR KERN_SOH "3"
#define KERN_WARNING KERN_SOH "4"
#define KERN_NOTICE KERN_SOH "5"
#define KERN_INFO KERN_SOH "6"
#define KERN_DEBUG KERN_SOH "7"
#define KERN_DEFAULT ""
#define KERN_CONT KERN_SOH "c"

#define LOGLEVEL_ERR 3
#define LOGLEVEL_WARNING 4
#define LOGLEVEL_DEBUG 7

/* Messages of levels below it reach the consoles. */
extern int console_loglevel;

/* Not 0 while a fatal report is being printed: locks are waited for only briefly. */
extern int oops_in_progress;

/* A format with its arguments, printed by %pV. */
struct va_format {
	const char *fmt;
	va_list *va;
};

/**
 * printk - put a message into the log and onto the consoles
 *
 * One record holds at most 1000 bytes; the rest is cut off.
 *
 * Context: any, interrupt and fault handlers included; a fault inside printk() itself may print too. Return: length.
 */
__printf(1, 2) int printk(const char *fmt, ...);
__printf(1, 0) int vprintk(const char *fmt, va_list args);

/* Compiles the arguments, prints nothing. */
__printf(1, 2) static inline int no_printk(const char *fmt, ...)
{
	return 0;
}

#ifndef pr_fmt
#define pr_fmt(fmt) fmt
#endif

#define pr_emerg(fmt, ...) printk(KERN_EMERG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_alert(fmt, ...) printk(KERN_ALERT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_crit(fmt, ...) printk(KERN_CRIT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_err(fmt, ...) printk(KERN_ERR pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn(fmt, ...) printk(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)
#define pr_notice(fmt, ...) printk(KERN_NOTICE pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info(fmt, ...) printk(KERN_INFO pr_fmt(fmt), ##__VA_ARGS__)
#define pr_cont(fmt, ...) printk(KERN_CONT fmt, ##__VA_ARGS__)
#ifdef DEBUG
#define pr_debug(fmt, ...) printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#else
#define pr_debug(fmt, ...) no_printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#endif

/* True the first time this line is reached with a true condition. */
#define __once_if(condition)                                                                       \
	({                                                                                         \
		static bool __once_done;                                                           \
		bool __once_now = unlikely(condition) && !__once_done;                             \
		if (__once_now)                                                                    \
			__once_done = true;                                                        \
		__once_now;                                                                        \
	})

#define printk_once(fmt, ...) ((void)(__once_if(true) && printk(fmt, ##__VA_ARGS__)))
#define pr_err_once(fmt, ...) printk_once(KERN_ERR pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn_once(fmt, ...) printk_once(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info_once(fmt, ...) printk_once(KERN_INFO pr_fmt(fmt), ##__VA_ARGS__)

#define pr_notice_once(fmt, ...) printk_once(KERN_NOTICE pr_fmt(fmt), ##__VA_ARGS__)
#define pr_devel(fmt, ...) pr_debug(fmt, ##__VA_ARGS__)

/* At most ten such messages in five seconds from each place. */
#define printk_ratelimited(fmt, ...)                                                               \
	({                                                                                         \
		static DEFINE_RATELIMIT_STATE(__limit, 5 * HZ, 10);                                \
                                                                                                   \
		if (__ratelimit(&__limit))                                                         \
			printk(fmt, ##__VA_ARGS__);                                                \
	})
#define pr_err_ratelimited(fmt, ...) printk_ratelimited(KERN_ERR pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn_ratelimited(fmt, ...) printk_ratelimited(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info_ratelimited(fmt, ...) printk_ratelimited(KERN_INFO pr_fmt(fmt), ##__VA_ARGS__)

/* Prints the CPU, the thread and the caller's backtrace. */
void dump_stack(void);

#endif
