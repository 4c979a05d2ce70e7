// SPDX-License-Identifier: MIT
/*
 * asm/percpu.h - per-CPU variables by way of %fs
 *
 *   variable x of this CPU   %fs:x       the base of %fs is __per_cpu_offset[cpu], 0 on the boot CPU: its copies are
 *                                        where the linker has put them, so that there is no "too early"
 *
 *   one CPU's area   .percpu..data | .bss..percpu      linker.ld: __per_cpu_start .. __per_cpu_end
 */
#ifndef ASM_PERCPU_H
#define ASM_PERCPU_H

#include <linux/compiler.h>
#include <linux/threads.h>
#include <linux/types.h>

extern char __per_cpu_start[], __per_cpu_load_end[], __per_cpu_end[];
extern unsigned long __per_cpu_offset[NR_CPUS];
#define per_cpu_offset(cpu) __per_cpu_offset[cpu]

#define DECLARE_PER_CPU(type, name) extern __typeof__(type) name
#define DEFINE_PER_CPU(type, name) __section(".percpu..data") __typeof__(type) name
#define DEFINE_PER_CPU_PAGE_ALIGNED(type, name)                                                    \
	__section(".bss..percpu") __aligned(4096) __typeof__(type) name

/* One instruction on this CPU's copy of a word, with an operand or without. */
#define __this_cpu_op(op, var)                                                                     \
	do {                                                                                       \
		_Static_assert(sizeof(var) == 4, "per-CPU operations are for words");              \
		__asm__ __volatile__(op " %%fs:%0" : "+m"(var) : : "cc");                          \
	} while (0)
#define __this_cpu_op2(op, var, val)                                                               \
	do {                                                                                       \
		_Static_assert(sizeof(var) == 4, "per-CPU operations are for words");              \
		__asm__ __volatile__(op " %1, %%fs:%0" : "+m"(var) : "ri"((u32)(val)) : "cc");     \
	} while (0)

#define this_cpu_write(var, val) __this_cpu_op2("movl", var, val)
#define this_cpu_add(var, val) __this_cpu_op2("addl", var, val)
#define this_cpu_and(var, val) __this_cpu_op2("andl", var, val)
#define this_cpu_or(var, val) __this_cpu_op2("orl", var, val)
#define this_cpu_inc(var) __this_cpu_op("incl", var)
#define this_cpu_dec(var) __this_cpu_op("decl", var)

#define this_cpu_dec_and_test(var)                                                                 \
	({                                                                                         \
		bool __zero;                                                                       \
		__asm__ __volatile__("decl %%fs:%1" : "=@ccz"(__zero), "+m"(var));                 \
		__zero;                                                                            \
	})

#define this_cpu_read(var)                                                                         \
	({                                                                                         \
		__typeof__(var) __val;                                                             \
		_Static_assert(sizeof(var) == 4, "per-CPU operations are for words");              \
		__asm__ __volatile__("movl %%fs:%1, %0" : "=r"(__val) : "m"(var));                 \
		__val;                                                                             \
	})

/* Of a variable that, to the thread that asks, never changes: the compiler may keep the value. */
#define this_cpu_read_stable(var)                                                                  \
	({                                                                                         \
		__typeof__(var) __val;                                                             \
		__asm__("movl %%fs:%c1, %0" : "=r"(__val) : "i"(&(var)));                          \
		__val;                                                                             \
	})

/* Return: the new value. */
#define this_cpu_add_return(var, val)                                                              \
	({                                                                                         \
		__typeof__(var) __val = (val), __old = __val;                                      \
		_Static_assert(sizeof(var) == 4, "per-CPU operations are for words");              \
		__asm__ __volatile__("xaddl %0, %%fs:%1" : "+r"(__old), "+m"(var) : : "cc");       \
		__old + __val;                                                                     \
	})

#define this_cpu_xchg(var, val)                                                                    \
	({                                                                                         \
		__typeof__(var) __val = (val);                                                     \
		__asm__ __volatile__("xchgl %0, %%fs:%1" : "+r"(__val), "+m"(var));                \
		__val;                                                                             \
	})

DECLARE_PER_CPU(unsigned long, this_cpu_off);

#define this_cpu_ptr(ptr) ((__typeof__(ptr))((unsigned long)(ptr) + this_cpu_read(this_cpu_off)))

/**
 * setup_per_cpu_areas - an area for each possible CPU but the first, filled as the boot CPU's is now
 *
 * Panics without memory. Context: boot CPU, once, memblock maps LOWMEM and the possible CPUs are known.
 */
void setup_per_cpu_areas(void);

#endif
