// SPDX-License-Identifier: MIT
/*
 * tests/bench/switch_bench.c - what a switch from thread to thread costs, in executed instructions
 *
 *   switch.completion_pingpong   two threads wake each other and sleep, in turns
 *   switch.fifo_yield            two FIFO threads yield to each other
 *   ..._2kmaps                   the same while each holds two kmap_local mappings
 */
#include <linux/completion.h>
#include <linux/console.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <asm/timex.h>

#include "bench.h"

#define ROUNDS 20000
#define WARM 200

static struct completion turn[2], ended;
static bool by_yield;
static int nr_kmaps;
static u64 t0, t1;
static unsigned long switches[2];

static unsigned long switches_of_current(void)
{
	return current->nvcsw + current->nivcsw;
}

static void pass_on(long me)
{
	if (by_yield) {
		yield();
	} else if (!me) {
		complete(&turn[1]);
		wait_for_completion(&turn[0]);
	} else {
		wait_for_completion(&turn[1]);
		complete(&turn[0]);
	}
}

static int bench_thread(void *arg)
{
	long me = (long)arg;
	struct page *page[2];
	void *addr[2];
	int i;

	for (i = 0; i < nr_kmaps; i++) {
		page[i] = alloc_page(GFP_HIGHUSER);
		addr[i] = kmap_local_page(page[i]);
	}
	for (i = 0; i < ROUNDS + WARM; i++) {
		if (i == WARM) {
			switches[me] = switches_of_current();
			if (!me)
				t0 = rdtsc();
		}
		pass_on(me);
	}
	if (!me)
		t1 = rdtsc();
	switches[me] = switches_of_current() - switches[me];
	for (i = nr_kmaps - 1; i >= 0; i--) {
		kunmap_local(addr[i]);
		__free_page(page[i]);
	}
	complete(&ended);
	return 0;
}

static void pingpong(const char *name, int kmaps, bool yields)
{
	struct task_struct *thread[2];
	long i;

	nr_kmaps = kmaps;
	by_yield = yields;
	init_completion(&turn[0]);
	init_completion(&turn[1]);
	init_completion(&ended);
	for (i = 0; i < 2; i++) {
		thread[i] = kthread_create(bench_thread, (void *)i, "bench/%ld", i);
		if (IS_ERR(thread[i]))
			return;
		kthread_bind(thread[i], 0);
		if (yields)
			sched_set_fifo(thread[i]);
	}
	wake_up_process(thread[0]);
	wake_up_process(thread[1]);
	wait_for_completion(&ended);
	wait_for_completion(&ended);
	bench_result(name, t1 - t0, switches[0] + switches[1]);
}

static int __init switch_bench(void)
{
	if (!cpu_has(X86_FEATURE_TSC))
		return 0;
	pingpong("switch.completion_pingpong", 0, false);
	pingpong("switch.completion_pingpong_2kmaps", 2, false);
	pingpong("switch.fifo_yield", 0, true);
	pingpong("switch.fifo_yield_2kmaps", 2, true);
	return 0;
}
late_initcall(switch_bench);
