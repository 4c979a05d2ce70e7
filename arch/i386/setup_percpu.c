// SPDX-License-Identifier: MIT
/*
 * arch/i386/setup_percpu.c - an area of per-CPU variables for each CPU
 *
 * Tests: tests/kernel/percpu_test.c
 * Linux: arch/x86/kernel/setup_percpu.c. Left out: areas in large pages.
 */
#include <linux/percpu.h>

#include <linux/cache.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/string.h>
#include <linux/topology.h>
#include <asm/apic.h>
#include <asm/numa.h>
#include <asm/page.h>

unsigned long __per_cpu_offset[NR_CPUS] __ro_after_init;
DEFINE_PER_CPU(unsigned long, this_cpu_off);

void __init setup_per_cpu_areas(void)
{
	size_t size = __per_cpu_end - __per_cpu_start;
	unsigned int cpu;

	kmap_local_init_cpu(0);
	for_each_possible_cpu(cpu) {
		char *area;

		if (!cpu)
			continue;
		area = memblock_alloc(size, PAGE_SIZE);
		if (!area)
			panic("percpu: no memory for CPU %u, %zu bytes below %u MiB", cpu, size,
			      (u32)(memblock_get_current_limit() >> 20));
		memcpy(area, __per_cpu_start, __per_cpu_load_end - __per_cpu_start);
		__per_cpu_offset[cpu] = area - __per_cpu_start;
		per_cpu(this_cpu_off, cpu) = per_cpu_offset(cpu);
		per_cpu(cpu_number, cpu) = cpu;
		kmap_local_init_cpu(cpu);
		per_cpu(numa_node, cpu) = numa_map_node(apicid_to_node(cpuid_to_apicid[cpu]));
	}
	if (num_possible_cpus() > 1)
		pr_info("percpu: %u CPUs, %zu bytes each\n", num_possible_cpus(), size);
}
