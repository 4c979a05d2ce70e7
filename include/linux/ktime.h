// SPDX-License-Identifier: MIT
/*
 * linux/ktime.h - time in nanoseconds, as a number
 */
#ifndef LINUX_KTIME_H
#define LINUX_KTIME_H

#include <linux/math64.h>
#include <linux/sched/clock.h>
#include <linux/types.h>

#define NSEC_PER_USEC 1000L
#define NSEC_PER_MSEC 1000000L
#define USEC_PER_SEC 1000000L
#define NSEC_PER_SEC 1000000000L

typedef s64 ktime_t;

/* Since about the start of the kernel; never less than it was before on any CPU. Context: any. */
static inline ktime_t ktime_get(void)
{
	return local_clock();
}

#define MSEC_PER_SEC 1000L
#define USEC_PER_MSEC 1000L

#define ktime_get_ns() ((u64)ktime_get())
#define ktime_get_raw() ktime_get()
#define ktime_get_boottime() ktime_get()
#define ktime_set(secs, nsecs) ((ktime_t)(secs)*NSEC_PER_SEC + (nsecs))
#define ktime_to_ns(t) (t)
#define ns_to_ktime(ns) ((ktime_t)(ns))
#define ktime_to_us(t) div_s64(t, NSEC_PER_USEC)
#define ktime_to_ms(t) div_s64(t, NSEC_PER_MSEC)
#define ktime_add(a, b) ((a) + (b))
#define ktime_sub(a, b) ((a) - (b))
#define ktime_add_ns(t, ns) ((t) + (ktime_t)(ns))
#define ktime_add_us(t, us) ((t) + (ktime_t)(us)*NSEC_PER_USEC)
#define ktime_add_ms(t, ms) ((t) + (ktime_t)(ms)*NSEC_PER_MSEC)
#define ktime_us_delta(later, earlier) ktime_to_us((later) - (earlier))
#define ktime_ms_delta(later, earlier) ktime_to_ms((later) - (earlier))
#define ktime_after(a, b) ((a) > (b))
#define ktime_before(a, b) ((a) < (b))
#define ktime_compare(a, b) ((a) < (b) ? -1 : (a) > (b))

#endif
