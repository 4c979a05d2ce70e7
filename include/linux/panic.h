// SPDX-License-Identifier: MIT
/*
 * linux/panic.h - the end
 */
#ifndef LINUX_PANIC_H
#define LINUX_PANIC_H

#include <linux/compiler.h>

/**
 * panic - say why and stop the machine
 *
 * Prints the message and the caller's backtrace, then leaves with the panic verdict (machine_exit()).
 *
 * Context: any. A panic inside a panic prints its message only.
 */
__printf(1, 2) void __noreturn __cold panic(const char *fmt, ...);

/**
 * oops_enter - the report of a fault that nothing can be continued after begins
 *
 * Stops all other CPUs, or this one if another was first. From here on every message reaches the consoles, whatever loglevel= says and whoever holds the log's lock.
 *
 * Context: any. There is no way back: the report ends in panic().
 */
void oops_enter(void);

/* What the compiler checks at the end of functions with arrays on their stack; called when it was overwritten. */
extern unsigned long __stack_chk_guard;
void __noreturn __stack_chk_fail(void);

#endif
