// SPDX-License-Identifier: MIT
/*
 * asm/io.h - I/O ports; device memory by its ioremap() address
 */
#ifndef ASM_IO_H
#define ASM_IO_H

#include <linux/compiler.h>
#include <linux/types.h>

#define __DEFINE_IO(suffix, type)                                                                  \
	static __always_inline type in##suffix(u16 port)                                           \
	{                                                                                          \
		type value;                                                                        \
                                                                                                   \
		__asm__ __volatile__("in" #suffix " %1, %0" : "=a"(value) : "Nd"(port));           \
		return value;                                                                      \
	}                                                                                          \
	static __always_inline void out##suffix(type value, u16 port)                              \
	{                                                                                          \
		__asm__ __volatile__("out" #suffix " %0, %1" : : "a"(value), "Nd"(port));          \
	}                                                                                          \
	static __always_inline type read##suffix(const volatile void __iomem *addr)                \
	{                                                                                          \
		type value = *(const volatile type *)addr;                                         \
                                                                                                   \
		barrier();                                                                         \
		return value;                                                                      \
	}                                                                                          \
	static __always_inline void write##suffix(type value, volatile void __iomem *addr)         \
	{                                                                                          \
		barrier();                                                                         \
		*(volatile type *)addr = value;                                                    \
	}

/* inb(), outb(), readb(), writeb(), inw() ...: one access each; other accesses to memory stay on their side of a read or write. */
__DEFINE_IO(b, u8)
__DEFINE_IO(w, u16)
__DEFINE_IO(l, u32)

/* A write to the POST port takes about a microsecond: time enough for old ISA devices. */
static inline void io_delay(void)
{
	outb(0, 0x80);
}

#endif
