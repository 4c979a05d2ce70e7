; SPDX-License-Identifier: MIT
;
; arch/i386/switch.asm - from one thread's stack to another's (asm/switch_to.h); from preempt_enable() to preempt_schedule()

%include "asm-offsets.inc"

extern preempt_schedule

section .text progbits alloc exec nowrite align=16

; __switch_to - struct task_struct *__switch_to(prev, next), by the C compiler's rules
;   in      eax = prev, edx = next
;   out     eax = prev, on next's stack
;   needs   interrupts off; both threads' queue locked
global __switch_to
__switch_to:
        push    ebp
        push    ebx
        push    esi
        push    edi
        mov     [eax + TASK_SP], esp
        mov     esp, [edx + TASK_SP]
        pop     edi
        pop     esi
        pop     ebx
        pop     ebp
        ret                                     ; or, the first time, the start of the thread's first function

; preempt_schedule_thunk - call preempt_schedule(), as an instruction that changes no register
;   trashes nothing but the flags
global preempt_schedule_thunk
preempt_schedule_thunk:
        push    ebp
        mov     ebp, esp
        push    eax
        push    edx
        push    ecx
        call    preempt_schedule
        pop     ecx
        pop     edx
        pop     eax
        pop     ebp
        ret
