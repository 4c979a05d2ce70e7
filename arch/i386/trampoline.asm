; SPDX-License-Identifier: MIT
;
; arch/i386/trampoline.asm - from the STARTUP IPI to start_secondary()
;
;   STARTUP vv  real mode, CS:IP = vv00:0000: a copy of trampoline_start in a page below 1 MiB
;      |    a GDT of this page, CR0.PE
;      v
;   protected mode, paging off, at the page's physical address
;      |    CR4, EFER, CR3, CR0 as the boot CPU has them; the page is mapped where it is
;      v
;   paging on: this CPU's GDT
;      v
;   secondary_startup, in the higher half: segments, %fs included, and the idle thread's stack
;      v
;   start_secondary()
;
; Read first: struct trampoline_params in smpboot.c, which is the block of data behind the first jump.

%include "asm-offsets.inc"

KERNEL_CS       equ     0x08                    ; the trampoline's GDT has them where the kernel's does
KERNEL_DS       equ     0x10
CR0_PE          equ     1

%define HERE(label) (label - trampoline_start)

extern start_secondary, initial_stack

section .init.data progbits alloc noexec write align=16

global trampoline_start, trampoline_end
        bits    16
trampoline_start:
        jmp     short real_mode
        align   4, db 0
params:
.gdt:           dw      gdt.end - gdt - 1       ; what LGDT reads: limit, physical address
                dd      HERE(gdt)
.protected:     dd      HERE(protected_mode)    ; far pointer
                dw      KERNEL_CS
.cpu_gdt:       dw      0                       ; of this CPU, virtual
                dd      0
.cr0:           dd      0
.cr3:           dd      0
.cr4:           dd      0                       ; 0: none
.efer:          dd      0                       ; 0: none

real_mode:
        cli
        mov     ax, cs
        mov     ds, ax
        movzx   ebx, ax
        shl     ebx, 4                          ; ebx = physical address of the page
        o32 lgdt [HERE(params.gdt)]
        mov     eax, cr0
        or      al, CR0_PE
        mov     cr0, eax
        o32 jmp far [HERE(params.protected)]

        bits    32
protected_mode:
        mov     eax, KERNEL_DS
        mov     ds, eax
        mov     eax, [ebx + HERE(params.cr4)]
        test    eax, eax
        jz      .no_cr4
        mov     cr4, eax
.no_cr4:
        mov     eax, [ebx + HERE(params.efer)]
        test    eax, eax
        jz      .no_efer
        mov     ecx, MSR_EFER
        xor     edx, edx
        wrmsr
.no_efer:
        mov     eax, [ebx + HERE(params.cr3)]
        mov     cr3, eax
        mov     eax, [ebx + HERE(params.cr0)]
        mov     cr0, eax                        ; paging is on
        lgdt    [ebx + HERE(params.cpu_gdt)]
        jmp     KERNEL_CS:secondary_startup

        align   8
gdt:
        dq      0
        dq      0x00cf9b000000ffff              ; code, base 0, 4 GiB, accessed
        dq      0x00cf93000000ffff              ; data, the same
.end:
trampoline_end:

section .text progbits alloc exec nowrite align=16

; secondary_startup - give this CPU its segments and its stack
;   in      paging on, its own GDT loaded, CS from it; interrupts off
secondary_startup:
        mov     eax, KERNEL_DS
        mov     ds, eax
        mov     es, eax
        mov     gs, eax
        mov     ss, eax
        mov     eax, KERNEL_PERCPU
        mov     fs, eax
        mov     esp, [initial_stack]
        xor     ebp, ebp                        ; where a backtrace ends
        push    ebp
        jmp     start_secondary                 ; with 0 for a return address; it never returns
