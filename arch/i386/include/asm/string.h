// SPDX-License-Identifier: MIT
/*
 * asm/string.h - the CPU's string instructions: one instruction moves, fills or compares four bytes
 *
 * The direction flag is clear in all C code and in every handler's entry.
 */
#ifndef ASM_STRING_H
#define ASM_STRING_H

#include <linux/types.h>

static __always_inline void __rep_movs(void *dest, const void *src, size_t n)
{
	size_t count = n / 4;

	__asm__ __volatile__("rep movsl" : "+c"(count), "+D"(dest), "+S"(src) : : "memory");
	count = n % 4;
	__asm__ __volatile__("rep movsb" : "+c"(count), "+D"(dest), "+S"(src) : : "memory");
}

/* From the last byte down: for a destination that overlaps the source from above. */
static __always_inline void __rep_movs_down(void *dest, const void *src, size_t n)
{
	void *d = (char *)dest + n - 1;
	const void *s = (const char *)src + n - 1;
	size_t count = n % 4;

	__asm__ __volatile__("std\n\t"
			     "rep movsb\n\t"
			     "movl %3, %0\n\t"
			     "subl $3, %1\n\t"
			     "subl $3, %2\n\t"
			     "rep movsl\n\t"
			     "cld"
			     : "+&c"(count), "+&D"(d), "+&S"(s)
			     : "r"(n / 4)
			     : "memory", "cc");
}

static __always_inline void __rep_stos(void *dest, u8 c, size_t n)
{
	size_t count = n / 4;
	u32 value = c * 0x01010101u;

	__asm__ __volatile__("rep stosl" : "+c"(count), "+D"(dest) : "a"(value) : "memory");
	count = n % 4;
	__asm__ __volatile__("rep stosb" : "+c"(count), "+D"(dest) : "a"(value) : "memory");
}

/* Return: 0 when equal; else the difference of the first bytes that differ. */
static __always_inline int __rep_cmps(const void *a, const void *b, size_t n)
{
	const u8 *p = a, *q = b;
	size_t count = n / 4;

	__asm__ __volatile__("testl %0, %0\n\t" /* sets ZF when there is nothing to compare */
			     "repe cmpsl\n\t"
			     "je 1f\n\t"
			     "movl $4, %0\n\t" /* the word that differs, again by bytes */
			     "subl %0, %1\n\t"
			     "subl %0, %2\n\t"
			     "jmp 2f\n"
			     "1:	movl %3, %0\n\t"
			     "2:	testl %0, %0\n\t"
			     "repe cmpsb"
			     : "+&c"(count), "+&D"(p), "+&S"(q)
			     : "r"(n % 4)
			     : "memory", "cc");
	if (n == 0)
		return 0;
	return p[-1] - q[-1];
}

#endif
