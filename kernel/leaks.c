// SPDX-License-Identifier: MIT
/*
 * kernel/leaks.c - `leaks' in the monitor: who holds memory, by the place that took it, the largest first
 *
 *   himem> leaks mark
 *   himem> (whatever is under suspicion)
 *   himem> leaks
 *   since mark 1: 100 pages, 400 KiB from crash_leak+0x15/0x2a, order:0 gfp:0xcc0(GFP_KERNEL)
 *    crash_command+0x61/0xc4
 *    ...
 *   100 pages from 1 call sites
 *   since mark 1: 12 objects, 3 KiB from ...
 *
 * Each source of memory counts what it handed out into the tallies of the stack depot, which are sorted here: pages
 * (page_owner=on), objects of caches (slab_debug=U), areas of the vmalloc space (with either).
 *
 * Tests: tests/kernel/page_owner_test.c, slab_leaks_test.c, tests/boot/crash_cases.py
 * Linux: tools/mm/page_owner_sort, mm/kmemleak.c's table, in spirit.
 */
#include <linux/console.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/leaks.h>
#include <linux/mm.h>
#include <linux/monitor.h>
#include <linux/page_owner.h>
#include <linux/stackdepot.h>
#include <linux/string.h>

#define MAX_SHOWN 10

static const struct source {
	const char *what;
	bool (*tally)(unsigned int mark);
} sources[] = {
	{ "pages", page_owner_tally },
	{ "objects", slab_debug_tally },
	{ "areas", vmap_tally },
};

static void clear_tallies(void)
{
	depot_stack_handle_t handle = 0;

	do
		*stack_depot_tally(handle) = (struct stack_tally){ 0 };
	while ((handle = stack_depot_next(handle)));
}

/* Return: 0 when all tallies are empty. */
static depot_stack_handle_t largest_tally(void)
{
	depot_stack_handle_t handle = 0, best = 0;
	u64 most = 0;

	while ((handle = stack_depot_next(handle))) {
		if (stack_depot_tally(handle)->bytes > most) {
			most = stack_depot_tally(handle)->bytes;
			best = handle;
		}
	}
	return best;
}

static void show_site(const struct source *source, unsigned int mark, depot_stack_handle_t handle)
{
	struct stack_tally *tally = stack_depot_tally(handle);
	unsigned long *entries;
	unsigned int nr = stack_depot_fetch(handle, &entries), i;
	char since[24] = "", text[100] = "";

	if (mark)
		scnprintf(since, sizeof(since), "since mark %u: ", mark);
	if (source == sources)
		page_owner_describe(tally->example, text, sizeof(text));
	console_printf("%s%lu %s, %lu KiB from %pB%s%s\n", since, tally->nr, source->what,
		       (unsigned long)((tally->bytes + 1023) / 1024), (void *)entries[0],
		       *text ? ", " : "", text);
	for (i = 1; i < nr; i++)
		console_printf(" %pB\n", (void *)entries[i]);
}

static void show(const struct source *source, unsigned int mark)
{
	struct stack_tally *lost = stack_depot_tally(0);
	depot_stack_handle_t handle;
	unsigned long things;
	unsigned int sites;

	clear_tallies();
	if (!source->tally(mark))
		return;
	things = lost->nr;
	for (sites = 0; (handle = largest_tally()); sites++) {
		things += stack_depot_tally(handle)->nr;
		if (sites < MAX_SHOWN)
			show_site(source, mark, handle);
		else if (sites == MAX_SHOWN)
			console_printf("...\n");
		stack_depot_tally(handle)->bytes = 0;
	}
	if (lost->nr)
		console_printf("%lu %s without a backtrace\n", lost->nr, source->what);
	console_printf("%lu %s from %u call sites\n", things, source->what, sites);
}

static int leaks(int argc, char **argv)
{
	const struct source *source;

	if (argc > 2 || (argc == 2 && strcmp(argv[1], "all") && strcmp(argv[1], "mark")))
		return -EINVAL;
	if (!stack_depot_next(0)) {
		console_printf("leaks: nobody counts: boot with page_owner=on or slab_debug=U\n");
	} else if (argc == 2 && *argv[1] == 'm') {
		vmap_mark();
		console_printf("mark %u\n", ++leaks_mark);
	} else {
		for (source = sources; source < sources + ARRAY_SIZE(sources); source++)
			show(source, argc == 2 ? 0 : leaks_mark);
	}
	return 0;
}
MONITOR_COMMAND(
	leaks, "[mark|all]",
	"who holds memory, the most first: since the last mark, or all (page_owner=on slab_debug=U)",
	leaks);
