// SPDX-License-Identifier: MIT
/*
 * mm/slab_debug.c - slab_debug=: red zones, poison and owners of objects; each fault reported, mended, and survived
 *
 *   slab_debug=FZPU                    all caches; the word alone is the same, `-' is none
 *   slab_debug=FZ,kmalloc-64,dentry*   only these; blocks like this one, separated by `;', may have different letters
 *
 *     F  free lists and what is said of each object are checked      U  who took and who freed it is remembered
 *     Z  red zones on both sides                                     T  each allocation and free is logged
 *     P  poison                                                      O  not where it would need larger slabs
 *
 *   a slot    [ struct slab_meta | red zone | object            | red zone ]   cache->size
 *             <────── cache->front ────────> <── object_size ──>
 *   live                           cc .. cc   5a .. 5a at first   cc ..  cc
 *   free                           bb .. bb   6b .. 6b a5         bb ..  bb
 *
 * Of kmalloc(40) in an object of 64 bytes the last 24 are cc, too: struct slab_meta knows the 40, if kmalloc() did. A constant size
 * is known to the compiler alone but with DEBUG=1.
 *
 * A cache with any of these is not plain (mm/slab.c): each object comes from its slab and goes there, past these functions.
 * Its full slabs are on a list too, so that all of its live objects can be found. Constructed objects and those of
 * SLAB_TYPESAFE_BY_RCU are not poisoned; those that are, init_on_alloc= and init_on_free= leave alone.
 *
 * Lock: what is said of an object is written by who holds it. Where all objects are looked at, the node's.
 * Read first: slab_debug_set_up(), slab_debug_alloc(), slab_debug_free().
 * Tests: tests/kernel/slab_debug_test.c, slab_leaks_test.c (also on the host), tests/boot/heap_cases.py, crash_cases.py
 * Linux: mm/slub.c, Documentation/mm/slub. Left out: sysfs, slabinfo -v, padding between objects, the
 *        letter A (failslab= is for all caches).
 */
#include <linux/bug.h>
#include <linux/ctype.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/leaks.h>
#include <linux/sched.h>
#include <linux/stackdepot.h>
#include <linux/stacktrace.h>
#include <linux/string.h>

#include "internal.h"
#include "slab.h"

#define RED_INACTIVE 0xbb
#define RED_ACTIVE 0xcc
#define POISON_INUSE 0x5a
#define POISON_FREE 0x6b
#define POISON_END 0xa5

#define MIN_RED_ZONE 8
#define MAX_DEPTH 16
#define MAX_SHOWN 1024u	  /* bytes of an object in a report */
#define MAX_LEFT_SHOWN 10 /* objects */

#define SLAB_DEBUG_DEFAULT (SLAB_DEBUG_FLAGS & ~SLAB_TRACE)
#define KEEP_ORDER ((slab_flags_t)1) /* O; not kept in a cache's flags */

struct track {
	depot_stack_handle_t handle;
	u32 when; /* jiffies */
	u16 cpu, pid;
};

/* The first word is what an overrun from the object in front hits first. */
struct slab_meta {
	struct kmem_cache *cache;
	struct free_object link;
	struct track alloc, free;
	u32 used; /* bytes that the owner asked for */
	u32 mark; /* the `leaks mark' of then */
};

const char *slab_debug_param;

static int __init parse_slab_debug(char *val)
{
	slab_debug_param = val ?: "";
	return 0;
}
early_param("slab_debug", parse_slab_debug);

/* The letters of a block; moves *s to what ends them. */
static slab_flags_t parse_letters(const char **s)
{
	static const char letters[] = "fzputo-";
	static const slab_flags_t meaning[] = { SLAB_CONSISTENCY_CHECKS,
						SLAB_RED_ZONE,
						SLAB_POISON,
						SLAB_STORE_USER,
						SLAB_TRACE,
						KEEP_ORDER,
						0 };
	slab_flags_t flags = 0;

	if (!**s || **s == ',' || **s == ';')
		return SLAB_DEBUG_DEFAULT;
	for (; **s && **s != ',' && **s != ';'; ++*s) {
		const char *at = strchr(letters, tolower(**s));

		if (at)
			flags |= meaning[at - letters];
		else
			pr_err_once("slab_debug option '%c' unknown. skipped\n", **s);
	}
	return flags == KEEP_ORDER ? flags | SLAB_DEBUG_DEFAULT : flags;
}

/* What the parameter says of a cache: the first block that names it, or else the last that names none. */
static slab_flags_t asked_for(const char *name)
{
	slab_flags_t all = 0, flags;
	const char *s = slab_debug_param;

	do {
		flags = parse_letters(&s);
		if (*s != ',')
			all = flags;
		while (*s == ',') {
			size_t len = strcspn(++s, ",;");
			bool glob = len && s[len - 1] == '*';

			if (!strncmp(s, name, len - glob) && (glob || !name[len]))
				return flags;
			s += len;
		}
	} while (*s++);
	return all;
}

void slab_debug_set_up(struct kmem_cache *cache, unsigned int align)
{
	slab_flags_t flags = cache->flags | (slab_debug_param ? asked_for(cache->name) : 0);
	unsigned int front = ALIGN(sizeof(struct slab_meta) + MIN_RED_ZONE, align),
		     size = ALIGN(front + cache->object_size + MIN_RED_ZONE, align);

	cache->flags = flags & ~(SLAB_DEBUG_FLAGS | KEEP_ORDER);
	if (!(flags & SLAB_DEBUG_FLAGS) ||
	    get_order(size) > (flags & KEEP_ORDER ? get_order(cache->size) : MAX_PAGE_ORDER))
		return;
	cache->flags = flags & ~(may_wipe(cache) ? KEEP_ORDER : KEEP_ORDER | SLAB_POISON);
	cache->front = front;
	cache->link = offsetof(struct slab_meta, link);
	cache->size = size;
}

/* ---------------------------------------------------------------- reports */

static struct slab_meta *meta_of(const struct kmem_cache *cache, void *obj)
{
	return obj - cache->front;
}

/* Bytes that the owner asked for, as far as one can tell: somebody may have written over it. */
static unsigned int used_bytes(const struct kmem_cache *cache, const struct slab_meta *meta)
{
	return meta->cache == cache ? min(meta->used, cache->object_size) : cache->object_size;
}

static void print_section(const char *what, const u8 *bytes, unsigned int len)
{
	while (len) {
		unsigned int n = min(len, 16u), i;
		char text[17] = "";

		for (i = 0; i < n; i++)
			text[i] = isprint(bytes[i]) ? bytes[i] : '.';
		pr_err("%-8s %px: %*ph%*s %s\n", what, bytes, n, bytes, 3 * (16 - n), "", text);
		bytes += n;
		len -= n;
	}
}

static void print_track(const char *what, const struct track *track)
{
	unsigned long *entries;

	if (!stack_depot_fetch(track->handle, &entries))
		return;
	pr_err("%s in %pS age=%u cpu=%u pid=%u\n", what, (void *)entries[0],
	       (u32)jiffies - track->when, track->cpu, track->pid);
	stack_depot_print(track->handle);
}

static void print_object(struct kmem_cache *cache, struct slab *slab, void *obj)
{
	struct slab_meta *meta = meta_of(cache, obj);
	unsigned int left = min(obj - (void *)(meta + 1), 16),
		     right = cache->size - cache->front - cache->object_size;

	if (meta->cache == cache) {
		print_track("Allocated", &meta->alloc);
		print_track("Freed", &meta->free);
	}
	pr_err("Slab 0x%px objects=%u used=%u fp=0x%px flags=%#x\n", slab,
	       slab_objects(cache, slab), slab_objects(cache, slab) - slab->nr_free,
	       slab_chain(cache, slab), slab->flags);
	pr_err("Object 0x%px @offset=%u fp=0x%px\n\n", obj, (u32)(obj - slab_address(slab)),
	       meta->link.next);
	print_section("Redzone", obj - left, left);
	print_section("Object", obj, min(cache->object_size, MAX_SHOWN));
	print_section("Redzone", obj + cache->object_size, min(right, 32u));
}

void slab_debug_describe(void *ptr)
{
	struct slab *slab = virt_to_slab(ptr);
	struct kmem_cache *cache = slab ? slab_cache(slab) : NULL;
	unsigned int offset;

	if (!slab || !cache->front)
		return;
	offset = ptr - slab_address(slab);
	if (offset / cache->size < slab_objects(cache, slab))
		print_object(cache, slab, ptr - offset % cache->size + cache->front);
}

static void report(struct kmem_cache *cache, const char *what)
{
	pr_err("=============================================================================\n");
	pr_err("BUG %s: %s overwritten\n", cache->name, what);
	pr_err("-----------------------------------------------------------------------------\n\n");
}

/* All of it holds the byte; what does not is reported. That it does again is fill_object()'s work, which follows. */
static void check_bytes(struct kmem_cache *cache, void *obj, const char *what, void *start,
			unsigned int len, int byte)
{
	u8 *bad = memchr_inv(start, byte, len), *end = start + len;

	if (!bad)
		return;
	while (end[-1] == byte)
		end--;
	report(cache, what);
	pr_err("0x%px-0x%px @offset=%u. First byte %#x instead of %#x\n", bad, end - 1,
	       (u32)((void *)bad - slab_address(slab_of(obj))), *bad, byte);
	print_object(cache, slab_of(obj), obj);
	print_section("Damage", bad, min(end - bad, 32));
	WARN(1, "FIX %s: Restoring %s 0x%px-0x%px=%#x\n", cache->name, what, bad, end - 1, byte);
}

/* ---------------------------------------------------------------- an object's life */

static void check_object(struct kmem_cache *cache, void *obj, int red)
{
	struct slab_meta *meta = meta_of(cache, obj);
	unsigned int size = cache->object_size;

	if (cache->flags & SLAB_CONSISTENCY_CHECKS && meta->cache != cache) {
		report(cache, "Owners");
		print_object(cache, slab_of(obj), obj);
		WARN(1, "FIX %s: Nobody owns 0x%px\n", cache->name, obj);
		*meta = (struct slab_meta){ .cache = cache, .link = meta->link, .used = size };
	}
	if (cache->flags & SLAB_RED_ZONE) {
		check_bytes(cache, obj, "Left Redzone", meta + 1, obj - (void *)(meta + 1), red);
		check_bytes(cache, obj, "Right Redzone", obj + size,
			    cache->size - cache->front - size, red);
		if (red == RED_ACTIVE && meta->used < size)
			check_bytes(cache, obj, "kmalloc Redzone", obj + meta->used,
				    size - meta->used, red);
	}
	if (cache->flags & SLAB_POISON && red == RED_INACTIVE) {
		check_bytes(cache, obj, "Poison", obj, size - 1, POISON_FREE);
		check_bytes(cache, obj, "Poison", obj + size - 1, 1, POISON_END);
	}
}

static void fill_object(struct kmem_cache *cache, void *obj, int red)
{
	void *left = meta_of(cache, obj) + 1, *right = obj + cache->object_size;

	if (cache->flags & SLAB_RED_ZONE) {
		memset(left, red, obj - left);
		memset(right, red, cache->size - cache->front - cache->object_size);
	}
	if (!(cache->flags & SLAB_POISON))
		return;
	memset(obj, red == RED_ACTIVE ? POISON_INUSE : POISON_FREE, cache->object_size);
	if (red == RED_INACTIVE)
		((u8 *)right)[-1] = POISON_END;
}

void slab_debug_fill(struct kmem_cache *cache, struct slab *slab)
{
	void *slot = slab_address(slab), *end = slot + slab_objects(cache, slab) * cache->size;

	for (; slot < end; slot += cache->size) {
		*(struct slab_meta *)slot = (struct slab_meta){ .cache = cache };
		fill_object(cache, slot + cache->front, RED_INACTIVE);
	}
}

void slab_debug_check_slab(struct kmem_cache *cache, struct slab *slab)
{
	void *slot = slab_address(slab), *end = slot + slab_objects(cache, slab) * cache->size;

	for (; slot < end; slot += cache->size)
		check_object(cache, slot + cache->front, RED_INACTIVE);
}

static void set_track(struct kmem_cache *cache, void *obj, bool alloc)
{
	struct slab_meta *meta = meta_of(cache, obj);
	unsigned long entries[MAX_DEPTH], *first = entries,
					  text = __stop_slab_text - __start_slab_text;
	unsigned int nr;

	if (cache->flags & SLAB_TRACE) {
		pr_info("TRACE %s %s 0x%px\n", cache->name, alloc ? "alloc" : "free", obj);
		dump_stack();
	}
	if (!(cache->flags & SLAB_STORE_USER))
		return;
	nr = filter_irq_stacks(entries, stack_trace_save(entries, MAX_DEPTH, 0));
	for (; nr && *first - (unsigned long)__start_slab_text < text; nr--)
		first++;
	*(alloc ? &meta->alloc : &meta->free) =
		(struct track){ .handle = stack_depot_save(first, nr, GFP_NOWAIT),
				.when = jiffies,
				.cpu = raw_smp_processor_id(),
				.pid = current ? current->pid : 0 };
}

void slab_debug_alloc(struct kmem_cache *cache, void *obj)
{
	struct slab_meta *meta = meta_of(cache, obj);

	check_object(cache, obj, RED_INACTIVE);
	meta->used = cache->object_size;
	meta->mark = leaks_mark;
	set_track(cache, obj, true);
	fill_object(cache, obj, RED_ACTIVE);
}

void slab_debug_free(struct kmem_cache *cache, void *obj)
{
	check_object(cache, obj, RED_ACTIVE);
	set_track(cache, obj, false);
	fill_object(cache, obj, RED_INACTIVE);
}

void slab_debug_set_used(struct kmem_cache *cache, void *obj, unsigned int size)
{
	struct slab_meta *meta = meta_of(cache, obj);
	unsigned int used;

	if (!(cache->flags & SLAB_RED_ZONE) || meta->cache != cache)
		return;
	used = used_bytes(cache, meta);
	check_bytes(cache, obj, "kmalloc Redzone", obj + used, cache->object_size - used,
		    RED_ACTIVE);
	if (size > used)
		memset(obj + used, 0, size - used);
	memset(obj + size, RED_ACTIVE, cache->object_size - size);
	meta->used = size;
}

void slab_debug_check_chain(struct kmem_cache *cache, struct slab *slab, struct free_object *elem)
{
	void *base = index_to_elem(cache, slab, 0), *other;
	unsigned int offset = (void *)elem->next - base, size = cache->size,
		     bytes = slab_objects(cache, slab) * size;

	/* What bears the mark is on no other way: it comes and goes under the node's lock. */
	if (!(cache->flags & SLAB_CONSISTENCY_CHECKS) ||
	    (elem->mark == cache && elem->next != elem &&
	     (elem->next ? offset < bytes && offset % size == 0 && elem->next->mark == cache
			 : slab->nr_free == 1)))
		return;
	report(cache, "Freechain");
	print_object(cache, slab, elem_to_object(cache, elem));
	slab->nr_free = 1;
	elem->next = NULL;
	for (other = base; other < base + bytes; other += size) {
		struct free_object *free = other;

		if (free == elem || free->mark != cache)
			continue;
		free->next = elem->next;
		elem->next = free;
		slab->nr_free++;
	}
	WARN(1, "FIX %s: Free objects linked anew, %u\n", cache->name, slab->nr_free);
}

/* ---------------------------------------------------------------- all live objects */

typedef void live_fn(struct kmem_cache *cache, void *obj, void *data);

static void for_each_in_list(struct kmem_cache *cache, u32 pfn, live_fn *fn, void *data)
{
	for (; pfn; pfn = pfn_slab(pfn)->next) {
		void *slot = slab_address(pfn_slab(pfn));
		unsigned int left = slab_objects(cache, pfn_slab(pfn));

		for (; left--; slot += cache->size)
			if (((struct slab_meta *)slot)->link.mark != cache)
				fn(cache, slot + cache->front, data);
	}
}

static void for_each_live_object(struct kmem_cache *cache, live_fn *fn, void *data)
{
	struct kmem_cache_node *node;
	unsigned long flags;

	for (node = cache->node; node < cache->node + MAX_NUMNODES; node++) {
		spin_lock_irqsave(&node->lock, flags);
		for_each_in_list(cache, node->partial, fn, data);
		for_each_in_list(cache, node->full, fn, data);
		spin_unlock_irqrestore(&node->lock, flags);
	}
}

static void show_left(struct kmem_cache *cache, void *obj, void *nr)
{
	if ((*(unsigned int *)nr)++ >= MAX_LEFT_SHOWN)
		return;
	pr_err("Object 0x%px @offset=%u\n", obj, (u32)(obj - slab_address(slab_of(obj))));
	print_track("Allocated", &meta_of(cache, obj)->alloc);
}

void slab_debug_show_left(struct kmem_cache *cache)
{
	unsigned int nr = 0;

	pr_err("BUG %s: Objects remaining on kmem_cache_destroy()\n", cache->name);
	for_each_live_object(cache, show_left, &nr);
	pr_err("%u objects\n", nr);
}

static void tally(struct kmem_cache *cache, void *obj, void *since)
{
	struct slab_meta *meta = meta_of(cache, obj);

	if (meta->mark >= *(unsigned int *)since)
		stack_depot_count(meta->alloc.handle, used_bytes(cache, meta), 0);
}

bool slab_debug_tally(unsigned int mark)
{
	struct kmem_cache *cache;
	unsigned long flags;
	bool any = false;

	spin_lock_irqsave(&slab_caches_lock, flags);
	list_for_each_entry(cache, &slab_caches, list) {
		if (cache->flags & SLAB_STORE_USER) {
			for_each_live_object(cache, tally, &mark);
			any = true;
		}
	}
	spin_unlock_irqrestore(&slab_caches_lock, flags);
	return any;
}
