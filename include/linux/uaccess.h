// SPDX-License-Identifier: MIT
/*
 * linux/uaccess.h - sections in which a page fault may not be handled by sleeping, and reads that may fault
 *
 * Tests: tests/kernel/extable_test.c
 */
#ifndef LINUX_UACCESS_H
#define LINUX_UACCESS_H

#include <linux/sched.h>

/*
 * Until pagefault_enable(), which nests, this thread must not touch what may fault, but by copy_from_kernel_nofault() and
 * asm/extable.h: a fault's report says that it came in such a section. Preemption stays as it is. Context: thread.
 */
static inline void pagefault_disable(void)
{
	current->pagefault_disabled++;
	barrier();
}

static inline void pagefault_enable(void)
{
	barrier();
	current->pagefault_disabled--;
}

static inline bool pagefault_disabled(void)
{
	return current->pagefault_disabled;
}

/**
 * copy_from_kernel_nofault - copy from an address that may not be mapped
 * @dst:  sound
 * @src:  any
 * @size: bytes
 *
 * Words of four bytes are each read at once, from @src on, then the bytes that are left.
 *
 * Context: any. Return: 0; -EFAULT: not all could be read, and @dst has what came before. Linux refuses user addresses.
 */
long copy_from_kernel_nofault(void *dst, const void *src, size_t size);

#endif
