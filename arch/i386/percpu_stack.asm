; SPDX-License-Identifier: MIT
;
; arch/i386/percpu_stack.asm - push and pop on this CPU's list without a lock and without switching interrupts off
;
;   struct percpu_stack { top, count }      top -> element -> element -> 0; an element's first word is the link
;
; An interrupt may come in the middle and use the same list. So each operation is a sequence whose last instruction, one
; store to top, does it all: nothing before it is visible to others or destroys an input. Where an interrupt finds ip
; inside the sequence, restart_percpu_stack() moves ip back to its first instruction before it returns, and the sequence
; starts over with the list as the handler left it. (The usual price would be pushf, cli and popf, or cmpxchg8b, which a
; 486 does not have.)
;
; Tests: tests/kernel/percpu_stack_test.c
; Linux: the idea of its restartable sequences for user space (rseq), inside the kernel.

%include "asm-offsets.inc"

section .text progbits alloc exec nowrite align=16

; percpu_stack_pop_asm - take the newest element
;   in      eax = struct percpu_stack *
;   out     ecx = the element; 0 when there is none
;   trashes edx
global percpu_stack_pop_asm, percpu_stack_pop_stored
percpu_stack_pop_asm:
        mov     ecx, [eax]
        jecxz   pop_empty
        mov     edx, [ecx]
        mov     [eax], edx
percpu_stack_pop_stored:
        dec     dword [eax + PERCPU_STACK_COUNT]
pop_empty:
        ret

; percpu_stack_push_asm - put an element on top
;   in      eax = struct percpu_stack *, ecx = the element
;   trashes edx
        align   16
global percpu_stack_push_asm, percpu_stack_push_stored
percpu_stack_push_asm:
        mov     edx, [eax]
        mov     [ecx], edx
        mov     [eax], ecx
percpu_stack_push_stored:
        inc     dword [eax + PERCPU_STACK_COUNT]
        ret
