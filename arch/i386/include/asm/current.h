// SPDX-License-Identifier: MIT
/*
 * asm/current.h - the thread that runs on this CPU
 */
#ifndef ASM_CURRENT_H
#define ASM_CURRENT_H

struct task_struct;

#define current (&init_task)

#endif
