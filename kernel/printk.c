// SPDX-License-Identifier: MIT
/*
 * kernel/printk.c - the log, and the consoles that show it
 *
 *   log_buf   | record | record | record |   free   |        one record: header, text, up to a multiple of 8 bytes
 *                ^ log_first               ^ log_next
 *                         ^ con->seq: the next one that this console will show
 *
 * Positions count bytes since boot and never wrap back; modulo LOG_SIZE they are offsets in log_buf. A record lies in one
 * piece, so the end of the buffer may hold a filler. The oldest records make room for new ones. Text is formatted where it
 * will stay.
 *
 * log_lock guards all of it, the consoles included, with interrupts off. A fault inside printk() finds its own thread as
 * owner and prints without the lock: it does not come back to the interrupted code. During a fatal report the other CPUs are
 * stopped; a lock that one of them held is broken after a while. The DEBUG=1 build does not check this lock: it would report
 * a slow console on that very console.
 *
 * Read first: vprintk().
 * Tests: tests/kernel/printk_test.c
 * Linux: kernel/printk/printk.c.  Left out: /dev/kmsg, per-console threads, lockless writers.
 */
#include <linux/printk.h>

#include <linux/align.h>
#include <linux/console.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/monitor.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <asm/processor.h>

#define LOG_SIZE (64 * 1024u)
#define LOG_TEXT_MAX 1000 /* as printk.h says */

enum {
	LOG_NEWLINE = 1, /* the record is complete */
	LOG_CONT = 2,	 /* it goes on where the one before ended */
	LOG_FILLER = 4,	 /* no record: the rest of the buffer is not used */
};

/* A filler may be 8 bytes short: what describes it comes first. */
struct record {
	u16 size; /* of the whole record */
	u8 flags;
	u8 level;
	u16 len; /* of text */
	u64 nanoseconds __aligned(8);
	char text[];
};

#define RECORD_MAX ALIGN(sizeof(struct record) + LOG_TEXT_MAX, 8)

static char log_buf[LOG_SIZE] __aligned(8);
static u32 log_first, log_next;
static DEFINE_SPINLOCK(log_lock);
static struct task_struct *log_owner;
static int log_depth; /* 1 while printing; more: faults while printing */
#define LOG_DEPTH_MAX 3
#define LOG_SPINS_IN_OOPS 100000

static struct console *consoles;
static bool consoles_ready;

#define CONSOLE_LOGLEVEL_QUIET 4
#define CONSOLE_LOGLEVEL_DEFAULT 7
#define CONSOLE_LOGLEVEL_DEBUG 10
#define CONSOLE_LOGLEVEL_ALL 15
int console_loglevel = CONSOLE_LOGLEVEL_DEFAULT;
int oops_in_progress;

/* ---- the lock ---- */

/* The lock's holder was stopped in the middle of a line, and will not be back. */
static void log_lock_break(void)
{
	struct console *con;

	for (con = consoles; con; con = con->next)
		con->line = CONSOLE_IN_RECORD;
	spin_lock_init(&log_lock);
}

/* Return: the lock was taken. False: this thread has it already. */
static bool log_lock_irqsave(unsigned long *flags)
{
	bool locked = false;
	unsigned long spins;

	local_irq_save(*flags);
	if (READ_ONCE(log_owner) != current) {
		/* Counted from the oops on: before it, a console may be slow. */
		for (spins = 0; !__spin_try(&log_lock); cpu_relax())
			if (oops_in_progress && ++spins > LOG_SPINS_IN_OOPS)
				log_lock_break();
		locked = true;
		WRITE_ONCE(log_owner, current);
	}
	log_depth++;
	return locked;
}

static void log_unlock_irqrestore(bool locked, unsigned long flags)
{
	log_depth--;
	if (locked) {
		WRITE_ONCE(log_owner, NULL);
		__spin_give(&log_lock);
	}
	local_irq_restore(flags);
}

/* ---- the ring ---- */

static struct record *record_at(u32 pos)
{
	return (struct record *)&log_buf[pos % LOG_SIZE];
}

static u32 record_next(u32 pos)
{
	return pos + record_at(pos)->size;
}

/* Place for a record of any length at log_next, in one piece. */
static struct record *log_reserve(void)
{
	u32 tail = LOG_SIZE - log_next % LOG_SIZE;
	u32 need = tail < RECORD_MAX ? tail + RECORD_MAX : RECORD_MAX;

	while (log_next + need - log_first > LOG_SIZE)
		log_first = record_next(log_first);
	if (tail < RECORD_MAX) {
		struct record *filler = record_at(log_next);

		filler->size = tail;
		filler->flags = LOG_FILLER;
		log_next += tail;
	}
	return record_at(log_next);
}

/* A level at the start of a text. Return: it as a character, 0 if there is none. */
static char level_of(const char *text)
{
	return text[0] == KERN_SOH[0] ? text[1] : '\0';
}

/* Return: the new record, already part of the log. */
static struct record *log_store(const char *fmt, va_list args)
{
	static u8 last_level = LOGLEVEL_WARNING;
	static bool last_complete = true;
	struct record *rec = log_reserve();
	char level = level_of(fmt);

	rec->len = vscnprintf(rec->text, LOG_TEXT_MAX, level ? fmt + 2 : fmt, args);
	if (!level && level_of(rec->text)) { /* printk("%s...", level) */
		level = level_of(rec->text);
		rec->len -= 2;
		memmove(rec->text, rec->text + 2, rec->len);
	}
	rec->nanoseconds = local_clock();
	rec->flags = 0;
	if (level == KERN_CONT[1] && !last_complete) {
		rec->flags |= LOG_CONT;
		rec->level = last_level;
	} else {
		rec->level = level >= '0' && level <= '7' ? level - '0' : LOGLEVEL_WARNING;
	}
	if (rec->len && rec->text[rec->len - 1] == '\n') {
		rec->len--;
		rec->flags |= LOG_NEWLINE;
	}
	last_level = rec->level;
	last_complete = rec->flags & LOG_NEWLINE;
	rec->size = ALIGN(sizeof(*rec) + rec->len, 8);
	log_next += rec->size;
	return rec;
}

/* ---- the consoles ---- */

static void show_time(struct console *con, u64 nanoseconds)
{
	char text[32];
	u32 micros = do_div(nanoseconds, 1000000000) / 1000;

	con->write(text, scnprintf(text, sizeof(text), "[%5llu.%06u] ", nanoseconds, micros));
}

/* Each line of a text gets the time in front. */
static void show_record(struct console *con, const struct record *rec)
{
	const char *text = rec->text, *end = text + rec->len, *line_end;

	if (rec->flags & LOG_FILLER)
		return;
	if (con->line != CONSOLE_IN_RECORD || !(rec->flags & LOG_CONT)) {
		if (con->line != CONSOLE_AT_START)
			con->write("\n", 1);
		show_time(con, rec->nanoseconds);
	}
	while ((line_end = memchr(text, '\n', end - text)) != NULL) {
		con->write(text, line_end + 1 - text);
		show_time(con, rec->nanoseconds);
		text = line_end + 1;
	}
	con->write(text, end - text);
	con->line = CONSOLE_IN_RECORD;
	if (rec->flags & LOG_NEWLINE) {
		con->write("\n", 1);
		con->line = CONSOLE_AT_START;
	}
}

/* What this console has not shown yet. seq moves first: a record that cannot be shown is not tried again. */
static void console_flush(struct console *con)
{
	while (con->seq != log_next) {
		const struct record *rec;

		if ((s32)(con->seq - log_first) < 0)
			con->seq = log_first;
		rec = record_at(con->seq);
		con->seq = record_next(con->seq);
		if (!(rec->flags & LOG_FILLER) && rec->level < console_loglevel)
			show_record(con, rec);
	}
}

static void consoles_flush(void)
{
	struct console *con;

	for (con = consoles; con; con = con->next)
		if (con->enabled)
			console_flush(con);
}

int vprintk(const char *fmt, va_list args)
{
	unsigned long flags;
	bool locked;
	int len = 0;

	locked = log_lock_irqsave(&flags);
	if (log_depth <= LOG_DEPTH_MAX) {
		const struct record *rec = log_store(fmt, args);

		len = rec->len;
		if (rec->level <= LOGLEVEL_ERR && !consoles_ready)
			console_init();
		consoles_flush();
	}
	log_unlock_irqrestore(locked, flags);
	return len;
}

int printk(const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vprintk(fmt, args);
	va_end(args);
	return len;
}

/* Formatted where the next record will be, and not kept. */
void console_printf(const char *fmt, ...)
{
	struct console *con;
	unsigned long flags;
	char *text;
	va_list args;
	bool locked;
	int len;

	locked = log_lock_irqsave(&flags);
	text = log_reserve()->text;
	va_start(args, fmt);
	len = vscnprintf(text, LOG_TEXT_MAX, fmt, args);
	va_end(args);
	for (con = consoles; con && len; con = con->next) {
		if (!con->enabled)
			continue;
		if (con->line == CONSOLE_IN_RECORD)
			con->write("\n", 1);
		con->write(text, len);
		con->line = text[len - 1] == '\n' ? CONSOLE_AT_START : CONSOLE_IN_TEXT;
	}
	log_unlock_irqrestore(locked, flags);
}

/* ---- which consoles, how much ---- */

/* console= options in their order: "ttyS1,9600" is name ttyS, index 1, options "9600". */
#define MAX_CMDLINE_CONSOLES 4
static char wanted[MAX_CMDLINE_CONSOLES][32];
static int nr_wanted;

static int __init setup_console(char *val)
{
	if (!val || nr_wanted == MAX_CMDLINE_CONSOLES ||
	    strscpy(wanted[nr_wanted], val, sizeof(wanted[0])) < 0)
		return -EINVAL;
	nr_wanted++;
	return 0;
}
early_param("console", setup_console);

void register_console(struct console *con)
{
	con->next = consoles;
	consoles = con;
}

static bool console_enable(struct console *con, int index, const char *options)
{
	if (!con->enabled && con->setup(index, options) == 0)
		con->enabled = true;
	return con->enabled;
}

/* Return: a registered console has this name and device. */
static bool console_match(const char *name)
{
	struct console *con;

	for (con = consoles; con; con = con->next) {
		size_t len = str_has_prefix(name, con->name);
		char *end;
		int index;

		if (!len)
			continue;
		index = simple_strtoul(name + len, &end, 10);
		if (*end == '\0' || *end == ',')
			return console_enable(con, index, *end ? end + 1 : NULL);
	}
	return false;
}

void console_init(void)
{
	struct console *con;
	bool found = false;
	unsigned long flags;
	bool locked;
	int i;

	locked = log_lock_irqsave(&flags);
	consoles_ready = true;
	for (i = 0; i < nr_wanted; i++)
		found |= console_match(wanted[i]);
	for (con = consoles; con && !found; con = con->next)
		console_enable(con, 0, NULL);
	consoles_flush();
	log_unlock_irqrestore(locked, flags);
}

static int __init setup_loglevel(char *val)
{
	return val ? kstrtoint(val, 0, &console_loglevel) : -EINVAL;
}
early_param("loglevel", setup_loglevel);

early_param_set("quiet", console_loglevel, CONSOLE_LOGLEVEL_QUIET);
early_param_set("debug", console_loglevel, CONSOLE_LOGLEVEL_DEBUG);
early_param_set("ignore_loglevel", console_loglevel, CONSOLE_LOGLEVEL_ALL);

/* ---- the monitor's view ---- */

/* One record at a time, so that interrupts are not kept out for long. */
static int dmesg(int argc, char **argv)
{
	unsigned int max_level = LOGLEVEL_DEBUG;
	struct console *con;
	unsigned long flags;
	u32 pos, end = log_next;
	bool locked;

	if (argc > 2 || (argc == 2 && kstrtouint(argv[1], 10, &max_level) != 0))
		return -EINVAL;
	for (pos = log_first; (s32)(end - pos) > 0;) {
		locked = log_lock_irqsave(&flags);
		if ((s32)(pos - log_first) < 0)
			pos = log_first;
		for (con = consoles; con; con = con->next)
			if (con->enabled && record_at(pos)->level <= max_level)
				show_record(con, record_at(pos));
		pos = record_next(pos);
		log_unlock_irqrestore(locked, flags);
	}
	return 0;
}
MONITOR_COMMAND(dmesg, "[LEVEL]", "the log, up to LEVEL: 3 errors, 4 warnings, 7 all", dmesg);
