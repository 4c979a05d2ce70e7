// SPDX-License-Identifier: MIT
/*
 * linux/rcupdate.h - read without a lock what others may take away
 *
 *   reader    rcu_read_lock();  p = rcu_dereference(gp);  ... use *p ...;  rcu_read_unlock();
 *   writer    old = gp;  rcu_assign_pointer(gp, new);  synchronize_rcu();  kfree(old);        or kfree_rcu(old, rcu)
 *
 * A reader is a section with preemption off, so a CPU that has been through the scheduler has left all sections that it
 * was in. A grace period ends when every CPU has. Interrupt handlers are readers of themselves.
 *
 * Tests: tests/kernel/rcu_test.c
 * Linux: Documentation/RCU/whatisRCU. As its CONFIG_PREEMPT_RCU=n, with preemption.
 */
#ifndef LINUX_RCUPDATE_H
#define LINUX_RCUPDATE_H

#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/container_of.h>
#include <linux/preempt.h>

typedef void (*rcu_callback_t)(struct rcu_head *head);

#define rcu_read_lock() preempt_disable()
#define rcu_read_unlock() preempt_enable()

#define rcu_dereference(p) READ_ONCE(p)
#define rcu_assign_pointer(p, v) smp_store_release(&(p), v)

/**
 * synchronize_rcu - wait until all sections that are being read now have ended
 *
 * Context: thread; sleeps. Not in a reader.
 */
void synchronize_rcu(void);

/**
 * call_rcu - have a function called after a grace period
 * @head: lies in the object; the caller does not touch it until then
 * @func: called in a thread, preemption on. What sleeps there delays all that come after; in Linux it must not
 *
 * Context: any but NMI.
 */
void call_rcu(struct rcu_head *head, rcu_callback_t func);

/* Waits until the functions of all earlier call_rcu()s have returned. Context: thread; sleeps. */
void rcu_barrier(void);

/* Offsets in place of functions: no function lies in the first page. */
#define __KVFREE_RCU_OFFSET_MAX 4096

/**
 * kfree_rcu - free memory after a grace period
 * @ptr: from kmalloc(), kmem_cache_alloc() or vmalloc()
 * @rhf: name of the struct rcu_head in it
 *
 * Context: any but NMI. kvfree_rcu() is the same.
 */
#define kfree_rcu(ptr, rhf)                                                                        \
	do {                                                                                       \
		__typeof__(ptr) __rcu_ptr = (ptr);                                                 \
                                                                                                   \
		_Static_assert(offsetof(__typeof__(*__rcu_ptr), rhf) < __KVFREE_RCU_OFFSET_MAX,    \
			       "the rcu_head lies too far behind");                                \
		if (__rcu_ptr)                                                                     \
			call_rcu(&__rcu_ptr->rhf, (rcu_callback_t)(unsigned long)offsetof(         \
							  __typeof__(*__rcu_ptr), rhf));           \
	} while (0)
#define kvfree_rcu(ptr, rhf) kfree_rcu(ptr, rhf)

/* Starts the thread that calls the functions. Context: boot, threads run. */
void rcu_init(void);

/* For what has no room for a struct rcu_head. Context: thread; sleeps. */
void kvfree_rcu_mightsleep(void *ptr);
#define kfree_rcu_mightsleep(ptr) kvfree_rcu_mightsleep(ptr)

#define rcu_access_pointer(p) READ_ONCE(p)
#define rcu_dereference_raw(p) READ_ONCE(p)
#define rcu_dereference_check(p, condition) READ_ONCE(p)
#define rcu_dereference_protected(p, condition) (p)
#define RCU_INIT_POINTER(p, v) WRITE_ONCE(p, v)
#define RCU_INITIALIZER(v) (v)
#define rcu_head_init(head) ((void)(head))

#endif
