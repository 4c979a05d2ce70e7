// SPDX-License-Identifier: MIT
/*
 * arch/i386/stacktrace.c - backtraces
 *
 * Every function that calls another begins with push ebp; mov ebp, esp (-fno-omit-frame-pointer):
 *
 *   ebp ──> | caller's ebp   | ──> | its caller's ebp | ──> 0, pushed by boot/entry.asm
 *           | return address |     | return address   |
 *
 * A function that calls nobody has no frame: when it is interrupted, the address in its caller is on the stack but not in
 * the chain. The chain is only followed upwards, from the interrupt stack once to the interrupted one, and inside the stacks
 * that are known, so that a broken one ends the trace and does no harm.
 *
 * Tests: tests/kernel/traps_test.c
 * Linux: arch/x86/kernel/unwind_frame.c, kernel/stacktrace.c.
 */
#include <linux/stacktrace.h>

#include <linux/align.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <asm/desc.h>
#include <asm/page.h>
#include <asm/switch_to.h>
#include <asm/traps.h>

#define MAX_GUESSES 8

struct stack_frame {
	unsigned long bp;
	unsigned long ip;
};

struct unwind {
	const struct task_struct *task; /* whose stack may be followed */
	unsigned long bp;
	bool interrupted; /* ip is not a return address: code was interrupted there */
};

/* End of the known stack that addr lies in, with room for a frame; 0 if it lies in none. */
static unsigned long stack_end(const struct task_struct *task, unsigned long addr)
{
	unsigned long stacks[] = { (unsigned long)task->stack, this_cpu_read(irq_stack),
				   this_cpu_read(doublefault_stack) };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(stacks); i++)
		if (addr >= stacks[i] &&
		    addr <= stacks[i] + THREAD_SIZE - sizeof(struct stack_frame))
			return stacks[i] + THREAD_SIZE;
	return 0;
}

static bool frame_on_stack(const struct task_struct *task, unsigned long bp)
{
	return bp % sizeof(long) == 0 && stack_end(task, bp);
}

/* A caller's frame lies further up, or, from the interrupt stack, on the stack that was interrupted. */
static bool leads_outwards(const struct task_struct *task, unsigned long bp, unsigned long next)
{
	unsigned long end = stack_end(task, bp);

	return stack_end(task, next) == end ? next > bp
					    : end == this_cpu_read(irq_stack) + THREAD_SIZE;
}

/* The next address outwards; 0 at the end. */
static unsigned long unwind_next(struct unwind *state, bool *interrupted)
{
	const struct stack_frame *frame = (const struct stack_frame *)state->bp;

	if (!frame_on_stack(state->task, state->bp))
		return 0;
	*interrupted = state->interrupted;
	state->interrupted = frame->ip == (unsigned long)trap_return;
	state->bp = leads_outwards(state->task, state->bp, frame->bp) ? frame->bp : 0;
	return frame->ip;
}

unsigned int stack_trace_save(unsigned long *store, unsigned int size, unsigned int skipnr)
{
	struct unwind state = { current, (unsigned long)__builtin_frame_address(0), false };
	unsigned long ip;
	unsigned int nr = 0;
	bool interrupted;

	while (nr < size && (ip = unwind_next(&state, &interrupted))) {
		if (skipnr)
			skipnr--;
		else
			store[nr++] = ip;
	}
	return nr;
}

unsigned int filter_irq_stacks(unsigned long *entries, unsigned int nr)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		if (entries[i] == (unsigned long)trap_return)
			return i;
	return nr;
}

/* Recursion shows as one address many times: one line for the first, one for the rest. */
static void show_repeats(unsigned int repeats)
{
	if (repeats)
		printk(" ... the same %u more times\n", repeats);
}

/* Words on the stack that look like return addresses, up to the first frame. */
static void show_guesses(unsigned long sp, unsigned long bp)
{
	unsigned long end = stack_end(current, sp);
	unsigned long size, offset;
	unsigned int nr = 0;

	if (frame_on_stack(current, bp) && bp < end)
		end = bp;
	for (sp = ALIGN(sp, sizeof(long)); sp < end && nr < MAX_GUESSES; sp += sizeof(long)) {
		unsigned long word = *(const unsigned long *)sp;

		if (kallsyms_lookup(word, &size, &offset) && offset) {
			printk(" ? %pB\n", (void *)word);
			nr++;
		}
	}
}

static void show_frames(struct unwind state)
{
	unsigned long ip, last = 0;
	unsigned int repeats = 0;
	bool interrupted;

	while ((ip = unwind_next(&state, &interrupted))) {
		if (ip == last) {
			repeats++;
			continue;
		}
		show_repeats(repeats);
		repeats = 0;
		last = ip;
		/* A call may be its function's last instruction: %pB looks up the address before. */
		if (interrupted)
			printk(" %pS\n", (void *)ip);
		else
			printk(" %pB\n", (void *)ip);
	}
	show_repeats(repeats);
}

void show_trace(unsigned long sp, unsigned long bp)
{
	printk("Call Trace:\n");
	show_guesses(sp, bp);
	show_frames((struct unwind){ current, bp, false });
}

static void show_interrupted(void *unused)
{
	dump_stack();
}

/* One that runs elsewhere is interrupted; meanwhile another may be in its place, which is named. */
void show_stack(struct task_struct *p)
{
	const struct switch_frame *frame = (const struct switch_frame *)READ_ONCE(p->sp);

	printk("task:%s pid:%d cpu:%u\n", p->comm, p->pid, task_cpu(p));
	if (p != current && task_curr(p)) {
		smp_call_function_single(task_cpu(p), show_interrupted, NULL, 1);
		return;
	}
	printk("Call Trace:\n");
	if (p == current)
		show_frames((struct unwind){ p, (unsigned long)__builtin_frame_address(0), false });
	else if (stack_end(p, (unsigned long)frame))
		show_frames((struct unwind){ p, frame->bp, false });
}

void show_cpu_and_thread(void)
{
	printk("CPU: %u PID: %d Comm: %s\n", raw_smp_processor_id(), current->pid, current->comm);
}

void dump_stack(void)
{
	show_cpu_and_thread();
	show_trace(0, (unsigned long)__builtin_frame_address(0));
}
