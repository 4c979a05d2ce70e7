# SPDX-License-Identifier: MIT
"""replay.py - a guest with the memory map of another machine

    e820map.read() ── RAM that is usable there ──> a machine of QEMU with RAM at all these addresses
                   └─ memmap=exactmap,... ───────> the kernel sees this map and no other

    QEMU's pc has RAM from 0, and whatever does not fit below the PCI hole from 4 GiB:

        RAM up to 4 GiB only        all of it below: the hole starts where it ends (max-ram-below-4g=4G)
        above 4 GiB, too            pc, with 1, 2 or 3 GiB below 4 GiB
        both, and RAM above 3 GiB   isapc, which has no PCI hole, no ACPI tables and no power-off either

    The guest's own ACPI tables stay behind its last RAM below 4 GiB, out of the map's way.
"""
import e820map
from e820map import RAM, RESERVED
from machine import GIB, MIB, Unusable, wants_pae

LIMIT = {True: 64 * GIB, False: 4 * GIB}    # of the PAE kernel, of the other
FIRMWARE = 256 << 10                        # at the end of RAM below 4 GiB: tables of SeaBIOS
SMALLEST = 16 * MIB
DEVICES = {"pc": 0xF8000000, "isapc": 0xFEC00000}   # never RAM from here to 4 GiB
COMMAND_LINE = 1800                         # COMMAND_LINE_SIZE is 2048; the rest is for --append
RANGES = 120                                # the kernel takes 128 in mem= and memmap=


def up(value, to):
    return (value + to - 1) // to * to


def ram_end(entries, below, above=0):
    return max((min(e.end, below) for e in entries if e.type == RAM and above <= e.start < below), default=0)


def machine_for(entries, pae):
    """(machine, its properties, bytes of RAM) that put RAM behind all of the map that the kernel can reach."""
    low, high = ram_end(entries, 4 * GIB), ram_end(entries, LIMIT[pae], 4 * GIB)
    room = max(up(low + FIRMWARE, MIB), SMALLEST)
    if not high and low <= DEVICES["pc"]:
        return "pc", "max-ram-below-4g=4G", room
    if up(room, GIB) <= 3 * GIB:
        room = up(room, GIB)
        return "pc", f"max-ram-below-4g={room // GIB}G", room + up(high, MIB) - 4 * GIB
    room = min(room, DEVICES["isapc"])
    return "isapc", f"max-ram-below-4g={room // MIB}M", room + max(up(high, MIB) - 4 * GIB, 0)


def without_devices(entries, machine):
    """RAM where the guest has devices becomes reserved; a sentence about it."""
    place = e820map.Entry(DEVICES[machine], 4 * GIB, RESERVED)
    lost = sum(min(e.end, place.end) - max(e.start, place.start)
               for e in entries if e.type == RAM and e.start < place.end and e.end > place.start)
    if not lost:
        return entries, []
    return e820map.flatten(entries + [place]), [
        f"{up(lost, 1024) // 1024} KiB of RAM at {place.start:#x}-{place.end - 1:#x} left out: QEMU has devices there"]


def short_enough(entries):
    """Leaves out what is not RAM, from the top, until kernel and loader take the list; a sentence about it."""
    kept = list(entries)
    while len(kept) > RANGES or len(e820map.words(kept)) > COMMAND_LINE:
        dispensable = [i for i, e in enumerate(kept) if e.type != RAM]
        if not dispensable:
            raise Unusable(f"the map has {len(kept)} ranges of RAM; {RANGES} ranges and {COMMAND_LINE} bytes of command line fit")
        del kept[dispensable[-1]]
    lost = len(entries) - len(kept)
    return kept, [f"{lost} ranges that are not RAM left out: the command line is full"] if lost else []


def arrange(opts):
    """Sets RAM, machine and command line for the map in the file opts.dmesg; returns what the user should know of it."""
    if opts.mem or opts.machine or opts.uefi or opts.numa > 1:
        raise Unusable("--dmesg chooses RAM and machine: no --mem, --machine, --uefi, --numa with it")
    opts.cpu = opts.cpu or "max"
    try:
        entries = e820map.flatten(e820map.read(opts.dmesg))
    except e820map.BadMap as e:
        raise Unusable(str(e)) from None
    opts.machine, opts.properties, mem = machine_for(entries, wants_pae(opts.pae, opts.cpu))
    opts.mem = f"{mem // MIB}M"
    entries, lost = without_devices(entries, opts.machine)
    entries, more = short_enough(entries)
    opts.append = f"{e820map.words(entries)} {opts.append or ''}".strip()
    return lost + more
