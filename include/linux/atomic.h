// SPDX-License-Identifier: MIT
/*
 * linux/atomic.h - counters that several CPUs change, and the order in which memory is seen
 *
 *   atomic_read/set               plain accesses
 *   atomic_inc/dec/add/sub        no value, no order
 *   ..._return, ..._and_test,     value; a full barrier before and after
 *   xchg(), cmpxchg()             the same for any word
 *
 *   smp_mb()                      accesses before it are seen by all CPUs before those behind it
 *   smp_rmb(), smp_wmb()          the same for reads, for writes: x86 keeps these orders itself, the compiler must too
 *   smp_store_release(p, v)       what came before is seen by whoever reads v with smp_load_acquire(p)
 *
 * Linux: Documentation/atomic_t.txt, memory-barriers.txt.
 */
#ifndef LINUX_ATOMIC_H
#define LINUX_ATOMIC_H

#include <linux/compiler.h>
#include <linux/types.h>

#define smp_mb() __atomic_thread_fence(__ATOMIC_SEQ_CST)
#define smp_rmb() barrier()
#define smp_wmb() barrier()

#define smp_store_release(p, v)                                                                    \
	do {                                                                                       \
		barrier();                                                                         \
		WRITE_ONCE(*(p), v);                                                               \
	} while (0)

#define smp_load_acquire(p)                                                                        \
	({                                                                                         \
		__typeof__(*(p)) __loaded = READ_ONCE(*(p));                                       \
		barrier();                                                                         \
		__loaded;                                                                          \
	})

/* Writes, and only then lets what follows read. */
#define smp_store_mb(var, value)                                                                   \
	do {                                                                                       \
		__atomic_exchange_n(&(var), value, __ATOMIC_SEQ_CST);                              \
	} while (0)

#define xchg(ptr, val) __atomic_exchange_n(ptr, val, __ATOMIC_SEQ_CST)

/* Return: what was there; it equals @old when @new has been stored. */
#define cmpxchg(ptr, old, new)                                                                     \
	({                                                                                         \
		__typeof__(*(ptr)) __seen = (old);                                                 \
		__atomic_compare_exchange_n(ptr, &__seen, new, false, __ATOMIC_SEQ_CST,            \
					    __ATOMIC_SEQ_CST);                                     \
		__seen;                                                                            \
	})

/* Return: stored; if not, *@oldp is what is there. */
#define try_cmpxchg(ptr, oldp, new)                                                                \
	__atomic_compare_exchange_n(ptr, oldp, new, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)

#define ATOMIC_INIT(i)                                                                             \
	{                                                                                          \
		(i)                                                                                \
	}

static __always_inline int atomic_read(const atomic_t *v)
{
	return READ_ONCE(v->counter);
}

static __always_inline void atomic_set(atomic_t *v, int i)
{
	WRITE_ONCE(v->counter, i);
}

static __always_inline int atomic_add_return(int i, atomic_t *v)
{
	return __atomic_add_fetch(&v->counter, i, __ATOMIC_SEQ_CST);
}

#define atomic_sub_return(i, v) atomic_add_return(-(i), v)
#define atomic_add(i, v) ((void)atomic_add_return(i, v))
#define atomic_sub(i, v) ((void)atomic_sub_return(i, v))
#define atomic_inc(v) atomic_add(1, v)
#define atomic_dec(v) atomic_sub(1, v)
#define atomic_inc_return(v) atomic_add_return(1, v)
#define atomic_dec_return(v) atomic_sub_return(1, v)
#define atomic_dec_and_test(v) (atomic_dec_return(v) == 0)

#define atomic_inc_and_test(v) (atomic_inc_return(v) == 0)
#define atomic_sub_and_test(i, v) (atomic_sub_return(i, v) == 0)
#define atomic_add_negative(i, v) (atomic_add_return(i, v) < 0)
#define atomic_fetch_add(i, v) __atomic_fetch_add(&(v)->counter, i, __ATOMIC_SEQ_CST)
#define atomic_fetch_sub(i, v) __atomic_fetch_sub(&(v)->counter, i, __ATOMIC_SEQ_CST)
#define atomic_fetch_inc(v) atomic_fetch_add(1, v)
#define atomic_fetch_dec(v) atomic_fetch_sub(1, v)
#define atomic_fetch_or(i, v) __atomic_fetch_or(&(v)->counter, i, __ATOMIC_SEQ_CST)
#define atomic_fetch_and(i, v) __atomic_fetch_and(&(v)->counter, i, __ATOMIC_SEQ_CST)
#define atomic_fetch_xor(i, v) __atomic_fetch_xor(&(v)->counter, i, __ATOMIC_SEQ_CST)
#define atomic_or(i, v) ((void)atomic_fetch_or(i, v))
#define atomic_and(i, v) ((void)atomic_fetch_and(i, v))
#define atomic_xor(i, v) ((void)atomic_fetch_xor(i, v))
#define atomic_xchg(v, new) xchg(&(v)->counter, new)
#define atomic_cmpxchg(v, old, new) cmpxchg(&(v)->counter, old, new)
#define atomic_try_cmpxchg(v, oldp, new) try_cmpxchg(&(v)->counter, oldp, new)
#define atomic_read_acquire(v) smp_load_acquire(&(v)->counter)
#define atomic_set_release(v, i) smp_store_release(&(v)->counter, i)

/* Adds @a unless it is @u. Return: what it was. */
static inline int atomic_fetch_add_unless(atomic_t *v, int a, int u)
{
	int old = atomic_read(v);

	while (old != u && !atomic_try_cmpxchg(v, &old, old + a))
		;
	return old;
}
#define atomic_add_unless(v, a, u) (atomic_fetch_add_unless(v, a, u) != (u))
#define atomic_inc_not_zero(v) atomic_add_unless(v, 1, 0)

/* One less, if it is above 0. Return: what it is, or would be. */
static inline int atomic_dec_if_positive(atomic_t *v)
{
	int old = atomic_read(v);

	while (old > 0 && !atomic_try_cmpxchg(v, &old, old - 1))
		;
	return old - 1;
}

/* A lock'ed instruction is a full barrier. */
#define smp_mb__before_atomic() barrier()
#define smp_mb__after_atomic() barrier()
#define mb() smp_mb()
#define rmb() smp_mb()
#define wmb() smp_mb()

/* The same for a long. There is no atomic64_t: a 486 has no instruction for it. */
#define ATOMIC_LONG_INIT(i) ATOMIC_INIT(i)
#define atomic_long_read(v) READ_ONCE((v)->counter)
#define atomic_long_set(v, i) WRITE_ONCE((v)->counter, i)
#define atomic_long_add_return(i, v) __atomic_add_fetch(&(v)->counter, i, __ATOMIC_SEQ_CST)
#define atomic_long_sub_return(i, v) __atomic_sub_fetch(&(v)->counter, i, __ATOMIC_SEQ_CST)
#define atomic_long_add(i, v) ((void)atomic_long_add_return(i, v))
#define atomic_long_sub(i, v) ((void)atomic_long_sub_return(i, v))
#define atomic_long_inc(v) atomic_long_add(1, v)
#define atomic_long_dec(v) atomic_long_sub(1, v)
#define atomic_long_inc_return(v) atomic_long_add_return(1, v)
#define atomic_long_dec_return(v) atomic_long_sub_return(1, v)
#define atomic_long_dec_and_test(v) (atomic_long_dec_return(v) == 0)
#define atomic_long_fetch_add(i, v) __atomic_fetch_add(&(v)->counter, i, __ATOMIC_SEQ_CST)
#define atomic_long_xchg(v, new) xchg(&(v)->counter, new)
#define atomic_long_cmpxchg(v, old, new) cmpxchg(&(v)->counter, old, new)

#endif
