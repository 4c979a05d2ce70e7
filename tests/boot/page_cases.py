# SPDX-License-Identifier: MIT
"""page_cases.py - every page of a large machine, and what show_mem() says when a zone is used up

    guest RAM = a file that both map:      guest   writes and reads ── "swept A-B" ──> takes the next pages
                                           host                        reads the frames' words in the file, makes a hole there

So each of the 63 GiB's pages is written, read back by the guest, and found at the place of its frame by somebody who knows no
page table, while the host has no more of them in memory than the guest is ahead.
"""
import mmap
import os
import re
import shutil
import tempfile
import threading

import matrix

GIB, PAGE = 1 << 30, 4096
SWEPT = re.compile(r"swept ([0-9a-f]+)-([0-9a-f]+)\n")
# The machine pc has its hole for devices from 3 GiB on; the RAM of there lies above 4 GiB.
HOLE, HOLE_END = 3 * GIB, 4 * GIB


class Sweeper(threading.Thread):
    """Looks at the ranges that the guest names as they come."""

    def __init__(self, ram, guest):
        super().__init__(daemon=True)
        self.ram, self.guest = ram, guest
        self.words = memoryview(ram).cast("I")
        self.ranges, self.wrong, self.most = [], [], 0
        self.stop = False

    def run(self):
        at = 0
        while True:
            with self.guest.news:
                text, over = self.guest.text, self.guest.ended or self.stop
            for m in SWEPT.finditer(text, at):
                at = m.end()
                self.look(int(m[1], 16), int(m[2], 16))
            if over:
                break
            with self.guest.news:
                if len(self.guest.text) == len(text):
                    self.guest.news.wait(1)
        self.words.release()

    def look(self, first, end):
        phys = first * PAGE
        if phys < HOLE < end * PAGE:
            self.wrong.append(f"{first:x}-{end:x} lies across the hole below 4 GiB")
            return
        at, size = phys - (HOLE_END - HOLE if phys >= HOLE_END else 0), (end - first) * PAGE
        step, last = PAGE // 4, (at + size) // 4
        if self.words[at // 4:last:step].tolist() != list(range(first, end)):
            self.wrong.append(f"{first:x}-{end:x}: another first word in memory")
        if self.words[at // 4 + step - 1:last:step].tolist() != list(range(0xffffffff - first, 0xffffffff - end, -1)):
            self.wrong.append(f"{first:x}-{end:x}: another last word in memory")
        self.ranges.append((first, end))
        self.most = max(self.most, os.fstat(self.guest.ram_file).st_blocks * 512)
        self.ram.madvise(mmap.MADV_REMOVE, at, size)


def sweep(kernel, gib):
    """All pages that the allocator has, and no page twice: their number is that of MemFree, their frames are apart."""
    def job(report):
        size = gib * GIB
        folder = tempfile.mkdtemp(prefix="himem-", dir="/dev/shm")
        try:
            with open(os.path.join(folder, "ram"), "wb+") as f:
                os.truncate(f.fileno(), size)
                ram = mmap.mmap(f.fileno(), size)
                backend = f"memory-backend-file,id=swept,size={size},mem-path={f.name},share=on"
                with report.guest("--mem", f"{gib}G", f"--{kernel}", "--append", "test kunit.filter_glob=page_sweep page_sweep=all",
                                  "--", "-object", backend, "-machine", "memory-backend=swept", timeout=900) as guest:
                    guest.ram_file = f.fileno()
                    sweeper = Sweeper(ram, guest)
                    sweeper.start()
                    status = guest.wait(920)
                    sweeper.join(60)
            matrix.judge_suites(report, guest.text, status)
            report.check(not sweeper.wrong, "\n".join(sweeper.wrong[:5]))
            ranges = sorted(sweeper.ranges)
            pages = sum(end - first for first, end in ranges)
            report.check(all(a[1] <= b[0] for a, b in zip(ranges, ranges[1:])), "a page is swept twice")
            free = matrix.MEMORY.search(guest.text)
            freed = re.search(r"Freeing unused kernel image \(initmem\) memory: (\d+)K", guest.text)
            # Slab, vmalloc and the tests hold a few pages of what was free when the line was printed.
            most = (int(free[1]) + int(freed[1])) // 4
            report.check(most - 256 <= pages <= most, f"{pages} pages swept of {most}")
            report.note = f"  {pages} pages, {sweeper.most >> 20} MiB in memory at most"
        finally:
            shutil.rmtree(folder)
    return job


ZONE = re.compile(r"Node (\d+) (\w+) free:(\d+)kB min:(\d+)kB present:(\d+)kB managed:(\d+)kB free_pcp:(\d+)kB")
LISTS = re.compile(r"Node (\d+) (\w+): ((?:\d+\*\d+kB )+)= (\d+)kB")
# What is used up, and the zones of which the report must show nearly nothing, or nearly all, to be free.
STEPS = [
    ("HighMem", ["HighMem"], ["Normal", "DMA"]),
    ("Normal, by users of HighMem", ["HighMem"], ["DMA"]),
    ("DMA, by users of HighMem", ["HighMem"], []),
    ("Normal", ["Normal"], ["HighMem", "DMA"]),
    ("DMA, by users of Normal", ["Normal"], ["HighMem"]),
    ("DMA", ["DMA"], ["HighMem", "Normal"]),
]


def exhaustion(kernel):
    """The reports of the suite page_exhaust: their sums are right, and they show what the suite did."""
    def job(report):
        with report.guest("--mem", "2G", f"--{kernel}", "--append", "ignore_loglevel test kunit.filter_glob=page_exhaust") as guest:
            status = guest.wait()
        matrix.judge_suites(report, guest.text, status)
        parts = re.split(r"used up: (.*)\n", guest.text)[1:]
        report.check(parts[::2] == [what for what, _, _ in STEPS], f"used up: {parts[::2]}")
        for (what, gone, left), text in zip(STEPS, parts[1::2]):
            judge_report(report, what, gone, left, text)
    return job


def judge_report(report, what, gone, left, text):
    zones = {m[2]: [int(n) for n in m.groups()[2:]] for m in ZONE.finditer(text)}
    report.check(set(zones) == {"DMA", "Normal", "HighMem"}, f"{what}: zones {sorted(zones)}")
    present = sum(z[2] for z in zones.values())
    for name, (free, least, here, managed, pcp) in zones.items():
        report.check(free + pcp <= managed <= here, f"{what}: {name}: {free} free of {managed} of {here}")
        if name in gone:
            report.check(free <= least + 1024, f"{what}: {name} has {free} kB free, keeps {least}")
        if name in left:
            report.check(free + pcp >= managed - 4096, f"{what}: {name} has {free} kB free of {managed}")
    lists = {m[2]: m for m in LISTS.finditer(text)}
    for name, m in lists.items():
        total = sum(int(n) * int(size) for n, size in re.findall(r"(\d+)\*(\d+)kB", m[3]))
        report.check(total == int(m[4]) == zones[name][0], f"{what}: {name}: lists {total}, said {m[4]}, free {zones[name][0]}")
    report.check(set(lists) == set(zones), f"{what}: free lists of {sorted(lists)}")
    ram, high, reserved = (int(re.search(rf"(\d+) pages {word}", text)[1]) for word in ("RAM", "HighMem", "reserved"))
    report.check(ram * 4 == present and high * 4 == zones["HighMem"][3] and reserved * 4 == present - sum(z[3] for z in zones.values()),
                 f"{what}: {ram} pages RAM, {high} HighMem, {reserved} reserved")


def rate(report):
    """Five allocations fail, the limit allows one more report."""
    with report.guest("--mem", "64M", "--append", "test kunit.filter_glob=page_report.reports*") as guest:
        status = guest.wait()
    matrix.judge_suites(report, guest.text, status)
    nr = guest.text.count("page allocation failure: order:10, mode:0x20cc0(GFP_KERNEL|__GFP_MEMALLOC)")
    report.check(nr == 1, f"{nr} reports")


BUDDYINFO = re.compile(r"(?m)^Node (\d+), zone +(\w+) ((?: *\d+ ){11})$")
ZONEINFO = re.compile(r"(?m)^Node (\d+), zone +(\w+)\n((?: .*\n)*)")


def accounts(kernel):
    """buddyinfo, zoneinfo and meminfo say the same in Linux's words."""
    def job(report):
        with report.guest("--mem", "1G", f"--{kernel}", "--append", "sysctl.vm.min_free_kbytes=20000") as guest:
            guest.prompt()
            lists, info, memory = (guest.command(c) + "\n" for c in ("zones", "zoneinfo", "meminfo"))
            guest.send("poweroff\r")
            guest.wait()
        free = {m[2]: sum(int(n) << order for order, n in enumerate(m[3].split())) for m in BUDDYINFO.finditer(lists)}
        report.check(sorted(free) == ["DMA", "HighMem", "Normal"], f"buddyinfo:\n{lists}")
        total = held = high = high_free = kept = low_min = 0
        for m in ZONEINFO.finditer(info):
            value = {k: int(v) for k, v in re.findall(r"(?m)^ +(?:pages )?([a-z_]+):? +(\d+)$", m[3])}
            count = value.get("count", 0)
            if not value["present"]:
                continue
            report.check(value["free"] == value["nr_free_pages"] == free[m[2]], f"{m[2]}: zoneinfo {value}, buddyinfo {free[m[2]]}")
            report.check(value["free"] + count <= value["managed"] <= value["present"] <= value["spanned"], f"{m[2]}: {value}")
            report.check(value["min"] > 0 and value["high"] >= 4 * value["batch"], f"{m[2]}: {value}")
            report.check(re.search(r"(?m)^        protection: \(\d+(, \d+)+\)$", m[3]), f"{m[2]}: no protection in\n{m[3]}")
            total, held = total + value["managed"], held + value["free"] + count
            kept += min(value["managed"], value["min"] + int(re.search(r"(\d+)\)$", m[3], re.M)[1]))
            if m[2] == "HighMem":
                high, high_free = value["managed"], value["free"] + count
            else:
                low_min += 4 * value["min"]
        report.check(19900 < low_min <= 20000, f"min_free_kbytes: {low_min}")
        value = {k: int(v) for k, v in re.findall(r"(?m)^(\w+): +(\d+) kB$", memory)}
        want = {"MemTotal": total, "MemFree": held, "HighTotal": high, "HighFree": high_free, "LowTotal": total - high,
                "LowFree": held - high_free, "MemAvailable": held - kept}
        for name, pages in want.items():
            report.check(value.get(name) == 4 * pages, f"{name}: {value.get(name)} kB, zoneinfo adds up to {4 * pages}")
        report.check(value["VmallocTotal"] > value["VmallocChunk"] > value["VmallocUsed"] > 0, f"vmalloc: {memory}")
        odd = [line for line in memory.split("\n") if line and not (re.fullmatch(r"\w+: +\d+ kB", line) and len(line) == 27)]
        report.check(not odd, f"meminfo: {odd}")
    return job


def jobs(full=False):
    made = [("page-exhaustion-i386", exhaustion("no-pae")), ("page-exhaustion-pae", exhaustion("pae")), ("page-sweep-i386-1G", sweep("no-pae", 1)),
            ("page-report-rate", rate), ("page-accounts-i386", accounts("no-pae")), ("page-accounts-pae", accounts("pae"))]
    return made + ([("page-sweep-63G", sweep("pae", 63)), ("page-sweep-i386-3G", sweep("no-pae", 3)), ("page-sweep-5G", sweep("pae", 5))] if full else [])
