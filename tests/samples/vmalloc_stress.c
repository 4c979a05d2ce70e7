// SPDX-License-Identifier: MIT
/*
 * vmalloc_stress.c - several threads map, write, check and unmap at once
 *
 * Each byte of an area holds the number of its thread, so that two areas on
 * one page are noticed.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

static unsigned int nr_threads = 4;
module_param(nr_threads, uint, 0444);
static unsigned int rounds = 40;
module_param(rounds, uint, 0444);
static unsigned int max_pages = 16;
module_param(max_pages, uint, 0444);

struct worker {
	struct task_struct *task;
	unsigned int id;
	unsigned long areas, mapped;
	s64 took_us;
};

static struct completion finished;
static atomic_t corrupt = ATOMIC_INIT(0);
static atomic_t refused = ATOMIC_INIT(0);

static void check_and_free(struct worker *w, char *area, size_t size)
{
	if (memchr_inv(area, w->id, size))
		atomic_inc(&corrupt);
	vfree(area);
}

/* A window onto pages of our own: what is written there is in the pages. */
static void map_pages(struct worker *w)
{
	struct page *pages[2] = { alloc_page(GFP_KERNEL), alloc_page(GFP_KERNEL) };
	char *p = NULL;

	if (pages[0] && pages[1])
		p = vmap(pages, 2, VM_MAP, PAGE_KERNEL);
	if (p) {
		memset(p, w->id, 2 * PAGE_SIZE);
		if (*(char *)page_address(pages[1]) != (char)w->id ||
		    vmalloc_to_page(p + PAGE_SIZE) != pages[1])
			atomic_inc(&corrupt);
		vunmap(p);
		w->mapped++;
	} else {
		atomic_inc(&refused);
	}
	if (pages[0])
		__free_page(pages[0]);
	if (pages[1])
		__free_page(pages[1]);
}

static int stress(void *data)
{
	struct worker *w = data;
	char *held[4] = { NULL };
	size_t sizes[4] = { 0 };
	ktime_t start = ktime_get();
	unsigned int i;

	for (i = 0; i < rounds; i++) {
		unsigned int at = get_random_u32() % ARRAY_SIZE(held);

		if (held[at])
			check_and_free(w, held[at], sizes[at]);
		sizes[at] = (1 + get_random_u32() % max_pages) * PAGE_SIZE;
		held[at] = vmalloc(sizes[at]);
		if (held[at]) {
			memset(held[at], w->id, sizes[at]);
			w->areas++;
		} else {
			atomic_inc(&refused);
		}
		map_pages(w);
		cond_resched();
	}
	for (i = 0; i < ARRAY_SIZE(held); i++)
		if (held[i])
			check_and_free(w, held[i], sizes[i]);
	w->took_us = ktime_us_delta(ktime_get(), start);
	complete(&finished);
	return 0;
}

static int __init vmalloc_stress_init(void)
{
	struct worker *workers = kcalloc(nr_threads, sizeof(*workers), GFP_KERNEL);
	unsigned long areas = 0, mapped = 0;
	unsigned int i, started = 0;
	s64 us = 0;

	if (!workers)
		return -ENOMEM;
	init_completion(&finished);
	for (i = 0; i < nr_threads; i++) {
		struct worker *w = &workers[i];

		w->id = i + 1;
		w->task = kthread_run(stress, w, "vmalloc_stress/%u", i);
		if (!IS_ERR(w->task))
			started++;
	}
	for (i = 0; i < started; i++)
		wait_for_completion(&finished);
	for (i = 0; i < nr_threads; i++) {
		areas += workers[i].areas;
		mapped += workers[i].mapped;
		us += workers[i].took_us;
	}
	pr_info("%u threads, %lu areas, %lu windows, %d refused, %d corrupt, %llu us each\n",
		started, areas, mapped, atomic_read(&refused),
		atomic_read(&corrupt), started ? div_u64(us, started) : 0);
	kfree(workers);
	if (atomic_read(&corrupt))
		return -EIO;
	return started < nr_threads || atomic_read(&refused) ? -ENOMEM : 0;
}

static void __exit vmalloc_stress_exit(void)
{
}

module_init(vmalloc_stress_init);
module_exit(vmalloc_stress_exit);
MODULE_DESCRIPTION("vmalloc() by many threads");
MODULE_LICENSE("Dual MIT/GPL");
