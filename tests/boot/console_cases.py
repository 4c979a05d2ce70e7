# SPDX-License-Identifier: MIT
"""console_cases.py - the monitor as a user meets it: typed at over the serial line, read from it"""
import json
import os
import pty
import re
import resource
import socket
import subprocess
import tempfile
import time

import machine
import matrix

COMMANDS = "crash dmesg e820 help kmap map md memblock poweroff pt reboot test tlbstat zones".split()


def commands(*options):
    """Each command of the first day, on a machine with HIGHMEM."""
    def job(report):
        with report.guest("--mem", "1G", *options) as guest:
            boot_log = guest.prompt()
            out = guest.command("help")
            for name in COMMANDS:
                report.check(re.search(rf"(?m)^\s*{name}\b", out), f"help does not list {name}")
            out = guest.command("dmesg")
            for line in ("BIOS-provided physical RAM map:", "Memory: "):
                report.check(line in boot_log and line in out, f"dmesg does not say '{line}'")
            out = guest.command("zones")
            report.check(all(re.search(rf"zone +{z}( +\d+){{11}}\s*\n", out + "\n") for z in ("DMA", "Normal", "HighMem")),
                         f"zones is not /proc/buddyinfo's table:\n{out}")
            out = guest.command("e820")
            report.check("usable" in out and "reserved" in out, f"e820 shows no map:\n{out}")
            out = guest.command("memblock")
            report.check(re.search(r"(?i)memory", out) and re.search(r"(?i)reserved", out), f"memblock shows no lists:\n{out}")
            out = guest.command("map")
            report.check(all(w in out for w in ("fixmap", "vmalloc", "lowmem")), f"map shows no areas:\n{out}")
            # where HIGHMEM ends a pattern of the machine's reset vector cannot be: any bytes will do, but 16 of them
            for where in ("0xc0100000", "p:0x100000", "p:0x3f000000"):
                out = guest.command(f"md {where} 0x10")
                report.check(re.search(r"^\W*(0x)?[0-9a-f]{8}:?( +[0-9a-f]{2,8})+", out), f"md {where}:\n{out}")
            report.check(guest.command("md 0xc0100000 0x10").split()[1:5] == guest.command("md p:0x100000 0x10").split()[1:5],
                         "the kernel image reads differently by its virtual and its physical address")
            out = guest.command("md 0x1000 4")
            report.check("virtual address 00001000 is not mapped" in out, f"md of an unmapped address: {out}")
            out = guest.command("md 0xfffffff8 16")
            report.check("virtual address fffffff8 is not mapped" in out, f"md of the last page: {out}")
            out = guest.command("tlbstat")
            report.check(re.search(r" +CPU0 *\n", out) and re.search(r"nr_tlb_local_flush_all +[1-9]\d*\s", out), f"tlbstat:\n{out}")
            out = guest.command("pt 0xc0100000")
            report.check(re.search(r"(?i)pte|pgd|pde", out), f"pt shows no entries:\n{out}")
            out = guest.command("kmap")
            report.check("PID  CPU  SLOT  ADDRESS" in out, f"kmap shows no table:\n{out}")
            report.check(re.search(r"(1024|512) slots: 0 in use, \d+ mapped for nobody; \d+ flushes; 0 threads wait", out), f"kmap:\n{out}")
            out = guest.command("nonsense")
            report.check("nonsense" in out, f"an unknown command is not named: {out!r}")
            out = guest.command("test page_alloc*", timeout=60)
            report.check("KTAP version 1" in out and not re.search(r"(?m)^\s*not ok", out), f"test at the prompt:\n{out}")
            guest.send("poweroff\r")
            report.check(guest.wait() == 0, "poweroff does not leave with status 0")
    return job


def mappings(*options):
    """Two mappings of a thread that sleeps, one with rights of its own, and one of the thread that asks; whatever the log level."""
    def job(report):
        with report.guest("--mem", "64M", "--smp", "2", "--append", "quiet", *options) as guest:
            guest.prompt()
            pfn = re.search(r"pfn ([0-9a-f]+)", guest.command("crash kmap-keep"))[1]
            out = guest.command("kmap")
            report.check(sorted(re.findall(rf"(?m)^ +\d+    [01]     ([12])  ff[0-9a-f]{{3}}000 +{pfn}  (\w+)$", out.replace("\r", "")))
                         == [("1", "init"), ("1", "keeper"), ("2", "keeper")], f"kmap shows other mappings:\n{out}")
            guest.send("poweroff\r")
            guest.wait()
    return job


def line_editing(report):
    """Backspace, kill, cursor keys, history: what the line is, is seen by what it does."""
    with report.guest("--mem", "64M") as guest:
        guest.prompt()
        for keys, why in (("helpx\x7f", "backspace"), ("rubbish\x15help", "Ctrl-U"), ("elp\x01h", "Ctrl-A"),
                          ("hlp\x1b[D\x1b[De", "cursor left"), ("hel\x02\x05p", "Ctrl-B, Ctrl-E")):
            out = guest.command(keys)
            report.check("poweroff" in out, f"{why}: the line did not become 'help': {out[:80]!r}")
        guest.command("zones")
        out = guest.command("\x1b[A")
        report.check("zone" in out, "cursor up does not bring the line before")
        out = guest.command("x" * 2000)
        report.check(len(out) < 6000, "an endless line")
        report.check("poweroff" in guest.command("help"), "no prompt after an endless line")
        guest.send("reboot\r")
        report.check(guest.wait() == 3, "reboot does not reset the machine")


def burst(report):
    """A line pasted at once loses no character."""
    with report.guest("--mem", "64M") as guest:
        guest.prompt()
        guest.send("help\rzones\rhelp\rzones\r")
        text = "".join(guest.expect("\nhimem> ") for _ in range(4))
        report.check(text.count("buddyinfo") == 2 and text.count("Normal") == 2, f"pasted lines were lost:\n{text}")
        guest.send("poweroff\r")
        guest.wait()


def screen(report):
    """A PC without a serial cable shows life on its screen."""
    with tempfile.TemporaryDirectory() as tmp:
        path, dump = os.path.join(tmp, "qmp"), os.path.join(tmp, "screen")
        with report.guest("--mem", "64M", "--", "-qmp", f"unix:{path},server=on,wait=off") as guest:
            guest.prompt()
            with socket.socket(socket.AF_UNIX) as s:
                s.connect(path)
                f = s.makefile("rw")
                for command in ({"execute": "qmp_capabilities"},
                                {"execute": "pmemsave", "arguments": {"val": 0xb8000, "size": 0x8000, "filename": dump}}):
                    f.write(json.dumps(command) + "\n")
                    f.flush()
                    while "return" not in (answer := json.loads(f.readline())):
                        if "error" in answer:
                            raise RuntimeError(answer)
            with open(dump, "rb") as f:
                cells = f.read()
            text = "\n".join(cells[i:i + 160:2].decode("latin-1").rstrip() for i in range(0, 0x8000, 160))
            report.check("Memory: " in text or "Type help" in text, f"the screen shows:\n{text}")
            report.check("himem>" in text, "no prompt on the screen")
            guest.send("poweroff\r")
            guest.wait()


def terminal(report):
    """At a terminal, as `make run` has it: the prompt, and Ctrl-A X leaves."""
    pid, fd = pty.fork()
    if not pid:
        os.execv(os.path.join(machine.SCRIPTS, "run"), ["run", "--build", report.build, "--mem", "64M", "--timeout", "90"])
    text = b""
    with open(report.log, "wb") as log:
        try:
            while data := os.read(fd, 4096):
                log.write(data)
                text += data
                if text.endswith(b"himem> "):
                    os.write(fd, b"\x01x")
        except OSError:                     # the terminal's other end is closed
            pass
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    report.check(b"himem> " in text, "no prompt at a terminal")
    report.check(status == 0, f"Ctrl-A X leaves with status {status}")


def run_statuses(report):
    """scripts/run says what it could not do in a sentence, and in its exit status."""
    for options, status, words in ((["--mem", "64G"], 4, "machine pc takes"), (["--mem", "lots"], 4, "a size is a number"),
                                   (["--smp", "0"], 4, "1 to 255 CPUs"), (["--machine", "vax"], 4, "known machines"),
                                   (["--nonsense"], 4, "--help"), (["--kernel", "absent.elf"], 4, "does not exist"),
                                   (["--cpu", "z80"], 4, "z80"), (["--mem", "64M", "--timeout", "1"], 124, "no verdict"),
                                   (["--mem", "63G", "--dry-run"], 0, "pci-hole64-size=0")):
        out = subprocess.run([os.path.join(machine.SCRIPTS, "run"), "--build", report.build, *options], text=True,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        report.check(out.returncode == status and words in out.stdout,
                     f"run {' '.join(options)}: status {out.returncode}, wanted {status} and '{words}': {out.stdout[-200:]}")


def quiet(report):
    """`quiet` leaves the prompt, and dmesg everything."""
    with report.guest("--mem", "64M", "--append", "quiet") as guest:
        text = guest.prompt()
        report.check("BIOS-e820" not in text, f"quiet prints the log:\n{text}")
        report.check("BIOS-e820" in guest.command("dmesg"), "dmesg lost what quiet did not print")
        guest.send("poweroff\r")
        guest.wait()


def slow_reader(report):
    """Who stops reading for some seconds, as a pager does, or a busy host, loses nothing."""
    with report.guest("--mem", "64M", "--no-pae", "--smp", "2", "--append", "test kunit.filter_glob=slab_debug slab_debug=FZPU") as guest:
        with guest.news:
            guest.expect("Subtest: slab_debug")
            time.sleep(4)
        status = guest.wait(100)
    matrix.judge_suites(report, guest.text, status)


def fast(report):
    """A 1 GiB guest is at its prompt within half a second, of wall time or, on a busy machine, of QEMU's own time."""
    walls, cpus = [], []
    while len(walls) < 10 and not (walls and min(walls) < 0.5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.monotonic()
        with report.guest("--mem", "1G") as guest:
            guest.prompt()
            walls.append(time.monotonic() - started)
            guest.send("poweroff\r")
            guest.wait()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    report.note = f"  1 GiB to the prompt: {min(walls):.2f} s"
    report.check(min(walls) < 0.5 or min(cpus) < 0.5,
                 f"1 GiB guest to the prompt: {min(walls):.2f} s of wall time, {min(cpus):.2f} s of CPU time, wanted below 0.5")


def jobs():
    return [("console-commands-i386", commands("--no-pae")), ("console-commands-pae", commands("--pae")),
            ("console-kmap-i386", mappings("--no-pae")), ("console-kmap-pae", mappings("--pae")),
            ("console-line-editing", line_editing), ("console-burst", burst), ("console-screen", screen),
            ("console-terminal", terminal), ("run-statuses", run_statuses),
            ("console-quiet", quiet), ("console-slow-reader", slow_reader), ("console-fast-boot", fast)]
