// SPDX-License-Identifier: MIT
/*
 * linux/minmax.h - smaller, larger, clamped; each argument evaluated once
 *
 * min() and max() want both sides of one type; min_t() and max_t() convert to the type given.
 */
#ifndef LINUX_MINMAX_H
#define LINUX_MINMAX_H

#include <linux/compiler.h>

#define __pick(x, y, op)                                                                           \
	({                                                                                         \
		__typeof__(x) __pick_x = (x);                                                      \
		__typeof__(y) __pick_y = (y);                                                      \
		(void)(&__pick_x == &__pick_y);                                                    \
		__pick_x op __pick_y ? __pick_x : __pick_y;                                        \
	})
#define __pick_t(type, x, y, op)                                                                   \
	({                                                                                         \
		type __pick_tx = (x);                                                              \
		type __pick_ty = (y);                                                              \
		__pick_tx op __pick_ty ? __pick_tx : __pick_ty;                                    \
	})

#define min(x, y) __pick(x, y, <)
#define max(x, y) __pick(x, y, >)
/* Constants, also where no statement may stand; evaluated twice. */
#define MIN(x, y) ((x) < (y) ? (x) : (y))
#define MAX(x, y) ((x) > (y) ? (x) : (y))
#define min_t(type, x, y) __pick_t(type, x, y, <)
#define max_t(type, x, y) __pick_t(type, x, y, >)
#define min3(x, y, z) min((__typeof__(x))min(x, y), z)
#define max3(x, y, z) max((__typeof__(x))max(x, y), z)
#define clamp(val, lo, hi) min((__typeof__(val))max(val, lo), hi)
#define clamp_t(type, val, lo, hi) min_t(type, max_t(type, val, lo), hi)

#define swap(a, b)                                                                                 \
	do {                                                                                       \
		__typeof__(a) __swap_tmp = (a);                                                    \
		(a) = (b);                                                                         \
		(b) = __swap_tmp;                                                                  \
	} while (0)

#define min_not_zero(x, y)                                                                         \
	({                                                                                         \
		__typeof__(x) __mnz_x = (x);                                                       \
		__typeof__(y) __mnz_y = (y);                                                       \
		__mnz_x == 0 ? __mnz_y : __mnz_y == 0 ? __mnz_x : min(__mnz_x, __mnz_y);           \
	})
#define clamp_val(val, lo, hi) clamp_t(__typeof__(val), val, lo, hi)
/* Of unsigned values, whatever their types. */
#define umin(x, y) min_t(unsigned long long, x, y)
#define umax(x, y) max_t(unsigned long long, x, y)

#endif
