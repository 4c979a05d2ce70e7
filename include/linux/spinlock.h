// SPDX-License-Identifier: MIT
/*
 * linux/spinlock.h - a lock that is waited for by spinning, first come first served
 *
 *   spinlock_t { next | owner }    take a ticket from next, spin until owner shows it; unlock serves the next number
 *
 * The irqsave form also keeps this CPU's interrupts out: needed for each lock that an interrupt handler may take.
 *
 * Linux: Documentation/locking/spinlocks.
 */
#ifndef LINUX_SPINLOCK_H
#define LINUX_SPINLOCK_H

#include <linux/compiler.h>
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/types.h>
#include <asm/processor.h>

typedef struct spinlock {
	u16 next;
	u16 owner;
} spinlock_t;

#define __SPIN_LOCK_UNLOCKED(name)                                                                 \
	{                                                                                          \
		0, 0                                                                               \
	}
#define DEFINE_SPINLOCK(name) spinlock_t name = __SPIN_LOCK_UNLOCKED(name)

static inline void spin_lock_init(spinlock_t *lock)
{
	lock->next = 0;
	lock->owner = 0;
}

static __always_inline void __spin_take(spinlock_t *lock)
{
	u16 ticket = __atomic_fetch_add(&lock->next, 1, __ATOMIC_ACQUIRE);

	while (unlikely(__atomic_load_n(&lock->owner, __ATOMIC_ACQUIRE) != ticket))
		cpu_relax();
}

/* Only the holder writes owner, so a plain store with release order is enough. */
static __always_inline void __spin_give(spinlock_t *lock)
{
	__atomic_store_n(&lock->owner, lock->owner + 1, __ATOMIC_RELEASE);
}

static inline bool spin_is_locked(spinlock_t *lock)
{
	return READ_ONCE(lock->next) != READ_ONCE(lock->owner);
}

/* Takes the lock if nobody holds it or waits. */
static inline bool __spin_try(spinlock_t *lock)
{
	u32 old = READ_ONCE(*(u32 *)lock);
	u32 taken = (old & 0xffff0000) | (u16)(old + 1);

	return (u16)old == (u16)(old >> 16) &&
	       __atomic_compare_exchange_n((u32 *)lock, &old, taken, false, __ATOMIC_ACQUIRE,
					   __ATOMIC_RELAXED);
}

static __always_inline void spin_lock(spinlock_t *lock)
{
	preempt_disable();
	__spin_take(lock);
}

static __always_inline void spin_unlock(spinlock_t *lock)
{
	__spin_give(lock);
	preempt_enable();
}

static inline bool spin_trylock(spinlock_t *lock)
{
	preempt_disable();
	if (__spin_try(lock))
		return true;
	preempt_enable();
	return false;
}

/* In a thread, where interrupts are on. */
#define spin_lock_irq(lock)                                                                        \
	do {                                                                                       \
		local_irq_disable();                                                               \
		preempt_disable();                                                                 \
		__spin_take(lock);                                                                 \
	} while (0)

static __always_inline void spin_unlock_irq(spinlock_t *lock)
{
	__spin_give(lock);
	local_irq_enable();
	preempt_enable();
}

#define spin_lock_irqsave(lock, flags)                                                             \
	do {                                                                                       \
		local_irq_save(flags);                                                             \
		preempt_disable();                                                                 \
		__spin_take(lock);                                                                 \
	} while (0)

static __always_inline void spin_unlock_irqrestore(spinlock_t *lock, unsigned long flags)
{
	__spin_give(lock);
	local_irq_restore(flags);
	preempt_enable();
}

#endif
