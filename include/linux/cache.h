// SPDX-License-Identifier: MIT
/*
 * linux/cache.h - cache lines; data that is written only while the kernel starts
 */
#ifndef LINUX_CACHE_H
#define LINUX_CACHE_H

#include <linux/compiler.h>

#define L1_CACHE_SHIFT 6
#define L1_CACHE_BYTES (1 << L1_CACHE_SHIFT)
#define SMP_CACHE_BYTES L1_CACHE_BYTES
#define L1_CACHE_ALIGN(x) (((x) + L1_CACHE_BYTES - 1) & ~(L1_CACHE_BYTES - 1))
#define ____cacheline_aligned __aligned(SMP_CACHE_BYTES)

#if defined(HIMEM_HOST)
#define __ro_after_init
#else
#define __ro_after_init __section(".data..ro_after_init")
#endif
#define __read_mostly

#endif
