// SPDX-License-Identifier: MIT
/*
 * kernel/lib/vsprintf.c - formatted text
 *
 *   "%-08.3lx"  --decode()-->  struct spec { flags, width, precision, size, conversion }
 *                                 |
 *               put_number(), put_string(), put_pointer()  -->  struct out { buf, pos, size }
 *
 * pos runs on past size, where nothing is stored, so that the whole length is known at the end.
 *
 * The formats are described at vsnprintf() in <linux/kernel.h>.
 * Tests: tests/kernel/vsprintf_test.c; tests/host/vsnprintf_fuzz.c compares with libc.
 * Linux: lib/vsprintf.c.  Left out: hashed addresses, and the formats that nothing here prints.
 */
#include <linux/kernel.h>

#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/kallsyms.h>
#include <linux/math64.h>
#include <linux/string.h>
#include <asm/page.h>

enum {
	FLAG_LEFT = 1,
	FLAG_PLUS = 2,
	FLAG_SPACE = 4,
	FLAG_SPECIAL = 8, /* # */
	FLAG_ZERO = 16,
	FLAG_SIGNED = 32,
	FLAG_UPPER = 64,
};

struct spec {
	int flags;
	int width;
	int precision; /* -1: none given */
	int size;      /* of the integer argument, bytes */
	char conversion;
};

struct out {
	char *buf;
	size_t pos, size;
};

static void put_char(struct out *out, char c)
{
	if (out->pos < out->size)
		out->buf[out->pos] = c;
	out->pos++;
}

static void put_fill(struct out *out, char c, int n)
{
	if (n <= 0)
		return;
	if (out->pos < out->size)
		memset(out->buf + out->pos, c, min_t(size_t, n, out->size - out->pos));
	out->pos += n;
}

static void put_bytes(struct out *out, const char *s, size_t n)
{
	if (n && out->pos < out->size)
		memcpy(out->buf + out->pos, s, min(n, out->size - out->pos));
	out->pos += n;
}

/* Writes num's digits so that they end before end; a 64-bit step costs more than a 32-bit one. Return: the first. */
static char *make_digits(char *end, u64 num, unsigned int base, bool upper)
{
	const char *set = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	unsigned int shift = base == 16 ? 4 : 3;
	u32 low;

	if (base == 10) {
		while (num >> 32)
			*--end = set[do_div(num, 10)];
		for (low = num; low >= 10; low /= 10)
			*--end = set[low % 10];
		*--end = set[low];
		return end;
	}
	for (; num >> 32; num >>= shift)
		*--end = set[(u32)num & (base - 1)];
	for (low = num; low >= base; low >>= shift)
		*--end = set[low & (base - 1)];
	*--end = set[low];
	return end;
}

static void put_number(struct out *out, u64 num, unsigned int base, const struct spec *spec)
{
	char buf[24], prefix[3], *digits;
	int n, zeros, width, nr_prefix = 0;

	if (spec->flags & FLAG_SIGNED) {
		if ((s64)num < 0) {
			num = -num;
			prefix[nr_prefix++] = '-';
		} else if (spec->flags & (FLAG_PLUS | FLAG_SPACE)) {
			prefix[nr_prefix++] = spec->flags & FLAG_PLUS ? '+' : ' ';
		}
	}
	if (spec->flags & FLAG_SPECIAL && (base == 16 || (base == 8 && num))) {
		prefix[nr_prefix++] = '0';
		if (base == 16)
			prefix[nr_prefix++] = spec->flags & FLAG_UPPER ? 'X' : 'x';
	}
	digits = make_digits(buf + sizeof(buf), num, base, spec->flags & FLAG_UPPER);
	n = buf + sizeof(buf) - digits;
	zeros = max(spec->precision - n, 0);
	width = spec->width - nr_prefix - zeros - n;
	if (width > 0 && !(spec->flags & FLAG_LEFT)) {
		if (spec->flags & FLAG_ZERO)
			zeros += width;
		else
			put_fill(out, ' ', width);
	}
	put_bytes(out, prefix, nr_prefix);
	put_fill(out, '0', zeros);
	put_bytes(out, digits, n);
	if (spec->flags & FLAG_LEFT)
		put_fill(out, ' ', width);
}

/* n bytes of s, in a field of the given width. */
static void put_field(struct out *out, const char *s, int n, const struct spec *spec)
{
	if (!(spec->flags & FLAG_LEFT))
		put_fill(out, ' ', spec->width - n);
	put_bytes(out, s, n);
	if (spec->flags & FLAG_LEFT)
		put_fill(out, ' ', spec->width - n);
}

static void put_string(struct out *out, const char *s, const struct spec *spec)
{
	if (!s)
		s = "(null)";
	else if ((unsigned long)s < PAGE_SIZE || IS_ERR(s))
		s = "(efault)";
	put_field(out, s, strnlen(s, spec->precision), spec);
}

/* All digits of a number of size bytes. */
static void put_hex(struct out *out, u64 num, int size, int flags)
{
	struct spec spec = { .flags = flags | FLAG_ZERO, .width = 2 * size, .precision = -1 };

	if (flags & FLAG_SPECIAL)
		spec.width += 2;
	put_number(out, num, 16, &spec);
}

static void put_address(struct out *out, const void *ptr, const struct spec *spec)
{
	struct spec hex = *spec;

	if (hex.width <= 0) {
		hex.width = 2 * sizeof(ptr);
		hex.flags |= FLAG_ZERO;
	}
	put_number(out, (unsigned long)ptr, 16, &hex);
}

/* %pS, %ps, %pB: S symbol+0x12/0x34, s symbol, B as S but for an address behind a call. */
static void put_symbol(struct out *out, unsigned long addr, char kind, const struct spec *spec)
{
	unsigned long size, offset, behind_call = kind == 'B';
	const char *name = kallsyms_lookup(addr - behind_call, &size, &offset);
	char text[80];
	int n;

	if (!name)
		n = scnprintf(text, sizeof(text), "0x%lx", addr);
	else if (kind == 's')
		n = scnprintf(text, sizeof(text), "%s", name);
	else
		n = scnprintf(text, sizeof(text), "%s+%#lx/%#lx", name, offset + behind_call, size);
	put_field(out, text, n, spec);
}

static void put_errno(struct out *out, const void *ptr, struct spec *spec)
{
	static const struct {
		int number;
		const char *name;
	} names[] = {
#define ERRNO(e) { e, "-" #e }
		ERRNO(EPERM),  ERRNO(ENOENT), ERRNO(EINTR),	ERRNO(EIO),    ERRNO(ENXIO),
		ERRNO(E2BIG),  ERRNO(EAGAIN), ERRNO(ENOMEM),	ERRNO(EACCES), ERRNO(EFAULT),
		ERRNO(EBUSY),  ERRNO(EEXIST), ERRNO(ENODEV),	ERRNO(EINVAL), ERRNO(ENOSPC),
		ERRNO(ERANGE), ERRNO(ENOSYS), ERRNO(ETIMEDOUT),
#undef ERRNO
	};
	int i;

	if (!IS_ERR(ptr)) {
		put_address(out, ptr, spec);
		return;
	}
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (names[i].number == -PTR_ERR(ptr)) {
			put_string(out, names[i].name, spec);
			return;
		}
	}
	spec->flags |= FLAG_SIGNED;
	put_number(out, PTR_ERR(ptr), 10, spec);
}

/* %*ph: width bytes; the letter behind it chooses what stands between them. */
static void put_hex_dump(struct out *out, const u8 *bytes, char kind, const struct spec *spec)
{
	char separator = kind == 'C' ? ':' : kind == 'D' ? '-' : ' ';
	int i, n = clamp(spec->width, 1, 64);

	for (i = 0; i < n; i++) {
		if (i && kind != 'N')
			put_char(out, separator);
		put_hex(out, bytes[i], 1, 0);
	}
}

static void put_va_format(struct out *out, const struct va_format *vaf)
{
	size_t left = out->size - min(out->pos, out->size);

	out->pos += vsnprintf(left ? out->buf + out->pos : NULL, left, vaf->fmt, *vaf->va);
}

/* kind: the letters behind %p. */
static void put_pointer(struct out *out, const void *ptr, const char *kind, struct spec *spec)
{
	switch (*kind) {
	case 'S':
	case 's':
	case 'B':
		put_symbol(out, (unsigned long)ptr, *kind, spec);
		break;
	case 'a':
		put_hex(out, *(const phys_addr_t *)ptr, sizeof(phys_addr_t), FLAG_SPECIAL);
		break;
	case 'e':
		put_errno(out, ptr, spec);
		break;
	case 'V':
		put_va_format(out, ptr);
		break;
	case 'h':
		put_hex_dump(out, ptr, kind[1], spec);
		break;
	default:
		put_address(out, ptr, spec);
	}
}

static int read_flag(char c)
{
	static const u8 flags[] = {
		[' ' - ' '] = FLAG_SPACE, ['#' - ' '] = FLAG_SPECIAL, ['+' - ' '] = FLAG_PLUS,
		['-' - ' '] = FLAG_LEFT,  ['0' - ' '] = FLAG_ZERO,
	};
	unsigned int i = c - ' ';

	return i < ARRAY_SIZE(flags) ? flags[i] : 0;
}

/* A * stands for an argument. */
static int read_int(const char **fmt, va_list *args)
{
	int n = 0;

	if (**fmt == '*') {
		++*fmt;
		return va_arg(*args, int);
	}
	while (isdigit(**fmt))
		n = n * 10 + *(*fmt)++ - '0';
	return n;
}

static int read_size(const char **fmt)
{
	int size = sizeof(int);

	for (;; ++*fmt) {
		switch (**fmt) {
		case 'h':
			size /= 2;
			break;
		case 'l':
			size = (*fmt)[-1] == 'l' ? sizeof(long long) : sizeof(long);
			break;
		case 'L':
			size = sizeof(long long);
			break;
		case 'z':
		case 't':
			size = sizeof(long);
			break;
		default:
			return size;
		}
	}
}

/* The part of a conversion that the argument is not needed for. fmt: behind the %. Return: behind the letter. */
static const char *decode(const char *fmt, struct spec *spec, va_list *args)
{
	int flag;

	spec->flags = 0;
	while ((flag = read_flag(*fmt)) != 0) {
		spec->flags |= flag;
		fmt++;
	}
	spec->width = read_int(&fmt, args);
	if (spec->width < 0) {
		spec->width = -spec->width;
		spec->flags |= FLAG_LEFT;
	}
	spec->precision = -1;
	if (*fmt == '.') {
		fmt++;
		spec->precision = max(read_int(&fmt, args), -1);
	}
	spec->size = read_size(&fmt);
	spec->conversion = *fmt;
	return *fmt ? fmt + 1 : fmt;
}

static u64 read_integer(const struct spec *spec, va_list *args)
{
	bool is_signed = spec->flags & FLAG_SIGNED;
	u32 value;

	if (spec->size == sizeof(long long))
		return va_arg(*args, u64);
	value = va_arg(*args, u32);
	if (spec->size == sizeof(char))
		return is_signed ? (u64)(s8)value : (u8)value;
	if (spec->size == sizeof(short))
		return is_signed ? (u64)(s16)value : (u16)value;
	return is_signed ? (u64)(s32)value : value;
}

int vsnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	struct out out = { .buf = buf, .size = size };
	const char *start = fmt;
	struct spec spec;
	va_list rest;
	char c;

	va_copy(rest, args);
	for (; *fmt; start = fmt) {
		while (*fmt && *fmt != '%')
			fmt++;
		put_bytes(&out, start, fmt - start);
		if (!*fmt)
			break;
		start = fmt;
		fmt = decode(fmt + 1, &spec, &rest);
		switch (spec.conversion) {
		case 'd':
		case 'i':
			spec.flags |= FLAG_SIGNED;
			fallthrough;
		case 'u':
			put_number(&out, read_integer(&spec, &rest), 10, &spec);
			break;
		case 'X':
			spec.flags |= FLAG_UPPER;
			fallthrough;
		case 'x':
			put_number(&out, read_integer(&spec, &rest), 16, &spec);
			break;
		case 'o':
			put_number(&out, read_integer(&spec, &rest), 8, &spec);
			break;
		case 'c':
			c = va_arg(rest, int);
			put_field(&out, &c, 1, &spec);
			break;
		case 's':
			put_string(&out, va_arg(rest, const char *), &spec);
			break;
		case 'p':
			put_pointer(&out, va_arg(rest, const void *), fmt, &spec);
			while (isalnum(*fmt))
				fmt++;
			break;
		case '%':
			put_char(&out, '%');
			break;
		default: /* not a format: shown as it stands */
			put_bytes(&out, start, fmt - start);
		}
	}
	va_end(rest);
	if (size)
		buf[min(out.pos, size - 1)] = '\0';
	return out.pos;
}

int vscnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	int n = vsnprintf(buf, size, fmt, args);

	return n < size ? n : size ? size - 1 : 0;
}

#define DEFINE_PRINTF(name)                                                                        \
	int name(char *buf, size_t size, const char *fmt, ...)                                     \
	{                                                                                          \
		va_list args;                                                                      \
		int n;                                                                             \
                                                                                                   \
		va_start(args, fmt);                                                               \
		n = v##name(buf, size, fmt, args);                                                 \
		va_end(args);                                                                      \
		return n;                                                                          \
	}

DEFINE_PRINTF(snprintf)
DEFINE_PRINTF(scnprintf)
