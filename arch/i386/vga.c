// SPDX-License-Identifier: MIT
/*
 * arch/i386/vga.c - the screen as console: VGA text, 80 columns, 25 lines
 *
 *   b8000  +--------------------------+  32 KiB of cells: character, colour
 *          | lines that scrolled off  |
 *   origin |- - - - - - - - - - - - - |
 *          | 25 lines on the screen   |  the controller shows what begins at origin
 *          |- - - - - - - - - - - - - |
 *          | not used yet             |
 *   c0000  +--------------------------+
 *
 * Scrolling moves origin, not the text; only when the memory ends do the last lines go back to its start.
 *
 * Tests: console-screen in tests/boot/console_cases.py reads the screen's memory through QEMU
 */
#include <linux/console.h>

#include <linux/errno.h>
#include <linux/string.h>
#include <asm/io.h>
#include <asm/page.h>
#include "console.h"

#define COLUMNS 80
#define LINES 25
#define NR_CELLS (32 * 1024 / 2)
#define BLANK 0x0720 /* a space, light grey on black */
#define TAB_SIZE 8
#define ESC 0x1b

#define CRTC_INDEX 0x3d4
#define CRTC_DATA 0x3d5
#define CRTC_START 12  /* and 13: first cell shown */
#define CRTC_CURSOR 14 /* and 15: cell of the cursor */

static volatile u16 *const cells = (volatile u16 *)(PAGE_OFFSET + 0xb8000);
static unsigned int origin, row, column;
static bool cleared;

static void crtc_write(u8 index, u16 value)
{
	outb(index, CRTC_INDEX);
	outb(value >> 8, CRTC_DATA);
	outb(index + 1, CRTC_INDEX);
	outb(value, CRTC_DATA);
}

static void blank(unsigned int first, unsigned int count)
{
	while (count--)
		cells[first++] = BLANK;
}

/* Does the memory keep what is written to it? */
static int vga_setup(int index, const char *options)
{
	u16 saved = cells[0];
	bool kept;

	cells[0] = 0x5aa5;
	cells[1] = 0xa55a; /* so that the bus does not echo the first */
	kept = cells[0] == 0x5aa5;
	cells[0] = saved;
	return kept ? 0 : -ENODEV;
}

static void next_line(void)
{
	unsigned int kept;

	column = 0;
	if (++row < LINES)
		return;
	row = LINES - 1;
	origin += COLUMNS;
	if (origin + LINES * COLUMNS > NR_CELLS) {
		for (kept = 0; kept < row * COLUMNS; kept++)
			cells[kept] = cells[origin + kept];
		origin = 0;
	}
	blank(origin + row * COLUMNS, COLUMNS);
	crtc_write(CRTC_START, origin);
}

/* Escape sequences are for terminals: ESC [ parameters letter. Return: c belongs to one. */
static bool in_escape(char c)
{
	static bool inside;

	if (c == ESC)
		inside = true;
	else if (!inside)
		return false;
	else if (c != '[' && c >= '@')
		inside = false;
	return true;
}

static void put(char c)
{
	if (in_escape(c))
		return;
	switch (c) {
	case '\n':
		next_line();
		return;
	case '\r':
		column = 0;
		return;
	case '\b':
		if (column)
			column--;
		return;
	case '\t':
		column = (column / TAB_SIZE + 1) * TAB_SIZE;
		break;
	default:
		if (c < ' ')
			return;
		cells[origin + row * COLUMNS + column++] = (BLANK & 0xff00) | (u8)c;
	}
	if (column >= COLUMNS)
		next_line();
}

static void vga_write(const char *s, unsigned int count)
{
	if (!cleared) {
		blank(0, LINES * COLUMNS);
		crtc_write(CRTC_START, 0);
		cleared = true;
	}
	while (count--)
		put(*s++);
	crtc_write(CRTC_CURSOR, origin + row * COLUMNS + column);
}

struct console vga_console = {
	.name = "tty",
	.write = vga_write,
	.setup = vga_setup,
};
