# SPDX-License-Identifier: MIT
"""extra_cases.py - files written for Linux, linked in with EXTRA=

    samples-...            tests/samples in build/samples: initcalls, parameters and suites, on one CPU and on four
    samples-faults-...     the same while allocations fail                                                     (test-full)
    extra-build            names, paths and lists: what make, also make test, does with EXTRA=
    iomem-...              the memory map and the image in the tree of resources
"""
import glob
import os
import re

import docs_cases
import matrix

TOP = docs_cases.TOP
INITCALL = re.compile(r"initcall (\w+)\+0x0/0x[0-9a-f]+ returned (-?\d+) after \d+ usecs")
SHOULD_RUN = {"init_check_init", "vmalloc_stress_init", "rwsem_completion_init", "highmem_copy_init", "memblock_walk",
              "show_parameters", "compare"}
TROUBLE = re.compile(r"WARNING:|BUG:|Kernel panic|Oops|returned with")
# Each parameter of cmdline_exerciser.c with a value that is not its own, names with - and _ mixed, one value in quotes.
PARAMETERS = ('a_byte=250 a_short=-3 a_ushort=65535 a_uint=0x10 a_long=-7 a_ulong=4294967295 a_ullong=99999999999 a_bool '
              'an_invbool=n a_charp="two words" a_string=short an_array=1,2,3 outer=42 a_size=64M an-int=-5')
SET = "cmdline_exerciser: 250 -3 65535 -5 16 -7 4294967295 99999999999 1 1 two words short 3:1,2,3,0 42 67108864"
REFUSED = [("a_byte", "=256", "ERANGE"), ("a_short", "=", "EINVAL"), ("an_int", "", "EINVAL"), ("a_bool", "=perhaps", "EINVAL"),
           ("a_string", "=longlonglong", "ENOSPC"), ("an_array", "=1,2,3,4,5", "E2BIG"), ("an_array", "=9,8,x", "EINVAL"), ("a_size", "=64Q", "EINVAL")]
UNSET = re.compile(r"cmdline_exerciser: 1 2 3 4 5 6 7 8 0 0 unset unset 0:0,0,0,0")


def samples(report, options, append, **how):
    guest = report.guest("--build", report.build + "/samples", "--mem", "1G", *options, "--append",
                         f"{append} initcall_debug ignore_loglevel", **how)
    return guest


def judge_initcalls(report, text, allowed=(0,)):
    ran = dict(INITCALL.findall(text))
    report.check(SHOULD_RUN <= ran.keys(), f"did not run: {SHOULD_RUN - ran.keys()}")
    for name, result in ran.items():
        report.check(int(result) in allowed, f"initcall {name} returned {result}")
    report.check(not TROUBLE.search(text), f"in the log: {TROUBLE.findall(text)}")
    report.check(re.search(r"initcall_order:.*: right\n", text), "initcalls did not run in order")


def run_all(*options):
    def job(report):
        words = re.sub(r"(^| )(\w)", r"\1cmdline-exerciser.\2", PARAMETERS).replace(" cmdline-exerciser.words", " words")
        with samples(report, options, f"test kunit.filter_glob=sample* {words}") as guest:
            status = guest.wait(120)
        matrix.judge_suites(report, guest.text, status)
        judge_initcalls(report, guest.text)
        report.check(SET in guest.text, "parameters are not what the command line says")
    return job


def refused(report):
    words = " ".join(f"cmdline_exerciser.{name}{value}" for name, value, _ in REFUSED)
    with samples(report, ["--no-pae"], f"test kunit.filter_glob=sample* {words} cmdline_exerciser.nobody=1") as guest:
        report.check(guest.wait(120) == 0, "a suite failed")
    for name, value, error in REFUSED:
        said = f"`{value[1:]}' invalid for parameter `cmdline_exerciser.{name}' (-{error})"
        report.check(said in guest.text, f"not said: {said}")
    report.check('Unknown kernel command line parameters "cmdline_exerciser.nobody=1"' in guest.text, "an unknown one is not told")
    report.check(UNSET.search(guest.text), "a variable has changed")


def faults(parameter, *options):
    """Initcalls while each third allocation fails; suites while each fails once."""
    def job(report):
        with samples(report, options, f"{parameter}=3,100,0,-1") as guest:
            guest.prompt(120)
            guest.send("poweroff\r")
            guest.wait(60)
        # -ENOMEM is what a careful file says.
        judge_initcalls(report, guest.text, (0, -12))
        report.check(" returned -12 " in guest.text, "no allocation failed")
        with samples(report, options, f"test kunit.filter_glob=sample* {parameter}=1,100,0,0 kunit.fail_each=64") as guest:
            status = guest.wait(120)
        matrix.judge_suites(report, guest.text, status)
    return job


SAYS = """#include <linux/module.h>
%s
static int __init says(void)
{
	undeclared_elsewhere();
	pr_info("says %%s from %s\\n", KBUILD_MODNAME);
	return 0;
}
module_init(says);
"""
DECLARES = "void undeclared_elsewhere(void); void undeclared_elsewhere(void) { }\n"
# Needs nothing but its header; has the name of a suite that one quick guest of the table picks.
SUITE = """#include <kunit/test.h>
static void comes_from_an_extra_file(struct kunit *test)
{
}
static struct kunit_case cases[] = { KUNIT_CASE(comes_from_an_extra_file), {} };
static struct kunit_suite suite = { .name = "page_debug", .test_cases = cases };
kunit_test_suite(suite);
MODULE_LICENSE("GPL");
"""


def extra_build(report):
    """Two files of one name, one of which has a warning; then only one of them; then none; what cannot be is said."""
    with docs_cases.Tree(report) as tree:
        tree.write("one/same-name.c", SAYS % (DECLARES, "one"))
        # A link to a file of another name, which does not matter.
        tree.write("two/real.c", SAYS % ("", "two"))
        os.symlink("real.c", os.path.join(tree.top, "two", "same-name.c"))
        kernels = ["build/himem.elf", "build/himem-pae.elf"]

        def build(extra):
            status, text = tree.make(f"{' '.join(kernels)} EXTRA='{extra}'")
            report.check(status == 0, f"EXTRA='{extra}':\n{text[-800:]}")
            return text

        def said(*wanted):
            for pae in ("--no-pae", "--pae"):
                with tree.run(f"scripts/run {pae} --mem 64M --timeout 60 --append 'test kunit.filter_glob=cmdline'") as c:
                    report.check(c.wait(70) == 0, "the guest failed")
                    found = re.findall(r"says same_name from (\w+)", c.text)
                    report.check(found == list(wanted), f"{pae}: said {found}, wanted {list(wanted)}")

        text = build(f"{tree.top}/one/same-name.c ./two/../two/same-name.c one/same-name.c")
        report.check("warning: implicit declaration" in text, "no warning was shown")
        said("one", "two")
        report.check("CC" not in build("two/same-name.c one/same-name.c"), "compiled anew for another order")
        said("two", "one")
        text = build("one/same-name.c")
        report.check("CC" not in text and "LD" in text, f"not linked anew, or compiled anew:\n{text}")
        said("one")
        tree.write("one/same-name.c", SAYS % (DECLARES, "edited"))
        build("one/same-name.c")
        said("edited")
        tree.write("suite.c", SUITE)
        status, text = tree.make("test EXTRA=suite.c HOST_TESTS= BOTH_BUILDS=build/himem.elf TEST='scripts/test --jobs 1 "
                                 "i386-kernel-pc-486-64M-append-fail_page_alloc'")
        report.check(status == 0, f"make test EXTRA=suite.c:\n{text[-800:]}")
        logs = glob.glob(os.path.join(tree.top, "build", "logs", "matrix-*.log"))
        with open(logs[0] if logs else os.devnull) as f:
            report.check("ok 1 comes_from_an_extra_file" in f.read(), "make test EXTRA= has not run the suite")
        build("")
        said()
        for extra, sentence in (("one/gone.c", "EXTRA=one/gone.c: there is no such file"),
                                ("one/same-name.S", "EXTRA=one/same-name.S: only C files (.c) can be linked in")):
            status, text = tree.make(f"run EXTRA={extra}")
            report.check(status != 0 and sentence in text, f"EXTRA={extra}: {text[-300:]}")


NAMES = {"usable": "System RAM", "reserved": "Reserved", "ACPI data": "ACPI Tables", "ACPI NVS": "ACPI Non-volatile Storage"}


def iomem(*options):
    """Each range of the firmware's map is there, with its name; the image lies in RAM."""
    def job(report):
        with report.guest(*options) as guest:
            guest.prompt()
            shown = guest.command("iomem")
            guest.send("poweroff\r")
            guest.wait()
        tops = {(int(a, 16), int(b, 16)): name for a, b, name in re.findall(r"^([0-9a-f]{8,})-([0-9a-f]{8,}) : (.*)$", shown, re.M)}
        limit = 1 << (36 if "--pae" in options else 32)
        for a, b, kind in matrix.E820.findall(guest.text):
            start, last = int(a, 16), int(b, 16)
            if start == 0:
                start = 0x1000      # page 0 is taken out
            if last < limit:
                report.check(tops.get((start, last)) == NAMES.get(kind.strip(), ""), f"{start:08x}-{last:08x} {kind}: not in\n{shown}")
        parts = re.findall(r"^  ([0-9a-f]{8})-([0-9a-f]{8}) : Kernel (\w+)$", shown, re.M)
        report.check([name for _, _, name in parts] == ["code", "rodata", "data", "bss"], f"the image is not in\n{shown}")
        report.check(parts and parts[0][0] == "00100000", "the image does not begin at 1 MiB")
    return job


def jobs(full):
    made = [(f"samples-{kernel}-{cpus}", run_all(flag, "--smp", str(cpus)))
            for kernel, flag in (("i386", "--no-pae"), ("pae", "--pae")) for cpus in (1, 4)]
    made += [("samples-refused", refused), ("extra-build", extra_build),
             ("iomem-i386", iomem("--no-pae", "--mem", "1G")), ("iomem-pae", iomem("--pae", "--mem", "8G"))]
    if full:
        made += [(f"samples-faults-{parameter}-{kernel}-{cpus}", faults(parameter, flag, "--smp", str(cpus)))
                 for parameter in ("failslab", "fail_page_alloc") for kernel, flag in (("i386", "--no-pae"), ("pae", "--pae"))
                 for cpus in (1, 4)]
    return made
