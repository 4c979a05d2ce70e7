// SPDX-License-Identifier: MIT
/*
 * tests/kernel/highmem_random_test.c - threads of all CPUs map at random, and each finds what it wrote
 *
 *   thread's stack of mappings    | kind, page, address |     up to DEPTH, last in first out
 *   page                          | word of thread 0 | word of thread 1 | ...      some pages are shared by all threads
 *
 * A step maps, unmaps, yields, sleeps, is told to go to another CPU, or does nothing; then all live mappings must show the
 * thread's own words. What a mapping showed is written anew each time, so that a stale one shows an old word.
 */
#include <linux/delay.h>
#include <linux/highmem.h>
#include <linux/log2.h>
#include <linux/vmalloc.h>

#include "held.h"
#include "threads.h"

#define MAX_THREADS 16
#define SHARED_PAGES 3
#define OWN_PAGES 5
#define DEPTH 6

/* A way to map a page. atomic: no other thread runs until it is unmapped. sleeps: cannot be nested into an atomic one. */
struct kind {
	void *(*map)(struct page *page);
	void (*unmap)(struct page *page, void *addr);
	bool atomic, sleeps;
};

static void *map_local(struct page *page)
{
	return kmap_local_page(page);
}

/* Of LOWMEM, too. */
static void *map_pfn(struct page *page)
{
	return kmap_local_pfn(page_to_pfn(page));
}

static void *map_prot(struct page *page)
{
	return kmap_local_page_prot(page, PAGE_KERNEL);
}

static void *map_folio(struct page *page)
{
	return kmap_local_folio(page_folio(page), 0);
}

static void unmap_local(struct page *page, void *addr)
{
	kunmap_local(addr + 4095);
}

static void *map_atomic(struct page *page)
{
	return kmap_atomic(page);
}

static void unmap_atomic(struct page *page, void *addr)
{
	kunmap_atomic(addr);
}

static void *map_shared(struct page *page)
{
	return kmap(page);
}

static void unmap_shared(struct page *page, void *addr)
{
	kunmap(page);
}

static void *map_area(struct page *page)
{
	return insist((vmap)(&page, 1, VM_MAP, PAGE_KERNEL));
}

static void unmap_area(struct page *page, void *addr)
{
	(vunmap)(addr);
}

static const struct kind kinds[] = {
	{ map_local, unmap_local, false, false },  { map_pfn, unmap_local, false, false },
	{ map_prot, unmap_local, false, false },   { map_folio, unmap_local, false, false },
	{ map_atomic, unmap_atomic, true, false }, { map_shared, unmap_shared, false, true },
	{ map_area, unmap_area, false, true },
};

struct mapping {
	const struct kind *kind;
	unsigned int page;
	volatile u32 *addr;
};

struct mapper {
	unsigned int nr, depth, nr_atomic, bad;
	u32 random, written[SHARED_PAGES + OWN_PAGES];
	struct mapping stack[DEPTH];
};

static struct page *shared[SHARED_PAGES], *own[MAX_THREADS][OWN_PAGES];
static struct mapper mappers[MAX_THREADS];
static unsigned int rounds;

static u32 below(struct mapper *m, u32 limit)
{
	m->random = m->random * 1664525 + 1013904223;
	return (m->random >> 16) % limit;
}

static struct page *page_of(const struct mapper *m, unsigned int i)
{
	return i < SHARED_PAGES ? shared[i] : own[m->nr][i - SHARED_PAGES];
}

static void map_one(struct mapper *m)
{
	struct mapping *top = &m->stack[m->depth++];

	do {
		top->kind = &kinds[below(m, ARRAY_SIZE(kinds))];
	} while (m->nr_atomic && top->kind->sleeps);
	top->page = below(m, ARRAY_SIZE(m->written));
	top->addr = top->kind->map(page_of(m, top->page));
	m->nr_atomic += top->kind->atomic;
}

static void unmap_one(struct mapper *m)
{
	struct mapping *top = &m->stack[--m->depth];

	m->nr_atomic -= top->kind->atomic;
	top->kind->unmap(page_of(m, top->page), (void *)top->addr);
}

/* Every mapping shows what was written through any other, and the top one shows something new from now on. */
static void look_at_all(struct mapper *m)
{
	unsigned int i;

	for (i = 0; i < m->depth; i++)
		m->bad += m->stack[i].addr[m->nr] != m->written[m->stack[i].page];
	if (m->depth)
		m->stack[m->depth - 1].addr[m->nr] = m->written[m->stack[m->depth - 1].page] =
			m->random;
}

static void let_others_run(struct mapper *m, u32 how)
{
	unsigned int cpu = raw_smp_processor_id();

	if (m->nr_atomic)
		return;
	if (how == 0)
		schedule_timeout_uninterruptible(1);
	else if (how == 1)
		set_cpus_allowed_ptr(current, cpumask_of(below(m, num_online_cpus())));
	else
		yield();
	m->bad += m->depth && raw_smp_processor_id() != cpu && this_cpu_read(kmap_nr);
}

static int maps_at_random(void *data)
{
	struct mapper *m = data;
	unsigned int round;

	for (round = 0; round < rounds; round++) {
		u32 what = below(m, 64);

		if (what < 20 && m->depth < DEPTH)
			map_one(m);
		else if (what < 40 && m->depth)
			unmap_one(m);
		else if (what < 56)
			let_others_run(m, below(m, 40));
		look_at_all(m);
	}
	while (m->depth)
		unmap_one(m);
	return m->bad + (this_cpu_read(kmap_nr) ? 1000 : 0);
}

static struct page *cleared_page(struct kunit *test, gfp_t zone)
{
	struct page *page = alloc_page(GFP_KERNEL | zone | __GFP_ZERO);

	KUNIT_ASSERT_NOT_NULL(test, page);
	return page;
}

static void each_thread_finds_what_it_wrote(struct kunit *test)
{
	unsigned int nr = min(3 * num_online_cpus(), (unsigned int)MAX_THREADS), i, j;
	struct task_struct *threads[MAX_THREADS];

	for (i = 0; i < SHARED_PAGES; i++)
		shared[i] = cleared_page(test, i ? __GFP_HIGHMEM : 0);
	rounds = 12000 / nr;
	memset(mappers, 0, sizeof(mappers));
	for (i = 0; i < nr; i++) {
		mappers[i].nr = mappers[i].random = i;
		for (j = 0; j < OWN_PAGES; j++)
			own[i][j] = cleared_page(test, j ? __GFP_HIGHMEM : 0);
	}
	for (i = 0; i < nr; i++) {
		threads[i] = new_thread(test, maps_at_random, &mappers[i]);
		set_cpus_allowed_ptr(threads[i], cpu_possible_mask);
	}
	for (i = 0; i < nr; i++)
		wake_up_process(threads[i]);
	for (i = 0; i < nr; i++)
		KUNIT_EXPECT_EQ(test, join_thread(threads[i]), 0);
	/* Whoever gets the pages counts on having no address. */
	kmap_flush_unused();
}

/* While it holds a mapping a thread stays, whatever it is told; then it goes. */
static int stays_while_it_maps(void *data)
{
	unsigned int cpu = raw_smp_processor_id(), other = cpumask_next(cpu, cpu_online_mask), i;
	int bad = 0;
	u32 *words;

	if (other >= nr_cpu_ids)
		other = cpumask_first(cpu_online_mask);
	words = kmap_local_pfn(page_to_pfn(data));
	words[0] = 4711;
	set_cpus_allowed_ptr(current, cpumask_of(other));
	for (i = 0; i < 20; i++) {
		if (i % 4)
			yield();
		else
			schedule_timeout_uninterruptible(1);
		bad += raw_smp_processor_id() != cpu || words[0] != 4711;
	}
	kunmap_local(words);
	for (i = 0; i < 100 && raw_smp_processor_id() != other; i++)
		schedule_timeout_uninterruptible(1);
	return bad + (raw_smp_processor_id() != other ? 1000 : 0);
}

static void a_thread_that_maps_stays_on_its_cpu(struct kunit *test)
{
	struct page *page = cleared_page(test, __GFP_HIGHMEM);

	KUNIT_EXPECT_EQ(test, join_thread(start_thread(test, stays_while_it_maps, page)), 0);
}

static struct page *turns[2];

/* A forgotten flush shows the first page's words under the second's mapping; on any CPU, also when it was idle. */
static int maps_in_turns(void *data)
{
	unsigned int cpu;
	int i, bad = 0;
	u32 *words;

	for_each_online_cpu(cpu) {
		set_cpus_allowed_ptr(current, cpumask_of(cpu));
		for (i = 0; i < 8; i++) {
			words = kmap_local_pfn(page_to_pfn(turns[i & 1]));
			bad += words[0] != (i & 1);
			kunmap_local(words);
		}
	}
	return bad;
}

static void no_cpu_shows_the_page_before(struct kunit *test)
{
	int i;

	for (i = 0; i < 2; i++) {
		u32 *words;

		turns[i] = cleared_page(test, __GFP_HIGHMEM);
		words = kmap_local_page(turns[i]);
		words[0] = i;
		kunmap_local(words);
	}
	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, join_thread(start_thread(test, maps_in_turns, NULL)), 0);
}

static struct kunit_case highmem_random_cases[] = { KUNIT_CASE(each_thread_finds_what_it_wrote),
						    KUNIT_CASE(a_thread_that_maps_stays_on_its_cpu),
						    KUNIT_CASE(no_cpu_shows_the_page_before),
						    {} };

static struct kunit_suite highmem_random_suite = {
	.name = "highmem_random",
	.test_cases = highmem_random_cases,
};
kunit_test_suite(highmem_random_suite);
