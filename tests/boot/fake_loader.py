# SPDX-License-Identifier: MIT
"""fake_loader.py - a kernel image that believes any loader information we like

    himem.elf's segments ─┐
    five instructions ────┼─> one ELF for QEMU -kernel, which enters at the instructions:
    our information ──────┘   eax = magic, ebx = INFO, jump to the kernel

What a real loader never does, or does once in ten years, is a few lines of Python here.
"""
import struct

MB1, MB2 = 0x2BADB002, 0x36D76289
STUB, INFO = 0x2000000, 0x2001000           # 32 MiB: above the kernel, inside the smallest guest here

RAM, RESERVED, ACPI, NVS = 1, 2, 3, 4
CMDLINE, MODULE, BASIC, MAP, RSDP, RSDP_V2, EFI_MAP = 1, 3, 4, 6, 14, 15, 17
GOOD_MAP = [(0, 0x9FC00, RAM), (0x9FC00, 0x400, RESERVED), (0x100000, 0x3F00000, RAM)]


def tag(kind, contents, size=None):
    """One Multiboot 2 tag; size tells another length than it has."""
    size = 8 + len(contents) if size is None else size
    return struct.pack("<II", kind, size) + contents + bytes(-len(contents) % 8)


def mb2(*tags, end=True, size=None):
    body = b"".join(tags) + (tag(0, b"") if end else b"")
    return struct.pack("<II", 8 + len(body) if size is None else size, 0) + body


def map_tag(entries, entry_size=24):
    body = b"".join(struct.pack("<QQI", *e).ljust(entry_size, b"\xee") for e in entries)
    return tag(MAP, struct.pack("<II", entry_size, 0) + body)


def efi_tag(entries, entry_size=48):
    """Entries: address, pages, EFI type, attribute."""
    body = b"".join(struct.pack("<IIQQQQ", kind, 0, addr, 0, pages, attr).ljust(entry_size, b"\xee")
                    for addr, pages, kind, attr in entries)
    return tag(EFI_MAP, struct.pack("<II", entry_size, 1) + body)


def cmdline_tag(text):
    return tag(CMDLINE, text.encode() + b"\0")


def mb1(cmdline, entries=None, basic=None, padding=0, map_size=None):
    """Multiboot 1 information; padding makes every second map entry that much longer."""
    info_size = 88
    text = cmdline.encode() + b"\0"
    entries_at = INFO + info_size + len(text)
    body = b"".join(struct.pack("<IQQI", 20 + padding * (i % 2), *e) + b"\xee" * (padding * (i % 2))
                    for i, e in enumerate(entries or []))
    flags = 1 << 2 | (1 << 6 if entries is not None else 0) | (1 << 0 if basic else 0)
    info = struct.pack("<IIII", flags, *(basic or (0, 0)), 0) + struct.pack("<III", INFO + info_size, 0, 0) + bytes(16)
    info += struct.pack("<II", len(body) if map_size is None else map_size, entries_at)
    return info.ljust(info_size, b"\0") + text + body


def acpi_table(signature, contents, length=None, wrong=0):
    """A table with a good checksum, or one that is wrong by so much."""
    table = bytearray(struct.pack("<4sIBB6s8sI4sI", signature, 36 + len(contents) if length is None else length, 1, 0,
                                  b"HIMEM ", b"TEST    ", 1, b"TEST", 1) + contents)
    table[9] = (wrong - sum(table)) % 256
    return bytes(table)


def rsdp_tag(rsdt, xsdt=None):
    """Revision 0, or 2 when there is an XSDT."""
    rsdp = bytearray(struct.pack("<8sB6sBI", b"RSD PTR ", 0, b"HIMEM ", 0 if xsdt is None else 2, rsdt))
    rsdp[8] = -sum(rsdp) % 256
    if xsdt is not None:
        rsdp += struct.pack("<IQB3x", 36, xsdt, 0)
        rsdp[32] = -sum(rsdp) % 256
    return tag(RSDP if xsdt is None else RSDP_V2, bytes(rsdp))


def build(kernel, path, magic, information, *more):
    """Writes the image for kernel (an ELF file) to path; more: address and contents of other things in memory."""
    with open(kernel, "rb") as f:
        elf = f.read()
    header = bytearray(elf[:52])
    entry, phoff = struct.unpack_from("<II", header, 24)
    phnum = struct.unpack_from("<H", header, 44)[0]
    loads = []
    for i in range(phnum):
        kind, offset, vaddr, paddr, filesz, memsz, *_ = struct.unpack_from("<8I", elf, phoff + 32 * i)
        if kind == 1:
            loads.append((paddr, elf[offset:offset + filesz], memsz))
            if vaddr <= entry < vaddr + memsz:
                entry = entry - vaddr + paddr
    # mov eax, magic; mov ebx, INFO; mov ecx, entry; jmp ecx
    loads.append((STUB, struct.pack("<BIBIBIBB", 0xB8, magic, 0xBB, INFO, 0xB9, entry, 0xFF, 0xE1), 17))
    loads += [(address, data, len(data)) for address, data in ((INFO, information), *more)]

    struct.pack_into("<I", header, 24, STUB)
    struct.pack_into("<I", header, 28, 52)          # program headers follow
    struct.pack_into("<I", header, 32, 0)           # no sections
    struct.pack_into("<HHHH", header, 44, len(loads), 40, 0, 0)
    table, body, start = b"", b"", 4096             # QEMU looks for the Multiboot header in the first 8 KiB
    for paddr, data, memsz in loads:
        table += struct.pack("<8I", 1, start + len(body), paddr, paddr, len(data), memsz, 7, 4)
        body += data
    with open(path, "wb") as f:
        f.write((bytes(header) + table).ljust(start, b"\0") + body)
