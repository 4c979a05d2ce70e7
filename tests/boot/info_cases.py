# SPDX-License-Identifier: MIT
"""info_cases.py - wrong, strange and huge loader information; mem= and memmap="""
import os
import re

import fake_loader as fake
from fake_loader import ACPI, GOOD_MAP, MB1, MB2, RAM, RESERVED

TEST = "test kunit.filter_glob={e820,memmap,page_alloc}"
RUN = fake.cmdline_tag("test kunit.filter_glob=e820")
BASIC = fake.tag(fake.BASIC, (639).to_bytes(4, "little") + (64512).to_bytes(4, "little"))
TYPES = {RAM: "usable", RESERVED: "reserved", ACPI: "ACPI data", 20: "type 20"}


def lines(who, entries):
    """The map as the log has it."""
    return "".join(rf"{who}: \[mem {start:#018x}-{start + size - 1:#018x}\] {TYPES[kind]}\n(\[[ .0-9]+\] )?"
                   for start, size, kind in entries)


def fed(magic, information, status, *sentences, pae=False, more=(), options=()):
    """Boots on this information; wants this exit status and these (regular) expressions in the log."""
    def job(report):
        kernel = os.path.join(report.build, "himem-pae.elf" if pae else "himem.elf")
        image = report.log[:-len(".log")] + ".elf"
        fake.build(kernel, image, magic, information, *more)
        with report.guest("--kernel", image, "--mem", "64M", *options, timeout=60) as guest:
            got = guest.wait(70)
        os.unlink(image)
        report.check(got == status, f"exit status {got}, wanted {status}")
        for sentence in sentences:
            report.check(re.search(sentence, guest.text), f"no '{sentence}' in the log")
    return job


def booted(append, *sentences):
    """An ordinary boot with these parameters, which runs the suites that depend on the memory map."""
    def job(report):
        with report.guest("--mem", "256M", "--append", f"test kunit.filter_glob=e820 ignore_loglevel {append}") as guest:
            status = guest.wait(60)
        report.check(status == 0, f"exit status {status}, wanted 0")
        for sentence in sentences:
            report.check(re.search(sentence, guest.text), f"no '{sentence}' in the log")
    return job


def given(append, cases, *sentences, pae=False):
    """A boot with these parameters, in which so many cases of the suite bootparam find theirs."""
    def job(report):
        with report.guest("--pae" if pae else "--no-pae", "--mem", "256M", "--append",
                          f"test kunit.filter_glob=bootparam ignore_loglevel {append}") as guest:
            status = guest.wait(60)
        report.check(status == 0, f"exit status {status}, wanted 0")
        passed = len(re.findall(r"(?m)^ +ok \d+ (?!.*# SKIP)", guest.text))
        report.check(passed == cases, f"{passed} cases passed, wanted {cases}")
        for sentence in sentences:
            report.check(re.search(sentence, guest.text), f"no '{sentence}' in the log")
        report.check("Unknown kernel command line" not in guest.text, "a parameter is unknown")
    return job


MIB = 1 << 20
# 3,000 entries that do not merge: a page of RAM, a page reserved, and so on up to 24 MiB, then RAM.
HUGE = GOOD_MAP[:2] + [(MIB, 15 * MIB, RAM)] + \
    [(16 * MIB + i * 4096, 4096, RESERVED if i % 2 else RAM) for i in range(3000)] + [(28 * MIB, 36 * MIB, RAM)]
# Unsorted, overlapping, empty, wrapping, of types 0 and 20.
MESS = [(0x100000, 0x3F00000, RAM), (0x3000000, 0x2000, 20), (0, 0xA0000, RAM), (0x2000000, 0, RESERVED),
        (0x3001000, 0x1000, ACPI), (0xFFFFFFFFFFFFF000, 0x2000, RESERVED), (0x90000, 0x20000, 0)]
CLEAN = [(0, 0x90000, RAM), (0x90000, 0x20000, RESERVED), (0x100000, 0x2F00000, RAM), (0x3000000, 0x2000, 20),
         (0x3002000, 0xFFE000, RAM), (0xFFFFFFFFFFFFF000, 0xFFF, RESERVED)]
WB = 0xF
EFI = [(0, 0x9F, 7, WB), (0x9F000, 1, 0, WB), (0x100000, 0xF00, 1, WB), (0x1000000, 0x2F00, 7, WB), (0x3F00000, 0x80, 9, WB),
       (0x3F80000, 0x40, 5, WB | 1 << 63)]
EFI_AS_E820 = [(0, 0x9F000, RAM), (0x9F000, 0x1000, RESERVED), (0x100000, 0x3E00000, RAM), (0x3F00000, 0x80000, ACPI),
               (0x3F80000, 0x40000, RESERVED)]
MODULE = fake.tag(fake.MODULE, (0x2800000).to_bytes(4, "little") + (0x2801000).to_bytes(4, "little") + b"m\0")
GOOD = fake.map_tag(GOOD_MAP)

DEBUG = fake.cmdline_tag("test kunit.filter_glob=e820 memblock=debug")
RSDT, TABLE = 0x2900000, 0x2910100          # in the middle of RAM, where only a reservation saves them


def tables(table, pointer=TABLE, wrong=0):
    return (RSDT, fake.acpi_table(b"RSDT", pointer.to_bytes(4, "little"), wrong=wrong)), (TABLE, table)


def xsdt(address, pointer, *sentences, pae=True):
    """An RSDP of revision 2, whose XSDT is said to lie at address and really lies at RSDT."""
    more = (RSDT, fake.acpi_table(b"XSDT", pointer.to_bytes(8, "little"))), (TABLE, fake.acpi_table(b"SSDT", bytes(100)))
    return fed(MB2, fake.mb2(DEBUG, GOOD, fake.rsdp_tag(RSDT, address)), 0, *sentences, pae=pae, more=more)


def acpi(*sentences, **how):
    return fed(MB2, fake.mb2(DEBUG, GOOD, fake.rsdp_tag(RSDT)), 0, *sentences, more=tables(**how))


SSDT = fake.acpi_table(b"SSDT", bytes(100))
LOADER = [
    ("wrong-magic", fed(0x12345678, fake.mb2(GOOD), 2, r"left 0x12345678 in eax")),
    ("wrong-magic-pae", fed(0x12345678, fake.mb2(GOOD), 2, r"left 0x12345678 in eax", pae=True)),
    ("mb2-no-memory", fed(MB2, fake.mb2(RUN), 2, r"neither a memory map nor the size of memory")),
    ("mb2-basic-memory-only", fed(MB2, fake.mb2(RUN, BASIC), 0, r"no memory map from the loader", lines("BIOS-88",
        [(0, 639 << 10, RAM), (MIB, 63 * MIB, RAM)]))),
    ("mb2-total-size-zero", fed(MB2, fake.mb2(RUN, GOOD, size=0), 2, r"end without an end tag", r"neither a memory map")),
    ("mb2-total-size-huge", fed(MB2, fake.mb2(RUN, GOOD, size=0xFFFFFFFF), 0)),
    ("mb2-no-end-tag", fed(MB2, fake.mb2(RUN, GOOD, end=False), 0, r"end without an end tag")),
    ("mb2-tag-too-short", fed(MB2, fake.mb2(RUN, GOOD, fake.tag(9, b"", size=4)), 0, r"tag 9 at \d+ of \d+ has 4 bytes")),
    ("mb2-tag-of-size-zero", fed(MB2, fake.mb2(RUN, GOOD, fake.tag(9, b"", size=0)), 0, r"tag 9 at \d+ of \d+ has 0 bytes")),
    ("mb2-tag-past-the-end", fed(MB2, fake.mb2(RUN, GOOD, fake.tag(9, b"", size=4096)), 0, r"has 4096 bytes; it and the rest")),
    ("mb2-entries-of-40-bytes", fed(MB2, fake.mb2(RUN, fake.map_tag(GOOD_MAP, 40)), 0, lines("BIOS-e820", GOOD_MAP))),
    ("mb2-entries-of-8-bytes", fed(MB2, fake.mb2(RUN, BASIC, fake.map_tag([], 8)), 0, r"entries of 8 bytes, ignored", "BIOS-88")),
    ("mb2-map-of-3000", fed(MB2, fake.mb2(fake.cmdline_tag("loglevel=5 test"), fake.map_tag(HUGE)), 0)),
    ("mb2-map-of-3000-pae", fed(MB2, fake.mb2(fake.cmdline_tag("loglevel=5 test"), fake.map_tag(HUGE)), 0, pae=True)),
    ("mb2-map-in-disorder", fed(MB2, fake.mb2(RUN, fake.map_tag(MESS)), 0, lines("BIOS-e820", CLEAN))),
    ("mb2-efi-map", fed(MB2, fake.mb2(RUN, fake.efi_tag(EFI)), 0, lines("BIOS-e820", EFI_AS_E820))),
    ("mb2-efi-map-pae", fed(MB2, fake.mb2(RUN, fake.efi_tag(EFI, 40)), 0, lines("BIOS-e820", EFI_AS_E820), pae=True)),
    ("mb2-modules-too-many", fed(MB2, fake.mb2(RUN, GOOD, *[MODULE] * 17), 0, r"ignored, 16 is the most")),
    ("mb2-module-empty", fed(MB2, fake.mb2(RUN, GOOD, fake.tag(fake.MODULE, bytes(9))), 0, r"is empty, ignored")),
    ("mb2-command-line-too-long", fed(MB2, fake.mb2(fake.cmdline_tag("test kunit.filter_glob=e820 " + "x" * 3000), GOOD), 0,
        r"cut after 2047 characters")),
    ("mb1-no-memory", fed(MB1, fake.mb1(TEST), 2, r"neither a memory map nor the size of memory")),
    ("mb1-basic-memory-only", fed(MB1, fake.mb1("test kunit.filter_glob=e820", basic=(639, 64512)), 0, "BIOS-88")),
    ("mb1-entries-of-two-sizes", fed(MB1, fake.mb1("test kunit.filter_glob=e820", GOOD_MAP, padding=12), 0,
        lines("BIOS-e820", GOOD_MAP))),
    ("mb1-map-cut-off", fed(MB1, fake.mb1("test kunit.filter_glob=e820", GOOD_MAP + [(0, 0, 0)], map_size=90), 0,
        lines("BIOS-e820", GOOD_MAP), r"last 18 bytes of the memory map")),
    ("acpi-tables-in-ram", acpi(r"ACPI: RSDT 0x0+2900000 000028 \(v01 HIMEM  TEST", r"ACPI: SSDT 0x0+2910100 000088",
        r"\[0x0*2900000-0x0*2900027\]", r"\[0x0*2910100-0x0*2910187\]", table=SSDT)),
    ("acpi-table-sum-wrong", acpi(r"ACPI: SSDT has a wrong checksum, ignored", table=fake.acpi_table(b"SSDT", b"", wrong=1))),
    ("acpi-root-sum-wrong", acpi(r"ACPI: RSDT has a wrong checksum, ignored", table=SSDT, wrong=7)),
    ("acpi-table-too-short", acpi(r"has a length of 35, ignored", table=fake.acpi_table(b"SSDT", b"", length=35))),
    ("acpi-table-too-long", acpi(r"has a length of 4294967295, ignored", table=fake.acpi_table(b"SSDT", b"", length=0xFFFFFFFF))),
    *[(f"acpi-xsdt-{what}{'-pae' if pae else ''}", xsdt(address, pointer, *sentences, pae=pae))
      for pae in (False, True) for what, address, pointer, sentences in (
        ("good", RSDT, TABLE, [r"ACPI: XSDT 0x0+2900000 00002C", r"ACPI: SSDT 0x0+2910100 000088"]),
        ("at-2^41", 1 << 41, TABLE, [r"table at 0x20000000000 is out of reach, ignored"]),
        ("at-2^45", 1 << 45, TABLE, [r"table at 0x200000000000 is out of reach, ignored"]),
        ("at-the-end", (1 << 64) - 36, TABLE, [r"table at 0xffffffffffffffdc is out of reach, ignored"]),
        ("pointer-2^40", RSDT, 1 << 40, [r"table at 0x10000000000 is out of reach, ignored"]))],
    ("acpi-pointer-zero", acpi(r"table at 0x0 is out of reach, ignored", table=SSDT, pointer=0)),
]

LOW = [(0, 0x9FC00, RAM), (0x9FC00, 0x400, RESERVED), (0xF0000, 0x10000, RESERVED)]
PARAMETERS = [
    ("mem", booted("mem=100M", r"e820: remove \[mem 0x06400000-0xfffffffffffffffe\] usable", r"user-defined physical RAM map:",
        lines("user", LOW + [(MIB, 99 * MIB, RAM)]))),
    ("mem-garbage", booted("mem=lots mem=0 mem=64Q", r"Malformed early option 'mem'", r"last_pfn = 0xffe0")),
    ("memmap-add", booted("mem=128M memmap=1M@200M", lines("user", LOW + [(MIB, 127 * MIB, RAM), (200 * MIB, MIB, RAM)]))),
    ("memmap-list", booted("memmap=64K$64M,1M#80M,2M!96M", r"user: \[mem 0x0+4000000-0x0+400ffff\] reserved",
        r"user: \[mem 0x0+5000000-0x0+50fffff\] ACPI data", r"user: \[mem 0x0+6000000-0x0+61fffff\] persistent \(type 12\)")),
    ("memmap-limit", booted("memmap=128M", r"last_pfn = 0x8000 ")),
    ("memmap-exactmap", booted("memmap=exactmap memmap=639K@0,99M@1M", r"user-defined physical RAM map:\n(\[[ .0-9]+\] )?"
        + lines("user", [(0, 639 << 10, RAM), (MIB, 99 * MIB, RAM)]) + "e820: (update|last)")),
    ("memmap-part-pages", booted("memmap=exactmap memmap=639K@0,64M@1M memmap=0x3000@0x8000800",
        r"node +0: \[mem 0x0+8001000-0x0+8002fff\]", "last_pfn = 0x8003 ")),
    ("memmap-in-the-bios-area", booted("memmap=64K@0xc0000", r"user: \[mem 0x0+c0000-0x0+cffff\] usable")),
    ("memmap-exactmap-without-kernel", booted("memmap=exactmap memmap=639K@0,64M@32M", r"\.text \.data \.bss are not marked")),
    ("memmap-convert", booted("memmap=1M%64M-1+20,1M%80M+2,1M%96M-1,64K%0xe0000+1", r"user: \[mem 0x0+4000000-0x0+40fffff\] type 20",
        r"user: \[mem 0x0+5000000-0x0+50fffff\] reserved", r"user: \[mem 0x0+5100000-0x0+5ffffff\] usable\n(\[[ .0-9]+\] )?"
        r"user: \[mem 0x0+6100000-", r"user: \[mem 0x0+e0000-0x0+effff\] usable")),
    ("memmap-malformed", booted("memmap=junk,1M@,4M^3,1M$64M,1M@2Mx", r"memmap=junk makes no sense", r"memmap=1M@ makes no",
        r"memmap=4M\^3 makes no", r"memmap=1M@2Mx makes no", r"user: \[mem 0x0+4000000-0x0+40fffff\] reserved")),
]

RESERVED_BY_NAME = r"memblock_phys_alloc_range: 2097152 bytes align=0x10000 from=\S+ max_addr=\S+ reserve_"
EARLY = [
    ("all", "memblock=debug movable_node kernelcore=64M movablecore=30% reserve_mem=2M:64K:here", 5,
     r"memblock_reserve: \[", r"MEMBLOCK configuration:", r" memory\.cnt +=", RESERVED_BY_NAME),
    ("percent", "kernelcore=100% movablecore=64M", 2),
    ("mirror", "kernelcore=mirror", 1),
    ("malformed", "kernelcore=64Q movablecore=junk memblock=loud reserve_mem=2M:3K:gone reserve_mem=1E:4K:gone", 2,
     r"Malformed early option 'kernelcore'", r"Malformed early option 'movablecore'", r"Malformed early option 'memblock'",
     r"reserve_mem= ignored, alignment is not a power of two", r"reserve_mem= ignored, not enough memory"),
]


def jobs():
    return [("info-" + name, job) for name, job in LOADER] + [("e820-" + name, job) for name, job in PARAMETERS] + \
        [(f"bootparam-{name}{'-pae' * pae}", given(append, cases, *sentences, pae=pae))
         for pae in (False, True) for name, append, cases, *sentences in EARLY]
