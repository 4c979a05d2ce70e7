// SPDX-License-Identifier: MIT
/*
 * mm/vmap_info.c - the vmalloc space in words: vmallocinfo, what a fault report says of an address, exhaustion
 *
 *   0xf7ffe000-0xf8000000    8192 pat_test+0x2d/0x204 phys=0xfed00000 ioremap
 *
 * And who holds areas, for `leaks'.
 *
 * Tests: tests/kernel/vmalloc_test.c, slab_leaks_test.c, tests/boot/crash_cases.py
 * Linux: vmalloc_info_show() in mm/vmalloc.c
 */
#include <linux/console.h>
#include <linux/kernel.h>
#include <linux/monitor.h>
#include <linux/leaks.h>
#include <linux/ratelimit.h>
#include <linux/spinlock.h>
#include <linux/stackdepot.h>

#include "vmap_tree.h"

/* Number and unit. */
#define SIZE_ARGS(bytes)                                                                           \
	(bytes) >> ((bytes) >= 10UL << 20 ? 20 : 10), (bytes) >= 10UL << 20 ? "MiB" : "KiB"

void vmap_report_exhausted(unsigned long size, unsigned long align, unsigned long largest)
{
	static DEFINE_RATELIMIT_STATE(limit, 5 * HZ, 10);
	bool misaligned = align > PAGE_SIZE && largest >= size;

	if (!__ratelimit(&limit))
		return;
	size -= PAGE_SIZE;
	if (size >= 10UL << 20)
		size = ALIGN(size, 1UL << 20);
	largest -= min(largest, PAGE_SIZE);
	if (misaligned)
		pr_warn("vmalloc: %lu %s aligned to %#lx asked, largest hole %lu %s, but none aligned so; raise vmalloc=\n",
			SIZE_ARGS(size), align, SIZE_ARGS(largest));
	else
		pr_warn("vmalloc: %lu %s asked, largest hole %lu %s; raise vmalloc=\n",
			SIZE_ARGS(size), SIZE_ARGS(largest));
}

/* vmap_find() for a fault anywhere, perhaps while the lock is held and the tree is being changed: the steps are bounded. */
static struct vmap_area *find_unlocked(unsigned long addr)
{
	struct vmap_area *area = vmap_in_use;
	int steps;

	for (steps = 0; area && steps < 256; steps++) {
		if (addr >= area->start && addr < area->end)
			return area;
		area = addr < area->start ? area->left : area->right;
	}
	return NULL;
}

bool vmalloc_describe(unsigned long addr, char *buf, size_t size)
{
	struct vmap_area *area = find_unlocked(addr);
	const char *what = "vmalloc area";
	int len, steps = 0;
	bool freed = !area;

	if (freed) {
		what = "freed vmalloc area";
		area = vmap_lazy;
		while (area && (addr < area->start || addr >= area->end))
			area = steps++ < 100000 ? area->next : NULL;
		if (!area)
			return false;
	} else if (addr >= area->end - PAGE_SIZE) {
		what = "guard page behind the vmalloc area";
	}
	len = scnprintf(buf, size, "%s of %lu bytes at %#lx, allocated by %pS", what,
			area->end - area->start - PAGE_SIZE, area->start, area->vm.caller);
	if (freed)
		scnprintf(buf + len, size - len, ", freed by %pS", area->freed_by);
	return true;
}

void vmap_mark(void)
{
	struct vmap_area *area;

	spin_lock(&vmap_lock);
	for (area = tree_first(vmap_in_use); area; area = tree_next(area))
		area->vm.flags |= VM_BEFORE_MARK;
	spin_unlock(&vmap_lock);
}

bool vmap_tally(unsigned int mark)
{
	struct vmap_area *area;

	spin_lock(&vmap_lock);
	for (area = tree_first(vmap_in_use); area; area = tree_next(area)) {
		unsigned long caller = (unsigned long)area->vm.caller;

		if (!mark || !(area->vm.flags & VM_BEFORE_MARK))
			stack_depot_count(stack_depot_save(&caller, 1, GFP_NOWAIT),
					  area->end - area->start - PAGE_SIZE, 0);
	}
	spin_unlock(&vmap_lock);
	return true;
}

static void show_area(const struct vmap_area *area)
{
	const struct vm_struct *vm = &area->vm;

	console_printf("0x%px-0x%px %7ld", (void *)area->start, (void *)area->end,
		       area->end - area->start);
	if (!(vm->flags & ~VM_BEFORE_MARK)) {
		console_printf(" vm_map_ram\n");
		return;
	}
	if (vm->caller)
		console_printf(" %pS", vm->caller);
	if (vm->nr_pages)
		console_printf(" pages=%d", vm->nr_pages);
	if (vm->flags & VM_IOREMAP)
		console_printf(" phys=%pa", &vm->phys_addr);
	console_printf("%s%s%s%s\n", vm->flags & VM_IOREMAP ? " ioremap" : "",
		       vm->flags & VM_ALLOC ? " vmalloc" : "", vm->flags & VM_MAP ? " vmap" : "",
		       is_vmalloc_addr(vm->pages) ? " vpages" : "");
}

static int show_vmallocinfo(int argc, char **argv)
{
	struct vmap_area *area;

	spin_lock(&vmap_lock);
	for (area = tree_first(vmap_in_use); area; area = tree_next(area))
		show_area(area);
	for (area = vmap_lazy; area; area = area->next)
		console_printf("0x%px-0x%px %7ld unpurged vm_area\n", (void *)area->start,
			       (void *)area->end, area->end - area->start);
	spin_unlock(&vmap_lock);
	return 0;
}
MONITOR_COMMAND(vmallocinfo, "", "areas of the vmalloc space, as /proc/vmallocinfo",
		show_vmallocinfo);
