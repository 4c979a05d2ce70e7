// SPDX-License-Identifier: MIT
/*
 * asm/sections.h - the program is no part of physical memory: no kernel image in it
 */
#ifndef ASM_HOST_SECTIONS_H
#define ASM_HOST_SECTIONS_H

#include_next <asm/sections.h>

#undef KERNEL_CODE_SIZE
#undef KERNEL_INIT_SIZE
#undef KERNEL_RODATA_SIZE
#undef KERNEL_DATA_SIZE
#undef KERNEL_BSS_SIZE
#define KERNEL_CODE_SIZE 0UL
#define KERNEL_INIT_SIZE 0UL
#define KERNEL_RODATA_SIZE 0UL
#define KERNEL_DATA_SIZE 0UL
#define KERNEL_BSS_SIZE 0UL

#endif
