// SPDX-License-Identifier: MIT
/*
 * linux/lockdep.h - what locks the caller says that it holds, which is not checked
 */
#ifndef LINUX_LOCKDEP_H
#define LINUX_LOCKDEP_H

struct lock_class_key {
};

#define lockdep_assert_held(lock) ((void)(lock))
#define lockdep_assert_held_once(lock) ((void)(lock))
#define lockdep_assert_not_held(lock) ((void)(lock))
#define lockdep_set_class(lock, key) ((void)(lock), (void)(key))

#endif
