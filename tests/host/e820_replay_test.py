#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""e820_replay_test.py - the maps of tests/data/e820 through both kernels' code, against what Linux made of them

usage: build/host/e820-replay-test      a link to this file, beside e820-replay and what it starts; prints KTAP

Each map goes through twice, in the firmware's order and backwards: the log must be the same. Where a Linux log lies beside
the map (NAME.linux.txt), last_pfn, changes to the map, HIGHMEM + LOWMEM within 1 MB and node ranges must be Linux's, as far
as the kernel can reach. What differs for a reason is in the tables below, with the reason.
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

# Changes that Linux made to the map and Himem does not.
CHANGES_OF_LINUX = {
    # Where the MTRRs leave RAM uncached Linux takes it out. Himem has no MTRR code.
    "dell-i1545-3g": {"update [mem 0xbdc00000-0xbfffffff] usable ==> reserved",
                      "update [mem 0xe0000000-0xffffffff] usable ==> reserved"},
    "hp-8000-usdt-4g": {"update [mem 0xdd800000-0xffffffff] usable ==> reserved"},
    "vmware-4g": {"update [mem 0xc0000000-0xffffffff] usable ==> reserved"},
    "compaq-5410us-512m": {"update [mem 0x1ff00000-0xfee9ffff] usable ==> reserved"},
    # The same, and a range that EFI's runtime asks for.
    "asrock-b450-32g": {"update [mem 0xe0000000-0xffffffff] usable ==> reserved",
                        "update [mem 0xdce80000-0xdce8ffff] usable ==> reserved"},
}
# Our page 0 stands for what these did to the first 64 KiB.
PAGE_0 = "update [mem 0x00000000-0x00000fff] usable ==> reserved"
FIRST_64K = "update [mem 0x00000000-0x0000ffff] usable ==> reserved"


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


def changes(text):
    """What a log says was done to the map. Usable that becomes usable marks the loader's data, and changes nothing."""
    found = set(re.findall(r"e820: (update \[.*|remove \[.*)", text))
    return {line for line in found if not line.endswith("usable ==> usable")}


def megabytes(text):
    """HIGHMEM + LOWMEM, if the log has them."""
    found = re.findall(r"(\d+)MB (?:HIGH|LOW)MEM available", text)
    return sum(map(int, found)) if found else None


def judge_changes(base, log, linux):
    ours, theirs = changes(log), changes(linux)
    if FIRST_64K in theirs:
        theirs = theirs - {FIRST_64K} | {PAGE_0}
    missing = theirs - ours
    if theirs and ours - theirs:
        yield f"changes that Linux did not make: {ours - theirs}"
    if missing != CHANGES_OF_LINUX.get(base, set()):
        yield f"changes of Linux: {missing or 'none'}, expected {CHANGES_OF_LINUX.get(base, 'none')}"


def judge_size(kernel, name, log, linux):
    """Linux's map may reach further than this kernel: then Himem has all that it can reach."""
    ours, theirs = megabytes(log), megabytes(linux)
    if theirs is None:
        return
    reach = LIMIT[kernel] >> 20
    expected = theirs if theirs <= reach else last_pfn(log) >> 8
    if abs(ours - expected) > 1:
        yield f"HIGHMEM + LOWMEM {ours} MB, Linux {theirs} MB"


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
    yield from judge_changes(os.path.basename(name), log, linux)
    yield from judge_size(kernel, name, log, linux)
    if pfn is not None and pfn << 12 <= LIMIT[kernel] and pfn != last_pfn(log):
        yield f"last_pfn {last_pfn(log):#x}, Linux {pfn:#x}"


def front(*args, stdin=""):
    """e820-replay itself."""
    return subprocess.run([os.path.join(PROGRAMS, "e820-replay"), *args], input=stdin, capture_output=True, text=True, timeout=20)


def judge_front(kernel):
    """It takes what a log has as well as a .e820 file, and its options reach the kernel's code."""
    pae = ("--pae",) if kernel == "pae" else ()
    path = os.path.join(DATA, "dell-pe2650-6g-pae.e820")
    log = replay(kernel, path)
    if front(*pae, path).stdout != log:
        yield "a .e820 file gives another log"
    if front(*pae, "-", stdin=log).stdout != log:
        yield "its own log gives another log"
    small = front(*pae, "--vmalloc=256M", "--append=mem=1G", path).stdout
    low, low_before = (int(re.search(r"(\d+)MB LOWMEM", text)[1]) for text in (small, log))
    if megabytes(small) != 1024:
        yield f"mem=1G leaves {megabytes(small)} MB"
    if not low_before - 130 < low < low_before - 60:
        yield f"vmalloc=256M leaves {low} MB of LOWMEM, {low_before} before"
    bad = front(*pae, "-", stdin="0 9ffff usable\n100000 zzz usable\n")
    if bad.returncode != 2 or "line 2" not in bad.stderr:
        yield f"a line that cannot be read: status {bad.returncode}, {bad.stderr!r}"


def main():
    maps = sorted(glob.glob(os.path.join(DATA, "*.e820")))
    cases = [(f"{kernel} {os.path.basename(path)}", judge, (kernel, path)) for kernel in LIMIT for path in maps]
    cases += [(f"{kernel} e820-replay", judge_front, (kernel,)) for kernel in LIMIT]
    failed = 0
    print(f"KTAP version 1\n1..{len(cases)}")
    for number, (name, check, args) in enumerate(cases, 1):
        try:
            complaints = list(check(*args))
        except (AssertionError, subprocess.TimeoutExpired) as e:
            complaints = [str(e)]
        for c in complaints:
            print(f"# {c}")
        failed += bool(complaints)
        print(f"{'not ok' if complaints else 'ok'} {number} {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
