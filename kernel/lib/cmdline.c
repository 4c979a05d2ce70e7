// SPDX-License-Identifier: MIT
/*
 * kernel/lib/cmdline.c - pieces of the command line: sizes, lists of integers, words
 *
 * Tests: tests/kernel/cmdline_test.c (also on the host)
 * Linux: lib/cmdline.c
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/string.h>

unsigned long long memparse(const char *ptr, char **retptr)
{
	static const char units[] = "KMGTPE";
	const char *unit;
	char *end;
	unsigned long long bytes = simple_strtoull(ptr, &end, 0);

	if (end != ptr && *end) {
		unit = strchr(units, toupper(*end));
		if (unit) {
			bytes <<= 10 * (unit - units + 1);
			end++;
		}
	}
	if (retptr)
		*retptr = end;
	return bytes;
}

int get_option(char **str, int *pint)
{
	char *cur = *str, *digits = cur;
	int value;

	if (!cur || !*cur)
		return 0;
	if (*cur == '-')
		digits++;
	value = simple_strtoull(digits, str, 0);
	if (digits != cur)
		value = -value;
	if (pint)
		*pint = value;
	if (*str == digits) {
		*str = cur;
		return 0;
	}
	if (**str == ',') {
		(*str)++;
		return 2;
	}
	return **str == '-' ? 3 : 1;
}

/*
 * Stores first to last behind the ints[0] integers that are there, as many as there is room for; with nints 0 they are
 * only counted. Return: there was room for all.
 */
static bool add_range(int nints, int *ints, int first, int last)
{
	long long nr = max((long long)last - first + 1, 0LL),
		  room = (nints ? nints - 1 : INT_MAX) - ints[0];
	int i, fit = min(nr, room);

	for (i = 0; nints && i < fit; i++)
		ints[1 + ints[0] + i] = first + i;
	ints[0] += fit;
	return fit == nr;
}

char *get_options(const char *str, int nints, int *ints)
{
	char *cur = (char *)str;
	int kind, first, last;

	ints[0] = 0;
	do {
		kind = get_option(&cur, &first);
		if (kind == 0)
			break;
		last = first;
		if (kind == 3) { /* a range: its end follows the hyphen */
			cur++;
			kind = get_option(&cur, &last);
			if (kind == 0)
				break;
		}
	} while (add_range(nints, ints, first, last) && kind == 2);
	return cur;
}

char *next_arg(char *args, char **param, char **val)
{
	bool in_quote = false;
	char *in, *out;

	*param = args;
	*val = NULL;
	/* Quotes drop out: what stands behind them moves down. */
	for (in = out = args; *in && (in_quote || !isspace(*in)); in++) {
		if (*in == '"') {
			in_quote = !in_quote;
		} else if (*in == '=' && !*val) {
			*out++ = '\0';
			*val = out;
		} else {
			*out++ = *in;
		}
	}
	in = *in ? in + 1 : in;
	*out = '\0';
	return skip_spaces(in);
}
