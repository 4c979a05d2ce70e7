// SPDX-License-Identifier: MIT
/*
 * linux/bits.h - BIT() and GENMASK()
 */
#ifndef LINUX_BITS_H
#define LINUX_BITS_H

#include <linux/bitops.h>

#endif
