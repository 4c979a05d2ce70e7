// SPDX-License-Identifier: MIT
/*
 * arch/i386/srat.c - nodes out of the firmware's tables
 *
 *   SRAT   proximity domain of each CPU (by APIC id) and of each range of memory, RAM or a window for RAM to come
 *   SLIT   distance of each domain to each other
 *
 * Proximity domains are any 32-bit numbers; ours are nodes 0, 1, ... in the order of the tables. A table that contradicts
 * itself is not believed at all: memory on a wrong node is slow, a range that two nodes claim is a bug of mm/.
 *
 * Tests: tests/boot/numa_cases.py
 * Linux: arch/x86/mm/srat.c, drivers/acpi/numa/srat.c. ACPI specification 6.5, 5.2.16 and 5.2.17.
 */
#include <asm/numa.h>

#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/nodemask.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/topology.h>
#include <asm/acpi.h>
#include <asm/processor.h>

enum { SRAT_CPU, SRAT_MEMORY, SRAT_X2APIC };

#define SRAT_ENABLED 1u
#define SRAT_HOT_PLUGGABLE 2u

struct acpi_table_srat {
	struct acpi_table_header header;
	u8 reserved[12];
} __packed;

/* One structure of the SRAT; of each kind the part that is read. */
struct srat_entry {
	u8 type, length;
	union {
		struct {
			u8 domain_low, apic_id;
			u32 flags;
			u32 domain_high; /* and, in its lowest byte, the SAPIC's EID */
		} __packed cpu;
		struct {
			u32 domain;
			u16 reserved;
			u64 base, size;
			u32 reserved_too, flags;
		} __packed memory;
		struct {
			u16 reserved;
			u32 domain, apic_id, flags;
		} __packed x2apic;
	};
} __packed;

/* What each kind must have, and where its flags are. Of other kinds, devices, caches of memory, nothing is read. */
static const struct {
	u8 length, flags;
} entry_layout[] = {
	[SRAT_CPU] = { 16, 4 }, [SRAT_MEMORY] = { 40, 28 }, [SRAT_X2APIC] = { 24, 12 }
};

struct acpi_table_slit {
	struct acpi_table_header header;
	u64 localities;
	u8 distance[];
} __packed;

/* Before revision 2 a domain had 8 bits, and what is above them is not to be read. */
static u32 domain_mask __initdata;
static u32 domain_of_node[MAX_NUMNODES] __initdata;
static int nr_nodes __initdata;

/* NUMA_NO_NODE where the SRAT says nothing. What it says of larger ids is for CPUs that an xAPIC does not reach. */
static s8 node_of_apicid[256] __initdata;

int __init apicid_to_node(u32 apicid)
{
	return apicid < ARRAY_SIZE(node_of_apicid) && nr_nodes ? node_of_apicid[apicid]
							       : NUMA_NO_NODE;
}

int __init arch_this_cpu_node(void)
{
	u32 ax, bx = 0, cx, dx;
	int node;

	/* No SRAT, or no CPUID: node 0. */
	if (!nr_nodes)
		return 0;
	cpuid_count(1, 0, &ax, &bx, &cx, &dx);
	node = apicid_to_node(bx >> 24);
	return node == NUMA_NO_NODE ? 0 : node;
}

/* Return: NUMA_NO_NODE, with a message, for one domain more than there can be nodes. */
static int __init domain_to_node(u32 pxm)
{
	u32 domain = pxm & domain_mask;
	int nid;

	for (nid = 0; nid < nr_nodes; nid++)
		if (domain_of_node[nid] == domain)
			return nid;
	if (nr_nodes == MAX_NUMNODES) {
		pr_err("SRAT: PXM %u is one more than the %d nodes that this kernel knows\n", pxm,
		       MAX_NUMNODES);
		return NUMA_NO_NODE;
	}
	domain_of_node[nr_nodes] = domain;
	node_set_online(nr_nodes);
	return nr_nodes++;
}

static int __init add_cpu(u32 domain, u32 apicid)
{
	int nid = domain_to_node(domain);

	if (nid == NUMA_NO_NODE)
		return -EINVAL;
	pr_info("SRAT: PXM %u -> APIC 0x%02x -> Node %d\n", domain, apicid, nid);
	if (apicid < ARRAY_SIZE(node_of_apicid))
		node_of_apicid[apicid] = nid;
	return 0;
}

/* Some RAM of the range is another node's already. */
static bool __init claimed_by_other(u64 base, u64 end, int nid)
{
	const struct memblock_region *r;

	for_each_mem_region(r)
		if (r->base < end && r->base + r->size > base && r->nid != MAX_NUMNODES &&
		    r->nid != nid)
			return true;
	return false;
}

static int __init add_memory(u32 domain, u64 base, u64 size, u32 flags)
{
	bool hotplug = flags & SRAT_HOT_PLUGGABLE;
	u64 end = base + size;
	int nid;

	if (!size)
		return 0;
	nid = domain_to_node(domain);
	if (nid == NUMA_NO_NODE)
		return -EINVAL;
	pr_info("SRAT: Node %d PXM %u [mem %#010llx-%#010llx]%s\n", nid, domain, base, end - 1,
		hotplug ? " hotplug" : "");
	if (end < base || claimed_by_other(base, end, nid)) {
		pr_err("SRAT: PXM %u (%#llx-%#llx) %s\n", domain, base, end - 1,
		       end < base ? "wraps" : "overlaps with another node");
		return -EINVAL;
	}
	/* What this kernel's addresses cannot name is no RAM of ours. */
	if (base > PHYS_ADDR_MAX)
		return 0;
	size = min_t(u64, size, PHYS_ADDR_MAX - base);
	if (hotplug)
		memblock_mark_hotplug(base, size);
	return memblock_set_node(base, size, &memblock.memory, nid);
}

static int __init add_entry(const struct srat_entry *e)
{
	u32 flags;

	if (e->type >= ARRAY_SIZE(entry_layout))
		return 0;
	memcpy(&flags, (const u8 *)e + entry_layout[e->type].flags, sizeof(flags));
	if (!(flags & SRAT_ENABLED))
		return 0;
	if (e->type == SRAT_MEMORY)
		return add_memory(e->memory.domain, e->memory.base, e->memory.size, flags);
	if (e->type == SRAT_X2APIC)
		return add_cpu(e->x2apic.domain, e->x2apic.apic_id);
	return add_cpu((e->cpu.domain_high & ~0xffu) | e->cpu.domain_low, e->cpu.apic_id);
}

static int __init read_srat(struct acpi_table_header *table, u32 length)
{
	const void *pos = table + 1, *end = (void *)table + length;
	int err = 0;

	memset(node_of_apicid, NUMA_NO_NODE, sizeof(node_of_apicid));
	domain_mask = table->revision < 2 ? 0xff : ~0u;
	pos += sizeof(struct acpi_table_srat) - sizeof(*table);
	while (!err && end - pos >= 2) {
		const struct srat_entry *e = pos;

		if (e->length < 2 || e->length > end - pos ||
		    (e->type < ARRAY_SIZE(entry_layout) &&
		     e->length < entry_layout[e->type].length)) {
			pr_err("SRAT: structure of type %u has a length of %u\n", e->type,
			       e->length);
			return -EINVAL;
		}
		err = add_entry(e);
		pos += e->length;
	}
	return err;
}

static bool __init slit_is_sane(const struct acpi_table_slit *slit, u32 length)
{
	u64 n = slit->localities, i;

	if (length < sizeof(*slit) || !n || n > 255 || length - sizeof(*slit) < n * n)
		return false;
	for (i = 0; i < n * n; i++) {
		bool local = (u32)i / (u32)n == (u32)i % (u32)n;

		if (local ? slit->distance[i] != LOCAL_DISTANCE
			  : slit->distance[i] <= LOCAL_DISTANCE)
			return false;
	}
	return true;
}

static int __init read_slit(struct acpi_table_header *table, u32 length)
{
	const struct acpi_table_slit *slit = (void *)table;
	u32 n = (u32)slit->localities;
	int from, to;

	if (!slit_is_sane(slit, length)) {
		pr_err("SLIT: makes no sense, ignored\n");
		return -EINVAL;
	}
	for (from = 0; from < nr_nodes; from++)
		for (to = 0; to < nr_nodes; to++)
			if (domain_of_node[from] < n && domain_of_node[to] < n)
				numa_set_distance(from, to,
						  slit->distance[domain_of_node[from] * n +
								 domain_of_node[to]]);
	return 0;
}

int __init arch_numa_init(void)
{
	int err = acpi_table_parse("SRAT", read_srat);

	if (err && err != -ENODEV) {
		pr_err("SRAT: not used\n");
		nr_nodes = 0;
	}
	if (!err)
		acpi_table_parse("SLIT", read_slit);
	return err ?: nr_nodes ? 0 : -ENODEV;
}
