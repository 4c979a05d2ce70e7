# SPDX-License-Identifier: MIT
"""heap_cases.py - each allocation of each suite fails once; exhausted address space is told with its sizes; slab_debug's reports

    failslab=, fail_page_alloc= set up, kunit.fail_each=N:  every case again and again, another allocation failing each time
    (tests/kunit/kunit_faults.c). In make test the suites of the heaps in guests, all suites on the host; all suites everywhere in test-full.
"""
import re
import subprocess

import ktap
import matrix

# A case is repeated for each failure: one with thousands of steps takes fewer.
STEPS = "page_random.steps=1000"
PARAMETERS = {"slab": "failslab=1,100,0,0", "pages": "fail_page_alloc=1,100,0,0"}
SURVIVED = re.compile(r"# \w+: survives (\d+) failures: (\w+)")
# A run in which next to nothing fails would prove nothing.
AT_LEAST = {"slab": 300, "pages": 300}
EXHAUSTED = re.compile(r"vmalloc: (\d+) MiB asked, largest hole (\d+) MiB; raise vmalloc=")


def judge(report, text, status, which):
    matrix.judge_suites(report, text, status)
    total = sum(int(n) for n, _ in SURVIVED.findall(text))
    report.note = f", {total} failures"
    report.check(total >= AT_LEAST[which], f"only {total} allocations failed")


# The suites that make test runs in guests.
SAMPLE = {"slab": "slab*", "pages": "vm*"}


def faults(which, each, suites, *options):
    def job(report):
        with report.guest("--append", f"test quiet {PARAMETERS[which]} {STEPS} kunit.fail_each={each} kunit.filter_glob={suites}", *options,
                          timeout=900) as guest:
            status = guest.wait(900)
        judge(report, guest.text, status, which)
    return job


def host_faults(which, each, program):
    def job(report):
        command = [program, PARAMETERS[which], STEPS, f"kunit.fail_each={each}"]
        out = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=900, errors="replace")
        with open(report.log, "w") as f:
            f.write(out.stdout)
        judge(report, out.stdout, min(out.returncode, 1) if out.returncode >= 0 else out.returncode, which)
    return job


def exhaustion(report):
    """More than the largest hole is asked for; both sizes are told, and are those of the address map."""
    with report.guest("--mem", "64M", "--append", "test kunit.filter_glob=vmap.without_addresses*") as guest:
        status = guest.wait()
    matrix.judge_suites(report, guest.text, status)
    space = re.search(r"vmalloc +: 0x([0-9a-f]+) - 0x([0-9a-f]+)", guest.text)
    said = EXHAUSTED.search(guest.text)
    if report.check(space and said, "no message with sizes, or no address map"):
        start, end = (int(n, 16) for n in space.groups())
        asked, hole = (int(n) for n in said.groups())
        half = (end - start) / 2 / 1024 ** 2
        report.check(hole < half <= asked <= half + 2 and hole > half - 4,
                     f"'{said[0]}': half of the space are {half:.0f} MiB")
    report.check("aligned to 0x80000000 asked, largest hole" in guest.text, "nothing is said of the alignment")


def large_pages(report):
    """Used where they fit, and nowhere when the command line forbids it: then ioremap's case, which wants one, fails."""
    for parameters, pages, failed in (("", "large", []), ("nohugevmalloc nohugeiomap", "small", ["ioremap.large_ranges_get_large_pages"])):
        text = ""
        for suite in ("vmalloc", "ioremap"):
            with report.guest("--mem", "512M", "--append", f"test {parameters} kunit.filter_glob={suite}.large_*") as guest:
                guest.wait()
            text += guest.text
            report.check([c.name for c in ktap.parse(guest.text).cases if not c.ok] == [f for f in failed if f.startswith(suite)],
                         f"{parameters}: {suite}: {guest.text[-800:]}")
        report.check(f"vmalloc_huge(): {pages} pages" in text, f"{parameters}: vmalloc_huge() has no {pages} pages")


REPORT = re.compile(r"BUG watched: (.+) overwritten\n(?:.*\n){2}(?:.*First byte 0x(\w+) instead of 0x(\w+)\n)?")


def reports(kernel):
    """Each report of the suite slab_debug: what was found, both backtraces, the object, and what was done about it."""
    def job(report):
        with report.guest("--mem", "64M", f"--{kernel}", "--append", "test slab_debug kunit.filter_glob=slab_debug") as guest:
            status = guest.wait()
        matrix.judge_suites(report, guest.text, status)
        text = re.sub(r"(?m)^\[ *\d+\.\d+\] ", "", guest.text)
        found = [m[1] + (f" {m[2]} {m[3]}" if m[2] else "") for m in REPORT.finditer(text)]
        for what, nr in (("Left Redzone 41 cc", 8), ("Right Redzone 41 cc", 9), ("Left Redzone 41 bb", 1), ("Right Redzone 41 bb", 1),
                         ("Poison 41 6b", 2), ("Poison 41 a5", 1), ("Freechain", 5), ("Owners", 1)):
            report.check(found.count(what) == nr, f"{found.count(what)} reports of {what}, wanted {nr}")
        fixed = len(re.findall(r"FIX watched: ", text))
        report.check(fixed == len(found), f"{fixed} repairs, {len(found)} reports")
        for what in (r"Redzone  \w+: (cc ){12} {12}\.{12}\nObject ", r"BUG long: Poison overwritten\n(.|\n)*\nDamage   \w+: 41 {46}A\n", r"Object of cache watched: ",
                     r"on kmem_cache_destroy\(\)\n(Object 0x\w+ @.*\n(Allocated in .*\n( .*\n)*)?){10}15 objects\n"):
            report.check(re.search(what, text), f"no '{what}'")
        late = text[text.index("BUG watched: Poison"):]
        late = late[:late.index("FIX watched: ")]
        for what in ("Allocated", "Freed"):
            report.check(re.search(rf"{what} in (take|writes_after_free_are_found)\+", late), f"no '{what} in': {late}")
    return job


def jobs(full, host):
    made = [(f"faults-{which}-{name}", faults(which, 32, SAMPLE[which], *options)) for which in PARAMETERS
            for name, options in (("i386", ("--mem", "64M", "--no-pae")), ("pae", ("--mem", "1G", "--pae")))]
    made += [(f"faults-{which}-{program.split('/')[-1]}", host_faults(which, 4, program))
             for which in PARAMETERS for program in host if program.endswith("mm-i386-1G")]
    made += [("vmalloc-exhausted", exhaustion), ("large-pages", large_pages), ("slab-reports-i386", reports("no-pae")), ("slab-reports-pae", reports("pae"))]
    if full:
        made += [(f"faults-all-{which}-{name}", faults(which, 32, "*", *options)) for which in PARAMETERS
                 for name, options in (("i386", ("--mem", "512M", "--no-pae")), ("pae", ("--mem", "2G", "--pae")),
                                       ("nodes", ("--mem", "512M", "--pae", "--machine", "q35", "--numa", "2", "--smp", "2")),
                                       ("i386-debug", ("--mem", "64M", "--no-pae", "--debug-build")),
                                       ("pae-debug", ("--mem", "2G", "--pae", "--debug-build")))]
        made += [(f"faults-all-{which}-{program.split('/')[-1]}", host_faults(which, 16, program))
                 for which in PARAMETERS for program in host if "mm-" in program]
    return made
