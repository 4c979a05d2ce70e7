// SPDX-License-Identifier: MIT
/*
 * boot/multiboot.c - the information of Multiboot 1 and 2 loaders into struct boot_info
 *
 *   boot_info_phys --> loader's structures, anywhere below 4 GiB
 *                      | read_phys(): a window of two pages moves over them
 *                      v
 *                  boot_info, boot_command_line
 *
 * No pointer into the loader's memory is kept: everything is copied out through the window, a field at a time, so a
 * size that lies can make us read the wrong bytes but never fault. Every loop is bounded by a size that was clamped.
 *
 * Read first: boot_info_init(), then read_mb2_tags().
 * Tests:      tests/boot (loader cases), every guest.
 */
#include <asm/boot_info.h>

#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/string.h>

#include <asm/e820.h>
#include <asm/early_ioremap.h>
#include <asm/multiboot.h>
#include <asm/page.h>

/* No loader needs more for its tags or its map: a map of 1,000 entries has 24 KiB. Bounds the loops over lies. */
#define BOOT_SIZE_MAX (16u << 20)

/* From boot/entry.asm. */
extern u32 boot_magic, boot_info_phys;

struct boot_info boot_info;
char boot_command_line[COMMAND_LINE_SIZE];

static void *window __initdata;
static u32 window_phys __initdata;

static void __init close_window(void)
{
	if (window)
		early_memunmap(window, 2 * PAGE_SIZE);
	window = NULL;
}

/* Copies at most PAGE_SIZE bytes. The last page below 4 GiB is no place for data: zeroes come from there. */
static void __init read_phys(void *to, u32 phys, u32 size)
{
	u32 base = phys & PAGE_MASK;

	if (!window || base != window_phys) {
		close_window();
		if (base < (u32)(0 - 2 * PAGE_SIZE))
			window = early_memremap(base, 2 * PAGE_SIZE);
		window_phys = base;
	}
	if (window)
		memcpy(to, window + (phys - base), size);
	else
		memset(to, 0, size);
}

/* A string that may go on for @limit bytes. Returns false when @size was too small for it. */
static bool __init read_string(char *to, u32 size, u32 phys, u32 limit)
{
	u32 i;

	for (i = 0; i < limit; i++) {
		char c;

		read_phys(&c, phys + i, 1);
		if (!c)
			break;
		if (i == size - 1) {
			to[i] = 0;
			return false;
		}
		to[i] = c;
	}
	to[i] = 0;
	return true;
}

static void __init read_command_line(u32 phys, u32 limit)
{
	if (!read_string(boot_command_line, sizeof(boot_command_line), phys, limit))
		pr_warn("boot: command line cut after %zu characters\n",
			sizeof(boot_command_line) - 1);
}

/* QEMU writes the name of the kernel's file in front of what -append says. */
static void __init drop_file_name(void)
{
	const char *rest = strchr(boot_command_line, ' ');

	rest = rest ? rest + 1 : "";
	memmove(boot_command_line, rest, strlen(rest) + 1);
}

static void __init add_module(u32 start, u32 end, u32 cmdline, u32 limit)
{
	struct boot_module *module = &boot_info.modules[boot_info.nr_modules];

	if (start >= end) {
		pr_warn("boot: module [mem %#010x-%#010x] is empty, ignored\n", start, end - 1);
		return;
	}
	if (boot_info.nr_modules == BOOT_MODULES_MAX) {
		pr_warn("boot: module [mem %#010x-%#010x] ignored, %d is the most\n", start,
			end - 1, BOOT_MODULES_MAX);
		return;
	}
	module->start = start;
	module->end = end;
	read_string(module->cmdline, sizeof(module->cmdline), cmdline, limit);
	boot_info.nr_modules++;
}

static void __init set_map(enum boot_map_kind kind, u32 phys, u32 size, u32 stride, u32 least)
{
	if (stride < least || stride > PAGE_SIZE || size < stride) {
		pr_warn("boot: memory map of %u bytes with entries of %u bytes, ignored\n", size,
			stride);
		return;
	}
	boot_info.map_kind = kind;
	boot_info.map_phys = phys;
	boot_info.map_size = min(size, BOOT_SIZE_MAX);
	boot_info.map_stride = stride;
}

static void __init read_mb1(void)
{
	struct mb1_info info;
	u32 i;

	boot_info.protocol = "Multiboot 1";
	read_phys(&info, boot_info_phys, sizeof(info));
	if (info.flags & MB1_INFO_LOADER_NAME)
		read_string(boot_info.loader_name, BOOT_STRING_MAX, info.boot_loader_name,
			    BOOT_STRING_MAX);
	if (info.flags & MB1_INFO_CMDLINE)
		read_command_line(info.cmdline, COMMAND_LINE_SIZE);
	if (strcmp(boot_info.loader_name, "qemu") == 0)
		drop_file_name();
	if (info.flags & MB1_INFO_MEMORY) {
		boot_info.has_basic_memory = true;
		boot_info.mem_lower_kib = info.mem_lower;
		boot_info.mem_upper_kib = info.mem_upper;
	}
	if (info.flags & MB1_INFO_MEMORY_MAP)
		set_map(BOOT_MAP_MB1, info.mmap_addr, info.mmap_length,
			sizeof(struct mb_mmap_entry), sizeof(struct mb_mmap_entry));
	if (!(info.flags & MB1_INFO_MODULES))
		return;
	if (info.mods_count > BOOT_MODULES_MAX)
		pr_warn("boot: %u modules, only the first %d used\n", info.mods_count,
			BOOT_MODULES_MAX);
	for (i = 0; i < info.mods_count && i < BOOT_MODULES_MAX; i++) {
		struct mb1_module module;

		read_phys(&module, info.mods_addr + i * sizeof(module), sizeof(module));
		add_module(module.start, module.end, module.cmdline, BOOT_STRING_MAX);
	}
}

/* @phys, @size: the tag's contents, behind its header. */
static void __init read_mb2_tag(u32 type, u32 phys, u32 size)
{
	u32 word[2] = { 0 };

	read_phys(word, phys, min_t(u32, size, sizeof(word)));
	switch (type) {
	case MB2_TAG_CMDLINE:
		read_command_line(phys, size);
		break;
	case MB2_TAG_LOADER_NAME:
		read_string(boot_info.loader_name, BOOT_STRING_MAX, phys, size);
		break;
	case MB2_TAG_MODULE:
		if (size >= sizeof(word))
			add_module(word[0], word[1], phys + sizeof(word), size - sizeof(word));
		break;
	case MB2_TAG_BASIC_MEMORY:
		boot_info.has_basic_memory = size >= sizeof(word);
		boot_info.mem_lower_kib = word[0];
		boot_info.mem_upper_kib = word[1];
		break;
	case MB2_TAG_MEMORY_MAP:
		set_map(BOOT_MAP_MB2, phys + sizeof(word), size - min_t(u32, size, sizeof(word)),
			word[0], sizeof(struct mb_mmap_entry));
		break;
	case MB2_TAG_EFI_MEMORY_MAP:
		/* GRUB gives both; its own says the same in fewer entries. */
		if (boot_info.map_kind != BOOT_MAP_MB2)
			set_map(BOOT_MAP_EFI, phys + sizeof(word),
				size - min_t(u32, size, sizeof(word)), word[0],
				sizeof(struct efi_memory_desc));
		break;
	case MB2_TAG_RSDP_V1:
	case MB2_TAG_RSDP_V2:
		if (size > boot_info.rsdp_size) {
			boot_info.rsdp_size = min_t(u32, size, BOOT_RSDP_MAX);
			read_phys(boot_info.rsdp, phys, boot_info.rsdp_size);
		}
		break;
	}
}

static void __init read_mb2_tags(void)
{
	struct mb2_info info;
	struct mb2_tag tag;
	u32 pos = sizeof(info), total;

	boot_info.protocol = "Multiboot 2";
	read_phys(&info, boot_info_phys, sizeof(info));
	total = min3(info.total_size, BOOT_SIZE_MAX, -boot_info_phys);
	for (;;) {
		if (total < sizeof(tag) || pos > total - sizeof(tag)) {
			pr_warn("boot: the loader's %u bytes of tags end without an end tag\n",
				info.total_size);
			return;
		}
		read_phys(&tag, boot_info_phys + pos, sizeof(tag));
		if (tag.type == MB2_TAG_END)
			return;
		if (tag.size < sizeof(tag) || tag.size > total - pos) {
			pr_warn("boot: tag %u at %u of %u has %u bytes; it and the rest ignored\n",
				tag.type, pos, info.total_size, tag.size);
			return;
		}
		read_mb2_tag(tag.type, boot_info_phys + pos + sizeof(tag), tag.size - sizeof(tag));
		pos += round_up(tag.size, 8);
	}
}

void __init boot_info_init(void)
{
	if (boot_magic == MB1_BOOT_MAGIC)
		read_mb1();
	else
		read_mb2_tags();
	close_window();

	pr_info("boot: %s, loaded by %s\n", boot_info.protocol,
		boot_info.loader_name[0] ? boot_info.loader_name : "a loader without a name");
	pr_info("Command line: %s\n", boot_command_line);
	if (boot_info.map_kind != BOOT_MAP_NONE)
		return;
	if (!boot_info.has_basic_memory)
		panic("boot: the loader gave neither a memory map nor the size of memory");
	pr_warn("boot: no memory map from the loader; using its basic memory information: %u KiB at 0, %u KiB at 1 MiB\n",
		boot_info.mem_lower_kib, boot_info.mem_upper_kib);
	boot_info.map_kind = BOOT_MAP_BASIC;
}

static void __init walk_mb1_map(void (*fn)(u64 addr, u64 size, u32 type))
{
	u32 pos = boot_info.map_phys, left = boot_info.map_size;

	while (left) {
		struct {
			u32 size; /* of the entry, without this field */
			struct mb_mmap_entry entry;
		} __packed mb1;

		read_phys(&mb1, pos, sizeof(mb1));
		if (left < sizeof(mb1) || mb1.size < sizeof(mb1.entry) ||
		    mb1.size > left - sizeof(mb1.size)) {
			pr_warn("boot: last %u bytes of the memory map make no entry, ignored\n",
				left);
			return;
		}
		fn(mb1.entry.addr, mb1.entry.len, mb1.entry.type);
		pos += sizeof(mb1.size) + mb1.size;
		left -= sizeof(mb1.size) + mb1.size;
	}
}

static void __init walk_map(void (*fn)(u64 addr, u64 size, u32 type))
{
	u32 pos = boot_info.map_phys, count = boot_info.map_size / boot_info.map_stride;

	if (boot_info.map_size % boot_info.map_stride)
		pr_warn("boot: last %u bytes of the memory map make no entry, ignored\n",
			boot_info.map_size % boot_info.map_stride);
	for (; count; count--, pos += boot_info.map_stride) {
		union {
			struct mb_mmap_entry mb2;
			struct efi_memory_desc efi;
		} e;

		read_phys(&e, pos, min_t(u32, sizeof(e), boot_info.map_stride));
		if (boot_info.map_kind == BOOT_MAP_EFI)
			fn(e.efi.phys_addr, e.efi.num_pages << EFI_PAGE_SHIFT,
			   efi_e820_type(e.efi.type, e.efi.attribute));
		else
			fn(e.mb2.addr, e.mb2.len, e.mb2.type);
	}
}

void __init boot_info_walk_memory(void (*fn)(u64 addr, u64 size, u32 type))
{
	switch (boot_info.map_kind) {
	case BOOT_MAP_MB1:
		walk_mb1_map(fn);
		break;
	case BOOT_MAP_MB2:
	case BOOT_MAP_EFI:
		walk_map(fn);
		break;
	case BOOT_MAP_BASIC:
		fn(0, (u64)boot_info.mem_lower_kib << 10, E820_TYPE_RAM);
		fn(1 << 20, (u64)boot_info.mem_upper_kib << 10, E820_TYPE_RAM);
		break;
	case BOOT_MAP_NONE:
		break;
	}
	close_window();
}

void __init boot_info_reserve(void)
{
	unsigned int i;

	for (i = 0; i < boot_info.nr_modules; i++) {
		struct boot_module *module = &boot_info.modules[i];

		pr_info("boot: module [mem %#010x-%#010x] %s\n", module->start, module->end - 1,
			module->cmdline);
		memblock_reserve(module->start, module->end - module->start);
	}
}
