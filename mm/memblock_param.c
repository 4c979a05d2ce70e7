// SPDX-License-Identifier: MIT
/*
 * mm/memblock_param.c - what the command line says about boot-time memory
 *
 *   memblock=debug                  log every call
 *   movable_node                    hotpluggable memory is not for the kernel
 *   kernelcore=N|N%|mirror          so much memory, or the mirrored, is for the kernel; the rest for movable pages
 *   movablecore=N|N%                the complement
 *   reserve_mem=SIZE:ALIGN:NAME     a range of memory to be found by its name
 *
 * Tests: tests/host/memblock_param_test.c
 * Linux: mm/memblock.c, mm/mm_init.c
 */
#include <linux/cache.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/memblock.h>
#include <linux/string.h>

static int __init parse_memblock(char *val)
{
	if (!val || strcmp(val, "debug"))
		return -EINVAL;
	memblock_debug = true;
	return 0;
}
early_param("memblock", parse_memblock);

early_param_set("movable_node", movable_node_enabled, true);

struct core_size kernelcore_size, movablecore_size;

static int __init parse_core_size(char *val, struct core_size *core)
{
	unsigned long long n;
	char *end;

	if (!val)
		return -EINVAL;
	n = memparse(val, &end);
	if (end == val)
		return -EINVAL;
	if (strcmp(end, "%") == 0 && n <= 100)
		*core = (struct core_size){ .percent = n };
	else if (!*end)
		*core = (struct core_size){ .bytes = n };
	else
		return -EINVAL;
	return 0;
}

static int __init parse_kernelcore(char *val)
{
	if (val && strcmp(val, "mirror") == 0) {
		mirrored_kernelcore = true;
		return 0;
	}
	return parse_core_size(val, &kernelcore_size);
}
early_param("kernelcore", parse_kernelcore);

static int __init parse_movablecore(char *val)
{
	return parse_core_size(val, &movablecore_size);
}
early_param("movablecore", parse_movablecore);

#define RESERVE_MEM_MAX_ENTRIES 8
#define RESERVE_MEM_NAME_SIZE 16

static struct reserved_range {
	char name[RESERVE_MEM_NAME_SIZE];
	phys_addr_t start, size;
} reserved_ranges[RESERVE_MEM_MAX_ENTRIES];

static unsigned int nr_reserved_ranges;

int reserve_mem_find_by_name(const char *name, phys_addr_t *start, phys_addr_t *size)
{
	const struct reserved_range *range;

	for (range = reserved_ranges; range < reserved_ranges + nr_reserved_ranges; range++) {
		if (strcmp(range->name, name) == 0) {
			*start = range->start;
			*size = range->size;
			return 1;
		}
	}
	return 0;
}

/* Return: what is wrong with the parameter; NULL when the range is reserved. */
static const char *__init reserve_named(char *val)
{
	unsigned long long size, align;
	phys_addr_t start, other;
	char *name;

	size = memparse(val, &val);
	if (!size || *val++ != ':')
		return "no size";
	align = memparse(val, &val);
	if (*val++ != ':')
		return "no alignment";
	align = max_t(unsigned long long, align, SMP_CACHE_BYTES);
	if (!is_power_of_2(align) || align != (phys_addr_t)align)
		return "alignment is not a power of two";
	name = strim(val);
	if (!*name || strlen(name) >= RESERVE_MEM_NAME_SIZE)
		return "name must have 1 to 15 characters";
	if (nr_reserved_ranges == RESERVE_MEM_MAX_ENTRIES)
		return "more than 8 ranges";
	if (reserve_mem_find_by_name(name, &start, &other))
		return "name is taken";
	start = size == (phys_addr_t)size ? memblock_phys_alloc(size, align) : 0;
	if (!start)
		return "not enough memory";
	reserved_ranges[nr_reserved_ranges].start = start;
	reserved_ranges[nr_reserved_ranges].size = size;
	strscpy(reserved_ranges[nr_reserved_ranges++].name, name, RESERVE_MEM_NAME_SIZE);
	return NULL;
}

static int __init reserve_mem(char *val)
{
	const char *wrong = reserve_named(val);

	if (wrong)
		pr_warn("reserve_mem= ignored, %s; wanted: SIZE:ALIGN:NAME\n", wrong);
	return 1;
}
__setup("reserve_mem=", reserve_mem);
