// SPDX-License-Identifier: MIT
/*
 * asm/multiboot.h - what Multiboot 1 and 2 loaders hand over (specifications 0.6.96 and 2.0)
 *
 *   Multiboot 1   eax = MB1_BOOT_MAGIC, ebx -> one struct with flags that say which fields count
 *   Multiboot 2   eax = MB2_BOOT_MAGIC, ebx -> total size, 0, then tags: type, size, contents, padding to 8 bytes
 *
 * All fields are little endian and lie where C puts them, except that MB1 memory map entries start with a size that
 * does not count itself.
 */
#ifndef ASM_MULTIBOOT_H
#define ASM_MULTIBOOT_H

#include <linux/types.h>

#define MB1_HEADER_MAGIC 0x1badb002
#define MB2_HEADER_MAGIC 0xe85250d6
#define MB1_BOOT_MAGIC 0x2badb002
#define MB2_BOOT_MAGIC 0x36d76289

#define MB1_INFO_MEMORY (1 << 0)
#define MB1_INFO_CMDLINE (1 << 2)
#define MB1_INFO_MODULES (1 << 3)
#define MB1_INFO_MEMORY_MAP (1 << 6)
#define MB1_INFO_LOADER_NAME (1 << 9)

struct mb1_info {
	u32 flags;
	u32 mem_lower, mem_upper; /* KiB below 1 MiB, KiB above */
	u32 boot_device;
	u32 cmdline;
	u32 mods_count, mods_addr;
	u32 syms[4];
	u32 mmap_length, mmap_addr;
	u32 drives_length, drives_addr;
	u32 config_table;
	u32 boot_loader_name;
};

struct mb1_module {
	u32 start, end; /* [start, end) */
	u32 cmdline;
	u32 reserved;
};

#define MB2_TAG_END 0
#define MB2_TAG_CMDLINE 1
#define MB2_TAG_LOADER_NAME 2
#define MB2_TAG_MODULE 3
#define MB2_TAG_BASIC_MEMORY 4
#define MB2_TAG_MEMORY_MAP 6
#define MB2_TAG_RSDP_V1 14
#define MB2_TAG_RSDP_V2 15
#define MB2_TAG_EFI_MEMORY_MAP 17

struct mb2_info {
	u32 total_size;
	u32 reserved;
};

struct mb2_tag {
	u32 type;
	u32 size; /* of the tag with this header, without the padding */
};

/* One entry of either memory map, as far as both loaders have it; type as in e820. */
struct mb_mmap_entry {
	u64 addr;
	u64 len;
	u32 type;
} __packed;

#endif
