// SPDX-License-Identifier: MIT
/*
 * shim/linux/kernel.h - rounding, comparing, messages
 */
#ifndef SHIM_LINUX_KERNEL_H
#define SHIM_LINUX_KERNEL_H

#include <setjmp.h>
#include <stdio.h>

#include <linux/types.h>

#define __round_mask(x, y) ((__typeof__(x))((y)-1))
#define round_up(x, y) ((((x)-1) | __round_mask(x, y)) + 1)
#define round_down(x, y) ((x) & ~__round_mask(x, y))

#define max(a, b) ((a) > (b) ? (a) : (b))
#define min(a, b) ((a) < (b) ? (a) : (b))
#define clamp(v, low, high) min(max(v, low), high)

/* Messages are counted; the format of the last one is kept. */
extern const char *sim_message;
extern unsigned long sim_messages;

static inline void sim_printk(const char *format, ...)
{
	sim_message = format;
	sim_messages++;
}

#define pr_info(...) sim_printk(__VA_ARGS__)
#define pr_warn(...) sim_printk(__VA_ARGS__)
#define pr_err(...) sim_printk(__VA_ARGS__)
#define pr_warn_once(...) sim_printk(__VA_ARGS__)

/* panic() returns to a setjmp(*sim_panic_return), if there is one; else it aborts. */
extern jmp_buf *sim_panic_return;
void panic(const char *format, ...) __attribute__((__noreturn__));

#endif
