// SPDX-License-Identifier: MIT
/*
 * asm/early_ioremap.h - look at physical memory before the direct map exists
 *
 * Four windows in the fixmap. A mapping holds one until it is given back; they may be given back in any order.
 */
#ifndef ASM_EARLY_IOREMAP_H
#define ASM_EARLY_IOREMAP_H

#include <linux/types.h>

/* Longest mapping, bytes, counted from the start of the first page. */
#define EARLY_IOREMAP_MAX (256 * 1024UL)

/**
 * early_ioremap_init - give the fixmap its page tables
 *
 * Context: boot CPU, before the first use of any fixmap slot.
 */
void early_ioremap_init(void);

/**
 * early_memremap - map RAM or firmware tables
 * @phys: any byte address
 * @size: bytes; with the offset of @phys in its page at most EARLY_IOREMAP_MAX
 *
 * Return: address of the byte at @phys; NULL, with a warning, when size is 0 or too long, the range wraps or ends above
 *         what this CPU can address, or all windows are taken.
 */
void *early_memremap(phys_addr_t phys, unsigned long size);
void early_memunmap(void *addr, unsigned long size);

#endif
