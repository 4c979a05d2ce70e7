// SPDX-License-Identifier: MIT
/*
 * linux/ctype.h - classes of characters; ASCII only
 */
#ifndef LINUX_CTYPE_H
#define LINUX_CTYPE_H

#include <linux/types.h>

#define __CTYPE_FN(name, condition)                                                                \
	static inline int name(int c)                                                              \
	{                                                                                          \
		return condition;                                                                  \
	}

#define __IN_RANGE(c, first, last) ((unsigned int)(c) - (first) <= (unsigned int)((last) - (first)))

__CTYPE_FN(isdigit, __IN_RANGE(c, '0', '9'))
__CTYPE_FN(isupper, __IN_RANGE(c, 'A', 'Z'))
__CTYPE_FN(islower, __IN_RANGE(c, 'a', 'z'))
__CTYPE_FN(isalpha, __IN_RANGE(c | 0x20, 'a', 'z'))
__CTYPE_FN(isalnum, isalpha(c) || isdigit(c))
__CTYPE_FN(isxdigit, isdigit(c) || __IN_RANGE(c | 0x20, 'a', 'f'))
__CTYPE_FN(isspace, c == ' ' || __IN_RANGE(c, '\t', '\r'))
__CTYPE_FN(isprint, __IN_RANGE(c, ' ', '~'))

static inline int tolower(int c)
{
	return isupper(c) ? c + 32 : c;
}

static inline int toupper(int c)
{
	return islower(c) ? c - 32 : c;
}

__CTYPE_FN(iscntrl, (unsigned int)c < ' ' || c == 127)
__CTYPE_FN(isgraph, __IN_RANGE(c, '!', '~'))
__CTYPE_FN(ispunct, isgraph(c) && !isalnum(c))
__CTYPE_FN(isodigit, __IN_RANGE(c, '0', '7'))
__CTYPE_FN(isascii, (unsigned int)c < 128)

#endif
