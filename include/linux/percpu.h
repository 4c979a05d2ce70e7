// SPDX-License-Identifier: MIT
/*
 * linux/percpu.h - variables of which each CPU has one
 *
 *   DEFINE_PER_CPU(int, x)         per_cpu(x, cpu)           that CPU's
 *                                  *this_cpu_ptr(&x)         this CPU's: its address
 *                                  this_cpu_inc(x), ...      the same in one instruction, which no interrupt can come between
 *   p = alloc_percpu(struct foo)   *per_cpu_ptr(p, cpu), *this_cpu_ptr(p), free_percpu(p)
 *
 * A variable's own address is that of the boot CPU's copy; other CPUs' lie __per_cpu_offset[cpu] further on, in areas that
 * setup_per_cpu_areas() copies from it. DEFINE_PER_CPU_PAGE_ALIGNED() is for large things that begin as zeroes.
 *
 * The caller sees to it that the thread stays on its CPU, as get_cpu() does; the one-instruction forms need not care when
 * it does not matter which CPU's variable they hit.
 *
 * Tests: tests/kernel/percpu_test.c
 * Linux: Documentation/core-api/this_cpu_ops.rst. One word each; atomic against interrupts, not against other CPUs.
 */
#ifndef LINUX_PERCPU_H
#define LINUX_PERCPU_H

#include <linux/cpumask.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include <asm/percpu.h>

#define per_cpu_ptr(ptr, cpu) ((__typeof__(ptr))((unsigned long)(ptr) + per_cpu_offset(cpu)))
#define per_cpu(var, cpu) (*per_cpu_ptr(&(var), cpu))
#define raw_cpu_ptr(ptr) this_cpu_ptr(ptr)

/* Bytes that all alloc_percpu() together can take. */
#define PERCPU_DYNAMIC_RESERVE (32UL << 10)

/**
 * __alloc_percpu - one piece of zeroed memory for each possible CPU
 * @size:  bytes, at most a page
 * @align: bytes, a power of two, at most a page; 0: any
 *
 * Context: any but NMI, after setup_per_cpu_areas(). Does not sleep.
 * Return:  for per_cpu_ptr() and this_cpu_ptr(); NULL when the reserve is used up.
 */
void __percpu *__alloc_percpu(size_t size, size_t align);
#define alloc_percpu_gfp(type, gfp) alloc_percpu(type)
#define alloc_percpu(type) ((type __percpu *)__alloc_percpu(sizeof(type), __alignof__(type)))

/* Gives it back; NULL is ignored. */
void free_percpu(void __percpu *ptr);

#define get_cpu_var(var)                                                                           \
	(*({                                                                                       \
		preempt_disable();                                                                 \
		this_cpu_ptr(&(var));                                                              \
	}))
#define put_cpu_var(var) preempt_enable()
#define get_cpu_ptr(ptr)                                                                           \
	({                                                                                         \
		preempt_disable();                                                                 \
		this_cpu_ptr(ptr);                                                                 \
	})
#define put_cpu_ptr(ptr) preempt_enable()
#define this_cpu_sub(var, val) this_cpu_add(var, -(__typeof__(var))(val))
#define this_cpu_sub_return(var, val) this_cpu_add_return(var, -(__typeof__(var))(val))
#define this_cpu_inc_return(var) this_cpu_add_return(var, 1)
#define this_cpu_dec_return(var) this_cpu_add_return(var, -1)
#define __this_cpu_read(var) this_cpu_read(var)
#define __this_cpu_write(var, val) this_cpu_write(var, val)
#define __this_cpu_add(var, val) this_cpu_add(var, val)
#define __this_cpu_sub(var, val) this_cpu_sub(var, val)
#define __this_cpu_add_return(var, val) this_cpu_add_return(var, val)
#define __this_cpu_sub_return(var, val) this_cpu_sub_return(var, val)
#define __this_cpu_inc_return(var) this_cpu_inc_return(var)
#define __this_cpu_dec_return(var) this_cpu_dec_return(var)
#define __this_cpu_inc(var) this_cpu_inc(var)
#define __this_cpu_dec(var) this_cpu_dec(var)

#endif
