// SPDX-License-Identifier: MIT
/*
 * asm/numa.h - what the firmware says of nodes
 */
#ifndef ASM_NUMA_H
#define ASM_NUMA_H

#include <linux/types.h>

/**
 * arch_numa_init - put memblock's RAM on the firmware's nodes
 *
 * Calls memblock_set_node(), memblock_mark_hotplug(), node_set_online() and numa_set_distance().
 *
 * Context: boot CPU, once, by numa_init(). Return: 0; a negative errno when there are no nodes or what is said of them cannot
 * be, after a message in the latter case: then the caller undoes what was done.
 */
int arch_numa_init(void);

/* The firmware's node of the CPU with this local APIC; NUMA_NO_NODE: it says nothing. */
int apicid_to_node(u32 apicid);

/* The firmware's node of the CPU that is running. */
int arch_this_cpu_node(void);

#endif
