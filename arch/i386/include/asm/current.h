// SPDX-License-Identifier: MIT
/*
 * asm/current.h - the thread that runs on this CPU
 */
#ifndef ASM_CURRENT_H
#define ASM_CURRENT_H

#include <asm/percpu.h>

struct task_struct;

DECLARE_PER_CPU(struct task_struct *, current_task);

/* To the code that asks it is always the same one: a switch replaces code and thread together. */
#define current this_cpu_read_stable(current_task)

#endif
