// SPDX-License-Identifier: MIT
/*
 * kernel/leaks.c - `leaks' in the monitor: who holds memory, by the place that took it, the largest first
 *
 *   himem> leaks mark
 *   himem> (whatever is under suspicion)
 *   himem> leaks
 *   pages taken since mark 1 and still held:
 *      100 pages, 400 kB, order:0 gfp:0xcc0(GFP_KERNEL)
 *    crash_leak+0x15/0x2a
 *    crash_command+0x61/0xc4
 *    ...
 *   101 pages from 2 call sites
 *
 * Each source of memory counts what it handed out into the tallies of the stack depot, which are sorted here.
 *
 * Tests: tests/kernel/page_owner_test.c, tests/boot/crash_cases.py
 * Linux: tools/mm/page_owner_sort, mm/kmemleak.c's table, in spirit.
 */
#include <linux/console.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/monitor.h>
#include <linux/page_owner.h>
#include <linux/stackdepot.h>
#include <linux/string.h>

#define MAX_SHOWN 10

static void clear_tallies(void)
{
	depot_stack_handle_t handle = 0;

	while ((handle = stack_depot_next(handle)))
		*stack_depot_tally(handle) = (struct stack_tally){ 0 };
}

/* Return: 0 when all tallies are empty. */
static depot_stack_handle_t largest_tally(void)
{
	depot_stack_handle_t handle = 0, best = 0;
	unsigned long most = 0;

	while ((handle = stack_depot_next(handle))) {
		if (stack_depot_tally(handle)->nr > most) {
			most = stack_depot_tally(handle)->nr;
			best = handle;
		}
	}
	return best;
}

static void show_site(depot_stack_handle_t handle)
{
	struct stack_tally *tally = stack_depot_tally(handle);
	unsigned long *entries;
	unsigned int nr = stack_depot_fetch(handle, &entries), i;
	char text[100];

	page_owner_describe(tally->example, text, sizeof(text));
	console_printf("%7lu pages, %lu kB, %s\n", tally->nr, tally->nr << (PAGE_SHIFT - 10), text);
	for (i = 0; i < nr; i++)
		console_printf(" %pB\n", (void *)entries[i]);
}

static void show_pages(unsigned int mark)
{
	unsigned long pages, lost;
	depot_stack_handle_t handle;
	unsigned int sites;

	if (!page_owner_enabled) {
		console_printf("leaks: nobody counts: boot with page_owner=on\n");
		return;
	}
	clear_tallies();
	lost = page_owner_tally(mark);
	pages = lost;
	if (mark)
		console_printf("pages taken since mark %u and still held:\n", mark);
	for (sites = 0; (handle = largest_tally()); sites++) {
		pages += stack_depot_tally(handle)->nr;
		if (sites < MAX_SHOWN)
			show_site(handle);
		else if (sites == MAX_SHOWN)
			console_printf("...\n");
		stack_depot_tally(handle)->nr = 0;
	}
	if (lost)
		console_printf("%lu pages without a backtrace: the stack depot is full\n", lost);
	console_printf("%lu pages from %u call sites\n", pages, sites);
}

static int leaks(int argc, char **argv)
{
	if (argc == 1)
		show_pages(leaks_mark);
	else if (argc == 2 && !strcmp(argv[1], "all"))
		show_pages(0);
	else if (argc == 2 && !strcmp(argv[1], "mark"))
		console_printf("mark %u\n", ++leaks_mark);
	else
		return -EINVAL;
	return 0;
}
MONITOR_COMMAND(leaks, "[mark|all]",
		"who holds pages, the most first: since the last mark, or all (page_owner=on)",
		leaks);
