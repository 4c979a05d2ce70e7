; SPDX-License-Identifier: MIT
;
; arch/i386/preempt.asm - from preempt_enable() to preempt_schedule()

extern preempt_schedule

section .text progbits alloc exec nowrite align=16

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
