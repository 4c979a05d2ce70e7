// SPDX-License-Identifier: MIT
/*
 * linux/bitops.h - single bits and searches for them
 *
 *   set_bit(), clear_bit(), change_bit(), test_and_set_bit()   atomic; a bitmap is an array of unsigned long
 *   __set_bit() and so on                                      not atomic: the caller holds the lock
 *   ffs(x), fls(x)                                             1 + index of lowest/highest set bit; 0 if none
 *   __ffs(x), __fls(x)                                         index; x must not be 0
 */
#ifndef LINUX_BITOPS_H
#define LINUX_BITOPS_H

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/const.h>
#include <linux/types.h>

#define BITS_PER_BYTE 8
#define BITS_PER_LONG (__SIZEOF_LONG__ * BITS_PER_BYTE)
#define BITS_TO_LONGS(nr) (((nr) + BITS_PER_LONG - 1) / BITS_PER_LONG)
#define BIT_MASK(nr) (UL(1) << ((nr) % BITS_PER_LONG))
#define BIT_WORD(nr) ((nr) / BITS_PER_LONG)
/* 0; of constants that are the wrong way round, it does not compile. */
#define GENMASK_INPUT_CHECK(h, l)                                                                  \
	BUILD_BUG_ON_ZERO(__builtin_choose_expr(__builtin_constant_p((l) > (h)), (l) > (h), 0))
#define GENMASK(h, l)                                                                              \
	(GENMASK_INPUT_CHECK(h, l) + ((~UL(0) << (l)) & (~UL(0) >> (BITS_PER_LONG - 1 - (h)))))
#define GENMASK_ULL(h, l) (GENMASK_INPUT_CHECK(h, l) + ((~ULL(0) << (l)) & (~ULL(0) >> (63 - (h)))))

static __always_inline bool test_bit(unsigned long nr, const volatile unsigned long *addr)
{
	return addr[BIT_WORD(nr)] & BIT_MASK(nr);
}

/* Each operation, atomic and not; of the form with test_and_, the bit as it was. */
#define __DEFINE_BITOP(name, op, atomic_op, mask)                                                  \
	static __always_inline void __##name##_bit(unsigned long nr, volatile unsigned long *addr) \
	{                                                                                          \
		addr[BIT_WORD(nr)] op mask;                                                        \
	}                                                                                          \
	static __always_inline bool __test_and_##name##_bit(unsigned long nr,                      \
							    volatile unsigned long *addr)          \
	{                                                                                          \
		bool old = test_bit(nr, addr);                                                     \
                                                                                                   \
		__##name##_bit(nr, addr);                                                          \
		return old;                                                                        \
	}                                                                                          \
	static __always_inline bool test_and_##name##_bit(unsigned long nr,                        \
							  volatile unsigned long *addr)            \
	{                                                                                          \
		return atomic_op(&addr[BIT_WORD(nr)], mask, __ATOMIC_SEQ_CST) & BIT_MASK(nr);      \
	}                                                                                          \
	static __always_inline void name##_bit(unsigned long nr, volatile unsigned long *addr)     \
	{                                                                                          \
		test_and_##name##_bit(nr, addr);                                                   \
	}

__DEFINE_BITOP(set, |=, __atomic_fetch_or, BIT_MASK(nr))
__DEFINE_BITOP(clear, &=, __atomic_fetch_and, ~BIT_MASK(nr))
__DEFINE_BITOP(change, ^=, __atomic_fetch_xor, BIT_MASK(nr))

static __always_inline unsigned long __ffs(unsigned long word)
{
	return __builtin_ctzl(word);
}

static __always_inline unsigned long __fls(unsigned long word)
{
	return BITS_PER_LONG - 1 - __builtin_clzl(word);
}

static __always_inline int ffs(int x)
{
	return x ? __builtin_ctz(x) + 1 : 0;
}

static __always_inline int fls(unsigned int x)
{
	return x ? 32 - __builtin_clz(x) : 0;
}

/* By halves: the 64-bit builtins may call libgcc. */
static __always_inline int fls64(u64 x)
{
	u32 high = x >> 32;

	return high ? 32 + fls(high) : fls((u32)x);
}

static __always_inline unsigned int __ffs64(u64 x)
{
	return (u32)x ? __builtin_ctz((u32)x) : 32 + __builtin_ctz((u32)(x >> 32));
}

static inline unsigned int hweight32(u32 w)
{
	w -= (w >> 1) & 0x55555555;
	w = (w & 0x33333333) + ((w >> 2) & 0x33333333);
	w = (w + (w >> 4)) & 0x0f0f0f0f;
	return (w * 0x01010101) >> 24;
}

/**
 * find_next_bit - lowest set bit at or after an index
 * @addr:   bitmap
 * @size:   its length in bits
 * @offset: where to start
 *
 * Context: any; changes made meanwhile may be missed. Return: its index; @size if there is none.
 */
unsigned long find_next_bit(const unsigned long *addr, unsigned long size, unsigned long offset);
unsigned long find_next_zero_bit(const unsigned long *addr, unsigned long size,
				 unsigned long offset);

#define find_first_bit(addr, size) find_next_bit(addr, size, 0)
#define find_first_zero_bit(addr, size) find_next_zero_bit(addr, size, 0)
#define for_each_set_bit(bit, addr, size)                                                          \
	for ((bit) = find_first_bit(addr, size); (bit) < (size);                                   \
	     (bit) = find_next_bit(addr, size, (bit) + 1))

#define BITS_PER_LONG_LONG 64
#define BITS_PER_TYPE(type) (sizeof(type) * BITS_PER_BYTE)

#define ffz(x) __ffs(~(x))
#define fls_long(x) fls(x)
#define hweight8(w) hweight32((u8)(w))
#define hweight16(w) hweight32((u16)(w))
#define hweight_long(w) hweight32(w)
#define hweight64(w) (hweight32((u32)(w)) + hweight32((u64)(w) >> 32))

static inline u32 rol32(u32 word, unsigned int shift)
{
	return word << (shift & 31) | word >> (-shift & 31);
}

static inline u32 ror32(u32 word, unsigned int shift)
{
	return word >> (shift & 31) | word << (-shift & 31);
}

static inline s32 sign_extend32(u32 value, int index)
{
	return (s32)(value << (31 - index)) >> (31 - index);
}

#define for_each_clear_bit(bit, addr, size)                                                        \
	for ((bit) = find_first_zero_bit(addr, size); (bit) < (size);                              \
	     (bit) = find_next_zero_bit(addr, size, (bit) + 1))

#endif
