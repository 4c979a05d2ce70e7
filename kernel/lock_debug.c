// SPDX-License-Identifier: MIT
/*
 * kernel/lock_debug.c - mistakes with sections, locks and stacks that the DEBUG=1 build reports, each with its backtrace
 *
 *   might_sleep()        preemption or interrupts are off
 *   preempt_enable()     nothing is open that it could close
 *   spin_lock()          this thread holds the lock already: nothing is waited for, and the matching unlock does nothing
 *   spin_unlock()        nobody holds it, or another thread; held for over a second
 *   schedule(), interrupt  the stack is nearly full
 *
 * A lock notes who holds it, since when. Time is counted in ticks, so that a lock held with interrupts off, by the CPU that
 * counts them, is reported by those who wait for it: a number of spins makes up for the ticks. What depends on time says so
 * and does not count as a warning, since an emulator may stand still for a second.
 *
 * Tests: tests/kernel/lock_debug_test.c
 * Linux: kernel/locking/spinlock_debug.c, __might_sleep() in kernel/sched/core.c.
 */
#include <linux/spinlock.h>

#include <linux/bug.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/watchdog.h>
#include <asm/page.h>
#include <asm/processor.h>

#ifdef CONFIG_DEBUG_VM

#define SPINS_A_SECOND (1u << 28)
#define STACK_LOW 1024 /* bytes that are left */

void check_stack_depth(unsigned long sp)
{
	unsigned long left = sp - (unsigned long)current->stack;

	if (left >= STACK_LOW || current->stack_low)
		return;
	current->stack_low = true;
	WARN(1, "BUG: %s/%d: only %lu bytes of stack left\n", current->comm, current->pid, left);
}

void __might_sleep(const char *file, int line)
{
	/* While the kernel starts, on what will be the idle thread, nothing sleeps although it may. */
	if (current->pid == 0 && !in_atomic())
		return;
	WARN(in_atomic() || irqs_disabled(),
	     "BUG: sleeping function called from invalid context at %s:%d\n"
	     "in_atomic(): %d, irqs_disabled(): %d, pid: %d, name: %s\n",
	     file, line, in_atomic(), irqs_disabled(), current->pid, current->comm);
}

void preempt_underflow(void)
{
	preempt_count_add(1);
	WARN(1, "BUG: preempt_enable() without preempt_disable()\n");
}

static __cold void report_time(spinlock_t *lock, const char *what, const struct task_struct *holder)
{
	report_late(KERN_ERR "BUG: spinlock %p %s for a second, by %s, on CPU %u\n", lock, what,
		    holder ? holder->comm : "nobody", raw_smp_processor_id());
}

static void spin_wait(spinlock_t *lock, u16 ticket)
{
	unsigned long start = jiffies;
	unsigned int spins = 0;
	bool reported = false;

	while (__atomic_load_n(&lock->owner, __ATOMIC_ACQUIRE) != ticket) {
		cpu_relax();
		if (!reported && (++spins > SPINS_A_SECOND || jiffies - start > HZ)) {
			reported = true;
			report_time(lock, "waited for, held", lock->holder);
		}
	}
}

static void spin_taken(spinlock_t *lock)
{
	lock->holder = current;
	lock->since = jiffies;
}

void spin_debug_lock(spinlock_t *lock)
{
	if (WARN(READ_ONCE(lock->holder) == current,
		 "BUG: spinlock recursion on CPU#%u, %s/%d, lock %p\n", raw_smp_processor_id(),
		 current->comm, current->pid, lock)) {
		lock->extra++;
		return;
	}
	spin_wait(lock, __atomic_fetch_add(&lock->next, 1, __ATOMIC_ACQUIRE));
	spin_taken(lock);
}

bool spin_debug_trylock(spinlock_t *lock)
{
	if (!__spin_try(lock))
		return false;
	spin_taken(lock);
	return true;
}

void spin_debug_unlock(spinlock_t *lock)
{
	bool long_held;

	if (WARN(!spin_is_locked(lock), "BUG: spinlock %p already unlocked, by %s/%d\n", lock,
		 current->comm, current->pid))
		return;
	if (lock->extra) {
		lock->extra--;
		return;
	}
	WARN(lock->holder != current,
	     "BUG: spinlock %p wrong owner: held by %s, unlocked by %s/%d\n", lock,
	     lock->holder ? lock->holder->comm : "nobody", current->comm, current->pid);
	long_held = jiffies - lock->since > HZ;
	lock->holder = NULL;
	__spin_give(lock);
	/* Now that it is free: the report may need it, for the time. */
	if (long_held)
		report_time(lock, "held", current);
}

#endif
