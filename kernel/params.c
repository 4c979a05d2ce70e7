// SPDX-License-Identifier: MIT
/*
 * kernel/params.c - words of the command line to the functions that registered for them
 *
 *   boot_command_line   "mem=64M  console=ttyS0  foo  memtest=4"
 *                          |          |           |        |
 *   parse_early_param()    early_param("mem", fn) |        |          fn("64M")
 *   parse_command_line()                       unknown  __setup("memtest=", fn)   fn("4")
 *                                                       module_param() in foo.c   foo.bar=4
 *
 * Tests: tests/kernel/cmdline_test.c has the cutting into words; guests of tests/boot have the rest
 * Linux: init/main.c, kernel/params.c.  Left out: parameters for init.
 */
#include <linux/params.h>

#include <linux/err.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/string.h>

extern const struct obs_kernel_param __setup_start[], __setup_end[];

/* Words are cut here: boot_command_line stays as it came. Not init data: what a __setup() function got, it may keep. */
static char words[COMMAND_LINE_SIZE];

/* Are the first n characters the same, if - and _ are? */
static bool __init same_name(const char *a, const char *b, size_t n)
{
	for (; n; n--, a++, b++)
		if ((*a == '-' ? '_' : *a) != (*b == '-' ? '_' : *b))
			return false;
	return true;
}

/* Calls fn for each word up to "--". */
static void __init for_each_word(void (*fn)(char *param, char *val))
{
	char *rest, *param, *val;

	strscpy(words, boot_command_line, sizeof(words));
	rest = skip_spaces(words);
	while (*rest) {
		rest = next_arg(rest, &param, &val);
		if (!val && strcmp(param, "--") == 0)
			break;
		fn(param, val);
	}
}

static bool __init is_early(const struct obs_kernel_param *p, const char *param)
{
	return p->early && *param == *p->str && same_name(param, p->str, strlen(p->str) + 1);
}

static void __init do_early_param(char *param, char *val)
{
	const struct obs_kernel_param *p;

	for (p = __setup_start; p < __setup_end; p++)
		if (is_early(p, param) && p->setup_func(val) != 0)
			pr_warn("Malformed early option '%s'\n", param);
}

void __init parse_early_param(void)
{
	for_each_word(do_early_param);
}

extern const struct kernel_param __start___param[] __weak, __stop___param[] __weak;

/* Return: param is the name of a parameter, =value may follow; it is set, or the value is reported. */
static bool __init do_module_param(char *param)
{
	const struct kernel_param *p;

	for (p = __start___param; p < __stop___param; p++) {
		size_t n = strlen(p->name);
		int err;

		if (!same_name(param, p->name, n) || (param[n] && param[n] != '='))
			continue;
		err = param[n] || p->ops->flags & KERNEL_PARAM_OPS_FL_NOARG
			      ? p->ops->set(param[n] ? param + n + 1 : NULL, p)
			      : -EINVAL;
		if (err)
			pr_err("Booting kernel: `%s' invalid for parameter `%s' (%pe)\n",
			       param[n] ? param + n + 1 : "", p->name, ERR_PTR(err));
		return true;
	}
	return false;
}

static char unknown[COMMAND_LINE_SIZE] __initdata;

static void __init do_setup_param(char *param, char *val)
{
	const struct obs_kernel_param *p;

	for (p = __setup_start; p < __setup_end; p++)
		if (is_early(p, param))
			return;
	if (val)
		val[-1] = '='; /* one string again: some names of __setup() end with it */
	for (p = __setup_start; p < __setup_end; p++) {
		size_t n;

		if (p->early || *param != *p->str)
			continue;
		n = strlen(p->str);
		if (!same_name(param, p->str, n))
			continue;
		if (p->str[n - 1] != '=' && param[n] != '=' && param[n] != '\0')
			continue; /* "testing" is not "test" */
		if (p->setup_func(param + n))
			return;
	}
	if (do_module_param(param))
		return;
	strlcat(unknown, " ", sizeof(unknown));
	strlcat(unknown, param, sizeof(unknown));
}

void __init parse_command_line(void)
{
	for_each_word(do_setup_param);
	if (unknown[0])
		pr_notice("Unknown kernel command line parameters \"%s\"\n", unknown + 1);
}
