// SPDX-License-Identifier: MIT
/*
 * arch/host/memory.c - physical memory and mappings out of system calls
 *
 * Read first: asm/host.h
 */
#define _GNU_SOURCE
#include <asm/host.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <unistd.h>

static int memory = -1;

const char *__asan_default_options(void);
/* Where there is no sanitizer there is no backtrace. */
void __sanitizer_print_stack_trace(void) __attribute__((__weak__));

/* The kernel's memory lives for ever; the lists in it are no leaks. */
const char *__asan_default_options(void)
{
	return "detect_leaks=0:abort_on_error=0";
}

static void check(int ok, const char *what)
{
	if (ok)
		return;
	perror(what);
	exit(2);
}

void host_init(char **argv)
{
	const int wanted = ADDR_COMPAT_LAYOUT | ADDR_NO_RANDOMIZE;
	int now = personality(0xffffffff);

	/* So that libraries are mapped upwards from a third of the address space. */
	if ((now & wanted) == wanted)
		return;
	check(personality(now | wanted) != -1, "personality");
	execv("/proc/self/exe", argv);
	check(0, "execv");
}

void host_create_memory(unsigned long long bytes)
{
	memory = memfd_create("physical memory", 0);
	check(memory >= 0, "memfd_create");
	check(ftruncate(memory, bytes) == 0, "ftruncate");
}

void host_map(unsigned long vaddr, unsigned long long phys, unsigned long bytes, int writable)
{
	void *p = mmap((void *)vaddr, bytes, writable ? PROT_READ | PROT_WRITE : PROT_READ,
		       MAP_SHARED | MAP_FIXED | MAP_NORESERVE, memory, phys);

	check(p == (void *)vaddr, "mmap");
}

void host_unmap(unsigned long vaddr, unsigned long bytes)
{
	check(munmap((void *)vaddr, bytes) == 0, "munmap");
}

int host_mapped(unsigned long vaddr)
{
	unsigned char resident;

	return mincore((void *)vaddr, 4096, &resident) == 0;
}

void host_write(const char *text, unsigned int len)
{
	fwrite(text, 1, len, stdout);
}

void host_exit(int status)
{
	exit(status);
}

void host_backtrace(void)
{
	fflush(stdout);
	if (__sanitizer_print_stack_trace)
		__sanitizer_print_stack_trace();
}

void host_abort(void)
{
	host_backtrace();
	_exit(3);
}
