// SPDX-License-Identifier: MIT
/*
 * rtc_interrupts.h - 8,192 interrupts a second, from the real-time clock
 */
#ifndef RTC_INTERRUPTS_H
#define RTC_INTERRUPTS_H

#include <linux/interrupt.h>
#include <linux/irqflags.h>
#include <asm/io.h>

#define RTC_IRQ 8
#define RTC_REG_A 10
#define RTC_REG_B 11
#define RTC_REG_C 12
#define RTC_PIE 0x40

static u8 rtc_reg_a, rtc_reg_b;

static inline u8 rtc_read(u8 reg)
{
	outb(reg, 0x70);
	return inb(0x71);
}

static inline void rtc_write(u8 reg, u8 val)
{
	outb(reg, 0x70);
	outb(val, 0x71);
}

/* The handler calls it, to let the next interrupt come. */
static inline void rtc_next(void)
{
	rtc_read(RTC_REG_C);
}

/* Return: that of request_irq(). */
static inline int rtc_start(irqreturn_t (*handler)(int irq, void *dev))
{
	int err = request_irq(RTC_IRQ, handler, 0, "test", NULL);
	unsigned long flags;

	if (err)
		return err;
	local_irq_save(flags);
	rtc_reg_a = rtc_read(RTC_REG_A);
	rtc_reg_b = rtc_read(RTC_REG_B);
	rtc_write(RTC_REG_A, (rtc_reg_a & 0xf0) | 3);
	rtc_write(RTC_REG_B, rtc_reg_b | RTC_PIE);
	rtc_next();
	local_irq_restore(flags);
	return 0;
}

static inline void rtc_stop(void)
{
	unsigned long flags;

	local_irq_save(flags);
	rtc_write(RTC_REG_B, rtc_reg_b);
	rtc_write(RTC_REG_A, rtc_reg_a);
	rtc_next();
	local_irq_restore(flags);
	free_irq(RTC_IRQ, NULL);
}

#endif
