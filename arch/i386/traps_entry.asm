; SPDX-License-Identifier: MIT
;
; arch/i386/traps_entry.asm - from the CPU's exceptions and interrupts to do_trap()
;
;   vector n ──> stub n: push error code 0 (unless the CPU has pushed one), push n
;                  └──> trap_common: the rest of struct pt_regs (asm/ptrace.h) ──> do_trap(regs) ──> iret
;
; A stub has TRAP_STUB_SIZE bytes, so that stub n is found by multiplication (arch/i386/desc.c).
;
; do_trap() runs on the interrupted stack. Above pt_regs stands a frame like the one a called function makes, with the
; interrupted ip for a return address, so that the chain of frame pointers crosses the trap:
;
;   high   ...        pt_regs
;          ip         "return address"
;   ebp -> bp         of the interrupted code
;   low    trap_return, then do_trap()'s own frame

%include "asm-offsets.inc"

extern do_trap

; Exceptions with an error code (SDM vol. 3, table 6-1): 8, 10-14, 17, 21, 29, 30.
ERROR_CODES     equ     1 << 8 | 0x1f << 10 | 1 << 17 | 1 << 21 | 3 << 29

section .text progbits alloc exec nowrite align=16

; trap_stubs - entry points of vectors 0 to NR_VECTORS - 1
;   in      interrupts off (interrupt gate), the interrupted code's stack
global trap_stubs
trap_stubs:
%assign vector 0
%rep NR_VECTORS
        align   TRAP_STUB_SIZE
%if vector >= 32 || (ERROR_CODES >> vector & 1) == 0
        push    dword 0
%endif
        push    dword vector
        jmp     trap_common
%assign vector vector + 1
%endrep

; trap_common - build struct pt_regs, call do_trap(regs), go back to the interrupted code
;   in      on the stack: vector, error code, ip, cs, flags
;   needs   a stack segment; the other segments may be anything
global trap_return
trap_common:
        push    gs
        push    fs
        push    es
        push    ds
        push    eax
        push    ebp
        push    edi
        push    esi
        push    edx
        push    ecx
        push    ebx
        mov     eax, ss
        mov     ds, eax
        mov     es, eax
        cld
        mov     eax, esp                        ; regparm: the first argument
        push    dword [eax + PT_REGS_IP]
        push    ebp
        mov     ebp, esp
        call    do_trap
trap_return:
        add     esp, 8
        pop     ebx
        pop     ecx
        pop     edx
        pop     esi
        pop     edi
        pop     ebp
        pop     eax
        pop     ds
        pop     es
        pop     fs
        pop     gs
        add     esp, 8                          ; vector, error code
        iret
