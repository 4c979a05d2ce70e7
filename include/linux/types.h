// SPDX-License-Identifier: MIT
/*
 * linux/types.h - fixed-width integers, addresses, and the list node that every header may embed
 *
 * phys_addr_t is 32 bits in himem.elf and 64 in himem-pae.elf: arithmetic on physical addresses is done in it, never in
 * unsigned long.
 */
#ifndef LINUX_TYPES_H
#define LINUX_TYPES_H

#include <stddef.h>

#include <linux/compiler.h>

#if defined(HIMEM_HOST)
#include <sys/types.h>
#endif

typedef signed char s8;
typedef unsigned char u8;
typedef short s16;
typedef unsigned short u16;
typedef int s32;
typedef unsigned int u32;
typedef long long s64;
typedef unsigned long long u64;
typedef u8 __u8;
typedef u16 __u16;
typedef u32 __u32;
typedef u64 __u64;
typedef s8 __s8;
typedef s16 __s16;
typedef s32 __s32;
typedef s64 __s64;

#if !defined(HIMEM_HOST)
typedef u8 uint8_t;
typedef u16 uint16_t;
typedef u32 uint32_t;
typedef u64 uint64_t;
typedef s8 int8_t;
typedef s16 int16_t;
typedef s32 int32_t;
typedef s64 int64_t;
typedef long ssize_t;
typedef long long loff_t;
typedef unsigned long uintptr_t;
typedef long intptr_t;
typedef unsigned int uint;
typedef unsigned long ulong;
#endif

#ifndef __cplusplus
typedef _Bool bool;
#define true 1
#define false 0
#endif

#ifdef CONFIG_PHYS_ADDR_T_64BIT
typedef u64 phys_addr_t;
#else
typedef u32 phys_addr_t;
#endif
typedef phys_addr_t resource_size_t;

/* With <linux/bitops.h>. */
#define DECLARE_BITMAP(name, bits) unsigned long name[BITS_TO_LONGS(bits)]

typedef unsigned int gfp_t;
#if !defined(HIMEM_HOST)
typedef int pid_t;
#endif

typedef struct {
	int counter;
} atomic_t;

typedef struct {
	long counter;
} atomic_long_t;

struct list_head {
	struct list_head *next, *prev;
};

struct hlist_node {
	struct hlist_node *next, **pprev;
};

struct hlist_head {
	struct hlist_node *first;
};

struct rcu_head {
	struct rcu_head *next;
	void (*func)(struct rcu_head *head);
};

#endif
