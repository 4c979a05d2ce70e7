// SPDX-License-Identifier: MIT
/*
 * memblock_sequence.c - random calls to memblock and to the model, compared after each
 *
 *   memblock_sequence [SEED [CALLS]]     prints TAP; a failure names the seed that shows it again
 *   -DFUZZ: libFuzzer chooses instead of the random numbers
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <linux/kernel.h>

#include "memblock_model.h"

/* ---------------------------------------------------------------- choices */

static u64 seed, state;
static const unsigned char *input;
static size_t input_left;

static u32 random_bits(void)
{
	if (input) {
		u32 bits = 0;
		int i;

		for (i = 0; i < 2 && input_left; i++, input_left--)
			bits = bits << 8 | *input++;
		return bits;
	}
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state >> 20;
}

/* 0 .. n - 1 */
static u32 pick(u32 n)
{
	return random_bits() % n;
}

static bool one_in(u32 n)
{
	return pick(n) == 0;
}

/* ---------------------------------------------------------------- machines */

struct machine {
	phys_addr_t grain, base;
	int nr_cells;
	bool may_grow; /* lists may run full: pointers reach all of it, whole pages fit */
};

static const struct machine machines[] = {
	{ 4096, 0, 200, true },
	{ 256, 0, 240, true },
	{ 1, 4096 - 100, 100, false },
	{ 16, 0, 100, false },
	{ 2048, 16 << 20, 240, true },
#if !defined(CONFIG_PHYS_ADDR_T_64BIT) || defined(__LP64__)
	/* The very top, where the numbers of the last frames must fit too. */
	{ 1, ADDR_MAX - 100, 100, false },
	{ 4096, ADDR_MAX - 100 * 4096 + 1, 100, false },
#endif
#ifdef CONFIG_PHYS_ADDR_T_64BIT
	{ 4096, (1ULL << 32) - 50 * 4096, 100, false },
#endif
#if defined(CONFIG_PHYS_ADDR_T_64BIT) && defined(__LP64__)
	{ 4096, (1ULL << 32) - 100 * 4096, 200, true },
#endif
};

static const struct machine *machine;
static struct memblock clean;
static struct memblock_type clean_physmem;
static struct memblock_type *const types[] = { &memblock.memory, &memblock.reserved, &physmem };
static struct memblock_region *static_array[NR_LISTS];

static void clear_type(int which)
{
	struct memblock_type *type = types[which];

	type->regions = static_array[which];
	memset(type->regions, 0, sizeof(*type->regions));
	type->cnt = 0;
	type->total_size = 0;
	type->max = machine->may_grow && one_in(2) ? 4 + pick(13) : 128;
	model.lists[which].max = type->max;
}

static void new_machine(void)
{
	static char *ram;
	int i;

	machine = &machines[pick(sizeof(machines) / sizeof(machines[0]))];
	memset(model.lists, 0, sizeof(model.lists));
	model.base = machine->base;
	model.grain = machine->grain;
	model.nr_cells = machine->nr_cells;
	model.bottom_up = model.movable_node = false;
	model.limit = MEMBLOCK_ALLOC_ANYWHERE;
	memblock = clean;
	physmem = clean_physmem;
	movable_node_enabled = false;
	for (i = 0; i < NR_LISTS; i++)
		clear_type(i);
	if (!ram)
		ram = mmap(NULL, 256 * 4096, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	sim_ram = (uintptr_t)ram - (uintptr_t)machine->base;
}

/* ---------------------------------------------------------------- comparing */

static unsigned long calls;
static char last_call[256];

#define DID(...) snprintf(last_call, sizeof(last_call), __VA_ARGS__)

static void show_list(const struct memblock_type *type)
{
	unsigned long i;

	fprintf(stderr, "# %s cnt %lu max %lu, array at %#llx\n", type->name, type->cnt, type->max,
		(u64)__pa(type->regions));
	for (i = 0; i < type->cnt; i++)
		fprintf(stderr, "#   %#llx + %#llx flags %#x nid %d\n", (u64)type->regions[i].base,
			(u64)type->regions[i].size, type->regions[i].flags,
			memblock_get_region_node(&type->regions[i]));
}

static void __attribute__((__noreturn__, __format__(printf, 1, 2))) fail(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fprintf(stderr, "# seed %llu, call %lu, machine %d: %s\n# ", seed, calls,
		(int)(machine - machines), last_call);
	vfprintf(stderr, format, args);
	fprintf(stderr, "\n");
	va_end(args);
	show_list(&memblock.memory);
	show_list(&memblock.reserved);
	printf("KTAP version 1\n1..1\nnot ok 1 - memblock does what the model does\n");
	fflush(stdout);
	abort();
}

#define EXPECT(what, got, wanted)                                                                  \
	do {                                                                                       \
		u64 __got = (got), __wanted = (wanted);                                            \
		if (__got != __wanted)                                                             \
			fail("%s: got %#llx, wanted %#llx", what, __got, __wanted);                \
	} while (0)

static void compare_list(int which)
{
	const struct memblock_type *type = types[which];
	const struct list *list = &model.lists[which];
	const struct memblock_region *r = type->regions;
	phys_addr_t sum = 0;
	int i, end;

	EXPECT("max", type->max, list->max);
	EXPECT("array", (uintptr_t)type->regions,
	       (uintptr_t)(list->array ? __va(list->array) : static_array[which]));
	EXPECT("cnt", type->cnt, nr_regions(which));
	for (i = 0; i < model.nr_cells; i = end) {
		end = run_end(which, i);
		if (!list->cells[i].present)
			continue;
		EXPECT("base", r->base, edge(i));
		EXPECT("size", r->size, edge(end) - edge(i));
		EXPECT("flags", r->flags, list->cells[i].flags);
		EXPECT("nid", memblock_get_region_node(r), list->cells[i].nid);
		sum += r->size;
		r++;
	}
	EXPECT("total_size", type->total_size, sum);
	if (!type->cnt && (r->base || r->size || r->flags))
		fail("%s is empty, but regions[0] is not", type->name);
}

/* The cells that the iterator should show, from run to run, must be those that it shows. */
struct shown {
	phys_addr_t start, end;
	int nid;
};

static int expected_areas(struct shown *areas, int list, int nid, int flags, bool with_reserved)
{
	const struct cell *cells = model.lists[list].cells;
	int i, n = 0, last_end = -1;

	for (i = 0; i < model.nr_cells; i++) {
		if (list == MEMORY ? !model_shows(i, nid, flags, with_reserved) : !cells[i].present)
			continue;
		if (last_end == i && run_end(list, i - 1) > i) {
			areas[n - 1].end = edge(i + 1);
		} else {
			areas[n++] = (struct shown){ edge(i), edge(i + 1), cells[i].nid };
		}
		last_end = i + 1;
	}
	return n;
}

static void compare_area(const struct shown *area, phys_addr_t start, phys_addr_t end, int nid)
{
	EXPECT("iterator start", start, area->start);
	EXPECT("iterator end", end, area->end);
	EXPECT("iterator nid", nid, area->nid);
}

static void compare_walk(int nid, int flags, bool with_reserved)
{
	struct memblock_type *without = with_reserved ? NULL : &memblock.reserved;
	struct shown areas[MAX_CELLS];
	int n = expected_areas(areas, MEMORY, nid, flags, with_reserved), k = 0, got;
	phys_addr_t start, end;
	u64 i;

	__for_each_mem_range(i, &memblock.memory, without, nid, flags, &start, &end, &got) {
		EXPECT("more areas", k < n, true);
		compare_area(&areas[k++], start, end, got);
	}
	EXPECT("areas", k, n);
	__for_each_mem_range_rev(i, &memblock.memory, without, nid, flags, &start, &end, &got) {
		EXPECT("more areas", k > 0, true);
		compare_area(&areas[--k], start, end, got);
	}
	EXPECT("areas left", k, 0);
}

static void compare_reserved_walk(void)
{
	struct shown areas[MAX_CELLS];
	int n = expected_areas(areas, RESERVED, NUMA_NO_NODE, 0, false), k = 0;
	phys_addr_t start, end;
	u64 i;

	for_each_reserved_mem_range(i, &start, &end) {
		EXPECT("more reserved", k < n, true);
		compare_area(&areas[k], start, end, areas[k].nid);
		k++;
	}
	EXPECT("reserved ranges", k, n);
}

static void compare_pfn_walk(int nid)
{
	const struct cell *cells = model.lists[MEMORY].cells;
	unsigned long start, end;
	int i = -1, got, c, next;

	for (c = 0; c < model.nr_cells; c = next) {
		u64 low = edge(c), high;

		next = run_end(MEMORY, c);
		high = edge(next) & ~(u64)(PAGE_SIZE - 1);
		low = (low + PAGE_SIZE - 1) & ~(u64)(PAGE_SIZE - 1);
		if (!cells[c].present || low >= high || (!low && edge(c)))
			continue;
		if (nid >= 0 && nid < MAX_NUMNODES && nid != cells[c].nid)
			continue;
		__next_mem_pfn_range(&i, nid, &start, &end, &got);
		EXPECT("pfn range", i >= 0, true);
		EXPECT("start pfn", start, (unsigned long)(low >> PAGE_SHIFT));
		EXPECT("end pfn", end, (unsigned long)(high >> PAGE_SHIFT));
		EXPECT("pfn nid", got, cells[c].nid);
	}
	__next_mem_pfn_range(&i, nid, NULL, NULL, NULL);
	EXPECT("no more pfn ranges", i, -1);
}

static bool any_present(int list, int first, int end)
{
	for (; first < end; first++)
		if (model.lists[list].cells[first].present)
			return true;
	return false;
}

static void compare_queries(int first, int end)
{
	const struct cell *memory = model.lists[MEMORY].cells, *c = &memory[first];
	phys_addr_t addr = edge(first) + (model.grain > 1 ? pick(model.grain - 1) : 0);
	phys_addr_t size = edge(end) - edge(first);
	unsigned long start_pfn = 1, end_pfn = 2;
	int nid;

	EXPECT("is_memory", memblock_is_memory(addr), c->present);
	EXPECT("is_map_memory", memblock_is_map_memory(addr),
	       c->present && !(c->flags & MEMBLOCK_NOMAP));
	EXPECT("is_reserved", memblock_is_reserved(addr),
	       model.lists[RESERVED].cells[first].present);
	EXPECT("is_region_reserved", memblock_is_region_reserved(edge(first), size),
	       any_present(RESERVED, first, end));
	EXPECT("is_region_memory", memblock_is_region_memory(edge(first), size),
	       c->present && run_end(MEMORY, first) >= end);
	EXPECT("overlaps", memblock_overlaps_region(&physmem, edge(first), size),
	       any_present(PHYSMEM, first, end));
	if (edge(first) % PAGE_SIZE == 0) {
		nid = memblock_search_pfn_nid(edge(first) >> PAGE_SHIFT, &start_pfn, &end_pfn);
		EXPECT("search_pfn_nid", nid, c->present ? c->nid : NUMA_NO_NODE);
		if (!c->present)
			EXPECT("pfns untouched", start_pfn == 1 && end_pfn == 2, true);
	}
}

static void compare_ends(void)
{
	int i, first = -1, last = -1;

	for (i = 0; i < model.nr_cells; i++) {
		if (!model.lists[MEMORY].cells[i].present)
			continue;
		if (first < 0)
			first = i;
		last = i;
	}
	EXPECT("start_of_DRAM", memblock_start_of_DRAM(), first < 0 ? 0 : edge(first));
	EXPECT("end_of_DRAM", memblock_end_of_DRAM(), last < 0 ? 0 : edge(last + 1));
}

static int pick_nid(void)
{
	return (int)pick(MAX_NUMNODES + 2) - 1;
}

static void compare(int first, int end)
{
	compare_list(MEMORY);
	compare_list(RESERVED);
	compare_list(PHYSMEM);
	if (first < end)
		compare_queries(first, end);
	compare_ends();
	switch (pick(6)) {
	case 0:
		compare_walk(pick_nid(), pick(16), false);
		break;
	case 1:
		compare_walk(NUMA_NO_NODE, MEMBLOCK_HOTPLUG | MEMBLOCK_DRIVER_MANAGED, true);
		break;
	case 2:
		compare_reserved_walk();
		break;
	case 3:
		compare_pfn_walk(pick_nid());
		break;
	}
}

/* ---------------------------------------------------------------- hand-over */

static unsigned char freed[MAX_CELLS];
static long freed_pages;

void memblock_free_pages(struct page *page, unsigned long pfn, unsigned int order)
{
	unsigned long i, nr = 1UL << order;

	EXPECT("block alignment", pfn & (nr - 1), 0);
	EXPECT("page of pfn", (uintptr_t)page, (uintptr_t)pfn_to_page(pfn));
	if (pfn < max_low_pfn)
		EXPECT("block below max_low_pfn", pfn + nr <= max_low_pfn, true);
	freed_pages += nr;
	for (i = 0; i < nr; i++) {
		u64 addr = (u64)(pfn + i) << PAGE_SHIFT;
		int c = cell_at(addr);

		for (; c < model.nr_cells && edge(c) < addr + PAGE_SIZE; c++) {
			EXPECT("freed cell is free", model_shows(c, NUMA_NO_NODE, 0, false), true);
			if (model.grain >= PAGE_SIZE)
				freed[c] += PAGE_SIZE * 16 / model.grain;
		}
	}
}

void reserve_bootmem_region(phys_addr_t start, phys_addr_t end, int nid)
{
	int c;

	EXPECT("node of reserved pages", nid >= 0 && nid < MAX_NUMNODES, true);
	for (c = cell_at(start); c < model.nr_cells && edge(c) < end; c++)
		EXPECT("named cell is reserved or NOMAP",
		       model.lists[RESERVED].cells[c].present ||
			       model.lists[MEMORY].cells[c].flags & MEMBLOCK_NOMAP,
		       true);
}

void totalram_pages_add(long count)
{
	EXPECT("totalram_pages_add", count, freed_pages);
}

/* The last call of a machine. */
static void free_all(void)
{
	int i, end;

	memset(freed, 0, sizeof(freed));
	freed_pages = 0;
	max_low_pfn = (edge(pick(model.nr_cells)) >> PAGE_SHIFT) + pick(3);
	DID("free_all, max_low_pfn %#lx", max_low_pfn);
	model_mark(MEMORY, BELOW, BEYOND, 0, MEMBLOCK_HOTPLUG);
	for (i = 0; i < model.nr_cells; i = end) {
		end = run_end(MEMORY, i);
		if (model.lists[MEMORY].cells[i].present)
			model_set_node(RESERVED, i, end, model.lists[MEMORY].cells[i].nid);
	}
	memblock_free_all();
	compare_list(MEMORY);
	compare_list(RESERVED);
	EXPECT("current_limit", memblock.current_limit, 0);
	for (i = 0; model.grain == PAGE_SIZE && i < model.nr_cells; i++)
		EXPECT("cell is freed once", freed[i],
		       edge(i + 1) - edge(i) == PAGE_SIZE && model_shows(i, NUMA_NO_NODE, 0, false)
			       ? 16
			       : 0);
}

/* ---------------------------------------------------------------- the calls */

/* A range of cells: often short, sometimes empty; its end as a size may go beyond the grid where that is harmless. */
static void pick_range(int *first, int *end)
{
	*first = pick(model.nr_cells);
	*end = *first + (one_in(4) ? pick(model.nr_cells) : pick(12));
	if (*end > model.nr_cells)
		*end = model.nr_cells;
}

static phys_addr_t pick_align(void)
{
	phys_addr_t align = (phys_addr_t)1 << pick(6);

	if (one_in(8))
		return model.grain <= 64 ? 0 : model.grain;
	/* Finer than a cell, where every bound lies at a multiple of a cell. */
	if (one_in(3) && edge(model.nr_cells) % model.grain == 0)
		return align;
	return align * model.grain;
}

static phys_addr_t size_of(int first, int end)
{
	return edge(end) - edge(first);
}

/* Ranges that take something away may as well go on for ever. */
static phys_addr_t far_size(int first, int *end)
{
	if (!one_in(8) || first == *end)
		return size_of(first, *end);
	*end = BEYOND;
	return ADDR_MAX;
}

/* Does a grown array live in cells [first, end)? Who gives that back deserves what follows. */
static bool holds_array(int first, int end)
{
	int i;

	for (i = 0; i < NR_LISTS; i++) {
		phys_addr_t array = model.lists[i].array;
		size_t bytes = PAGE_ALIGN(model.lists[i].max * sizeof(struct memblock_region));

		if (array && array < edge(end) && array + bytes > edge(first))
			return true;
	}
	return false;
}

static bool nearly_full(int list)
{
	return nr_regions(list) + 2 > (int)model.lists[list].max;
}

static void call_add(int first, int end)
{
	static const int flags[] = {
		0, 0, 0, MEMBLOCK_HOTPLUG, MEMBLOCK_MIRROR, MEMBLOCK_NOMAP, MEMBLOCK_DRIVER_MANAGED
	};
	int flag = flags[pick(7)], nid = pick(MAX_NUMNODES + 1), list = PHYSMEM, wanted, got;
	phys_addr_t base = edge(first), size = size_of(first, end);

	/* Clamped at the top of the address space. */
	if (edge(end) == ADDR_MAX && size && one_in(2))
		size = ADDR_MAX;
	switch (pick(7)) {
	case 0:
	case 1:
		list = MEMORY;
		nid = MAX_NUMNODES;
		flag = 0;
		got = memblock_add(base, size);
		break;
	case 2:
		list = MEMORY;
		got = memblock_add_node(base, size, nid, flag);
		break;
	case 3:
		nid = MAX_NUMNODES;
		flag = 0;
		got = memblock_physmem_add(base, size);
		break;
	default:
		list = RESERVED;
		nid = MAX_NUMNODES;
		flag = 0;
		got = memblock_reserve(base, size);
	}
	DID("add to %s %d..%d flags %#x nid %d", types[list]->name, first, end, flag, nid);
	wanted = model_add(list, first, end, nid, flag);
	EXPECT("result", !got, !wanted);
}

static void call_remove(int first, int end)
{
	phys_addr_t base = edge(first), size = far_size(first, &end);
	int got, list = RESERVED;

	if (holds_array(first, end))
		return;
	switch (pick(3)) {
	case 0:
		list = MEMORY;
		got = memblock_remove(base, size);
		break;
	case 1:
		if (machine->may_grow && size != ADDR_MAX) {
			memblock_free(one_in(9) ? NULL : __va(base), 0);
			memblock_free(__va(base), size);
			DID("free %d..%d", first, end);
			model_remove(RESERVED, first, end);
			return;
		}
		/* fallthrough */
	default:
		got = memblock_phys_free(base, size);
	}
	DID("remove from %s %d..%d", types[list]->name, first, end);
	EXPECT("result", !got, !model_remove(list, first, end));
}

static void call_mark(int first, int end)
{
	phys_addr_t base = edge(first), size = far_size(first, &end);
	int which = pick(6), got, wanted;

	DID("mark %d %d..%d", which, first, end);
	switch (which) {
	case 0:
		got = memblock_mark_hotplug(base, size);
		wanted = model_mark(MEMORY, first, end, MEMBLOCK_HOTPLUG, 0);
		break;
	case 1:
		got = memblock_clear_hotplug(base, size);
		wanted = model_mark(MEMORY, first, end, 0, MEMBLOCK_HOTPLUG);
		break;
	case 2:
		got = memblock_mark_nomap(base, size);
		wanted = model_mark(MEMORY, first, end, MEMBLOCK_NOMAP, 0);
		break;
	case 3:
		got = memblock_clear_nomap(base, size);
		wanted = model_mark(MEMORY, first, end, 0, MEMBLOCK_NOMAP);
		break;
	case 4:
		got = memblock_mark_mirror(base, size);
		wanted = model.mirror ? model_mark(MEMORY, first, end, MEMBLOCK_MIRROR, 0) : 0;
		break;
	default:
		got = memblock_reserved_mark_noinit(base, size);
		wanted = model_mark(RESERVED, first, end, MEMBLOCK_RSRV_NOINIT, 0);
	}
	EXPECT("result", !got, !wanted);
}

static void call_set_node(int first, int end)
{
	int list = pick(2), nid = pick(MAX_NUMNODES + 1), got;
	phys_addr_t base = edge(first), size = far_size(first, &end);

	DID("set_node %s %d..%d nid %d", types[list]->name, first, end, nid);
	got = memblock_set_node(base, size, types[list], nid);
	EXPECT("result", !got, !model_set_node(list, first, end, nid));
}

static void call_limit(int first, int end)
{
	phys_addr_t limit = (phys_addr_t)pick(model.nr_cells + 1) * model.grain;
	phys_addr_t align = model.grain << pick(4);

	/* These empty the lists quickly, and make free what lists have grown into, even while they do. */
	if (!one_in(4) || holds_array(0, model.nr_cells) || nearly_full(MEMORY) ||
	    nearly_full(RESERVED))
		return;
	switch (pick(4)) {
	case 0:
		DID("trim %#llx", (u64)align);
		memblock_trim_memory(align);
		model_trim(align);
		break;
	case 1:
		DID("enforce %#llx", (u64)limit);
		memblock_enforce_memory_limit(limit);
		model_enforce(limit);
		break;
	case 2:
		DID("cap %d..%d", first, end);
		memblock_cap_memory_range(edge(first), size_of(first, end));
		model_cap(first, end);
		break;
	default:
		DID("mem_limit %#llx", (u64)limit);
		memblock_mem_limit_remove_map(limit);
		model_mem_limit(limit);
	}
}

static void call_alloc(int first, int end)
{
	phys_addr_t size = (1 + (one_in(3) ? pick(20) : pick(4))) * model.grain;
	phys_addr_t align = pick_align(), low = one_in(2) ? 0 : edge(first), high = edge(end);
	int nid = pick_nid(), kind = pick(6);
	bool exact = one_in(2);
	phys_addr_t got = 0, wanted;
	char *ptr = NULL;

	if (one_in(2) || high % model.grain)
		high = one_in(2) ? MEMBLOCK_ALLOC_ACCESSIBLE : MEMBLOCK_ALLOC_NOLEAKTRACE;
	if (one_in(4))
		high = MEMBLOCK_ALLOC_ANYWHERE;
	if (align < model.grain && (high == ADDR_MAX || model.limit % model.grain))
		align = model.grain;
	DID("alloc %d size %#llx align %#llx from %#llx to %#llx nid %d exact %d", kind, (u64)size,
	    (u64)align, (u64)low, (u64)high, nid, exact);
	switch (kind) {
	case 0:
		got = memblock_alloc_range_nid(size, align, low, high, nid, exact);
		wanted = model_alloc(size, align, low, high, nid, exact);
		break;
	case 1:
		got = memblock_phys_alloc_range(size, align, low, high);
		wanted = model_alloc(size, align, low, high, NUMA_NO_NODE, false);
		break;
	case 2:
		got = memblock_phys_alloc_try_nid(size, align, nid);
		wanted = model_alloc(size, align, 0, 0, nid, false);
		break;
	case 3:
		ptr = memblock_alloc_exact_nid_raw(size, align, low, high, nid);
		wanted = model_alloc_mapped(size, align, low, high, nid, true);
		break;
	case 4:
		ptr = memblock_alloc_try_nid_raw(size, align, low, high, nid);
		wanted = model_alloc_mapped(size, align, low, high, nid, false);
		break;
	default:
		ptr = memblock_alloc_try_nid(size, align, low, high, nid);
		wanted = model_alloc_mapped(size, align, low, high, nid, false);
	}
	if (kind >= 3) {
		EXPECT("pointer", (uintptr_t)ptr, wanted ? (uintptr_t)__va(wanted) : 0);
		if (kind == 5 && ptr && (ptr[0] || memcmp(ptr, ptr + 1, size - 1)))
			fail("memory is not cleared");
		return;
	}
	EXPECT("address", got, wanted);
}

static void call_setting(void)
{
	switch (pick(3)) {
	case 0:
		model.bottom_up = one_in(2);
		memblock_set_bottom_up(model.bottom_up);
		DID("bottom_up %d", memblock_bottom_up());
		break;
	case 1:
		model.limit = one_in(2) ? MEMBLOCK_ALLOC_ANYWHERE : edge(pick(model.nr_cells));
		memblock_set_current_limit(model.limit);
		DID("limit %#llx", (u64)memblock_get_current_limit());
		break;
	default:
		model.movable_node = movable_node_enabled = one_in(2);
		DID("movable_node %d", model.movable_node);
	}
}

static void one_call(void)
{
	int first, end;

	calls++;
	pick_range(&first, &end);
	switch (pick(16)) {
	case 0:
	case 1:
	case 2:
	case 3:
	case 4:
		call_add(first, end);
		break;
	case 5:
	case 6:
		call_remove(first, end);
		break;
	case 7:
	case 8:
		call_mark(first, end);
		break;
	case 9:
		call_set_node(first, end);
		break;
	case 10:
		call_limit(first, end);
		break;
	case 11:
		call_setting();
		break;
	default:
		call_alloc(first, end);
	}
	compare(first, end);
}

static void save_clean(void)
{
	int i;

	if (static_array[0])
		return;
	clean = memblock;
	clean_physmem = physmem;
	for (i = 0; i < NR_LISTS; i++)
		static_array[i] = types[i]->regions;
	memblock_allow_resize();
}

/* Memory that is mirrored cannot be forgotten: it comes last. */
static void set_mirror(bool on)
{
	mirrored_kernelcore = on;
	if (on)
		memblock_mark_mirror(0, 0);
	model.mirror = memblock_has_mirror();
	EXPECT("has_mirror", model.mirror, on);
}

#ifdef FUZZ
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	input = data;
	input_left = size;
	save_clean();
	new_machine();
	if (!model.mirror)
		set_mirror(one_in(64));
	while (input_left)
		one_call();
	if (one_in(2))
		free_all();
	return 0;
}
#else
int main(int argc, char **argv)
{
	unsigned long wanted = argc > 2 ? strtoul(argv[2], NULL, 0) : 250000;

	seed = argc > 1 ? strtoull(argv[1], NULL, 0) : 1;
	state = seed * 0x9e3779b97f4a7c15ULL + 1;
	save_clean();
	while (calls < wanted) {
		unsigned long stop = calls + 200 + pick(2000);

		new_machine();
		if (!model.mirror && calls > wanted / 4 * 3)
			set_mirror(true);
		while (calls < stop)
			one_call();
		if (one_in(2))
			free_all();
	}
	printf("KTAP version 1\n1..1\nok 1 - memblock does what the model does # %lu calls, seed %llu\n",
	       calls, seed);
	return 0;
}
#endif
