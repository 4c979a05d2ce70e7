// SPDX-License-Identifier: MIT
/*
 * linux/container_of.h - from a member back to the struct that holds it
 */
#ifndef LINUX_CONTAINER_OF_H
#define LINUX_CONTAINER_OF_H

#include <linux/build_bug.h>
#include <linux/stddef.h>

#define container_of(ptr, type, member)                                                            \
	({                                                                                         \
		void *__member_ptr = (void *)(ptr);                                                \
		static_assert(__same_type(*(ptr), ((type *)0)->member) ||                          \
				      __same_type(*(ptr), void),                                   \
			      "container_of(): pointer is not to that member");                    \
		(type *)((char *)__member_ptr - offsetof(type, member));                           \
	})

/* Of a pointer to const, a pointer to const. */
#define container_of_const(ptr, type, member)                                                      \
	_Generic(ptr, const __typeof__(*(ptr)) *: (const type *)container_of(ptr, type, member),   \
		 default: container_of(ptr, type, member))

#endif
