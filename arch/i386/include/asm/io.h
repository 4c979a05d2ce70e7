// SPDX-License-Identifier: MIT
/*
 * asm/io.h - I/O ports
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

#endif
