# SPDX-License-Identifier: MIT
#
# Makefile - build, run and test Himem
#
#   sources ── compile ──> build/i386/…  build/pae/…  (DEBUG=1: build/debug/i386/…)
#           ── link 1 ───> himem.1.elf ── scripts/ksyms.py ──> names and addresses of its functions
#           ── link 2 ───> build/himem.elf, build/himem-pae.elf ── GRUB ──> build/himem.iso
#   EXTRA=  ── compile ──> build/i386/extra/PATH.o ── both links of the kernels, and the tests of docs/own-file.md
#
# One product is one kernel: {i386, pae} x {release, debug} x {3G, 2G, 1G}. The rules of all are instantiated
# from one template below; `all` asks for the two that DEBUG= and VMSPLIT= name. The same objects, with the files of
# tests/samples or tests/bench, are the kernels in build/samples and build/bench: there EXTRA= is tested, and measured by.
# No make calls itself, but for the clang products of test-full.

MAKEFLAGS += --no-builtin-rules --no-builtin-variables
# On all cores, unless the user says otherwise.
ifeq ($(filter -j%,$(MAKEFLAGS)),)
MAKEFLAGS += --jobs=$(shell nproc)
endif
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all

Q := $(if $(filter 1,$(V)),,@)
say = $(if $(filter 1,$(V)),,@printf '  %-7s %s\n' '$(1)' '$(2)')

# ---------------------------------------------------------------- what the user may set

CROSS_COMPILE ?= i686-linux-gnu-
BUILD   ?= build
DEBUG   ?= 0
VMSPLIT ?= 3G
EXTRA   ?=
export CROSS_COMPILE

ifeq ($(filter 3G 2G 1G,$(VMSPLIT)),)
$(error VMSPLIT=$(VMSPLIT): the user part of the address space is 3G, 2G or 1G)
endif

check_01 = $(if $(filter-out 0 1,$($(1))),$(error $(1)=$($(1)): 0 or 1))
$(foreach v,DEBUG PAE FAST V,$(call check_01,$(v)))

ifneq ($(origin CC),command line)
CC      := $(CROSS_COMPILE)gcc
endif
ifeq ($(findstring clang,$(CC)),)
CC_ONLY := -mpreferred-stack-boundary=2
CC_HEADERS = $(shell $(CC) -print-file-name=include)
else
CC_ONLY := --target=i686-linux-gnu -mstack-alignment=4 -Wno-unknown-warning-option
CC_HEADERS = $(shell $(CC) -print-resource-dir)/include
endif
LD      := $(CROSS_COMPILE)ld
NM      := $(CROSS_COMPILE)nm
OBJDUMP := $(CROSS_COMPILE)objdump
NASM    ?= nasm
PYTHON  ?= python3

# Install what is missing before anything is built or run; a command or two when nothing is.
ifneq ($(filter-out clean help deps,$(or $(MAKECMDGOALS),all)),)
ifeq ($(findstring n,$(filter-out --%,$(firstword -$(MAKEFLAGS)))),)
ifneq ($(shell scripts/deps build $(if $(filter clang,$(CC)),clang) >&2; echo $$?),0)
$(error the tools to build and run Himem are missing)
endif
endif
endif

# ---------------------------------------------------------------- sources and flags

C_SRCS   := $(filter-out arch/i386/asm-offsets.c,$(wildcard \
              boot/*.c arch/i386/*.c kernel/*.c kernel/lib/*.c mm/*.c tests/kunit/*.c tests/kernel/*.c))
ASM_SRCS := $(wildcard boot/*.asm arch/i386/*.asm)

# Files written for Linux, in their order; a file that is named twice is there once.
uniq = $(if $1,$(firstword $1) $(call uniq,$(filter-out $(firstword $1),$1)))
extra_file = $(if $(filter-out %.c,$1),$(error EXTRA=$1: only C files (.c) can be linked in))$(or $(abspath $(wildcard $1)),$(error \
               EXTRA=$1: there is no such file))
EXTRA_SRCS := $(call uniq,$(foreach f,$(EXTRA),$(call extra_file,$f)))
SAMPLES    := $(realpath $(wildcard tests/samples/*.c))
BENCHES    := $(realpath $(wildcard tests/bench/*.c))

CFLAGS := -std=gnu11 -O2 -g -ffreestanding -fno-pie -fno-pic $(CC_ONLY) \
          -mregparm=3 -mno-sse -mno-mmx -mno-80387 \
          -fno-strict-aliasing -fwrapv -funsigned-char -fno-common -fno-delete-null-pointer-checks \
          -fno-asynchronous-unwind-tables -fno-omit-frame-pointer -momit-leaf-frame-pointer \
          -fstack-protector-strong -mstack-protector-guard=global \
          -U__linux__ -Ulinux -U__unix__ -Uunix
WARNINGS := -Wall -Wextra -Wno-unused-parameter -Wno-sign-compare \
          -Wmissing-prototypes -Wstrict-prototypes -Wvla -Werror
# Somebody else's file: what Linux warns of, but it is for them to judge; what is not used costs nothing.
# Errors of newer compilers are warnings again.
EXTRA_WARNINGS := -Wall -Wno-error -Wno-error=implicit-function-declaration -Wno-error=int-conversion \
          -Wno-error=incompatible-pointer-types -Wno-main -Wundef -Wno-format-security -Wno-frame-address -Wno-address-of-packed-member \
          -Wno-unused-but-set-variable -Wno-unused-const-variable -Wno-pointer-sign -Wno-sign-compare
# As the build of Linux names a file to itself: my-test.c is "my_test".
modname = -DKBUILD_MODNAME='"$(subst -,_,$(basename $(notdir $1)))"' -DKBUILD_BASENAME='"$(subst -,_,$(basename $(notdir $1)))"'
CPPFLAGS = -nostdinc -isystem $(CC_INCLUDE) -D__KERNEL__ -Iinclude -Iarch/i386/include -include linux/kconfig.h
NASMFLAGS := -f elf32 -g -F dwarf -Werror -Iarch/i386/include/ -Iboot/
LDFLAGS := -m elf_i386 -nostdlib --build-id=none \
           -z max-page-size=4096 -z noexecstack --no-warn-rwx-segments

CC_INCLUDE = $(eval CC_INCLUDE := $(CC_HEADERS))$(CC_INCLUDE)

CONFIG      := CONFIG_X86_32=1 CONFIG_HIGHMEM=1 CONFIG_HAVE_MEMBLOCK_PHYS_MAP=1 CONFIG_NR_CPUS=32 CONFIG_NUMA=1 CONFIG_NODES_SHIFT=3
CONFIG_3G   := CONFIG_PAGE_OFFSET=0xC0000000
CONFIG_2G   := CONFIG_PAGE_OFFSET=0x80000000
CONFIG_1G   := CONFIG_PAGE_OFFSET=0x40000000
CONFIG_pae  := CONFIG_X86_PAE=1 CONFIG_PHYS_ADDR_T_64BIT=1
CONFIG_debug := CONFIG_DEBUG_VM=1
MARCH_i386  := -march=i486 -mtune=generic
MARCH_pae   := -march=i686 -mtune=generic

# ---------------------------------------------------------------- one kernel

# What objects depend on besides their sources.
ALL_FLAGS = $(CC) $(MARCH) $(CFLAGS) $(WARNINGS) $(EXTRA_WARNINGS) $(CPPFLAGS) $(DEFS) $(NASM) $(NASMFLAGS) $(LD) $(LDFLAGS)

# names of a product: $(1) i386|pae  $(2) debug or empty  $(3) 3G|2G|1G
split_suffix = $(if $(filter 3G,$(1)),,-$(subst G,g,$(1)))
out_dir = $(BUILD)$(if $(2),/debug)/$(1)$(call split_suffix,$(3))
out_elf = $(BUILD)$(if $(2),/debug)/himem$(if $(filter pae,$(1)),-pae)$(call split_suffix,$(3)).elf

# Objects: $(1)-$(3) as above, $(4) their directory
define product
$(4)/%: DEFS := $$(addprefix -D,$(CONFIG) $(CONFIG_$(1)) $(if $(2),$(CONFIG_debug)) $(CONFIG_$(3)))
$(4)/%: MARCH := $(MARCH_$(1))

$(4)/objs := $(addprefix $(4)/,$(C_SRCS:.c=.o) $(ASM_SRCS:.asm=.asm.o))
$(4)/dirs := $(sort $(4)/ $(addprefix $(4)/,$(dir $(C_SRCS) $(ASM_SRCS))) $(4)/arch/i386/)
$$($(4)/dirs): ; $$(Q)mkdir -p $$@

# Rewritten only when a flag changed.
$(4)/flags: FORCE | $(4)/
	@echo '$$(ALL_FLAGS)' | cmp -s - $$@ || echo '$$(ALL_FLAGS)' > $$@

$(4)/%.o: %.c $(4)/flags | $$($(4)/dirs)
	$$(call say,CC,$$@)
	$$(Q)$$(CC) $$(MARCH) $$(CFLAGS) $$(WARNINGS) $$(CPPFLAGS) $$(DEFS) -MMD -MP -c -o $$@ $$<

# Named by the path, so that each of two files of one name has its own.
$(4)/extra/%.o: /%.c $(4)/flags
	$$(call say,CC,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$$(CC) $$(MARCH) $$(CFLAGS) $$(EXTRA_WARNINGS) $$(CPPFLAGS) $$(DEFS) $$(call modname,$$<) -MMD -MP -c -o $$@ $$<

$(4)/%.asm.o: %.asm $(4)/flags $(if $(wildcard arch/i386/asm-offsets.c),$(4)/asm-offsets.inc) | $$($(4)/dirs)
	$$(call say,NASM,$$@)
	$$(Q)$$(NASM) $$(NASMFLAGS) $$(DEFS) -I$(4)/ -MD $$(@:.o=.d) -MP -MT $$@ -o $$@ $$<

# Each `->NAME value` that asm-offsets.c leaves in its assembly becomes `%define NAME value`.
$(4)/asm-offsets.inc: arch/i386/asm-offsets.c $(4)/flags | $$($(4)/dirs)
	$$(call say,OFFSETS,$$@)
	$$(Q)$$(CC) $$(MARCH) $$(CFLAGS) $$(WARNINGS) $$(CPPFLAGS) $$(DEFS) -MMD -MP -MT $$@ -MF $$(@:.inc=.d) -S -o $$(@:.inc=.s) $$<
	$$(Q)sed -n 's/^.*->\([A-Za-z0-9_]*\) \$$$$*\(-*[0-9][0-9]*\).*/%define \1 \2/p' $$(@:.inc=.s) > $$@

$(4)/linker.ld: linker.ld $(4)/flags | $(4)/
	$$(Q)$$(CC) -E -P -x assembler-with-cpp -nostdinc -Iinclude -Iarch/i386/include $$(DEFS) -D__ASSEMBLY__ \
		$(filter --target%,$(CC_ONLY)) -MMD -MP -MT $$@ -MF $$@.d -o $$@ $$<

-include $$($(4)/objs:.o=.d) $(4)/asm-offsets.d $(4)/linker.ld.d
endef

# One kernel: $(1) directory of objects, $(2) further C files, $(3) the kernel, $(4) what its links leave, begins with a path
define image
$(3)/objs := $$($(1)/objs) $(patsubst %.c,$(1)/extra%.o,$(2))
-include $(patsubst %.c,$(1)/extra%.d,$(2))

# A file that is gone from the list is gone from the kernel.
$(4)extra.list: FORCE | $(1)/
	$$(Q)mkdir -p $$(@D)
	@echo '$(2)' | cmp -s - $$@ || echo '$(2)' > $$@

# The symbol table lies behind everything that has an address in it, so the second link moves no function.
$(4)himem.1.elf: $$($(3)/objs) $(1)/linker.ld $(4)extra.list
	$$(call say,LD,$$@)
	$$(Q)$$(LD) $$(LDFLAGS) -T $(1)/linker.ld -o $$@ $$($(3)/objs)

$(4)ksyms.asm: $(4)himem.1.elf $(KSYMS)
	$$(call say,KSYMS,$$@)
	$$(Q)$$(NM) -n $$< | $$(PYTHON) $(KSYMS) > $$@

$(4)ksyms.o: $(4)ksyms.asm
	$$(Q)$$(NASM) -f elf32 -o $$@ $$<

$(3): $$($(3)/objs) $(1)/linker.ld $(if $(KSYMS),$(4)ksyms.o)
	$$(call say,LD,$$@)
	$$(Q)$$(LD) $$(LDFLAGS) -T $(1)/linker.ld -Map $(4)himem.map -o $$@ $$($(3)/objs) $(if $(KSYMS),$(4)ksyms.o)
endef

KSYMS := $(wildcard scripts/ksyms.py)
ARCHES := i386 pae
SPLITS := 3G 2G 1G
define instantiate
$(call product,$(1),$(2),$(3),$(call out_dir,$(1),$(2),$(3)))
$(call image,$(call out_dir,$(1),$(2),$(3)),$(EXTRA_SRCS),$(call out_elf,$(1),$(2),$(3)),$(call out_dir,$(1),$(2),$(3))/)
endef
$(foreach arch,$(ARCHES),$(foreach dbg,0 1,$(foreach split,$(SPLITS),$(eval $(call \
  instantiate,$(arch),$(filter 1,$(dbg)),$(split))))))

# $(1) samples or bench, $(2) their files
with_extra = $(foreach arch,$(ARCHES),$(eval $(call image,$(call out_dir,$(arch),,3G),$(2),$(call \
  extra_elf,$(1),$(arch)),$(BUILD)/$(1)/$(arch)/)))
extra_elf = $(BUILD)/$(1)/himem$(if $(filter pae,$(2)),-pae).elf
SAMPLE_KERNELS := $(foreach arch,$(ARCHES),$(call extra_elf,samples,$(arch)))
BENCH_KERNELS  := $(foreach arch,$(ARCHES),$(call extra_elf,bench,$(arch)))
$(call with_extra,samples,$(SAMPLES))
$(call with_extra,bench,$(BENCHES))

# $(call kernels,debug or empty,split): both kernels of that kind
kernels = $(foreach arch,$(ARCHES),$(call out_elf,$(arch),$(1),$(2)))
KERNELS := $(call kernels,$(filter 1,$(DEBUG)),$(VMSPLIT))
OUT     := $(BUILD)$(if $(filter 1,$(DEBUG)),/debug)
ISO     := $(OUT)/himem$(call split_suffix,$(VMSPLIT)).iso

# ---------------------------------------------------------------- targets

all: $(KERNELS) ## build both kernels (the default)

iso: $(ISO) ## build build/himem.iso, for a CD or a USB stick

$(ISO): $(KERNELS) boot/grub.cfg scripts/iso
	$(call say,ISO,$@)
	$(Q)scripts/iso $@ boot/grub.cfg $(KERNELS)

# One word for the shell, whatever is in it.
quote = '$(subst ','\'',$(1))'

RUN := scripts/run --build $(BUILD) $(if $(filter 1,$(DEBUG)),--debug-build) --vmsplit $(VMSPLIT) \
       $(if $(MEM),--mem $(MEM)) $(if $(SMP),--smp $(SMP)) $(if $(CPU),--cpu $(CPU)) \
       $(if $(MACHINE),--machine $(MACHINE)) $(if $(DMESG),--dmesg $(call quote,$(DMESG))) $(if $(PAE),$(if $(filter 1,$(PAE)),--pae,--no-pae))

DIRECTLY := $(filter 1,$(FAST))$(DMESG)

run: $(if $(DIRECTLY),$(KERNELS),$(ISO)) ## boot in QEMU, console on this terminal; Ctrl-A X leaves
	$(Q)$(RUN) $(if $(DIRECTLY),,--iso) $(if $(APPEND),--append $(call quote,$(APPEND)))

# tests/host/*.inc add programs to HOST_TESTS: each prints KTAP, and fails if one of its cases does.
HOST_TESTS :=
-include $(wildcard tests/host/*.inc)

TEST := scripts/test --build $(BUILD) $(addprefix --host ,$(HOST_TESTS))
BOTH_BUILDS := $(call kernels,,3G) $(call kernels,1,3G) $(SAMPLE_KERNELS) $(BENCH_KERNELS) $(BUILD)/himem.iso

test: $(BOTH_BUILDS) $(HOST_TESTS) ## run the tests of every world; ends in "N passed, N failed"
	$(Q)$(TEST)

test-host: $(HOST_TESTS) ## run the tests of the host world only
	$(Q)$(TEST) --no-boot

# All products of DEBUG= and VMSPLIT=, the table's second half, and the same sources through clang.
ALL_PRODUCTS := $(foreach split,$(SPLITS),$(call kernels,,$(split)) $(call kernels,1,$(split)))

test-full: $(sort $(ALL_PRODUCTS) $(BOTH_BUILDS)) $(HOST_TESTS) ## the same over VMSPLIT, DEBUG, clang, UEFI and Bochs
	$(Q)scripts/deps full
	$(Q)$(MAKE) --no-print-directory CC=clang BUILD=$(BUILD)/clang products
	$(Q)$(TEST) --full --clang $(BUILD)/clang

products: $(BOTH_BUILDS)

bench: $(call kernels,,3G) $(BENCH_KERNELS) ## executed instructions beside Linux's; writes build/bench.json
	$(Q)$(PYTHON) scripts/bench.py --build $(BUILD)

# ---------------------------------------------------------------- make check

C_FILES   = $(filter-out tests/bench/% tests/samples/%,$(shell git ls-files --cached --others --exclude-standard '*.c' '*.h'))
HEADERS   = $(filter include/% arch/i386/include/%,$(filter %.h,$(C_FILES)))
CHECKS   := check-format check-includes check-headers check-cppcheck check-opcodes check-multiboot check-init
# GNU C counts void pointers in bytes; the linker script's symbols are ends of one object; container_of() takes the type of
# a member of a null pointer; asm and loops fill variables, which gcc sees.
CPPCHECK_OFF := arithOperationsOnVoidPointer comparePointers nullPointer varFuncNullUB staticStringCompare \
                sizeofwithsilentarraypointer identicalInnerCondition uninitvar legacyUninitvar
CPPCHECK := cppcheck --quiet --error-exitcode=1 --enable=warning,portability --inline-suppr --std=c11 --platform=unix32 \
            -j 2 -Iinclude -Iarch/i386/include --include=include/linux/kconfig.h $(addprefix --suppress=,$(CPPCHECK_OFF))

check: $(CHECKS) ## style, layers, static analysis, instruction set, boot headers

$(CHECKS): | deps-check
deps-check:
	$(Q)scripts/deps check

check-format:
	$(call say,CHECK,format)
	$(Q)clang-format --dry-run -Werror $(C_FILES)

check-includes:
	$(call say,CHECK,include direction)
	$(Q)scripts/check-includes

# Every header compiles on its own, in both kernels, and those that files written for Linux include have what they expect;
# kunmap_local() of a page instead of its address does not compile, nor GENMASK() the wrong way round.
SYNTAX = $(CC) -x c -fsyntax-only $(MARCH_i386) $(CFLAGS) $(WARNINGS) $(CPPFLAGS) $(addprefix -D,$(CONFIG) $(CONFIG_3G))
check-headers: | $(BUILD)/
	$(call say,CHECK,headers)
	$(Q)for h in $(HEADERS); do for pae in "" "$(addprefix -D,$(CONFIG_pae))"; do \
		$(SYNTAX) $$pae $$h -Wno-unused-function -Wno-pragma-once-outside-header || exit 1; \
	done; done
	$(Q)good=$$(for arg in 'void *' 'struct page *'; do \
		printf '%s\n' '#include <linux/highmem.h>' "void f($$arg p); void f($$arg p) { kunmap_local(p); kunmap_atomic(p); }" | \
		$(SYNTAX) - 2>/dev/null && echo "$$arg"; \
	done); [ "$$good" = 'void *' ] || { echo 'kunmap_local() takes a page, or no address'; exit 1; }
	$(Q)good=$$(for bits in '5, 1' '1, 5'; do \
		printf '%s\n' '#include <linux/bits.h>' "unsigned long m = GENMASK($$bits);" | $(SYNTAX) - 2>/dev/null && echo "$$bits"; \
	done); [ "$$good" = '5, 1' ] || { echo 'GENMASK() takes low, high, or nothing'; exit 1; }
	$(Q)for pae in "" "$(addprefix -D,$(CONFIG_pae))"; do \
		scripts/check-names $(CC) $(MARCH_i386) $(CFLAGS) $(EXTRA_WARNINGS) $(CPPFLAGS) $(addprefix -D,$(CONFIG) $(CONFIG_3G)) $$pae \
			$(call modname,x.c) || exit 1; \
	done

check-cppcheck:
	$(call say,CHECK,cppcheck)
	$(Q)$(CPPCHECK) $(addprefix -D,$(CONFIG) $(CONFIG_3G)) $(C_SRCS)
	$(Q)$(CPPCHECK) $(addprefix -D,$(CONFIG) $(CONFIG_3G) $(CONFIG_pae) $(CONFIG_debug)) $(C_SRCS)

check-opcodes: $(call kernels,,3G)
	$(call say,CHECK,instruction sets)
	$(Q)$(OBJDUMP) -d --no-show-raw-insn $(call out_elf,i386,,3G) | scripts/check-opcodes i486
	$(Q)$(OBJDUMP) -d --no-show-raw-insn $(call out_elf,pae,,3G) | scripts/check-opcodes i686

check-multiboot: $(call kernels,,3G)
	$(call say,CHECK,Multiboot headers)
	$(Q)for k in $^; do grub-file --is-x86-multiboot $$k && grub-file --is-x86-multiboot2 $$k || exit 1; done

check-init: $(call kernels,,3G)
	$(call say,CHECK,init sections)
	$(Q)$(foreach arch,$(ARCHES),scripts/check-init $(wildcard $(addprefix $(BUILD)/$(arch)/,$(C_SRCS:.c=.o) $(ASM_SRCS:.asm=.asm.o))) &&) true

debug: $(KERNELS) ## boot halted in QEMU, with gdb attached and symbols loaded
	$(Q)scripts/deps debug
	$(Q)$(RUN) --gdb $(if $(APPEND),--append $(call quote,$(APPEND)))

$(BUILD)/: ; $(Q)mkdir -p $@

clean: ## remove everything that was built
	$(Q)rm -rf $(BUILD)

deps: ## install what building, running and testing need (Debian; root or sudo)
	$(Q)scripts/deps build

help: ## list targets and variables
	@echo 'Targets:'
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14
	@echo 'Variables:'
	@sed -n 's/^#@ \([^ ]*\) *\(.*\)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 24

#@ MEM=1G                RAM of the guest (16M to 63G)
#@ SMP=1                 CPUs of the guest
#@ CPU=max               CPU model (486, pentium3, qemu32, max, ...)
#@ MACHINE=pc            machine (pc, q35, isapc)
#@ PAE=0|1               which kernel runs; unset: the PAE kernel if the CPU has PAE
#@ APPEND='...'          kernel command line
#@ EXTRA='a.c ../b.c'    link these files, written for Linux, into the kernels: docs/own-file.md
#@ DMESG=file            run: with the memory map of another machine, from its boot log or a .e820 file
#@ FAST=1                run: load the kernel directly, without GRUB
#@ DEBUG=1               kernels with all internal checks, in build/debug/
#@ VMSPLIT=3G|2G|1G      user part of the address space
#@ CC=clang              compile with clang
#@ CROSS_COMPILE=...     prefix of gcc and binutils (i686-linux-gnu-)
#@ V=1                   show the commands

.PHONY: all iso run test test-host test-full products bench check $(CHECKS) deps-check debug clean deps help FORCE
FORCE:
