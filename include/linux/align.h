// SPDX-License-Identifier: MIT
/*
 * linux/align.h - rounding to powers of two
 *
 * ALIGN() and round_up() may wrap to 0 at the top of the type, as in Linux: check before you round an address.
 */
#ifndef LINUX_ALIGN_H
#define LINUX_ALIGN_H

#include <linux/const.h>

#define __round_mask(x, y) ((__typeof__(x))((y)-1))
#define round_up(x, y) ((((x)-1) | __round_mask(x, y)) + 1)
#define round_down(x, y) ((x) & ~__round_mask(x, y))

#define ALIGN(x, a) (((x) + __round_mask(x, a)) & ~__round_mask(x, a))
#define ALIGN_DOWN(x, a) round_down(x, a)
#define PTR_ALIGN(p, a) ((__typeof__(p))ALIGN((unsigned long)(p), (a)))
#define PTR_ALIGN_DOWN(p, a) ((__typeof__(p))ALIGN_DOWN((unsigned long)(p), (a)))
#define IS_ALIGNED(x, a) (((x) & ((__typeof__(x))(a)-1)) == 0)

#endif
