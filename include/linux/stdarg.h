// SPDX-License-Identifier: MIT
/*
 * linux/stdarg.h - arguments of functions with "..."
 */
#ifndef LINUX_STDARG_H
#define LINUX_STDARG_H

#include <stdarg.h>

#endif
