// SPDX-License-Identifier: MIT
/*
 * linux/stddef.h - where a member lies in its struct
 */
#ifndef LINUX_STDDEF_H
#define LINUX_STDDEF_H

#include <stddef.h>

#define sizeof_field(type, member) sizeof(((type *)0)->member)
#define offsetofend(type, member) (offsetof(type, member) + sizeof_field(type, member))

#endif
