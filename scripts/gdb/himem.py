# SPDX-License-Identifier: MIT
"""himem.py - commands for gdb on a running Himem; `make debug` loads it

    himem-ptdump     all page tables, as the monitor's ptdump prints them (arch/i386/dump_pagetables.c)

Reads the kernel's memory only, so it works wherever the guest stands, from paging on.
"""
import struct

import gdb

PAGE = 4096
PRESENT, RW, USER, PWT, PCD, PSE, GLOBAL, NX = 1, 2, 4, 8, 16, 128, 256, 1 << 63
SHOWN = PRESENT | RW | USER | PWT | PCD | PSE | GLOBAL | NX
FRAME = ((1 << 36) - 1) & ~(PAGE - 1)
NAMES = [(USER, "USR ", "    "), (RW, "RW ", "ro "), (PWT, "PWT ", "    "), (PCD, "PCD ", "    "), (PSE, "PSE ", "    "),
         (0, "", "    "), (GLOBAL, "GLB ", "    "), (NX, "NX ", "x  ")]


def value(expression):
    return int(gdb.parse_and_eval(f"(unsigned long)({expression})"))


class Layout:
    """Both kinds of paging as one: an array of entries, each for a large page, a page table or nothing."""

    def __init__(self):
        self.pae = gdb.lookup_type("pteval_t").sizeof == 8
        self.shift = 21 if self.pae else 22
        self.page_offset = value("&_text") - (1 << 20)      # linker.ld
        top = value("__FIXADDR_TOP")
        fixmap = top - (value("__end_of_fixed_addresses") - 1) * PAGE
        size = 1 << self.shift
        pkmap = (fixmap - size - PAGE) & -size
        self.markers = [(0, "User Space"), (self.page_offset, "Kernel Mapping"), (value("vmemmap_start"), "vmemmap"),
                        (value("vmalloc_start"), "vmalloc() Area"), (pkmap - 2 * PAGE, "vmalloc() End"),
                        (pkmap, "Persistent kmap() Area"), (fixmap, "Fixmap Area")]

    def table(self, vaddr, entries):
        data = gdb.selected_inferior().read_memory(vaddr, entries * (8 if self.pae else 4)).tobytes()
        return struct.unpack(f"<{entries}{'Q' if self.pae else 'I'}", data)

    def entries(self):
        """Address, entry and level of all entries that lead to no page table."""
        for i, pmd in enumerate(self.table(value("&kernel_pmds"), 1 << (32 - self.shift))):
            vaddr = i << self.shift
            if pmd & PRESENT and not pmd & PSE:
                for j, pte in enumerate(self.table(self.page_offset + (pmd & FRAME), 1 << (self.shift - 12))):
                    yield vaddr + j * PAGE, pte, "pte"
            else:
                yield vaddr, pmd, "pmd" if pmd & PRESENT or self.pae else "pgd"


def line(start, end, bits, level):
    size, unit = (end - start) >> 10, 0
    while size % 1024 == 0 and unit < 2:
        size, unit = size >> 10, unit + 1
    rights = "".join(yes if bits & bit else no for bit, yes, no in NAMES) if bits else " " * 30
    return f"0x{start:08x}-0x{end & 0xffffffff:08x}   {size:9}{'KMG'[unit]} {rights}{level}"


def dump():
    layout = Layout()
    markers, run = list(layout.markers), None
    for vaddr, entry, level in layout.entries():
        bits = entry & SHOWN if entry & PRESENT else 0
        if run and run[1:] == (bits, level) and not (markers and vaddr >= markers[0][0]):
            continue
        if run:
            yield line(run[0], vaddr, *run[1:])
        while markers and vaddr >= markers[0][0]:
            yield f"---[ {markers.pop(0)[1]} ]---"
        run = (vaddr, bits, level)
    yield line(run[0], 1 << 32, *run[1:])


class PageTableDump(gdb.Command):
    """Print the kernel's page tables, each run of equal entries in one line."""

    def __init__(self):
        super().__init__("himem-ptdump", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        try:
            print("\n".join(dump()))
        except gdb.MemoryError as e:
            raise gdb.GdbError(f"himem-ptdump: paging is not on yet ({e})") from None


PageTableDump()
