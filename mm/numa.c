// SPDX-License-Identifier: MIT
/*
 * mm/numa.c - which RAM is on which node, and how far nodes are from each other
 *
 *   arch_numa_init() ── the firmware's nodes ──> memblock's regions ──> numa=fake= cuts all RAM anew, in order of address
 *                └───── none, or numa=off ─────> all RAM is node 0 ──┘
 *
 *   numa=off       one node
 *   numa=fake=N    N nodes of the same size, to the page
 *   numa=fake=64M  nodes of this size; the last has the rest
 *
 * Tests: tests/kernel/numa_test.c (also on the host), tests/boot/numa_cases.py
 * Linux: arch/x86/mm/numa.c, numa_emulation.c. There a fake node ends where a real one does.
 */
#include <linux/topology.h>

#include <linux/cache.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <asm/numa.h>

/* RAM that no node claims and that is too little to doubt the firmware for: SRATs leave out the odd page. */
#define MAX_UNCLAIMED (1UL << 20)

unsigned long node_online_map __ro_after_init;
DEFINE_PER_CPU(int, numa_node);

/* 0: as far as LOCAL_DISTANCE and REMOTE_DISTANCE say. */
static u8 distances[MAX_NUMNODES][MAX_NUMNODES] __ro_after_init;
/* The firmware's node that a node's first page lies on. */
static u8 origin[MAX_NUMNODES] __ro_after_init;

static bool numa_off __initdata;
static unsigned long fake_nodes __initdata, fake_pages __initdata;

/* A number of nodes, or with a unit the size of each. Return: false: neither. */
static bool __init parse_fake(const char *val)
{
	char *end;
	u64 size;

	if (isdigit(val[strlen(val) - 1]))
		return !kstrtoul(val, 0, &fake_nodes) && fake_nodes;
	size = memparse(val, &end);
	fake_pages = min_t(u64, size >> PAGE_SHIFT, MAX_NR_PFNS);
	return !*end && fake_pages;
}

static int __init parse_numa(char *val)
{
	numa_off = val && !strcmp(val, "off");
	if (!numa_off && !(val && str_has_prefix(val, "fake=") && val[5] && parse_fake(val + 5)))
		pr_warn("numa=%s: neither off nor fake=<nodes or size>; ignored\n", val ?: "");
	return 0;
}
early_param("numa", parse_numa);

int node_distance(int from, int to)
{
	from = origin[from];
	to = origin[to];
	return distances[from][to] ?: from == to ? LOCAL_DISTANCE : REMOTE_DISTANCE;
}

void __init numa_set_distance(int from, int to, u8 distance)
{
	if (distance < LOCAL_DISTANCE)
		pr_warn("NUMA: distance %u from node %d to %d, ignored\n", distance, from, to);
	else
		distances[from][to] = distance;
}

int numa_map_node(int firmware_node)
{
	int nid;

	for_each_online_node(nid)
		if (origin[nid] == firmware_node)
			return nid;
	return first_online_node;
}

static void __init one_node(void)
{
	memblock_set_node(0, PHYS_ADDR_MAX, &memblock.memory, 0);
	memblock_clear_hotplug(0, PHYS_ADDR_MAX);
	node_online_map = 1ul << 0;
	memset(distances, 0, sizeof(distances));
}

/* What is left over goes to the node before it. A region that gets a node may become part of its neighbour: look again. */
static void __init adopt_unclaimed(void)
{
	int nid = first_online_node;
	unsigned long i;

	for (i = 0; i < memblock.memory.cnt; i++) {
		const struct memblock_region *r = &memblock.memory.regions[i];

		if (r->nid != MAX_NUMNODES)
			nid = r->nid;
		else if (!memblock_set_node(r->base, r->size, &memblock.memory, nid))
			i--;
	}
}

static bool __init firmware_nodes(void)
{
	int err = numa_off ? -ENODEV : arch_numa_init();

	if (numa_off)
		pr_info("NUMA turned off\n");
	if (err || !memblock_validate_numa_coverage(MAX_UNCLAIMED))
		return false;
	adopt_unclaimed();
	return true;
}

/*
 * Where each fake node begins: at a page of RAM. The last that there can be has all the rest.
 * Return: how many there are.
 */
static int __init find_cuts(phys_addr_t *cut, unsigned long pages)
{
	unsigned long start, end, room = 0;
	int i, nid, nr = 0;

	for_each_mem_pfn_range(i, MAX_NUMNODES, &start, &end, &nid) {
		while (start < end) {
			unsigned long taken;

			if (!room) {
				origin[nr] = nid;
				cut[nr++] = PFN_PHYS(start);
				room = nr < MAX_NUMNODES ? pages : ULONG_MAX;
			}
			taken = min(room, end - start);
			room -= taken;
			start += taken;
		}
	}
	return nr;
}

static void __init make_fake_nodes(unsigned long pages)
{
	phys_addr_t cut[MAX_NUMNODES + 1];
	int nid, nr = find_cuts(cut, pages);

	cut[nr] = PHYS_ADDR_MAX;
	node_online_map = 0;
	for (nid = 0; nid < nr; nid++) {
		phys_addr_t last = nid + 1 < nr ? cut[nid + 1] - 1 : memblock_end_of_DRAM() - 1;

		memblock_set_node(cut[nid], cut[nid + 1] - cut[nid], &memblock.memory, nid);
		node_set_online(nid);
		pr_info("Faking node %d at [mem %#018llx-%#018llx]\n", nid, (u64)cut[nid],
			(u64)last);
	}
}

static void __init fake_as_asked(void)
{
	unsigned long total = PHYS_PFN(memblock_phys_mem_size());

	if (fake_nodes > MAX_NUMNODES) {
		pr_warn("numa=fake=%lu: there can be %d nodes\n", fake_nodes, MAX_NUMNODES);
		fake_nodes = MAX_NUMNODES;
	}
	if (fake_nodes)
		fake_pages = DIV_ROUND_UP(total, fake_nodes);
	if (!fake_pages)
		return;
	if (fake_pages < MAX_ORDER_NR_PAGES)
		pr_warn("numa=fake=: nodes of %luK; 4M are the least, ignored\n",
			fake_pages << (PAGE_SHIFT - 10));
	else
		make_fake_nodes(fake_pages);
}

void __init numa_init(void)
{
	int nid;

	for (nid = 0; nid < MAX_NUMNODES; nid++)
		origin[nid] = nid;
	if (!firmware_nodes())
		one_node();
	fake_as_asked();
	this_cpu_write(numa_node, numa_map_node(arch_this_cpu_node()));
}
