// SPDX-License-Identifier: MIT
/*
 * linux/const.h - typed constants that assembly can read too
 */
#ifndef LINUX_CONST_H
#define LINUX_CONST_H

#ifdef __ASSEMBLY__
#define _AC(x, suffix) x
#else
#define __AC_JOIN(x, suffix) (x##suffix)
#define _AC(x, suffix) __AC_JOIN(x, suffix)
#endif

#define UL(x) _AC(x, UL)
#define ULL(x) _AC(x, ULL)
#define BIT(nr) (UL(1) << (nr))
#define BIT_ULL(nr) (ULL(1) << (nr))

#endif
