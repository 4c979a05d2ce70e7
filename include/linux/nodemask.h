// SPDX-License-Identifier: MIT
/*
 * linux/nodemask.h - the nodes that this machine has
 *
 * A node is online if it has memory or a CPU. The numbers may have gaps.
 */
#ifndef LINUX_NODEMASK_H
#define LINUX_NODEMASK_H

#include <linux/bitops.h>
#include <linux/numa.h>

/* Bit n: node n is online. Changes at boot only. */
extern unsigned long node_online_map;

static inline bool node_online(int nid)
{
	return nid >= 0 && nid < MAX_NUMNODES && node_online_map & (1ul << nid);
}

static inline void node_set_online(int nid)
{
	node_online_map |= 1ul << nid;
}

static inline int num_online_nodes(void)
{
	return hweight32(node_online_map);
}

/* The next one behind nid, which may be -1; MAX_NUMNODES when there is none. */
static inline int next_online_node(int nid)
{
	unsigned long above = nid + 1 < MAX_NUMNODES ? node_online_map & ~0ul << (nid + 1) : 0;

	return above ? (int)__ffs(above) : MAX_NUMNODES;
}
#define first_online_node next_online_node(-1)

#define for_each_online_node(nid)                                                                  \
	for (nid = first_online_node; nid < MAX_NUMNODES; nid = next_online_node(nid))

#endif
