// SPDX-License-Identifier: MIT
/*
 * arch/i386/fault.c - page faults: what was done, where, and what the page tables hold there
 *
 *   BUG: unable to handle page fault for address: c0104000
 *   #PF: supervisor write access in kernel mode
 *   #PF: error_code(0x0003) - permissions violation
 *   *pde = 00534063 *pte = 00104161
 *   Address map: kernel code, 0x4000 bytes from its start
 *
 * No memory is paged in on demand, so a page fault is a bug, but in code that is prepared for it (asm/extable.h).
 *
 * Tests: `crash KIND' in tests/boot
 * Linux: arch/x86/mm/fault.c.
 */
#include <linux/mm.h>
#include <linux/page_owner.h>
#include <linux/printk.h>
#include <linux/uaccess.h>
#include <asm/cpufeature.h>
#include <asm/pgtable.h>
#include <asm/processor.h>
#include <asm/traps.h>

#define PTE_WIDTH ((int)sizeof(pteval_t) * 2)

/* Returns what the walk ends with: the PTE, or the PMD of a large page or of nothing. */
static pteval_t show_entries(unsigned long addr)
{
	enum pg_level level;
	pte_t *pte = lookup_address(addr, &level);
	pteval_t pmd = pmd_off_k(addr)->pmd;

	pr_alert("*pde = %0*llx", PTE_WIDTH, (u64)pmd);
	if (level == PG_LEVEL_4K)
		pr_cont(" *pte = %0*llx", PTE_WIDTH, (u64)pte_val(*pte));
	pr_cont("\n");
	return pte ? pte_val(*pte) : pmd;
}

static void explain_reserved_bit(pteval_t entry)
{
	phys_addr_t phys = entry & PTE_PFN_MASK;

	if ((u64)phys >> boot_cpu_data.x86_phys_bits)
		pr_alert("The entry leads to %pa, but this CPU has %u address bits: no such RAM\n",
			 &phys, boot_cpu_data.x86_phys_bits);
	else
		pr_alert("A bit that this CPU does not know is set in the entry\n");
}

/* The CPU only tells a fetch from a read where NX is on. */
static const char *access_name(unsigned long err, bool at_ip)
{
	if (err & X86_PF_INSTR || at_ip)
		return "instruction fetch";
	return err & X86_PF_WRITE ? "write access" : "read access";
}

static const char *reason_name(unsigned long err)
{
	if (err & X86_PF_RSVD)
		return "reserved bit violation";
	return err & X86_PF_PROT ? "permissions violation" : "not-present page";
}

void do_page_fault(struct pt_regs *regs)
{
	unsigned long addr = read_cr2(), err = regs->orig_ax;
	char area[200];
	pteval_t entry;

	if (fixup_exception(regs))
		return;
	oops_begin(regs);
	if (addr < PAGE_SIZE)
		pr_alert("BUG: kernel NULL pointer dereference, address: %08lx\n", addr);
	else
		pr_alert("BUG: unable to handle page fault for address: %08lx\n", addr);
	pr_alert("#PF: supervisor %s in kernel mode\n", access_name(err, addr == regs->ip));
	pr_alert("#PF: error_code(0x%04lx) - %s\n", err, reason_name(err));
	entry = show_entries(addr);
	if (err & X86_PF_RSVD)
		explain_reserved_bit(entry);
	describe_address(addr, area, sizeof(area));
	pr_alert("Address map: %s\n", area);
	if (pagefault_disabled())
		pr_alert(
			"Page faults are off: in a section of kmap_atomic() or pagefault_disable()\n");
	if (addr >= PAGE_OFFSET && addr < high_memory_addr)
		dump_page_owner(virt_to_page(addr));
	die("Oops", regs, err);
}
