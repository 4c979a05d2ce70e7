// SPDX-License-Identifier: MIT
/*
 * asm/host.h - a machine made of a 32-bit process
 *
 *   physical memory   a sparse memfd: frame n is page n of the file
 *   a mapping         mmap() of that page at a kernel address; what is not mapped faults
 *   the TLB           is that mmap(): a page-table entry that changes is not seen before the flush, as on a CPU
 *
 *   ffffe000  the process's stack
 *   fefff000  FIXADDR_TOP and below it everything of asm/pgtable_areas.h
 *   c0000000  PAGE_OFFSET
 *   55555000  libraries and what they allocate, upwards
 *   20000000  shadow memory of the address sanitizer
 *   08048000  the program
 *
 * This header and memory.c know the C library and no kernel header; the other files of arch/host are the other way round.
 */
#ifndef ASM_HOST_H
#define ASM_HOST_H

#define HOST_STACK_END 0xffffe000UL

/**
 * host_init - rearrange the process so that the kernel's addresses are free
 * @argv: of main(): the program may be started again
 */
void host_init(char **argv);

/* Makes physical memory of so many bytes, at address 0; its pages read as zero, and cost nothing until written. */
void host_create_memory(unsigned long long bytes);

/* Lets [vaddr, vaddr + bytes) show physical memory; without writable, writes fault. */
void host_map(unsigned long vaddr, unsigned long long phys, unsigned long bytes, int writable);
/* Lets accesses to [vaddr, vaddr + bytes) fault. */
void host_unmap(unsigned long vaddr, unsigned long bytes);

/* Can [vaddr, vaddr + one page) be read? */
int host_mapped(unsigned long vaddr);

/* Writes to standard output. */
void host_write(const char *text, unsigned int len);
void host_exit(int status) __attribute__((__noreturn__));
/* Ends the process with a report by the sanitizer, backtrace included. */
void host_abort(void) __attribute__((__noreturn__));
/* The caller's backtrace. */
void host_backtrace(void);

#endif
