// SPDX-License-Identifier: MIT
/*
 * linux/seq_file.h - text that a function shows, on the console
 *
 * There is no file: whoever has a show function calls it with a seq_file of its own, as a command of the monitor does.
 *
 * Linux: same names. Left out: files, iterators, and the buffer that overflows; one seq_printf() shows 999 characters at most.
 */
#ifndef LINUX_SEQ_FILE_H
#define LINUX_SEQ_FILE_H

#include <linux/console.h>
#include <linux/string.h>
#include <linux/types.h>

struct seq_file {
	void *private;
};

#define seq_printf(m, fmt, ...) ((void)(m), console_printf(fmt, ##__VA_ARGS__))

static inline void seq_puts(struct seq_file *m, const char *s)
{
	for (; *s; s += strnlen(s, 512))
		seq_printf(m, "%.512s", s);
}

static inline void seq_putc(struct seq_file *m, char c)
{
	seq_printf(m, "%c", c);
}

static inline bool seq_has_overflowed(struct seq_file *m)
{
	return false;
}

#endif
