// SPDX-License-Identifier: MIT
/*
 * tests/kernel/tlb_test.c - flushes: what is counted, whom they reach, and entries that another CPU reads meanwhile
 *
 *   window   one page of vmalloc space, whose entry the cases change
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/highmem.h>
#include <linux/jiffies.h>
#include <linux/timer.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <asm/irq.h>
#include <asm/pgtable.h>
#include <asm/tlbflush.h>

#include "held.h"
#include "threads.h"

static struct page *page[2];
static volatile u32 *window;
static pte_t *entry;

static void mark_page(struct page *page, int i)
{
	u32 *addr = kmap_local_page(page);

	*addr = 0xc0de0000 + i;
	kunmap_local(addr);
}

static void map_window(struct kunit *test)
{
	enum pg_level level;
	int i;

	for (i = 0; i < 2; i++) {
		page[i] = alloc_page(i ? GFP_HIGHUSER : GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, page[i]);
		mark_page(page[i], i);
	}
	window = vmap(page, 1, VM_MAP, PAGE_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, (void *)window);
	entry = lookup_address((unsigned long)window, &level);
}

static void set_entry(int i)
{
	set_pte(entry, pfn_pte(page_to_pfn(page[i]), PAGE_KERNEL));
}

static void unmap_window(struct kunit *test)
{
	set_entry(0);
	flush_tlb_all();
	vunmap((void *)window);
	__free_page(page[0]);
	__free_page(page[1]);
}

static void show_page(int i)
{
	set_entry(i);
	flush_tlb_kernel_range((unsigned long)window, (unsigned long)window + PAGE_SIZE);
}

static void flushes_are_counted_by_kind(struct kunit *test)
{
	unsigned int *now = this_cpu_ptr(&tlb_events[0]), before[NR_TLB_EVENTS];

	preempt_disable();
	memcpy(before, now, sizeof(before));
	flush_tlb_one_kernel(VMALLOC_START);
	local_flush_tlb_kernel_range(VMALLOC_START, VMALLOC_START + 3 * PAGE_SIZE);
	local_flush_tlb_kernel_range(VMALLOC_START, VMALLOC_START + TLB_FLUSH_RANGE_MAX);
	local_flush_tlb_kernel_range(VMALLOC_START,
				     VMALLOC_START + TLB_FLUSH_RANGE_MAX + PAGE_SIZE);
	__flush_tlb_all();
	KUNIT_EXPECT_EQ(test, now[TLB_FLUSH_ONE] - before[TLB_FLUSH_ONE], 1u);
	KUNIT_EXPECT_EQ(test, now[TLB_FLUSH_RANGE] - before[TLB_FLUSH_RANGE], 2u);
	KUNIT_EXPECT_EQ(test, now[TLB_FLUSH_ALL] - before[TLB_FLUSH_ALL], 2u);
	KUNIT_EXPECT_EQ(test, now[TLB_IPI_SENT], before[TLB_IPI_SENT]);
	preempt_enable();
}

/* A range may begin anywhere in its first page. That it ends at 4 GiB is an end of 0. */
static void ranges_go_to_their_last_page(struct kunit *test)
{
	unsigned long start;
	u32 *last;

	map_window(test);
	preempt_disable();
	start = (unsigned long)window;
	KUNIT_EXPECT_EQ(test, *window, 0xc0de0000);
	set_entry(1);
	local_flush_tlb_kernel_range(start - 1, start + 1);
	KUNIT_EXPECT_EQ(test, *window, 0xc0de0001);
	set_entry(0);
	local_flush_tlb_kernel_range(start - PAGE_SIZE, start);
	local_flush_tlb_kernel_range(start, start);
	local_flush_tlb_kernel_range(start, start + 1);
	KUNIT_EXPECT_EQ(test, *window, 0xc0de0000);

	last = kmap_local_pfn(page_to_pfn(page[0]));
	KUNIT_EXPECT_EQ(test, *last, 0xc0de0000);
	set_pte(fixmap_pte(__virt_to_fix((unsigned long)last)),
		pfn_pte(page_to_pfn(page[1]), PAGE_KERNEL));
	local_flush_tlb_kernel_range((unsigned long)last, 0);
	KUNIT_EXPECT_EQ(test, *last, 0xc0de0001);
	flush_tlb_one_kernel((unsigned long)last);
	kunmap_local(last);
	/* So that what the slot remembers is true again. */
	kmap_local_forget(NULL);
	preempt_enable();
	unmap_window(test);
}

static unsigned int shots, without_pge;

static void look_at_pge(struct timer_list *timer)
{
	shots++;
	without_pge += !(read_cr4() & X86_CR4_PGE);
	mod_timer(timer, jiffies + 1);
}

static void has_pge(void *count)
{
	if (!(read_cr4() & X86_CR4_PGE))
		atomic_inc(count);
}

/*
 * CR4.PGE is off for two instructions of a flush. Nobody comes in between: a thread that went on elsewhere would leave it
 * off. A handler that did come, such as an NMI's, can flush nevertheless.
 */
static void a_flush_of_all_is_not_interrupted(struct kunit *test)
{
	struct timer_list timer;
	unsigned long until, flags;
	atomic_t off = ATOMIC_INIT(0);

	if (!cpu_has(X86_FEATURE_PGE))
		kunit_skip(test, "needs global pages");
	map_window(test);
	shots = without_pge = 0;
	migrate_disable();
	timer_setup_on_stack(&timer, look_at_pge, 0);
	mod_timer(&timer, jiffies + 1);
	for (until = jiffies + 8; time_before(jiffies, until);)
		__flush_tlb_all();
	timer_delete_sync(&timer);
	migrate_enable();
	KUNIT_EXPECT_GT(test, shots, 0u);
	KUNIT_EXPECT_EQ(test, without_pge, 0u);

	local_irq_save(flags);
	write_cr4(read_cr4() ^ X86_CR4_PGE);
	KUNIT_EXPECT_EQ(test, *window, 0xc0de0000);
	set_entry(1);
	__flush_tlb_all();
	KUNIT_EXPECT_EQ(test, *window, 0xc0de0001);
	write_cr4(read_cr4() ^ X86_CR4_PGE);
	local_irq_restore(flags);
	on_each_cpu(has_pge, &off, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&off), 0);
	unmap_window(test);
}

static unsigned int received(void)
{
	unsigned int cpu, sum = 0;

	for_each_online_cpu(cpu)
		sum += per_cpu(irq_stat, cpu).tlb_shootdown;
	return sum;
}

static atomic_t nr_busy;

static int is_busy(void *data)
{
	atomic_inc(&nr_busy);
	while (!kthread_should_stop())
		cpu_relax();
	return 0;
}

/* Flushes, and tells how many CPUs have been sent an IPI; all others were left to their idle threads. */
static unsigned int ipis_of_a_flush(struct kunit *test)
{
	unsigned int *count, sent, left, there;

	migrate_disable();
	count = this_cpu_ptr(&tlb_events[0]);
	sent = count[TLB_IPI_SENT];
	left = count[TLB_LEFT_TO_IDLE];
	there = received();
	flush_tlb_kernel_range(VMALLOC_START, VMALLOC_START + 100 * PAGE_SIZE);
	sent = count[TLB_IPI_SENT] - sent;
	left = count[TLB_LEFT_TO_IDLE] - left;
	KUNIT_EXPECT_EQ(test, received() - there, sent);
	KUNIT_EXPECT_EQ(test, sent + left, num_online_cpus() - 1);
	migrate_enable();
	return sent;
}

/* CPUs that run something are interrupted, all others are not. */
static void only_busy_cpus_are_interrupted(struct kunit *test)
{
	struct task_struct *thread[NR_CPUS] = {};
	unsigned int cpu, fewest = NR_CPUS, others = num_online_cpus() - 1;
	int tries;

	for_each_online_cpu(cpu)
		if (cpu != raw_smp_processor_id()) {
			thread[cpu] = new_thread(test, is_busy, NULL);
			kthread_bind(thread[cpu], cpu);
		}
	/* A CPU may just be having its tick, as this one had. */
	for (tries = 0; tries < 50 && fewest; tries++) {
		schedule_timeout_uninterruptible(1);
		udelay(3000);
		fewest = min(fewest, ipis_of_a_flush(test));
	}
	KUNIT_EXPECT_EQ(test, fewest, 0u);
	atomic_set(&nr_busy, 0);
	for_each_online_cpu(cpu)
		if (thread[cpu])
			wake_up_process(thread[cpu]);
	while (atomic_read(&nr_busy) < others)
		schedule_timeout_uninterruptible(1);
	KUNIT_EXPECT_EQ(test, ipis_of_a_flush(test), others);
	for_each_online_cpu(cpu)
		if (thread[cpu])
			kthread_stop(thread[cpu]);
}

static u32 seen;
static struct completion read_once;

static int reads_when_woken(void *data)
{
	for (;;) {
		set_current_state(TASK_UNINTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		seen = *window;
		complete(&read_once);
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

/* Each other CPU in turn has read a page, and halts, or is on its way to it, while another page takes its place. */
static void a_halted_cpu_sees_what_was_changed(struct kunit *test)
{
	struct task_struct *thread;
	unsigned int cpu, round;

	map_window(test);
	for_each_online_cpu(cpu) {
		thread = new_thread(test, reads_when_woken, NULL);
		kthread_bind(thread, cpu);
		init_completion(&read_once);
		for (round = 0; round < 8; round++) {
			show_page(round % 2);
			wake_up_process(thread);
			wait_for_completion(&read_once);
			KUNIT_EXPECT_EQ(test, seen, 0xc0de0000 + round % 2);
			while (READ_ONCE(thread->__state) != TASK_UNINTERRUPTIBLE)
				cpu_relax();
			if (round >= 4)
				schedule_timeout_uninterruptible(1);
		}
		kthread_stop(thread);
	}
	unmap_window(test);
}

static bool begun, over;

/* Without a translation of its own: each read walks the page table. Return: reads of something that never was there. */
static int reads_entry_in_a_loop(void *data)
{
	int bad = 0;
	u32 word;

	WRITE_ONCE(begun, true);
	while (!READ_ONCE(over)) {
		__invlpg((unsigned long)window);
		if (!copy_from_kernel_nofault(&word, (void *)window, 4))
			bad += word != 0xc0de0000 && word != 0xc0de0001;
		cpu_relax();
	}
	return bad;
}

/* A block above 4 GiB; NULL: there is none. */
static struct page *find_block_above_4g(void)
{
	struct page *block, *other, *next;
	LIST_HEAD(others);

	while ((block = (alloc_pages)(GFP_HIGHUSER | __GFP_NOWARN, MAX_PAGE_ORDER)) &&
	       !(page_to_pfn(block) >> 20))
		list_add(&block->lru, &others);
	list_for_each_entry_safe(other, next, &others, lru)
		(__free_pages)(other, MAX_PAGE_ORDER);
	return block;
}

/*
 * A PAE entry is written as two words: a CPU that walks the table in between finds no mapping, never half of each. The frames
 * differ in both halves of their entries.
 */
static void half_an_entry_is_never_seen(struct kunit *test)
{
	struct page *block = find_block_above_4g();
	struct task_struct *reader;
	pte_t pte[2];
	unsigned long until;
	unsigned int i;

	if (!hold(test, block, held_free_pages, MAX_PAGE_ORDER))
		kunit_skip(test, "needs PAE, and RAM above 4 GiB");
	map_window(test);
	mark_page(block, 1);
	pte[0] = pfn_pte(page_to_pfn(page[0]), PAGE_KERNEL);
	pte[1] = pfn_pte(page_to_pfn(block), PAGE_KERNEL);
	reader = new_thread(test, reads_entry_in_a_loop, NULL);
	kthread_bind(reader, another_cpu());
	begun = over = false;
	wake_up_process(reader);
	while (!READ_ONCE(begun))
		schedule_timeout_uninterruptible(1);
	for (i = 0, until = jiffies + HZ / 10; time_before(jiffies, until); i++)
		set_pte(entry, pte[i % 2]);
	WRITE_ONCE(over, true);
	KUNIT_EXPECT_EQ_MSG(test, join_thread(reader), 0, "%u times written", i);
	unmap_window(test);
	__free_pages(block, MAX_PAGE_ORDER);
}

static const void *gone;

static int reads_until_it_faults(void *data)
{
	u32 word = 0;

	while (!copy_from_kernel_nofault(&word, gone, 4))
		if (word != 0xc0de0000)
			return 1;
	return 0;
}

/* It reads the page, and at some moment nothing: then the address is said to be what it was. */
static void a_read_of_what_another_cpu_unmaps_is_attributed(struct kunit *test)
{
	struct task_struct *thread[NR_CPUS];
	unsigned int cpu, nr = 0;
	char text[200], *want;

	map_window(test);
	gone = (void *)window;
	for_each_online_cpu(cpu) {
		thread[nr] = new_thread(test, reads_until_it_faults, NULL);
		kthread_bind(thread[nr++], cpu);
	}
	for (cpu = 0; cpu < nr; cpu++)
		wake_up_process(thread[cpu]);
	schedule_timeout_uninterruptible(2);
	vunmap((void *)window);
	describe_address((unsigned long)gone + 8, text, sizeof(text));
	want = strstr(text, "freed vmalloc area of 4096 bytes at");
	KUNIT_EXPECT_TRUE_MSG(test, want, "%s", text);
	KUNIT_EXPECT_TRUE_MSG(test, strstr(text, "freed by a_read_of"), "%s", text);
	/* The pages are ours still; the translations go with the flush. */
	vmalloc_release();
	while (nr)
		KUNIT_EXPECT_EQ(test, join_thread(thread[--nr]), 0);
	__free_page(page[0]);
	__free_page(page[1]);
}

static struct kunit_case tlb_cases[] = {
	KUNIT_CASE(flushes_are_counted_by_kind),
	KUNIT_CASE(ranges_go_to_their_last_page),
	KUNIT_CASE(a_flush_of_all_is_not_interrupted),
	KUNIT_CASE(only_busy_cpus_are_interrupted),
	KUNIT_CASE(a_halted_cpu_sees_what_was_changed),
	KUNIT_CASE(half_an_entry_is_never_seen),
	KUNIT_CASE(a_read_of_what_another_cpu_unmaps_is_attributed),
	{},
};

static struct kunit_suite tlb_suite = {
	.name = "tlb",
	.test_cases = tlb_cases,
};
kunit_test_suite(tlb_suite);
