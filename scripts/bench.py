#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""bench.py - what memory operations and the boot cost, in executed instructions, beside Linux's figures

    guests with the files of tests/bench linked in, as EXTRA= does it, under --icount, with `bench` on the command line
      ──> lines "BENCH name total TICKS ops N" ──> a table, build/bench.json

usage: scripts/bench.py [--build DIR] [--jobs N]

One tick of the guest's TSC is one instruction, so a figure repeats to the digit and the load of this machine does not matter.
Linux's figures: tests/data/linux-6.12.json, of tests/bench/mm_bench.c inside Linux; here the very same file is measured.
"""
import argparse
import concurrent.futures
import json
import os
import re
import sys

SCRIPTS = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(SCRIPTS, "himem"))
import console  # noqa: E402

LINE = re.compile(r"BENCH (\S+) total (\d+) ops (\d+)")
FAILED = re.compile(r"NOTE .*(?:FAILED|failed|failures|skipped|not HIGHMEM).*")
CPU = {"i386": ("--no-pae", "--cpu", "qemu32"), "pae": ("--pae", "--cpu", "qemu32,+pse36")}
# kernel, row that the boot gives, RAM
BOOTS = [("i386", "boot.64M", "64M"), ("i386", "boot.1G", "1G"), ("pae", "boot.64M", "64M"), ("pae", "boot.1G", "1G"),
         ("pae", "boot.8G", "8G"), ("pae", "boot.64G", "63G")]


def guest(build, image, kernel, mem, name, append):
    log = os.path.join(build, "logs", name + ".log")
    return console.Console(log, ["--build", image, *CPU[kernel], "--mem", mem, "--icount", "--append", append], timeout=900)


def boot_row(build, kernel, row, mem):
    """What the boot of the ordinary kernel cost."""
    with guest(build, build, kernel, mem, f"bench-{kernel}-{row}", "bench quiet") as g:
        m = LINE.search(g.expect(r"BENCH boot total \d+ ops \d+ ", 300))
    return kernel, {row: int(m[2])}


def rows(build, kernel):
    """All benchmarks, with RAM as Linux had it."""
    with guest(build, os.path.join(build, "bench"), kernel, "2G", f"bench-{kernel}", "bench") as g:
        status = g.wait(900)
    if status:
        raise console.Expected(f"the {kernel} benchmarks ended with status {status}, log: {g.log}")
    if FAILED.search(g.text):
        raise console.Expected(f"{kernel}: {', '.join(FAILED.findall(g.text))}, log: {g.log}")
    found = {m[1]: round(int(m[2]) / int(m[3]), 1) for m in LINE.finditer(g.text) if m[1] != "boot"}
    return kernel, {name: int(v) if v == int(v) else v for name, v in found.items()}


def shown(n):
    return "-" if n is None else f"{n:,}".replace(",", " ")


def table(kernel, results):
    print(f"\n{kernel}: executed instructions per operation{'Himem':>13}{'Linux 6.12':>17}{'Linux/Himem':>14}")
    for name, row in results.items():
        ratio = f"{row['linux'] / row['himem']:14.1f}" if row.get("linux") else ""
        print(f"  {name:42}{shown(row['himem']):>15}{shown(row.get('linux')):>17}{ratio}")


def main():
    p = argparse.ArgumentParser(description="Benchmarks in executed instructions, beside Linux's figures.")
    p.add_argument("--build", default="build")
    p.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="guests at a time")
    options = p.parse_args()
    os.makedirs(os.path.join(options.build, "logs"), exist_ok=True)
    with open(os.path.join(os.path.dirname(SCRIPTS), "tests", "data", "linux-6.12.json")) as f:
        linux = json.load(f)

    measured = {"i386": {}, "pae": {}}
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        work = [pool.submit(boot_row, options.build, *b) for b in BOOTS]
        work += [pool.submit(rows, options.build, kernel) for kernel in CPU]
        for done in work:
            try:
                kernel, found = done.result()
                measured[kernel].update(found)
            except console.Expected as e:
                sys.exit(f"bench: {e}")

    results = {kernel: {name: {"himem": n, "linux": linux[kernel].get(name)} for name, n in found.items()}
               for kernel, found in measured.items()}
    for kernel, found in results.items():
        table(kernel, found)
    path = os.path.join(options.build, "bench.json")
    with open(path, "w") as f:
        json.dump(results, f, indent=1)
        f.write("\n")
    print(f"\nwritten: {path}")
    missing = [f"{kernel} {name}" for kernel, found in measured.items() for name in linux[kernel].keys() - found.keys()]
    if missing:
        sys.exit(f"bench: not measured, though Linux was: {', '.join(sorted(missing))}")


if __name__ == "__main__":
    main()
