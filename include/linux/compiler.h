// SPDX-License-Identifier: MIT
/*
 * linux/compiler.h - what the compiler is told about code and data
 */
#ifndef LINUX_COMPILER_H
#define LINUX_COMPILER_H

#define __always_inline inline __attribute__((__always_inline__))
#define noinline __attribute__((__noinline__))
#define __noreturn __attribute__((__noreturn__))
#define __packed __attribute__((__packed__))
#define __aligned(x) __attribute__((__aligned__(x)))
#define __section(s) __attribute__((__section__(s)))
#define __used __attribute__((__used__))
#define __maybe_unused __attribute__((__unused__))
#define __must_check __attribute__((__warn_unused_result__))
#define __weak __attribute__((__weak__))
#define __printf(fmt, args) __attribute__((__format__(printf, fmt, args)))
#define __pure __attribute__((__pure__))
#define __attribute_const__ __attribute__((__const__))
#define __cold __attribute__((__cold__))
#define __malloc __attribute__((__malloc__))
#define fallthrough __attribute__((__fallthrough__))

/* Called from or calling assembly: arguments on the stack. The kernel is built with -mregparm=3. */
#if defined(__i386__)
#define asmlinkage __attribute__((__regparm__(0)))
#else
#define asmlinkage
#endif

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define unreachable() __builtin_unreachable()

/* Compiler barrier: no memory access moves across, nothing is kept in registers. */
#define barrier() __asm__ __volatile__("" : : : "memory")

/* One access, of the whole object, exactly here. */
#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, val) (*(volatile __typeof__(x) *)&(x) = (val))

/* Makes the compiler forget what it knows of var's value. */
#define OPTIMIZER_HIDE_VAR(var) __asm__("" : "=r"(var) : "0"(var))

#define is_signed_type(type) ((type)-1 < (type)1)
#define __same_type(a, b) __builtin_types_compatible_p(__typeof__(a), __typeof__(b))

#define __UNIQUE_JOIN(a, b) a##b
#define __UNIQUE_PASTE(a, b) __UNIQUE_JOIN(a, b)
#define __UNIQUE_ID(prefix) __UNIQUE_PASTE(__UNIQUE_PASTE(__unique_, prefix), __COUNTER__)

#ifndef __user
#define __user
#define __iomem
#define __force
#define __percpu
#define __rcu
#endif

#ifndef __always_unused
#define __always_unused __attribute__((__unused__))
#define __deprecated
#define __visible
#define __alias(symbol) __attribute__((__alias__(#symbol)))
#define __assume_aligned(a, ...) __attribute__((__assume_aligned__(a, ##__VA_ARGS__)))
#define __alloc_size(x, ...) __attribute__((__alloc_size__(x, ##__VA_ARGS__)))
#define __scanf(fmt, args) __attribute__((__format__(scanf, fmt, args)))
#define __const __attribute__((__const__))
#define __hot __attribute__((__hot__))
#define __noclone __attribute__((__noclone__))
#define noinline_for_stack noinline
#define notrace
#define __no_sanitize_address
#define __latent_entropy
#define __randomize_layout
#define __designated_init
#define __counted_by(member)
#define __nocast
#define __must_hold(x)
#define __acquires(x)
#define __releases(x)
#define __acquire(x) ((void)0)
#define __release(x) ((void)0)
#define __chk_user_ptr(x) ((void)0)
#define data_race(expr) (expr)
#define barrier_data(ptr) __asm__ __volatile__("" : : "r"(ptr) : "memory")
#define READ_ONCE_NOCHECK(x) READ_ONCE(x)
#define typeof_member(type, member) __typeof__(((type *)0)->member)
#endif

#endif
