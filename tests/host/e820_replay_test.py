#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""e820_replay_test.py - the maps of tests/data/e820 through both kernels' code, against what Linux made of them

usage: build/host/e820-replay-test      a link to this file, beside e820-replay-i386 and e820-replay-pae; prints KTAP

Each map goes through twice, in the firmware's order and backwards: the log must be the same. Where a Linux log lies beside
the map (NAME.linux.txt), last_pfn and node ranges must be Linux's, as far as the kernel can reach.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

PROGRAMS = os.path.dirname(os.path.abspath(sys.argv[0]))
DATA = os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), "data", "e820")
LIMIT = {"i386": 1 << 32, "pae": 1 << 36}

# Linux of their time kept the first 64 KiB for the BIOS; now it is a page in the map, and memblock reserves the rest.
FIRST_64K_TAKEN = ("asus-nforce-4g-pae", "dell-pe2650-6g-pae", "thinkpad-t60-3g-nopae")


def replay(kernel, path):
    done = subprocess.run([os.path.join(PROGRAMS, f"e820-replay-{kernel}"), path], capture_output=True, text=True, timeout=10)
    if done.returncode:
        raise AssertionError(f"exit status {done.returncode}: {done.stderr}")
    return done.stdout


def backwards(kernel, path):
    with open(path) as f, tempfile.NamedTemporaryFile("w", suffix=".e820") as g:
        g.writelines(reversed(f.readlines()))
        g.flush()
        return replay(kernel, g.name)


def node_ranges(text, limit=1 << 64):
    """[start, end) of each range of RAM that a log names, in either of Linux's spellings."""
    ranges = [(int(a, 16), int(b, 16) + 1) for a, b in re.findall(r"(?m)^ *node +\d+: \[mem (0x\w+)-(0x\w+)\]", text)]
    ranges += [(int(a, 16) << 12, int(b, 16) << 12) for a, b in re.findall(r"(?m)^ +\d+: (0x\w+) -> (0x\w+)", text)]
    merged = []
    for a, b in ranges:                     # where two nodes meet, one range ends
        if a >= limit:
            break
        if merged and merged[-1][1] == a:
            a = merged.pop()[0]
        merged.append((a, min(b, limit)))
    return merged


def last_pfn(text):
    found = re.search(r"last_pfn = (0x\w+) max_arch_pfn", text)
    return int(found[1], 16) if found else None


def judge(kernel, path):
    name = path[:-len(".e820")]
    log = replay(kernel, path)
    if log != backwards(kernel, path):
        yield "backwards gives another map"
    if not os.path.exists(name + ".linux.txt"):
        return
    with open(name + ".linux.txt") as f:
        linux = f.read()
    ours, theirs = node_ranges(log), node_ranges(linux, LIMIT[kernel])
    if os.path.basename(name) in FIRST_64K_TAKEN:
        ours[0] = (65536, ours[0][1])
    if theirs and theirs != ours:
        yield f"node ranges {ours}, Linux {theirs}"
    pfn = last_pfn(linux)
    if pfn is not None and pfn << 12 <= LIMIT[kernel] and pfn != last_pfn(log):
        yield f"last_pfn {last_pfn(log):#x}, Linux {pfn:#x}"


def main():
    maps = sorted(glob.glob(os.path.join(DATA, "*.e820")))
    failed = 0
    print(f"KTAP version 1\n1..{2 * len(maps)}")
    for number, (kernel, path) in enumerate([(k, m) for k in LIMIT for m in maps], 1):
        try:
            complaints = list(judge(kernel, path))
        except (AssertionError, subprocess.TimeoutExpired) as e:
            complaints = [str(e)]
        for c in complaints:
            print(f"# {c}")
        failed += bool(complaints)
        print(f"{'not ok' if complaints else 'ok'} {number} {kernel} {os.path.basename(path)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
