// SPDX-License-Identifier: MIT
/*
 * asm/acpi.h - the firmware's tables: where they are, and what we read from them
 *
 * Linux: names of linux/acpi.h where there is one. There is no AML interpreter.
 */
#ifndef ASM_ACPI_H
#define ASM_ACPI_H

#include <linux/types.h>

#define ACPI_NAMESEG_SIZE 4

/* Every table but RSDP and FACS starts with this (ACPI 6.5, 5.2.6). */
struct acpi_table_header {
	char signature[ACPI_NAMESEG_SIZE];
	u32 length; /* of the whole table */
	u8 revision;
	u8 checksum; /* makes all bytes add up to 0 */
	char oem_id[6];
	char oem_table_id[8];
	u32 oem_revision;
	char asl_compiler_id[4];
	u32 asl_compiler_revision;
} __packed;

/**
 * acpi_boot_table_init - find the tables, check and list them, and reserve those that lie in RAM
 *
 * Without an RSDP, or with a broken one, there are no tables; a broken table is left out. Each is named in the log.
 *
 * Context: boot CPU, once, after e820__memory_setup() and before memblock gives out memory.
 */
void acpi_boot_table_init(void);

/**
 * acpi_table_parse - look into a table that acpi_boot_table_init() found good
 * @signature: its four letters
 * @handler:   gets the table and how much of it can be read: all, unless it is longer than a window of early_memremap()
 *
 * Context: boot CPU, until the init sections are freed.
 * Return:  what @handler returned; -ENODEV when there is no such table. Linux: same name; there the handler gets no length.
 */
int acpi_table_parse(const char *signature,
		     int (*handler)(struct acpi_table_header *table, u32 length));

/**
 * acpi_power_off - switch the machine off, by the register and the value that FADT and DSDT tell
 *
 * Context: any, interrupts off. Returns when the machine has no such thing, or does not obey.
 */
void acpi_power_off(void);

#endif
