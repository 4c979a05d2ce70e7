# SPDX-License-Identifier: MIT
"""memtest_cases.py - memtest= on good RAM, and on RAM that this process spoils while the guest tests it

    guest RAM = a file that both map:      guest   fills ........ checks
                                           host      writes its words again and again

The words stay spoilt until the guest ends; the suites of the page allocator must do with what memtest has left.
"""
import mmap
import os
import re
import struct
import threading

import console
import matrix

MEM, HIGHMEM, IN_HIGHMEM = 80 << 20, "15M", 68 << 20         # 64 MiB is the least that LOWMEM can be
PATTERNS = ["0" * 16, "f" * 16, "5" * 16, "a" * 16, "1" * 16, "2" * 16, "4" * 16, "8" * 16, "3" * 16, "6" * 16, "9" * 16,
            "c" * 16, "7" * 16, "b" * 16, "d" * 16, "e" * 16, "7a6c7258554e494c"]
PASS = re.compile(r"  (0x\w+) - (0x\w+) pattern (\w{16})\n")
BAD = re.compile(r"  (\w{16}) bad mem addr (0x\w+) - (0x\w+) reserved\n")


class Spoiler(threading.Thread):
    """Keeps these 64-bit words of a file as they are: {address: value}."""

    def __init__(self, ram, words):
        super().__init__(daemon=True)
        self.ram, self.enough = ram, threading.Event()
        self.words = [(addr, struct.pack("<Q", value)) for addr, value in words.items()]

    def run(self):
        while not self.enough.wait(0.0002):
            for addr, value in self.words:
                self.ram[addr:addr + 8] = value


def boot(report, kernel, append, words, suites=True):
    """Log of a guest with these spoilt words, and the KiB of its Memory: line."""
    path = report.log[:-len(".log")] + ".ram"
    with open(path, "wb+") as f:
        os.truncate(f.fileno(), MEM)
        ram = mmap.mmap(f.fileno(), MEM)
    spoiler = Spoiler(ram, words)
    backend = f"memory-backend-file,id=spoilt,size={MEM >> 20}M,mem-path={path},share=on"
    test = "test kunit.filter_glob=" + ("page_*" if suites else "memmap")
    try:
        with report.guest("--mem", f"{MEM >> 20}M", f"--{kernel}", "--append", f"ignore_loglevel highmem={HIGHMEM} {test} {append}",
                          "--", "-object", backend, "-machine", "memory-backend=spoilt") as guest:
            spoiler.start()
            status = guest.wait(150)
    finally:
        spoiler.enough.set()
        spoiler.join()
        ram.close()
        os.unlink(path)
    matrix.judge_suites(report, guest.text, status)
    memory = matrix.MEMORY.search(guest.text)
    if not memory:
        raise console.Expected("no line 'Memory: XK/YK available (...)'")
    kib = [int(n) for n in memory.groups()]
    report.check(kib[3] > (MEM - IN_HIGHMEM) >> 10, f"only {kib[3]} KiB of HIGHMEM in this guest")
    return guest.text, kib


def bad_ranges(text):
    return [(pattern, int(start, 16), int(end, 16)) for pattern, start, end in BAD.findall(text)]


def spoilt(kernel, words, wanted, low_pages, high_pages, suites=False):
    """These words, and no others, are found; their pages, and no others, are lost."""
    def job(report):
        good, (free, total, reserved, high) = boot(report, kernel, "memtest=2", {}, suites=False)
        report.check(not bad_ranges(good), f"good RAM called bad: {bad_ranges(good)}")
        report.check({p for _, _, p in PASS.findall(good)} == set(PATTERNS[:2]), "memtest=2 tests with other patterns")
        text, now = boot(report, kernel, "memtest=2", words, suites)
        report.check(bad_ranges(text) == wanted, f"bad ranges {bad_ranges(text)}, wanted {wanted}")
        lost = 4 * (low_pages + high_pages)
        want = [free - lost, total, reserved + lost, high - 4 * high_pages]
        report.check(now == want, f"KiB available, total, reserved, highmem {now}; wanted {want}")
    return job


def many(kernel, nr):
    """More bad pages than memblock has room for at first: all are found, and found once."""
    words = {start + i * 8192: 0x5555 for start in (24 << 20, IN_HIGHMEM) for i in range(nr // 2)}

    def job(report):
        text, _ = boot(report, kernel, "memtest=2", words)
        found = sorted((start, end) for _, start, end in bad_ranges(text))
        report.check(found == [(addr, addr + 8) for addr in words], f"{len(found)} bad ranges, wanted {nr}: {found[:9]} ...")
    return job


def all_patterns(kernel):
    def job(report):
        text, _ = boot(report, kernel, "memtest", {}, suites=False)
        seen = PASS.findall(text)
        report.check("early_memtest: # of tests: 17" in text, "memtest without a value: not 17 tests")
        report.check(list(dict.fromkeys(p for _, _, p in seen)) == PATTERNS, f"patterns {seen}")
        report.check(any(int(end, 16) > IN_HIGHMEM for _, end, _ in seen), "no HIGHMEM is tested")
        report.check(not bad_ranges(text), f"good RAM called bad: {bad_ranges(text)}")
    return job


def parameter(report):
    for value, malformed, tests in (("=x", True, None), ("=", True, None), ("=-1", True, None), ("=2x", True, None), ("=0", False, None),
                                    ("=0x3", False, 3)):
        text, _ = boot(report, "no-pae", f"memtest{value}", {}, suites=False)
        report.check(("Malformed early option 'memtest'" in text) == malformed, f"memtest{value}: " +
                     ("not called malformed" if malformed else "called malformed"))
        seen = re.search(r"early_memtest: # of tests: (\d+)", text)
        report.check((int(seen[1]) if seen else None) == tests, f"memtest{value}: {seen and seen[0]}, wanted {tests} tests")


LOW, HIGH = 0x2000010, 0x4800ff8                # one in LOWMEM, one at the end of a page of HIGHMEM
ZEROS, ONES = PATTERNS[:2]


def jobs():
    both = {LOW: 0x123456789, HIGH: 0x80}
    both_found = [(ZEROS, LOW, LOW + 8), (ZEROS, HIGH, HIGH + 8)]
    return [
        ("memtest-low-and-high", spoilt("no-pae", both, both_found, 1, 1, suites=True)),
        ("memtest-low-and-high-pae", spoilt("pae", both, both_found, 1, 1, suites=True)),
        ("memtest-stuck-at-0", spoilt("no-pae", {LOW: 0}, [(ONES, LOW, LOW + 8)], 1, 0)),
        ("memtest-across-pages", spoilt("pae", {HIGH: 1, HIGH + 8: 1}, [(ZEROS, HIGH, HIGH + 16)], 0, 2)),
        ("memtest-300-bad-pages", many("no-pae", 300)),
        ("memtest-300-bad-pages-pae", many("pae", 300)),
        ("memtest-all-patterns", all_patterns("no-pae")),
        ("memtest-all-patterns-pae", all_patterns("pae")),
        ("memtest-parameter", parameter),
    ]
