// SPDX-License-Identifier: MIT
/*
 * arch/i386/ioremap.c - device memory in the vmalloc space, with its cache attribute
 *
 *   PCD PWT   attribute by PAT after pat_init()      on a CPU without PAT
 *    0   0    write-back                             write-back
 *    0   1    write-combining                        write-through: not used then
 *    1   0    uncached, unless an MTRR combines      uncached
 *    1   1    uncached                               uncached
 *
 * Tests: tests/kernel/vmalloc_test.c
 * Linux: arch/x86/mm/ioremap.c, pat/memtype.c. Left out: the list of attributes in use. Intel SDM vol. 3, 12.12 (PAT).
 */
#include <linux/bug.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/smp.h>
#include <linux/vmalloc.h>
#include <asm/cpufeature.h>
#include <asm/pgtable.h>
#include <asm/processor.h>

#define MSR_IA32_CR_PAT 0x277
/* One byte for each combination of PAT, PCD, PWT: 0 uncached, 1 combining, 4 through, 5 protect, 6 back, 7 uncached-minus. */
#define PAT_VALUE 0x0407050600070106ULL

static bool pat_wanted = true, pat_enabled;

early_param_set("nopat", pat_wanted, false);

/* Nothing is mapped with PWT alone yet, so no cache holds lines of the attribute that changes. */
void pat_init(void)
{
	if (!pat_wanted || !cpu_has(X86_FEATURE_PAT))
		return;
	wrmsr(MSR_IA32_CR_PAT, PAT_VALUE);
	pat_enabled = true;
}

/* Frames that the page allocator manages; what the firmware or the kernel image keeps may be looked at. */
static bool is_ram(unsigned long pfn, unsigned long nr)
{
	for (; nr--; pfn++)
		if (pfn_valid(pfn) && !page_is_reserved(pfn))
			return true;
	return false;
}

static void __iomem *map_device(resource_size_t phys, unsigned long size, pteval_t cache,
				const void *caller)
{
	unsigned long offset = offset_in_page(phys), bytes = PAGE_ALIGN(offset + size);
	resource_size_t last = phys + size - 1;
	struct vm_struct *vm;

	if (!size || last < phys || bytes < size)
		return NULL;
	if (WARN((u64)last >> boot_cpu_data.x86_phys_bits,
		 "ioremap: invalid physical address %pa\n", &last) ||
	    WARN(is_ram(PHYS_PFN(phys), bytes >> PAGE_SHIFT), "ioremap on RAM at %pa - %pa\n",
		 &phys, &last))
		return NULL;
	vm = get_vm_area_caller(bytes, VM_IOREMAP, caller);
	if (!vm)
		return NULL;
	/* No slot is to show the same frames with another attribute. */
	on_each_cpu(kmap_local_forget, NULL, 1);
	vm->phys_addr = phys - offset;
	if (ioremap_page_range((unsigned long)vm->addr, (unsigned long)vm->addr + bytes,
			       vm->phys_addr, __pgprot(__PAGE_KERNEL | cache))) {
		vunmap(vm->addr);
		return NULL;
	}
	return vm->addr + offset;
}

void __iomem *ioremap(resource_size_t phys, unsigned long size)
{
	return map_device(phys, size, _PAGE_PCD, __builtin_return_address(0));
}

void __iomem *ioremap_wc(resource_size_t phys, unsigned long size)
{
	return map_device(phys, size, pat_enabled ? _PAGE_PWT : _PAGE_PCD,
			  __builtin_return_address(0));
}

void __iomem *ioremap_cache(resource_size_t phys, unsigned long size)
{
	return map_device(phys, size, 0, __builtin_return_address(0));
}

void iounmap(volatile void __iomem *addr)
{
	vunmap((void *)((unsigned long)addr & PAGE_MASK));
}
