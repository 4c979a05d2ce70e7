// SPDX-License-Identifier: MIT
/*
 * asm/io.h - I/O ports; device memory by its ioremap() address
 */
#ifndef ASM_IO_H
#define ASM_IO_H

#include <linux/compiler.h>
#include <linux/types.h>

static __always_inline void outb(u8 value, u16 port)
{
	__asm__ __volatile__("outb %0, %1" : : "a"(value), "Nd"(port));
}

static __always_inline u8 inb(u16 port)
{
	u8 value;

	__asm__ __volatile__("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static __always_inline void outw(u16 value, u16 port)
{
	__asm__ __volatile__("outw %0, %1" : : "a"(value), "Nd"(port));
}

static __always_inline u16 inw(u16 port)
{
	u16 value;

	__asm__ __volatile__("inw %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static __always_inline void outl(u32 value, u16 port)
{
	__asm__ __volatile__("outl %0, %1" : : "a"(value), "Nd"(port));
}

static __always_inline u32 inl(u16 port)
{
	u32 value;

	__asm__ __volatile__("inl %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

/* A write to the POST port takes about a microsecond: time enough for old ISA devices. */
static inline void io_delay(void)
{
	outb(0, 0x80);
}

#define __DEFINE_MMIO(suffix, type)                                                                \
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

/* readb(), writeb(), readw() ...: one access each; other accesses to memory stay on their side of it. */
__DEFINE_MMIO(b, u8)
__DEFINE_MMIO(w, u16)
__DEFINE_MMIO(l, u32)

#endif
