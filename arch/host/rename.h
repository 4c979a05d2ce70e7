// SPDX-License-Identifier: MIT
/*
 * arch/host/rename.h - the kernel's functions that the C library has too, under names of their own
 *
 * Every kernel file is compiled with -include of this one. memcpy(), memmove(), memset() and memcmp() stay the
 * library's: the sanitizer checks their arguments.
 */
#ifndef HOST_RENAME_H
#define HOST_RENAME_H

#define memchr himem_memchr
#define scnprintf himem_scnprintf
#define snprintf himem_snprintf
#define strcasecmp himem_strcasecmp
#define strchr himem_strchr
#define strcmp himem_strcmp
#define strcspn himem_strcspn
#define strlcat himem_strlcat
#define strlen himem_strlen
#define strncasecmp himem_strncasecmp
#define strncmp himem_strncmp
#define strncpy himem_strncpy
#define strnlen himem_strnlen
#define strrchr himem_strrchr
#define strsep himem_strsep
#define strstr himem_strstr
#define vscnprintf himem_vscnprintf
#define vsnprintf himem_vsnprintf

#endif
