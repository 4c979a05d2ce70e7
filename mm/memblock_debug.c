// SPDX-License-Identifier: MIT
/*
 * mm/memblock_debug.c - memblock's lists for people: monitor command "memblock"
 *
 *    0: 0x0000000000001000..0x000000000009efff    x NONE
 *    |            first byte         last byte    |  first flag that is set
 *    number of the region                         node, x if not known
 *
 * Tests: console-commands in tests/boot/console_cases.py lists them at the prompt
 * Linux: the files memory, reserved and physmem of debugfs memblock/, to the letter
 */
#include <linux/console.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/monitor.h>
#include <linux/string.h>

static const char *const names[] = { "NONE", "HOTPLUG", "MIRROR", "NOMAP", "DRV_MNG", "RSV_NIT" };

static void show_list(const struct memblock_type *type)
{
	unsigned long i;

	for (i = 0; i < type->cnt; i++) {
		const struct memblock_region *r = &type->regions[i];
		phys_addr_t last = r->base + r->size - 1;
		char node[8] = "x";
		int nid = memblock_get_region_node(r);

		if (nid >= 0 && nid < MAX_NUMNODES)
			snprintf(node, sizeof(node), "%d", nid);
		console_printf("%4lu: %pa..%pa %4s %s\n", i, &r->base, &last, node,
			       names[ffs(r->flags)]);
	}
}

static int show_memblock(int argc, char **argv)
{
	const struct memblock_type *types[] = { &memblock.memory, &memblock.reserved, &physmem };
	int i, err = argc > 1 ? -EINVAL : 0;

	for (i = 0; i < ARRAY_SIZE(types); i++) {
		if (argc == 1)
			console_printf("%s\n", types[i]->name);
		else if (argc > 2 || strcmp(argv[1], types[i]->name))
			continue;
		show_list(types[i]);
		err = 0;
	}
	return err;
}
MONITOR_COMMAND(memblock, "[LIST]", "what boot found and reserved: memory, reserved, physmem",
		show_memblock);
