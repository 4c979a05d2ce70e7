// SPDX-License-Identifier: MIT
/*
 * asm/processor.h - one CPU, which never has to wait for another
 */
#ifndef ASM_PROCESSOR_H
#define ASM_PROCESSOR_H

#include <linux/compiler.h>

static __always_inline void cpu_relax(void)
{
	barrier();
}

#endif
