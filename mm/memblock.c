// SPDX-License-Identifier: MIT
/*
 * mm/memblock.c - physical memory before the page allocator: two sorted lists of ranges
 *
 *   memory     [=====A=====]        [=======B=======]
 *   reserved       [##]   [####################]
 *   free       [==]    [=]                      [===]     found by one walk along both lists
 *
 * Every change of a list is one pass of change_range() over the regions that the range meets:
 *
 *   list    [..a..]     [..b..][..c..]              they are read one by one, and their pieces written to the same
 *   range        [---------------]                  place by put_region(), which joins a piece to its neighbour if
 *   new     [..a..][new.][..b..][..c..]             they are alike; regions behind move once, when there is no room
 *
 * Every search is next_area(), upwards or downwards, which starts where the bounds begin, found by bisection.
 *
 * This file and <linux/memblock.h> stand alone: they can be taken into another kernel or a simulator. The global
 * `memblock` is the only record, so that it may be saved, cleared and restored.
 *
 * Read first: change_range(), next_area(), find_free().
 * Tests:      tests/kernel/memblock_*_test.c, tests/host/memblock_model.c
 * Linux:      mm/memblock.c. Left out: kmemleak, unaccepted memory, deferred struct pages; parameters and reports are in
 *             mm/memblock_param.c, mm/memblock_debug.c.
 */
#include <linux/memblock.h>

#include <linux/bug.h>
#include <linux/cache.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#define INIT_REGIONS 128

/* The end of every range is at or below this address. */
#define ADDR_MAX (~(phys_addr_t)0)

static struct memblock_region first_arrays[3][INIT_REGIONS];

struct memblock memblock = {
	.current_limit = MEMBLOCK_ALLOC_ANYWHERE,
	.memory = { .max = INIT_REGIONS, .regions = first_arrays[0], .name = "memory" },
	.reserved = { .max = INIT_REGIONS, .regions = first_arrays[1], .name = "reserved" },
};

#ifdef CONFIG_HAVE_MEMBLOCK_PHYS_MAP
struct memblock_type physmem = { .max = INIT_REGIONS,
				 .regions = first_arrays[2],
				 .name = "physmem" };
#endif

unsigned long min_low_pfn, max_low_pfn, max_pfn;
unsigned long long max_possible_pfn;

bool memblock_debug;
bool movable_node_enabled;
bool mirrored_kernelcore;

static bool can_resize;
static bool has_mirror;
/* The arrays of memory and of reserved that came from the slab allocator. */
static struct memblock_region *slab_arrays[2];

#define memblock_dbg(fmt, ...)                                                                     \
	do {                                                                                       \
		if (memblock_debug)                                                                \
			pr_info(fmt, ##__VA_ARGS__);                                               \
	} while (0)

/* The calling function, its range and its caller, with memblock=debug. */
#define log_range(base, size)                                                                      \
	do {                                                                                       \
		if (memblock_debug) {                                                              \
			phys_addr_t first = base, last = clamped_end(base, size) - 1;              \
			pr_info("%s: [%pa-%pa] %pS\n", __func__, &first, &last,                    \
				__builtin_return_address(0));                                      \
		}                                                                                  \
	} while (0)

static bool valid_node(int nid)
{
	return nid >= 0 && nid < MAX_NUMNODES;
}

static phys_addr_t clamped_end(phys_addr_t base, phys_addr_t size)
{
	return base + min(size, (phys_addr_t)(ADDR_MAX - base));
}

static phys_addr_t region_end(const struct memblock_region *r)
{
	return r->base + r->size;
}

/* Index of the first region that ends above an address: the one that holds it, or the next; cnt if there is none. */
static unsigned long first_ending_above(const struct memblock_type *type, phys_addr_t addr)
{
	unsigned long low = 0, high = type->cnt;

	while (low < high) {
		unsigned long mid = low + (high - low) / 2;

		if (region_end(&type->regions[mid]) > addr)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

/* The region that holds an address, or NULL. */
static struct memblock_region *region_at(const struct memblock_type *type, phys_addr_t addr)
{
	struct memblock_region *r = &type->regions[first_ending_above(type, addr)];

	return r < type->regions + type->cnt && r->base <= addr ? r : NULL;
}

/* ---------------------------------------------------------------- changing a list */

struct change {
	enum { ADD, REMOVE, FLAGS, NODE } what;
	enum memblock_flags flags; /* ADD: of new regions; FLAGS: what those in mask become */
	enum memblock_flags mask;  /* REMOVE: a region with one of these stays */
	int nid;		   /* ADD, NODE */
};

/* What becomes of a piece that the range covers. Return: false if it goes. */
static bool apply_change(const struct change *c, struct memblock_region *piece)
{
	if (c->what == REMOVE)
		return piece->flags & c->mask;
	if (c->what == NODE)
		memblock_set_region_node(piece, c->nid);
	piece->flags = (piece->flags & ~c->mask) | (c->flags & c->mask);
	return true;
}

static bool alike(const struct memblock_region *a, const struct memblock_region *b)
{
	return a->flags == b->flags && memblock_get_region_node(a) == memblock_get_region_node(b);
}

/* A list that is being rewritten in place: [0, nr) is done, [from, stop) has not been read. */
struct rewrite {
	struct memblock_type *type;
	unsigned long nr, from, stop;
	unsigned long gap; /* how many more regions there may be than were read */
};

static void move_unread(struct rewrite *w, unsigned long to)
{
	struct memblock_region *regions = w->type->regions;

	if (to == w->from)
		return;
	memmove(&regions[to], &regions[w->from], (w->stop - w->from) * sizeof(*regions));
	w->stop += to - w->from;
	w->from = to;
}

/* Writes [base, end), with the attributes of like; nothing if it is empty. */
static void put_region(struct rewrite *w, phys_addr_t base, phys_addr_t end,
		       const struct memblock_region *like)
{
	struct memblock_region *r = &w->type->regions[w->nr];

	if (base >= end)
		return;
	w->type->total_size += end - base;
	if (w->nr && region_end(r - 1) == base && alike(r - 1, like)) {
		r[-1].size += end - base;
		return;
	}
	if (w->nr == w->from)
		move_unread(w, w->from + w->gap);
	w->nr++;
	*r = *like;
	r->base = base;
	r->size = end - base;
}

/* What must always be true of a list; only a DEBUG build looks. */
static void check_list(const struct memblock_type *type)
{
#ifdef CONFIG_DEBUG_VM
	const struct memblock_region *r = type->regions;
	phys_addr_t sum = 0;
	unsigned long i;

	BUG_ON(type->cnt > type->max);
	BUG_ON(!type->cnt && (r->base || r->size || r->flags));
	for (i = 0; i < type->cnt; i++, r++) {
		BUG_ON(!r->size || r->size > ADDR_MAX - r->base);
		BUG_ON(i && r->base < region_end(r - 1));
		BUG_ON(i && r->base == region_end(r - 1) && alike(r - 1, r));
		sum += r->size;
	}
	BUG_ON(sum != type->total_size);
#endif
}

static void set_count(struct memblock_type *type, unsigned long cnt)
{
	type->cnt = cnt;
	if (!cnt) {
		type->regions[0] = (struct memblock_region){ 0 };
		memblock_set_region_node(&type->regions[0], MAX_NUMNODES);
	}
	check_list(type);
}

/* How many pieces of [base, end) are not covered. i is the first region that ends above base. */
static unsigned long nr_holes(const struct memblock_type *type, unsigned long i, phys_addr_t base,
			      phys_addr_t end)
{
	unsigned long nr = 0;

	for (; i < type->cnt && type->regions[i].base < end; i++) {
		nr += type->regions[i].base > base;
		base = region_end(&type->regions[i]);
	}
	return nr + (base < end);
}

static int double_array(struct memblock_type *type, phys_addr_t base, phys_addr_t end);

/* The one way in which regions come, go or change. */
static int change_range(struct memblock_type *type, phys_addr_t base, phys_addr_t size,
			const struct change *c)
{
	struct memblock_region new = { .flags = c->flags };
	phys_addr_t end = clamped_end(base, size);
	struct rewrite w = { .type = type };
	bool add = c->what == ADD;

	if (base == end)
		return 0;
	memblock_set_region_node(&new, c->nid);
	for (;;) {
		w.nr = first_ending_above(type, base);
		/* A range that is cut out may split a region at either end. */
		w.gap = add ? nr_holes(type, w.nr, base, end) : 2;
		if (type->cnt + w.gap <= type->max)
			break;
		if (double_array(type, base, end))
			return -ENOMEM;
	}

	w.from = w.nr;
	w.stop = type->cnt;
	/* A region that begins at end is written again too: it may join. */
	while (w.from < w.stop && type->regions[w.from].base <= end) {
		struct memblock_region old = type->regions[w.from++], piece = old;
		phys_addr_t old_end = region_end(&old), low, high;

		type->total_size -= old.size;
		if (add) {
			put_region(&w, base, min(old.base, end), &new);
			put_region(&w, old.base, old_end, &old);
			base = max(base, old_end);
			continue;
		}
		low = clamp(base, old.base, old_end);
		high = clamp(end, old.base, old_end);
		put_region(&w, old.base, low, &old);
		if (apply_change(c, &piece))
			put_region(&w, low, high, &piece);
		put_region(&w, high, old_end, &old);
	}
	if (add)
		put_region(&w, base, end, &new);
	move_unread(&w, w.nr);
	set_count(type, w.stop);
	return 0;
}

int memblock_add_node(phys_addr_t base, phys_addr_t size, int nid, enum memblock_flags flags)
{
	log_range(base, size);
	return change_range(&memblock.memory, base, size, &(struct change){ ADD, flags, 0, nid });
}

/* A public function that makes one kind of change to one list. */
#define RANGE_CALL(name, list, ...)                                                                \
	int name(phys_addr_t base, phys_addr_t size)                                               \
	{                                                                                          \
		log_range(base, size);                                                             \
		return change_range(&(list), base, size, &(struct change){ .what = __VA_ARGS__ }); \
	}

RANGE_CALL(memblock_add, memblock.memory, ADD, .nid = MAX_NUMNODES)
RANGE_CALL(memblock_remove, memblock.memory, REMOVE)
RANGE_CALL(memblock_reserve, memblock.reserved, ADD, .nid = MAX_NUMNODES)
RANGE_CALL(memblock_phys_free, memblock.reserved, REMOVE)
#ifdef CONFIG_HAVE_MEMBLOCK_PHYS_MAP
RANGE_CALL(memblock_physmem_add, physmem, ADD, .nid = MAX_NUMNODES)
#endif

#define SET_FLAG(flag) FLAGS, .flags = (flag), .mask = (flag)
#define CLEAR_FLAG(flag) FLAGS, .mask = (flag)

RANGE_CALL(memblock_mark_hotplug, memblock.memory, SET_FLAG(MEMBLOCK_HOTPLUG))
RANGE_CALL(memblock_clear_hotplug, memblock.memory, CLEAR_FLAG(MEMBLOCK_HOTPLUG))
RANGE_CALL(memblock_mark_nomap, memblock.memory, SET_FLAG(MEMBLOCK_NOMAP))
RANGE_CALL(memblock_clear_nomap, memblock.memory, CLEAR_FLAG(MEMBLOCK_NOMAP))
RANGE_CALL(memblock_reserved_mark_noinit, memblock.reserved, SET_FLAG(MEMBLOCK_RSRV_NOINIT))

int memblock_mark_mirror(phys_addr_t base, phys_addr_t size)
{
	if (!mirrored_kernelcore)
		return 0;
	has_mirror = true;
	return change_range(&memblock.memory, base, size,
			    &(struct change){ .what = SET_FLAG(MEMBLOCK_MIRROR) });
}

void memblock_free(void *ptr, size_t size)
{
	if (ptr)
		memblock_phys_free(__pa(ptr), size);
}

int memblock_set_node(phys_addr_t base, phys_addr_t size, struct memblock_type *type, int nid)
{
#ifdef CONFIG_NUMA
	return change_range(type, base, size, &(struct change){ NODE, .nid = nid });
#else
	return 0;
#endif
}

void memblock_trim_memory(phys_addr_t align)
{
	struct memblock_type *type = &memblock.memory;
	struct rewrite w = { .type = type, .stop = type->cnt };

	type->total_size = 0;
	while (w.from < w.stop) {
		struct memblock_region r = type->regions[w.from++];
		phys_addr_t base = round_up(r.base, align);

		/* At the top of the address space base may have wrapped. */
		if (base >= r.base)
			put_region(&w, base, round_down(region_end(&r), align), &r);
	}
	set_count(type, w.nr);
}

/* ---------------------------------------------------------------- limits */

/* Where the first limit bytes of memory end; ADDR_MAX when there are fewer. */
static phys_addr_t address_of_limit(phys_addr_t limit)
{
	struct memblock_region *r;

	for_each_mem_region(r) {
		if (limit <= r->size)
			return r->base + limit;
		limit -= r->size;
	}
	return ADDR_MAX;
}

void memblock_enforce_memory_limit(phys_addr_t limit)
{
	phys_addr_t end = limit ? address_of_limit(limit) : ADDR_MAX;

	memblock_remove(end, ADDR_MAX);
	memblock_phys_free(end, ADDR_MAX);
}

void memblock_cap_memory_range(phys_addr_t base, phys_addr_t size)
{
	const struct change c = { REMOVE, .mask = MEMBLOCK_NOMAP };
	phys_addr_t end = clamped_end(base, size);

	if (!size)
		return;
	if (!memblock.memory.cnt) {
		pr_warn("%s: No memory registered yet\n", __func__);
		return;
	}
	if (change_range(&memblock.memory, 0, base, &c) ||
	    change_range(&memblock.memory, end, ADDR_MAX, &c))
		return;
	memblock_phys_free(0, base);
	memblock_phys_free(end, ADDR_MAX);
}

void memblock_mem_limit_remove_map(phys_addr_t limit)
{
	phys_addr_t end = limit ? address_of_limit(limit) : ADDR_MAX;

	if (end != ADDR_MAX)
		memblock_cap_memory_range(0, end);
}

void memblock_set_current_limit(phys_addr_t limit)
{
	memblock.current_limit = limit;
}

phys_addr_t memblock_get_current_limit(void)
{
	return memblock.current_limit;
}

/* ---------------------------------------------------------------- walking */

/*
 * A walk along `in` minus `without`: region a of in, and gap b of without, which lies before its region b. Upwards or
 * downwards, the one that ends first in that direction is left behind. One past the last region, or before the first
 * (then it has wrapped), a is out of range and the walk over.
 */
struct walk {
	const struct memblock_type *in, *without;
	enum memblock_flags flags;
	int nid;
	bool down;
	unsigned int a, b;
};

static bool wanted(const struct walk *w, const struct memblock_region *r)
{
	if (w->in != &memblock.memory)
		return true;
	if (valid_node(w->nid) && w->nid != memblock_get_region_node(r))
		return false;
	if (memblock_is_hotpluggable(r) && movable_node_is_enabled() &&
	    !(w->flags & MEMBLOCK_HOTPLUG))
		return false;
	if ((w->flags & MEMBLOCK_MIRROR) && !memblock_is_mirror(r))
		return false;
	return !(r->flags & ~w->flags & (MEMBLOCK_NOMAP | MEMBLOCK_DRIVER_MANAGED));
}

/* Return: the region in which the next area lies; NULL when there is none. */
static inline const struct memblock_region *next_area(struct walk *w, phys_addr_t *start,
						      phys_addr_t *end)
{
	const struct memblock_region *gaps = w->without ? w->without->regions : NULL;
	unsigned int nr_gaps = w->without ? w->without->cnt : 0, b = w->b;
	unsigned int step = w->down ? -1 : 1;

	for (; w->a < w->in->cnt; w->a += step) {
		const struct memblock_region *r = &w->in->regions[w->a];
		phys_addr_t base = r->base, r_end = region_end(r);

		if (!wanted(w, r))
			continue;
		for (;;) {
			phys_addr_t gap_start = b ? region_end(&gaps[b - 1]) : 0;
			phys_addr_t gap_end = b < nr_gaps ? gaps[b].base : ADDR_MAX;
			bool last = w->down ? base >= gap_start : r_end <= gap_end;

			b += last ? 0 : step;
			gap_start = max(base, gap_start);
			gap_end = min(r_end, gap_end);
			if (gap_start < gap_end) {
				w->a += last ? step : 0;
				w->b = b;
				*start = gap_start;
				*end = gap_end;
				return r;
			}
			if (last)
				break;
		}
	}
	return NULL;
}

/* One step of a public iterator: the walk's position is packed into *idx. */
static inline void step_range(u64 *idx, struct walk *w, phys_addr_t *out_start,
			      phys_addr_t *out_end, int *out_nid)
{
	const struct memblock_region *r;
	phys_addr_t start, end;

	if (w->down && *idx == ~0ULL)
		*idx = (u64)(w->without ? w->without->cnt : 0) << 32 | (u32)(w->in->cnt - 1);
	w->a = (u32)*idx;
	w->b = *idx >> 32;
	r = next_area(w, &start, &end);
	if (!r) {
		*idx = ~0ULL;
		return;
	}
	*idx = (u64)w->b << 32 | w->a;
	if (out_start)
		*out_start = start;
	if (out_end)
		*out_end = end;
	if (out_nid)
		*out_nid = memblock_get_region_node(r);
}

void __next_mem_range(u64 *idx, int nid, enum memblock_flags flags, struct memblock_type *type_a,
		      struct memblock_type *type_b, phys_addr_t *out_start, phys_addr_t *out_end,
		      int *out_nid)
{
	step_range(idx, &(struct walk){ type_a, type_b, flags, nid, .down = false }, out_start,
		   out_end, out_nid);
}

void __next_mem_range_rev(u64 *idx, int nid, enum memblock_flags flags,
			  struct memblock_type *type_a, struct memblock_type *type_b,
			  phys_addr_t *out_start, phys_addr_t *out_end, int *out_nid)
{
	step_range(idx, &(struct walk){ type_a, type_b, flags, nid, .down = true }, out_start,
		   out_end, out_nid);
}

void __next_mem_pfn_range(int *idx, int nid, unsigned long *out_start_pfn,
			  unsigned long *out_end_pfn, int *out_nid)
{
	const struct memblock_type *type = &memblock.memory;

	while (++*idx < (int)type->cnt) {
		const struct memblock_region *r = &type->regions[*idx];
		unsigned long start = memblock_region_memory_base_pfn(r);
		unsigned long end = memblock_region_memory_end_pfn(r);

		if (start >= end || (valid_node(nid) && nid != memblock_get_region_node(r)))
			continue;
		if (out_start_pfn)
			*out_start_pfn = start;
		if (out_end_pfn)
			*out_end_pfn = end;
		if (out_nid)
			*out_nid = memblock_get_region_node(r);
		return;
	}
	*idx = -1;
}

/* ---------------------------------------------------------------- allocation */

/*
 * The free range of size bytes in [start, end) that is highest, or lowest when memblock goes bottom-up. Page 0 is never
 * given out, so that 0 can mean: none.
 */
static phys_addr_t find_free(phys_addr_t size, phys_addr_t align, phys_addr_t start,
			     phys_addr_t end, int nid, enum memblock_flags flags)
{
	struct walk w = { .in = &memblock.memory,
			  .without = &memblock.reserved,
			  .flags = flags,
			  .nid = nid,
			  .down = !memblock_bottom_up() };
	phys_addr_t low, high;

	start = max(start, (phys_addr_t)PAGE_SIZE);
	w.a = first_ending_above(w.in, w.down ? end : start);
	w.b = first_ending_above(w.without, w.down ? end : start);
	if (w.down && w.a == w.in->cnt)
		w.a--;
	while (next_area(&w, &low, &high)) {
		phys_addr_t found;

		if (w.down ? high <= start : low >= end)
			break;
		low = max(low, start);
		high = min(high, end);
		if (low >= high || high - low < size)
			continue;
		found = w.down ? round_down(high - size, align) : round_up(low, align);
		/* Rounding up may wrap. */
		if (found >= low && found <= high - size)
			return found;
	}
	return 0;
}

/* The best place: mirrored, if the machine has such memory; else on the node; else on another, unless exact_nid. */
static phys_addr_t find_best(phys_addr_t size, phys_addr_t align, phys_addr_t start,
			     phys_addr_t end, int nid, bool exact_nid)
{
	enum memblock_flags flags = has_mirror ? MEMBLOCK_MIRROR : MEMBLOCK_NONE;

	for (;; flags = MEMBLOCK_NONE) {
		phys_addr_t found = find_free(size, align, start, end, nid, flags);

		if (!found && valid_node(nid) && !exact_nid)
			found = find_free(size, align, start, end, NUMA_NO_NODE, flags);
		if (found || !(flags & MEMBLOCK_MIRROR))
			return found;
		pr_warn_once("Could not allocate %pap bytes of mirrored memory\n", &size);
	}
}

phys_addr_t memblock_alloc_range_nid(phys_addr_t size, phys_addr_t align, phys_addr_t start,
				     phys_addr_t end, int nid, bool exact_nid)
{
	phys_addr_t found;

	if (WARN_ON_ONCE(slab_is_available())) {
		void *ptr = size == (size_t)size ? kzalloc(size, GFP_NOWAIT) : NULL;

		return ptr ? virt_to_phys(ptr) : 0;
	}
	if (!align)
		align = SMP_CACHE_BYTES;
	if (end == MEMBLOCK_ALLOC_ACCESSIBLE || end == MEMBLOCK_ALLOC_NOLEAKTRACE)
		end = memblock.current_limit;
	found = find_best(size, align, start, end, nid, exact_nid);
	if (!found && !memblock.current_limit)
		pr_err("memblock: %pap bytes wanted, but all memory is the page allocator's now\n",
		       &size);
	return found && !memblock_reserve(found, size) ? found : 0;
}

phys_addr_t memblock_phys_alloc_range(phys_addr_t size, phys_addr_t align, phys_addr_t start,
				      phys_addr_t end)
{
	memblock_dbg("%s: %llu bytes align=0x%llx from=%pa max_addr=%pa %pS\n", __func__, (u64)size,
		     (u64)align, &start, &end, __builtin_return_address(0));
	return memblock_alloc_range_nid(size, align, start, end, NUMA_NO_NODE, false);
}

phys_addr_t memblock_phys_alloc_try_nid(phys_addr_t size, phys_addr_t align, int nid)
{
	return memblock_alloc_range_nid(size, align, 0, MEMBLOCK_ALLOC_ACCESSIBLE, nid, false);
}

static void *alloc_mapped(phys_addr_t size, phys_addr_t align, phys_addr_t min_addr,
			  phys_addr_t max_addr, int nid, bool exact_nid)
{
	phys_addr_t found;

	max_addr = min(max_addr, memblock.current_limit);
	found = memblock_alloc_range_nid(size, align, min_addr, max_addr, nid, exact_nid);
	if (!found && min_addr)
		found = memblock_alloc_range_nid(size, align, 0, max_addr, nid, exact_nid);
	return found ? phys_to_virt(found) : NULL;
}

#define log_alloc(size, align, min_addr, max_addr, nid)                                            \
	memblock_dbg("%s: %llu bytes align=0x%llx nid=%d from=%pa max_addr=%pa %pS\n", __func__,   \
		     (u64)(size), (u64)(align), nid, &(min_addr), &(max_addr),                     \
		     __builtin_return_address(0))

void *memblock_alloc_exact_nid_raw(phys_addr_t size, phys_addr_t align, phys_addr_t min_addr,
				   phys_addr_t max_addr, int nid)
{
	log_alloc(size, align, min_addr, max_addr, nid);
	return alloc_mapped(size, align, min_addr, max_addr, nid, true);
}

void *memblock_alloc_try_nid_raw(phys_addr_t size, phys_addr_t align, phys_addr_t min_addr,
				 phys_addr_t max_addr, int nid)
{
	log_alloc(size, align, min_addr, max_addr, nid);
	return alloc_mapped(size, align, min_addr, max_addr, nid, false);
}

void *memblock_alloc_try_nid(phys_addr_t size, phys_addr_t align, phys_addr_t min_addr,
			     phys_addr_t max_addr, int nid)
{
	void *ptr;

	log_alloc(size, align, min_addr, max_addr, nid);
	ptr = alloc_mapped(size, align, min_addr, max_addr, nid, false);
	if (ptr)
		memset(ptr, 0, size);
	return ptr;
}

/* ---------------------------------------------------------------- growing */

void memblock_allow_resize(void)
{
	can_resize = true;
}

static bool is_static(const struct memblock_region *array)
{
	return array >= first_arrays[0] && array <= first_arrays[2];
}

static size_t array_bytes(const struct memblock_type *type)
{
	return type->max * sizeof(*type->regions);
}

static struct memblock_region **slab_array(const struct memblock_type *type)
{
	return &slab_arrays[type == &memblock.reserved];
}

/*
 * Twice the room. [base, end) is about to be reserved, if the list is `reserved`, so the array must lie elsewhere: above
 * if there is room, else below. The new array is reserved only after the switch, for which it has room.
 */
static int double_array(struct memblock_type *type, phys_addr_t base, phys_addr_t end)
{
	size_t old_bytes = array_bytes(type), bytes = PAGE_ALIGN(2 * old_bytes);
	phys_addr_t limit = memblock.current_limit, addr = 0, last;
	bool slab = slab_is_available();
	struct memblock_region *array, *old = type->regions;

	if (!can_resize)
		panic("memblock: cannot resize %s array\n", type->name);
	if (slab) {
		array = kmalloc(2 * old_bytes, GFP_KERNEL);
	} else {
		addr = find_best(bytes, PAGE_SIZE, type == &memblock.reserved ? end : 0, limit,
				 NUMA_NO_NODE, false);
		if (!addr && type == &memblock.reserved)
			addr = find_best(bytes, PAGE_SIZE, 0, min(base, limit), NUMA_NO_NODE,
					 false);
		array = addr ? __va(addr) : NULL;
	}
	if (!array) {
		pr_err("memblock: Failed to double %s array from %ld to %ld entries !\n",
		       type->name, type->max, type->max * 2);
		return -ENOMEM;
	}
	last = addr + 2 * old_bytes - 1;
	memblock_dbg("memblock: %s is doubled to %ld at [%pa-%pa]\n", type->name, type->max * 2,
		     &addr, &last);

	memcpy(array, old, old_bytes);
	memset(array + type->max, 0, old_bytes);
	type->regions = array;
	type->max *= 2;
	if (!slab && memblock_reserve(addr, bytes)) {
		/* `reserved` is full and cannot grow: only `memory` gets here. */
		type->regions = old;
		type->max /= 2;
		return -ENOMEM;
	}
	if (old == *slab_array(type))
		kfree(old);
	else if (!is_static(old))
		memblock_free(old, PAGE_ALIGN(old_bytes));
	if (slab)
		*slab_array(type) = array;
	return 0;
}

/* ---------------------------------------------------------------- queries */

bool memblock_addrs_overlap(phys_addr_t base1, phys_addr_t size1, phys_addr_t base2,
			    phys_addr_t size2)
{
	/* base1 < end2 && base2 < end1, without the sums, which may wrap */
	return (base1 < base2 || base1 - base2 < size2) && (base2 < base1 || base2 - base1 < size1);
}

bool memblock_overlaps_region(struct memblock_type *type, phys_addr_t base, phys_addr_t size)
{
	unsigned long i = first_ending_above(type, base);

	return i < type->cnt && type->regions[i].base < clamped_end(base, size);
}

bool memblock_is_memory(phys_addr_t addr)
{
	return region_at(&memblock.memory, addr);
}

bool memblock_is_map_memory(phys_addr_t addr)
{
	const struct memblock_region *r = region_at(&memblock.memory, addr);

	return r && !memblock_is_nomap(r);
}

bool memblock_is_reserved(phys_addr_t addr)
{
	return region_at(&memblock.reserved, addr);
}

bool memblock_is_region_memory(phys_addr_t base, phys_addr_t size)
{
	const struct memblock_region *r = region_at(&memblock.memory, base);

	return r && region_end(r) >= clamped_end(base, size);
}

bool memblock_is_region_reserved(phys_addr_t base, phys_addr_t size)
{
	return memblock_overlaps_region(&memblock.reserved, base, size);
}

int memblock_search_pfn_nid(unsigned long pfn, unsigned long *start_pfn, unsigned long *end_pfn)
{
	const struct memblock_region *r = region_at(&memblock.memory, PFN_PHYS(pfn));

	if (!r)
		return NUMA_NO_NODE;
	*start_pfn = PFN_DOWN(r->base);
	*end_pfn = PFN_DOWN(region_end(r));
	return memblock_get_region_node(r);
}

phys_addr_t memblock_phys_mem_size(void)
{
	return memblock.memory.total_size;
}

phys_addr_t memblock_reserved_size(void)
{
	return memblock.reserved.total_size;
}

unsigned long memblock_estimated_nr_free_pages(void)
{
	return PFN_DOWN(memblock.memory.total_size - memblock.reserved.total_size);
}

phys_addr_t memblock_start_of_DRAM(void)
{
	return memblock.memory.regions[0].base;
}

phys_addr_t memblock_end_of_DRAM(void)
{
	unsigned long cnt = memblock.memory.cnt;

	return cnt ? region_end(&memblock.memory.regions[cnt - 1]) : 0;
}

bool memblock_has_mirror(void)
{
	return has_mirror;
}

bool memblock_validate_numa_coverage(unsigned long threshold_bytes)
{
	unsigned long start, end, lost = 0;
	int i, nid;

	for_each_mem_pfn_range(i, MAX_NUMNODES, &start, &end, &nid)
		if (!valid_node(nid))
			lost += end - start;
	if ((u64)lost << PAGE_SHIFT <= threshold_bytes)
		return true;
	pr_err("NUMA: no nodes coverage for %luMB of %luMB RAM\n", lost >> (20 - PAGE_SHIFT),
	       (unsigned long)(memblock_phys_mem_size() >> 20));
	return false;
}

static void dump_list(const struct memblock_type *type)
{
	unsigned long i;

	pr_info(" %s.cnt  = 0x%lx\n", type->name, type->cnt);
	for (i = 0; i < type->cnt; i++) {
		const struct memblock_region *r = &type->regions[i];
		phys_addr_t last = region_end(r) - 1;
		int nid = memblock_get_region_node(r);
		char node[32] = "";

		if (valid_node(nid))
			snprintf(node, sizeof(node), " on node %d", nid);
		pr_info(" %s[%#lx]\t[%pa-%pa], %pa bytes%s flags: %#x\n", type->name, i, &r->base,
			&last, &r->size, node, r->flags);
	}
}

void memblock_dump_all(void)
{
	if (!memblock_debug)
		return;
	pr_info("MEMBLOCK configuration:\n");
	pr_info(" memory size = %pa reserved size = %pa\n", &memblock.memory.total_size,
		&memblock.reserved.total_size);
	dump_list(&memblock.memory);
	dump_list(&memblock.reserved);
#ifdef CONFIG_HAVE_MEMBLOCK_PHYS_MAP
	dump_list(&physmem);
#endif
}

/* ---------------------------------------------------------------- hand-over */

/* The largest block that begins at pfn, naturally aligned, and ends at or below end. */
static unsigned int block_order(unsigned long pfn, unsigned long end)
{
	unsigned int order = MAX_PAGE_ORDER;

	while (pfn & ((1UL << order) - 1) || end - pfn < 1UL << order)
		order--;
	return order;
}

/* Return: pages. */
static unsigned long hand_over(phys_addr_t base, phys_addr_t end)
{
	unsigned long first = memblock_pfn_up(base), stop = PFN_DOWN(end), pfn = first;

	while (pfn < stop) {
		unsigned long limit = pfn < max_low_pfn ? min(stop, max_low_pfn) : stop;
		unsigned int order = block_order(pfn, limit);

		/* Behind a block of the largest order come more of them, as long as there is room. */
		do {
			memblock_free_pages(pfn_to_page(pfn), pfn, order);
			pfn += 1UL << order;
		} while (order == MAX_PAGE_ORDER && limit - pfn >= 1UL << MAX_PAGE_ORDER);
	}
	return pfn - first;
}

/* The page allocator learns which pages it will not get; those of reserved ranges with the node that they lie on. */
static void name_reserved_pages(void)
{
	const struct memblock_region *r;
	int nid;

	for_each_mem_region(r) {
		nid = memblock_get_region_node(r);
		if (memblock_is_nomap(r))
			reserve_bootmem_region(r->base, region_end(r), valid_node(nid) ? nid : 0);
		memblock_set_node(r->base, r->size, &memblock.reserved, nid);
	}
	for_each_reserved_mem_region(r) {
		nid = memblock_get_region_node(r);
		if (!memblock_is_reserved_noinit(r))
			reserve_bootmem_region(r->base, region_end(r), valid_node(nid) ? nid : 0);
	}
}

void memblock_free_all(void)
{
	unsigned long pages = 0;
	phys_addr_t start, end;
	u64 i;

	memblock_clear_hotplug(0, ADDR_MAX);
	name_reserved_pages();
	for_each_free_mem_range(i, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end, NULL)
		pages += hand_over(start, end);
	totalram_pages_add(pages);
	memblock.current_limit = 0;
}

void memblock_free_late(phys_addr_t base, phys_addr_t size)
{
	log_range(base, size);
	totalram_pages_add(hand_over(base, clamped_end(base, size)));
}

static void discard(struct memblock_type *type, struct memblock_region *first)
{
	if (type->regions == first)
		return;
	if (type->regions == *slab_array(type))
		kfree(type->regions);
	else
		memblock_free_late(__pa(type->regions), PAGE_ALIGN(array_bytes(type)));
	type->regions = first;
	type->max = INIT_REGIONS;
	type->total_size = 0;
	set_count(type, 0);
}

void memblock_discard(void)
{
	discard(&memblock.reserved, first_arrays[1]);
	discard(&memblock.memory, first_arrays[0]);
}
