// SPDX-License-Identifier: MIT
/*
 * arch/i386/areas.c - the address map with this machine's numbers
 *
 * One table serves the boot log, the monitor's map command and fault reports; asm/pgtable_areas.h draws it.
 *
 * Tests: tests/kernel/paging_test.c
 * Linux: the layout that mem_init() of arch/x86/mm/init_32.c used to print
 */

#include <linux/console.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/monitor.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/vmalloc.h>
#include <asm/desc.h>
#include <asm/pgtable.h>
#include <asm/sections.h>

/* What asm/pgtable_areas.h draws. */
_Static_assert(FIXADDR_SIZE <= (4UL << 20), "fixmap larger than 4 MiB");

struct area {
	const char *name, *long_name;
	unsigned long start, end; /* end 0: 4 GiB */
};

static bool init_is_mapped(void)
{
	return kernel_page_present((unsigned long)__init_begin);
}

/*
 * High addresses first; the parts of the image that lie in lowmem stand before it, so that the first match is closest.
 */
static unsigned int get_areas(struct area *area)
{
	struct area *first = area;
#define AREA(name, long_name, start, end)                                                          \
	(*area++ = (struct area){ name, long_name, (unsigned long)(start), (unsigned long)(end) })

	if (FIXADDR_TOP + PAGE_SIZE)
		AREA("reserved", "left free by reservetop=", FIXADDR_TOP + PAGE_SIZE, 0);
	AREA("guard", "the page that is never mapped (a stray error pointer?)", FIXADDR_TOP,
	     FIXADDR_TOP + PAGE_SIZE);
	AREA("fixmap", "fixmap", FIXADDR_START, FIXADDR_TOP);
	AREA("pkmap", "PKMAP, the kmap() window", PKMAP_BASE, PKMAP_BASE + LAST_PKMAP * PAGE_SIZE);
	AREA("vmalloc", "vmalloc space", VMALLOC_START, VMALLOC_END);
	if (VMEMMAP_START != VMALLOC_START)
		AREA("vmemmap", "vmemmap, the struct page array", VMEMMAP_START, VMALLOC_START);
	AREA("  .bss", "kernel bss", __bss_start, __bss_stop);
	AREA("  .data", "kernel data", _sdata, _edata);
	AREA("  .rodata", "kernel read-only data", __start_rodata, __end_rodata);
	AREA("  .text", "kernel code", _text, _etext);
	AREA("lowmem", "direct map", PAGE_OFFSET, high_memory);
	AREA("  .init", init_is_mapped() ? "kernel init code and data" : "freed init section",
	     __init_begin, __init_end);
#undef AREA
	return area - first;
}

#define MAX_AREAS 12

static void describe_fixmap(unsigned long vaddr, char *buf, size_t size)
{
	unsigned int slot = __virt_to_fix(vaddr);

	if (slot >= FIX_KMAP_BEGIN && slot <= FIX_KMAP_END)
		scnprintf(buf, size, "fixmap, kmap_local slot %u of CPU %u",
			  (slot - FIX_KMAP_BEGIN) % KM_MAX_IDX + 1,
			  (slot - FIX_KMAP_BEGIN) / KM_MAX_IDX);
	else if (slot < FIX_BTMAP_END)
		scnprintf(buf, size, "fixmap, registers of the %s APIC",
			  slot == FIX_APIC ? "local" : "IO");
	else
		scnprintf(buf, size, "fixmap, early_memremap window %u",
			  (FIX_BTMAP_BEGIN - slot) / NR_FIX_BTMAPS);
}

void describe_address(unsigned long vaddr, char *buf, size_t size)
{
	struct area areas[MAX_AREAS];
	const struct area *area = areas, *end = areas + get_areas(areas);

	while (area < end && (vaddr < area->start || vaddr > area->end - 1))
		area++;
	if (vaddr - (unsigned long)init_stack_guard < PAGE_SIZE)
		scnprintf(buf, size, "guard page below the boot stack: stack overflow");
	else if (vaddr - ((unsigned long)current->stack - PAGE_SIZE) < PAGE_SIZE)
		scnprintf(buf, size, "guard page below the stack of %s: stack overflow",
			  current->comm);
	else if (vaddr - (this_cpu_read(irq_stack) - PAGE_SIZE) < PAGE_SIZE)
		scnprintf(buf, size, "guard page below this CPU's IRQ stack: stack overflow");
	else if (vaddr < PAGE_OFFSET && area == end)
		scnprintf(buf, size,
			  vaddr < PAGE_SIZE ? "page 0: a null pointer"
					    : "user half: nothing is mapped there");
	else if (vaddr >= FIXADDR_START && vaddr < FIXADDR_TOP)
		describe_fixmap(vaddr, buf, size);
	else if (is_vmalloc_addr((void *)vaddr) && vmalloc_describe(vaddr, buf, size))
		return;
	else if (vaddr >= PAGE_OFFSET && vaddr < high_memory_addr &&
		 is_free_buddy_page(virt_to_page(vaddr)))
		scnprintf(buf, size, "direct map, but the page is free: pfn %05lx",
			  PHYS_PFN(__pa(vaddr)));
	else if (area < end)
		scnprintf(buf, size, "%s, %#lx bytes from its start", area->long_name,
			  vaddr - area->start);
	else if (vaddr >= high_memory_addr && vaddr < VMEMMAP_START)
		scnprintf(buf, size, "hole above the direct map, %#lx bytes past its end",
			  vaddr - high_memory_addr);
	else
		scnprintf(buf, size, "hole between two areas");
}

/* Into the log, or to the person who asks. */
static void put_map(bool log)
{
	struct area areas[MAX_AREAS], *area = areas, *end = areas + get_areas(areas);
	char line[80];

	for (; area < end; area++) {
		unsigned long kb = (area->end - area->start) >> 10;

		snprintf(line, sizeof(line), "    %-9s: %#010lx - %#010lx   (%4lu %s)\n",
			 area->name, area->start, area->end - 1, kb >= 8192 ? kb >> 10 : kb,
			 kb >= 8192 ? "MB" : "kB");
		if (log)
			printk("%s", line);
		else
			console_printf("%s", line);
	}
}

static void check_order(unsigned long below, unsigned long above, const char *what)
{
	if (below > above)
		panic("address map: %s: %#lx is above %#lx", what, below, above);
}

void print_address_map(void)
{
	check_order(PAGE_OFFSET, high_memory_addr, "PAGE_OFFSET and the end of LOWMEM");
	check_order(high_memory_addr + VMALLOC_OFFSET, VMEMMAP_START,
		    "LOWMEM, the 8 MiB hole and vmemmap");
	check_order(VMEMMAP_START, VMALLOC_START, "vmemmap and vmalloc");
	check_order(VMALLOC_START, VMALLOC_END, "vmalloc's ends");
	check_order(PKMAP_BASE + LAST_PKMAP * PAGE_SIZE, FIXADDR_START, "PKMAP and the fixmap");
	printk("virtual kernel memory layout:\n");
	put_map(true);
}

static int show_map(int argc, char **argv)
{
	put_map(false);
	return 0;
}
MONITOR_COMMAND(map, "", "the kernel's address map", show_map);
