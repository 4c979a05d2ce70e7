// SPDX-License-Identifier: MIT
/*
 * linux/init.h - what lives only while the kernel starts, and parameters of the command line
 *
 *   __init, __initdata, __initbss, __initconst   in [__init_begin, __init_end): given back after boot. These addresses are in
 *                                     the user half and equal to the physical ones: __pa() is not for them, and whoever
 *                                     comes too late faults. scripts/check-init finds who would. Not __cold as in Linux:
 *                                     that compiles for size, which makes the boot slower, and this text is given back
 *   early_param("mem", fn)            fn("512M") for mem=512M, before the memory map is final; fn(NULL) for a bare word
 *   __setup("quiet", fn)              fn(rest of the word after the name), later in start_kernel()
 */
#ifndef LINUX_INIT_H
#define LINUX_INIT_H

#include <linux/compiler.h>
#include <linux/types.h>

#if defined(HIMEM_HOST)
#define __init
#define __initdata
#define __initbss
#define __initconst
#else
#define __init __section(".init.text")
#define __initdata __section(".init.data")
/* Zeroes that take no room in the image file; the name begins as the compiler wants it for that. */
#define __initbss __section(".bss..init")
#define __initconst __section(".init.rodata")
#endif
/* Functions and data that stay, and use what does not: they have their reason to know that it is still there. */
#if defined(HIMEM_HOST)
#define __ref
#define __refdata
#else
#define __ref __section(".ref.text") noinline
#define __refdata __section(".ref.data")
#endif
#define __meminit
#define __meminitdata

#define COMMAND_LINE_SIZE 2048

extern char boot_command_line[COMMAND_LINE_SIZE];

struct obs_kernel_param {
	const char *str;
	int (*setup_func)(char *val);
	int early;
};

#if defined(HIMEM_HOST)
#define __setup_section "init_setup" /* so that ld makes the __start_ and __stop_ symbols */
#else
#define __setup_section ".init.setup"
#endif

#define __setup_param(name, id, fn, is_early)                                                      \
	static const struct obs_kernel_param __setup_##id __used __section(__setup_section)        \
		__aligned(__alignof__(struct obs_kernel_param)) = { name, fn, is_early }

/* fn returns 0; anything else has the parameter reported as malformed. */
#define early_param(name, fn) __setup_param(name, fn, fn, 1)
/* A bare word that sets a variable, of this file. */
#define early_param_set(name, var, val)                                                            \
	__early_param_set(name, __UNIQUE_PASTE(__set_, __LINE__), var, val)
#define __early_param_set(name, id, var, val)                                                      \
	static int __init id(char *unused)                                                         \
	{                                                                                          \
		var = (val);                                                                       \
		return 0;                                                                          \
	}                                                                                          \
	early_param(name, id)
/* fn returns 1 when it took the parameter, 0 when it did not know it. */
#define __setup(name, fn) __setup_param(name, fn, fn, 0)

/* Entered by boot/entry.asm: paging on, interrupts off, on init_stack. */
asmlinkage void start_kernel(void);

/*
 * A function that runs once, at the end of boot, in a thread on CPU 0, before tests and prompt; its own text is gone after
 * that if it is __init. Levels come in this order; within one, files in the order of the link,
 * and what one file has in the order in which it stands there. All CPUs are up, also in
 * early_initcall(). As in Linux, files may leave out the semicolon. A result that is not 0 or -ENODEV is a warning
 * (KERN_WARNING); with initcall_debug each call and its result, with the time that it took, are messages for debugging
 * (KERN_DEBUG).
 */
typedef int (*initcall_t)(void);
extern const initcall_t __initcall_start[], __initcall_end[];

#if __has_attribute(__no_reorder__)
#define __in_order __attribute__((__no_reorder__))
#else
#define __in_order
#endif
#define __define_initcall(fn, level)                                                               \
	static const initcall_t __UNIQUE_PASTE(__initcall_##fn##_, __LINE__)                       \
	__used __in_order __section(".initcall." level) = fn;
#define early_initcall(fn) __define_initcall(fn, "0")
#define pure_initcall(fn) __define_initcall(fn, "0p")
#define core_initcall(fn) __define_initcall(fn, "1")
#define core_initcall_sync(fn) __define_initcall(fn, "1s")
#define postcore_initcall(fn) __define_initcall(fn, "2")
#define postcore_initcall_sync(fn) __define_initcall(fn, "2s")
#define arch_initcall(fn) __define_initcall(fn, "3")
#define arch_initcall_sync(fn) __define_initcall(fn, "3s")
#define subsys_initcall(fn) __define_initcall(fn, "4")
#define subsys_initcall_sync(fn) __define_initcall(fn, "4s")
#define fs_initcall(fn) __define_initcall(fn, "5")
#define fs_initcall_sync(fn) __define_initcall(fn, "5s")
#define rootfs_initcall(fn) __define_initcall(fn, "5t")
#define device_initcall(fn) __define_initcall(fn, "6")
#define device_initcall_sync(fn) __define_initcall(fn, "6s")
#define late_initcall(fn) __define_initcall(fn, "7")
#define late_initcall_sync(fn) __define_initcall(fn, "7s")
#define __initcall(fn) device_initcall(fn)

/* Nothing is ever taken out again: compiled, checked, and left out by the linker's table. */
#define __exit __maybe_unused __cold
#define __exitdata __maybe_unused
#define __exitcall(fn)                                                                             \
	static void (*const __UNIQUE_PASTE(__exitcall_##fn##_, __LINE__))(void) __maybe_unused = fn;

/**
 * parse_early_param - hand each word of boot_command_line that an early_param() names to it
 *
 * Context: boot CPU, once, in setup_arch(), as soon as the command line is known.
 */
void parse_early_param(void);

/**
 * free_initmem - take the init sections out of the address space and give their memory to the page allocator
 *
 * Context: once, at the end of boot; nobody runs or reads __init things from then on.
 */
void free_initmem(void);

#endif
