// SPDX-License-Identifier: MIT
/*
 * bench.h - one line for each benchmark: BENCH name total TICKS ops OPERATIONS jiffies ELAPSED
 *
 * Meant for -icount shift=0, where one TSC tick is one executed instruction: "make bench".
 */
#ifndef BENCH_H
#define BENCH_H

#include <linux/console.h>
#include <linux/irqflags.h>
#include <asm/timex.h>

static inline void bench_result(const char *name, u64 ticks, u32 ops)
{
	console_printf("BENCH %s total %llu ops %u jiffies 0\n", name, ticks, ops);
}

/* body n times with interrupts off, after warm times that do not count. Every figure includes 2 instructions of loop. */
#define BENCH(name, warm, n, body)                                                                 \
	do {                                                                                       \
		unsigned long __flags;                                                             \
		u32 __i;                                                                           \
		u64 __t0, __t1;                                                                    \
                                                                                                   \
		for (__i = 0; __i < (warm); __i++) {                                               \
			body;                                                                      \
		}                                                                                  \
		local_irq_save(__flags);                                                           \
		__t0 = rdtsc();                                                                    \
		for (__i = 0; __i < (n); __i++) {                                                  \
			body;                                                                      \
			barrier();                                                                 \
		}                                                                                  \
		__t1 = rdtsc();                                                                    \
		local_irq_restore(__flags);                                                        \
		bench_result(name, __t1 - __t0, n);                                                    \
	} while (0)

#endif
