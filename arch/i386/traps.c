// SPDX-License-Identifier: MIT
/*
 * arch/i386/traps.c - who answers which exception, and the report of those that nobody can
 *
 *   do_trap() ──┬─ interrupt ──> do_IRQ(), on the interrupt stack ──> preempt_schedule_irq(), if somebody waits
 *               ├─ page fault ──> do_page_fault() ─────────┐
 *               ├─ ud2 of WARN() ──> report, continue      │
 *               ├─ int3, single step, NMI: report, continue│
 *               └─ anything else ──────────────────────────┴─> die() ──> registers, code, backtrace ──> panic()
 *   double fault ──> doublefault_task(), on its own stack ───┘
 *
 * There is no user mode: an exception is the kernel's own, and fatal unless it was asked for.
 *
 * Tests: tests/kernel/traps_test.c; `crash KIND' in tests/boot
 * Linux: arch/x86/kernel/traps.c, dumpstack.c, nmi.c.
 */
#include <asm/traps.h>

#include <linux/bug.h>
#include <linux/panic.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/stacktrace.h>
#include <asm/cpufeature.h>
#include <asm/desc.h>
#include <asm/io.h>
#include <asm/irq.h>
#include <asm/irqflags.h>
#include <asm/page.h>
#include <asm/percpu_stack.h>
#include <asm/pgtable.h>
#include <asm/processor.h>
#include <asm/reboot.h>
#include <asm/smp.h>
#include <asm/tlbflush.h>

#define X86_EFLAGS_TF 0x100 /* single step */

/* System control port B: why there was an NMI. */
#define NMI_REASON_PORT 0x61
#define NMI_REASON_MEMORY 0x80
#define NMI_REASON_IO_CHECK 0x40

/* Bytes of code shown before and from the interrupted instruction on. */
#define CODE_BEFORE 42
#define CODE_BYTES 64

/* clang-format off */
static const char *const exception_names[NR_EXCEPTIONS] = {
	"divide error", "debug", "NMI", "int3", "overflow", "bounds", "invalid opcode", "device not available",
	"double fault", "coprocessor segment overrun", "invalid TSS", "segment not present", "stack segment",
	"general protection fault", "page fault", NULL, "coprocessor error", "alignment check", "machine check",
	"simd exception", "virtualization exception", "control protection",
};
/* clang-format on */

/* Reports that have begun; more than one: the last comes from the report before. */
static int nr_reports;

void oops_begin(struct pt_regs *regs)
{
	oops_enter();
	nr_reports++;
	if (nr_reports > 2)
		machine_exit(EXIT_PANIC);
	if (nr_reports == 2)
		panic("exception %lu (address %08lx) at %pS while a fault was being reported",
		      regs->vector, read_cr2(), (void *)regs->ip);
}

static void show_code(unsigned long ip)
{
	unsigned long addr = ip - CODE_BEFORE;
	unsigned int i;

	if (!kernel_page_present(ip)) {
		printk("Code: Unable to access opcode bytes at 0x%08lx.\n", addr);
		return;
	}
	printk("Code:");
	for (i = 0; i < CODE_BYTES; i++, addr++) {
		if (!kernel_page_present(addr))
			pr_cont(" ??");
		else
			printk(addr == ip ? KERN_CONT " <%02x>" : KERN_CONT " %02x",
			       *(const u8 *)addr);
	}
	pr_cont("\n");
}

static void show_frame(struct pt_regs *regs, unsigned long sp)
{
	/* CR4 came with CPUID's feature bits; all that have one of them have it. */
	unsigned long cr4 = boot_cpu_data.features ? read_cr4() : 0;

	show_cpu_and_thread();
	printk("EIP: %pS\n", (void *)regs->ip);
	show_code(regs->ip);
	printk("EAX: %08lx EBX: %08lx ECX: %08lx EDX: %08lx\n", regs->ax, regs->bx, regs->cx,
	       regs->dx);
	printk("ESI: %08lx EDI: %08lx EBP: %08lx ESP: %08lx\n", regs->si, regs->di, regs->bp, sp);
	printk("DS: %04lx ES: %04lx FS: %04lx GS: %04lx SS: %04x EFLAGS: %08lx\n",
	       regs->ds & 0xffff, regs->es & 0xffff, regs->fs & 0xffff, regs->gs & 0xffff,
	       __KERNEL_DS, regs->flags);
	printk("CR0: %08lx CR2: %08lx CR3: %08lx CR4: %08lx\n", read_cr0(), read_cr2(), read_cr3(),
	       cr4);
	show_trace(sp, regs->bp);
}

void show_regs(struct pt_regs *regs)
{
	show_frame(regs, kernel_stack_pointer(regs));
}

void __noreturn die(const char *what, struct pt_regs *regs, unsigned long err)
{
	pr_emerg("Oops: %s: %04lx [#%d]\n", what, err & 0xffff, nr_reports);
	show_regs(regs);
	panic("Fatal exception");
}

/* clang-format off */
static struct pt_regs registers_of(const struct x86_hw_tss *tss)
{
	return (struct pt_regs){
		.bx = tss->bx, .cx = tss->cx, .dx = tss->dx, .si = tss->si, .di = tss->di, .bp = tss->bp, .ax = tss->ax,
		.ds = tss->ds, .es = tss->es, .fs = tss->fs, .gs = tss->gs,
		.vector = X86_TRAP_DF, .ip = tss->ip, .cs = tss->cs, .flags = tss->flags,
	};
}
/* clang-format on */

asmlinkage void __noreturn doublefault_task(void)
{
	const struct x86_hw_tss *tss = doublefault_victim();
	struct pt_regs regs = registers_of(tss);
	unsigned long cr2 = read_cr2(), stack = this_cpu_read(irq_stack);
	bool irq = cr2 - (stack - PAGE_SIZE) < PAGE_SIZE;

	oops_begin(&regs);
	if (!irq)
		stack = (unsigned long)current->stack;
	if (cr2 - (stack - PAGE_SIZE) < PAGE_SIZE) {
		pr_emerg("BUG: %s stack guard page was hit at %08lx (stack is %08lx..%08lx)\n",
			 irq ? "IRQ" : current->comm, cr2, stack, stack + THREAD_SIZE - 1);
		pr_emerg("Oops: kernel stack overflow: 0000 [#1]\n");
	} else {
		pr_emerg("Oops: double fault: 0000 [#1]\n");
	}
	show_frame(&regs, tss->sp);
	panic("Fatal exception");
}

static void do_nmi(struct pt_regs *regs)
{
	u8 reason;

	this_cpu_ptr(&irq_stat)->nmi++;
	smp_stop_if_asked();
	reason = inb(NMI_REASON_PORT);
	pr_emerg("NMI: %s (reason %02x) at %pS, trying to continue\n",
		 reason & NMI_REASON_MEMORY	? "memory error"
		 : reason & NMI_REASON_IO_CHECK ? "I/O check"
						: "unknown reason",
		 reason, (void *)regs->ip);
}

/* int3 and single step without a debugger: say where, go on. */
static void do_debug(struct pt_regs *regs)
{
	regs->flags &= ~X86_EFLAGS_TF;
	pr_info("%s at %pS\n", exception_names[regs->vector], (void *)regs->ip);
}

static void do_exception(struct pt_regs *regs)
{
	const char *name = exception_names[regs->vector];

	oops_begin(regs);
	die(name ?: "unknown exception", regs, regs->orig_ax);
}

/* Interrupt handlers have a stack of their own, so that threads need not keep room for them. */
static void run_on_irq_stack(void (*handler)(struct pt_regs *), struct pt_regs *regs)
{
	unsigned long sp = this_cpu_read(irq_stack) + THREAD_SIZE;

	__asm__ __volatile__("xchgl %%esp, %0\n\t"
			     "call *%1\n\t"
			     "movl %0, %%esp"
			     : "+&b"(sp), "+&S"(handler), "+a"(regs)
			     :
			     : "ecx", "edx", "memory", "cc");
}

/* On the way out the interrupted thread may have to make room for another, but not inside a section or a handler. */
static void do_interrupt(struct pt_regs *regs)
{
	if (unlikely(this_cpu_read(tlb_state)))
		tlb_leave_idle();
	preempt_count_add(HARDIRQ_OFFSET);
	if (hardirq_count() == HARDIRQ_OFFSET)
		run_on_irq_stack(do_IRQ, regs);
	else
		do_IRQ(regs);
	restart_percpu_stack(regs);
	preempt_count_sub(HARDIRQ_OFFSET);
	if (!this_cpu_read(__preempt_count) && regs->flags & X86_EFLAGS_IF)
		preempt_schedule_irq();
}

void do_trap(struct pt_regs *regs)
{
	if (regs->vector >= FIRST_IRQ_VECTOR) {
		do_interrupt(regs);
		return;
	}
	switch (regs->vector) {
	case X86_TRAP_NMI:
		preempt_count_add(NMI_OFFSET);
		do_nmi(regs);
		preempt_count_sub(NMI_OFFSET);
		break;
	case X86_TRAP_DB:
	case X86_TRAP_BP:
		do_debug(regs);
		break;
	case X86_TRAP_PF:
		do_page_fault(regs);
		break;
	case X86_TRAP_GP:
		/* As SDM vol. 3, 5.3 allows where an access crosses the end of the segment at 4 GiB. */
		if (!fixup_exception(regs))
			do_exception(regs);
		break;
	case X86_TRAP_UD:
		if (report_bug(regs->ip, regs) == BUG_TRAP_TYPE_WARN) {
			regs->ip += 2; /* behind the ud2 */
			break;
		}
		fallthrough;
	default:
		do_exception(regs);
	}
}
