// SPDX-License-Identifier: MIT
/*
 * linux/ioport.h - who uses which physical addresses and I/O ports: two trees
 *
 *   iomem_resource 0 ... end
 *     00001000-0009fbff : System RAM            a child lies inside its parent; children are sorted and do not overlap
 *     00100000-3ffdffff : System RAM
 *       00100000-0016a3ff : Kernel code
 *     fee00000-fee00fff : my device             request_mem_region()
 *
 * The command iomem shows the first, ioports the second, as /proc/iomem and /proc/ioports do.
 *
 * Tests: tests/kernel/resource_test.c
 * Linux: same header. Left out: searches for room, devices, walks, muxed regions.
 */
#ifndef LINUX_IOPORT_H
#define LINUX_IOPORT_H

#include <linux/types.h>

/* [start, end], both ends belong to it. The owner of a struct keeps it until release_resource(). */
struct resource {
	resource_size_t start, end;
	const char *name;
	unsigned long flags, desc;
	struct resource *parent, *sibling, *child;
	bool of_request; /* __request_region() has allocated it */
};

#define IORESOURCE_IO 0x00000100
#define IORESOURCE_MEM 0x00000200
#define IORESOURCE_IRQ 0x00000400
#define IORESOURCE_DMA 0x00000800
#define IORESOURCE_READONLY 0x00004000
#define IORESOURCE_SYSRAM 0x01000000
#define IORESOURCE_BUSY 0x80000000
#define IORESOURCE_SYSTEM_RAM (IORESOURCE_MEM | IORESOURCE_SYSRAM)
#define IORES_DESC_NONE 0

#define DEFINE_RES_NAMED(_start, _size, _name, _flags)                                             \
	{                                                                                          \
		.start = (_start), .end = (_start) + (_size)-1, .name = (_name), .flags = (_flags) \
	}
#define DEFINE_RES_MEM_NAMED(start, size, name) DEFINE_RES_NAMED(start, size, name, IORESOURCE_MEM)
#define DEFINE_RES_MEM(start, size) DEFINE_RES_MEM_NAMED(start, size, NULL)
#define DEFINE_RES_IO(start, size) DEFINE_RES_NAMED(start, size, NULL, IORESOURCE_IO)

extern struct resource iomem_resource, ioport_resource;

static inline resource_size_t resource_size(const struct resource *res)
{
	return res->end - res->start + 1;
}

static inline unsigned long resource_type(const struct resource *res)
{
	return res->flags & 0x1f00;
}

/* a holds all of b. */
static inline bool resource_contains(const struct resource *a, const struct resource *b)
{
	return a->start <= b->start && a->end >= b->end;
}

static inline bool resource_overlaps(const struct resource *a, const struct resource *b)
{
	return a->start <= b->end && a->end >= b->start;
}

/**
 * request_resource - make a range a child
 * @root: its parent to be
 * @new:  stays until release_resource()
 *
 * Context: thread. Return: 0; -EBUSY: not inside @root, or meets a child of it.
 */
int request_resource(struct resource *root, struct resource *new);

/**
 * insert_resource - put a range where it belongs
 *
 * As deep as there is a range that holds it; what it holds itself becomes its children.
 *
 * Context: thread. Return: 0; -EBUSY: it meets a range that neither holds it nor lies in it.
 */
int insert_resource(struct resource *root, struct resource *new);

/* Takes it out, with its children. Return: 0; -EINVAL: it was not there. */
int release_resource(struct resource *old);

/**
 * __request_region - have a range for oneself
 * @n:    bytes or ports, > 0
 * @name: kept
 *
 * Below the deepest range that holds it and is nobody's (without IORESOURCE_BUSY).
 *
 * Context: thread; allocates. Return: NULL: it is somebody's, in whole or part, or there is no memory.
 */
struct resource *__request_region(struct resource *root, resource_size_t start, resource_size_t n,
				  const char *name, int flags);
/* Takes that very range, if it is busy, out with its children; frees what __request_region() returned. Another is reported. */
void __release_region(struct resource *root, resource_size_t start, resource_size_t n);

#define request_mem_region(start, n, name) __request_region(&iomem_resource, start, n, name, 0)
#define release_mem_region(start, n) __release_region(&iomem_resource, start, n)
#define request_region(start, n, name) __request_region(&ioport_resource, start, n, name, 0)
#define release_region(start, n) __release_region(&ioport_resource, start, n)

#endif
