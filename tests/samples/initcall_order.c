// SPDX-License-Identifier: MIT
/*
 * initcall_order.c - functions of all levels, written down in no order, run
 * in theirs
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/string.h>

static char seen[80];

#define NOTE(level)							\
	static int __init note_##level(void)				\
	{								\
		strlcat(seen, " " #level, sizeof(seen));		\
		return 0;						\
	}

NOTE(late)
late_initcall(note_late);
NOTE(core)
core_initcall(note_core);
NOTE(module)
module_init(note_module);
NOTE(fs)
fs_initcall(note_fs);
NOTE(early)
early_initcall(note_early);
NOTE(subsys)
subsys_initcall(note_subsys);
NOTE(pure)
pure_initcall(note_pure);
NOTE(core_sync)
core_initcall_sync(note_core_sync);
NOTE(postcore)
postcore_initcall(note_postcore);
NOTE(arch)
arch_initcall(note_arch);
/* Of one level, in the order in which they stand. */
NOTE(device)
device_initcall(note_device);

static int __init compare(void)
{
	static const char wanted[] = " early pure core core_sync postcore arch subsys fs module device late";

	pr_info("initcall_order:%s: %s\n", seen, strcmp(seen, wanted) ? "wrong" : "right");
	return strcmp(seen, wanted) ? -EINVAL : 0;
}
late_initcall_sync(compare);

MODULE_LICENSE("Dual MIT/GPL");
