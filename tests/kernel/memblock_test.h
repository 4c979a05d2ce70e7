// SPDX-License-Identifier: MIT
/*
 * memblock_test.h - an empty memblock for each case, and lists as text
 *
 * The machine's own lists are set aside while a case runs: the global is memblock's only record.
 */
#ifndef MEMBLOCK_TEST_H
#define MEMBLOCK_TEST_H

#include <kunit/test.h>
#include <linux/cache.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/slab.h>
#include <linux/string.h>

#define TEST_REGIONS 128

static struct memblock memblock_saved;
static bool movable_saved, mirrored_saved;
static enum slab_state slab_saved;
static struct memblock_region test_memory[TEST_REGIONS], test_reserved[TEST_REGIONS];

static void clear_list(struct memblock_type *type, struct memblock_region *regions)
{
	memset(regions, 0, sizeof(regions[0]) * TEST_REGIONS);
	type->regions = regions;
	type->cnt = 0;
	type->max = TEST_REGIONS;
	type->total_size = 0;
}

static inline int memblock_test_init(struct kunit *test)
{
	memblock_saved = memblock;
	movable_saved = movable_node_enabled;
	mirrored_saved = mirrored_kernelcore;
	slab_saved = slab_state;
	slab_state = DOWN; /* else memblock leaves allocations to it */
	clear_list(&memblock.memory, test_memory);
	clear_list(&memblock.reserved, test_reserved);
	memblock.bottom_up = false;
	memblock.current_limit = MEMBLOCK_ALLOC_ANYWHERE;
	movable_node_enabled = mirrored_kernelcore = false;
	return 0;
}

static inline void memblock_test_exit(struct kunit *test)
{
	memblock = memblock_saved;
	movable_node_enabled = movable_saved;
	mirrored_kernelcore = mirrored_saved;
	slab_state = slab_saved;
}

/* "1000-2000 3000-4000:4@1": ends are exclusive, flags follow a colon, a valid node an @. */
static inline const char *list_text(const struct memblock_type *type)
{
	static char text[1024];
	size_t len = 0;
	unsigned long i;

	text[0] = '\0';
	for (i = 0; i < type->cnt; i++) {
		const struct memblock_region *r = &type->regions[i];

		len += scnprintf(text + len, sizeof(text) - len, "%s%llx-%llx", i ? " " : "",
				 (u64)r->base, (u64)r->base + r->size);
		if (r->flags)
			len += scnprintf(text + len, sizeof(text) - len, ":%x", r->flags);
		if (IS_ENABLED(CONFIG_NUMA) && memblock_get_region_node(r) < MAX_NUMNODES)
			len += scnprintf(text + len, sizeof(text) - len, "@%d",
					 memblock_get_region_node(r));
	}
	return text;
}

#define EXPECT_MEMORY(test, text) KUNIT_EXPECT_STREQ(test, list_text(&memblock.memory), text)
#define EXPECT_RESERVED(test, text) KUNIT_EXPECT_STREQ(test, list_text(&memblock.reserved), text)

#define TOP MEMBLOCK_ALLOC_ANYWHERE

#endif
