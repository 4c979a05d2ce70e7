// SPDX-License-Identifier: MIT
/*
 * arch/i386/early_ioremap.c - look at physical memory before the direct map exists; where the fixmap is
 *
 *   window n: fixmap slots FIX_BTMAP_BEGIN - n * NR_FIX_BTMAPS and down, that is, ascending addresses
 *
 * Tests: tests/boot/info_cases.py, whose loaders and tables are read through these windows
 * Linux: mm/early_ioremap.c; reservetop=: arch/x86/mm/pgtable_32.c
 */
#include <asm/early_ioremap.h>

#include <linux/bug.h>
#include <linux/cache.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <asm/cpufeature.h>
#include <asm/fixmap.h>
#include <asm/pgtable.h>
#include <asm/tlbflush.h>

_Static_assert(EARLY_IOREMAP_MAX == NR_FIX_BTMAPS * PAGE_SIZE, "contract and fixmap differ");

#define TOP_OF_4G UL(0xfffff000)

unsigned long __FIXADDR_TOP __ro_after_init = TOP_OF_4G;
unsigned long kmap_local_start __ro_after_init = TOP_OF_4G - FIX_KMAP_END * PAGE_SIZE;

/* Pages mapped in each window; 0 is free. */
static unsigned int window_pages[FIX_BTMAPS_SLOTS];

static unsigned int first_slot(int window)
{
	return FIX_BTMAP_BEGIN - window * NR_FIX_BTMAPS;
}

static void __init hang_page_tables(unsigned long flags)
{
	unsigned long i;

	for (i = 0; i < FIXMAP_PTES; i += PTRS_PER_PTE)
		set_pmd(pmd_off_k(FIXMAP_PT_START + i * PAGE_SIZE),
			(pmd_t){ flags ? __pa(&fixmap_ptes[i]) | flags : 0 });
}

void __init early_ioremap_init(void)
{
	hang_page_tables(__PAGE_TABLE);
}

/* Most that reservetop= may take: vmalloc=, at its largest, and the largest vmemmap still leave LOWMEM 64 MiB. */
#define RESERVETOP_MAX ((0UL - PAGE_OFFSET) / 4)

/* The fixmap, PKMAP and all that lies below move down: nobody may have an address from there yet. */
static int __init parse_reservetop(char *val)
{
	char *end = "";
	u64 size = val ? memparse(val, &end) : 0;
	int i, used = 0;

	for (i = 0; i < FIX_BTMAPS_SLOTS; i++)
		used += window_pages[i];
	if (!size || *end || size > RESERVETOP_MAX || used) {
		pr_warn("reservetop=%s: must be a size of at most %luM; ignored\n", val ?: "",
			RESERVETOP_MAX >> 20);
		return 0;
	}
	hang_page_tables(0);
	__FIXADDR_TOP = TOP_OF_4G - round_up((unsigned long)size, PMD_SIZE);
	kmap_local_start = __fix_to_virt(FIX_KMAP_END);
	hang_page_tables(__PAGE_TABLE);
	__flush_tlb_all();
	pr_info("Reserving virtual address space above 0x%08lx (rounded to 0x%08lx)\n",
		0UL - (unsigned long)size, __FIXADDR_TOP + PAGE_SIZE);
	return 0;
}
early_param("reservetop", parse_reservetop);

static int __init find_window(void)
{
	int window;

	for (window = 0; window < FIX_BTMAPS_SLOTS; window++)
		if (!window_pages[window])
			return window;
	return -1;
}

/* Bytes that neither an entry nor this CPU's addresses can hold, or that wrap. */
static bool __init beyond_cpu(phys_addr_t phys, unsigned long size)
{
	u64 last = (u64)phys + size - 1;

	return last < phys || last >> min_t(int, boot_cpu_data.x86_phys_bits, MAX_PHYSMEM_BITS);
}

void *__init early_memremap(phys_addr_t phys, unsigned long size)
{
	unsigned long offset = phys & ~PAGE_MASK, i,
		      nr = (offset + size + PAGE_SIZE - 1) >> PAGE_SHIFT;
	int window = find_window();

	if (WARN(!size || size > EARLY_IOREMAP_MAX || nr > NR_FIX_BTMAPS || beyond_cpu(phys, size),
		 "early_memremap: %lu bytes at %pa cannot be mapped\n", size, &phys) ||
	    WARN(window < 0, "early_memremap: all %d windows are in use\n", FIX_BTMAPS_SLOTS))
		return NULL;
	window_pages[window] = nr;
	for (i = 0; i < nr; i++)
		__set_fixmap(first_slot(window) - i, phys - offset + (i << PAGE_SHIFT),
			     PAGE_KERNEL);
	return (void *)(__fix_to_virt(first_slot(window)) + offset);
}

void __init early_memunmap(void *addr, unsigned long size)
{
	unsigned long i, vaddr = (unsigned long)addr,
			 nr = (offset_in_page(vaddr) + size + PAGE_SIZE - 1) >> PAGE_SHIFT;
	int window = (FIX_BTMAP_BEGIN - __virt_to_fix(vaddr)) / NR_FIX_BTMAPS;

	if (WARN(vaddr < __fix_to_virt(FIX_BTMAP_BEGIN) ||
			 vaddr >= __fix_to_virt(FIX_BTMAP_END - 1) || nr != window_pages[window],
		 "early_memunmap(%p, %lu): no such mapping\n", addr, size))
		return;
	for (i = 0; i < nr; i++)
		__set_fixmap(first_slot(window) - i, 0, PAGE_NONE);
	window_pages[window] = 0;
}
