# SPDX-License-Identifier: MIT
"""replay_cases.py - guests with the memory maps of real machines (tests/data/e820), through scripts/run --dmesg

    the file  = the map that the kernel prints
    its RAM   = the total of the kernel's "Memory:" line, page by page
    its RAM  <= what QEMU's firmware calls RAM: there is something behind every address

Each guest runs all suites; small ones try out all of their RAM before (memtest=1).
"""
import os
import re

import e820map
import matrix
from e820map import RAM
from e820map_cases import LONG, MAPS, name
from machine import GIB, MIB

# map and kernel: the oddest of tests/data/e820/README.md; all of them in test-full
ODDEST = [
    ("hole15m-es18xx-256m", "i386"),            # a hole at 15 MiB
    ("low80000-496m", "i386"),                  # the first 512 KiB, then nothing up to 1 MiB
    ("parallels-256m-two-entries", "pae"),      # nothing is reserved, not even the BIOS
    ("vmware-512m-usable-above-nvs", "i386"),   # RAM above ACPI areas
    ("hp-8000-usdt-4g", "pae"),                 # edges at odd bytes, RAM in the PCI hole of others and above 4 GiB
    ("lenovo-x240-8g-efi", "pae"),              # an EFI map: 18 entries, type 20, six ranges of RAM
    ("ibm-numaq-16g-e0", "pae"),                # 16 GiB, no reserved range below 1 MiB
    ("dell-r630-64g", "pae"),                   # RAM up to 66 GiB, of which 64 can be reached
]
MEMTEST_UP_TO = 512 * MIB


def usable(entries):
    return [(e.start, e.end) for e in entries if e.type == RAM]


class Replay:
    def __init__(self, path, kernel):
        self.path, self.kernel = path, kernel
        self.top = (64 if kernel == "pae" else 4) * GIB
        self.name = f"replay-{kernel}-{os.path.basename(path)[:-len('.e820')]}"

    def __call__(self, report):
        entries = e820map.flatten(e820map.read(self.path))
        small = sum(end - start for start, end in usable(entries)) <= MEMTEST_UP_TO
        append = "ignore_loglevel test" + (" memtest=1" if small else "")
        with report.guest("--dmesg", self.path, "--pae" if self.kernel == "pae" else "--no-pae", "--append", append,
                          timeout=180) as guest:
            status = guest.wait(200)
        matrix.judge_suites(report, guest.text, status)
        self.judge_map(report, guest.text, entries)
        matrix.judge_memory_line(report, guest.text, usable(entries), self.top)
        report.check("bad mem addr" not in guest.text and ("early_memtest" in guest.text) == small,
                     "memtest: not run, or bad RAM in a machine that has none")
        with open(report.log, errors="replace") as f:
            report.check("left out" not in f.read(), "scripts/run left something out of the map")

    def judge_map(self, report, text, entries):
        seen = re.findall(r"user: (\[mem .*)", text)
        want = [f"[mem {e.start:#018x}-{e.end - 1:#018x}] {name(e.type)}" for e in entries]
        report.check(seen == want, "the kernel's map is not the file's:\n" + "\n".join(seen))
        firmware = matrix.usable_ranges(text)
        for start, end in usable(entries):
            start, end = max(start, MIB), min(end, self.top)
            report.check(start >= end or any(a <= start and end <= b for a, b in firmware),
                         f"{start:#x}-{end - 1:#x} is not RAM in this guest")


def longest(report):
    """As many ranges as the command line has room for."""
    path = report.log[:-len(".log")] + ".e820"
    with open(path, "w") as f:
        f.writelines(f"{e.start:x} {e.end - 1:x} {'usable' if e.type == RAM else 'acpi-nvs'}\n" for e in LONG)
    Replay(path, "pae")(report)
    os.unlink(path)


def reaches_above_4g(path):
    return any(end > 4 * GIB for _, end in usable(e820map.read(path)))


def kernels(path):
    """Those of the kernel that printed the map; the one without PAE also where it cannot reach all."""
    with open(path) as f:
        arch = re.search(r"arch: ([\w-]+)", f.readline())[1]
    return ["i386"] if arch == "i386" else ["pae", "i386"] if reaches_above_4g(path) else ["pae"]


def jobs(full):
    chosen = dict.fromkeys((next(p for p in MAPS if os.path.basename(p) == f"{n}.e820"), k) for n, k in ODDEST)
    if full:
        chosen |= dict.fromkeys((path, kernel) for path in MAPS for kernel in kernels(path))
    guests = [Replay(*c) for c in chosen]
    return [(g.name, g) for g in guests] + [("replay-pae-longest", longest)]
