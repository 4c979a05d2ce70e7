// SPDX-License-Identifier: MIT
/*
 * mm/highmem.c - lend addresses to pages that have none
 *
 *   struct page --> slot of this CPU --> PTE --> frame above the direct map
 *
 *   kmap_nr         mappings that the thread on this CPU holds; the n-th lives in slot n, 1 to KM_MAX_IDX - 1
 *   kmap_slot[n]    the slot's address, and the page that its PTE leads to, whether or not the mapping is still held
 *   kmap_ctrl       of a thread that does not run: how many, which pages
 *
 * kunmap_local() leaves the PTE as it is: mapping the same page there again costs no flush; another page overwrites the entry
 * and costs one local invlpg. With CONFIG_DEBUG_VM the PTE goes at once, so that use after unmap faults.
 *
 * Why no interrupts need be off:
 *   - A slot is taken and given back by one instruction on kmap_nr. An interrupt handler that comes before it has the slot to
 *     itself, and leaves PTE, TLB and kmap_slot[n].page in agreement; one that comes after it takes the next slot.
 *   - A thread may move to another CPU before it takes its first slot, which it then takes there, and after it has given its
 *     last one back; is_movable() in kernel/sched.c forbids it in between.
 *   - Another thread may run in between, in the same slots, and be switched away likewise. kmap_local_switch() brings back page
 *     or PTE as they were. While set_slot() changes the entry, page is UNKNOWN, so that the PTE itself is brought back: perhaps
 *     half written, but flushed. set_slot() goes on from there; it flushes where anything may be cached.
 *
 * Read first: __kmap_local() in linux/highmem.h, then set_slot().
 * Tests:      tests/kernel/highmem_test.c, highmem_random_test.c, highmem_step_test.c
 * Linux:      mm/highmem.c. There each pair costs a flush. Left out: guard slots.
 */
#include <linux/highmem.h>

#include <linux/bug.h>
#include <linux/console.h>
#include <linux/init.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <asm/tlbflush.h>

/* In place of a page: no address of a struct page is odd. */
#define NOTHING ((struct page *)1) /* no entry, and none cached */
#define UNKNOWN ((struct page *)3) /* being changed, or with other rights */

/* In kmap_ctrl.idx: where page[] holds no page, pteval[] has the entry. */
#define KMAP_PTES_KEPT 0x100u

DEFINE_PER_CPU(unsigned int, kmap_nr);
DEFINE_PER_CPU(pte_t *, kmap_pte[KM_MAX_IDX + 1]);
DEFINE_PER_CPU(struct kmap_slot, kmap_slot[KM_MAX_IDX + 1]);

struct page *kmap_low_end;
unsigned long kunmap_local_start;
static pteval_t kmap_prot;
static unsigned long kmap_bias; /* plus page << 8: the low half of a page's entry */
static bool force_map __initdata;

static int __init parse_kmap_local(char *val)
{
	force_map = val && !strcmp(val, "force");
	return force_map ? 0 : -EINVAL;
}
early_param("kmap_local", parse_kmap_local);

static __always_inline bool is_page(const struct page *page)
{
	return !((unsigned long)page & 1);
}

/*
 * Its struct page need not exist: where it would be is what counts. By halves, which spares registers; without PAE there is but
 * the low one, modulo 4 GiB.
 */
static __always_inline pte_t page_pte(const struct page *page)
{
	unsigned long low = ((unsigned long)page << 8) + kmap_bias;
	unsigned long offset = (unsigned long)page - (unsigned long)mem_map;
	u64 high = offset >> 24 | (unsigned long)((u64)kmap_prot >> 32);

	_Static_assert(sizeof(struct page) << 8 == PAGE_SIZE, "256 does not fit");
	return (pte_t){ high << 32 | low };
}

/* mem_map is NULL until there is a memmap. */
static void set_kmap_bias(void)
{
	kmap_bias = kmap_prot - ((unsigned long)mem_map << 8);
}

void kmap_local_init_cpu(unsigned int cpu)
{
	unsigned int nr;

	kmap_prot = __PAGE_KERNEL & __supported_pte_mask;
	set_kmap_bias();
	per_cpu(kmap_slot[0].addr, cpu) = 1; /* of no page, not that of NULL either */
	for (nr = 1; nr <= KM_MAX_IDX; nr++) {
		unsigned int fix = FIX_KMAP_BEGIN + cpu * KM_MAX_IDX + nr - 1;

		per_cpu(kmap_slot[nr], cpu) = (struct kmap_slot){ NOTHING, __fix_to_virt(fix) };
		per_cpu(kmap_pte[nr], cpu) = fixmap_pte(fix);
	}
}

/* Writes a slot's entry; the translation that may be cached for the old one goes. */
static void set_slot(unsigned int nr, pte_t pte, struct page *page)
{
	struct kmap_slot *slot = this_cpu_ptr(&kmap_slot[nr]);
	struct page *old = READ_ONCE(slot->page);

	WRITE_ONCE(slot->page, UNKNOWN);
	set_kernel_pte(slot->addr, this_cpu_read(kmap_pte[nr]), pte);
	if (old != NOTHING)
		flush_tlb_one_kernel(slot->addr);
	WRITE_ONCE(slot->page, page);
}

static void clear_slot(unsigned int nr)
{
	set_slot(nr, (pte_t){ 0 }, NOTHING);
}

void kmap_local_forget(void *unused)
{
	unsigned int nr;

	for (nr = this_cpu_read(kmap_nr) + 1; nr < KM_MAX_IDX; nr++)
		if (this_cpu_read(kmap_slot[nr].page) != NOTHING)
			clear_slot(nr);
}

/* Pages mapped before now are known by where their struct page would have been without a memmap. */
void __init kmap_local_init(void)
{
	kmap_local_forget(NULL);
	set_kmap_bias();
	if (force_map)
		return;
	kmap_low_end = highmem_start_page;
	if (!IS_ENABLED(CONFIG_DEBUG_VM))
		kunmap_local_start = KMAP_LOCAL_START;
}

void show_kmap_local(const struct task_struct *p)
{
	bool runs = task_curr(p);
	unsigned int cpu = p->cpu, nr;
	unsigned int live = runs ? per_cpu(kmap_nr, cpu) : p->kmap_ctrl.idx & ~KMAP_PTES_KEPT;

	for (nr = 1; nr <= live && nr < KM_MAX_IDX; nr++) {
		const struct kmap_slot *slot = per_cpu_ptr(&kmap_slot[nr], cpu);
		struct page *page = runs ? slot->page : p->kmap_ctrl.page[nr];
		pte_t pte = runs ? *per_cpu(kmap_pte[nr], cpu) : p->kmap_ctrl.pteval[nr];

		console_printf("%5d  %3u  %4u  %08lx  %8lx  %s\n", p->pid, cpu, nr, slot->addr,
			       is_page(page) ? page_to_pfn(page) : pte_pfn(pte), p->comm);
	}
}

/*
 * An entry that was being written, or has other rights than PAGE_KERNEL, is kept as it is. With CONFIG_DEBUG_VM all go, so that
 * nobody uses them. The slot may be one that @prev has no mapping in.
 */
static __always_inline struct page *take_out(struct task_struct *prev, unsigned int nr)
{
	struct page *page = this_cpu_read(kmap_slot[nr].page);

	prev->kmap_ctrl.page[nr] = page;
	if (unlikely(!is_page(page))) {
		prev->kmap_ctrl.pteval[nr] = *this_cpu_read(kmap_pte[nr]);
		if (nr <= (prev->kmap_ctrl.idx & ~KMAP_PTES_KEPT))
			prev->kmap_ctrl.idx |= KMAP_PTES_KEPT;
	}
	if (IS_ENABLED(CONFIG_DEBUG_VM))
		clear_slot(nr);
	return page;
}

static noinline __cold void switch_slowly(struct task_struct *prev, struct kmap_ctrl *next,
					  unsigned int nr_next)
{
	unsigned int nr;

	for (nr = this_cpu_read(kmap_nr); nr; nr--)
		take_out(prev, nr);
	this_cpu_write(kmap_nr, nr_next);
	for (nr = nr_next; nr; nr--)
		set_slot(nr, is_page(next->page[nr]) ? page_pte(next->page[nr]) : next->pteval[nr],
			 next->page[nr]);
}

/* The outgoing thread's entries stay in their slots where the incoming one needs none, as behind kunmap_local(). */
void kmap_local_switch(struct task_struct *prev, struct task_struct *next)
{
	unsigned int nr = this_cpu_read(kmap_nr), nr_next = next->kmap_ctrl.idx;

	prev->kmap_ctrl.idx = nr;
	next->kmap_ctrl.idx = 0;
	if (unlikely(nr_next & KMAP_PTES_KEPT)) {
		switch_slowly(prev, &next->kmap_ctrl, nr_next & ~KMAP_PTES_KEPT);
		return;
	}
	this_cpu_write(kmap_nr, nr_next);
	for (; nr > nr_next; nr--)
		take_out(prev, nr);
	for (nr = nr_next; nr; nr--) {
		struct page *old = take_out(prev, nr);
		struct page *page = next->kmap_ctrl.page[nr];
		unsigned long addr;

		if (!IS_ENABLED(CONFIG_DEBUG_VM) && old == page)
			continue;
		this_cpu_write(kmap_slot[nr].page, page);
		addr = this_cpu_read(kmap_slot[nr].addr);
		set_kernel_pte(addr, this_cpu_read(kmap_pte[nr]), page_pte(page));
		flush_tlb_one_kernel(addr);
	}
}

static void check_depth(unsigned int nr)
{
	if (likely(nr < KM_MAX_IDX))
		return;
	pr_emerg("kmap_local: more than %d mappings; PID, CPU, slot, address, pfn, name:\n",
		 KM_MAX_IDX - 1);
	show_kmap_local(current);
	BUG();
}

void kmap_change_slot(unsigned int nr, struct page *page)
{
	check_depth(nr);
	set_slot(nr, page_pte(page), page);
}

void *__kmap_local_prot(struct page *page, pgprot_t prot)
{
	unsigned int nr = this_cpu_add_return(kmap_nr, 1);

	check_depth(nr);
	set_slot(nr, pfn_pte(page_to_pfn(page), prot), UNKNOWN);
	return (void *)this_cpu_read(kmap_slot[nr].addr);
}

static noinline __cold void report_order(const void *addr, unsigned int nr)
{
	if (nr)
		WARN(1, "kunmap_local(%p): not the newest mapping of %s, which is at %#lx\n", addr,
		     current->comm, this_cpu_read(kmap_slot[nr].addr));
	else
		WARN(1, "kunmap_local(%p): %s has no mapping\n", addr, current->comm);
}

void __kunmap_local(const void *addr)
{
	unsigned int nr = this_cpu_read(kmap_nr);

	if (unlikely(((unsigned long)addr & PAGE_MASK) != this_cpu_read(kmap_slot[nr].addr))) {
		/* No page of LOWMEM was mapped, and kunmap_local() asks about every address. */
		if (!kmap_low_end || !virt_addr_valid(addr))
			report_order(addr, nr);
		return;
	}
	if (IS_ENABLED(CONFIG_DEBUG_VM))
		clear_slot(nr);
	barrier();
	this_cpu_dec(kmap_nr);
}
