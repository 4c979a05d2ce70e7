// SPDX-License-Identifier: MIT
/*
 * asm/areas.h - the address map in words
 */
#ifndef ASM_AREAS_H
#define ASM_AREAS_H

#include <linux/types.h>

/**
 * describe_address - what a kernel address belongs to, for people
 * @vaddr: any
 * @buf:   receives a phrase such as "direct map, 0x1000 bytes from its start"
 * @size:  of @buf; 200 is enough
 *
 * Context: any, fault handlers included. Takes no lock, touches nothing at @vaddr.
 */
void describe_address(unsigned long vaddr, char *buf, size_t size);

/* Prints the map; panics when its areas are out of order. Context: boot, when the areas are known. */
void print_address_map(void);

#endif
