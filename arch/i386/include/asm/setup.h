// SPDX-License-Identifier: MIT
/*
 * asm/setup.h - the machine, as start_kernel() asks for it to be made ready
 */
#ifndef ASM_SETUP_H
#define ASM_SETUP_H

/**
 * setup_arch - from "paging is on" to "memblock knows all RAM and LOWMEM is mapped"
 * @cmdline_p: receives the command line that the loader gave
 *
 * Context: boot CPU, interrupts off, once.
 */
void setup_arch(char **cmdline_p);

/**
 * setup_early_console - make serial port and screen known to printk(), which shows what is logged from console_init() on
 *
 * Needs nothing but the boot page tables.
 */
void setup_early_console(void);

/* Serial input by interrupt; without it console_getc() polls. Context: after init_IRQ(). */
void setup_console_input(void);

/* IDT; the boot CPU's own GDT and TSS pair. Context: boot CPU, interrupts off; the double fault task keeps today's CR3. */
void trap_init(void);
/* PIC; every line masked until somebody asks for it. */
void init_IRQ(void);
/* PIT: jiffies run once interrupts are on. */
void time_init(void);

#endif
