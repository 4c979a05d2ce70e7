// SPDX-License-Identifier: MIT
/*
 * linux/kstrtox.h - numbers out of strings
 *
 * base 0: 0x.. is hexadecimal, 0.. octal, else decimal. With base 16, 0x is skipped.
 */
#ifndef LINUX_KSTRTOX_H
#define LINUX_KSTRTOX_H

#include <linux/compiler.h>
#include <linux/types.h>

/**
 * kstrtoull - the whole string is one number
 * @s:    may begin with +, and end with one newline; nothing else may stand beside the digits
 * @base: 0, or 2 to 16
 * @res:  receives the value; untouched on failure
 *
 * Return: 0; -EINVAL: not a number; -ERANGE: does not fit. The forms below differ in the type that must hold it,
 *         and the signed ones also take a minus sign.
 */
int __must_check kstrtoull(const char *s, unsigned int base, unsigned long long *res);
int __must_check kstrtoll(const char *s, unsigned int base, long long *res);
int __must_check kstrtoul(const char *s, unsigned int base, unsigned long *res);
int __must_check kstrtol(const char *s, unsigned int base, long *res);
int __must_check kstrtouint(const char *s, unsigned int base, unsigned int *res);
int __must_check kstrtoint(const char *s, unsigned int base, int *res);
int __must_check kstrtou16(const char *s, unsigned int base, u16 *res);
int __must_check kstrtos16(const char *s, unsigned int base, s16 *res);
int __must_check kstrtou8(const char *s, unsigned int base, u8 *res);
int __must_check kstrtos8(const char *s, unsigned int base, s8 *res);
#define kstrtou64(s, base, res) kstrtoull(s, base, res)
#define kstrtos64(s, base, res) kstrtoll(s, base, res)
#define kstrtou32(s, base, res) kstrtouint(s, base, res)
#define kstrtos32(s, base, res) kstrtoint(s, base, res)

/* y Y t T 1 on / n N f F 0 off; only the first one or two characters are looked at. Return: 0, or -EINVAL. */
int __must_check kstrtobool(const char *s, bool *res);

/* The number at the start of a string; endp (may be NULL) receives where it ends. Overflow wraps: kstrtoull() notices it. */
unsigned long long simple_strtoull(const char *cp, char **endp, unsigned int base);
unsigned long simple_strtoul(const char *cp, char **endp, unsigned int base);
long simple_strtol(const char *cp, char **endp, unsigned int base);

#endif
