// SPDX-License-Identifier: MIT
/*
 * asm/set_memory.h - rights of pages in the direct map and the kernel image
 */
#ifndef ASM_SET_MEMORY_H
#define ASM_SET_MEMORY_H

#include <asm/pgtable.h>

/**
 * set_memory_ro, _rw, _x, _nx - make pages read-only, writable, executable, not executable
 * @addr:     page aligned, in the direct map
 * @numpages: pages
 *
 * Large pages that change only in part are split for good; one that has the right already is left alone. Pages that are
 * not present stay so. _x and _nx do nothing on a CPU without NX. All CPUs' translations are flushed, and what kmap_local
 * slots remember is forgotten.
 *
 * Context: any that may take a page with GFP_ATOMIC; the page allocator is up. Interrupts on, once other CPUs run.
 * Return:  0; -EINVAL with a warning for a range outside the kernel half or not aligned, -EINVAL where no page table
 *          is; -ENOMEM when a large page could not be split. Pages before the failing one are changed.
 * Linux:   same names, arch/x86/mm/pat/set_memory.c
 */
#define set_memory_ro(addr, numpages) change_page_attr(addr, numpages, 0, _PAGE_RW)
#define set_memory_rw(addr, numpages) change_page_attr(addr, numpages, _PAGE_RW, 0)
#define set_memory_x(addr, numpages) change_page_attr(addr, numpages, 0, _PAGE_NX)
#define set_memory_nx(addr, numpages) change_page_attr(addr, numpages, _PAGE_NX, 0)

/* The general form: bits to set in each entry, and bits to clear. */
int change_page_attr(unsigned long addr, int numpages, pteval_t set, pteval_t clear);

#endif
