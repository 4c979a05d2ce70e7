// SPDX-License-Identifier: MIT
/*
 * memblock_kunit.c - the kernel's memblock suites as a 64-bit program
 *
 * Physical addresses are the program's own: PAGE_OFFSET is 0. There is no page and no slab allocator.
 */
#include <kunit/test.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <asm/host.h>

struct page *mem_map;
enum slab_state slab_state = DOWN;

void *__kmalloc(size_t size, gfp_t gfp)
{
	return NULL;
}

void *__kmalloc_kernel(size_t size)
{
	return NULL;
}

void kfree(const void *ptr)
{
}

void vmalloc_release(void)
{
}

void slab_shrink_all(void)
{
}

unsigned long nr_slab_objects(void)
{
	return 0;
}

void drain_all_pages(void)
{
}

unsigned long nr_free_pages(void)
{
	return 0;
}

void totalram_pages_add(long count)
{
}

void memblock_free_pages(struct page *page, unsigned long pfn, unsigned int order)
{
}

void reserve_bootmem_region(phys_addr_t start, phys_addr_t end, int nid)
{
}

int main(int argc, char **argv)
{
	host_exit(kunit_run_tests_matching(argc > 1 ? argv[1] : NULL) != 0);
}
