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
    ("irq-stack", r"BUG: IRQ stack guard page was hit at (.|\n)*Oops: kernel stack overflow(.|\n)* crash_in_handler\+(.|\n)* trap_common\+"),
    ("guard", fault("write access", "guard page below the stack of init: stack overflow", "not-present page")),
    ("double", r"(?i)double fault"),
    ("div", r"(?i)divide error"),
    ("gpf", r"(?i)general protection"),
    ("init", fault("instruction fetch", "freed init section", "not-present page")),
    ("bug", r"(?i)kernel BUG at .*crash\.c"),
    ("nofail", r"page allocation failure: order:10, mode:0x8cc0\(GFP_KERNEL\|__GFP_NOFAIL\)\n(.|\n)*Mem-Info:\n(.|\n)*pages RAM\n(.|\n)*"
               r"Kernel panic - not syncing: alloc_pages: order:10 with __GFP_NOFAIL cannot be met"),
    ("page-end", r"kernel BUG at .*highmem-helpers\.h"),
    ("nofail-size", r"page allocation failure: order:11, (.|\n)*Kernel panic - not syncing: alloc_pages: order:11 with __GFP_NOFAIL"),
    ("panic", r"a panic on purpose"),
    ("kmap-depth", r"kmap_local: more than 15 mappings(.|\n)* init\n(.|\n)*\b15  [0-9a-f]{8} +[0-9a-f]+  init\n(.|\n)*(?i:kernel BUG at .*highmem\.c)"),
    ("kmap-atomic", r"NULL pointer dereference(.|\n)*Page faults are off: in a section of kmap_atomic"),
    ("canary", r"(?i)stack.*corrupt"),
]
# Where there is NX, elsewhere they return.
NX_KINDS = [
    ("exec", fault("instruction fetch", "kernel data,", "permissions violation")),
    ("set-nx", fault("instruction fetch", "direct map,", "permissions violation")),
]


# With page_owner=on the report of a free page names who took it and who gave it back.
OWNERS = (r"page last allocated via order:0 gfp:0xcc0\(GFP_KERNEL\)\n(.|\n)*page last allocation stack trace:\n(.|\n)*"
          r" {0}\+(.|\n)*page last free stack trace:\n\[ *[\d.]+\]  {0}\+")
USE_AFTER_FREE = (fault("write access", "direct map, but the page is free: pfn", "not-present page") + r"(.|\n)*tracks the page as freed"
                  r"(.|\n)*" + OWNERS.format("crash_use_after_free"))


# The two backtraces of slab_debug, each with its first line; what was found; the object; what is left.
TRACKS = r"Allocated in {0}\+\S+ age=\d+ cpu=0 pid=1\n(.|\n)* {0}\+(.|\n)*Freed in {0}\+\S+ age=\d+ cpu=0 pid=1\n(.|\n)* {0}\+(.|\n)*"
HEAP = [
    ("write-after-free", r"BUG kmalloc-64: Poison overwritten\n(.|\n)*0x(\w+)-0x\2 @offset=\d+. First byte 0x1 instead of 0x6b\n(.|\n)*" +
     TRACKS.format("crash_write_after_free") + r"Slab 0x\w+ objects=\d+ used=1 fp=(.|\n)*Object 0x\w+ @offset=(.|\n)*"
     r"Object   \w+: (6b ){10}01 (6b ?){5} kkkkkkkkkk\.kkkkk\n(.|\n)*FIX kmalloc-64: Restoring Poison 0x\2-0x\2=0x6b\n"),
    ("overrun", r"BUG kmalloc-64: kmalloc Redzone overwritten\n(.|\n)*First byte 0x41 instead of 0xcc\n(.|\n)*Allocated in crash_overrun\+(.|\n)*"
     r"Object   \w+: (41 ){6}(cc ?){10} AAAAAA\.{10}\n(.|\n)*Redzone  \w+: (cc ?){16} \.{16}\n(.|\n)*FIX kmalloc-64: Restoring kmalloc Redzone "),
    ("kfree-twice", r"BUG kmalloc-64: Object already free: \w+\n(.|\n)*" + TRACKS.format("crash_kfree_twice") + r"the object is left alone"),
    ("destroy", r"BUG crash: Objects remaining on kmem_cache_destroy\(\)\n(.|\n)*Object 0x\w+ @offset=\d+\n(.|\n)*Allocated in crash_destroy\+(.|\n)*"
     r"kmem_cache_destroy crash: Slab cache still has objects when called from crash_destroy\+"),
]
# job, kind, command line, report
GO_ON = [(kind, kind, "slab_debug", wanted) for kind, wanted in HEAP] + [
    ("double-free", "double-free", "page_owner=on", r"Bad page free: (.|\n)*freed twice(.|\n)*" + OWNERS.format("crash_double_free")),
    ("poison", "use-after-free", "page_poison=on page_owner=on", OWNERS.format("crash_use_after_free") +
     r"(.|\n)*pagealloc: (single bit error|memory corruption) in the free page"),
    ("unnoticed", "use-after-free", "quiet", r"not noticed: boot with debug_pagealloc=on"),
    ("slab-trace", "kfree-twice", "slab_debug=T,kmalloc-64", r"TRACE kmalloc-64 alloc 0x(\w+)\n(.|\n)* crash_kfree_twice\+(.|\n)*"
     r"TRACE kmalloc-64 free 0x\1\n(.|\n)* crash_kfree_twice\+"),
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


LEAKED = [r"since mark {0}: 100 pages, 400 KiB from (\S*alloc_page\S+, order:0 gfp:0xcc0\(GFP_KERNEL\)\n )?crash_leak\+",
          r"\nsince mark {0}: 12 objects, 3 KiB from (\S*alloc\S+\n )?crash_leak\+", r"\nsince mark {0}: 1 areas, 20 KiB from crash_leak\+"]


def leaks(*options):
    """Pages, objects and an area are lost: `leaks' says where. What came before the mark is not shown, `all' shows it."""
    def job(report):
        with report.guest("--mem", "64M", "--append", "page_owner=on slab_debug=U", *options) as guest:
            guest.prompt()
            guest.command("leaks mark")
            out = guest.command("leaks")
            report.check(out.split("\n")[:3] == [f"0 {what} from 0 call sites" for what in ("pages", "objects", "areas")], f"leaks says {out}")
            for mark in (1, 2):
                guest.command("crash leak")
                out = guest.command("leaks")
                for wanted in LEAKED:
                    report.check(re.search(wanted.format(mark), out), f"mark {mark}: leaks does not say '{wanted}': {out}")
                report.check(re.search(r"\n1[23] objects from [12] call sites", out) and "\n1 areas from 1" in out, f"leaks says {out}")
                guest.command("leaks mark")
            guest.command("crash leak")
            if "--no-pae" in options:       # returns where there is no NX, and keeps a page: a newer site, but a smaller one
                guest.command("crash set-nx")
            out = guest.command("leaks all")
            for what in ("pages", "objects", "areas"):
                sizes = [int(n) for n in re.findall(rf"(?m)^\d+ {what}, (\d+) KiB from ", out)]
                report.check(sizes == sorted(sizes, reverse=True) and len(sizes) > 2, f"leaks all: {what}: {out}")
            report.check(re.search(r"(?m)^300 pages, 1200 KiB from ", out) and re.search(r"(?m)^36 objects, 9 KiB from ", out), f"leaks all says {out}")
            report.check("usage: leaks [mark|all]" in guest.command("leaks al"), "leaks takes any word")
            guest.send("poweroff\r")
            guest.wait()
    return job


def leaks_off(report):
    with report.guest("--mem", "64M") as guest:
        guest.prompt()
        report.check("boot with page_owner=on or slab_debug=U" in guest.command("leaks"), "leaks without page_owner=on says nothing of it")
        guest.send("poweroff\r")
        guest.wait()


def leaks_of(append, *counted):
    """Only those are listed of whom somebody remembers who took them."""
    def job(report):
        with report.guest("--mem", "64M", "--append", append) as guest:
            guest.prompt()
            out = guest.command("leaks")
            report.check(re.findall(r"(?m)^\d+ (\w+) from \d+ call sites", out) == list(counted), f"leaks with {append} says {out}")
            guest.send("poweroff\r")
            guest.wait()
    return job


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
        made += [(f"crash-smp-vfree-{pae}", crash("smp-vfree", r"#PF: supervisor read access in kernel mode(.|\n)*"
                                                  r"freed vmalloc area of 4096 bytes at \w+, allocated by crash_smp_vfree\+\S+, freed by crash_smp_vfree\+"
                                                  r"(.|\n)*CPU: 1 PID: \d+ Comm: reader",
                                                  [which, "--smp", "2"])),
                 (f"crash-kmap-depth-quiet-{pae}", crash("kmap-depth", dict(KINDS)["kmap-depth"], [which, "--append", "quiet"]))]
    made += [("leaks-off", leaks_off), ("leaks-pages", leaks_of("page_owner=on", "pages", "areas")),
             ("leaks-objects", leaks_of("slab_debug=U", "objects", "areas")), ("leaks-no-user", leaks_of("slab_debug=FZP"))]
    made += [(f"crash-{name}-{kernel}", goes_on(kind, append, wanted, *which)) for name, kind, append, wanted in GO_ON
             for kernel, which in (("i386", ["--no-pae", "--cpu", "486"]), ("pae", ["--pae"]))]
    return made + [("crash-command-line", command_line), ("crash-warn", warning), ("crash-wrong-words", wrong_words)]
