// SPDX-License-Identifier: MIT
/*
 * tests/kernel/torture_alloc_test.c - allocators and kmap_local on all CPUs at once: what one CPU takes another gives back
 *
 *   thread on each CPU:  take ── fill with a signature ──> shared[i] ── whatever lay there: check, give back
 *
 * The runner counts pages and objects before and after: everything comes back.
 */
#include <linux/highmem.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "threads.h"

#define NR_SHARED 64
#define ROUNDS 3000

static void *shared[NR_SHARED];
static struct task_struct *threads[NR_CPUS];

static u32 next_random(u32 *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

static void *exchange(u32 i, void *mine)
{
	return __atomic_exchange_n(&shared[i % NR_SHARED], mine, __ATOMIC_ACQ_REL);
}

/* A page's first and last word; an object's length, and that byte all over it. */
static void sign_page(struct page *page)
{
	unsigned long *word = kmap_local_page(page);

	word[0] = page_to_pfn(page);
	word[PAGE_SIZE / sizeof(*word) - 1] = ~page_to_pfn(page);
	kunmap_local(word);
}

static bool page_is_signed(struct page *page)
{
	unsigned long *word = kmap_local_page(page);
	bool good = word[0] == page_to_pfn(page) &&
		    word[PAGE_SIZE / sizeof(*word) - 1] == ~page_to_pfn(page);

	kunmap_local(word);
	return good;
}

static int pages_go_round(void *data)
{
	u32 state = (long)data + 1;
	int i, bad = 0;

	for (i = 0; i < ROUNDS; i++) {
		u32 random = next_random(&state);
		struct page *page = alloc_pages(random & 8 ? GFP_HIGHUSER : GFP_KERNEL, random & 3);

		if (!page)
			continue;
		sign_page(page);
		page->private = random & 3;
		page = exchange(random >> 8, page);
		if (!page)
			continue;
		bad += !page_is_signed(page) || page_count(page) != 1;
		__free_pages(page, page->private);
		if (i % 256 == 0)
			drain_all_pages();
	}
	return bad;
}

static bool object_is_signed(const u32 *obj)
{
	return obj[0] >= 8 && obj[0] <= 4096 && !memchr_inv(obj + 1, obj[0] & 0xff, obj[0] - 4);
}

static int objects_go_round(void *data)
{
	u32 state = (long)data + 1;
	int i, bad = 0;

	for (i = 0; i < ROUNDS; i++) {
		u32 random = next_random(&state), size = 8 + random % 1000;
		u32 *obj = kmalloc(size, GFP_KERNEL);

		if (!obj)
			continue;
		obj[0] = size;
		memset(obj + 1, size & 0xff, size - 4);
		obj = exchange(random >> 12, obj);
		if (!obj)
			continue;
		bad += !object_is_signed(obj);
		kfree(obj);
	}
	return bad;
}

static int areas_go_round(void *data)
{
	u32 state = (long)data + 1;
	int i, bad = 0;

	for (i = 0; i < ROUNDS / 20; i++) {
		u32 random = next_random(&state), size = PAGE_SIZE * (1 + random % 5);
		u32 *area = vmalloc(size);

		if (!area)
			continue;
		area[0] = size;
		area[size / 4 - 1] = ~size;
		area = exchange(random >> 12, area);
		if (!area)
			continue;
		bad += area[area[0] / 4 - 1] != ~area[0];
		vfree(area);
	}
	return bad;
}

/* A thread on each of the first @max CPUs; begun together, and waited for. */
static void run_on(struct kunit *test, unsigned int max, int (*fn)(void *))
{
	unsigned int cpu, nr = 0, i;
	int bad = 0;

	for_each_online_cpu(cpu) {
		struct task_struct *thread =
			insist(kthread_create(fn, (void *)(long)nr, "torture/%u", cpu));

		KUNIT_ASSERT_FALSE(test, IS_ERR(thread));
		kthread_bind(thread, cpu);
		threads[nr++] = get_task_struct(thread);
		if (nr == max)
			break;
	}
	for (i = 0; i < nr; i++)
		wake_up_process(threads[i]);
	for (i = 0; i < nr; i++) {
		bad += join_thread(threads[i]);
		put_task_struct(threads[i]);
	}
	KUNIT_EXPECT_EQ(test, bad, 0);
}

static void run_everywhere(struct kunit *test, int (*fn)(void *))
{
	run_on(test, ARRAY_SIZE(threads), fn);
}

static void pages_change_hands(struct kunit *test)
{
	int i;

	run_everywhere(test, pages_go_round);
	for (i = 0; i < NR_SHARED; i++) {
		struct page *page = exchange(i, NULL);

		if (page)
			__free_pages(page, page->private);
	}
}

static void objects_change_hands(struct kunit *test)
{
	int i;

	run_everywhere(test, objects_go_round);
	for (i = 0; i < NR_SHARED; i++)
		kfree(exchange(i, NULL));
}

static void areas_change_hands(struct kunit *test)
{
	int i;

	run_everywhere(test, areas_go_round);
	for (i = 0; i < NR_SHARED; i++)
		vfree(exchange(i, NULL));
}

/*
 * One CPU frees a block whose first page another CPU holds, and puts at the same moment. Each waits for the other, so that the
 * two meet.
 */
static struct page *held;
static int round_freed, round_put;

static int frees_blocks(void *data)
{
	unsigned long end = jiffies + RACE_LAST_RESORT;
	int i, delay;

	for (i = 1; i <= ROUNDS * 4 && time_before(jiffies, end); i++) {
		struct page *page = insist(alloc_pages(GFP_KERNEL, 3));

		get_page(page);
		WRITE_ONCE(held, page);
		smp_store_release(&round_freed, i);
		for (delay = i % 256; delay; delay--)
			barrier();
		__free_pages(page, 3);
		while (smp_load_acquire(&round_put) != i)
			cpu_relax();
	}
	smp_store_release(&round_freed, -1);
	return 0;
}

static int puts_references(void *data)
{
	int i, seen;

	for (i = 1;; i++) {
		while ((seen = smp_load_acquire(&round_freed)) != i && seen != -1)
			cpu_relax();
		if (seen == -1)
			return 0;
		put_page(READ_ONCE(held));
		smp_store_release(&round_put, i);
	}
}

static int races_for_the_last_reference(void *data)
{
	return data ? puts_references(data) : frees_blocks(data);
}

static void references_end_on_another_cpu(struct kunit *test)
{
	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two CPUs");
	round_freed = round_put = 0;
	run_on(test, 2, races_for_the_last_reference);
}

static int allocates_and_frees(void *data)
{
	int i, bad = 0;

	for (i = 0; i < 50000; i++) {
		struct page *page = alloc_page(GFP_KERNEL);
		void *obj = kmalloc(64 + i % 64, GFP_KERNEL);

		bad += !page || !obj;
		kfree(obj);
		if (page)
			__free_page(page);
	}
	return bad;
}

/* How much more two CPUs do than one depends on the host, so that is only told. */
static void cpus_work_side_by_side(struct kunit *test)
{
	ktime_t start, one, two;

	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two CPUs");
	start = ktime_get();
	run_on(test, 1, allocates_and_frees);
	one = ktime_get() - start;
	run_on(test, 2, allocates_and_frees);
	two = ktime_get() - start - one;
	two = div_u64(two, 100) ?: 1;
	kunit_info(test, "two CPUs do %llu %% of the work of one", div64_u64(2 * one, two));
}

static struct kunit_case torture_alloc_cases[] = {
	KUNIT_CASE(pages_change_hands),	    KUNIT_CASE(objects_change_hands),
	KUNIT_CASE(areas_change_hands),	    KUNIT_CASE(references_end_on_another_cpu),
	KUNIT_CASE(cpus_work_side_by_side), {}
};

static struct kunit_suite torture_alloc_suite = {
	.name = "torture_alloc",
	.test_cases = torture_alloc_cases,
};
kunit_test_suite(torture_alloc_suite);
