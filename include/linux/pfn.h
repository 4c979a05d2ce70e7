// SPDX-License-Identifier: MIT
/*
 * linux/pfn.h - physical addresses to page frame numbers and back
 */
#ifndef LINUX_PFN_H
#define LINUX_PFN_H

#include <linux/types.h>
#include <asm/page.h>

/* PFN_UP() wraps at the last page of phys_addr_t; callers hold clamped ranges. */
#define PFN_ALIGN(x) (((unsigned long)(x) + (PAGE_SIZE - 1)) & PAGE_MASK)
#define PFN_UP(x) ((unsigned long)(((x) + PAGE_SIZE - 1) >> PAGE_SHIFT))
#define PFN_DOWN(x) ((unsigned long)((x) >> PAGE_SHIFT))
#define PFN_PHYS(pfn) ((phys_addr_t)(pfn) << PAGE_SHIFT)
#define PHYS_PFN(x) ((unsigned long)((x) >> PAGE_SHIFT))

#endif
