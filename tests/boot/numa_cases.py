# SPDX-License-Identifier: MIT
"""numa_cases.py - SRATs and SLITs that QEMU would not make: windows, holes, odd pages, and firmware that errs

    table made here ── -acpitable ──> guest with all suites: which node has how much, what the log says
"""
import os
import re
import struct

import matrix

MIB, ENABLED, HOTPLUG = 1 << 20, 1, 2
MEMORY_NODE = re.compile(r"  node +(\d+): \[mem 0x([0-9a-f]+)-0x([0-9a-f]+)\]")


def cpu(domain, apic, flags=ENABLED):
    return struct.pack("<BBBBIB3sI", 0, 16, domain & 255, apic, flags, 0, (domain >> 8).to_bytes(3, "little"), 0)


def x2apic(domain, apic):
    return struct.pack("<BBHIIIII", 2, 24, 0, domain, apic, ENABLED, 0, 0)


def memory(domain, start, end, flags=ENABLED):
    return struct.pack("<BBIHQQIIQ", 1, 40, domain, 0, start, end - start & (1 << 64) - 1, 0, flags, 0)


def srat(*entries):
    return b"\1\0\0\0" + bytes(8) + b"".join(entries)


def slit(*rows):
    return struct.pack("<Q", len(rows)) + b"".join(bytes(r) for r in rows)


LOW, HIGH = (0, 768 * MIB), (768 * MIB, 1024 * MIB)
TWO = (cpu(0, 0), memory(0, *LOW), memory(1, *HIGH))

# name -> SRAT, SLIT or None, kernel parameters, {node: MiB} or None where one node has it all, words that the log must have
CASES = {
    "odd-edge": (srat(cpu(7, 0), memory(7, 0, 515 * MIB + 0x3000), memory(9, 515 * MIB + 0x3000, 1 << 32)), None, "",
                 {0: 514, 1: 508}, ["SRAT: PXM 7 -> APIC 0x00 -> Node 0", "SRAT: Node 1 PXM 9"]),
    "interleaved": (srat(cpu(0, 0), *(memory(i & 1, i * 64 * MIB, (i + 1) * 64 * MIB) for i in range(16))), None, "",
                    {0: 511, 1: 511}, []),
    "cpu-far-away": (srat(x2apic(1 << 20, 0), memory(5, *LOW), memory(1 << 20, *HIGH)), None, "", {1: 767, 0: 255}, []),
    "cpu-without-memory": (srat(cpu(3, 0), memory(0, *LOW), memory(1, *HIGH)), slit([10, 30, 40, 15], [30, 10, 50, 60], [40, 50, 10, 70],
                                                                              [25, 16, 70, 10]), "", {1: 767, 2: 255}, []),
    "windows": (srat(*TWO, memory(0, 0, 0, 0), memory(2, 5, 5), memory(4, 1 << 40, 1 << 41, 0), memory(1, 4 << 30, 8 << 30, 3)),
                None, "", {0: 767, 1: 255}, ["hotplug"]),
    "movable-node": (srat(cpu(0, 0), memory(0, *LOW), memory(1, *HIGH, ENABLED | HOTPLUG)), None, "movable_node",
                     {0: 767, 1: 255}, [r"Node 1: 0x00000000[0-9a-f]{8}\n"]),
    "movable-in-lowmem": (srat(cpu(0, 0), memory(0, 0, 96 * MIB), memory(0, 96 * MIB, 1 << 30, ENABLED | HOTPLUG)), None,
                          "movable_node", {0: 1023}, [r"Node 0: 0x00000000[0-9a-f]{8}\n"]),
    "page-unclaimed": (srat(cpu(0, 0), memory(0, 0x5000, 0x9e000), memory(0, MIB + 0x3000, 768 * MIB), memory(1, 768 * MIB + 0x4000, 1 << 30)), None, "",
                       {0: 767, 1: 255}, []),
    "off": (srat(*TWO), None, "numa=off", None, ["NUMA turned off"]),
    "fake-over-firmware": (srat(*TWO), slit([10, 22], [33, 10]), "numa=fake=4", {0: 255, 1: 255, 2: 255, 3: 255}, ["Faking node 3 at"]),
    "overlap": (srat(*TWO, memory(1, 512 * MIB, 800 * MIB)), None, "", None, ["SRAT: PXM 1 .* overlaps with another node", "SRAT: not used"]),
    "wraps": (srat(*TWO, memory(1, 1 << 63, 1 << 62)), None, "", None, ["wraps", "SRAT: not used"]),
    "uncovered": (srat(cpu(0, 0), memory(0, *LOW)), None, "", None, ["NUMA: no nodes coverage for 255MB of 1023MB RAM"]),
    "too-many": (srat(cpu(0, 0), *(memory(i, i * 64 * MIB, (i + 1) * 64 * MIB) for i in range(16))), None, "", None,
                 ["SRAT: PXM 8 is one more than the 8 nodes", "SRAT: not used"]),
    "cut-off": (srat(*TWO)[:-8], None, "", None, ["structure of type 1 has a length of 40", "SRAT: not used"]),
    "length-0": (srat(*TWO, bytes(16)), None, "", None, ["structure of type 0 has a length of 0", "SRAT: not used"]),
    "empty": (srat(), None, "", None, []),
    "slit-nonsense": (srat(*TWO), slit([10, 9], [20, 10]), "", {0: 767, 1: 255}, ["SLIT: makes no sense"]),
    "slit-short": (srat(*TWO), slit([10, 20], [20, 10])[:-1], "", {0: 767, 1: 255}, ["SLIT: makes no sense"]),
}
IN_TEST = ("odd-edge", "cpu-without-memory", "movable-node", "overlap", "fake-over-firmware", "windows")


def boots(name, kernel):
    tables, parameters, nodes, words = CASES[name][:2], *CASES[name][2:]

    def job(report):
        args = []
        for signature, table in zip(("SRAT", "SLIT"), tables):
            if table is not None:
                path = f"{report.log[:-len('.log')]}.{signature.lower()}"
                with open(path, "wb") as f:
                    f.write(table)
                args += ["-acpitable", f"sig={signature},rev={3 if signature == 'SRAT' else 1},data={os.path.abspath(path)}"]
        with report.guest("--mem", "1G", f"--{kernel}", "--append", f"test ignore_loglevel {parameters}", "--", *args) as guest:
            status = guest.wait(200)
        matrix.judge_suites(report, guest.text, status)
        has = {}
        for m in MEMORY_NODE.finditer(guest.text):
            has[int(m[1])] = has.get(int(m[1]), 0) + int(m[3], 16) + 1 - int(m[2], 16)
        has = {nid: size // MIB for nid, size in has.items()}
        report.check(has == (nodes or {0: 1023}), f"nodes have {has} MiB, wanted {nodes}")
        for word in words:
            report.check(re.search(word, guest.text), f"the log lacks '{word}'")
    return job


def jobs(full=False):
    kernels = ("no-pae", "pae") if full else ("pae",)
    return [(f"numa-{name}" + ("-i386" if kernel == "no-pae" else ""), boots(name, kernel))
            for name in (CASES if full else IN_TEST) for kernel in kernels]
