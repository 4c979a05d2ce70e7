// SPDX-License-Identifier: MIT
/*
 * kernel/lib/stackdepot.c - backtraces, each kept once
 *
 *   pool   [ heads of 1,024 chains | record | record | ...            used ──> ]
 *                  └── hash of the entries ──^ ── next ──^
 *
 * A handle is the byte offset of a record in the pool. Records are never given back: there are about as many as there are
 * places in the code that allocate, times the ways to get there.
 *
 * Lock: depot_lock guards chains and `used'. A record is complete before its handle is known, so readers need no lock.
 * Read first: stack_depot_save().
 * Tests:      tests/kernel/page_owner_test.c
 * Linux:      lib/stackdepot.c. Left out: pools that grow, records that are given back.
 */
#include <linux/stackdepot.h>

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/printk.h>
#include <linux/sizes.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#define NR_CHAINS 1024
#define FIRST_RECORD (NR_CHAINS * sizeof(depot_stack_handle_t))

struct stack_record {
	depot_stack_handle_t next; /* in its chain */
	u32 hash;
	struct stack_tally tally;
	unsigned long size; /* entries */
	unsigned long entries[];
};

static DEFINE_SPINLOCK(depot_lock);
static void *pool;
static u32 pool_size, used;

/* A 32nd of RAM, but no more than what some 15,000 backtraces take. */
int __init stack_depot_early_init(void)
{
	if (pool)
		return 0;
	pool_size = min_t(phys_addr_t, memblock_phys_mem_size() / 32, SZ_1M) & ~7u;
	used = FIRST_RECORD;
	pool = memblock_alloc(pool_size, sizeof(struct stack_record));
	return pool ? 0 : -ENOMEM;
}

static struct stack_record *record_of(depot_stack_handle_t handle)
{
	return pool + handle;
}

/* FNV-1a, a word at a time. */
static u32 hash_entries(const unsigned long *entries, unsigned int nr)
{
	u32 hash = 2166136261u;

	while (nr--)
		hash = (hash ^ *entries++) * 16777619u;
	return hash ^ hash >> 16;
}

static depot_stack_handle_t find_record(depot_stack_handle_t handle, const unsigned long *entries,
					unsigned int nr, u32 hash)
{
	for (; handle; handle = record_of(handle)->next) {
		const struct stack_record *record = record_of(handle);

		if (record->hash == hash && record->size == nr &&
		    !memcmp(record->entries, entries, nr * sizeof(*entries)))
			break;
	}
	return handle;
}

static depot_stack_handle_t add_record(depot_stack_handle_t *head, const unsigned long *entries,
				       unsigned int nr, u32 hash)
{
	depot_stack_handle_t handle = used;
	u32 bytes = sizeof(struct stack_record) + nr * sizeof(*entries);
	struct stack_record *record = record_of(handle);

	if (pool_size - used < bytes)
		return 0;
	record->next = *head;
	record->hash = hash;
	record->size = nr;
	memcpy(record->entries, entries, nr * sizeof(*entries));
	used += bytes;
	*head = handle;
	return handle;
}

depot_stack_handle_t stack_depot_save(unsigned long *entries, unsigned int nr, gfp_t gfp)
{
	u32 hash = hash_entries(entries, nr);
	depot_stack_handle_t *head = pool, handle;
	unsigned long flags;

	if (!pool || !nr)
		return 0;
	head += hash % NR_CHAINS;
	spin_lock_irqsave(&depot_lock, flags);
	handle = find_record(*head, entries, nr, hash);
	if (!handle)
		handle = add_record(head, entries, nr, hash);
	spin_unlock_irqrestore(&depot_lock, flags);
	if (!handle)
		pr_warn_once("stackdepot: full; backtraces that are new from here on are lost\n");
	return handle;
}

unsigned int stack_depot_fetch(depot_stack_handle_t handle, unsigned long **entries)
{
	struct stack_record *record;

	/* A handle may lie where somebody has written by mistake. */
	if (handle % sizeof(long) || handle < FIRST_RECORD || handle >= used ||
	    used - handle < sizeof(*record))
		return 0;
	record = record_of(handle);
	if (record->size > (used - handle - sizeof(*record)) / sizeof(**entries) ||
	    record->hash != hash_entries(record->entries, record->size))
		return 0;
	*entries = record->entries;
	return record->size;
}

void stack_depot_print(depot_stack_handle_t handle)
{
	unsigned long *entries;
	unsigned int nr = stack_depot_fetch(handle, &entries), i;

	for (i = 0; i < nr; i++)
		printk(" %pB\n", (void *)entries[i]);
}

struct stack_tally *stack_depot_tally(depot_stack_handle_t handle)
{
	static struct stack_tally lost;

	return handle ? &record_of(handle)->tally : &lost;
}

void stack_depot_count(depot_stack_handle_t handle, unsigned long bytes, unsigned long example)
{
	unsigned long *entries;
	struct stack_tally *tally =
		stack_depot_tally(stack_depot_fetch(handle, &entries) ? handle : 0);

	tally->nr++;
	tally->bytes += bytes;
	tally->example = example;
}

depot_stack_handle_t stack_depot_next(depot_stack_handle_t handle)
{
	depot_stack_handle_t next = FIRST_RECORD;

	if (handle)
		next = handle + sizeof(struct stack_record) +
		       record_of(handle)->size * sizeof(unsigned long);
	return next < used ? next : 0;
}
