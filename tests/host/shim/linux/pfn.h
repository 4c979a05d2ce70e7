// SPDX-License-Identifier: MIT
#define PFN_DOWN(addr) ((unsigned long)((addr) >> PAGE_SHIFT))
#define PFN_PHYS(pfn) ((phys_addr_t)(pfn) << PAGE_SHIFT)
