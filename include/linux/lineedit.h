// SPDX-License-Identifier: MIT
/*
 * linux/lineedit.h - a line of text that a person types, corrects and finds again
 *
 *   left right, Ctrl-B Ctrl-F     one character           backspace, Ctrl-H   delete to the left
 *   home end, Ctrl-A Ctrl-E       start, end              delete, Ctrl-D      delete under the
 * cursor up down, Ctrl-P Ctrl-N        older, newer line       Ctrl-W Ctrl-U Ctrl-K  delete word,
 * to start, to end Ctrl-L                        clear the screen        Ctrl-C              drop
 * the line return (CR, LF or CR LF)      done
 *
 * Knows nothing of the console: bytes go in by lineedit_feed() and out by put(). The picture is
 * kept with printable characters and backspaces alone, so any terminal will do; only Ctrl-L sends
 * an ANSI sequence.
 *
 * Tests: tests/kernel/monitor_test.c
 */
#ifndef LINUX_LINEEDIT_H
#define LINUX_LINEEDIT_H

#include <linux/types.h>

#define LINEEDIT_SIZE 128   /* bytes, the terminating 0 included */
#define LINEEDIT_HISTORY 16 /* lines */

struct lineedit {
	const char *prompt;
	void (*put)(struct lineedit *le, const char *text, size_t len);

	char line[LINEEDIT_SIZE];
	unsigned int len; /* of line */
	unsigned int pos; /* of the cursor, 0..len */

	/* private */
	char history[LINEEDIT_HISTORY]
		    [LINEEDIT_SIZE]; /* a ring: line n is history[n % LINEEDIT_HISTORY] */
	unsigned int nr_history;     /* lines ever entered */
	unsigned int browsed;	     /* which one is shown; nr_history: the new one */
	char draft[LINEEDIT_SIZE];   /* the new one, while an old one is shown */
	unsigned char escape;	     /* what has come of an escape sequence: ESC, [ or O; 0: none */
	unsigned int param;	     /* its number */
	bool after_cr;
};

enum lineedit_result {
	LINEEDIT_MORE,	  /* go on feeding */
	LINEEDIT_READY,	  /* line is complete */
	LINEEDIT_DROPPED, /* Ctrl-C */
};

/* Shows the prompt with an empty line. */
void lineedit_begin(struct lineedit *le);

/**
 * lineedit_feed - one byte from the keyboard
 * @byte: 0..255
 *
 * On READY the line is terminated, is in the history unless it is empty or repeats the last one,
 * and may be changed. Call lineedit_begin() before feeding on, after READY as after DROPPED.
 */
enum lineedit_result lineedit_feed(struct lineedit *le, unsigned char byte);

#endif
