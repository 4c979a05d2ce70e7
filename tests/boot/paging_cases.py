# SPDX-License-Identifier: MIT
"""paging_cases.py - the address space from outside: parameters that make no sense, RAM that cannot be used, page tables"""
import os
import re
import shutil
import subprocess
import tempfile

import console

SUITES = "test kunit.filter_glob=paging loglevel=7"
COMMANDS = os.path.join(console.SCRIPTS, "gdb", "himem.py")


def says(mem, append, status, *sentences, options=()):
    """Boots with these parameters to this exit status; these (regular) expressions are in the log."""
    def job(report):
        with report.guest("--mem", mem, *options, "--append", f"{SUITES} {append}", timeout=60) as guest:
            got = guest.wait(70)
        report.check(got == status, f"exit status {got}, wanted {status}")
        for sentence in sentences:
            report.check(re.search(sentence, guest.text), f"no '{sentence}' in the log")
    return job


def too_little(append):
    return says("64M", append, 2, r"Too little memory: \d+K of RAM in all, \d+K of it free below 16M; 1024K and 128K are needed")


LOST = r"e820: 5120 MiB of RAM above 0x100000000 cannot be used: "

PARAMETERS = [
    ("vmalloc-garbage", says("1G", "vmalloc=lots", 0, "vmalloc=lots: no size", "vmalloc  : .* 120 MB")),
    ("vmalloc-zero", says("1G", "vmalloc=0", 0, "vmalloc=0K: must lie between 16M and", "vmalloc  : .* 120 MB")),
    ("vmalloc-page", says("1G", "vmalloc=4K", 0, "vmalloc=4K: must lie between 16M and", "vmalloc  : .* 120 MB")),
    ("vmalloc-too-large", says("1G", "vmalloc=900M", 0, "vmalloc=921600K: must lie between", "vmalloc  : .* 120 MB")),
    ("highmem-garbage", says("1G", "highmem= highmem=10X", 0, "highmem=: no size", "highmem=10X: no size")),
    ("highmem-zero", says("2G", "highmem=0", 0, "\\b0MB HIGHMEM", "\\b8[89]\\dMB LOWMEM")),
    ("highmem-capped", says("2G", "highmem=256M", 0, "\\b256MB HIGHMEM")),
    ("highmem-too-large", says("2G", "highmem=1300M", 0, "only \\d+MB highmem pages available, ignoring")),
    ("highmem-all", says("256M", "highmem=200M", 0, "results in <64MB lowmem, ignoring")),
    ("highmem-more-than-all", says("256M", "highmem=1G", 0, "is bigger than pages available")),
    ("highmem-page", says("512M", "highmem=4K", 0, "\\b0MB HIGHMEM", "4K highmem\\)")),
    ("reservetop-garbage", says("1G", "reservetop=much reservetop reservetop=0 reservetop=900M", 0, "reservetop=much: must be a size",
        "reservetop=: must", "reservetop=0: must", "reservetop=900M: must", "guard    : 0xfffff000")),
    ("reservetop-odd", says("1G", "reservetop=5M", 0, "above 0xffb00000 \\(rounded to 0xff800000\\)", "guard    : 0xff7ff000",
        options=["--no-pae"])),
    ("reservetop-odd-pae", says("1G", "reservetop=5M", 0, "above 0xffb00000 \\(rounded to 0xffa00000\\)", "guard    : 0xff9ff000",
        options=["--pae"])),
    ("exactmap-nothing", too_little("memmap=exactmap")),
    ("exactmap-64K", too_little("memmap=exactmap memmap=64K@0")),
    ("exactmap-far-away", too_little("memmap=exactmap memmap=32M@32M")),
    ("mem-1", too_little("mem=1")),
    ("8G-no-pae", says("8G", "", 0, LOST + "beyond this kernel's page tables", "boot himem-pae.elf to use 5120 MiB more",
        options=["--no-pae"])),
    ("8G-cpu-of-32-bits", says("8G", "", 0, LOST + "this CPU has 32 address bits", options=["--pae", "--cpu", "qemu32"])),
    ("8G-486", says("8G", "", 0, LOST + "this CPU has 32 address bits", options=["--no-pae", "--cpu", "486"])),
]

LINE = re.compile(r"0x([0-9a-f]{8})-0x([0-9a-f]{8})   ( *\d+)([KMG]) "
                  r"((?:USR |    )(?:RW |ro )(?:PWT |    )(?:PCD |    )(?:PSE |    )    (?:GLB |    )(?:NX |x  )| {30})(pgd|pmd|pte)")
HEADINGS = ["User Space", "Kernel Mapping", "vmemmap", "vmalloc() Area", "vmalloc() End", "Persistent kmap() Area", "Fixmap Area"]


def judge_dump(report, text):
    """debugfs' form; the lines follow one another from 0 to 4 GiB, and neighbours under one heading differ."""
    at, before, headings = 0, None, []
    for line in text.splitlines():
        if m := re.fullmatch(r"---\[ (.*) \]---", line):
            headings.append(m[1])
            before = None
            continue
        m = LINE.fullmatch(line)
        if not report.check(m, f"not a line of a page table dump: {line!r}"):
            return
        start, end = int(m[1], 16), int(m[2], 16) or 1 << 32
        report.check(start == at and end > start, f"{line!r} does not follow {at:#x}")
        report.check(end - start == int(m[3]) << {"K": 10, "M": 20, "G": 30}[m[4]], f"size and ends differ: {line!r}")
        report.check((m[5], m[6]) != before, f"could be one line with the one before: {line!r}")
        at, before = end, (m[5], m[6])
    report.check(at == 1 << 32, f"the dump ends at {at:#x}")
    report.check(headings == HEADINGS, f"headings: {headings}")


def dump(pae, *options, gdb=False):
    """The monitor's ptdump; and gdb's, which must be the same."""
    def job(report):
        with tempfile.TemporaryDirectory(prefix="himem-") as tmp:
            sock = os.path.join(tmp, "gdb")
            stub = ["--", "-gdb", f"unix:{sock},server=on,wait=off"] if gdb else []
            with report.guest("--pae" if pae else "--no-pae", *options, *stub) as guest:
                guest.prompt()
                text = guest.command("ptdump")
                judge_dump(report, text)
                if gdb:
                    kernel = os.path.join(report.build, "himem-pae.elf" if pae else "himem.elf")
                    told = subprocess.run(["gdb", "-nx", "-q", "-batch", "-ex", f"file {kernel}", "-ex", f"target remote {sock}",
                                           "-ex", f"source {COMMANDS}", "-ex", "echo \\n==\\n", "-ex", "himem-ptdump", "-ex", "echo ==\\n"],
                                          capture_output=True, text=True, timeout=60)
                    report.check(text.strip() in [part.strip() for part in told.stdout.split("==\n")],
                                 f"gdb's himem-ptdump differs from the monitor's:\n{told.stdout}{told.stderr}\n{text}")
                guest.send("poweroff\r")
                report.check(guest.wait() == 0, "poweroff fails")
    return job


def jobs(full):
    made = [("paging-" + name, job) for name, job in PARAMETERS]
    gdb = full or shutil.which("gdb") is not None
    made += [("paging-ptdump-i386", dump(False, "--mem", "1G", gdb=gdb)), ("paging-ptdump-pae", dump(True, "--mem", "4G", gdb=gdb)),
             ("paging-ptdump-486", dump(False, "--mem", "64M", "--cpu", "486", "--append", "mem=nopentium reservetop=9M", gdb=gdb))]
    return made
