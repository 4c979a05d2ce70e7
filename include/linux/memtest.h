// SPDX-License-Identifier: MIT
/*
 * linux/memtest.h - try out RAM while it is still free
 */
#ifndef LINUX_MEMTEST_H
#define LINUX_MEMTEST_H

/**
 * early_memtest - fill all free memory with patterns and check them, as memtest= asks
 *
 * Bad words are reserved in memblock and named. Without memtest= nothing happens.
 *
 * Context: boot CPU, when LOWMEM is mapped and everything in use is reserved, before memblock_free_all().
 */
void early_memtest(void);

#endif
