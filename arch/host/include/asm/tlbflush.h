// SPDX-License-Identifier: MIT
/*
 * asm/tlbflush.h - what set_kernel_pte() changed is seen from here on
 */
#ifndef ASM_TLBFLUSH_H
#define ASM_TLBFLUSH_H

void flush_tlb_one_kernel(unsigned long vaddr);
void flush_tlb_kernel_range(unsigned long start, unsigned long end);
void flush_tlb_all(void);

#endif
