// SPDX-License-Identifier: MIT
/*
 * asm/pgtable.h - entries as on i386; putting one in place asks the operating system
 */
#ifndef ASM_HOST_PGTABLE_H
#define ASM_HOST_PGTABLE_H

#define set_kernel_pte i386_set_kernel_pte
#include_next <asm/pgtable.h>
#undef set_kernel_pte

/* Where there was nothing the new entry counts at once; else what was there lasts until the flush, as in a TLB. */
void set_kernel_pte(unsigned long vaddr, pte_t *ptep, pte_t pte);

#endif
