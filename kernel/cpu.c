// SPDX-License-Identifier: MIT
/*
 * kernel/cpu.c - which CPUs there are, and what each knows of itself
 *
 * Tests: tests/kernel/percpu_test.c
 * Linux: kernel/cpu.c. Left out: CPUs that come and go.
 */
#include <linux/cpumask.h>

#include <linux/cache.h>
#include <linux/percpu.h>
#include <linux/sched.h>

struct cpumask __cpu_possible_mask __ro_after_init = { { 1 } };
struct cpumask __cpu_present_mask __ro_after_init = { { 1 } };
struct cpumask __cpu_online_mask = { { 1 } };
unsigned int nr_cpu_ids __ro_after_init = 1;

DEFINE_PER_CPU(unsigned int, cpu_number);
DEFINE_PER_CPU(struct task_struct *, current_task) = &init_task;
DEFINE_PER_CPU(unsigned int, __preempt_count) = PREEMPT_ENABLED;
