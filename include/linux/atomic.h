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

/*
 * References to an object. One that has reached 0 stays there, and one that ran over, or below 0, sticks: the object is
 * then never freed, which does less harm than freeing it early.
 */
typedef struct {
	atomic_t refs;
} refcount_t;

#define REFCOUNT_INIT(n)                                                                           \
	{                                                                                          \
		ATOMIC_INIT(n)                                                                     \
	}

static inline void refcount_set(refcount_t *r, int n)
{
	atomic_set(&r->refs, n);
}

static inline unsigned int refcount_read(const refcount_t *r)
{
	return atomic_read(&r->refs);
}

/* One more; the caller has one already. */
void refcount_inc(refcount_t *r);

/* Return: it was the last, and the object is the caller's to free. */
bool __must_check refcount_dec_and_test(refcount_t *r);

#endif
