// SPDX-License-Identifier: MIT
/*
 * tests/kernel/vmalloc_random_test.c - areas of any kind in any order, against a model: also on the host
 *
 *   slot   where an area is, of which kind, how many pages, and the number that all its pages bear at both ends
 *
 * Pages of vmalloc() are stamped through the area and looked at through it. Those of vmap() come from a pool; each of them has
 * its number from the beginning, and an area must show them in its own order.
 */
#include <linux/irqflags.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "model.h"
#include "vmalloc_test.h"

#define NR_SLOTS 64
#define NR_POOL 40
#define POOL_STAMP 0x77000000u

enum kind { VMALLOC, VZALLOC, ALIGNED, HUGE, VMAP, MAP_RAM, PUT_PAGES, NR_KINDS };

static struct slot {
	u32 *addr;
	enum kind kind;
	unsigned int pages, stamp;
} slots[NR_SLOTS];

static struct page *pool[NR_POOL];
static unsigned int wrong, failed;

static u32 *vmap_own_pages(unsigned int nr)
{
	struct page **pages = (kcalloc)(nr, sizeof(*pages), GFP_KERNEL);
	unsigned int got = pages ? (alloc_pages_bulk_array)(GFP_HIGHUSER, nr, pages) : 0;
	u32 *addr = got == nr ? (vmap)(pages, nr, VM_MAP | VM_MAP_PUT_PAGES, PAGE_KERNEL) : NULL;

	if (!addr) {
		while (got--)
			(__free_page)(pages[got]);
		(kfree)(pages);
	}
	return addr;
}

static bool is_stamped(const u32 *page, u32 stamp)
{
	return page[0] == stamp && page[1023] == ~stamp;
}

static void take(struct slot *slot)
{
	static unsigned int next;
	unsigned int i;

	slot->kind = random_below(NR_KINDS);
	slot->pages = 1 + random_below(1 + random_below(random_below(16) ? 8 : NR_POOL));
	slot->stamp = next += NR_POOL;
	switch (slot->kind) {
	case VMALLOC:
		slot->addr = (vmalloc)(slot->pages * PAGE_SIZE - random_below(PAGE_SIZE));
		break;
	case VZALLOC:
		slot->addr = (vzalloc)(slot->pages * PAGE_SIZE);
		break;
	case ALIGNED:
		slot->addr = (__vmalloc_node)(slot->pages * PAGE_SIZE, PAGE_SIZE << random_below(6),
					      GFP_KERNEL, NUMA_NO_NODE, NULL);
		break;
	case HUGE:
		/* Rarely one that a large page fits in; its first pages are looked at. */
		slot->addr = (vmalloc_huge)(random_below(200) ? slot->pages * PAGE_SIZE
							      : PMD_SIZE + NR_POOL * PAGE_SIZE,
					    GFP_KERNEL);
		break;
	case VMAP:
		slot->addr = (vmap)(pool, slot->pages, VM_MAP, PAGE_KERNEL);
		break;
	case MAP_RAM:
		slot->addr = (vm_map_ram)(pool, slot->pages, NUMA_NO_NODE);
		break;
	default:
		slot->addr = vmap_own_pages(slot->pages);
	}
	if (!slot->addr) {
		failed++;
		return;
	}
	if (slot->kind == VMAP || slot->kind == MAP_RAM)
		return;
	for (i = 0; i < slot->pages; i++) {
		u32 *page = slot->addr + i * 1024;

		wrong += slot->kind == VZALLOC && (page[0] || page[1023]);
		page[0] = slot->stamp + i;
		page[1023] = ~page[0];
	}
}

static void give(struct slot *slot)
{
	bool of_pool = slot->kind == VMAP || slot->kind == MAP_RAM;
	unsigned long flags;
	unsigned int i;

	for (i = 0; i < slot->pages; i++) {
		u32 *page = slot->addr + i * 1024;

		wrong += !is_stamped(page, of_pool ? POOL_STAMP + i : slot->stamp + i);
		wrong += of_pool && vmalloc_to_page(page) != pool[i];
	}
	if (slot->kind == MAP_RAM) {
		(vm_unmap_ram)(slot->addr, slot->pages);
	} else if (slot->kind == VMAP) {
		(vunmap)(slot->addr);
	} else if (random_below(8)) {
		(vfree)(slot->addr);
	} else {
		local_irq_save(flags);
		(vfree)(slot->addr);
		local_irq_restore(flags);
	}
	slot->addr = NULL;
}

static void random_areas_keep_their_contents(struct kunit *test)
{
	unsigned long steps = model_steps(20000), i;

	wrong = failed = 0;
	random_state = 4711;
	get_pages(test, pool, NR_POOL);
	for (i = 0; i < NR_POOL; i++)
		stamp_page(pool[i], POOL_STAMP + i);
	for (i = 0; i < (test->run->with_faults ? 300 : steps); i++) {
		struct slot *slot = &slots[random_below(NR_SLOTS)];

		if (slot->addr)
			give(slot);
		else
			take(slot);
		if (!random_below(1000)) {
			rcu_barrier();
			vm_unmap_aliases();
		}
		if (!random_below(5000))
			vmalloc_release();
	}
	for (i = 0; i < NR_SLOTS; i++)
		if (slots[i].addr)
			give(&slots[i]);
	KUNIT_EXPECT_EQ(test, wrong, 0u);
	KUNIT_EXPECT_EQ(test, failed, 0u);
}

static struct kunit_case vmalloc_random_cases[] = {
	KUNIT_CASE(random_areas_keep_their_contents),
	{},
};

static struct kunit_suite vmalloc_random_suite = {
	.name = "vmalloc_random",
	.init = remember_space,
	.test_cases = vmalloc_random_cases,
};
kunit_test_suite(vmalloc_random_suite);
