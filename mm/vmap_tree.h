// SPDX-License-Identifier: MIT
/*
 * mm/vmap_tree.h - address ranges sorted in a treap; holes with the largest one below each
 *
 *             [40..80)                left is lower, right is higher;
 *            /        \               a node's priority, a hash of where its struct lies, is higher than its children's:
 *       [10..20)    [90..99)          so the tree is as flat as one filled in random order
 *
 * Insertion finds the place by priority and divides what stood there in two; removal joins the two sides. Both are one loop.
 *
 * Lock: the caller's.
 * Tests: tests/kernel/vmalloc_test.c
 * Linux: the augmented red-black tree of mm/vmalloc.c
 */
#ifndef MM_VMAP_TREE_H
#define MM_VMAP_TREE_H

#include "vmap.h"

/* Fibonacci hashing, folded once: neighbours in memory differ as if by chance. */
static inline u32 priority_of(const struct vmap_area *area)
{
	u32 hash = (unsigned long)area * 0x9e3779b1u;

	return hash ^ hash >> 15;
}

static __always_inline void tree_insert(struct vmap_area **link, struct vmap_area *area)
{
	struct vmap_area *parent = NULL, *rest, *low = area, *high = area;
	struct vmap_area **low_link = &area->left, **high_link = &area->right;

	while (*link && (*link)->priority > area->priority) {
		parent = *link;
		link = area->start < parent->start ? &parent->left : &parent->right;
	}
	rest = *link;
	*link = area;
	area->parent = parent;
	/* What stood here is divided between the two sides. */
	while (rest) {
		if (rest->start < area->start) {
			*low_link = rest;
			rest->parent = low;
			low = rest;
			low_link = &rest->right;
			rest = rest->right;
		} else {
			*high_link = rest;
			rest->parent = high;
			high = rest;
			high_link = &rest->left;
			rest = rest->left;
		}
	}
	*low_link = NULL;
	*high_link = NULL;
}

/* Return: the lowest node below which something changed; NULL: the tree is empty. */
static __always_inline struct vmap_area *tree_remove(struct vmap_area **root,
						     struct vmap_area *area)
{
	struct vmap_area *parent = area->parent, *low = area->left, *high = area->right;
	struct vmap_area **link = root;

	if (parent)
		link = parent->left == area ? &parent->left : &parent->right;
	while (low && high) {
		struct vmap_area *top = low->priority > high->priority ? low : high;

		*link = top;
		top->parent = parent;
		parent = top;
		if (top == low) {
			link = &low->right;
			low = low->right;
		} else {
			link = &high->left;
			high = high->left;
		}
	}
	*link = low ?: high;
	if (*link)
		(*link)->parent = parent;
	return parent;
}

static inline struct vmap_area *tree_first(struct vmap_area *area)
{
	while (area && area->left)
		area = area->left;
	return area;
}

static inline struct vmap_area *tree_next(struct vmap_area *area)
{
	if (area->right)
		return tree_first(area->right);
	while (area->parent && area->parent->right == area)
		area = area->parent;
	return area->parent;
}

static __always_inline unsigned long max_hole_of(const struct vmap_area *hole)
{
	unsigned long max = hole->end - hole->start;

	if (hole->left && hole->left->max_hole > max)
		max = hole->left->max_hole;
	if (hole->right && hole->right->max_hole > max)
		max = hole->right->max_hole;
	return max;
}

/* The hole changed its size: so may the maxima above, up to the first that does not. */
static __always_inline void hole_resized(struct vmap_area *hole)
{
	for (; hole; hole = hole->parent) {
		unsigned long max = max_hole_of(hole);

		if (hole->max_hole == max)
			return;
		hole->max_hole = max;
	}
}

static inline void update_path(struct vmap_area *hole, struct vmap_area *end)
{
	for (; hole != end; hole = hole->parent)
		hole->max_hole = max_hole_of(hole);
}

#endif
