// SPDX-License-Identifier: MIT
/*
 * arch/i386/time.c - the tick, and a clock in nanoseconds that all CPUs share
 *
 *   start_kernel()            time_init()                interrupts on
 *   PIT counts 55 ms down     HZ ticks a second          jiffies advance
 *        |--- local_clock() reads it, and the time stamp counter ---|-- local_clock() reads the counter alone
 *
 * The boot does not stand still for a calibration: the first local_clock() starts one long count of the PIT, and each
 * later call compares how far PIT and time stamp counter have come, until that is good enough. What is left to wait for
 * in time_init() is a millisecond or nothing. Without a time stamp counter the clock goes on in steps of a tick.
 *
 * Each CPU has an anchor: what its time stamp counter was when the clock was so much, set anew at each of its ticks. Counters
 * may differ, jump or stop. What a counter claims to have passed since the anchor counts only up to TSC_TRUST; a tick
 * whose counter says something else counts as one tick; and no CPU is let run behind the boot CPU's last tick or away from it.
 * What is left is hidden by clock_last: no call, on any CPU, returns less than one before.
 *
 * clock_lock guards all of it. A panic may stop its holder, an NMI interrupt it: they wait for it only a while.
 *
 * Tests: tests/kernel/traps_test.c, smp_clock_test.c
 * Linux: arch/x86/kernel/tsc.c, kernel/time/timer.c.
 */
#include <linux/sched/clock.h>

#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <asm/apic.h>
#include <asm/cpufeature.h>
#include <asm/io.h>
#include <asm/irq.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/timex.h>

/* Intel 8254. Counter 0 raises interrupt line 0; counter 2 is the speaker's, and its output can be read. */
#define PIT_COUNTER_0 0x40
#define PIT_COUNTER_2 0x42
#define PIT_CONTROL 0x43
#define PIT_RATE_0 0x34	    /* counter 0, mode 2: starts again at 0 */
#define PIT_ONE_SHOT_2 0xb0 /* counter 2, mode 0: output goes high at 0, and stays */
#define PIT_LATCH_2 0x80
#define PIT_LATCH_0 0x00

/* System control port B. */
#define PORT_B 0x61
#define PORT_B_GATE_2 0x01
#define PORT_B_SPEAKER 0x02
#define PORT_B_OUT_2 0x20

#define PIT_HZ 1193182
#define PIT_TICK_COUNT ((PIT_HZ + HZ / 2) / HZ)
#define PIT_LONG_COUNT 0xffff

#define NSEC_PER_TICK (NSEC_PER_SEC / HZ)

/* Nanoseconds = cycles * tsc_mult >> TSC_SHIFT. */
#define TSC_SHIFT 22

/*
 * Two readings of PIT and time stamp counter give the rate of the latter when they lie this far apart and took no more
 * than 1/256 of that time themselves: an emulator may do something else in the middle of one.
 */
#define CALIBRATION_COUNT (PIT_HZ / 200)
#define CALIBRATION_COUNT_LEAST 512	    /* for time_init() */
#define CALIBRATION_PATIENCE (PIT_HZ / 100) /* of time_init() */
#define CALIBRATION_SHIFT 8

volatile unsigned long jiffies;

static enum { CLOCK_OFF, CLOCK_PIT, CLOCK_TSC, CLOCK_TICKS } clock_state;
static u64 clock_base; /* nanoseconds at the start of the long count, or at the last tick */
static u32 tsc_mult;
static u64 clock_last;	  /* what local_clock() returned last, on any CPU */
static u64 boot_cpu_tick; /* when the boot CPU had its last tick */

/* Longest time for which a time stamp counter is believed without a tick. */
#define TSC_TRUST (2ULL * NSEC_PER_SEC)

DEFINE_PER_CPU(struct clock_anchor, clock_anchor);

static DEFINE_SPINLOCK(clock_lock);
#define CLOCK_LOCK_SPINS 1000000

static void pit_start(u8 mode, u16 counter, u16 count)
{
	outb(mode, PIT_CONTROL);
	outb(count & 0xff, counter);
	outb(count >> 8, counter);
	io_delay(); /* the count is loaded at the next beat */
}

/* What a counter has left to count. */
static u32 pit_read(u8 latch, u16 counter)
{
	u8 low;

	outb(latch, PIT_CONTROL);
	low = inb(counter);
	return inb(counter) << 8 | low;
}

/* How far the long count has come. */
static u32 pit_elapsed(void)
{
	u32 left = pit_read(PIT_LATCH_2, PIT_COUNTER_2);

	return inb(PORT_B) & PORT_B_OUT_2 ? PIT_LONG_COUNT : PIT_LONG_COUNT - left;
}

static u64 pit_to_ns(u32 count)
{
	return div_u64((u64)count * NSEC_PER_SEC, PIT_HZ);
}

static u64 tsc_to_ns(u64 cycles)
{
	u64 high = (cycles >> 32) * tsc_mult << (32 - TSC_SHIFT);

	return high + ((u64)(u32)cycles * tsc_mult >> TSC_SHIFT);
}

static struct reading {
	u32 count;
	u64 tsc;
	u64 unsure; /* cycles that the reading took */
} first_reading;

static struct reading take_reading(void)
{
	struct reading now;
	u64 before = get_cycles();

	now.count = pit_elapsed();
	now.tsc = get_cycles();
	now.unsure = now.tsc - before;
	return now;
}

static void long_count_start(void)
{
	outb((inb(PORT_B) & ~PORT_B_SPEAKER) | PORT_B_GATE_2, PORT_B);
	pit_start(PIT_ONE_SHOT_2, PIT_COUNTER_2, PIT_LONG_COUNT);
	first_reading = take_reading();
	clock_state = CLOCK_PIT;
}

/* How far the long count has come. Switches to the time stamp counter if that is at least @wanted, and sure enough. */
static u32 long_count_read(u32 wanted)
{
	struct reading *first = &first_reading, now = take_reading();
	u64 cycles = now.tsc - first->tsc;

	if (now.count >= first->count + wanted && now.count < PIT_LONG_COUNT && cycles &&
	    cycles >> 32 == 0 && (first->unsure + now.unsure) << CALIBRATION_SHIFT <= cycles) {
		tsc_mult = div_u64(pit_to_ns(now.count - first->count) << TSC_SHIFT, cycles);
		*this_cpu_ptr(&clock_anchor) = (struct clock_anchor){
			.ns = clock_base + pit_to_ns(first->count),
			.tsc = first->tsc,
		};
		clock_state = CLOCK_TSC;
	} else if (now.unsure < first->unsure / 2) {
		*first = now;
	}
	return now.count;
}

static u64 anchored(const struct clock_anchor *a, u64 tsc)
{
	s64 cycles = tsc - a->tsc;
	u64 elapsed = cycles > 0 ? tsc_to_ns(cycles) : 0;

	return a->ns + min(elapsed, TSC_TRUST);
}

static u64 clock_read(void)
{
	u64 now = clock_base;
	u32 elapsed;

	switch (clock_state) {
	case CLOCK_OFF:
		long_count_start();
		return 0;
	case CLOCK_PIT:
		elapsed = long_count_read(CALIBRATION_COUNT);
		now += pit_to_ns(elapsed);
		if (elapsed == PIT_LONG_COUNT) {
			clock_base = now;
			long_count_start();
		}
		return now;
	case CLOCK_TSC:
		return anchored(this_cpu_ptr(&clock_anchor), rdtsc());
	default:
		return clock_base;
	}
}

/* Return: the lock was taken. False: go on without it, its holder has been stopped, or interrupted by this NMI. */
static bool clock_lock_irqsave(unsigned long *flags)
{
	static bool gone; /* not waited for again: who prints asks for the time very often */
	u32 spins = gone ? CLOCK_LOCK_SPINS : 0;
	bool locked;

	local_irq_save(*flags);
	while (!(locked = spin_trylock(&clock_lock))) {
		if ((oops_in_progress || in_nmi()) && ++spins > CLOCK_LOCK_SPINS) {
			gone = true;
			break;
		}
		cpu_relax();
	}
	return locked;
}

static void clock_unlock_irqrestore(bool locked, unsigned long flags)
{
	if (locked)
		spin_unlock(&clock_lock);
	local_irq_restore(flags);
}

u64 local_clock(void)
{
	unsigned long flags;
	bool locked = clock_lock_irqsave(&flags);
	u64 now = max(clock_read(), clock_last);

	clock_last = now;
	clock_unlock_irqrestore(locked, flags);
	return now;
}

/* A tick has passed on this CPU, and its counter says what it says. */
static void move_anchor(struct clock_anchor *a)
{
	u64 tsc = rdtsc(), now = anchored(a, tsc);

	if (now == a->ns || now == a->ns + TSC_TRUST)
		now = a->ns + NSEC_PER_TICK;
	if (!smp_processor_id()) {
		/* What was believed meanwhile cannot be taken back. */
		now = max(now, clock_last);
		boot_cpu_tick = now;
	} else {
		now = max(now, boot_cpu_tick);
		/* A boot CPU that does not tick is no measure. */
		if (a->boot_cpu_tick != boot_cpu_tick)
			now = min(now, boot_cpu_tick + 2 * NSEC_PER_TICK);
		a->boot_cpu_tick = boot_cpu_tick;
	}
	a->ns = now;
	a->tsc = tsc;
}

void clock_start_cpu(void)
{
	unsigned long flags;
	bool locked = clock_lock_irqsave(&flags);

	*this_cpu_ptr(&clock_anchor) =
		(struct clock_anchor){ .ns = clock_last, .tsc = get_cycles() };
	clock_unlock_irqrestore(locked, flags);
}

void timer_tick(void)
{
	unsigned long flags;
	bool locked = clock_lock_irqsave(&flags);

	if (clock_state == CLOCK_TSC)
		move_anchor(this_cpu_ptr(&clock_anchor));
	else if (!smp_processor_id())
		clock_base += NSEC_PER_TICK;
	clock_unlock_irqrestore(locked, flags);
	if (!smp_processor_id())
		jiffies++;
	scheduler_tick();
}

/* The PIT is wired to the boot CPU, which tells the others. */
static irqreturn_t timer_interrupt(int irq, void *dev)
{
	timer_tick();
	smp_forward_tick();
	return IRQ_HANDLED;
}

/* ---- delays ---- */

/* Counter 0 goes round once a tick. */
static u32 pit_phase(void)
{
	unsigned long flags;
	bool locked = clock_lock_irqsave(&flags);
	u32 left = pit_read(PIT_LATCH_0, PIT_COUNTER_0);

	clock_unlock_irqrestore(locked, flags);
	return PIT_TICK_COUNT - left;
}

/* What a counter that jumped claims in one look must not end a delay. */
#define LONGEST_STEP_NS 1000000

static noinline void tsc_delay(u64 ns)
{
	u64 last = rdtsc(), now, step;

	for (;; last = now) {
		cpu_relax();
		now = rdtsc();
		step = now > last ? tsc_to_ns(now - last) : 0;
		if (step > LONGEST_STEP_NS)
			continue;
		if (step >= ns)
			return;
		ns -= step;
	}
}

static void pit_delay(u32 count)
{
	u32 last = pit_phase(), now, step;

	for (;; last = now) {
		now = pit_phase();
		step = now >= last ? now - last : now + PIT_TICK_COUNT - last;
		if (step >= count)
			return;
		count -= step;
	}
}

void udelay(unsigned long us)
{
	if (clock_state == CLOCK_TSC)
		tsc_delay((u64)us * NSEC_PER_USEC);
	else if (clock_state == CLOCK_TICKS)
		pit_delay(div_u64((u64)us * PIT_HZ, USEC_PER_SEC) + 2); /* two beats are cut off */
	else
		while (us--)
			io_delay();
}

void mdelay(unsigned long ms)
{
	while (ms--)
		udelay(1000);
}

/* ---- the start ---- */

/* After a fast boot, or one that printed little, the second reading is yet to come: waits for it, ten milliseconds at most. */
static void __init finish_calibration(void)
{
	u32 elapsed = long_count_read(CALIBRATION_COUNT_LEAST);
	u32 limit = min(elapsed + CALIBRATION_PATIENCE, (u32)PIT_LONG_COUNT);

	while (clock_state == CLOCK_PIT && elapsed < limit)
		elapsed = long_count_read(CALIBRATION_COUNT_LEAST);
}

void __init time_init(void)
{
	bool apic_timer;

	if (clock_state == CLOCK_PIT && boot_tsc)
		finish_calibration();
	apic_timer = apic_timer_calibrate();
	if (clock_state == CLOCK_PIT) {
		clock_base = local_clock();
		clock_state = CLOCK_TICKS;
	}
	pit_start(PIT_RATE_0, PIT_COUNTER_0, PIT_TICK_COUNT);
	if (apic_timer)
		apic_timer_start();
	else
		request_irq(TIMER_IRQ, timer_interrupt, 0, "timer", NULL);
}
