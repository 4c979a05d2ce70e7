# SPDX-License-Identifier: MIT
"""e820map_cases.py - maps of other machines: every spelling of a boot log, files that hold none, RAM behind each map

Pure Python but for the last: no guest is started.
"""
import glob
import os
import random
import re
import subprocess

import e820map
import machine
import replay
from e820map import ACPI, NVS, RAM, RESERVED, Entry
from machine import GIB, MIB

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MAPS = sorted(glob.glob(os.path.join(ROOT, "tests", "data", "e820", "*.e820")))
NAMES = {1: "usable", 2: "reserved", 3: "ACPI data", 4: "ACPI NVS", 5: "unusable", 7: "persistent (type 7)",
         12: "persistent (type 12)", 0xEFFFFFFF: "soft reserved"}


def name(kind):
    return NAMES.get(kind, f"type {kind}")


def unit(size):
    return f"{size >> 10:4}   KB" if size < 1 << 20 else f"{size / (1 << 20):6.1f} MB"


# how a log has one entry
SPELLINGS = {
    "linux-6": lambda e: f"BIOS-e820: [mem {e.start:#018x}-{e.end - 1:#018x}] {name(e.type)}",
    "linux-7": lambda e: f"BIOS-e820: [mem {e.start:#018x}-{e.end - 1:#018x}] {unit(e.end - e.start)} " +
                         {RAM: "kernel usable RAM", RESERVED: "device reserved"}.get(e.type, name(e.type)),
    "linux-2.6": lambda e: f" BIOS-e820: {e.start:016x} - {e.end:016x} " + (f"({name(e.type)})" if e.type in NAMES else
                                                                        name(e.type)),
    "linux-2.2": lambda e: f" BIOS-e820: {e.end - e.start:08x} @ {e.start:08x} ({name(e.type)})",
    "e801": lambda e: f" BIOS-e801: {e.start:016x} - {e.end:016x} ({name(e.type)})",
    "88": lambda e: f"  BIOS-88: [mem {e.start:#018x}-{e.end - 1:#018x}] {name(e.type)}",
    "user": lambda e: f"user: [mem {e.start:#018x}-{e.end - 1:#018x}] {name(e.type)}",
    "xen-guest": lambda e: f" Xen: {e.start:016x} - {e.end:016x} ({name(e.type)})",
    "xen-host": lambda e: f"(XEN)  {e.start:016x} - {e.end:016x} ({name(e.type)})",
    "xen-4.14": lambda e: f"(XEN)  [{e.start:016x}, {e.end - 1:016x}] ({name(e.type)})",
    "monitor": lambda e: f"[mem {e.start:#018x}-{e.end - 1:#018x}] {name(e.type)}",
}
# what stands before a line, and what ends it
DECORATIONS = {
    "plain": "{}\n", "crlf": "{}\r\n", "stamped": "[    0.000000] {}\n", "stamped-crlf": "[    0.000000] {}\r\n",
    "level": "<6>[    0.000000] {}\n", "caller": "[    0.000000][    T0] {}\n", "wall-clock": "[Mon Nov 23 10:00:00 2015] {}\n",
    "syslog": "Nov 23 10:00:00 box kernel: [    0.000000] {}\n", "journal": "Nov 23 10:00:00 box kernel: {}\n",
    "quoted": "> > {}\n", "trailing-blanks": "{}   \n",
}
XEN_STAMPED = "(XEN) [2015-11-23 10:00:00] "
AROUND = ["Linux version 2.6.9 (gcc 3.4.2)", "BIOS-provided physical RAM map:", None, "NX (Execute Disable) protection: active",
          "e820: update [mem 0x00000000-0x00000fff] usable ==> reserved", "  node   0: [mem 0x0000000000001000-0x000000000009efff]",
          "[mem 0xc0000000-0xfeffffff] available for PCI devices"]


def log(entries, spelling, decoration="{}\n"):
    body = [SPELLINGS[spelling](e) for e in entries]
    return "".join(decoration.format(line) for part in AROUND for line in (body if part is None else [part]))


def spellings(report):
    """All maps in all spellings; all decorations."""
    for path in MAPS:
        entries = e820map.read(path)
        for spelling in SPELLINGS:
            text = log(entries, spelling)
            report.check(e820map.parse(text, False) == entries, f"{os.path.basename(path)} as {spelling} reads differently")
    for spelling in SPELLINGS:
        for what, decoration in DECORATIONS.items():
            report.check(e820map.parse(log(entries, spelling, decoration), False) == entries, f"{spelling}, {what}")
    text = log(entries, "xen-4.14").replace("(XEN) ", XEN_STAMPED)
    report.check(e820map.parse(text, False) == entries, "a stamped log of Xen")


SMALL = [Entry(0, 0x9FC00, RAM), Entry(0x9FC00, 0xA0000, RESERVED), Entry(0x100000, 0x4000000, RAM)]
OTHER = [Entry(0, 0xA0000, RAM), Entry(0x100000, 0x8000000, RAM)]
FILE = "# a comment\n\n0000000000000000 000000000009fbff usable\n9fc00 9ffff reserved\n0x100000 0x3ffffff usable\n"


def first_complete(report):
    """Which map is taken if there are several, whole and in pieces."""
    whole = log(SMALL, "linux-6")
    cut = log(SMALL[2:], "linux-6")
    broken = log(SMALL, "linux-6").replace("0x0000000000100000-", "0x00000000001??000-")
    gap = whole.replace("BIOS-e820: [mem 0x0000000000100000", "BIOS-e820: [gap 0x00000000000a0000-0x00000000000fffff]  384   KB ...\n"
                        "BIOS-e820: [mem 0x0000000000100000")
    for what, text in {
            "the first of two": whole + log(OTHER, "linux-6"),
            "the firmware's, not the user's": whole + log(OTHER, "user"),
            "the same boot twice": whole + whole,
            "the same boot twice, without headers": "".join(SPELLINGS["linux-6"](e) + "\n" for e in SMALL + SMALL),
            "the second, for the first has lost its beginning": cut + whole,
            "the second, for the first has a broken line": broken + whole,
            "other messages between": whole.replace("BIOS-e820: [mem 0x0000000000100000", "a message\nBIOS-e820: [mem 0x0000000000100000"),
            "gaps named": gap,
            "a .e820 file": FILE}.items():
        report.check(e820map.parse(text, False) == SMALL, what)
    path = report.log + ".txt"
    with open(path, "wb") as f:
        f.write(b"\xef\xbb\xbf" + SPELLINGS["linux-6"](SMALL[0]).encode() + b"\r\n\xff\r\n" + whole.encode())
    report.check(e820map.read(path) == SMALL[:1], "a file that starts with a byte order mark")
    os.unlink(path)
    strange = [Entry(0, 0xA0000, RAM), Entry(0xFFFFFFFFFFFFF000, 1 << 64, 77), Entry(0x100000, 0x100000, NVS)]
    report.check(e820map.parse(log(strange, "linux-6"), False) == [strange[0], Entry(0xFFFFFFFFFFFFF000, (1 << 64) - 1, 77)],
                 "unknown type, end of the address space, empty entry")


def flattened(report):
    """Random maps against an array, and the kernel's parameter against the map."""
    rng = random.Random(820)
    for _ in range(2000):
        entries = [Entry(a := rng.randrange(40), a + rng.randrange(12), rng.choice([1, 2, 3, 4, 20])) for _ in range(rng.randrange(1, 9))]
        cells = [max((e.type for e in entries if e.start <= i < e.end), default=0) for i in range(64)]
        flat = e820map.flatten([e for e in entries if e.start < e.end])
        again = [next((e.type for e in flat if e.start <= i < e.end), 0) for i in range(64)]
        merged = all(a.end < b.start or (a.end == b.start and a.type != b.type) for a, b in zip(flat, flat[1:]))
        if not report.check(cells == again and merged, f"{entries} became {flat}"):
            return
    for path in MAPS:
        flat = e820map.flatten(e820map.read(path))
        report.check(unwords(e820map.words(flat)) == flat, f"{os.path.basename(path)}: {e820map.words(flat)}")
        report.check(replay.short_enough(flat) == (flat, []), f"{os.path.basename(path)} is too long for the command line")
    long = [Entry(i << 20, (i << 20) + 4096 * (1 + i % 3), RAM if i % 2 else ACPI) for i in range(300)]
    kept, said = replay.short_enough(long[:200])
    report.check([e for e in kept if e.type == RAM] == [e for e in long[:200] if e.type == RAM] and len(kept) == replay.RANGES,
                 "a long map loses RAM, or more than it must")
    report.check(said == ["80 ranges that are not RAM left out: the command line is full"], f"said: {said}")
    try:
        replay.short_enough(long)
        report.check(False, "a map with 150 ranges of RAM is accepted")
    except machine.Unusable as e:
        report.check("150 ranges of RAM" in str(e), str(e))


def unwords(text):
    """What the kernel's parameter documents: SIZE SIGN START."""
    units, signs = {"": 0, "K": 10, "M": 20, "G": 30, "T": 40, "P": 50, "E": 60}, {"@": 1, "#": 3, "$": 2, "!": 12}
    entries = []
    for m in re.finditer(r",(0x[0-9a-f]+|\d+)([KMGTPE]?)([@#$!%])(0x[0-9a-f]+|\d+)([KMGTPE]?)(?:\+(\w+))?(?=,|$)", text):
        size, start = (int(n, 0) << units[u] for n, u in ((m[1], m[2]), (m[4], m[5])))
        entries.append(Entry(start, start + size, signs[m[3]] if m[3] in signs else int(m[6], 0)))
    return entries


def bad_files(report):
    """One sentence each, with the line where there is one, and exit status 4."""
    here = report.log[:-len(".log")]
    whole = log(SMALL, "linux-6")
    files = {
        "empty": ("", r"no memory map in it"),
        "prose": ("This file is about something else.\nBIOS-e820 is a word in it.\n", r"no memory map in it"),
        "binary": ("\x7fELF\x01\0\0\xff\n\xfe", r"no memory map in it"),
        "cut": (log(SMALL[2:], "linux-6"), r"first lines are missing, it starts at 0x100000"),
        "broken": (whole.replace("usable", "use"), r"line 3 is not understood: BIOS-e820: \[mem 0x0+-0x0+9fbff\] use$"),
        "no-ram": (whole.replace("usable", "reserved"), r"its map has no usable RAM"),
        "line.e820": ("0 9fbff usable\n100000 usable\n", r"line 2 is not 'START END TYPE': 100000 usable"),
        "type.e820": ("# RAM\n0 9fbff RAM\n", r"line 2 is not 'START END TYPE'"),
        "backwards.e820": ("9fbff 0 usable\n", r"line 1 is not 'START END TYPE'"),
        "empty.e820": ("# nothing\n", r"its map has no usable RAM"),
    }
    for what, (text, sentence) in files.items():
        path = f"{here}-{what}"
        with open(path, "w", encoding="latin-1") as f:
            f.write(text)
        refused(report, what, sentence, path)
        os.unlink(path)
    refused(report, "missing", r"No such file", here + "-missing")
    refused(report, "directory", r"Is a directory", os.path.dirname(here))
    refused(report, "--mem with --dmesg", r"--dmesg chooses RAM", MAPS[0], "--mem", "1G")


def refused(report, what, sentence, path, *options):
    run = subprocess.run([os.path.join(ROOT, "scripts", "run"), "--build", report.build, "--dry-run", "--dmesg", path, *options],
                         capture_output=True, text=True, timeout=30)
    report.check(run.returncode == 4, f"{what}: exit status {run.returncode}, wanted 4")
    report.check(run.stderr.count("\n") == 1 and re.search(sentence, run.stderr.strip()), f"{what}: {run.stderr!r}, wanted '{sentence}'")


def backing(report):
    """The machine that is chosen has RAM wherever the kernel finds some in the map."""
    for path in MAPS:
        for pae in (False, True):
            flat = e820map.flatten(e820map.read(path))
            kind, properties, mem = replay.machine_for(flat, pae)
            below = min(machine.parse_size(properties.split("=")[1]), mem)
            ranges = [(0, below), (4 * GIB, 4 * GIB + mem - below)]
            for e in flat:
                end = min(e.end, replay.LIMIT[pae])
                if e.type == RAM and e.start < end:
                    report.check(any(a <= e.start and end <= b for a, b in ranges),
                                 f"{os.path.basename(path)}: {e.start:#x}-{end:#x} is not in {kind}, {properties}, {mem // MIB}M")
    high = e820map.flatten([Entry(0, 0xA0000, RAM), Entry(MIB, 0xFF000000, RAM), Entry(4 * GIB, 5 * GIB, RAM)])
    kept, said = replay.without_devices(high, replay.machine_for(high, True)[0])
    report.check(kept[1:] == [Entry(MIB, 0xFEC00000, RAM), Entry(0xFEC00000, 4 * GIB, RESERVED), Entry(4 * GIB, 5 * GIB, RAM)],
                 f"RAM under devices: {kept}")
    report.check(len(said) == 1 and "4096 KiB of RAM at 0xfec00000-0xffffffff left out" in said[0], f"said: {said}")


# 120 ranges: 4 MiB of RAM or of something else by turns, with a page missing behind every second
LONG = [Entry(0, 0x9F000, RAM)] + [Entry((1 + 4 * i) * MIB, (5 + 4 * i) * MIB - (4096 if i % 2 else 0), NVS if i % 3 == 1 else RAM)
                                   for i in range(119)]


def jobs():
    return [("map-spellings", spellings), ("map-first-complete", first_complete), ("map-flattened", flattened),
            ("map-bad-files", bad_files), ("map-backing", backing)]
