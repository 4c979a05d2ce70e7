; SPDX-License-Identifier: MIT
;
; boot/multiboot.asm - what loaders look for in the image
;
;   file offset 0 .. 8 KiB    Multiboot 1 header (QEMU -kernel, GRUB's multiboot)   4-byte aligned
;               0 .. 32 KiB   Multiboot 2 header (GRUB's multiboot2)                8-byte aligned
;
; Both load the ELF segments at their physical addresses and zero what the file does not hold of them (.bss), enter at
; e_entry with paging off, and leave a pointer in ebx. e_entry is the virtual address of _start: loaders find the
; segment it lies in and enter at the physical one. A physical e_entry would please some of them only.
;
; Tests: `make check` runs grub-file on both; every guest of tests/boot comes through one of them.

%include "asm-offsets.inc"

MB1_PAGE_ALIGN          equ     1 << 0          ; modules start on page boundaries
MB1_MEMORY_INFO         equ     1 << 1          ; mem_lower, mem_upper and, if there is one, the memory map
MB1_FLAGS               equ     MB1_PAGE_ALIGN | MB1_MEMORY_INFO

MB2_ARCH_I386           equ     0
MB2_OPTIONAL            equ     1               ; a loader that lacks it may go on
MB2_HTAG_END            equ     0
MB2_HTAG_INFORMATION    equ     1
MB2_HTAG_MODULE_ALIGN   equ     6

section .multiboot progbits alloc noexec nowrite align=8

        align   4
multiboot1_header:
        dd      MB1_HEADER_MAGIC
        dd      MB1_FLAGS
        dd      -(MB1_HEADER_MAGIC + MB1_FLAGS) ; the three add up to 0

        align   8
multiboot2_header:
        dd      MB2_HEADER_MAGIC
        dd      MB2_ARCH_I386
        dd      .end - multiboot2_header
        dd      -(MB2_HEADER_MAGIC + MB2_ARCH_I386 + (.end - multiboot2_header))
.information:                                   ; what we read, if the loader has it
        dw      MB2_HTAG_INFORMATION, MB2_OPTIONAL
        dd      .information_end - .information
        dd      MB2_TAG_CMDLINE, MB2_TAG_MODULE, MB2_TAG_BASIC_MEMORY, MB2_TAG_MEMORY_MAP
        dd      MB2_TAG_RSDP_V1, MB2_TAG_RSDP_V2, MB2_TAG_EFI_MEMORY_MAP
.information_end:
        align   8
        dw      MB2_HTAG_MODULE_ALIGN, MB2_OPTIONAL
        dd      8
        dw      MB2_HTAG_END, 0
        dd      8
.end:
