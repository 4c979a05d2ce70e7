// SPDX-License-Identifier: MIT
/*
 * kernel/lineedit.c - keys in, a line and its picture on the terminal out
 *
 *   himem> md 0xc01000_0 16        _ is the cursor: pos bytes to its left, len bytes in all
 *          |<- pos --->|   |
 *          |<---- len ---->|
 *
 * The rule: the terminal's cursor stands behind the pos-th byte, and the terminal shows exactly
 * line[0..len), whenever lineedit_feed() returns.
 *
 * Read first: lineedit_feed(), then replace().
 * Tests:      tests/kernel/monitor_test.c plays the terminal and compares
 */
#include <linux/lineedit.h>

#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/string.h>

#define CTRL(letter) ((letter)&0x1f)
#define ESC 0x1b
#define DEL 0x7f

static void put(struct lineedit *le, const char *text)
{
	le->put(le, text, strlen(text));
}

static void put_repeated(struct lineedit *le, const char *c, unsigned int times)
{
	while (times--)
		le->put(le, c, 1);
}

/* The cursor goes right by writing what it passes. */
static void move_to(struct lineedit *le, unsigned int pos)
{
	if (pos < le->pos)
		put_repeated(le, "\b", le->pos - pos);
	else
		le->put(le, le->line + le->pos, pos - le->pos);
	le->pos = pos;
}

/* Puts text in the place of the old_len bytes from start on; the cursor ends up behind it. Every
 * edit is one of these. */
static void replace(struct lineedit *le, unsigned int start, unsigned int old_len, const char *text,
		    unsigned int text_len)
{
	unsigned int tail = le->len - start - old_len;
	unsigned int rest = text_len < old_len ? old_len - text_len : 0;

	if (start + text_len + tail >= LINEEDIT_SIZE) {
		put(le, "\a");
		return;
	}
	move_to(le, start);
	memmove(le->line + start + text_len, le->line + start + old_len, tail);
	memcpy(le->line + start, text, text_len);
	le->len = start + text_len + tail;
	le->line[le->len] = '\0';

	move_to(le, le->len);
	put_repeated(le, " ", rest);
	put_repeated(le, "\b", rest);
	move_to(le, start + text_len);
}

static void erase(struct lineedit *le, unsigned int start, unsigned int end)
{
	if (start < end && end <= le->len)
		replace(le, start, end - start, "", 0);
}

static unsigned int start_of_word(struct lineedit *le)
{
	unsigned int pos = le->pos;

	while (pos && le->line[pos - 1] == ' ')
		pos--;
	while (pos && le->line[pos - 1] != ' ')
		pos--;
	return pos;
}

static char *history_line(struct lineedit *le, unsigned int nr)
{
	return nr == le->nr_history ? le->draft : le->history[nr % LINEEDIT_HISTORY];
}

/* Shows another line of the history; which is that many lines newer, or older if negative. */
static void browse(struct lineedit *le, int which)
{
	unsigned int wanted = le->browsed + which;
	unsigned int age = le->nr_history - wanted;

	if (age > min(le->nr_history, (unsigned int)LINEEDIT_HISTORY))
		return;
	if (le->browsed == le->nr_history)
		strscpy(le->draft, le->line, LINEEDIT_SIZE);
	le->browsed = wanted;
	replace(le, 0, le->len, history_line(le, wanted), strlen(history_line(le, wanted)));
}

static void remember(struct lineedit *le)
{
	unsigned int nr = le->nr_history;

	if (!le->len || (nr && !strcmp(history_line(le, nr - 1), le->line)))
		return;
	strscpy(le->history[nr % LINEEDIT_HISTORY], le->line, LINEEDIT_SIZE);
	le->nr_history++;
}

static void clear_screen(struct lineedit *le)
{
	unsigned int pos = le->pos;

	put(le, "\033[H\033[2J");
	put(le, le->prompt);
	le->pos = 0;
	move_to(le, le->len);
	move_to(le, pos);
}

void lineedit_begin(struct lineedit *le)
{
	le->len = le->pos = 0;
	le->line[0] = '\0';
	le->browsed = le->nr_history;
	put(le, le->prompt);
}

/* Keys that a sequence ESC [ number ~, ESC [ letter, or ESC O letter, stands for, as the control keys that do the same. */
static unsigned char key_of_sequence(unsigned char last, unsigned int param)
{
	static const unsigned char keys[] = {
		['A'] = CTRL('P'), ['B'] = CTRL('N'), ['C'] = CTRL('F'), ['D'] = CTRL('B'),
		['H'] = CTRL('A'), ['F'] = CTRL('E'), [1] = CTRL('A'),	 [7] = CTRL('A'),
		[4] = CTRL('E'),   [8] = CTRL('E'),   [3] = CTRL('D'),
	};
	unsigned int i = last == '~' ? min(param, 9u) : last >= '@' ? last : 0;

	return i < ARRAY_SIZE(keys) ? keys[i] : 0;
}

/* Eats escape sequences. Return: the key that is complete with this byte; 0 if none is. */
static unsigned char decode(struct lineedit *le, unsigned char byte)
{
	unsigned char before = le->escape;

	if (byte == ESC) {
		le->escape = ESC;
	} else if (!before) {
		return byte;
	} else if (before == ESC && (byte == '[' || byte == 'O')) {
		le->escape = byte;
		le->param = 0;
	} else if (before == '[' && isdigit(byte)) {
		le->param = le->param * 10 + byte - '0';
	} else if (before != '[' || byte >= '@' || byte < ' ') {
		le->escape = 0;
		return before == ESC ? 0 : key_of_sequence(byte, le->param);
	}
	return 0;
}

static void edit(struct lineedit *le, unsigned char key)
{
	if (key == CTRL('A'))
		move_to(le, 0);
	else if (key == CTRL('E'))
		move_to(le, le->len);
	else if (key == CTRL('B'))
		move_to(le, le->pos ? le->pos - 1 : 0);
	else if (key == CTRL('F'))
		move_to(le, min(le->pos + 1, le->len));
	else if (key == CTRL('P'))
		browse(le, -1);
	else if (key == CTRL('N'))
		browse(le, 1);
	else if (key == CTRL('H') || key == DEL)
		erase(le, le->pos - 1, le->pos);
	else if (key == CTRL('D'))
		erase(le, le->pos, le->pos + 1);
	else if (key == CTRL('K'))
		erase(le, le->pos, le->len);
	else if (key == CTRL('U'))
		erase(le, 0, le->pos);
	else if (key == CTRL('W'))
		erase(le, start_of_word(le), le->pos);
	else if (key == CTRL('L'))
		clear_screen(le);
	else if (isprint(key))
		replace(le, le->pos, 0, (const char *)&key, 1);
}

enum lineedit_result lineedit_feed(struct lineedit *le, unsigned char byte)
{
	unsigned char key = decode(le, byte);
	bool second_half = le->after_cr && key == '\n';

	le->after_cr = key == '\r';
	if (second_half)
		return LINEEDIT_MORE;
	if (key == '\r' || key == '\n') {
		move_to(le, le->len);
		put(le, "\n");
		remember(le);
		return LINEEDIT_READY;
	}
	if (key == CTRL('C')) {
		move_to(le, le->len);
		put(le, "^C\n");
		return LINEEDIT_DROPPED;
	}
	edit(le, key);
	return LINEEDIT_MORE;
}
