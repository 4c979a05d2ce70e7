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

#endif

