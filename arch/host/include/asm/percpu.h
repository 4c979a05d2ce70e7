// SPDX-License-Identifier: MIT
/*
 * asm/percpu.h - one CPU: its variables are ordinary ones
 */
#ifndef ASM_PERCPU_H
#define ASM_PERCPU_H

#define DECLARE_PER_CPU(type, name) extern __typeof__(type) name
#define DEFINE_PER_CPU(type, name) __typeof__(type) name
#define DEFINE_PER_CPU_PAGE_ALIGNED(type, name)                                                    \
	__attribute__((__aligned__(4096))) __typeof__(type) name

#define per_cpu_offset(cpu) (0UL * (cpu))

#define this_cpu_read(var) (*(volatile __typeof__(var) *)&(var))
#define this_cpu_read_stable(var) (var)
#define this_cpu_write(var, val) ((void)((var) = (val)))
#define this_cpu_add(var, val) ((void)((var) += (val)))
#define this_cpu_and(var, val) ((void)((var) &= (val)))
#define this_cpu_or(var, val) ((void)((var) |= (val)))
#define this_cpu_inc(var) ((void)((var)++))
#define this_cpu_dec(var) ((void)((var)--))
#define this_cpu_add_return(var, val) ((var) += (val))
#define this_cpu_dec_and_test(var) (--(var) == 0)
#define this_cpu_xchg(var, val)                                                                    \
	({                                                                                         \
		__typeof__(var) __old = (var);                                                     \
		(var) = (val);                                                                     \
		__old;                                                                             \
	})
#define this_cpu_ptr(ptr) (ptr)

#endif
