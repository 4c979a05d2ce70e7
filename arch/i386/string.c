// SPDX-License-Identifier: MIT
/*
 * arch/i386/string.c - memory by the CPU's string instructions: one instruction moves, fills or compares four bytes
 *
 * The direction flag is clear in all C code; handlers clear it on entry. The compiler calls these functions too.
 *
 * Tests: tests/kernel/string_test.c
 */
#include <linux/string.h>

#undef memcpy
#undef memset

void *memcpy(void *dest, const void *src, size_t n)
{
	void *d = dest;
	size_t words = n / 4, bytes = n % 4;

	__asm__ __volatile__("rep movsl" : "+c"(words), "+D"(d), "+S"(src) : : "memory");
	__asm__ __volatile__("rep movsb" : "+c"(bytes), "+D"(d), "+S"(src) : : "memory");
	return dest;
}

/* Upwards is right unless dest begins inside src: each word is read before the write that overtakes it. */
void *memmove(void *dest, const void *src, size_t n)
{
	void *d = dest + n - 1;
	size_t words = n / 4, count = n % 4;

	if ((unsigned long)dest - (unsigned long)src >= n)
		return memcpy(dest, src, n);
	src += n - 1;
	__asm__ __volatile__("std\n\t"
			     "rep movsb\n\t"
			     "subl $3, %%edi\n\t" /* from the last byte of a word to its first */
			     "subl $3, %%esi\n\t"
			     "movl %3, %%ecx\n\t"
			     "rep movsl\n\t"
			     "cld"
			     : "+&c"(count), "+&D"(d), "+&S"(src)
			     : "r"(words)
			     : "memory", "cc");
	return dest;
}

void *memset(void *dest, int c, size_t n)
{
	void *d = dest;
	size_t words = n / 4, bytes = n % 4;
	u32 value = (u8)c * 0x01010101u;

	__asm__ __volatile__("rep stosl" : "+c"(words), "+D"(d) : "a"(value) : "memory");
	__asm__ __volatile__("rep stosb" : "+c"(bytes), "+D"(d) : "a"(value) : "memory");
	return dest;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const u8 *p = a, *q = b;
	size_t words = n / 4, bytes = n % 4;
	bool equal = true;

	if (words)
		__asm__ __volatile__("repe cmpsl"
				     : "+c"(words), "+S"(p), "+D"(q), "=@ccz"(equal)
				     :
				     : "memory");
	if (!equal) { /* look at the word that differs again, byte by byte */
		p -= 4;
		q -= 4;
		bytes = 4;
	}
	for (; bytes; bytes--, p++, q++)
		if (*p != *q)
			return *p - *q;
	return 0;
}
