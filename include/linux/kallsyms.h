// SPDX-License-Identifier: MIT
/*
 * linux/kallsyms.h - names of the kernel's functions, static ones included
 */
#ifndef LINUX_KALLSYMS_H
#define LINUX_KALLSYMS_H

#include <linux/types.h>

/**
 * kallsyms_lookup - the function that an address lies in
 * @addr:       any address
 * @symbolsize: receives the function's length in bytes, up to the next one
 * @offset:     receives addr's distance from its start
 *
 * Context: any, no lock. Return: its name, which stays; NULL when addr is not in kernel text.
 * Linux:   has two more arguments, for modules and for a buffer; ours needs neither.
 */
const char *kallsyms_lookup(unsigned long addr, unsigned long *symbolsize, unsigned long *offset);

/* Address of the function of that name; 0 if there is none. */
unsigned long kallsyms_lookup_name(const char *name);

#endif
