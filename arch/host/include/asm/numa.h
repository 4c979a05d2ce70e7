// SPDX-License-Identifier: MIT
/*
 * asm/numa.h - a process has no firmware: its nodes come from numa=fake=
 */
#ifndef ASM_HOST_NUMA_H
#define ASM_HOST_NUMA_H

#include <linux/errno.h>

static inline int arch_numa_init(void)
{
	return -ENODEV;
}

static inline int arch_this_cpu_node(void)
{
	return 0;
}

#endif
