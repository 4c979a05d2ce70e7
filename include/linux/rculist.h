// SPDX-License-Identifier: MIT
/*
 * linux/rculist.h - lists that are walked under rcu_read_lock() while others change them
 *
 * Writers exclude each other by a lock. A removed element still leads on into the list, for a grace period.
 */
#ifndef LINUX_RCULIST_H
#define LINUX_RCULIST_H

#include <linux/list.h>
#include <linux/rcupdate.h>

static inline void list_add_tail_rcu(struct list_head *new, struct list_head *head)
{
	new->next = head;
	new->prev = head->prev;
	rcu_assign_pointer(head->prev->next, new);
	head->prev = new;
}

static inline void list_del_rcu(struct list_head *entry)
{
	__list_del_entry(entry);
	entry->prev = LIST_POISON2;
}

#define list_for_each_entry_rcu(pos, head, member)                                                 \
	for (pos = list_entry(rcu_dereference((head)->next), __typeof__(*pos), member);            \
	     !list_entry_is_head(pos, head, member);                                               \
	     pos = list_entry(rcu_dereference(pos->member.next), __typeof__(*pos), member))

#endif
