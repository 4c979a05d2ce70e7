// SPDX-License-Identifier: MIT
/*
 * asm/fixmap.h - as on i386, but below the process's stack
 */
#ifndef ASM_HOST_FIXMAP_H
#define ASM_HOST_FIXMAP_H

#define FIXADDR_TOP UL(0xff000000)
#include_next <asm/fixmap.h>

#endif
