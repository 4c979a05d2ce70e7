// SPDX-License-Identifier: MIT
/*
 * tests/kernel/highmem_step_test.c - kmap_local with something in between any two of its instructions: arch/i386 only
 *
 *   mapping thread, TF set:   instruction ── #DB ──> stepped(): an interrupt handler's mapping,
 *                             instruction ── #DB ──>            then a FIFO thread that maps, perhaps sleeps with it, unmaps
 *
 * So each point where an interrupt or a switch could come is one where it does, and the entry is looked at there as
 * another CPU's page walk would. For this CPU and as long as it takes, the IDT is a copy whose gate for #DB leads here.
 */
#include <linux/highmem.h>
#include <linux/io.h>
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <asm/irq.h>
#include <asm/set_memory.h>
#include <asm/traps.h>

#include "held.h"
#include "threads.h"

#define X86_EFLAGS_TF 0x100
#define NR_PAGES 4

/* What the CPU and PUSHA leave on the stack. */
struct step_frame {
	u32 di, si, bp, sp, bx, dx, cx, ax, ip, cs, flags;
};

struct __packed idt_pointer {
	u16 limit;
	u32 base;
};

static u64 gates[NR_VECTORS];
static struct idt_pointer old_idt;

static struct page
	*pages[NR_PAGES]; /* each one's word 0 is its index, but as someone else is about to show */
static struct task_struct *intruder;
static bool with_handler, in_step;
static unsigned int steps, flushes, switches, wrong, half_written;
/* An entry that is present leads to one of these frames. */
static pte_t *watched;
static unsigned long frames[2];

static void touch(unsigned int i)
{
	u32 *words = kmap_local_pfn(page_to_pfn(pages[i]));

	wrong += words[0] != i;
	kunmap_local(words);
}

/* Uses the slots of whoever it came between, and every other time leaves while it holds mappings. */
static int intrude(void *data)
{
	unsigned int round;

	for (round = 0; !kthread_should_stop(); round++) {
		u32 *outer = kmap_local_pfn(page_to_pfn(pages[3]));
		u32 *inner = round & 1 ? outer : kmap_local_pfn(page_to_pfn(pages[2]));

		__set_current_state(TASK_UNINTERRUPTIBLE);
		if (round % 3)
			schedule();
		wrong += outer[0] != 3 || inner[0] != (round & 1 ? 3 : 2);
		if (inner != outer)
			kunmap_local(inner);
		kunmap_local(outer);
		if (!kthread_should_stop() && round % 3 == 0)
			schedule();
		__set_current_state(TASK_RUNNING);
	}
	return 0;
}

static __used void stepped(struct step_frame *frame)
{
	const u8 *code = (const u8 *)frame->ip;

	steps++;
	flushes += code[0] == 0x0f && code[1] == 0x01 && (code[2] & 0x38) == 0x38;
	if (watched && pte_present(*watched))
		half_written += pte_pfn(*watched) != frames[0] && pte_pfn(*watched) != frames[1];
	if (in_step)
		return;
	in_step = true;
	if (with_handler) {
		preempt_count_add(HARDIRQ_OFFSET);
		touch(1);
		preempt_count_sub(HARDIRQ_OFFSET);
	}
	if (intruder && !preempt_count()) {
		switches += wake_up_process(intruder);
		if (need_resched())
			preempt_schedule_irq();
	}
	in_step = false;
}

void step_entry(void);
__asm__("	.pushsection .text\n"
	"step_entry:\n"
	"	pushal\n"
	"	cld\n"
	"	movl	%esp, %eax\n"
	"	call	stepped\n"
	"	popal\n"
	"	iret\n"
	"	.popsection");

static __always_inline void step_on(void)
{
	__asm__ __volatile__("pushfl; orl %0, (%%esp); popfl"
			     :
			     : "i"(X86_EFLAGS_TF)
			     : "memory", "cc");
}

static __always_inline void step_off(void)
{
	__asm__ __volatile__("pushfl; andl %0, (%%esp); popfl"
			     :
			     : "i"(~X86_EFLAGS_TF)
			     : "memory", "cc");
}

static void load_old_idt(void *unused)
{
	__asm__ __volatile__("lidt %0" : : "m"(old_idt));
	migrate_enable();
}

static void begin(struct kunit *test, bool handler, bool threads)
{
	struct idt_pointer idt = { sizeof(gates) - 1, (u32)gates };
	unsigned int i;
	u32 *words;

	for (i = 0; i < NR_PAGES; i++) {
		pages[i] = alloc_page(GFP_HIGHUSER);
		KUNIT_ASSERT_NOT_NULL(test, pages[i]);
		words = kmap_local_page(pages[i]);
		words[0] = i;
		kunmap_local(words);
	}
	intruder = threads ? new_thread(test, intrude, NULL) : NULL;
	if (intruder)
		sched_set_fifo(intruder);
	with_handler = handler;
	watched = NULL;
	steps = flushes = switches = wrong = half_written = 0;

	migrate_disable();
	__asm__ __volatile__("sidt %0" : "=m"(old_idt));
	memcpy(gates, (void *)old_idt.base, sizeof(gates));
	gates[X86_TRAP_DB] = (gates[X86_TRAP_DB] & 0x0000ffffffff0000) |
			     ((u32)step_entry & 0xffff) | (u64)((u32)step_entry >> 16) << 48;
	__asm__ __volatile__("lidt %0" : : "m"(idt));
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, load_old_idt, NULL), 0);
}

/* The threads that share the pages end before these are given back: held.h works newest first. */
static void end(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, wrong, 0u);
	KUNIT_EXPECT_EQ(test, this_cpu_read(kmap_nr), 0u);
}

/* By pfn, so that pages of a machine without HIGHMEM are mapped, too. */
static void maps_two_at_a_time(bool readonly)
{
	unsigned int i, round;

	for (round = 0; round < 6; round++)
		for (i = 0; i < 2; i++) {
			u32 *outer, *inner;

			step_on();
			outer = kmap_local_pfn(page_to_pfn(pages[i]));
			inner = readonly ? __kmap_local_prot(pages[2 * i], PAGE_KERNEL_RO)
					 : kmap_local_pfn(page_to_pfn(pages[2 * i]));
			wrong += *(volatile u32 *)inner != 2 * i;
			kunmap_local(inner);
			wrong += *(volatile u32 *)outer != i;
			kunmap_local(outer);
			step_off();
		}
}

static void handlers_nest_at_any_instruction(struct kunit *test)
{
	begin(test, true, false);
	maps_two_at_a_time(false);
	maps_two_at_a_time(true);
	KUNIT_EXPECT_GT(test, steps, 100u);
	end(test);
}

static void threads_come_in_at_any_instruction(struct kunit *test)
{
	begin(test, false, true);
	maps_two_at_a_time(false);
	maps_two_at_a_time(true);
	KUNIT_EXPECT_GT(test, switches, 100u);
	end(test);
}

static void both_at_any_instruction(struct kunit *test)
{
	begin(test, true, true);
	maps_two_at_a_time(false);
	maps_two_at_a_time(true);
	end(test);
}

static void choose_frames(void)
{
	frames[0] = page_to_pfn(pages[0]);
	frames[1] = frames[0] ^ 0xf55; /* and, with PAE, above 4 GiB; nobody looks there */
	if (IS_ENABLED(CONFIG_X86_PAE))
		frames[1] ^= 0xf00000;
}

/* With page tables of two words, the CPU must not find the old half of one beside the new half of the other. */
static void no_entry_is_half_written(struct kunit *test)
{
	unsigned int i;

	begin(test, false, false);
	choose_frames();
	watched = this_cpu_read(kmap_pte[1]);
	kunmap_local(kmap_local_pfn(frames[0]));
	for (i = 0; i < 4; i++) {
		void *addr;

		step_on();
		addr = kmap_local_pfn(frames[~i & 1]);
		kunmap_local(addr);
		step_off();
	}
	KUNIT_EXPECT_EQ(test, half_written, 0u);
	kunmap_local(kmap_local_pfn(frames[0]));
	end(test);
}

/* Nor of kmap()'s window: filled, emptied, filled with another page. */
static void no_entry_of_kmap_is_half_written(struct kunit *test)
{
	enum pg_level level;
	unsigned int i;
	void *addr;

	begin(test, false, false);
	choose_frames();
	kmap_flush_unused();
	addr = kmap_high(pfn_to_page(frames[0]));
	watched = lookup_address((unsigned long)addr, &level);
	kunmap_high(pfn_to_page(frames[0]));
	for (i = 1; i < 4; i++) {
		step_on();
		kmap_flush_unused();
		wrong += kmap_high(pfn_to_page(frames[i & 1])) != addr;
		kunmap_high(pfn_to_page(frames[i & 1]));
		step_off();
	}
	watched = NULL;
	kmap_flush_unused();
	KUNIT_EXPECT_GT(test, steps, 3 * LAST_PKMAP);
	KUNIT_EXPECT_EQ(test, half_written, 0u);
	end(test);
}

/* The page just unmapped: no flush; another one: one. */
static void only_another_page_costs_a_flush(struct kunit *test)
{
	void *addr;

	if (IS_ENABLED(CONFIG_DEBUG_VM))
		kunit_skip(test, "with DEBUG=1 each unmap flushes");
	begin(test, false, false);
	touch(0);
	steps = 0;
	step_on();
	addr = kmap_local_pfn(page_to_pfn(pages[0]));
	kunmap_local(addr);
	step_off();
	KUNIT_EXPECT_EQ(test, flushes, 0u);
	/* Those of switching TF on and off are among them. */
	KUNIT_EXPECT_LE(test, steps, 25u);
	step_on();
	addr = kmap_local_pfn(page_to_pfn(pages[1]));
	kunmap_local(addr);
	step_off();
	KUNIT_EXPECT_EQ(test, flushes, 1u);
	end(test);
}

static void look_for_entries(void *found)
{
	unsigned int nr;

	for (nr = 1; nr < KM_MAX_IDX; nr++)
		if (nr > this_cpu_read(kmap_nr) && !pte_none(*this_cpu_read(kmap_pte[nr])))
			atomic_inc(found);
}

static u32 page_of_image[PAGE_SIZE / 4] __aligned(PAGE_SIZE);
#define DEVICE 0xfec00000 /* no RAM on any machine, and nobody looks there */

static void leave_entries(void *unused)
{
	void *image = kmap_local_pfn(PHYS_PFN(__pa(page_of_image)));

	kunmap_local(kmap_local_pfn(PHYS_PFN(DEVICE)));
	kunmap_local(image);
}

/* Not even a translation that nobody uses may say of a page what is not true any more. What is held stays. */
static void changed_attributes_are_not_remembered(struct kunit *test)
{
	atomic_t found = ATOMIC_INIT(0);
	void __iomem *device;
	volatile u32 *words;

	on_each_cpu(leave_entries, NULL, 1);
	words = kmap_local_pfn(PHYS_PFN(__pa(page_of_image)));
	words[0] = 7;
	KUNIT_EXPECT_EQ(test, set_memory_rw((unsigned long)page_of_image, 1), 0);
	on_each_cpu(look_for_entries, &found, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&found), 0);
	KUNIT_EXPECT_EQ(test, words[0], 7u);
	kunmap_local(words);

	on_each_cpu(leave_entries, NULL, 1);
	device = ioremap(DEVICE, PAGE_SIZE);
	KUNIT_ASSERT_NOT_NULL(test, (void *)device);
	on_each_cpu(look_for_entries, &found, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&found), 0);
	iounmap(device);
}

static struct kunit_case highmem_step_cases[] = { KUNIT_CASE(handlers_nest_at_any_instruction),
						  KUNIT_CASE(threads_come_in_at_any_instruction),
						  KUNIT_CASE(both_at_any_instruction),
						  KUNIT_CASE(no_entry_is_half_written),
						  KUNIT_CASE(no_entry_of_kmap_is_half_written),
						  KUNIT_CASE(only_another_page_costs_a_flush),
						  KUNIT_CASE(changed_attributes_are_not_remembered),
						  {} };

static struct kunit_suite highmem_step_suite = {
	.name = "highmem_step",
	.test_cases = highmem_step_cases,
};
kunit_test_suite(highmem_step_suite);
