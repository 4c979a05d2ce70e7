# SPDX-License-Identifier: MIT
"""matrix.py - guests of matrix.txt: run all suites, then check that every KiB of RAM is accounted for

    RAM given to QEMU = usable in e820 + what the firmware keeps
    Y                 = usable pages in e820 that this kernel on this CPU can reach       Memory: XK/YK available (... RK reserved ...)
    Y                 = X + R                                                             every page is free or reserved
"""
import os
import re
import shlex
import subprocess

import ktap
from machine import MIB, parse_size

KIB = 1024
# Firmware keeps the top of the first MiB and its tables at the end of RAM; UEFI keeps its code and data too.
FIRMWARE_KEEPS = {"kernel": 2 * MIB, "iso": 2 * MIB, "uefi32": 96 * MIB, "uefi64": 96 * MIB}
# CPU models whose addresses have 32 bits even where PAE is there
ADDRESS_BITS_32 = ("486", "pentium", "qemu32", "coreduo", "n270")
E820 = re.compile(r"BIOS-e820: \[mem 0x([0-9a-f]+)-0x([0-9a-f]+)\] (.*)")
LOWMEM = re.compile(r"lowmem +: 0x([0-9a-f]+) - 0x([0-9a-f]+)")
MEMORY = re.compile(r"Memory: (\d+)K/(\d+)K available \(.*?(\d+)K reserved.*?(\d+)K highmem")


class Row:
    def __init__(self, line):
        words = line.split(None, 6)
        self.kernel, self.boot, self.machine, self.cpu, self.mem, self.smp = words[:6]
        self.more = shlex.split(words[6]) if len(words) > 6 else []
        self.extra = [w for w in self.more if w.startswith(("highmem", "vmalloc"))]
        self.name = "-".join(["matrix", self.kernel, self.boot, self.machine, self.cpu, self.mem] +
                             ([f"smp{self.smp}"] if self.smp != "1" else []) +
                             [re.sub(r"[^\w.=]", "", w) for w in self.more if w.strip("-")]).replace(",+", "+")

    def options(self):
        pae, *kinds = self.kernel.split("-")
        more, append = list(self.more), "test"
        if "--append" in more:
            at = more.index("--append")
            append += " " + more[at + 1]
            del more[at:at + 2]
        opts = ["--pae" if pae == "pae" else "--no-pae", "--machine", self.machine, "--cpu", self.cpu,
                "--mem", self.mem, "--smp", self.smp, "--append", append]
        opts += ["--debug-build"] if "debug" in kinds else []
        opts += ["--vmsplit", kinds[-1].upper()] if kinds and kinds[-1] in ("2g", "1g") else []
        opts += {"iso": ["--iso"], "uefi32": ["--uefi", "ia32"], "uefi64": ["--uefi", "x64"]}.get(self.boot, [])
        return opts + more

    def top(self):
        """First byte that this kernel cannot reach on this CPU."""
        wide = self.kernel.startswith("pae") and ("+pse36" in self.cpu or self.cpu not in ADDRESS_BITS_32)
        return 1 << (36 if wide else 32)

    def __call__(self, report):
        with report.guest(*self.options(), timeout=400) as guest:
            status = guest.wait(420)
        judge_suites(report, guest.text, status)
        judge_accounts(report, guest.text, self)


def judge_suites(report, text, status=None):
    """Every case of the KTAP report is one test; the verdict, if the machine can give one, must agree with it."""
    results = ktap.parse(text)
    for case in results.cases:
        report.skipped += case.skipped
        report.check(case.ok, f"{case.name}\n" + "\n".join(case.lines[-12:]))
    for complaint in results.complaints:
        report.check(False, f"KTAP: {complaint}")
    want = 1 if results.failed else 0
    if status is not None and status != want:
        last = "\n".join(text.splitlines()[-12:])
        report.check(False, f"exit status {status}, wanted {want}; last lines:\n{last}")


def usable_ranges(text):
    return [(int(m[1], 16), int(m[2], 16) + 1) for m in E820.finditer(text) if m[3].startswith("usable")]


def judge_accounts(report, text, row):
    given = parse_size(row.mem)
    ranges = usable_ranges(text)
    usable = sum(end - start for start, end in ranges)
    report.check(0 < given - usable <= FIRMWARE_KEEPS[row.boot],
                 f"e820: {usable // KIB} KiB usable of {given // KIB} KiB given")

    top = row.top()
    if "highmem=0" in row.extra:            # what lies above the direct map is given up
        start, last = (int(n, 16) for n in LOWMEM.search(text).groups())
        top = min(top, last + 1 - start)
    high = judge_memory_line(report, text, ranges, top)
    report.check(high is None or (high == 0) == (given <= 768 * MIB) or "-" in row.kernel or row.extra,
                 f"{high} KiB of HIGHMEM in {row.mem}")


def judge_memory_line(report, text, ranges, top):
    """The kernel's totals against the RAM of a map, of which it reaches what lies below top. Returns the KiB of HIGHMEM."""
    pages = 0
    for start, end in ranges:               # whole pages; page 0 is never RAM, nor is a0000-fffff
        start, end = max(start, 0x1000), min(end, top)
        if end <= 0x100000:
            end = min(end, 0xa0000)
        first, last = (start + 0xfff) >> 12, end >> 12
        pages += max(0, last - first)

    memory = MEMORY.search(text)
    if not report.check(memory, "no line 'Memory: XK/YK available (...)'"):
        return None
    free, total, reserved, high = (int(n) for n in memory.groups())
    report.check(total == pages * 4, f"{memory[0]}: the map holds {pages * 4} KiB that this kernel can reach")
    report.check(free + reserved == total, f"{memory[0]}: available + reserved is not the total")
    report.check(high < total, f"{memory[0]}: more HIGHMEM than memory")
    return high


# Seconds; the longest of them needs a tenth of this on an idle machine.
HOST_TIMEOUT = 300


def host_job(program):
    def job(report):
        try:
            out = subprocess.run([program], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=HOST_TIMEOUT,
                                 errors="replace")
        except subprocess.TimeoutExpired as e:
            with open(report.log, "wb") as f:
                f.write(e.stdout or b"")
            report.failures.append(f"still running after {HOST_TIMEOUT} s")
            return
        with open(report.log, "w") as f:
            f.write(out.stdout)
        judge_suites(report, out.stdout, min(out.returncode, 1) if out.returncode >= 0 else out.returncode)
    return job


def jobs(path, full=False, under=""):
    """Guests of the table; `under` stands before the names of a second set."""
    rows = []
    with open(path) as f:
        for line in f:
            line = line.split("#")[0].strip()
            if line == "full":
                if not full:
                    break
            elif line:
                rows.append(Row(line))
    return [(under + row.name, row) for row in rows]
