// SPDX-License-Identifier: MIT
/*
 * linux/io.h - registers and memory of devices
 *
 *   void __iomem *regs = ioremap(0xfee00000, 0x1000);
 *   u32 id = readl(regs + 0x20);
 *   iounmap(regs);
 *
 * Linux: Documentation/driver-api/device-io.
 */
#ifndef LINUX_IO_H
#define LINUX_IO_H

#include <linux/string.h>
#include <linux/types.h>
#include <asm/io.h>
#include <asm/page.h>

/**
 * ioremap - give addresses to device memory
 * @phys: any byte
 * @size: bytes
 *
 * The CPU reads and writes it uncached and in order. RAM that the page allocator manages is refused with a warning: one
 * frame must not be mapped with two cache attributes.
 *
 * Context: thread, interrupts on.
 * Return:  address of the byte at @phys; NULL when @size is 0, the range wraps, lies beyond what the CPU can address (with
 *          a warning) or in RAM, or as get_vm_area_caller() fails.
 */
void __iomem *ioremap(resource_size_t phys, unsigned long size);

/* Writes are combined, for frame buffers; uncached on a CPU without PAT, or with nopat on the command line. */
void __iomem *ioremap_wc(resource_size_t phys, unsigned long size);

/* Cached, for tables and memory behind a device. */
void __iomem *ioremap_cache(resource_size_t phys, unsigned long size);

/* Ends a mapping: @addr as returned, or any byte in its first page. NULL is ignored, another address reported. */
void iounmap(volatile void __iomem *addr);

/* Gives page-table entries the attribute "write combining". Context: boot, each CPU, when parameters are known. */
void pat_init(void);

#define memcpy_fromio(to, from, n) memcpy(to, (const void __force *)(from), n)
#define memcpy_toio(to, from, n) memcpy((void __force *)(to), from, n)
#define memset_io(to, c, n) memset((void __force *)(to), c, n)

#endif
