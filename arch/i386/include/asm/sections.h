// SPDX-License-Identifier: MIT
/*
 * asm/sections.h - where the parts of the kernel image begin and end; see linker.ld
 */
#ifndef ASM_SECTIONS_H
#define ASM_SECTIONS_H

extern char _text[], _stext[], _etext[];
extern char __init_begin[], _sinittext[], _einittext[], __init_end[];
extern char __start_rodata[], __end_rodata[];
extern char _sdata[], __start_ro_after_init[], __end_ro_after_init[], _edata[];
extern char __bss_start[], __bss_stop[], _end[];

#define KERNEL_CODE_SIZE ((unsigned long)(_etext - _text))
#define KERNEL_INIT_SIZE ((unsigned long)(__init_end - __init_begin))
#define KERNEL_RODATA_SIZE ((unsigned long)(__end_rodata - __start_rodata))
#define KERNEL_DATA_SIZE ((unsigned long)(_edata - _sdata))
#define KERNEL_BSS_SIZE ((unsigned long)(__bss_stop - __bss_start))

/* The boot stack: THREAD_SIZE bytes, and one unmapped page below them. */
extern char init_stack_guard[], init_stack[];

#endif
