// SPDX-License-Identifier: MIT
/*
 * kernel/lib/kstrtox.c - numbers out of strings
 *
 * Tests: tests/kernel/cmdline_test.c (also on the host)
 * Linux: lib/kstrtox.c, and simple_strtoull() of lib/vsprintf.c
 */
#include <linux/kstrtox.h>

#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/math64.h>

static unsigned int digit_value(char c)
{
	return isdigit(c) ? c - '0' : isalpha(c) ? tolower(c) - 'a' + 10 : UINT_MAX;
}

/* Looks for 0x and 0; base 0 is decided by them. */
static const char *skip_prefix(const char *s, unsigned int *base)
{
	bool hex = s[0] == '0' && tolower(s[1]) == 'x' && isxdigit(s[2]);

	if (*base == 0)
		*base = hex ? 16 : s[0] == '0' ? 8 : 10;
	return hex && *base == 16 ? s + 2 : s;
}

/* Return: where the digits end. */
static const char *read_digits(const char *s, unsigned int base, u64 *value, bool *overflow)
{
	*value = 0;
	*overflow = false;
	for (; digit_value(*s) < base; s++) {
		unsigned int digit = digit_value(*s);

		/* Sixteen times a value below 2^60 fits, so only large ones need the division. */
		if (*value >> 60 && *value > div_u64(ULLONG_MAX - digit, base))
			*overflow = true;
		*value = *value * base + digit;
	}
	return s;
}

unsigned long long simple_strtoull(const char *cp, char **endp, unsigned int base)
{
	bool overflow;
	u64 value;

	cp = skip_prefix(cp, &base);
	cp = read_digits(cp, base, &value, &overflow);
	if (endp)
		*endp = (char *)cp;
	return value;
}

unsigned long simple_strtoul(const char *cp, char **endp, unsigned int base)
{
	return simple_strtoull(cp, endp, base);
}

long simple_strtol(const char *cp, char **endp, unsigned int base)
{
	return *cp == '-' ? -simple_strtoull(cp + 1, endp, base) : simple_strtoull(cp, endp, base);
}

int kstrtoull(const char *s, unsigned int base, unsigned long long *res)
{
	const char *end;
	bool overflow;
	u64 value;

	if (*s == '+')
		s++;
	s = skip_prefix(s, &base);
	end = read_digits(s, base, &value, &overflow);
	if (end == s || end[*end == '\n'] != '\0')
		return -EINVAL;
	if (overflow)
		return -ERANGE;
	*res = value;
	return 0;
}

int kstrtoll(const char *s, unsigned int base, long long *res)
{
	bool negative = *s == '-';
	unsigned long long magnitude;
	int err = kstrtoull(s + negative, base, &magnitude);

	if (err)
		return err;
	if (negative && s[1] == '+')
		return -EINVAL;
	if (magnitude > (unsigned long long)LLONG_MAX + negative)
		return -ERANGE;
	*res = negative ? -magnitude : magnitude;
	return 0;
}

/* The narrower types: parse as the widest, refuse what the type cannot hold. */
#define DEFINE_KSTRTO(name, type, wide, parse)                                                     \
	int name(const char *s, unsigned int base, type *res)                                      \
	{                                                                                          \
		wide value;                                                                        \
		int err = parse(s, base, &value);                                                  \
                                                                                                   \
		if (err)                                                                           \
			return err;                                                                \
		if (value != (type)value)                                                          \
			return -ERANGE;                                                            \
		*res = value;                                                                      \
		return 0;                                                                          \
	}

DEFINE_KSTRTO(kstrtoul, unsigned long, unsigned long long, kstrtoull)
DEFINE_KSTRTO(kstrtol, long, long long, kstrtoll)
DEFINE_KSTRTO(kstrtouint, unsigned int, unsigned long long, kstrtoull)
DEFINE_KSTRTO(kstrtoint, int, long long, kstrtoll)
DEFINE_KSTRTO(kstrtou16, u16, unsigned long long, kstrtoull)
DEFINE_KSTRTO(kstrtos16, s16, long long, kstrtoll)
DEFINE_KSTRTO(kstrtou8, u8, unsigned long long, kstrtoull)
DEFINE_KSTRTO(kstrtos8, s8, long long, kstrtoll)

int kstrtobool(const char *s, bool *res)
{
	char first = s ? tolower(s[0]) : '\0', second = first ? tolower(s[1]) : '\0';

	if (first == 'y' || first == 't' || first == '1' || (first == 'o' && second == 'n'))
		*res = true;
	else if (first == 'n' || first == 'f' || first == '0' || (first == 'o' && second == 'f'))
		*res = false;
	else
		return -EINVAL;
	return 0;
}
