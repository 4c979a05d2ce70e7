// SPDX-License-Identifier: MIT
/*
 * linux/string.h - bytes and strings
 *
 * What C has is as in C. The others say below what they do.
 *
 * Tests: tests/kernel/string_test.c
 */
#ifndef LINUX_STRING_H
#define LINUX_STRING_H

#include <linux/build_bug.h>
#include <linux/types.h>

void *memcpy(void *dest, const void *src, size_t n);
void *memmove(void *dest, const void *src, size_t n);
void *memset(void *dest, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memchr(const void *s, int c, size_t n);
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t max);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
int strcasecmp(const char *a, const char *b);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *haystack, const char *needle);
size_t strcspn(const char *s, const char *reject);
char *strncpy(char *dest, const char *src, size_t n);
char *strcpy(char *dest, const char *src);
char *strcat(char *dest, const char *src);
char *strncat(char *dest, const char *src, size_t n);
int strncasecmp(const char *a, const char *b, size_t n);
size_t strspn(const char *s, const char *accept);
char *strpbrk(const char *s, const char *accept);
char *strnchr(const char *s, size_t n, int c);

/* Small constant sizes become a few moves; the rest calls the functions above. */
#if !defined(HIMEM_HOST)
#define memcpy(dest, src, n) __builtin_memcpy(dest, src, n)
#define memset(dest, c, n) __builtin_memset(dest, c, n)
#define strlen(s) (__builtin_constant_p(__builtin_strlen(s)) ? __builtin_strlen(s) : strlen(s))
#endif

/* First byte that differs from c; NULL if none does. */
void *memchr_inv(const void *s, int c, size_t n);

/* Zeroes that the compiler does not leave out, though nobody reads them. */
#define memzero_explicit(s, n)                                                                     \
	do {                                                                                       \
		void *__wiped = (s);                                                               \
                                                                                                   \
		memset(__wiped, 0, n);                                                             \
		barrier_data(__wiped);                                                             \
	} while (0)

/**
 * strscpy - copy a string into a buffer of known size
 * @size: of @dest, bytes; may be left out where @dest is an array
 *
 * @dest is terminated in any case (unless @size is 0).
 * Return: length copied; -E2BIG when @src was cut or @size is 0.
 */
#define strscpy(dest, src, ...)                                                                    \
	sized_strscpy(                                                                             \
		dest, src,                                                                         \
		__strscpy_size(0, ##__VA_ARGS__,                                                   \
			       sizeof(dest) + BUILD_BUG_ON_ZERO(__same_type(dest, &(dest)[0]))))
#define __strscpy_size(unused, size, ...) (size)
ssize_t sized_strscpy(char *dest, const char *src, size_t size);

/* Appends src to the string in dest, a buffer of size bytes; always terminated. Return: length wanted. */
size_t strlcat(char *dest, const char *src, size_t size);

/* Cuts the next token, ended by one of ct, off *s; *s becomes NULL after the last. */
char *strsep(char **s, const char *ct);

char *skip_spaces(const char *s);
/* Cuts trailing spaces off s. Return: s behind its leading spaces. */
char *strim(char *s);
#define strstrip(s) strim(s)

/* Length of prefix if s begins with it, else 0. */
size_t str_has_prefix(const char *s, const char *prefix);
#define strstarts(s, prefix) (str_has_prefix(s, prefix) != 0)

/* Copies in memory of kmalloc(), which kfree() gives back. NULL: no memory, or @s was NULL. */
char *kstrdup(const char *s, gfp_t gfp);
char *kstrndup(const char *s, size_t max, gfp_t gfp);	 /* of at most max characters */
char *kmemdup_nul(const char *s, size_t len, gfp_t gfp); /* of len characters, plus 0 */
void *kmemdup(const void *src, size_t len, gfp_t gfp);	 /* of len bytes */

/* What follows the last slash. */
const char *kbasename(const char *path);

/* The same text, but for a newline at the end of either. */
bool sysfs_streq(const char *a, const char *b);

#endif
