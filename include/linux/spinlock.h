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

struct task_struct;

typedef struct spinlock {
	u16 next;
	u16 owner;
#ifdef CONFIG_DEBUG_VM
	struct task_struct *holder;
	unsigned long since; /* jiffies */
	unsigned int extra;  /* locked again by its holder, which was reported */
#endif
} spinlock_t;

#define __SPIN_LOCK_UNLOCKED(name)                                                                 \
	{                                                                                          \
		.next = 0                                                                          \
	}
#define DEFINE_SPINLOCK(name) spinlock_t name = __SPIN_LOCK_UNLOCKED(name)

static inline void spin_lock_init(spinlock_t *lock)
{
	*lock = (spinlock_t)__SPIN_LOCK_UNLOCKED(lock);
}

static __always_inline void __spin_take(spinlock_t *lock)
{
	u16 ticket = __atomic_fetch_add(&lock->next, 1, __ATOMIC_ACQUIRE);

	while (unlikely(__atomic_load_n(&lock->owner, __ATOMIC_ACQUIRE) != ticket))
		cpu_relax();
}

/* Only the holder writes owner: one instruction without lock, and on x86 a store is a release. */
static __always_inline void __spin_give(spinlock_t *lock)
{
	barrier();
	lock->owner++;
	barrier();
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

/* The above with checks, and a report each: kernel/lock_debug.c. */
#ifdef CONFIG_DEBUG_VM
void spin_debug_lock(spinlock_t *lock);
bool spin_debug_trylock(spinlock_t *lock);
void spin_debug_unlock(spinlock_t *lock);
#else
#define spin_debug_lock(lock) __spin_take(lock)
#define spin_debug_trylock(lock) __spin_try(lock)
#define spin_debug_unlock(lock) __spin_give(lock)
#endif

static __always_inline void spin_lock(spinlock_t *lock)
{
	preempt_disable();
	spin_debug_lock(lock);
}

static __always_inline void spin_unlock(spinlock_t *lock)
{
	spin_debug_unlock(lock);
	preempt_enable();
}

static inline bool spin_trylock(spinlock_t *lock)
{
	preempt_disable();
	if (spin_debug_trylock(lock))
		return true;
	preempt_enable();
	return false;
}

/* In a thread, where interrupts are on. */
#define spin_lock_irq(lock)                                                                        \
	do {                                                                                       \
		local_irq_disable();                                                               \
		preempt_disable();                                                                 \
		spin_debug_lock(lock);                                                             \
	} while (0)

static __always_inline void spin_unlock_irq(spinlock_t *lock)
{
	spin_debug_unlock(lock);
	local_irq_enable();
	preempt_enable();
}

#define spin_lock_irqsave(lock, flags)                                                             \
	do {                                                                                       \
		local_irq_save(flags);                                                             \
		preempt_disable();                                                                 \
		spin_debug_lock(lock);                                                             \
	} while (0)

static __always_inline void spin_unlock_irqrestore(spinlock_t *lock, unsigned long flags)
{
	spin_debug_unlock(lock);
	local_irq_restore(flags);
	preempt_enable();
}

/* Interrupts have no second half that threads would have to keep out. */
#define spin_lock_bh(lock) spin_lock(lock)
#define spin_unlock_bh(lock) spin_unlock(lock)
#define spin_lock_nested(lock, subclass) spin_lock(lock)
#define assert_spin_locked(lock) BUG_ON(!spin_is_locked(lock))
#define spin_trylock_irqsave(lock, flags)                                                          \
	({                                                                                         \
		bool __taken;                                                                      \
                                                                                                   \
		local_irq_save(flags);                                                             \
		__taken = spin_trylock(lock);                                                      \
		if (!__taken)                                                                      \
			local_irq_restore(flags);                                                  \
		__taken;                                                                           \
	})

typedef spinlock_t raw_spinlock_t;
#define DEFINE_RAW_SPINLOCK(name) DEFINE_SPINLOCK(name)
#define raw_spin_lock_init(lock) spin_lock_init(lock)
#define raw_spin_lock(lock) spin_lock(lock)
#define raw_spin_trylock(lock) spin_trylock(lock)
#define raw_spin_unlock(lock) spin_unlock(lock)
#define raw_spin_lock_irq(lock) spin_lock_irq(lock)
#define raw_spin_unlock_irq(lock) spin_unlock_irq(lock)
#define raw_spin_lock_irqsave(lock, flags) spin_lock_irqsave(lock, flags)
#define raw_spin_unlock_irqrestore(lock, flags) spin_unlock_irqrestore(lock, flags)

#endif
