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
    ("guard", fault("write access", "guard page below the stack of init: stack overflow", "not-present page")),
    ("double", r"(?i)double fault"),
    ("div", r"(?i)divide error"),
    ("gpf", r"(?i)general protection"),
    ("init", fault("instruction fetch", "freed init section", "not-present page")),
    ("bug", r"(?i)kernel BUG at .*crash\.c"),
    ("nofail", r"page allocation failure: order:10, mode:0x8cc0\(GFP_KERNEL\|__GFP_NOFAIL\)\n(.|\n)*Mem-Info:\n(.|\n)*pages RAM\n(.|\n)*"
               r"Kernel panic - not syncing: alloc_pages: order:10 with __GFP_NOFAIL cannot be met"),
    ("panic", r"a panic on purpose"),
    ("canary", r"(?i)stack.*corrupt"),
]
# Where there is NX, elsewhere they return.
NX_KINDS = [
    ("exec", fault("instruction fetch", "kernel data,", "permissions violation")),
    ("set-nx", fault("instruction fetch", "direct map,", "permissions violation")),
]


# With page_owner=on the report of a free page names who took it and who gave it back.
OWNERS = (r"page last allocated via order:0 gfp:0xcc0\(GFP_KERNEL\)\n(.|\n)*page last allocation stack trace:\n(.|\n)*"
          r" {0}\+(.|\n)*page last free stack trace:\n(.|\n)* {0}\+")
USE_AFTER_FREE = (fault("write access", "direct map, but the page is free: pfn", "not-present page") + r"(.|\n)*tracks the page as freed"
                  r"(.|\n)*" + OWNERS.format("crash_use_after_free"))


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


def goes_on(kind, append, wanted, *options):
    """What is reported, and does no harm."""
    def job(report):
        with report.guest("--mem", "64M", "--append", append, *options) as guest:
            guest.prompt()
            out = guest.command(f"crash {kind}")
            report.check(re.search(wanted, out), f"the report does not say '{wanted}': {out}")
            guest.send("poweroff\r")
            report.check(guest.wait() == 0, "the kernel does not go on")
    return job


def leaks(*options):
    """A page lost in a loop: the first lines of `leaks' say where. What came before the mark is not shown, `all' shows it."""
    def job(report):
        with report.guest("--mem", "64M", "--append", "page_owner=on", *options) as guest:
            guest.prompt()
            guest.command("leaks mark")
            report.check(re.search(r"\n0 pages from 0 call sites", "\n" + guest.command("leaks")), "leaks before there are any")
            guest.command("crash leak")
            out = guest.command("leaks")
            report.check(re.match(r"pages taken since mark 1 and still held:\n +100 pages, 400 kB, order:0 gfp:0xcc0\(GFP_KERNEL\)\n"
                                  r"( alloc_pages\S+\n| __alloc_page\S+\n)? crash_leak\+", out), f"leaks says {out}")
            report.check(re.search(r"\n100 pages from 1 call sites", out), f"leaks says {out}")
            guest.command("leaks mark")
            guest.command("crash leak")
            report.check("\n100 pages from 1" in guest.command("leaks"), "a second mark does not hide what the first showed")
            if "--no-pae" in options:       # returns where there is no NX, and keeps a page: a newer site, but a smaller one
                guest.command("crash set-nx")
            out = guest.command("leaks all")
            sizes = [int(n) for n in re.findall(r"(?m)^ *(\d+) pages, \d+ kB", out)]
            report.check(sizes[0] >= 100 and sizes == sorted(sizes, reverse=True) and len(sizes) > 2, f"leaks all says {out}")
            report.check("usage: leaks [mark|all]" in guest.command("leaks al"), "leaks takes any word")
            guest.send("poweroff\r")
            guest.wait()
    return job


def leaks_off(report):
    with report.guest("--mem", "64M") as guest:
        guest.prompt()
        report.check("boot with page_owner=on" in guest.command("leaks"), "leaks without page_owner=on says nothing of it")
        guest.send("poweroff\r")
        guest.wait()


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
    for pae in ("i386", "pae"):
        which = "--no-pae" if pae == "i386" else "--pae"
        aids = "debug_pagealloc=on page_owner=on"
        made += [(f"crash-use-after-free-{pae}", crash("use-after-free", USE_AFTER_FREE, [which, "--append", aids])),
                 (f"leaks-{pae}", leaks(which))]
    made += [("leaks-off", leaks_off),
             ("crash-double-free", goes_on("double-free", "page_owner=on", r"Bad page free: (.|\n)*freed twice(.|\n)*" +
                                           OWNERS.format("crash_double_free"))),
             ("crash-poison", goes_on("use-after-free", "page_poison=on page_owner=on", OWNERS.format("crash_use_after_free") +
                                      r"(.|\n)*pagealloc: (single bit error|memory corruption) in the free page")),
             ("crash-unnoticed", goes_on("use-after-free", "quiet", r"not noticed: boot with debug_pagealloc=on"))]
    return made + [("crash-command-line", command_line), ("crash-warn", warning), ("crash-wrong-words", wrong_words)]
