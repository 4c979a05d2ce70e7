# SPDX-License-Identifier: MIT
"""crash_cases.py - break the kernel at its prompt, and read the report as a user would

Each kind of `crash KIND` is a function crash_KIND(): the report must name it in the backtrace and end in the panic verdict.
"""
import re

# kind, what the report must say
KINDS = [
    ("null", r"NULL pointer dereference"),
    ("write-null", r"NULL pointer dereference"),
    ("rodata", r"(?i)write|read-only|protection"),
    ("set-ro", r"write access(.|\n)*permissions violation"),
    ("text", r"(?i)write|read-only|protection"),
    ("jump", r"(?i)unable to handle|not mapped|page fault"),
    ("hole", r"(?i)unable to handle|page fault"),
    ("vmalloc", r"guard page behind the vmalloc area of 8192 bytes at \w+, allocated by crash_vmalloc\+"),
    ("vfree", r"freed vmalloc area of 4096 bytes at \w+, allocated by crash_vfree\+\S+, freed by crash_vfree\+"),
    ("user", r"(?i)unable to handle|page fault"),
    ("stack", r"(?i)stack overflow|stack guard"),
    ("guard", r"(?i)stack"),
    ("double", r"(?i)double fault"),
    ("div", r"(?i)divide error"),
    ("gpf", r"(?i)general protection"),
    ("init", r"instruction fetch(.|\n)*freed init section"),
    ("bug", r"(?i)kernel BUG at .*crash\.c"),
    ("panic", r"a panic on purpose"),
    ("canary", r"(?i)stack.*corrupt"),
]


def crash(kind, wanted, options):
    symbol = "crash_" + kind.replace("-", "_")

    def job(report):
        with report.guest("--mem", "64M", *options) as guest:
            guest.prompt()
            guest.send(f"crash {kind}\r")
            status = guest.wait()
            text = guest.text[guest.seen:]
        report.check(status == 2, f"exit status {status}, wanted 2 (panic)")
        report.check(re.search(wanted, text), f"the report does not say '{wanted}'")
        report.check(re.search(rf"\b{symbol}(_level)?\+0x[0-9a-f]+/0x[0-9a-f]+", text),
                     f"no {symbol}+offset/size in the backtrace")
    return job


def command_line(report):
    """crash=KIND breaks it at the end of the boot, without a prompt."""
    with report.guest("--mem", "64M", "--append", "crash=panic") as guest:
        report.check(guest.wait() == 2, "crash=panic does not end in the panic verdict")
    report.check("crash_panic+" in guest.text, "no crash_panic in the backtrace")


def warning(report):
    """A warning is reported with its place, and the kernel goes on."""
    with report.guest("--mem", "64M") as guest:
        guest.prompt()
        out = guest.command("crash warn")
        report.check("WARNING: " in out and "crash_warn+" in out, f"no warning with its place: {out!r}")
        guest.send("poweroff\r")
        report.check(guest.wait() == 0, "the kernel does not go on after a warning")


def no_execute(kind):
    def job(report):
        with report.guest("--mem", "64M", "--pae", "--cpu", "max") as guest:
            guest.prompt()
            guest.send(f"crash {kind}\r")
            report.check(guest.wait() == 2, "data can be executed on a CPU with NX")
        report.check(f"crash_{kind.replace('-', '_')}+" in guest.text, f"no crash_{kind} in the backtrace")
    return job


def jobs():
    made = [(f"crash-{kind}-i386", crash(kind, wanted, ["--no-pae", "--cpu", "486"])) for kind, wanted in KINDS]
    made += [(f"crash-{kind}-pae", crash(kind, wanted, ["--pae"])) for kind, wanted in KINDS]
    return made + [("crash-command-line", command_line), ("crash-warn", warning), ("crash-exec-nx", no_execute("exec")), ("crash-set-nx", no_execute("set-nx"))]
