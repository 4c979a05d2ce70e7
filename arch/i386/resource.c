// SPDX-License-Identifier: MIT
/*
 * arch/i386/resource.c - the memory map and the kernel image in the tree that the command iomem shows
 *
 * Tests: tests/boot/extra_cases.py
 * Linux: e820__reserve_resources() of arch/x86/kernel/e820.c, setup_arch(). Left out: devices of the board.
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <asm/e820.h>
#include <asm/page.h>
#include <asm/sections.h>

static void __init insert_image(const char *name, const char *first, const char *end)
{
	static struct resource image[4], *next = image;

	*next = (struct resource){ .name = name,
				   .start = __pa(first),
				   .end = __pa(end) - 1,
				   .flags = IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY };
	insert_resource(&iomem_resource, next++);
}

/* What no driver may ask for: RAM and what the firmware keeps in it. What is only reserved may be a device's. */
static bool __init is_busy(const struct e820_entry *entry)
{
	return entry->addr < SZ_1M ||
	       (entry->type != E820_TYPE_RESERVED && entry->type != E820_TYPE_SOFT_RESERVED &&
		entry->type != E820_TYPE_PMEM && entry->type != E820_TYPE_PRAM);
}

/* What a phys_addr_t cannot name is left out. */
static int __init e820__reserve_resources(void)
{
	struct resource *res = kcalloc(e820_table->nr_entries, sizeof(*res), GFP_KERNEL);
	u32 i;

	if (!res)
		return -ENOMEM;
	for (i = 0; i < e820_table->nr_entries; i++, res++) {
		const struct e820_entry *entry = &e820_table->entries[i];
		u64 last = entry->addr + entry->size - 1;

		if (last != (resource_size_t)last)
			continue;
		res->start = entry->addr;
		res->end = last;
		res->name = e820__type_name(entry->type)->resource;
		res->flags = entry->type == E820_TYPE_RAM ? IORESOURCE_SYSTEM_RAM : IORESOURCE_MEM;
		if (is_busy(entry))
			res->flags |= IORESOURCE_BUSY;
		insert_resource(&iomem_resource, res);
	}
	insert_image("Kernel code", _text, _etext);
	insert_image("Kernel rodata", __start_rodata, __end_rodata);
	insert_image("Kernel data", _sdata, _edata);
	insert_image("Kernel bss", __bss_start, __bss_stop);
	return 0;
}
core_initcall(e820__reserve_resources);
