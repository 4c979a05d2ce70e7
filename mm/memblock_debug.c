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

static const char *flag_name(enum memblock_flags flags)
{
	static const char *const names[] = { "HOTPLUG", "MIRROR", "NOMAP", "DRV_MNG", "RSV_NIT" };
	unsigned int bit;

	if (!flags)
		return "NONE";
	bit = __builtin_ctz(flags);
	return bit < ARRAY_SIZE(names) ? names[bit] : "UNKNOWN";
}

static void show_list(const struct memblock_type *type)
{
	unsigned long i;

	for (i = 0; i < type->cnt; i++) {
		const struct memblock_region *r = &type->regions[i];
		phys_addr_t last = r->base + r->size - 1;
		int nid = memblock_get_region_node(r);

		console_printf("%4lu: %pa..%pa ", i, &r->base, &last);
		if (nid >= 0 && nid < MAX_NUMNODES)
			console_printf("%4d %s\n", nid, flag_name(r->flags));
		else
			console_printf("%4c %s\n", 'x', flag_name(r->flags));
	}
}

static int show_memblock(int argc, char **argv)
{
	const struct memblock_type *types[] = { &memblock.memory, &memblock.reserved, &physmem };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(types); i++) {
		if (argc == 2 && strcmp(argv[1], types[i]->name) == 0) {
			show_list(types[i]);
			return 0;
		}
	}
	if (argc > 1)
		return -EINVAL;
	for (i = 0; i < ARRAY_SIZE(types); i++) {
		console_printf("%s\n", types[i]->name);
		show_list(types[i]);
	}
	return 0;
}
MONITOR_COMMAND(memblock, "[LIST]", "what boot found and reserved: memory, reserved, physmem",
		show_memblock);
