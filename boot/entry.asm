; SPDX-License-Identifier: MIT
;
; boot/entry.asm - from the loader to start_kernel()
;
;   loader  protected mode, flat segments, paging off, interrupts off; eax = magic, ebx = its information
;      |    note the time, check loader and CPU, or say why not and halt
;      v
;   _start  paging off
;      |    CR4, CR3 = swapper_pg_dir, CR0.PG and CR0.WP
;      v
;   paging  on: 0..16 MiB at PAGE_OFFSET, and the init sections, where this runs, at their physical address (linker.ld);
;      |    own GDT, own stack
;      v
;   start_kernel()
;
; The page tables are data: the assembler has filled them in, but for those of the init sections, whose place the linker
; chooses. Nothing is cleared: an ELF loader has zeroed .bss (Multiboot 1, 3.1.3; ELF, p_memsz).
;
; Read first: _start, then the tables at the end.
; Tests:      every guest; tests/boot has the ones that are refused here.

%include "asm-offsets.inc"

PAGE_OFFSET     equ     CONFIG_PAGE_OFFSET
%define PHYS(symbol) (symbol - PAGE_OFFSET)   ; of what is not in an init section

X86_EFLAGS_AC   equ     1 << 18                 ; can be changed on a 486 and later
X86_EFLAGS_ID   equ     1 << 21                 ; can be changed where there is CPUID

BOOT_CS         equ     0x08                    ; selectors in boot_gdt
BOOT_DS         equ     0x10

COM1            equ     0x3f8
UART_LSR        equ     5
UART_LSR_THRE   equ     1 << 5                  ; room for a character
UART_TRIES      equ     100000                  ; then the character is lost, not the CPU
VGA_TEXT        equ     0xb8000
VGA_RED         equ     0x4f                    ; white on red
EXIT_PORT       equ     0xf4                    ; QEMU's isa-debug-exit
EXIT_PANIC      equ     18

extern start_kernel, boot_cpu_data, __init_begin, __init_end

section .init.text progbits alloc exec nowrite align=16

; _start - entry point of the image
;   in      eax, ebx from the loader; see above for the state of the CPU. No stack, no GDT of ours.
global _start
_start:
        mov     esp, PHYS(init_stack_top)
        cld
        mov     [PHYS(boot_magic)], eax
        mov     [PHYS(boot_info_phys)], ebx

        pushfd                                  ; which of AC and ID can be changed?
        pop     ecx
        mov     eax, ecx
        xor     eax, X86_EFLAGS_AC | X86_EFLAGS_ID
        push    eax
        popfd
        pushfd
        pop     ebp
        push    ecx
        popfd
        xor     ebp, ecx
        xor     edi, edi                        ; edi = feature bits, none without CPUID
        test    ebp, X86_EFLAGS_ID
        jz      .no_tsc
        mov     eax, 1
        cpuid
        mov     edi, edx
        mov     [PHYS(boot_cpu_data) + CPU_FEATURES], edi
        test    edi, 1 << X86_FEATURE_TSC
        jz      .no_tsc
        rdtsc
        mov     [PHYS(boot_tsc)], eax
        mov     [PHYS(boot_tsc) + 4], edx
.no_tsc:
        mov     eax, [PHYS(boot_magic)]
        cmp     eax, MB1_BOOT_MAGIC
        je      .check_cpu
        cmp     eax, MB2_BOOT_MAGIC
        jne     wrong_magic
.check_cpu:
        mov     esi, message_386
        test    ebp, X86_EFLAGS_AC
        jz      die
%ifdef CONFIG_X86_PAE
PAE_NEEDS       equ     1 << X86_FEATURE_PAE | 1 << X86_FEATURE_CX8 | 1 << X86_FEATURE_CMOV
        mov     esi, message_pae
        mov     eax, edi
        not     eax
        test    eax, PAE_NEEDS
        jnz     die
        ; PSE means nothing with PAE, yet the v86 emulator misreads 2 MiB entries without it.
        mov     eax, X86_CR4_PAE | X86_CR4_PSE
        mov     cr4, eax
%else
        test    edi, 1 << X86_FEATURE_PSE       ; no PSE: there may be no CR4 at all
        jz      .no_pse
        mov     eax, X86_CR4_PSE
        mov     cr4, eax
.no_pse:
%endif
        mov     edi, __init_begin               ; the entry of its page
        shr     edi, PAGE_SHIFT - PTE_SIZE_SHIFT
        add     edi, init_pg_tables
        mov     eax, __init_begin + BOOT_PTE
        mov     ecx, __init_end
        sub     ecx, __init_begin
        shr     ecx, PAGE_SHIFT
.map_init:
        mov     [edi], eax
        add     edi, 1 << PTE_SIZE_SHIFT
        add     eax, PAGE_SIZE
        loop    .map_init

        mov     eax, PHYS(swapper_pg_dir)
        mov     cr3, eax
        mov     eax, cr0
        or      eax, X86_CR0_PG | X86_CR0_WP
        mov     cr0, eax                        ; paging is on; this page is mapped where it was
        lgdt    [boot_gdt.pointer]
        jmp     BOOT_CS:.own_segments
.own_segments:
        mov     eax, BOOT_DS
        mov     ds, eax
        mov     es, eax
        mov     fs, eax
        mov     gs, eax
        mov     ss, eax
        mov     esp, init_stack_top

        xor     ebp, ebp                        ; where a backtrace ends
        push    ebp
        jmp     start_kernel                    ; with 0 for a return address; it never returns

; wrong_magic - say what was found in eax, and halt
wrong_magic:
        mov     edi, message_magic.digits
        mov     ecx, 8
.digit:
        rol     eax, 4
        mov     ebx, eax
        and     ebx, 0xf
        mov     bl, [hex_digits + ebx]
        mov     [edi], bl
        inc     edi
        loop    .digit
        mov     esi, message_magic

; die - the last words: on COM1, on the screen, and the panic verdict for QEMU
;   in      esi = a string that ends in 0; paging off
die:
        mov     edi, uart_setup
        mov     ecx, UART_SETUP_WRITES
.setup:
        mov     dx, [edi]
        mov     al, [edi + 2]
        out     dx, al
        add     edi, 3
        loop    .setup
        mov     edi, VGA_TEXT
.character:
        lodsb
        test    al, al
        jz      .end
        mov     ah, VGA_RED
        stosw
        mov     bl, al
        mov     ecx, UART_TRIES
        mov     dx, COM1 + UART_LSR
.wait:
        in      al, dx
        test    al, UART_LSR_THRE
        loopz   .wait
        mov     dx, COM1
        mov     al, bl
        out     dx, al
        jmp     .character
.end:
        mov     al, EXIT_PANIC
        out     EXIT_PORT, al
.halt:
        cli
        hlt
        jmp     .halt

section .init.data progbits alloc noexec write align=4096

; The first 16 MiB, by 4 KiB pages: the image ends below (linker.ld), and early_memremap() reaches the rest.
BOOT_MAPPED     equ     16 << 20
BOOT_PTE        equ     _PAGE_PRESENT | _PAGE_RW | _PAGE_ACCESSED | _PAGE_DIRTY
BOOT_TABLE      equ     _PAGE_PRESENT | _PAGE_RW | _PAGE_ACCESSED
BOOT_TABLES     equ     BOOT_MAPPED / PMD_SIZE

%ifdef CONFIG_X86_PAE
PTE_SIZE_SHIFT  equ     3
%else
PTE_SIZE_SHIFT  equ     2
%endif

%macro ENTRY 1                                  ; a page table entry of this width
        dd      %1
%ifdef CONFIG_X86_PAE
        dd      0
%endif
%endmacro

%macro BOOT_TABLE_ENTRIES 1                     ; for the page tables at this address
%assign i 0
%rep BOOT_TABLES
        ENTRY   %1 + i * PAGE_SIZE + BOOT_TABLE
%assign i i + 1
%endrep
%endmacro

global boot_pg_tables
boot_pg_tables:
%assign address 0
%rep BOOT_MAPPED / PAGE_SIZE
        ENTRY   address + BOOT_PTE
%assign address address + PAGE_SIZE
%endrep

        align   8
boot_gdt:
        dq      0
        dq      0x00cf9b000000ffff              ; BOOT_CS: code, base 0, 4 GiB, accessed
        dq      0x00cf93000000ffff              ; BOOT_DS: data, the same
.pointer:
        dw      $ - boot_gdt - 1
        dd      boot_gdt

; Port and value: 115200 baud, 8 bits, no parity, no interrupts, FIFO on.
%macro UART_WRITE 2
        dw      COM1 + %1
        db      %2
%endmacro
uart_setup:
        UART_WRITE 1, 0x00                      ; IER
        UART_WRITE 3, 0x80                      ; LCR: divisor latch
        UART_WRITE 0, 0x01                      ; divisor, low
        UART_WRITE 1, 0x00                      ; divisor, high
        UART_WRITE 3, 0x03                      ; LCR: 8N1
        UART_WRITE 2, 0x07                      ; FCR
        UART_WRITE 4, 0x03                      ; MCR: DTR, RTS
UART_SETUP_WRITES equ   ($ - uart_setup) / 3

hex_digits:     db      "0123456789abcdef"
message_magic:  db      "Himem: the loader left 0x"
.digits:        db      "00000000 in eax: neither Multiboot 1 (0x2badb002) nor Multiboot 2 (0x36d76289). "
                db      "Load the kernel with GRUB's multiboot2 or multiboot command.", 13, 10, 0
message_386:    db      "Himem: this CPU is a 386; a 486 or later is needed.", 13, 10, 0
message_pae:    db      "Himem: this CPU lacks PAE, CMPXCHG8B or CMOV, which this kernel is built for. "
                db      "Boot the kernel without PAE, himem.elf.", 13, 10, 0

; Page tables of the kernel, for good (asm/pgtable.h): setup_arch() replaces the boot entries and adds the rest.
section .data..page_aligned progbits alloc noexec write align=4096

global kernel_pmds, swapper_pg_dir
%ifndef CONFIG_X86_PAE
swapper_pg_dir:
%endif
kernel_pmds:
        BOOT_TABLE_ENTRIES init_pg_tables       ; until free_initmem()
%rep PAGE_OFFSET / PMD_SIZE - BOOT_TABLES
        ENTRY   0
%endrep
        BOOT_TABLE_ENTRIES boot_pg_tables
%rep (0x100000000 - PAGE_OFFSET) / PMD_SIZE - BOOT_TABLES
        ENTRY   0
%endrep
%ifdef CONFIG_X86_PAE
swapper_pg_dir:                                 ; only P may be set here (SDM vol. 3, table 4-8)
%assign i 0
%rep 4
        ENTRY   PHYS(kernel_pmds) + i * PAGE_SIZE + _PAGE_PRESENT
%assign i i + 1
%endrep
%endif

section .bss..init nobits alloc noexec write align=4096

init_pg_tables:
        resb    BOOT_TABLES * PAGE_SIZE

section .bss..page_aligned nobits alloc noexec write align=4096

; The boot thread's stack grows down to a page that paging_init() takes out of the mapping.
global init_stack_guard, init_stack, init_stack_top
init_stack_guard:
        resb    PAGE_SIZE
init_stack:
        resb    THREAD_SIZE
init_stack_top:

section .bss nobits alloc noexec write align=8

global boot_tsc, boot_magic, boot_info_phys
boot_tsc:       resq    1                       ; time stamp at _start; 0 without RDTSC
boot_magic:     resd    1                       ; eax of the loader
boot_info_phys: resd    1                       ; ebx of the loader
