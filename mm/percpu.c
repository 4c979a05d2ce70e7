// SPDX-License-Identifier: MIT
/*
 * mm/percpu.c - per-CPU memory on demand
 *
 *   reserve   | aaaa | free | bb | c | ....      first fit by units of PCPU_UNIT bytes; the same on each CPU
 *   used        1111   0000   11   1             bit n: unit n is taken
 *   last        0001          01   1             bit n: it is the last one of its piece
 *
 * Tests: tests/kernel/percpu_test.c (also on the host)
 * Linux: mm/percpu.c. Left out: growth beyond the reserve that every CPU's area ends in.
 */
#include <linux/percpu.h>

#include <linux/bug.h>
#include <linux/math.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <asm/page.h>

#define PCPU_UNIT 8
#define NR_UNITS (PERCPU_DYNAMIC_RESERVE / PCPU_UNIT)

static DEFINE_PER_CPU_PAGE_ALIGNED(char, reserve[PERCPU_DYNAMIC_RESERVE]);

static DEFINE_SPINLOCK(pcpu_lock);
static unsigned long used[BITS_TO_LONGS(NR_UNITS)], last[BITS_TO_LONGS(NR_UNITS)];

/* Return: first unit of the piece, NR_UNITS if there is no room. */
static unsigned long take_units(unsigned long nr, unsigned long step)
{
	unsigned long first, hit, i;

	for (first = 0; first + nr <= NR_UNITS;) {
		hit = find_next_bit(used, first + nr, first);
		if (hit < first + nr) {
			first = round_up(find_next_zero_bit(used, NR_UNITS, hit), step);
			continue;
		}
		for (i = 0; i < nr; i++)
			__set_bit(first + i, used);
		__set_bit(first + nr - 1, last);
		return first;
	}
	return NR_UNITS;
}

void __percpu *__alloc_percpu(size_t size, size_t align)
{
	unsigned long first, flags;
	unsigned int cpu;

	if (WARN_ON(!size || size > PAGE_SIZE || align > PAGE_SIZE || align & (align - 1)))
		return NULL;
	spin_lock_irqsave(&pcpu_lock, flags);
	first = take_units(DIV_ROUND_UP(size, PCPU_UNIT), DIV_ROUND_UP(align ?: 1, PCPU_UNIT));
	spin_unlock_irqrestore(&pcpu_lock, flags);
	if (first == NR_UNITS)
		return NULL;
	for_each_possible_cpu(cpu)
		memset(per_cpu_ptr(&reserve[first * PCPU_UNIT], cpu), 0, size);
	return &reserve[first * PCPU_UNIT];
}

void free_percpu(void __percpu *ptr)
{
	unsigned long unit, end, flags;

	if (!ptr)
		return;
	unit = ((char *)ptr - reserve) / PCPU_UNIT;
	spin_lock_irqsave(&pcpu_lock, flags);
	if (!WARN_ON(unit >= NR_UNITS || !test_bit(unit, used) ||
		     (unit && test_bit(unit - 1, used) && !test_bit(unit - 1, last)))) {
		end = find_next_bit(last, NR_UNITS, unit);
		__clear_bit(end, last);
		for (; unit <= end; unit++)
			__clear_bit(unit, used);
	}
	spin_unlock_irqrestore(&pcpu_lock, flags);
}
