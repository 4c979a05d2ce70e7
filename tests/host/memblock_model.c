// SPDX-License-Identifier: MIT
/*
 * memblock_model.c - the model: loops over cells, nothing clever
 */
#include "memblock_model.h"

struct model model;

phys_addr_t edge(int i)
{
	phys_addr_t addr = model.base + i * model.grain;

	if (i == BELOW)
		return 0;
	return i > model.nr_cells || (i && !addr) ? ADDR_MAX : addr;
}

int cell_at(phys_addr_t addr)
{
	return (addr - model.base) / model.grain;
}

static bool same(const struct cell *a, const struct cell *b)
{
	return a->present == b->present && a->flags == b->flags && a->nid == b->nid;
}

int run_end(int list, int i)
{
	const struct cell *cells = model.lists[list].cells;
	int end = i + 1;

	while (end < model.nr_cells && same(&cells[end], &cells[i]))
		end++;
	return end;
}

/* Runs of cells in [first, end) that are present, or absent. */
static int count_runs(int list, int first, int end, bool present)
{
	const struct cell *cells = model.lists[list].cells;
	int i, n = 0;

	for (i = first; i < end; i++)
		if (cells[i].present == present && (i == first || !same(&cells[i], &cells[i - 1])))
			n++;
	return n;
}

int nr_regions(int list)
{
	return count_runs(list, 0, model.nr_cells, true);
}

static bool valid_node(int nid)
{
	return nid >= 0 && nid < MAX_NUMNODES;
}

/* May memory with these attributes be used by a request? */
static bool eligible(const struct cell *c, int nid, int flags)
{
	if (!c->present)
		return false;
	if (valid_node(nid) && nid != c->nid)
		return false;
	if (model.movable_node && (c->flags & MEMBLOCK_HOTPLUG) && !(flags & MEMBLOCK_HOTPLUG))
		return false;
	if ((flags & MEMBLOCK_MIRROR) && !(c->flags & MEMBLOCK_MIRROR))
		return false;
	if ((c->flags & MEMBLOCK_NOMAP) && !(flags & MEMBLOCK_NOMAP))
		return false;
	if ((c->flags & MEMBLOCK_DRIVER_MANAGED) && !(flags & MEMBLOCK_DRIVER_MANAGED))
		return false;
	return true;
}

bool model_shows(int i, int nid, int flags, bool with_reserved)
{
	return eligible(&model.lists[MEMORY].cells[i], nid, flags) &&
	       (with_reserved || !model.lists[RESERVED].cells[i].present);
}

/* Is [addr, addr + size), from the edge of cell first, free and within one region? */
static bool fits(int first, phys_addr_t size, int nid, int flags)
{
	const struct cell *memory = model.lists[MEMORY].cells;
	int i;

	for (i = first; i < model.nr_cells && edge(i) - edge(first) < size; i++)
		if (!model_shows(i, nid, flags, false) || !same(&memory[i], &memory[first]))
			return false;
	return edge(i) - edge(first) >= size;
}

static phys_addr_t find(phys_addr_t size, phys_addr_t align, phys_addr_t start, phys_addr_t end,
			int nid, int flags)
{
	int n = model.nr_cells, k;

	for (k = 0; k < n; k++) {
		int i = model.bottom_up ? k : n - 1 - k;
		phys_addr_t addr = edge(i);

		if (addr >= start && addr >= PAGE_SIZE && addr % align == 0 && addr < end &&
		    end - addr >= size && fits(i, size, nid, flags))
			return addr;
	}
	return 0;
}

static phys_addr_t find_array(size_t bytes, phys_addr_t start, phys_addr_t end)
{
	phys_addr_t addr = 0;

	if (model.mirror)
		addr = find(bytes, PAGE_SIZE, start, end, NUMA_NO_NODE, MEMBLOCK_MIRROR);
	return addr ? addr : find(bytes, PAGE_SIZE, start, end, NUMA_NO_NODE, 0);
}

static phys_addr_t lower(phys_addr_t a, phys_addr_t b)
{
	return a < b ? a : b;
}

static int grow(int which, int first, int end)
{
	struct list *list = &model.lists[which];
	size_t bytes = PAGE_ALIGN(2 * list->max * sizeof(struct memblock_region));
	size_t old_bytes = PAGE_ALIGN(list->max * sizeof(struct memblock_region));
	phys_addr_t addr, old = list->array;

	if (which == RESERVED) {
		addr = find_array(bytes, edge(end), model.limit);
		if (!addr)
			addr = find_array(bytes, 0, lower(edge(first), model.limit));
	} else {
		addr = find_array(bytes, 0, model.limit);
	}
	if (!addr)
		return -1;
	list->max *= 2;
	if (model_add(RESERVED, cell_at(addr), cell_at(addr + bytes), MAX_NUMNODES, 0)) {
		list->max /= 2;
		return -1;
	}
	list->array = addr;
	if (old)
		model_remove(RESERVED, cell_at(old), cell_at(old + old_bytes));
	return 0;
}

int model_add(int which, int first, int end, int nid, int flags)
{
	struct list *list = &model.lists[which];
	int i;

	while (nr_regions(which) + count_runs(which, first, end, false) > (int)list->max)
		if (grow(which, first, end))
			return -1;
	for (i = first; i < end; i++)
		if (!list->cells[i].present)
			list->cells[i] = (struct cell){ true, flags, nid };
#ifndef CONFIG_NUMA
	for (i = first; i < end; i++)
		list->cells[i].nid = 0;
#endif
	return 0;
}

/* Cutting a range out wants room for two regions more, needed or not. */
static int make_room(int which, int first, int end)
{
	while (edge(first) < edge(end) && nr_regions(which) + 2 > (int)model.lists[which].max)
		if (grow(which, first, end))
			return -1;
	return 0;
}

#define for_each_cell(i, first, end)                                                               \
	for (i = (first) < 0 ? 0 : (first); i < (end) && i < model.nr_cells; i++)

static int remove_unless(int which, int first, int end, int keep)
{
	struct cell *cells = model.lists[which].cells;
	int i;

	if (make_room(which, first, end))
		return -1;
	for_each_cell(i, first, end) if (!(cells[i].flags & keep)) cells[i] = (struct cell){ 0 };
	return 0;
}

int model_remove(int which, int first, int end)
{
	return remove_unless(which, first, end, 0);
}

int model_mark(int which, int first, int end, int set, int clear)
{
	struct cell *cells = model.lists[which].cells;
	int i;

	if (make_room(which, first, end))
		return -1;
	for_each_cell(i, first, end) if (cells[i].present) cells[i].flags =
		(cells[i].flags | set) & ~clear;
	return 0;
}

int model_set_node(int which, int first, int end, int nid)
{
#ifdef CONFIG_NUMA
	struct cell *cells = model.lists[which].cells;
	int i;

	if (make_room(which, first, end))
		return -1;
	for_each_cell(i, first, end) if (cells[i].present) cells[i].nid = nid;
#endif
	return 0;
}

void model_trim(phys_addr_t align)
{
	struct cell *cells = model.lists[MEMORY].cells;
	int i, k, end;

	for (i = 0; i < model.nr_cells; i = end) {
		phys_addr_t low = edge(i), high, over = low % align;

		end = run_end(MEMORY, i);
		high = edge(end) - edge(end) % align;
		/* Rounded up beyond the address space: nothing of the run is left. */
		low = !over ? low : low - over > ADDR_MAX - align ? ADDR_MAX : low - over + align;
		for (k = i; k < end; k++)
			if (edge(k) < low || edge(k) >= high)
				cells[k] = (struct cell){ 0 };
	}
}

/* The edge at which the first limit bytes of memory end; -1 if there are fewer. */
static int limit_edge(phys_addr_t limit)
{
	int i;

	for (i = 0; i < model.nr_cells; i++) {
		if (!model.lists[MEMORY].cells[i].present)
			continue;
		if (limit <= edge(i + 1) - edge(i))
			return i + 1;
		limit -= edge(i + 1) - edge(i);
	}
	return -1;
}

void model_enforce(phys_addr_t limit)
{
	int end = limit ? limit_edge(limit) : -1;

	if (end < 0)
		return;
	model_remove(MEMORY, end, BEYOND);
	model_remove(RESERVED, end, BEYOND);
}

void model_cap(int first, int end)
{
	if (edge(first) == edge(end) || !nr_regions(MEMORY))
		return;
	if (remove_unless(MEMORY, BELOW, first, MEMBLOCK_NOMAP) ||
	    remove_unless(MEMORY, end, BEYOND, MEMBLOCK_NOMAP))
		return;
	model_remove(RESERVED, BELOW, first);
	model_remove(RESERVED, end, BEYOND);
}

void model_mem_limit(phys_addr_t limit)
{
	int end = limit ? limit_edge(limit) : -1;

	if (end >= 0 && edge(end) != ADDR_MAX)
		model_cap(0, end);
}

static phys_addr_t find_and_reserve(phys_addr_t size, phys_addr_t align, phys_addr_t start,
				    phys_addr_t end, int nid, int flags)
{
	phys_addr_t addr = find(size, align, start, end, nid, flags);

	if (addr && model_add(RESERVED, cell_at(addr), cell_at(addr + size), MAX_NUMNODES, 0))
		return 0;
	return addr;
}

phys_addr_t model_alloc(phys_addr_t size, phys_addr_t align, phys_addr_t start, phys_addr_t end,
			int nid, bool exact)
{
	int flags = model.mirror ? MEMBLOCK_MIRROR : 0;
	phys_addr_t addr;

	if (!align)
		align = 64;
	if (end <= 1)
		end = model.limit;
	for (;; flags = 0) {
		addr = find_and_reserve(size, align, start, end, nid, flags);
		if (!addr && valid_node(nid) && !exact)
			addr = find_and_reserve(size, align, start, end, NUMA_NO_NODE, flags);
		if (addr || !flags)
			return addr;
	}
}

phys_addr_t model_alloc_mapped(phys_addr_t size, phys_addr_t align, phys_addr_t min,
			       phys_addr_t max, int nid, bool exact)
{
	phys_addr_t addr;

	max = lower(max, model.limit);
	addr = model_alloc(size, align, min, max, nid, exact);
	if (!addr && min)
		addr = model_alloc(size, align, 0, max, nid, exact);
	return addr;
}
