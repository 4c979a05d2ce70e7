// SPDX-License-Identifier: MIT
/*
 * mm/pkmap.c - kmap(): an address for a HIGHMEM page, the same for all its users on all CPUs
 *
 *   page ── chains[] ──> slot ──> slot        slot n: address PKMAP_BASE + n pages, entry pkmap_ptes[n]
 *
 *   users  FREE   not mapped, on the free list; no CPU remembers what was there
 *          0      mapped, for nobody: the next kmap() of the page has it at once
 *          n      mapped, for n users
 *
 * A page that is mapped already is found and counted without a lock. Who comes too late, and counts on a slot that has become
 * free or another page's, takes that back. When the free list is empty, all slots without users are unmapped, and after one
 * flush of all CPUs' TLBs they are free. When there are none, kmap() sleeps until a kunmap() leaves a slot without users.
 * Threads that hold mappings and wait for one more may so wait for each other for ever, which is reported, again and again.
 *
 * Lock: pkmap_lock guards the free list, and changes of the chains. It is taken with interrupts on, since other CPUs are waited
 *       for under it. page_address() looks again when the chains were made anew meanwhile.
 * Read first: kmap_high(), then map_page().
 * Tests:      tests/kernel/pkmap_test.c, pkmap_threads_test.c
 * Linux:      mm/highmem.c. There the free slot is searched for, and "all slots without users" is when the search wraps.
 */
#include <linux/highmem.h>

#include <linux/bug.h>
#include <linux/console.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <linux/watchdog.h>
#include <asm/processor.h>
#include <asm/tlbflush.h>
#include <asm/vmalloc.h>

#define PKMAP_END (PKMAP_BASE + LAST_PKMAP * PAGE_SIZE)

struct pkmap_slot {
	struct page *page;
	struct pkmap_slot *next; /* in its chain, or on the free list */
	void *addr;
	int users;
};

/* Far enough from 0 that neither a count which will be taken back nor a kunmap() too many makes one look like the other. */
#define FREE (INT_MIN / 2)

/* At first all are mapped for nobody, as it were: the first kmap() makes them free. */
static struct pkmap_slot slots[LAST_PKMAP], *chains[LAST_PKMAP], *free_slots;
static pte_t pkmap_ptes[LAST_PKMAP] __aligned(PAGE_SIZE);
static pteval_t pkmap_bits;   /* of an entry, besides the frame */
static unsigned int rebuilds; /* of the chains; odd: one is going on */
static unsigned int nr_flushes, nr_waiting;
static DEFINE_SPINLOCK(pkmap_lock);
static DECLARE_WAIT_QUEUE_HEAD(pkmap_wait);

unsigned int hung_task_ticks = 20 * HZ;

static __always_inline struct pkmap_slot **chain_of(const struct page *page)
{
	return &chains[(unsigned long)page / sizeof(*page) % LAST_PKMAP];
}

/* Without the lock: NULL may be wrong, and the slot another page's when one looks again. */
static __always_inline struct pkmap_slot *find_slot(const struct page *page)
{
	struct pkmap_slot *slot = READ_ONCE(*chain_of(page));

	while (slot && READ_ONCE(slot->page) != page)
		slot = READ_ONCE(slot->next);
	return slot;
}

/* All slots go into new lists. Lock held; interrupts off, since a handler that reads would wait for the end. */
static void sort_slots(void)
{
	struct pkmap_slot *slot, *free = NULL, **chain;
	int i, users;

	smp_store_mb(rebuilds, rebuilds + 1);
	memset(chains, 0, sizeof(chains));
	for (i = LAST_PKMAP; i--;) {
		slot = &slots[i];
		users = 0;
		if (likely(try_cmpxchg(&slot->users, &users, FREE))) {
			set_kernel_pte((unsigned long)slot->addr, &pkmap_ptes[i], (pte_t){ 0 });
			/* A kunmap() that strays here must not take the slot for that of a page that left it long ago. */
			slot->page = NULL;
		} else if (users > FREE / 2) {
			chain = chain_of(slot->page);
			slot->next = *chain;
			*chain = slot;
			continue;
		}
		slot->next = free;
		free = slot;
	}
	free_slots = free;
	smp_store_release(&rebuilds, rebuilds + 1);
}

static noinline __cold void init_window(void)
{
	unsigned int i;

	pkmap_bits = pgprot_val(PAGE_KERNEL) & __supported_pte_mask;
	set_kernel_table(PKMAP_BASE, pkmap_ptes);
	for (i = 0; i < LAST_PKMAP; i++)
		slots[i].addr = (void *)(PKMAP_BASE + i * PAGE_SIZE);
}

/* Unused slots become free ones. Lock held. */
static noinline void flush_unused(void)
{
	unsigned long flags;

	if (unlikely(!slots[0].addr))
		init_window();
	local_irq_save(flags);
	sort_slots();
	local_irq_restore(flags);
	if (!free_slots)
		return;
	nr_flushes++;
	/* The list begins with the lowest. */
	flush_tlb_kernel_range((unsigned long)free_slots->addr, PKMAP_END);
}

/* One of those that wait speaks for all. Lock held. */
static noinline __cold void report_waiting(void)
{
	static unsigned long last;

	if (jiffies - last < hung_task_ticks)
		return;
	last = jiffies;
	WARN(1,
	     "watchdog: BUG: %u threads wait for a kmap slot; all %u are in use, and none has fallen free for %us [%s:%d]\n",
	     nr_waiting, LAST_PKMAP, hung_task_ticks / HZ, current->comm, current->pid);
}

/*
 * Lock held, and given back while the thread sleeps. The thread is on the queue before it looks, since who lets go of a slot
 * takes no lock: he wakes it, or it sees the slot.
 */
static noinline void refill(struct page *page)
{
	DEFINE_WAIT(wait);
	long left = hung_task_ticks;

	nr_waiting++;
	for (;;) {
		prepare_to_wait(&pkmap_wait, &wait, TASK_UNINTERRUPTIBLE);
		if (!free_slots)
			flush_unused();
		if (free_slots || find_slot(page))
			break;
		if (!left)
			report_waiting();
		spin_unlock(&pkmap_lock);
		left = schedule_timeout(hung_task_ticks);
		spin_lock(&pkmap_lock);
	}
	nr_waiting--;
	finish_wait(&pkmap_wait, &wait);
}

/* change: 1 or -1. All are woken, since several may want the same page. */
static __always_inline int count_user(struct pkmap_slot *slot, int change)
{
	int left = __atomic_add_fetch(&slot->users, change, __ATOMIC_SEQ_CST);

	if (!left && unlikely(waitqueue_active(&pkmap_wait)))
		wake_up(&pkmap_wait);
	return left;
}

/* The page is not mapped, or just being so, or not any more: then one user too many was counted on @late. */
static noinline void *map_page(struct page *page, struct pkmap_slot *late)
{
	struct pkmap_slot *slot, **chain = chain_of(page);
	void *addr;

	/* With DEBUG=1 all have been reported. */
	WARN(!IS_ENABLED(CONFIG_DEBUG_VM) && in_atomic(),
	     "BUG: kmap() of page frame %05lx where one may not sleep\n", page_to_pfn(page));
	if (unlikely(late))
		count_user(late, -1);
	spin_lock(&pkmap_lock);
	if (unlikely(!free_slots))
		refill(page);
	slot = find_slot(page);
	if (unlikely(slot)) {
		__atomic_add_fetch(&slot->users, 1, __ATOMIC_SEQ_CST);
	} else {
		slot = free_slots;
		free_slots = slot->next;
		fill_kernel_page((unsigned long)slot->addr,
				 &pkmap_ptes[pte_index((unsigned long)slot->addr)], page,
				 pkmap_bits);
		slot->page = page;
		__atomic_sub_fetch(&slot->users, FREE - 1, __ATOMIC_SEQ_CST);
		slot->next = *chain;
		smp_store_release(chain, slot);
	}
	addr = slot->addr;
	spin_unlock(&pkmap_lock);
	return addr;
}

void *kmap_high(struct page *page)
{
	struct pkmap_slot *slot = find_slot(page);

	if (!slot)
		return map_page(page, NULL);
	if (likely(__atomic_add_fetch(&slot->users, 1, __ATOMIC_SEQ_CST) >= 0) &&
	    likely(READ_ONCE(slot->page) == page))
		return slot->addr;
	return map_page(page, slot);
}

/*
 * A kunmap() too many, which has taken a user off @slot. Or NULL: the chains were just made anew, and nobody found anything;
 * with DEBUG=1, every kunmap().
 */
static noinline __cold void kunmap_again(struct page *page, struct pkmap_slot *slot)
{
	/* Who saw -1 may be waiting. */
	if (slot)
		count_user(slot, 1);
	spin_lock(&pkmap_lock);
	slot = find_slot(page);
	if (!WARN(!slot || READ_ONCE(slot->users) <= 0,
		  "kunmap(): page frame %05lx is not mapped\n", page_to_pfn(page)))
		count_user(slot, -1);
	spin_unlock(&pkmap_lock);
}

void kunmap_high(struct page *page)
{
	/* Of one too many the slot may become another page's, but not under the lock. */
	struct pkmap_slot *slot = IS_ENABLED(CONFIG_DEBUG_VM) ? NULL : find_slot(page);

	if (unlikely(!slot) || unlikely(count_user(slot, -1) < 0))
		kunmap_again(page, slot);
}

void kmap_flush_unused(void)
{
	spin_lock(&pkmap_lock);
	flush_unused();
	spin_unlock(&pkmap_lock);
}

void *page_address_high(const struct page *page)
{
	struct pkmap_slot *slot;
	unsigned int before;
	void *addr;

	do {
		while ((before = smp_load_acquire(&rebuilds)) & 1)
			cpu_relax();
		slot = find_slot(page);
		addr = slot ? slot->addr : NULL;
		smp_rmb();
	} while (READ_ONCE(rebuilds) != before);
	return addr;
}

struct page *kmap_to_page(void *addr)
{
	unsigned long vaddr = (unsigned long)addr, slot = (vaddr - PKMAP_BASE) >> PAGE_SHIFT;

	if (!is_kmap_addr(addr))
		return virt_to_page(addr);
	return pfn_to_page(
		pte_pfn(slot < LAST_PKMAP ? pkmap_ptes[slot] : *fixmap_pte(__virt_to_fix(vaddr))));
}

void show_kmap_slots(void)
{
	unsigned int i, used = 0, unused = 0;

	for (i = 0; i < LAST_PKMAP; i++) {
		struct pkmap_slot slot = slots[i];

		unused += slot.page && !slot.users;
		/* Not read at once: it may be mapped or unmapped meanwhile. */
		if (slot.users <= 0 || !slot.page)
			continue;
		used++;
		console_printf("%p  pfn %05lx  %d users\n", slot.addr, page_to_pfn(slot.page),
			       slot.users);
	}
	console_printf(
		"kmap(): %u slots: %u in use, %u mapped for nobody; %u flushes; %u threads wait\n",
		LAST_PKMAP, used, unused, nr_flushes, nr_waiting);
}
