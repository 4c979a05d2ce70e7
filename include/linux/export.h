// SPDX-License-Identifier: MIT
/*
 * linux/export.h - names for modules; here one image holds all, and the linker knows each name
 */
#ifndef LINUX_EXPORT_H
#define LINUX_EXPORT_H

/* There must be such a thing. */
#define EXPORT_SYMBOL(sym) extern __typeof__(sym) sym
#define EXPORT_SYMBOL_GPL(sym) EXPORT_SYMBOL(sym)
#define EXPORT_SYMBOL_NS(sym, ns) EXPORT_SYMBOL(sym)
#define EXPORT_SYMBOL_NS_GPL(sym, ns) EXPORT_SYMBOL(sym)

#endif
