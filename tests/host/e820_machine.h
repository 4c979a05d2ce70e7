// SPDX-License-Identifier: MIT
/*
 * e820_machine.h - a machine that boots as far as its memory map goes, and can do so again
 *
 *   machine_reset()    no map, no parameters, no RAM
 *   machine_entry()    what the loader will say, entry by entry
 *   machine_boot()     the steps of setup_arch() from the command line to memblock
 *   machine_report()   what free_area_init() prints, memblock's lists, the largest free range
 *
 * Only C: included by kernel code and by code that knows the C library.
 */
#ifndef E820_MACHINE_H
#define E820_MACHINE_H

void machine_reset(void);
void machine_entry(unsigned long long addr, unsigned long long size, unsigned int type);
void machine_boot(const char *command_line);
void machine_report(void);

/* The monitor's command. */
void machine_show_map(void);

/* Everything that was printed since machine_reset(). */
extern char machine_log[];
/* Keeps what machine_boot() prints off the standard output. */
extern int machine_quiet;

#endif
