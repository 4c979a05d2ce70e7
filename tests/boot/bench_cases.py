# SPDX-License-Identifier: MIT
"""bench_cases.py - what must not grow: executed instructions of memblock's calls, from 10 to 1,000 regions; rows of mm_bench.c

Under --icount a figure repeats to the digit, so the bounds can be near what it is: about a quarter above.
"""
import re

# row of tests/bench/memblock_bench.c; instructions for each region that is moved or looked at, on i386 and PAE; besides
BOUNDS = [
    ("add", (4, 7), 600),                   # moves the regions behind
    ("reserve", (4, 7), 600),
    ("alloc_top", (0, 0), 1800),            # looks at one region, however many there are
    ("alloc_bottom", (110, 185), 1500),     # looks at all of memory and all of reserved
]
# row of tests/bench/quick_bench.c: instructions, two of the loop among them
QUICK = {"page_pair": 50, "kmalloc_kfree": 35, "kmap_local": 24, "yield": 100}
COUNTS = (10, 100, 1000)
LINE = re.compile(r"BENCH memblock\.(\w+)_(\d+) total (\d+) ops (\d+)")
QUICK_LINE = re.compile(r"BENCH quick\.(\w+) total (\d+) ops (\d+)")


def linear(pae, *options):
    def job(report):
        with report.guest("--build", report.build + "/bench", "--mem", "128M", "--icount", "--append",
                          "bench highmem=32M quick_bench.on", *options) as guest:
            guest.expect(r"BENCH memblock\.alloc_bottom_1000 total \d+ ops \d+ ", 100)
            rows = {(name, int(n)): int(total) / int(ops) for name, n, total, ops in LINE.findall(guest.text)}
        for name, each, besides in BOUNDS:
            for n in COUNTS:
                cost = rows.get((name, n))
                if report.check(cost is not None, f"no row memblock.{name}_{n}"):
                    report.check(cost <= each[pae] * n + besides, f"memblock.{name}_{n}: {cost:.0f} instructions, "
                                                                  f"more than {each[pae]} x {n} + {besides}")
        quick = {name: int(total) / int(ops) for name, total, ops in QUICK_LINE.findall(guest.text)}
        for name, bound in QUICK.items():
            if report.check(name in quick, f"no row quick.{name}"):
                report.check(quick[name] <= bound, f"quick.{name}: {quick[name]:.1f} instructions, more than {bound}")
        report.check("NOTE memblock" not in guest.text, "a call failed")
    return job


def jobs():
    return [("bench-memblock-i386", linear(False, "--no-pae", "--cpu", "qemu32")),
            ("bench-memblock-pae", linear(True, "--pae", "--cpu", "qemu32,+pse36"))]
