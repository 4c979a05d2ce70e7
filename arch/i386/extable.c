// SPDX-License-Identifier: MIT
/*
 * arch/i386/extable.c - instructions that may fault, and where the code goes on when one does
 *
 *   1: rep movsl ── page fault ──────────────> do_page_fault() ──┬─ __ex_table { 1b, 3f } ──> ip = 3
 *                ── general protection fault ──> do_trap() ──────┘
 *
 * Tests: tests/kernel/extable_test.c
 * Linux: arch/x86/mm/extable.c, mm/maccess.c
 */
#include <linux/errno.h>
#include <linux/uaccess.h>
#include <asm/extable.h>
#include <asm/traps.h>

struct exception_table_entry {
	unsigned long insn, fixup;
};

/* linker.ld */
extern const struct exception_table_entry __start___ex_table[], __stop___ex_table[];

bool fixup_exception(struct pt_regs *regs)
{
	const struct exception_table_entry *entry;

	for (entry = __start___ex_table; entry < __stop___ex_table; entry++)
		if (entry->insn == regs->ip) {
			regs->ip = entry->fixup;
			return true;
		}
	return false;
}

/* Either instruction leaves a count other than 0 when it faults. */
long copy_from_kernel_nofault(void *dst, const void *src, size_t size)
{
	size_t left = size / 4;

	pagefault_disable();
	__asm__ __volatile__("1:	rep movsl\n"
			     "	movl %[rest], %%ecx\n"
			     "2:	rep movsb\n"
			     "3:\n" EXTABLE("1b", "3b") EXTABLE("2b", "3b")
			     : "+&c"(left), "+S"(src), "+D"(dst)
			     : [rest] "r"(size % 4)
			     : "memory");
	pagefault_enable();
	return left ? -EFAULT : 0;
}
