# SPDX-License-Identifier: MIT
"""bochs_cases.py - the suites under Bochs, which enforces what QEMU lets pass

Bochs raises #GP for control-register and MSR bits that a CPU model lacks. It boots the ISO by its own BIOS, and has no
isa-debug-exit: the kernel says that it halted, and the verdict is in the report. The screen stays out of it: Bochs draws it
on a terminal of its own that nobody reads, and stops for good when that is full.
"""
import os
import subprocess
import tempfile
import time

import machine
import matrix
import qemu

RC = """memory: guest={mem}, host=256
romimage: file=/usr/share/bochs/BIOS-bochs-latest
vgaromimage: file=/usr/share/vgabios/vgabios.bin
ata0-master: type=cdrom, path={iso}, status=inserted
boot: cdrom
com1: enabled=1, mode=file, dev={serial}
display_library: term
panic: action=fatal
cpu: model={cpu}, count={cpus}, ips=50000000, reset_on_triple_fault=0
"""


def bochs(kernel, cpu, mem, cpus=1, append=""):
    def job(report):
        elf = os.path.join(report.build, "himem-pae.elf" if kernel == "pae" else "himem.elf")
        with tempfile.TemporaryDirectory() as tmp:
            cfg, iso, rc, go = (os.path.join(tmp, f) for f in ("grub.cfg", "run.iso", "bochsrc", "commands"))
            with open(cfg, "w") as f:
                f.write(f"multiboot2 /boot/{os.path.basename(elf)} test console=ttyS0 {append}\nboot\n")
            subprocess.run([os.path.join(machine.SCRIPTS, "iso"), iso, cfg, elf], check=True)
            with open(rc, "w") as f:
                f.write(RC.format(mem=mem, iso=iso, serial=report.log, cpu=cpu, cpus=cpus))
            with open(go, "w") as f:
                f.write("c\n")
            open(report.log, "w").close()
            process = subprocess.Popen(["bochs", "-q", "-f", rc, "-rc", go, "-log", report.log + ".bochs"],
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                       env=dict(os.environ, TERM="vt100"), preexec_fn=qemu.prepare_child)
            until = time.monotonic() + 600
            while process.poll() is None and time.monotonic() < until and "System halted" not in read(report.log):
                time.sleep(0.5)
            process.kill()
            process.wait()
        text = read(report.log)
        report.check("System halted" in text, f"no end within 600 s; last: {text[-300:]!r}")
        matrix.judge_suites(report, text)
    return job


def read(path):
    with open(path, encoding="latin-1") as f:
        return f.read()


def jobs():
    return [("bochs-i386-pentium-64M", bochs("i386", "pentium", 64)),
            ("bochs-i386-p2_klamath-256M", bochs("i386", "p2_klamath", 256)),
            ("bochs-pae-p2_klamath-1G", bochs("pae", "p2_klamath", 1024)),
            ("bochs-i386-p2_klamath-128M-smp2", bochs("i386", "p2_klamath", 128, 2, "highmem=32M")),
            ("bochs-pae-p4_prescott-256M-smp4", bochs("pae", "p4_prescott_celeron_336", 256, 4, "highmem=64M")),
            ("bochs-pae-p4_prescott-2G", bochs("pae", "p4_prescott_celeron_336", 2048))]
