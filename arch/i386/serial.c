// SPDX-License-Identifier: MIT
/*
 * arch/i386/serial.c - the serial port as console: 8250 to 16550
 *
 *   port + 0   THR, RBR   a byte out, a byte in; with LCR.DLAB the low divisor byte
 *        + 1   IER        interrupts wanted; with LCR.DLAB the high divisor byte
 *        + 2   FCR, IIR   FIFO on; what is there
 *        + 3   LCR        data bits, parity, DLAB
 *        + 4   MCR        modem lines; OUT2 lets the interrupt through
 *        + 5   LSR        byte received, transmitter empty
 *
 * Output waits for the transmitter, never for an interrupt: it works in any context. Input is taken by interrupt, or when
 * console_getc() finds nothing and looks itself.
 *
 * Tests: every guest of tests/boot; console.* there types.
 */
#include <linux/console.h>

#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/wait.h>
#include <asm/io.h>
#include <asm/setup.h>
#include "console.h"

#define THR 0
#define RBR 0
#define IER 1
#define IER_RECEIVED 0x01
#define IER_ALL 0x0f
#define FCR 2
#define FCR_ON_CLEAR_ALL 0x07
#define FCR_TRIGGER_AT_8 0x80
#define IIR 2
#define IIR_FIFO_WORKS 0xc0
#define LCR 3
#define LCR_8_BITS 0x03
#define LCR_7_BITS 0x02
#define LCR_ODD 0x08
#define LCR_EVEN 0x18
#define LCR_DLAB 0x80
#define MCR 4
#define MCR_DTR_RTS_OUT2 0x0b
#define LSR 5
#define LSR_RECEIVED 0x01
#define LSR_EMPTY 0x20

#define MAX_BAUD 115200
#define FIFO_SIZE 16
/*
 * Sixteen bytes at 1200 baud take 0.15 s. Once the transmitter is known to work, whoever reads may pause for ten seconds; less
 * before time_init(), where udelay() is a guess.
 */
#define LOOK_US 10
#define MAX_LOOKS (200000 / LOOK_US)
#define MAX_LOOKS_WORKING (10000000 / LOOK_US)
/* The first ones come without a delay. */
#define QUICK_LOOKS 1000

static const struct {
	u16 port;
	u8 irq;
} uarts[] = { { 0x3f8, 4 }, { 0x2f8, 3 }, { 0x3e8, 4 }, { 0x2e8, 3 } };

static u16 port; /* 0: no port in use */
static u8 port_irq;
static u8 fifo_size;
static u8 fifo_room; /* bytes that can be written before the transmitter has to be looked at */

/* Typed and not read yet: entries head - 1 down to tail, modulo its size. */
static u8 input[64];
static unsigned int input_head, input_tail;
DECLARE_WAIT_QUEUE_HEAD(console_wait);

static bool uart_present(u16 base)
{
	bool clears, sets;

	outb(0, base + IER);
	clears = (inb(base + IER) & IER_ALL) == 0;
	outb(IER_ALL, base + IER);
	sets = (inb(base + IER) & IER_ALL) == IER_ALL;
	outb(0, base + IER);
	return clears && sets;
}

/* "115200n8": rate, parity n, o or e, bits 7 or 8. What is missing is 115200, n, 8. Return: the line control byte. */
static u8 parse_options(const char *options, unsigned int *baud)
{
	char *rest = (char *)options;
	u8 lcr = LCR_8_BITS;

	*baud = 0;
	if (options)
		*baud = simple_strtoul(options, &rest, 10);
	if (*baud == 0 || *baud > MAX_BAUD)
		*baud = MAX_BAUD;
	if (rest && *rest) {
		if (rest[1] == '7')
			lcr = LCR_7_BITS;
		lcr |= *rest == 'o' ? LCR_ODD : *rest == 'e' ? LCR_EVEN : 0;
	}
	return lcr;
}

/* Empties the port; what does not fit is lost. Interrupts off. */
static void serial_receive(void)
{
	int max = sizeof(input); /* a port that was unplugged reports bytes for ever */

	while (max-- && inb(port + LSR) & LSR_RECEIVED) {
		u8 c = inb(port + RBR);

		if (input_head - input_tail < sizeof(input))
			input[input_head++ % sizeof(input)] = c;
	}
}

static int serial_setup(int index, const char *options)
{
	unsigned int baud, divisor;
	u8 lcr;

	if (index < 0 || index >= ARRAY_SIZE(uarts) || !uart_present(uarts[index].port))
		return -ENODEV;
	port = uarts[index].port;
	port_irq = uarts[index].irq;
	lcr = parse_options(options, &baud);
	divisor = MAX_BAUD / baud;
	outb(lcr | LCR_DLAB, port + LCR);
	outb(divisor, port);
	outb(divisor >> 8, port + 1);
	outb(lcr, port + LCR);
	serial_receive(); /* what was typed meanwhile: switching the FIFO on loses it */
	outb(FCR_ON_CLEAR_ALL | FCR_TRIGGER_AT_8, port + FCR);
	fifo_size = (inb(port + IIR) & IIR_FIFO_WORKS) == IIR_FIFO_WORKS ? FIFO_SIZE : 1;
	fifo_room = 0;
	outb(MCR_DTR_RTS_OUT2, port + MCR);
	return 0;
}

static bool transmitter_empty(void)
{
	/* A port that timed out is not waited for again until it moves. */
	static unsigned int max_looks = MAX_LOOKS;
	unsigned int looks;

	for (looks = 0; !(inb(port + LSR) & LSR_EMPTY); looks++) {
		if (looks >= max_looks) {
			max_looks = 0;
			return false;
		}
		if (looks >= QUICK_LOOKS)
			udelay(LOOK_US);
	}
	max_looks = MAX_LOOKS_WORKING;
	return true;
}

static void serial_put(u8 c)
{
	if (!fifo_room) {
		if (!transmitter_empty())
			return;
		fifo_room = fifo_size;
	}
	fifo_room--;
	outb(c, port + THR);
}

static void serial_write(const char *s, unsigned int count)
{
	for (; count; count--, s++) {
		if (*s == '\n')
			serial_put('\r');
		serial_put(*s);
	}
}

struct console serial_console = {
	.name = "ttyS",
	.write = serial_write,
	.setup = serial_setup,
};

static irqreturn_t serial_interrupt(int irq, void *dev)
{
	serial_receive();
	wake_up(&console_wait);
	return IRQ_HANDLED;
}

int console_getc(void)
{
	unsigned long flags;
	int c = -1;

	if (!port)
		return -1;
	local_irq_save(flags);
	if (input_head == input_tail)
		serial_receive();
	if (input_head != input_tail)
		c = input[input_tail++ % sizeof(input)];
	local_irq_restore(flags);
	return c;
}

void __init setup_console_input(void)
{
	if (port && request_irq(port_irq, serial_interrupt, 0, "ttyS", NULL) == 0)
		outb(IER_RECEIVED, port + IER);
}

void __init setup_early_console(void)
{
	register_console(&vga_console);
	register_console(&serial_console);
}
