# SPDX-License-Identifier: MIT
"""loader_cases.py - what loaders do, and what the kernel says when it cannot go on"""
import os
import re
import subprocess

RUN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scripts", "run")


def refuses(sentence, *options):
    """A sentence and the panic verdict, never a reset."""
    def job(report):
        with report.guest(*options, timeout=30) as guest:
            status = guest.wait(40)
        report.check(status == 2, f"exit status {status}, wanted 2")
        report.check(re.search(sentence, guest.text), f"no '{sentence}' in: {guest.text[-300:]!r}")
    return job


def unusable(report):
    """What scripts/run cannot start is refused with one sentence and status 4; nothing hangs."""
    for sentence, *options in (
            (r"himem.*\.elf alone ends at \d+K", "--mem", "1M"), (r"alone ends at \d+K", "--mem", "1M", "--iso"),
            (r"in whole MiB", "--mem", "1500K"), (r"in whole MiB", "--mem", "0"),
            (r"isapc has a BIOS only", "--uefi", "ia32", "--machine", "isapc"),
            (r"is not a 32-bit ELF file", "--kernel", __file__)):
        run = subprocess.run([RUN, "--build", report.build, "--dry-run", *options], capture_output=True, text=True, timeout=30)
        report.check(run.returncode == 4 and run.stderr.count("\n") == 1 and re.search(sentence, run.stderr),
                     f"{options}: status {run.returncode}, {run.stderr!r}, wanted 4 and '{sentence}'")


def menu_chooses(cpu, kernel, *device):
    """The image as it is, menu and all: GRUB picks the kernel by the CPU, from CD and from a USB stick or disk."""
    def job(report):
        iso = os.path.join(report.build, "himem.iso")
        with report.guest("--cpu", cpu, "--iso", iso, *device) as guest:
            guest.prompt()
            report.check(re.search(rf"(?m)Himem {kernel},", guest.text), f"GRUB did not start the {kernel} kernel on {cpu}")
            guest.send("poweroff\r")
            report.check(guest.wait() == 0, "poweroff fails")
    return job


def iso_size(report):
    size = os.path.getsize(os.path.join(report.build, "himem.iso"))
    report.check(size < 3 << 20, f"himem.iso has {size} bytes, wanted less than 3 MiB")


def command_line(boot):
    """What the loader passes on arrives, and nothing of it is lost."""
    words = "loglevel=7 " + " ".join(f"word{i}=value" for i in range(60))

    def job(report):
        with report.guest("--mem", "64M", "--append", words, *boot) as guest:
            text = guest.prompt()
            report.check(words in text, "the command line in the log is not the one given")
            guest.send("poweroff\r")
            guest.wait()
    return job


def module(report):
    """A module (QEMU's -initrd) is found, and no page of it is given away."""
    initrd = os.path.join(report.build, "himem.iso")
    with report.guest("--mem", "64M", "--", "-initrd", initrd) as guest:
        text = guest.prompt()
        report.check(re.search(r"module \[mem 0x[0-9a-f]+-0x[0-9a-f]+\]", text), "the log names no module")
        out = guest.command("test reserved")
        report.check(re.search(r"(?m)^\s*ok \d+ modules_are_kept$", out), f"pages of the module are given away:\n{out}")
        guest.send("poweroff\r")
        guest.wait()


def jobs():
    return [
        ("loader-pae-kernel-on-486", refuses(r"PAE", "--pae", "--cpu", "486", "--mem", "64M")),
        ("loader-pae-kernel-on-pentium", refuses(r"PAE", "--pae", "--cpu", "pentium", "--mem", "64M")),
        ("loader-pae-kernel-on-486-iso", refuses(r"PAE", "--pae", "--cpu", "486", "--mem", "64M", "--iso")),
        ("loader-unusable-machines", unusable),
        ("loader-menu-cd-max", menu_chooses("max", "i386 PAE")),
        ("loader-menu-cd-pentium", menu_chooses("pentium", "i386")),
        ("loader-menu-disk-max", menu_chooses("max", "i386 PAE", "--disk")),
        ("loader-iso-size", iso_size),
        ("loader-command-line-mb1", command_line([])),
        ("loader-command-line-mb2", command_line(["--iso"])),
        ("loader-module", module),
    ]
