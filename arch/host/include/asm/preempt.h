// SPDX-License-Identifier: MIT
/*
 * asm/preempt.h - there is one thread: nobody ever waits to run
 */
#ifndef ASM_PREEMPT_H
#define ASM_PREEMPT_H

#define __preempt_schedule() __builtin_trap()

#endif
