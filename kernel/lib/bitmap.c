// SPDX-License-Identifier: MIT
/*
 * kernel/lib/bitmap.c - searches in arrays of bits
 *
 * Tests: tests/kernel/string_test.c (also on the host)
 */
#include <linux/bitops.h>

#include <linux/minmax.h>

/* Words are turned over by invert, so that "set" is what is searched for. */
static unsigned long find_next(const unsigned long *addr, unsigned long size, unsigned long offset,
			       unsigned long invert)
{
	unsigned long word;

	if (offset >= size)
		return size;
	word = (addr[BIT_WORD(offset)] ^ invert) & (~0UL << (offset % BITS_PER_LONG));
	for (offset -= offset % BITS_PER_LONG; !word; word = addr[BIT_WORD(offset)] ^ invert) {
		offset += BITS_PER_LONG;
		if (offset >= size)
			return size;
	}
	return min(offset + __ffs(word), size);
}

unsigned long find_next_bit(const unsigned long *addr, unsigned long size, unsigned long offset)
{
	return find_next(addr, size, offset, 0);
}

unsigned long find_next_zero_bit(const unsigned long *addr, unsigned long size,
				 unsigned long offset)
{
	return find_next(addr, size, offset, ~0UL);
}
