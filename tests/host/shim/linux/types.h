// SPDX-License-Identifier: MIT
/*
 * shim/linux/types.h - the few kernel headers that mm/memblock.c asks for, over the C library
 *
 * With this folder in front, mm/memblock.c and <linux/memblock.h> build as part of an ordinary program, 32 or 64 bits,
 * which proves that they stand alone.
 */
#ifndef SHIM_LINUX_TYPES_H
#define SHIM_LINUX_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t u32;
typedef unsigned long long u64;
typedef unsigned int gfp_t;

#ifdef CONFIG_PHYS_ADDR_T_64BIT
typedef u64 phys_addr_t;
#else
typedef u32 phys_addr_t;
#endif

#endif
