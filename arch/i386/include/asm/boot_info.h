// SPDX-License-Identifier: MIT
/*
 * asm/boot_info.h - what the boot loader told us, the same for every loader
 *
 *   boot_info_init()          copies the small things and notes where the memory map lies
 *   boot_info_walk_memory()   reads the map from there, entry by entry: any number, any entry size
 *   boot_info_reserve()       keeps the modules, the one thing that stays where the loader put it
 *
 * All this happens before memblock gives out its first page, so that nothing of the loader's is overwritten unread.
 */
#ifndef ASM_BOOT_INFO_H
#define ASM_BOOT_INFO_H

#include <linux/types.h>

#define BOOT_MODULES_MAX 16
#define BOOT_STRING_MAX 64
#define BOOT_RSDP_MAX 36

/* Where RAM is written down, best first. */
enum boot_map_kind {
	BOOT_MAP_NONE,
	BOOT_MAP_MB1,	/* Multiboot 1: each entry has its own size */
	BOOT_MAP_MB2,	/* Multiboot 2: all entries of one size */
	BOOT_MAP_EFI,	/* EFI descriptors */
	BOOT_MAP_BASIC, /* two numbers: RAM below and above 1 MiB */
};

struct boot_module {
	u32 start, end; /* physical, [start, end) */
	char cmdline[BOOT_STRING_MAX];
};

struct boot_info {
	const char *protocol; /* "Multiboot 1", "Multiboot 2" */
	char loader_name[BOOT_STRING_MAX];
	enum boot_map_kind map_kind;
	u32 map_phys;	/* first entry */
	u32 map_size;	/* bytes, all entries */
	u32 map_stride; /* bytes from entry to entry; not with BOOT_MAP_MB1 */
	bool has_basic_memory;
	u32 mem_lower_kib; /* from 0 */
	u32 mem_upper_kib; /* from 1 MiB, up to the first hole */
	unsigned int nr_modules;
	struct boot_module modules[BOOT_MODULES_MAX];
	u32 rsdp_size; /* 0: the loader gave none */
	u8 rsdp[BOOT_RSDP_MAX];
};

extern struct boot_info boot_info;

/**
 * boot_info_init - read the loader's information into boot_info and boot_command_line
 *
 * Nothing in it is believed: sizes and addresses that cannot be are named and what lies behind them is left out.
 * Panics when nothing tells where RAM is.
 *
 * Context: boot CPU, once, after early_ioremap_init(), before anything is allocated.
 */
void boot_info_init(void);

/**
 * boot_info_walk_memory - hand each entry of the memory map to a function
 * @entry: receives physical address, bytes and e820 type, as the loader has them: unsorted, overlapping, empty
 *
 * Context: as boot_info_init(), after it.
 */
void boot_info_walk_memory(void (*entry)(u64 addr, u64 size, u32 type));

/* Tells memblock to leave the modules alone. Context: before the first memblock allocation. */
void boot_info_reserve(void);

#endif
