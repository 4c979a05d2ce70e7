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
	char *cur = *str, *digits;
	int value;

	if (!cur || !*cur)
		return 0;
	digits = cur + (*cur == '-');
	value = simple_strtoull(digits, str, 0);
	if (pint)
		*pint = digits != cur ? -value : value;
	if (*str == digits)
		return 0;
	if (**str == ',') {
		(*str)++;
		return 2;
	}
	return **str == '-' ? 3 : 1;
}

char *get_options(const char *str, int nints, int *ints)
{
	char *cur = (char *)str;
	int room = nints ? nints - 1 : INT_MAX, nr = 0, kind = 2, unused, i;

	while (kind >= 2 && nr < room) {
		int *first = nints ? ints + 1 + nr : &unused, last, fit;

		kind = get_option(&cur, first);
		if (kind == 1 || kind == 2)
			nr++;
		if (kind != 3)
			continue;
		/* A range but for its last integer, which is the next that is read. */
		last = simple_strtol(++cur, NULL, 0);
		if (last < *first)
			break;
		fit = min((long long)last - *first, (long long)room - nr);
		for (i = 1; nints && i < fit; i++)
			first[i] = *first + i;
		nr += fit;
	}
	ints[0] = nr;
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
