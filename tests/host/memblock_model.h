// SPDX-License-Identifier: MIT
/*
 * memblock_model.h - what memblock must do, in the plainest way: an array of cells
 *
 *   address   base      base + grain                        base + nr_cells * grain
 *   cell      [   0   ][   1   ][   2   ] ...               at the top of the address space the last is a byte short
 *
 * A list is an array of cells, each present or not, with flags and a node; a region is a run of equal present cells.
 * Every range in the tests begins and ends at a cell's edge.
 */
#ifndef MEMBLOCK_MODEL_H
#define MEMBLOCK_MODEL_H

#include <linux/memblock.h>

#define MAX_CELLS 256
#define ADDR_MAX (~(phys_addr_t)0)

/* Edges outside the grid: 0 and the end of the address space. */
#define BELOW (-1)
#define BEYOND (MAX_CELLS + 1)

enum { MEMORY, RESERVED, PHYSMEM, NR_LISTS };

struct cell {
	bool present;
	unsigned char flags;
	int nid;
};

struct list {
	struct cell cells[MAX_CELLS];
	unsigned long max;
	phys_addr_t array; /* address of the grown array; 0: the static one */
};

struct model {
	phys_addr_t base, grain;
	int nr_cells;
	struct list lists[NR_LISTS];
	phys_addr_t limit;
	bool bottom_up, movable_node, mirror;
};

extern struct model model;

/* Edge i of the grid as an address, and back. */
phys_addr_t edge(int i);
int cell_at(phys_addr_t addr);
int nr_regions(int list);
/* The cells that an edge's run of equal present cells reaches to. */
int run_end(int list, int i);

/* The calls; ranges are cells [first, end). */
int model_add(int list, int first, int end, int nid, int flags);
int model_remove(int list, int first, int end);
int model_mark(int list, int first, int end, int set, int clear);
int model_set_node(int list, int first, int end, int nid);
void model_trim(phys_addr_t align);
void model_enforce(phys_addr_t limit);
void model_cap(int first, int end);
void model_mem_limit(phys_addr_t limit);
phys_addr_t model_alloc(phys_addr_t size, phys_addr_t align, phys_addr_t start, phys_addr_t end,
			int nid, bool exact);
phys_addr_t model_alloc_mapped(phys_addr_t size, phys_addr_t align, phys_addr_t min,
			       phys_addr_t max, int nid, bool exact);

/* Does the free-range iterator, or with_reserved for_each_mem_range(), show this cell? */
bool model_shows(int i, int nid, int flags, bool with_reserved);

#endif
