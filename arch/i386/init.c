// SPDX-License-Identifier: MIT
/*
 * arch/i386/init.c - the 3G/1G address space: what is LOWMEM, and its direct map
 *
 *   find_low_pfn_range()   max_pfn, max_low_pfn: everything that asm/pgtable_areas.h draws gets its address
 *   init_mem_mapping()     the direct map, from the boot tables' 16 MiB upwards, by PMDs
 *   vmemmap_populate()     memory behind struct page, when there is HIGHMEM
 *   free_initmem()         the init sections leave the address space; their frames go to the page allocator
 *
 * Page tables come from memblock, out of what is mapped already: its current_limit rises as the map grows. RAM is
 * mapped, holes are not. A PMD that is RAM all through gets a large page where the CPU has them; the kernel image gets 4 KiB
 * pages with the rights of its sections. The init sections are linked at their physical address, in the user half
 * (linker.ld), so that unmapping them there leaves the direct map of their frames as it is.
 *
 * Tests: tests/kernel/paging_test.c
 * Linux: arch/x86/mm/init.c, init_32.c
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <asm/cpufeature.h>
#include <asm/pgtable.h>
#include <asm/sections.h>
#include <asm/set_memory.h>
#include <asm/tlbflush.h>

unsigned long vmalloc_start, vmemmap_start;
unsigned long high_memory_addr;

static u64 vmalloc_reserve __initdata = 128UL << 20;
/* Pages that highmem= asks for. */
static unsigned long highmem_pages __initdata;
static bool highmem_given __initdata;

/* A size and nothing behind it? */
static bool __init parse_size(const char *name, const char *val, u64 *size)
{
	char *end = "";

	if (val && *val) {
		u64 parsed = memparse(val, &end);

		if (!*end) {
			*size = parsed;
			return true;
		}
	}
	pr_warn("%s=%s: no size; ignored\n", name, val ?: "");
	return false;
}

static int __init parse_vmalloc(char *val)
{
	parse_size("vmalloc", val, &vmalloc_reserve);
	return 0;
}
early_param("vmalloc", parse_vmalloc);

static int __init parse_highmem(char *val)
{
	u64 size;

	if (parse_size("highmem", val, &size)) {
		highmem_pages = min_t(u64, size >> PAGE_SHIFT, MAX_NR_PFNS);
		highmem_given = true;
	}
	return 0;
}
early_param("highmem", parse_highmem);

#define pages_to_mb(pages) ((pages) >> (20 - PAGE_SHIFT))

/* All RAM fits below the limit: highmem= may still take some off its top. */
static void __init split_lowmem(void)
{
	max_low_pfn = max_pfn;
	if (!highmem_pages)
		return;
	if (highmem_pages >= max_pfn)
		pr_err("highmem size (%luMB) is bigger than pages available (%luMB)!; ignored\n",
		       pages_to_mb(highmem_pages), pages_to_mb(max_pfn));
	else if (max_pfn - highmem_pages < (64UL << 20) >> PAGE_SHIFT)
		pr_err("highmem size (%luMB) results in <64MB lowmem, ignoring it!\n",
		       pages_to_mb(highmem_pages));
	else
		max_low_pfn = max_pfn - highmem_pages;
}

/* Puts the vmemmap for frames up to pfn, in whole PMDs, below vmalloc. Return: the first frame that is not LOWMEM. */
static unsigned long __init place_vmemmap(unsigned long pfn)
{
	unsigned long size = round_up(pfn, MAX_ORDER_NR_PAGES) * sizeof(struct page);

	vmemmap_start = (vmalloc_start & PMD_MASK) - round_up(size, PMD_SIZE);
	return PHYS_PFN(__pa(vmemmap_start - VMALLOC_OFFSET));
}

/* More RAM than LOWMEM can hold, up to limit: highmem= caps the rest, and a smaller memmap leaves more to LOWMEM. */
static void __init cap_highmem(unsigned long limit)
{
	max_low_pfn = place_vmemmap(max_pfn);
	if (!highmem_given)
		return;
	if (highmem_pages > max_pfn - max_low_pfn) {
		pr_warn("only %luMB highmem pages available, ignoring highmem size of %luMB!\n",
			pages_to_mb(max_pfn - max_low_pfn), pages_to_mb(highmem_pages));
		return;
	}
	if (highmem_pages) {
		max_low_pfn = min(place_vmemmap(min(limit + highmem_pages, max_pfn)),
				  max_pfn - highmem_pages);
	} else {
		vmemmap_start = vmalloc_start;
		max_low_pfn = limit;
	}
	max_pfn = max_low_pfn + highmem_pages;
}

static void __init place_vmalloc(void)
{
	u64 most = (VMALLOC_END - PAGE_OFFSET) / 2;

	if (vmalloc_reserve < 2 * VMALLOC_OFFSET || vmalloc_reserve > most) {
		pr_warn("vmalloc=%lluK: must lie between 16M and %lluM; using 128M\n",
			vmalloc_reserve >> 10, most >> 20);
		vmalloc_reserve = 128UL << 20;
	}
	vmalloc_start = VMALLOC_END - (PAGE_ALIGN((unsigned long)vmalloc_reserve) - VMALLOC_OFFSET);
	vmemmap_start = vmalloc_start;
}

void __init find_low_pfn_range(void)
{
	unsigned long limit;

	place_vmalloc();
	limit = PHYS_PFN(__pa(vmalloc_start - VMALLOC_OFFSET));
	if (max_pfn > limit) {
		cap_highmem(limit);
	} else {
		split_lowmem();
		if (max_low_pfn < max_pfn)
			max_low_pfn = min(max_low_pfn, place_vmemmap(max_pfn));
	}
	high_memory_addr = (unsigned long)__va(PFN_PHYS(max_low_pfn));
	pr_info("%luMB HIGHMEM available.\n", pages_to_mb(max_pfn - max_low_pfn));
	pr_info("%luMB LOWMEM available.\n", pages_to_mb(max_low_pfn));
}

static void __init fill_ptes(pte_t *table, unsigned long start, unsigned long end, pgprot_t prot)
{
	bool none = !pgprot_val(prot);
	pte_t *pte = table + pte_index(start), *last = pte + ((end - start) >> PAGE_SHIFT);
	pteval_t val = none ? 0 : pte_val(pfn_pte(PHYS_PFN(__pa(start)), prot));

	/* Some thousand entries of a boot are these. */
	for (; pte < last; pte++, val += none ? 0 : PAGE_SIZE)
		*pte = (pte_t){ val };
}

/* The part of [start, end) that lies in the PMD at vaddr, with rights of its own. */
static void __init fill_part(pte_t *table, unsigned long vaddr, const char *start, const char *end,
			     pgprot_t prot)
{
	unsigned long from = max((unsigned long)start, vaddr);
	unsigned long to = min((unsigned long)end, vaddr + PMD_SIZE);

	if (from < to)
		fill_ptes(table, from, PAGE_ALIGN(to), prot);
}

/* The kernel image, wherever the memory map says that it lies; each part with its final rights. */
static void __init fill_image(pte_t *table, unsigned long vaddr)
{
	fill_part(table, vaddr, _text, _end, PAGE_KERNEL);
	fill_part(table, vaddr, _text, _etext, PAGE_KERNEL_ROX);
	fill_part(table, vaddr, __start_rodata, __end_rodata, PAGE_KERNEL_RO);
	/* An overflow of the boot stack faults instead of eating what lies below. */
	fill_part(table, vaddr, init_stack_guard, init_stack, PAGE_NONE);
}

/* RAM of the PMD at vaddr, up to LOWMEM's end; of the first MiB all: ISA devices and the BIOS's data are there. */
static void __init fill_ram(pte_t *table, unsigned long vaddr)
{
	unsigned long first = PHYS_PFN(__pa(vaddr)), last, start, end;
	int i;

	last = min(first + PTRS_PER_PTE, max_low_pfn);
	for_each_mem_pfn_range(i, MAX_NUMNODES, &start, &end, NULL) {
		start = max(start, first);
		end = min(end, last);
		if (start < end)
			fill_ptes(table, (unsigned long)__va(PFN_PHYS(start)),
				  (unsigned long)__va(PFN_PHYS(end)), PAGE_KERNEL);
	}
	if (!first)
		fill_ptes(table, PAGE_OFFSET, PAGE_OFFSET + ISA_END, PAGE_KERNEL);
}

static bool __init overlaps_image(unsigned long start, unsigned long end)
{
	return start < (unsigned long)_end && end > (unsigned long)_text;
}

/* The PMD from this frame on is RAM all through. Remembers the range that it found: PMDs are asked about in order. */
static bool __init pmd_is_ram(unsigned long pfn)
{
	static unsigned long start __initdata, end __initdata;

	if (pfn < start || pfn >= end)
		if (memblock_search_pfn_nid(pfn, &start, &end) == NUMA_NO_NODE)
			return false;
	return pfn + PTRS_PER_PTE <= min(end, max_low_pfn);
}

/*
 * The entry is built aside and replaces the boot tables' at once: it leads to the same frames, so that code, stack and
 * this very page table stay reachable throughout.
 */
static void __init map_pmd(unsigned long vaddr)
{
	bool image = overlaps_image(vaddr, vaddr + PMD_SIZE);
	unsigned long pfn = PHYS_PFN(__pa(vaddr));
	pte_t *table;

	if (cpu_has(X86_FEATURE_PSE) && !debug_pagealloc_enabled() && !image && pmd_is_ram(pfn)) {
		set_pmd(pmd_off_k(vaddr), pfn_pmd(pfn, PAGE_KERNEL));
		return;
	}
	table = alloc_page_table(vaddr);
	fill_ram(table, vaddr);
	if (image)
		fill_image(table, vaddr);
	set_pmd(pmd_off_k(vaddr), (pmd_t){ __pa(table) | __PAGE_TABLE });
}

/* The entry code's tables have the init sections where they are linked, with all rights. */
static void __init protect_init_sections(void)
{
	unsigned long vaddr = (unsigned long)__init_begin;

	for (; vaddr < (unsigned long)__init_end; vaddr += PAGE_SIZE)
		xchg_pte(pte_offset_kernel(pmd_off_k(vaddr), vaddr),
			 pfn_pte(PHYS_PFN(vaddr), vaddr < (unsigned long)_einittext
							  ? PAGE_KERNEL_ROX
							  : PAGE_KERNEL));
}

/* With less the boot would end in the middle, for want of a page table or of the memmap. */
#define MIN_RAM (1UL << 20)
#define MIN_FREE (128UL << 10)

static void __init check_memory(void)
{
	unsigned long total = memblock_phys_mem_size() >> 10, nr_free = 0;
	phys_addr_t start, end;
	u64 i;

	for_each_free_mem_range(i, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end, NULL) {
		if (start >= BOOT_MAP_SIZE)
			break;
		nr_free += (min_t(phys_addr_t, end, BOOT_MAP_SIZE) - start) >> 10;
	}
	if (total < MIN_RAM >> 10 || nr_free < MIN_FREE >> 10)
		panic("Too little memory: %luK of RAM in all, %luK of it free below 16M; %luK and %luK are needed. "
		      "Give the machine more, or let mem= and memmap= leave more",
		      total, nr_free, MIN_RAM >> 10, MIN_FREE >> 10);
}

void __init init_mem_mapping(void)
{
	unsigned long vaddr = PAGE_OFFSET, step = PAGE_OFFSET + BOOT_MAP_SIZE;

	check_memory();
	if (max_pfn < max_possible_pfn)
		memblock_remove(PFN_PHYS(max_pfn), PHYS_ADDR_MAX);
	while (vaddr < PAGE_OFFSET + BOOT_MAP_SIZE || vaddr < high_memory_addr) {
		map_pmd(vaddr);
		vaddr += PMD_SIZE;
		/* Four times as much as before is mapped: page tables may come from there now. */
		if (vaddr == step) {
			memblock_set_current_limit(__pa(min(vaddr, high_memory_addr)));
			step = PAGE_OFFSET + 4 * min(step - PAGE_OFFSET, 1UL << 28);
		}
	}
	memblock_set_current_limit(PFN_PHYS(max_low_pfn));
	protect_init_sections();
	flush_tlb_all();
}

void free_initmem(void)
{
	unsigned long vaddr;

	for (vaddr = 0; vaddr < BOOT_MAP_SIZE; vaddr += PMD_SIZE)
		set_pmd(pmd_off_k(vaddr), (pmd_t){ 0 });
	flush_tlb_all();
	memblock_free_late((unsigned long)__init_begin, KERNEL_INIT_SIZE);
	pr_info("Freeing unused kernel image (initmem) memory: %luK\n", KERNEL_INIT_SIZE >> 10);
}

/* HIGHMEM, of the node whose frames the structs at vaddr are about, if it has any. */
static phys_addr_t __init alloc_vmemmap(unsigned long vaddr, unsigned long size,
					unsigned long align)
{
	unsigned long start, end, pfn = page_to_pfn((struct page *)vaddr);
	int nid = memblock_search_pfn_nid(pfn, &start, &end);
	phys_addr_t phys = memblock_alloc_range_nid(size, align, PFN_PHYS(max_low_pfn),
						    MEMBLOCK_ALLOC_ANYWHERE, nid, false);

	return phys ?: memblock_phys_alloc(size, align);
}

/* Part of a PMD by 4 KiB pages: in one piece if possible, page by page if HIGHMEM is in crumbs. */
static void __init populate_small(unsigned long start, unsigned long end)
{
	phys_addr_t phys = alloc_vmemmap(start, end - start, PAGE_SIZE);
	bool crumbs = !phys;

	for (; start < end; start += PAGE_SIZE, phys += PAGE_SIZE) {
		if (crumbs)
			phys = alloc_vmemmap(start, PAGE_SIZE, PAGE_SIZE);
		if (!phys)
			panic("vmemmap: no memory for struct page at %#lx", start);
		set_pte(populate_pte(start), pfn_pte(PHYS_PFN(phys), PAGE_KERNEL));
	}
}

void __init vmemmap_populate(unsigned long start, unsigned long end)
{
	unsigned long next;

	for (; start < end; start = next) {
		phys_addr_t phys = 0;

		next = min((start & PMD_MASK) + PMD_SIZE, end);
		if (next - start == PMD_SIZE && cpu_has(X86_FEATURE_PSE))
			phys = alloc_vmemmap(start, PMD_SIZE, PMD_SIZE);
		if (phys)
			set_pmd(pmd_off_k(start), pfn_pmd(PHYS_PFN(phys), PAGE_KERNEL));
		else
			populate_small(start, next);
	}
}

void mark_rodata_ro(void)
{
	unsigned long size = __end_ro_after_init - __start_ro_after_init;

	set_memory_ro((unsigned long)__start_ro_after_init, size >> PAGE_SHIFT);
	pr_info("Write protecting %luk of data that is read-only after init\n", size >> 10);
}
