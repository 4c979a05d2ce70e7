// SPDX-License-Identifier: MIT
/*
 * linux/cpumask.h - sets of CPUs
 *
 *   possible   have per-CPU data: the boot CPU, and those that the firmware lists
 *   present    of these, those that are there
 *   online     run
 *
 * CPU 0 is the boot CPU. The sets grow while the kernel starts and stay as they are then: CPUs do not leave.
 */
#ifndef LINUX_CPUMASK_H
#define LINUX_CPUMASK_H

#include <linux/bitops.h>
#include <linux/threads.h>

struct cpumask {
	unsigned long bits[BITS_TO_LONGS(NR_CPUS)];
};
typedef struct cpumask cpumask_t;

_Static_assert(NR_CPUS <= BITS_PER_LONG, "cpumask.h: a set is one word");

extern struct cpumask __cpu_possible_mask, __cpu_present_mask, __cpu_online_mask;
#define cpu_possible_mask ((const struct cpumask *)&__cpu_possible_mask)
#define cpu_present_mask ((const struct cpumask *)&__cpu_present_mask)
#define cpu_online_mask ((const struct cpumask *)&__cpu_online_mask)

/* One more than the highest possible CPU. */
extern unsigned int nr_cpu_ids;

#define cpumask_bits(mask) ((mask)->bits)
/* The set of one CPU; lives as long as the block that it stands in. */
#define cpumask_of(cpu) (&(const struct cpumask){ { BIT_MASK(cpu) } })

static __always_inline bool cpumask_test_cpu(unsigned int cpu, const struct cpumask *mask)
{
	return test_bit(cpu, mask->bits);
}

/* Atomic; the __ forms are not. */
static __always_inline void cpumask_set_cpu(unsigned int cpu, struct cpumask *mask)
{
	set_bit(cpu, mask->bits);
}

static __always_inline void cpumask_clear_cpu(unsigned int cpu, struct cpumask *mask)
{
	clear_bit(cpu, mask->bits);
}

static __always_inline void __cpumask_set_cpu(unsigned int cpu, struct cpumask *mask)
{
	__set_bit(cpu, mask->bits);
}

static __always_inline void __cpumask_clear_cpu(unsigned int cpu, struct cpumask *mask)
{
	__clear_bit(cpu, mask->bits);
}

static __always_inline void cpumask_clear(struct cpumask *mask)
{
	mask->bits[0] = 0;
}

static __always_inline void cpumask_copy(struct cpumask *dst, const struct cpumask *src)
{
	dst->bits[0] = READ_ONCE(src->bits[0]);
}

/* Return: something is left. */
static __always_inline bool cpumask_and(struct cpumask *dst, const struct cpumask *a,
					const struct cpumask *b)
{
	dst->bits[0] = a->bits[0] & b->bits[0];
	return dst->bits[0];
}

static __always_inline bool cpumask_intersects(const struct cpumask *a, const struct cpumask *b)
{
	return a->bits[0] & b->bits[0];
}

static __always_inline bool cpumask_empty(const struct cpumask *mask)
{
	return !READ_ONCE(mask->bits[0]);
}

static __always_inline unsigned int cpumask_weight(const struct cpumask *mask)
{
	return hweight32(READ_ONCE(mask->bits[0]));
}

/* Lowest CPU in the set at or above @cpu; @nr_cpu_ids or more when there is none. */
static __always_inline unsigned int __cpumask_from(unsigned int cpu, const struct cpumask *mask)
{
	unsigned long left = cpu < NR_CPUS ? READ_ONCE(mask->bits[0]) & ~UL(0) << cpu : 0;

	return left ? __ffs(left) : NR_CPUS;
}

static __always_inline unsigned int cpumask_first(const struct cpumask *mask)
{
	return __cpumask_from(0, mask);
}

/* @n: -1 for the first. */
static __always_inline unsigned int cpumask_next(int n, const struct cpumask *mask)
{
	return __cpumask_from(n + 1, mask);
}

#define for_each_cpu(cpu, mask)                                                                    \
	for ((cpu) = cpumask_first(mask); (cpu) < NR_CPUS; (cpu) = cpumask_next(cpu, mask))
#define for_each_possible_cpu(cpu) for_each_cpu(cpu, cpu_possible_mask)
#define for_each_present_cpu(cpu) for_each_cpu(cpu, cpu_present_mask)
#define for_each_online_cpu(cpu) for_each_cpu(cpu, cpu_online_mask)

static __always_inline unsigned int cpumask_next_and(int n, const struct cpumask *a,
						     const struct cpumask *b)
{
	return cpumask_next(n, &(const struct cpumask){ { a->bits[0] & b->bits[0] } });
}

#define for_each_cpu_and(cpu, a, b)                                                                \
	for ((cpu) = cpumask_next_and(-1, a, b); (cpu) < NR_CPUS;                                  \
	     (cpu) = cpumask_next_and(cpu, a, b))

#define num_present_cpus() cpumask_weight(cpu_present_mask)
#define num_possible_cpus() cpumask_weight(cpu_possible_mask)
#define num_online_cpus() cpumask_weight(cpu_online_mask)
#define cpu_possible(cpu) cpumask_test_cpu(cpu, cpu_possible_mask)
#define cpu_online(cpu) cpumask_test_cpu(cpu, cpu_online_mask)

static __always_inline void cpumask_assign_cpu(unsigned int cpu, struct cpumask *mask, bool in)
{
	if (in)
		cpumask_set_cpu(cpu, mask);
	else
		cpumask_clear_cpu(cpu, mask);
}

/* Context: while the kernel starts. */
#define set_cpu_possible(cpu, possible) cpumask_assign_cpu(cpu, &__cpu_possible_mask, possible)
#define set_cpu_present(cpu, present) cpumask_assign_cpu(cpu, &__cpu_present_mask, present)
#define set_cpu_online(cpu, online) cpumask_assign_cpu(cpu, &__cpu_online_mask, online)

static __always_inline void cpumask_setall(struct cpumask *mask)
{
	mask->bits[0] = ~UL(0) >> (BITS_PER_LONG - nr_cpu_ids);
}

static __always_inline void cpumask_or(struct cpumask *dst, const struct cpumask *a,
				       const struct cpumask *b)
{
	dst->bits[0] = a->bits[0] | b->bits[0];
}

static __always_inline bool cpumask_andnot(struct cpumask *dst, const struct cpumask *a,
					   const struct cpumask *b)
{
	dst->bits[0] = a->bits[0] & ~b->bits[0];
	return dst->bits[0];
}

static __always_inline bool cpumask_equal(const struct cpumask *a, const struct cpumask *b)
{
	return a->bits[0] == b->bits[0];
}

#define cpumask_any(mask) cpumask_first(mask)
#define cpu_present(cpu) cpumask_test_cpu(cpu, cpu_present_mask)

/* CPUs neither come nor go. */
static inline void cpus_read_lock(void)
{
}

static inline void cpus_read_unlock(void)
{
}

/* A set that may lie on the stack. */
typedef struct cpumask cpumask_var_t[1];

static inline bool alloc_cpumask_var(cpumask_var_t *mask, gfp_t gfp)
{
	return true;
}

static inline bool zalloc_cpumask_var(cpumask_var_t *mask, gfp_t gfp)
{
	cpumask_clear(*mask);
	return true;
}

static inline void free_cpumask_var(cpumask_var_t mask)
{
}

#endif
