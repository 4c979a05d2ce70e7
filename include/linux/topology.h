// SPDX-License-Identifier: MIT
/*
 * linux/topology.h - nodes: memory and the CPUs that are near to it
 */
#ifndef LINUX_TOPOLOGY_H
#define LINUX_TOPOLOGY_H

#include <linux/percpu.h>
#include <linux/types.h>

/* What the ACPI specification says of a node to itself (5.2.17), and what is assumed without a SLIT. */
#define LOCAL_DISTANCE 10
#define REMOTE_DISTANCE 20

DECLARE_PER_CPU(int, numa_node);

/* The node of this CPU. It may have no memory: allocations then come from the nearest that has. */
static inline int numa_node_id(void)
{
	return this_cpu_read(numa_node);
}

/**
 * node_distance - how dear node @to's memory is to a CPU of node @from
 * @from, @to: 0 to MAX_NUMNODES - 1
 *
 * Return: 10 for the node itself, more for others; 255: out of reach.
 */
int node_distance(int from, int to);

/**
 * numa_init - put all of memblock's RAM on nodes, and set the nodes online
 *
 * By what arch_numa_init() finds and numa= asks for. Without nodes, or when what the firmware says cannot be, all RAM is on
 * node 0.
 *
 * Context: boot CPU, once; memblock knows all RAM and has given out none.
 */
void numa_init(void);

/* For arch_numa_init(): a distance of 10 to 255; others are reported and ignored. */
void numa_set_distance(int from, int to, u8 distance);

/* With numa=fake=, the first of the nodes that were made out of this one of the firmware's; else the same. */
int numa_map_node(int firmware_node);

#endif
