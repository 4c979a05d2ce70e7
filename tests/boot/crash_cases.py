# SPDX-License-Identifier: MIT
"""crash_cases.py - break the kernel at its prompt, and read the report as a user would

Each kind of `crash KIND` is a function crash_KIND(): the report must name it in the backtrace and end in the panic verdict.
"""
import re

def fault(access, area, reason):
    """The lines of a page fault's report that tell one kind from another."""
    return rf"#PF: supervisor {access} in kernel mode(.|\n)*{reason}\n(.|\n)*Address map: {area}"


# kind, what the report must say
KINDS = [
    ("null", r"NULL pointer dereference, address: 00000000\n(.|\n)*read access"),
    ("write-null", r"NULL pointer dereference, address: 00000010\n(.|\n)*write access"),
    ("rodata", fault("write access", "kernel read-only data,", "permissions violation")),
    ("set-ro", fault("write access", "direct map,", "permissions violation")),
    ("text", fault("write access", "kernel code,", "permissions violation")),
    ("jump", fault("instruction fetch", "hole between two areas", "not-present page")),
    ("hole", fault("read access", "hole above the direct map,", "not-present page")),
    ("vmalloc", r"guard page behind the vmalloc area of 8192 bytes at \w+, allocated by crash_vmalloc\+"),
    ("vfree", r"freed vmalloc area of 4096 bytes at \w+, allocated by crash_vfree\+\S+, freed by crash_vfree\+"),
    ("user", fault("read access", "user half: nothing is mapped there", "not-present page")),
    ("stack", r"stack guard page was hit at (.|\n)*Oops: kernel stack overflow"),
    ("guard", fault("write access", "guard page below the boot stack: stack overflow", "not-present page")),
    ("double", r"(?i)double fault"),
    ("div", r"(?i)divide error"),
    ("gpf", r"(?i)general protection"),
    ("init", fault("instruction fetch", "freed init section", "not-present page")),
    ("bug", r"(?i)kernel BUG at .*crash\.c"),
    ("panic", r"a panic on purpose"),
    ("canary", r"(?i)stack.*corrupt"),
]
# Where there is NX, elsewhere they return.
NX_KINDS = [
    ("exec", fault("instruction fetch", "kernel data,", "permissions violation")),
    ("set-nx", fault("instruction fetch", "direct map,", "permissions violation")),
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


def no_nx(kind):
    def job(report):
        with report.guest("--mem", "64M", "--no-pae") as guest:
            guest.prompt()
            out = guest.command(f"crash {kind}")
            report.check("executed: this CPU or kernel has no NX" in out, f"crash {kind} says {out!r}")
            guest.send("poweroff\r")
            report.check(guest.wait() == 0, "the kernel does not go on")
    return job


def wrong_words(report):
    """A kind that does not exist, or a word too many: the usage, and nothing breaks."""
    with report.guest("--mem", "64M") as guest:
        guest.prompt()
        for words in ("null x", "nul"):
            out = guest.command(f"crash {words}")
            report.check("usage: crash [KIND]" in out, f"crash {words} says {out!r}")
        guest.send("poweroff\r")
        report.check(guest.wait() == 0, "the kernel does not go on")


def jobs():
    made = [(f"crash-{kind}-i386", crash(kind, wanted, ["--no-pae", "--cpu", "486"])) for kind, wanted in KINDS]
    made += [(f"crash-{kind}-pae", crash(kind, wanted, ["--pae"])) for kind, wanted in KINDS + NX_KINDS]
    made += [(f"crash-{kind}-i386", no_nx(kind)) for kind, _ in NX_KINDS]
    return made + [("crash-command-line", command_line), ("crash-warn", warning), ("crash-wrong-words", wrong_words)]
