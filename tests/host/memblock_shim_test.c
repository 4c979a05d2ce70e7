// SPDX-License-Identifier: MIT
/*
 * memblock_shim_test.c - what cannot be tried in a running kernel: hand-over, the slab allocator, the end
 *
 * The cases run once, in this order: some of what they set cannot be unset.
 */
#include <stdlib.h>
#include <string.h>

#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/slab.h>

#define RAM_SIZE (64 << 20)

static int failures, case_failures;

#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			printf("# %s:%d: %s\n", __FILE__, __LINE__, #condition);                   \
			case_failures++;                                                           \
		}                                                                                  \
	} while (0)

/* What the page allocator was given, as text: "1+0 2+1" is frame 1, order 0, and frame 2, order 1. */
static char given[8192], named[8192];
static long total;

void memblock_free_pages(struct page *page, unsigned long pfn, unsigned int order)
{
	sprintf(given + strlen(given), "%s%lx+%u", *given ? " " : "", pfn, order);
	CHECK(page == pfn_to_page(pfn));
}

void reserve_bootmem_region(phys_addr_t start, phys_addr_t end, int nid)
{
	sprintf(named + strlen(named), "%s%llx-%llx@%d", *named ? " " : "", (u64)start, (u64)end,
		nid);
}

void totalram_pages_add(long count)
{
	total += count;
}

static struct memblock clean;

static void start_anew(void)
{
	memblock = clean;
	memset(memblock.memory.regions, 0, sizeof(struct memblock_region));
	memset(memblock.reserved.regions, 0, sizeof(struct memblock_region));
	given[0] = named[0] = '\0';
	total = 0;
	max_low_pfn = 0;
}

static bool panics(int (*call)(phys_addr_t base, phys_addr_t size), phys_addr_t base)
{
	jmp_buf back;
	bool did = true;

	sim_panic_return = &back;
	if (!setjmp(back)) {
		call(base, 0x1000);
		did = false;
	}
	sim_panic_return = NULL;
	return did;
}

static void fill(phys_addr_t base, int n)
{
	while (n-- > 0)
		CHECK(memblock_reserve(base + n * 0x2000ULL, 0x1000) == 0);
}

/* The state that a lifted memblock.c begins with. */
static void initial_state(void)
{
	CHECK(memblock.memory.cnt == 0 && memblock.memory.max == 128);
	CHECK(memblock.reserved.cnt == 0 && memblock.reserved.max == 128);
	CHECK(!strcmp(memblock.memory.name, "memory") &&
	      !strcmp(memblock.reserved.name, "reserved"));
	CHECK(!memblock.bottom_up && memblock.current_limit == MEMBLOCK_ALLOC_ANYWHERE);
	CHECK(!memblock_has_mirror());
}

/* Before memblock_allow_resize() a full list is the end. */
static void full_list_panics(void)
{
	memblock_add(0, RAM_SIZE);
	fill(0x100000, 128);
	CHECK(panics(memblock_reserve, 0x800000));
	CHECK(panics(memblock_phys_free, 0x800000));
	CHECK(memblock_reserve(0x100000, 0x1000) == 0);
	memblock_allow_resize();
	CHECK(memblock_reserve(0x800000, 0x1000) == 0);
}

/* memory grows, but the list of reserved ranges cannot take the new array. */
static void memory_grows_reserved_cannot(void)
{
	struct memblock_region *old = memblock.memory.regions;
	int i;

	memblock_add(0x100000, 0x4000);
	/* All but room for one array: the array of 256 regions needs two pages, reserved would want two more. */
	memblock_reserve(0x100000, 0x1000);
	for (i = 0; i < 127; i++) {
		memblock_add(0x1000000 + i * 0x2000, 0x1000);
		memblock_reserve(0x1000000 + i * 0x2000, 0x1000);
	}
	CHECK(memblock.reserved.cnt == 128 && memblock.memory.cnt == 128);
	memblock_set_current_limit(0x101000 + 0x1000 * ((256 * sizeof(*old) + 4095) / 4096));
	CHECK(memblock_add(0x2000000, 0x1000) == -12);
	CHECK(memblock.memory.regions == old && memblock.memory.max == 128);
	CHECK(memblock.memory.cnt == 128 && memblock.reserved.cnt == 128);
}

/* Nothing is cut when the list of memory has no room for the cut. */
static void cap_needs_room(void)
{
	int i;

	for (i = 0; i < 128; i++)
		memblock_add(0x1000000 + i * 0x2000, 0x1000);
	memblock_reserve(0x1000000, 0x1000);
	memblock_set_current_limit(0x1000);
	memblock_cap_memory_range(0x1002000, 0x1000);
	memblock_cap_memory_range(0, 0x1002000);
	CHECK(memblock.memory.cnt == 128 && memblock.reserved.cnt == 1);
}

/*
 * memory  0==a0   100=====================2000   frames; 80-90 hotpluggable, 1000-1008 NOMAP
 * reserved 0-1              400-500 1001.8-1002
 */
static void free_all_gives_largest_blocks(void)
{
	memblock_add_node(0, 0xa0000, 0, MEMBLOCK_NONE);
	memblock_add_node(0x100000, 0x1f00000, 0, MEMBLOCK_NONE);
	memblock_mark_hotplug(0x80000, 0x10000);
	memblock_mark_nomap(0x1000000, 0x8000);
	memblock_reserve(0, 0x1000);
	memblock_reserve(0x400000, 0x100000);
	memblock_reserve(0x1ffb800, 0x800);
	max_low_pfn = 0x1804;
	movable_node_enabled = true;
	memblock_free_all();
	movable_node_enabled = false;
	CHECK(!strcmp(given,
		      "1+0 2+1 4+2 8+3 10+4 20+5 40+6 80+5 100+8 200+9 500+8 600+9 800+10 c00+10 "
		      "1008+3 1010+4 1020+5 1040+6 1080+7 1100+8 1200+9 1400+10 1800+2 1804+2 "
		      "1808+3 1810+4 1820+5 1840+6 1880+7 1900+8 1a00+9 1c00+9 1e00+8 1f00+7 "
		      "1f80+6 1fc0+5 1fe0+4 1ff0+3 1ff8+1 1ffa+0 1ffc+2"));
	CHECK(total == 0xa0 + 0x1f00 - 8 - 1 - 0x100 - 1);
	CHECK(!strcmp(named, "1000000-1008000@0 0-1000@0 400000-500000@0 1ffb800-1ffc000@0"));
	CHECK(memblock.memory.cnt == 4);
	CHECK(!memblock_is_hotpluggable(&memblock.memory.regions[0]));
}

/* Reserved ranges are named with the node of the memory below them; NOINIT ones are not. */
static void free_all_names_nodes(void)
{
	memblock_add_node(0x100000, 0x100000, 0, MEMBLOCK_NONE);
	memblock_add_node(0x200000, 0x100000, 1, MEMBLOCK_NONE);
	memblock_reserve(0x1ff000, 0x2000);
	memblock_reserve(0x280000, 0x1000);
	memblock_reserved_mark_noinit(0x280000, 0x1000);
	memblock_reserve(0x400000, 0x1000);
	memblock_free_all();
#ifdef CONFIG_NUMA
	CHECK(!strcmp(named, "1ff000-200000@0 200000-201000@1 400000-401000@0"));
	CHECK(!strncmp(given, "100+7 180+6 1c0+5 1e0+4 1f0+3 1f8+2 1fc+1 1fe+0 201+0", 53));
#else
	CHECK(!strcmp(named, "1ff000-201000@0 400000-401000@0"));
#endif
	CHECK(total == 0x200 - 2 - 1);
}

/* Nothing can be allocated after the hand-over, and that is said. */
static void late_without_slab(void)
{
	unsigned long messages;

	memblock_add(0x100000, 0x100000);
	memblock_free_all();
	messages = sim_messages;
	CHECK(!memblock_alloc(64, 0));
	CHECK(!memblock_phys_alloc(64, 0));
	CHECK(sim_messages == messages + 2 && strstr(sim_message, "page allocator"));
}

static void late_with_slab(void)
{
	unsigned long warnings = sim_warnings;
	char *ptr;

	if (sizeof(phys_addr_t) < sizeof(ptr))
		return; /* malloc()'s memory has no physical address */
	sim_slab = true;
	ptr = memblock_alloc(64, 0);
	CHECK(ptr && !ptr[0] && !ptr[63]);
	CHECK(sim_warnings == warnings + 1);
	CHECK(memblock.reserved.cnt == 0);
	free(ptr);
	sim_slab_empty = true;
	CHECK(!memblock_alloc(64, 0));
	sim_slab = sim_slab_empty = false;
}

/* Whole pages inside, whatever the lists say. */
static void free_late(void)
{
	memblock_free_late(0x100800, 0x4000);
	CHECK(!strcmp(given, "101+0 102+1"));
	CHECK(total == 3);
	given[0] = '\0';
	memblock_free_late(0x100800, 0x400);
	CHECK(!*given && total == 3);
}

/* With the slab allocator up, arrays come from it and go back to it (the sanitizer counts). */
static void arrays_from_slab(void)
{
	struct memblock_region *first;

	fill(0x100000, 128);
	sim_slab = sim_slab_empty = true;
	CHECK(memblock_reserve(0x800000, 0x1000) == -12 && memblock.reserved.max == 128);
	sim_slab_empty = false;
	CHECK(memblock_reserve(0x800000, 0x1000) == 0);
	CHECK(memblock.reserved.max == 256 && memblock.reserved.cnt == 129);
	first = memblock.reserved.regions;
	fill(0x1000000, 128);
	CHECK(memblock.reserved.max == 512 && memblock.reserved.regions != first);
	memblock_discard();
	CHECK(memblock.reserved.regions == clean.reserved.regions);
	CHECK(memblock.reserved.max == 128 && memblock.reserved.cnt == 0 && !*given);
	sim_slab = false;
}

static void arrays_are_discarded(void)
{
	phys_addr_t array;

	memblock_add(0x100000, 0x100000);
	fill(0x1000000, 129);
	array = (uintptr_t)memblock.reserved.regions - sim_ram;
	CHECK(memblock_is_reserved(array));
	memblock_free_all();
	given[0] = '\0';
	sim_slab = true;
	memblock_discard();
	sim_slab = false;
	CHECK(strtoul(given, NULL, 16) == array >> PAGE_SHIFT);
	CHECK(memblock.reserved.cnt == 0 && memblock.memory.cnt == 1);
}

static void debug_output(void)
{
	unsigned long messages = sim_messages;
	int i;

	memblock_dump_all();
	CHECK(sim_messages == messages);
	memblock_debug = true;
	memblock_add_node(0x100000, 0x100000, 0, MEMBLOCK_NONE);
	CHECK(!strcmp(sim_message, "%s: [%pa-%pa] %pS\n") && sim_messages == messages + 1);
	memblock_add(0x300000, 0x1000);
	memblock_dump_all();
	CHECK(sim_messages >= messages + 6);
	messages = sim_messages;
	CHECK(memblock_phys_alloc(64, 0) && memblock_alloc(64, 0));
	CHECK(memblock_alloc_raw(64, 0) && memblock_alloc_exact_nid_raw(64, 0, 0, 0, 0));
	memblock_physmem_add(0, 0x1000);
	memblock_remove(0, 0x1000);
	memblock_phys_free(0, 0x1000);
	memblock_free_late(0, 0x1000);
	CHECK(sim_messages == messages + 12);
	for (i = 0; i < 200; i++)
		memblock_reserve(0x1000000 + i * 0x2000, 0x1000);
	memblock_debug = false;
}

/* physmem is RAM of the machine, also what memory has lost; it grows like the others. */
static void all_ram_of_the_machine(void)
{
	phys_addr_t start, end, sum = 0, first = __pa(physmem.regions);
	u64 i;
	int n;

	memblock_add(0x100000, 0x100000);
	memblock_reserve(first, 16);
	for (n = 0; n < 200; n++)
		memblock_physmem_add(0x200000 + n * 0x2000, 0x1000);
	CHECK(physmem.cnt == 201 && physmem.max == 256 && memblock_is_reserved(first));
	memblock_add(0x200000, 0x10000);
	for_each_physmem_range(i, &memblock.memory, &start, &end) sum += end - start;
	CHECK(sum == 0x1000 + 200 * 0x1000 - 8 * 0x1000);
}

/* Mirrored memory is preferred once there is some; it cannot be forgotten, so this comes last. */
static void mirrored_memory(void)
{
	unsigned long messages;

	memblock_add(0x100000, 0x100000);
	mirrored_kernelcore = true;
	CHECK(memblock_mark_mirror(0x140000, 0x2000) == 0);
	CHECK(memblock_has_mirror());
	CHECK(memblock_phys_alloc(0x1000, 0x1000) == 0x141000);
	CHECK(memblock_phys_alloc(0x1000, 0x1000) == 0x140000);
	messages = sim_messages;
	CHECK(memblock_phys_alloc(0x1000, 0x1000) == 0x1ff000);
	CHECK(sim_messages == messages + 1 && strstr(sim_message, "mirrored"));
	/* Arrays too. */
	memblock_phys_free(0x140000, 0x2000);
	memblock_mark_mirror(0x150000, 0x10000);
	fill(0x1000000, 128);
	CHECK((uintptr_t)memblock.reserved.regions - sim_ram < 0x160000);
	memblock_reserve(0x140000, 0x20000);
	fill(0x2000000, 256);
	CHECK((uintptr_t)memblock.reserved.regions - sim_ram > 0x160000);
}

int main(void)
{
	static const struct {
		const char *name;
		void (*run)(void);
	} cases[] = {
#define CASE(name) { #name, name }
		CASE(initial_state),
		CASE(full_list_panics),
		CASE(memory_grows_reserved_cannot),
		CASE(cap_needs_room),
		CASE(free_all_gives_largest_blocks),
		CASE(free_all_names_nodes),
		CASE(late_without_slab),
		CASE(late_with_slab),
		CASE(free_late),
		CASE(arrays_from_slab),
		CASE(arrays_are_discarded),
		CASE(debug_output),
		CASE(all_ram_of_the_machine),
		CASE(mirrored_memory),
	};
	unsigned int i, n = sizeof(cases) / sizeof(cases[0]);
	char *ram = calloc(1, RAM_SIZE);

	sim_ram = (uintptr_t)ram;
	clean = memblock;
	printf("KTAP version 1\n1..%u\n", n);
	for (i = 0; i < n; i++) {
		case_failures = 0;
		start_anew();
		cases[i].run();
		printf("%sok %u %s\n", case_failures ? "not " : "", i + 1, cases[i].name);
		failures += case_failures;
	}
	free(ram);
	return failures != 0;
}
