// SPDX-License-Identifier: MIT
/*
 * shim/sim.c - what the shim's headers declare
 */
#include <linux/kernel.h>
#include <linux/bug.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <stdlib.h>

const char *sim_message = "";
unsigned long sim_messages, sim_warnings;
jmp_buf *sim_panic_return;
uintptr_t sim_ram;
bool sim_slab, sim_slab_empty;

void panic(const char *format, ...)
{
	if (sim_panic_return)
		longjmp(*sim_panic_return, 1);
	fprintf(stderr, "panic: %s\n", format);
	abort();
}

void *kmalloc(size_t size, gfp_t gfp)
{
	return sim_slab_empty ? NULL : malloc(size);
}

void *kzalloc(size_t size, gfp_t gfp)
{
	return sim_slab_empty ? NULL : calloc(1, size);
}

void kfree(const void *ptr)
{
	free((void *)ptr);
}
