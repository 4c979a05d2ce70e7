// SPDX-License-Identifier: MIT
/*
 * linux/kmap_size.h - how many kmap_local mappings a thread may hold at once: KM_MAX_IDX - 1
 */
#ifndef LINUX_KMAP_SIZE_H
#define LINUX_KMAP_SIZE_H

#define KM_MAX_IDX 16

#endif
