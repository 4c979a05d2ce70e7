// SPDX-License-Identifier: MIT
/*
 * tests/kernel/crash.c - the kernel breaks itself on purpose, to show how that is reported
 *
 *   crash KIND     in the monitor
 *   crash=KIND     on the command line: at the end of the boot
 *
 * Each kind is a function crash_KIND(), which is what the report's backtrace must name.
 *
 * Tests: tests/boot runs each kind and reads the report.
 * Linux: drivers/misc/lkdtm.
 */
#include <linux/bug.h>
#include <linux/console.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/monitor.h>
#include <linux/panic.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/vmalloc.h>
#include <asm/apic.h>
#include <asm/desc.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <asm/processor.h>
#include <asm/set_memory.h>
#include <asm/tlbflush.h>
#include <asm/traps.h>

/* Keeps what the compiler can see to be wrong from its eyes. */
static void *hidden(unsigned long addr)
{
	OPTIMIZER_HIDE_VAR(addr);
	return (void *)addr;
}

static noinline void crash_null(void)
{
	*(volatile u32 *)hidden(0);
}

static noinline void crash_write_null(void)
{
	*(volatile u32 *)hidden(16) = 1;
}

static noinline void crash_rodata(void)
{
	static const u32 constant = 1;

	*(volatile u32 *)hidden((unsigned long)&constant) = 2;
}

/* A write that the CPU knows to be allowed, until set_memory_ro() has it forget. */
static noinline void crash_set_ro(void)
{
	unsigned long page = get_zeroed_page(GFP_KERNEL);

	set_memory_ro(page, 1);
	*(volatile u32 *)hidden(page) = 1;
}

/* Without NX it returns, as the first call does. */
static noinline void crash_set_nx(void)
{
	unsigned long page = __get_free_page(GFP_KERNEL);

	*(u8 *)page = 0xc3;
	set_memory_x(page, 1);
	((void (*)(void))hidden(page))();
	set_memory_nx(page, 1);
	((void (*)(void))hidden(page))();
	console_printf("executed: this CPU or kernel has no NX\n");
}

static noinline void crash_text(void)
{
	*(volatile u8 *)hidden((unsigned long)crash_text) = 0xc3;
}

/* Without NX the data is executed; it returns at once. */
static noinline void crash_exec(void)
{
	static u8 ret_instruction[] = { 0xc3 };

	((void (*)(void))hidden((unsigned long)ret_instruction))();
	console_printf("executed: this CPU or kernel has no NX\n");
}

static noinline void crash_jump(void)
{
	((void (*)(void))hidden(VMALLOC_END))();
	barrier(); /* a call, not a jump: the frame stays */
}

static noinline void crash_hole(void)
{
	*(volatile u32 *)hidden((unsigned long)high_memory + PAGE_SIZE);
}

static noinline void crash_vmalloc(void)
{
	((volatile u8 *)vmalloc(2 * PAGE_SIZE))[2 * PAGE_SIZE] = 1;
}

static noinline void crash_vfree(void)
{
	volatile u32 *area = vmalloc(PAGE_SIZE);

	vfree((void *)area);
	*area = 1;
}

/* Found at once with debug_pagealloc=on; with page_poison=on when the page is handed out again. */
static noinline void crash_use_after_free(void)
{
	unsigned long page = __get_free_page(GFP_KERNEL);

	*(volatile u32 *)hidden(page + 8) = 0;
	free_page(page);
	*(volatile u32 *)hidden(page + 8) = 1;
	free_page(__get_free_page(GFP_KERNEL));
	console_printf("not noticed: boot with debug_pagealloc=on or page_poison=on\n");
}

static noinline void crash_double_free(void)
{
	unsigned long page = __get_free_page(GFP_KERNEL);

	free_page(page);
	free_page((unsigned long)hidden(page));
}

/* Found when the object is handed out again. */
static noinline void crash_write_after_free(void)
{
	u8 *p = kmalloc(64, GFP_KERNEL);

	kfree(p);
	*(volatile u8 *)hidden((unsigned long)p + 10) = 1;
	kfree(kmalloc(64, GFP_KERNEL));
	barrier();
}

static noinline void crash_overrun(void)
{
	u8 *p = kmalloc((size_t)hidden(50), GFP_KERNEL);

	memset(hidden((unsigned long)p), 0x41, 54);
	kfree(p);
	barrier();
}

static noinline void crash_kfree_twice(void)
{
	void *p = kmalloc(64, GFP_KERNEL);

	kfree(p);
	kfree(hidden((unsigned long)p));
	barrier();
}

static noinline void crash_destroy(void)
{
	struct kmem_cache *cache = kmem_cache_create("crash", 100, 0, 0, NULL);
	void *p = kmem_cache_alloc(cache, GFP_KERNEL);

	kmem_cache_destroy(cache);
	kmem_cache_free(cache, p);
	kmem_cache_destroy(cache);
}

static noinline void crash_nofail_size(void)
{
	kmalloc(KMALLOC_MAX_SIZE + 1, GFP_KERNEL | __GFP_NOFAIL);
	barrier();
}

static noinline void crash_nofail(void)
{
	while (alloc_pages(GFP_KERNEL | __GFP_NOFAIL, MAX_PAGE_ORDER))
		;
}

static noinline void crash_leak(void)
{
	int i;

	for (i = 0; i < 100; i++) {
		alloc_page(GFP_KERNEL);
		if (i < 12)
			kmalloc(256, GFP_KERNEL);
	}
	vmalloc(5 * PAGE_SIZE);
	barrier();
}

static noinline void crash_user(void)
{
	*(volatile u32 *)hidden(0x08048000);
}

/* The stack is full long before depth reaches its end. */
static noinline u32 crash_stack_level(u32 depth)
{
	volatile u32 fill[32];

	fill[depth % 32] = depth;
	if (depth == 1000)
		return 0;
	return crash_stack_level(depth + 1) + fill[depth % 32];
}

static noinline void crash_stack(void)
{
	crash_stack_level(0);
	barrier();
}

static void crash_in_handler(struct timer_list *unused)
{
	crash_stack_level(0);
	barrier();
}

static noinline void crash_irq_stack(void)
{
	static DEFINE_TIMER(timer, crash_in_handler);

	mod_timer(&timer, jiffies + 1);
	for (;;)
		cpu_relax();
}

static noinline void crash_guard(void)
{
	((volatile u8 *)hidden((unsigned long)current->stack))[-1] = 1;
}

/* With no stack to push a page fault's frame on, the fault becomes a double fault. */
static noinline void crash_double(void)
{
	__asm__ __volatile__("movl %0, %%esp; pushl %0" : : "r"(hidden(PAGE_SIZE)) : "memory");
	unreachable();
}

static noinline void crash_div(void)
{
	u32 zero = (u32)hidden(0);

	__asm__ __volatile__("divl %0" : : "r"(zero) : "eax", "edx", "cc");
}

static noinline void crash_gpf(void)
{
	__asm__ __volatile__("movl %0, %%fs" : : "r"(GDT_ENTRIES * 8));
}

static noinline void __init gone_after_boot(void)
{
	barrier();
}

static void __ref crash_init(void)
{
	gone_after_boot();
	barrier();
}

static noinline void crash_bug(void)
{
	BUG_ON(!hidden(0));
}

static noinline void crash_warn(void)
{
	WARN(1, "crash: a warning on purpose\n");
}

static noinline void crash_panic(void)
{
	panic("crash: a panic on purpose");
}

static void panic_here(void *info)
{
	static unsigned int arrived;

	__atomic_fetch_add(&arrived, 1, __ATOMIC_SEQ_CST);
	while (READ_ONCE(arrived) < cpumask_weight(cpu_present_mask))
		cpu_relax();
	panic("crash: a panic on purpose");
}

/* All CPUs at once, of which one may speak. */
static noinline void crash_smp_panic(void)
{
	on_each_cpu(panic_here, NULL, 0);
	mdelay(1000);
}

static void talk(void *info)
{
	for (;;)
		pr_info("crash: the other CPU talks on\n");
}

/* The other CPU has interrupts off, and the console. */
static noinline void crash_smp_talk(void)
{
	smp_call_function(talk, NULL, 0);
	mdelay(50);
	crash_bug();
}

static void write_for_ever(const char *s, unsigned int count)
{
	if (!smp_processor_id())
		return;
	apic_write(APIC_ID, 0xfe000000);
	for (;;)
		cpu_relax();
}

/* Another CPU stays in the console, and is told to stop under a number that it does not have any more. */
static noinline void crash_smp_deaf(void)
{
	static struct console con = { .name = "deaf", .write = write_for_ever, .enabled = true };

	register_console(&con);
	smp_call_function(talk, NULL, 0);
	mdelay(50);
	crash_panic();
}

static int reads_for_ever(void *area)
{
	while (!kthread_should_stop()) {
		READ_ONCE(*(u32 *)area);
		cpu_relax();
	}
	return 0;
}

static noinline void crash_smp_vfree(void)
{
	void *area = vmalloc(PAGE_SIZE);
	struct task_struct *reader = kthread_create(reads_for_ever, area, "reader");

	kthread_bind(reader, num_online_cpus() - 1);
	wake_up_process(reader);
	schedule_timeout_uninterruptible(2);
	vfree(area);
	flush_tlb_all();
	schedule_timeout_uninterruptible(HZ);
}

static int keeps_mappings(void *page)
{
	kmap_local_pfn(page_to_pfn(page));
	__kmap_local_prot(page, PAGE_KERNEL_RO);
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(HZ);
	return 0;
}

static noinline void crash_kmap_keep(void)
{
	struct page *page = alloc_page(GFP_KERNEL);

	kthread_run(keeps_mappings, page, "keeper");
	kmap_local_pfn(page_to_pfn(page));
	schedule_timeout_uninterruptible(2);
	console_printf("pfn %lx\n", page_to_pfn(page));
}

static noinline void crash_page_end(void)
{
	char bytes[2] = {};

	memcpy_to_page(virt_to_page(__va(0)), PAGE_SIZE - 1, bytes, sizeof(bytes));
}

static noinline void crash_canary(void)
{
	char buf[16];

	memset(hidden((unsigned long)buf), 0, sizeof(buf) + 16);
}

static noinline void crash_kmap_depth(void)
{
	struct page *page = alloc_page(GFP_KERNEL);
	int i;

	for (i = 0; i < KM_MAX_IDX; i++)
		kmap_local_pfn(page_to_pfn(page));
}

static noinline void crash_kmap_atomic(void)
{
	kmap_atomic(alloc_page(GFP_KERNEL));
	crash_null();
	barrier();
}

static const struct crash_kind {
	const char *name;
	void (*fn)(void);
	const char *help;
} crash_kinds[] = {
	{ "null", crash_null, "read through a null pointer" },
	{ "write-null", crash_write_null, "write through a null pointer" },
	{ "rodata", crash_rodata, "write to a constant" },
	{ "set-ro", crash_set_ro, "write to a page after set_memory_ro()" },
	{ "set-nx", crash_set_nx, "execute a page after set_memory_nx()" },
	{ "text", crash_text, "write to the kernel's code" },
	{ "exec", crash_exec, "execute data (stopped where there is NX)" },
	{ "jump", crash_jump, "call an address that is not mapped" },
	{ "hole", crash_hole, "read behind the direct map" },
	{ "vmalloc", crash_vmalloc, "write behind a vmalloc area" },
	{ "vfree", crash_vfree, "write to a freed vmalloc area" },
	{ "use-after-free", crash_use_after_free, "write to a freed page (debug_pagealloc=on)" },
	{ "double-free", crash_double_free, "free a page twice; goes on (page_owner=on)" },
	{ "nofail", crash_nofail, "use up LOWMEM with __GFP_NOFAIL" },
	{ "nofail-size", crash_nofail_size, "ask for too much with __GFP_NOFAIL" },
	{ "leak", crash_leak,
	  "lose pages, objects, an area; goes on; see leaks (page_owner=on slab_debug=U)" },
	{ "write-after-free", crash_write_after_free,
	  "write to a freed object; goes on (slab_debug)" },
	{ "overrun", crash_overrun, "write behind an object; goes on (slab_debug)" },
	{ "kfree-twice", crash_kfree_twice, "free an object twice; goes on (slab_debug)" },
	{ "destroy", crash_destroy, "destroy a cache in use; goes on (slab_debug)" },
	{ "user", crash_user, "read the user half" },
	{ "stack", crash_stack, "endless recursion" },
	{ "irq-stack", crash_irq_stack, "endless recursion in an interrupt handler" },
	{ "guard", crash_guard, "write below the stack" },
	{ "double", crash_double, "fault without a stack" },
	{ "div", crash_div, "divide by zero" },
	{ "gpf", crash_gpf, "load a selector that does not exist" },
	{ "init", crash_init, "call an __init function after boot" },
	{ "bug", crash_bug, "BUG_ON()" },
	{ "warn", crash_warn, "WARN(); goes on" },
	{ "panic", crash_panic, "panic()" },
	{ "smp-panic", crash_smp_panic, "panic() on all CPUs at once" },
	{ "smp-talk", crash_smp_talk, "BUG_ON() while other CPUs print" },
	{ "smp-deaf", crash_smp_deaf, "panic() while another CPU does not listen" },
	{ "kmap-depth", crash_kmap_depth, "one kmap_local mapping too many" },
	{ "smp-vfree", crash_smp_vfree, "free a vmalloc area while another CPU reads it" },
	{ "kmap-keep", crash_kmap_keep, "keep kmap_local mappings; goes on; see kmap" },
	{ "kmap-atomic", crash_kmap_atomic, "fault inside kmap_atomic()" },
	{ "page-end", crash_page_end, "copy past the end of a page" },
	{ "canary", crash_canary, "overrun a buffer on the stack" },
};

/* Return: 0, or -EINVAL when there is no kind of that name. */
static int crash(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(crash_kinds); i++) {
		if (!strcmp(name, crash_kinds[i].name)) {
			crash_kinds[i].fn();
			return 0;
		}
	}
	console_printf(*name ? "crash: no kind %s. There are:\n" : "kinds:\n", name);
	for (i = 0; i < ARRAY_SIZE(crash_kinds); i++)
		console_printf("  %-18s%s\n", crash_kinds[i].name, crash_kinds[i].help);
	return *name ? -EINVAL : 0;
}

static int crash_command(int argc, char **argv)
{
	return argc <= 2 ? crash(argc == 2 ? argv[1] : "") : -EINVAL;
}
MONITOR_COMMAND(crash, "[KIND]", "break the kernel and see the report, or list the kinds",
		crash_command);

static const char *kind_asked;

static int __init crash_setup(char *val)
{
	kind_asked = val;
	return 1;
}
__setup("crash=", crash_setup);

void crash_if_asked(void)
{
	if (kind_asked)
		crash(kind_asked);
}
