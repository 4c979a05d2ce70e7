# SPDX-License-Identifier: MIT
"""e820map.py - the memory map of any machine, from its boot log or from a .e820 file

    read(path)        entries (start, end, type) as they stand there; raises BadMap with a sentence
    flatten(entries)  what a kernel makes of them: sorted, no overlaps, the higher type wins, neighbours merged
    words(entries)    the parameter that gives the kernel this map: memmap=exactmap,639K@0,...

Ends are exclusive; the last byte of the address space is never described. Of a log the first complete map is taken, in
any spelling of any time:

    BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable       Linux since 3.5
    BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff]  639   KB kernel usable RAM      the newest
    BIOS-e820: 0000000000000000 - 000000000009fc00 (usable)             2.4 to 3.4; the end is exclusive
    BIOS-88: 0009f000 @ 00000000 (usable)                               2.2: size @ start
    (XEN)  [0000000000000000, 000000000009fbff] (usable)                Xen; older ones as Linux 2.4
    [mem 0x0000000000000000-0x000000000009fbff] usable                  command e820 of Himem's monitor

Before it may stand a time stamp, a syslog prefix, the marks of a quoted mail. Pure computing; tests: tests/boot/e820map_test.py
"""
import re
from typing import NamedTuple

RAM, RESERVED, ACPI, NVS, UNUSABLE, PMEM, PRAM, SOFT_RESERVED = 1, 2, 3, 4, 5, 7, 12, 0xEFFFFFFF
SPACE = (1 << 64) - 1           # end of the address space, but for its last byte
LOW_RAM_END = 0xA0000           # a map that starts above has lost its first lines

FILE_TYPES = {"usable": RAM, "reserved": RESERVED, "acpi-data": ACPI, "acpi-nvs": NVS, "unusable": UNUSABLE,
              "persistent7": PMEM, "persistent": PRAM, "soft-reserved": SOFT_RESERVED}
LOG_TYPES = {"usable": RAM, "kernel usable ram": RAM, "system ram": RAM, "reserved": RESERVED, "device reserved": RESERVED,
             "acpi data": ACPI, "acpi tables": ACPI, "acpi nvs": NVS, "unusable": UNUSABLE, "unusable memory": UNUSABLE,
             "soft reserved": SOFT_RESERVED, "persistent ram": PRAM, "persistent memory": PMEM}

HEX = r"(?:0x)?([0-9a-fA-F]{1,16})"
SPELLINGS = [                   # of a range, and what its two numbers are
    (re.compile(rf"\[mem {HEX}-{HEX}\]"), lambda a, b: (a, b + 1)),
    (re.compile(rf"\[{HEX}, *{HEX}\]"), lambda a, b: (a, b + 1)),
    (re.compile(rf"{HEX} - {HEX}(?= )"), lambda a, b: (a, b)),
    (re.compile(rf"{HEX} @ {HEX}(?= )"), lambda a, b: (b, a + b)),
]
SIZE = re.compile(r"^[\d.]+ +[KMGT]?B ")
STAMP = r"\[ *\d+\.\d+\] *|\[ *[TC]\d+\] *|\[(?:[A-Z]\w\w [A-Z]\w\w|\d{4}-\d\d-\d\d) [^]]*\] *"
PREFIX = re.compile(rf"^[>|\s]*(?:<\d+>)?(?:\S.*?\bkernel: *)?(?:{STAMP})*\s*")
LABEL = re.compile(r"^(?:.*?\s)?(\(XEN\)|[\w-]+:)\s*(?:" + STAMP + r")*\s*$")
HEADER = re.compile(r"(?i)\bRAM map:")
FILE_LINE = re.compile(r"(?i)^(?:0x)?([0-9a-f]{1,16})\s+(?:0x)?([0-9a-f]{1,16})\s+(\S+)$")


class BadMap(Exception):
    """No map can be had from this file; the text says why."""


class Entry(NamedTuple):
    start: int
    end: int
    type: int


def file_type(name):
    m = re.fullmatch(r"(?:type-)?(0x[0-9a-f]+|\d+)", name)
    return FILE_TYPES.get(name) or (int(m[1], 0) if m else None)


def log_type(text):
    name = SIZE.sub("", text.strip()).strip().lower()
    if name.startswith("(") and name.endswith(")"):
        name = name[1:-1]
    m = re.fullmatch(r"(?:persistent \()?type (\d+)\)?", name)
    return LOG_TYPES.get(name) or (int(m[1]) if m else None)


def parse_log_line(line):
    """(label, Entry), or (label, None) if a map's line cannot be read; (None, None) for all other lines."""
    line = PREFIX.sub("", line.rstrip())
    for spelling, meaning in SPELLINGS:
        m = spelling.search(line)
        before = LABEL.match(line[:m.start()]) if m else None
        if not m or (m.start() and not before):
            continue
        label, kind = before[1] if before else "", log_type(line[m.end():])
        start, end = meaning(int(m[1], 16), int(m[2], 16))
        if kind and start <= end:
            return label, Entry(start, end, kind)
    m = re.search(r"\b(BIOS-\w+:)\s+(?!\[gap )", line)
    return (m[1] if m else None), None


def parse_log(lines):
    """The first complete map; why there is none otherwise."""
    maps, complaint, label = [], None, None
    for number, line in enumerate(lines, 1):
        found, entry = parse_log_line(line)
        if HEADER.search(line):
            label = None
        elif found is not None and not entry:
            complaint = complaint or f"line {number} is not understood: {line.strip()}"
            if found == label:
                maps[-1] = None             # and what follows belongs to it
        elif entry and (found != label or (maps[-1] and maps[-1][0] == entry)):
            label = found
            maps.append([entry])
        elif entry and maps[-1]:
            maps[-1].append(entry)
    for entries in filter(None, maps):
        if min(entries).start < LOW_RAM_END:
            return entries
        complaint = complaint or f"the map's first lines are missing, it starts at {min(entries).start:#x}"
    raise BadMap(complaint or 'no memory map in it; a boot log has it as lines "BIOS-e820: [mem 0x...-0x...] usable"')


def parse_file(lines):
    entries = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        m = FILE_LINE.match(line.strip())
        kind = file_type(m[3].lower()) if m else None
        start, end = (int(m[1], 16), int(m[2], 16) + 1) if m else (1, 0)
        if not kind or start > end:
            raise BadMap(f"line {number} is not 'START END TYPE': {line.strip()}")
        entries.append(Entry(start, end, kind))
    return entries


def parse(text, is_file):
    lines = text.splitlines()
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    entries = parse_file(lines) if is_file or FILE_LINE.match(first.strip()) else parse_log(lines)
    entries = [e._replace(end=min(e.end, SPACE)) for e in entries if e.start < e.end]
    if not any(e.type == RAM for e in entries):
        raise BadMap("its map has no usable RAM")
    return entries


def read(path):
    try:
        with open(path, encoding="utf-8-sig", errors="replace") as f:
            return parse(f.read(), path.endswith(".e820"))
    except OSError as e:
        raise BadMap(f"{path}: {e.strerror}") from None
    except BadMap as e:
        raise BadMap(f"{path}: {e}") from None


def flatten(entries):
    edges = sorted({edge for e in entries for edge in (e.start, e.end)})
    flat = []
    for start, end in zip(edges, edges[1:]):
        kind = max((e.type for e in entries if e.start <= start < e.end), default=None)
        if flat and flat[-1].end == start and flat[-1].type == kind:
            flat[-1] = flat[-1]._replace(end=end)
        elif kind:
            flat.append(Entry(start, end, kind))
    return flat


def number(value):
    """As short as memparse() takes it."""
    spellings = [str(value), hex(value)]
    spellings += [f"{value >> shift}{unit}" for unit, shift in zip("KMGTPE", range(10, 70, 10)) if value % (1 << shift) == 0]
    return min(spellings, key=len)


def words(entries):
    def element(e):
        sign = {RAM: "@", RESERVED: "$", ACPI: "#", PRAM: "!"}.get(e.type, "%")
        return number(e.end - e.start) + sign + number(e.start) + (f"+{number(e.type)}" if sign == "%" else "")
    return "memmap=exactmap," + ",".join(element(e) for e in entries)
