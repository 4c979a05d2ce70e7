// SPDX-License-Identifier: MIT
/*
 * kernel/resource.c - who uses which physical addresses and I/O ports
 *
 *   root ──child──> A ──sibling──> B ──> C          sorted by address, no two meet
 *                   └─child──> A1 ──> A2            inside A
 *
 * Read first: request_in(), which all ways of putting something in go through.
 * Tests:      tests/kernel/resource_test.c, tests/boot/extra_cases.py
 * Linux:      kernel/resource.c
 */
#include <linux/ioport.h>

#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/monitor.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

struct resource iomem_resource = { .name = "PCI mem",
				   .end = PHYS_ADDR_MAX,
				   .flags = IORESOURCE_MEM };
struct resource ioport_resource = { .name = "PCI IO", .end = 0xffff, .flags = IORESOURCE_IO };

static DEFINE_MUTEX(resource_lock);

/* Return: NULL: new is root's child now; otherwise whom it meets, root itself where it is not inside. */
static struct resource *request_in(struct resource *root, struct resource *new)
{
	struct resource **at;

	if (new->end < new->start || !resource_contains(root, new))
		return root;
	for (at = &root->child; *at && (*at)->start <= new->end; at = &(*at)->sibling)
		if ((*at)->end >= new->start)
			return *at;
	new->sibling = *at;
	new->parent = root;
	*at = new;
	return NULL;
}

int request_resource(struct resource *root, struct resource *new)
{
	struct resource *conflict;

	mutex_lock(&resource_lock);
	conflict = request_in(root, new);
	mutex_unlock(&resource_lock);
	return conflict ? -EBUSY : 0;
}

/* new takes the place of its parent's children from first on that lie in it. Return: false: one does only in part. */
static bool adopt(struct resource *parent, struct resource *first, struct resource *new)
{
	struct resource **at = &parent->child, *last = first, *each;

	while (last->sibling && last->sibling->start <= new->end)
		last = last->sibling;
	if (first->start < new->start || last->end > new->end)
		return false;
	while (*at != first)
		at = &(*at)->sibling;
	*at = new;
	new->parent = parent;
	new->sibling = last->sibling;
	new->child = first;
	last->sibling = NULL;
	for (each = first; each; each = each->sibling)
		each->parent = new;
	return true;
}

int insert_resource(struct resource *root, struct resource *new)
{
	struct resource *conflict;
	int err = 0;

	mutex_lock(&resource_lock);
	/* Down to the one that does not hold it; of two that are equal, the new one lies outside. */
	while ((conflict = request_in(root, new))) {
		if (conflict == root || resource_contains(new, conflict) ||
		    !resource_contains(conflict, new))
			break;
		root = conflict;
	}
	if (conflict && (conflict == root || !adopt(root, conflict, new)))
		err = -EBUSY;
	mutex_unlock(&resource_lock);
	return err;
}

/* Under resource_lock. */
static int unlink_resource(struct resource *old)
{
	struct resource **at;

	for (at = old->parent ? &old->parent->child : NULL; at && *at; at = &(*at)->sibling) {
		if (*at != old)
			continue;
		*at = old->sibling;
		old->parent = NULL;
		return 0;
	}
	return -EINVAL;
}

int release_resource(struct resource *old)
{
	int err;

	mutex_lock(&resource_lock);
	err = unlink_resource(old);
	mutex_unlock(&resource_lock);
	return err;
}

struct resource *__request_region(struct resource *root, resource_size_t start, resource_size_t n,
				  const char *name, int flags)
{
	struct resource *res = kzalloc(sizeof(*res), GFP_KERNEL), *conflict;

	if (!res)
		return NULL;
	*res = (struct resource){ .start = start,
				  .end = start + n - 1,
				  .name = name,
				  .flags = resource_type(root) | IORESOURCE_BUSY | flags,
				  .of_request = true };
	mutex_lock(&resource_lock);
	while ((conflict = request_in(root, res))) {
		if (conflict == root || conflict->flags & IORESOURCE_BUSY)
			break;
		root = conflict;
	}
	mutex_unlock(&resource_lock);
	if (!conflict)
		return res;
	kfree(res);
	return NULL;
}

void __release_region(struct resource *root, resource_size_t start, resource_size_t n)
{
	resource_size_t end = start + n - 1;
	struct resource *res;

	mutex_lock(&resource_lock);
	for (res = root->child; res;) {
		if (res->start > start || res->end < end)
			res = res->sibling;
		else if (!(res->flags & IORESOURCE_BUSY))
			res = res->child;
		else
			break;
	}
	if (res && res->start == start && res->end == end)
		unlink_resource(res);
	else
		res = NULL;
	mutex_unlock(&resource_lock);
	if (!res)
		pr_warn("Trying to free nonexistent resource <%pa-%pa>\n", &start, &end);
	else if (res->of_request)
		kfree(res);
}

/*
 * The commands
 */

static void show_resources(struct seq_file *m, const struct resource *res, int depth)
{
	for (; res; res = res->sibling) {
		int width = res->flags & IORESOURCE_IO ? 4 : 8;

		seq_printf(m, "%*s%0*llx-%0*llx : %s\n", 2 * depth, "", width, (u64)res->start,
			   width, (u64)res->end, res->name ?: "<BAD>");
		show_resources(m, res->child, depth + 1);
	}
}

/* Of both commands. */
static int iomem(int argc, char **argv)
{
	struct seq_file m = {};

	mutex_lock(&resource_lock);
	show_resources(&m, argv[0][2] == 'm' ? iomem_resource.child : ioport_resource.child, 0);
	mutex_unlock(&resource_lock);
	return 0;
}
MONITOR_COMMAND(iomem, "", "who uses which physical addresses, as /proc/iomem", iomem);
MONITOR_COMMAND(ioports, "", "who uses which I/O ports, as /proc/ioports", iomem);
