// SPDX-License-Identifier: MIT
#ifndef SHIM_LINUX_NUMA_H
#define SHIM_LINUX_NUMA_H

#ifdef CONFIG_NODES_SHIFT
#define MAX_NUMNODES (1 << CONFIG_NODES_SHIFT)
#else
#define MAX_NUMNODES 1
#endif
#define NUMA_NO_NODE (-1)

#endif
