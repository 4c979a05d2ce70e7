# SPDX-License-Identifier: MIT
"""smp_cases.py - several CPUs: fewer than there are, tables that lie about them, and panics that all take part in"""
import re
import struct
import time

import fake_loader as fake
from fake_loader import MB2
from info_cases import GOOD, RSDT, TABLE, fed

SUITES = "test kunit.filter_glob=smp* ignore_loglevel"


def cpu(apic_id, flags=1):
    return struct.pack("<BBBBI", 0, 8, apic_id, apic_id, flags)


def io_apic(phys=0xFEC00000, gsi_base=0):
    return struct.pack("<BBBBII", 1, 12, 0, 0, phys, gsi_base)


TIMER_AT_2 = struct.pack("<BBBBIH", 2, 10, 0, 0, 2, 0)
NMI = struct.pack("<BBBHB", 4, 6, 0xFF, 0, 1)


def madt(*sentences, entries, suites="smp_clock", local_apic=0xFEE00000, smp="2"):
    """Boots with this MADT; wants the suites to pass and these (regular) expressions in the log."""
    table = fake.acpi_table(b"APIC", struct.pack("<II", local_apic, 1) + b"".join(entries))
    more = (RSDT, fake.acpi_table(b"RSDT", TABLE.to_bytes(4, "little"))), (TABLE, table)
    words = fake.cmdline_tag(f"test kunit.filter_glob={suites} ignore_loglevel")
    return fed(MB2, fake.mb2(words, GOOD, fake.rsdp_tag(RSDT)), 0, *sentences, more=more, options=["--smp", smp])


TABLES = [
    # 5 is nobody: named, and the others run
    ("ghost", madt(r"CPU2 with APIC 5 does not answer; left out", r"Brought up 2 CPUs",
                   entries=[cpu(0), cpu(1), cpu(5), io_apic(), TIMER_AT_2, NMI])),
    ("twice", madt(r"2 CPUs in the MADT, 2 allowed; 1 IO-APICs", r"Brought up 2 CPUs", suites="smp*",
                   entries=[cpu(0), cpu(1), cpu(1), cpu(2, 0), cpu(0xFF), io_apic(), TIMER_AT_2, NMI])),
    ("backwards", madt(r"Brought up 2 CPUs", suites="smp*", entries=[cpu(1), io_apic(), cpu(0)])),
    ("no-length", madt(r"MADT: entry at 0x34 has a length of 0, the rest is ignored", r"1 CPUs in the MADT",
                       entries=[cpu(0), b"\0\0", cpu(1)])),
    ("cut-off", madt(r"MADT: entry at 0x34 has a length of 8, the rest is ignored", entries=[cpu(0), cpu(1)[:5]])),
    ("no-local-apic", madt(r"APIC: nothing answers at 0xd0000000; one CPU, PIC and PIT", local_apic=0xD0000000,
                           entries=[cpu(0), cpu(1), io_apic()])),
    ("no-io-apic", madt(r"IO-APIC: nothing answers at 0xd0000000; the PIC is used", r"Brought up 2 CPUs", suites="traps",
                        entries=[cpu(0), cpu(1), io_apic(0xD0000000)])),
    ("no-timer-pin", madt(r"Brought up 2 CPUs", suites="traps", entries=[cpu(0), cpu(1), io_apic(gsi_base=64)])),
    ("not-listed", madt(r"2 CPUs in the MADT", r"Brought up 2 CPUs", suites="smp*", entries=[cpu(1), io_apic(), TIMER_AT_2])),
]


def allowed(word, cpus, *sentences, options=()):
    """Of four CPUs so many run, and nobody minds."""
    def job(report):
        with report.guest("--mem", "64M", "--smp", "4", "--append", f"{SUITES} {word}", *options, timeout=60) as guest:
            report.check(guest.wait(70) == 0, "a suite failed")
        found = re.search(r"Brought up (\d+) CPUs", guest.text)
        report.check((int(found[1]) if found else 1) == cpus, f"{word}: {found[0] if found else 'one CPU'}, wanted {cpus}")
        for sentence in sentences:
            report.check(re.search(sentence, guest.text), f"no '{sentence}' in the log")
    return job


def crash(kind, first, wanted, options):
    """One report, by one CPU, whatever the others do; nobody talks into it from the line with `first` on."""
    def job(report):
        with report.guest("--mem", "64M", "--smp", "4", *options) as guest:
            guest.prompt()
            guest.send(f"crash {kind}\r")
            status = guest.wait()
            text = guest.text[guest.seen:]
        report.check(status == 2, f"exit status {status}, wanted 2 (panic)")
        report.check(len(re.findall(r"\] Kernel panic", text)) == 1, "not one panic")
        report.check(len(re.findall(r"end Kernel panic", text)) == 1, "the report has not one end")
        report.check(re.search(wanted, text), f"the report does not say '{wanted}'")
        report.check((kind == "smp-deaf") == ("CPUs do not stop" in text), "which CPUs did not stop?")
        tail = text[text.index(first):]
        report.check("talks on" not in tail, "another CPU talks into the report")
    return job


def interrupts(report):
    """A column for each CPU; each has had ticks."""
    with report.guest("--mem", "64M", "--smp", "3") as guest:
        guest.prompt()
        time.sleep(0.3)
        out = guest.command("interrupts")
    report.check(re.search(r"CPU0 +CPU1 +CPU2", out), f"no columns: {out!r}")
    ticks = re.search(r"LOC: +(\d+) +(\d+) +(\d+) ", out)
    report.check(ticks and all(int(n) for n in ticks.groups()), f"no ticks: {out!r}")


def backtraces(report):
    """Of idle threads: one of them waits, or was preempted, the others are interrupted. Where it went to wait by itself, its caller is the first."""
    with report.guest("--mem", "64M", "--smp", "3") as guest:
        guest.prompt()
        out = guest.command("bt 0")
    for cpu in range(3):
        found = re.search(rf"task:swapper\S* pid:0 cpu:{cpu}\s(.*?)(?=task:|himem>|$)", out, re.S)
        report.check(found and re.search("cpu_startup_entry|start_kernel", found[1]), f"no backtrace of CPU {cpu}'s idle thread: {out!r}")


def jobs():
    made = [("smp-madt-" + name, job) for name, job in TABLES]
    made += [("smp-nosmp", allowed("nosmp", 1, r"4 CPUs in the MADT, 1 allowed; 0 IO-APICs")),
             ("smp-maxcpus-0", allowed("maxcpus=0", 1)),
             ("smp-maxcpus-1", allowed("maxcpus=1", 1, r"1 allowed; 1 IO-APICs")),
             ("smp-maxcpus-3", allowed("maxcpus=3", 3)),
             ("smp-maxcpus-junk", allowed("maxcpus=some", 4, r"Malformed early option 'maxcpus'")),
             ("smp-nolapic", allowed("nolapic", 1)),
             ("smp-nolapic-timer", allowed("nolapic_timer", 4)),
             ("smp-486", allowed("", 4, options=["--cpu", "486"])),
             ("smp-icount", allowed("", 4, options=["--icount", "--pae"])),
             ("smp-interrupts", interrupts), ("smp-bt", backtraces)]
    for options, name in (["--no-pae", "--cpu", "486"], "i386"), (["--pae"], "pae"):
        made += [(f"smp-crash-panic-{name}", crash("smp-panic", "Kernel panic", r"crash: a panic on purpose", options)),
                 (f"smp-crash-talk-{name}", crash("smp-talk", "cut here", r"kernel BUG at", options)),
                 (f"smp-crash-deaf-{name}", crash("smp-deaf", "Kernel panic", r"CPU: 0 PID", options))]
    return made
