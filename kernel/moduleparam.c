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

#define PARAM_TYPE(name, type, base, parse)                                                        \
	int param_set_##name(const char *val, const struct kernel_param *kp)                       \
	{                                                                                          \
		return parse(val, base, (type *)kp->arg);                                          \
	}                                                                                          \
	const struct kernel_param_ops param_ops_##name = { .set = param_set_##name }

PARAM_TYPE(byte, unsigned char, 0, kstrtou8);
PARAM_TYPE(short, short, 0, kstrtos16);
PARAM_TYPE(ushort, unsigned short, 0, kstrtou16);
PARAM_TYPE(int, int, 0, kstrtoint);
PARAM_TYPE(uint, unsigned int, 0, kstrtouint);
PARAM_TYPE(long, long, 0, kstrtol);
PARAM_TYPE(ulong, unsigned long, 0, kstrtoul);
PARAM_TYPE(ullong, unsigned long long, 0, kstrtoull);
PARAM_TYPE(hexint, unsigned int, 16, kstrtouint);

int param_set_charp(const char *val, const struct kernel_param *kp)
{
	*(char **)kp->arg = (char *)val;
	return 0;
}
const struct kernel_param_ops param_ops_charp = { .set = param_set_charp };

/* The bare name switches on. */
int param_set_bool(const char *val, const struct kernel_param *kp)
{
	return kstrtobool(val ? val : "1", kp->arg);
}
const struct kernel_param_ops param_ops_bool = { KERNEL_PARAM_OPS_FL_NOARG, param_set_bool, NULL };

int param_set_invbool(const char *val, const struct kernel_param *kp)
{
	bool value;
	int err = kstrtobool(val, &value);

	if (!err)
		*(bool *)kp->arg = !value;
	return err;
}
const struct kernel_param_ops param_ops_invbool = { .set = param_set_invbool };

static int set_string(const char *val, const struct kernel_param *kp)
{
	if (strlen(val) >= kp->str->maxlen)
		return -ENOSPC;
	strscpy(kp->str->string, val, kp->str->maxlen);
	return 0;
}
const struct kernel_param_ops param_ops_string = { .set = set_string };

/* Cut at the commas where it stands: a charp keeps a pointer to its piece. */
static int set_array(const char *val, const struct kernel_param *kp)
{
	const struct kparam_array *arr = kp->arr;
	struct kernel_param elem = { kp->name, arr->ops, { arr->elem } };
	char *rest = (char *)val;
	unsigned int nr = 0;
	int err = 0;

	while (rest && !err) {
		if (nr == arr->max)
			return -E2BIG;
		err = arr->ops->set(strsep(&rest, ","), &elem);
		elem.arg += arr->elemsize;
		nr++;
	}
	if (arr->num && !err)
		*arr->num = nr;
	return err;
}
const struct kernel_param_ops param_array_ops = { .set = set_array };
