// SPDX-License-Identifier: MIT
/*
 * tests/host/vsnprintf_fuzz.c - the kernel's vsnprintf() against libc's, on random formats and values
 *
 *   random format + random arguments --+--> libc vsnprintf()     --+
 *                                      +--> kernel vsnprintf()   --+--> same text, same length?
 *
 * Where Linux differs from C on purpose, nothing is generated: # with a value or precision of 0, # and a precision with
 * %o, the flag 0 together with a precision. What C leaves undefined is left out, too.
 *
 * Usage: vsnprintf-fuzz [ROUNDS [SEED]]; prints KTAP.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* kernel/lib/vsprintf.c, under another name than libc's */
int himem_vsnprintf(char *buf, size_t size, const char *fmt, va_list args);

#define MAX_CONVERSIONS 3
#define MAX_WORDS 32

static uint32_t random_state;

static uint32_t random32(void)
{
	/* xorshift: Marsaglia 2003 */
	random_state ^= random_state << 13;
	random_state ^= random_state >> 17;
	random_state ^= random_state << 5;
	return random_state;
}

static uint32_t below(uint32_t limit)
{
	return random32() % limit;
}

struct call {
	char fmt[256];
	uint32_t words[MAX_WORDS]; /* the arguments as they lie on the stack of an i386 */
	unsigned int nr_words;
};

static void add_text(struct call *call, const char *text)
{
	strcat(call->fmt, text);
}

static void add_char(struct call *call, char c)
{
	char text[2] = { c, '\0' };

	add_text(call, text);
}

static void add_word(struct call *call, uint32_t word)
{
	call->words[call->nr_words++] = word;
}

/* A number in the format, or * and an argument. */
static void add_field(struct call *call, int value)
{
	char text[16];

	if (below(4) == 0) {
		add_char(call, '*');
		add_word(call, value);
	} else {
		snprintf(text, sizeof(text), "%d", value < 0 ? -value : value);
		add_text(call, text);
	}
}

static void add_flags(struct call *call, const char *allowed)
{
	for (; *allowed; allowed++)
		if (below(3) == 0)
			add_char(call, *allowed);
}

/* Small values, large ones, and those at the edges of the types. */
static uint64_t random_value(void)
{
	static const uint64_t edges[] = { 1,
					  0x7f,
					  0x80,
					  0xff,
					  0x7fff,
					  0x8000,
					  0xffff,
					  0x7fffffff,
					  0x80000000,
					  0xffffffff,
					  0x100000000,
					  0x7fffffffffffffff,
					  0x8000000000000000,
					  0xffffffffffffffff };

	switch (below(4)) {
	case 0:
		return edges[below(sizeof(edges) / sizeof(edges[0]))];
	case 1:
		return below(100);
	default:
		return ((uint64_t)random32() << 32 | random32()) >> below(64);
	}
}

static void add_integer(struct call *call)
{
	static const char *const sizes[] = { "hh", "h", "", "l", "ll", "z", "t" };
	const char *size = sizes[below(7)];
	char conversion = "diuxXo"[below(6)];
	int precise = below(3) == 0;
	uint64_t value = random_value();

	/* hh and h look at the low bits only: a value of 0 there counts as 0. */
	if ((value & 0xff) == 0)
		value |= 1;
	if (conversion == 'd' || conversion == 'i')
		add_flags(call, precise ? "-+ " : "-+ 0");
	else if (conversion == 'u' || (conversion == 'o' && precise))
		add_flags(call, precise ? "-" : "-0");
	else
		add_flags(call, precise ? "-#" : "-#0");
	if (below(2))
		add_field(call, (int)below(60) - 30 ?: 1);
	if (precise) {
		add_char(call, '.');
		add_field(call, 1 + below(30));
	}
	add_text(call, size);
	add_char(call, conversion);
	add_word(call, value);
	if (strcmp(size, "ll") == 0)
		add_word(call, value >> 32);
}

static void add_string(struct call *call)
{
	static const char *const strings[] = { "", "a", "himem", "a longer text of several words" };

	add_flags(call, "-");
	if (below(2))
		add_field(call, (int)below(60) - 30 ?: 1);
	if (below(4) == 0) {
		add_char(call, 'c');
		add_word(call, 'A' + below(26));
		return;
	}
	if (below(3) == 0) {
		add_char(call, '.');
		if (below(4))
			add_field(call, (int)below(12) - (below(8) ? 0 : 12));
	}
	add_char(call, 's');
	add_word(call, (uint32_t)(uintptr_t)strings[below(4)]);
}

static void make_call(struct call *call)
{
	static const char *const texts[] = { "", " ", "mem ", "%%", "[" };
	int n = 1 + below(MAX_CONVERSIONS);

	memset(call, 0, sizeof(*call));
	while (n--) {
		add_text(call, texts[below(5)]);
		add_char(call, '%');
		if (below(4))
			add_integer(call);
		else
			add_string(call);
	}
	add_text(call, texts[below(5)]);
}

/* Return: they agree. */
static int compare(struct call *call, size_t size)
{
	char libc[512], kernel[512];
	int libc_len, kernel_len;

	memset(libc, '#', sizeof(libc));
	memset(kernel, '#', sizeof(kernel));
	/* On an i386, va_list is a pointer to the arguments. */
	libc_len = vsnprintf(libc, size, call->fmt, (va_list)call->words);
	kernel_len = himem_vsnprintf(kernel, size, call->fmt, (va_list)call->words);
	if (libc_len == kernel_len && memcmp(libc, kernel, sizeof(libc)) == 0)
		return 1;
	printf("# format \"%s\", buffer of %zu bytes\n", call->fmt, size);
	for (unsigned int i = 0; i < call->nr_words; i++)
		printf("#   argument word %u: %#x\n", i, call->words[i]);
	printf("#   libc   %3d \"%.*s\"\n#   kernel %3d \"%.*s\"\n", libc_len, (int)size, libc,
	       kernel_len, (int)size, kernel);
	return 0;
}

int main(int argc, char **argv)
{
	unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 0) : 200000;
	uint32_t seed = argc > 2 ? strtoul(argv[2], NULL, 0) : 0x48494d45;
	unsigned long round, failures = 0;
	struct call call;

	random_state = seed ? seed : 1;
	printf("KTAP version 1\n1..1\n");
	for (round = 0; round < rounds && failures < 5; round++) {
		make_call(&call);
		failures += !compare(&call, below(3) ? 400 : below(40));
	}
	printf("%s 1 - vsnprintf: %lu random formats as libc does them (seed %#x)\n",
	       failures ? "not ok" : "ok", round, seed);
	return failures != 0;
}
