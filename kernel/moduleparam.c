// SPDX-License-Identifier: MIT
/*
 * kernel/moduleparam.c - values of module_param(): from text to the variable's type
 *
 * kernel/params.c finds the parameter; one function a type, made by macro from its kstrto...().
 *
 * Tests: tests/boot/extra_cases.py, with tests/samples/cmdline_exerciser.c
 * Linux: kernel/params.c
 */
#include <linux/moduleparam.h>

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>

/* Set, and what Linux shows in a file: a page has room for it. */
#define PARAM_GET(name, format, value)                                                             \
	int param_get_##name(char *buffer, const struct kernel_param *kp)                          \
	{                                                                                          \
		return sprintf(buffer, format "\n", value);                                        \
	}
#define PARAM_OPS(name, ...)                                                                       \
	const struct kernel_param_ops param_ops_##name = { .set = param_set_##name,                \
							   .get = param_get_##name,                \
							   ##__VA_ARGS__ }
#define PARAM_TYPE(name, type, base, parse, format)                                                \
	int param_set_##name(const char *val, const struct kernel_param *kp)                       \
	{                                                                                          \
		return parse(val, base, (type *)kp->arg);                                          \
	}                                                                                          \
	PARAM_GET(name, format, *(type *)kp->arg)                                                  \
	PARAM_OPS(name)

PARAM_TYPE(byte, unsigned char, 0, kstrtou8, "%hhu");
PARAM_TYPE(short, short, 0, kstrtos16, "%hi");
PARAM_TYPE(ushort, unsigned short, 0, kstrtou16, "%hu");
PARAM_TYPE(int, int, 0, kstrtoint, "%i");
PARAM_TYPE(uint, unsigned int, 0, kstrtouint, "%u");
PARAM_TYPE(long, long, 0, kstrtol, "%li");
PARAM_TYPE(ulong, unsigned long, 0, kstrtoul, "%lu");
PARAM_TYPE(ullong, unsigned long long, 0, kstrtoull, "%llu");
PARAM_TYPE(hexint, unsigned int, 16, kstrtouint, "%#08x");

int param_set_charp(const char *val, const struct kernel_param *kp)
{
	*(char **)kp->arg = (char *)val;
	return 0;
}
PARAM_GET(charp, "%s", *(char **)kp->arg)
PARAM_OPS(charp);

/* The bare name switches on. */
int param_set_bool(const char *val, const struct kernel_param *kp)
{
	return kstrtobool(val ? val : "1", kp->arg);
}
PARAM_GET(bool, "%c", *(bool *)kp->arg ? 'Y' : 'N')
PARAM_OPS(bool, .flags = KERNEL_PARAM_OPS_FL_NOARG);

int param_set_invbool(const char *val, const struct kernel_param *kp)
{
	bool value;
	int err = kstrtobool(val, &value);

	if (!err)
		*(bool *)kp->arg = !value;
	return err;
}
PARAM_GET(invbool, "%c", *(bool *)kp->arg ? 'N' : 'Y')
PARAM_OPS(invbool);

static int set_string(const char *val, const struct kernel_param *kp)
{
	if (strlen(val) >= kp->str->maxlen)
		return -ENOSPC;
	strscpy(kp->str->string, val, kp->str->maxlen);
	return 0;
}
const struct kernel_param_ops param_ops_string = { .set = set_string };

/* Elements lie step apart; cut: the text is left cut at its commas, for pointers to pieces. Return: how many, or an error. */
static int set_elements(const struct kernel_param *kp, char *text, void *to, size_t step, bool cut)
{
	const struct kparam_array *arr = kp->arr;
	struct kernel_param elem = { kp->name, arr->ops, { to } };
	char *comma;
	int nr, err;

	for (nr = 0; text; nr++, text = comma ? comma + 1 : NULL, elem.arg += step) {
		if (nr == arr->max)
			return -E2BIG;
		comma = strchr(text, ',');
		if (comma)
			*comma = '\0';
		err = arr->ops->set(text, &elem);
		if (comma && (err || !cut))
			*comma = ',';
		if (err)
			return err;
	}
	return nr;
}

/* First into the air, so that the array changes as a whole or not at all. */
static int set_array(const char *val, const struct kernel_param *kp)
{
	const struct kparam_array *arr = kp->arr;
	u64 air[2];
	int nr = 0;

	if (arr->elemsize <= sizeof(air))
		nr = set_elements(kp, (char *)val, air, 0, false);
	if (nr >= 0)
		nr = set_elements(kp, (char *)val, arr->elem, arr->elemsize, true);
	if (arr->num && nr >= 0)
		*arr->num = nr;
	return min(nr, 0);
}
const struct kernel_param_ops param_array_ops = { .set = set_array };
