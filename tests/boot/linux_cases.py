# SPDX-License-Identifier: MIT
"""linux_cases.py - this API and Linux's, each against the other: with the packages of the distribution, in test-full

    linux-headers    the samples and tests/data/headers.txt compile against Linux's headers
    linux-tests      Linux's own tests of its memory API, as they are, compile against include/ and run
"""
import glob
import os
import re
import subprocess

import docs_cases
import matrix

TOP = docs_cases.TOP
SAMPLES = sorted(glob.glob(os.path.join(TOP, "tests", "samples", "*.c")))
# In lib/ of Linux's source. Initcalls that say what they found, and suites.
TESTS = ["test_meminit", "test_vmalloc", "test_free_pages", "percpu_test", "cmdline_kunit", "is_signed_type_kunit", "test_bits"]
# What an older one wants is not Linux 6.12's API: MAX_ORDER was another number, kvfree_rcu() had a form with one argument.
SINCE = {"test_meminit": (6, 8), "test_vmalloc": (6, 8)}
SUITES = "*i*e*"    # cmdline, is_signed_type, bits-test, and some of ours
VMALLOC = re.compile(r"Summary: (\w+) passed: (\d+) failed: (\d+)")
# One asks for areas aligned to more than there is; the other for 35,000 per-CPU objects, and there are 32 KiB for them.
TOO_MUCH = {"align_shift_alloc_test", "pcpu_alloc_test"}


def linux_headers(report):
    """Debian's linux-headers: what compiles here is Linux's API, not a dialect of ours."""
    commons = sorted(glob.glob("/usr/src/linux-headers-*-common"))
    if not commons:
        report.skipped += 1
        report.note = ", no linux-headers package is installed"
        return
    common, flavour = commons[-1], commons[-1].replace("-common", "-amd64")
    own = subprocess.run(["gcc", "-print-file-name=include"], capture_output=True, text=True, check=True).stdout.strip()
    folders = [f"{base}/{part}" for part in ("arch/x86/include", "arch/x86/include/generated", "include", "arch/x86/include/uapi",
                                             "arch/x86/include/generated/uapi", "include/uapi", "include/generated/uapi")
               for base in (common, flavour) if os.path.isdir(f"{base}/{part}")]
    command = ["gcc", "-nostdinc", "-isystem", own, *(f"-I{f}" for f in folders)]
    for name in ("compiler-version", "kconfig", "compiler_types"):
        command += ["-include", f"{common}/include/linux/{name}.h"]
    command += ("-D__KERNEL__ -std=gnu11 -O2 -m64 -mcmodel=kernel -mno-sse -mno-red-zone -fno-strict-aliasing -fwrapv -funsigned-char -fno-pie "
                "-fshort-wchar -ffreestanding -Wall -Wno-pointer-sign -Wno-address-of-packed-member -Werror").split()
    for path in SAMPLES:
        name = os.path.basename(path)[:-2]
        run = subprocess.run([*command, *modname(name), "-fsyntax-only", path], stderr=subprocess.PIPE, text=True)
        report.check(run.returncode == 0, run.stderr[:1500])
    run = subprocess.run([os.path.join(TOP, "scripts", "check-names"), "--linux", *command, *modname("x")], stdout=subprocess.PIPE,
                         text=True)
    report.check(run.returncode == 0, run.stdout)
    report.note = ", " + run.stdout.strip().splitlines()[-1]


def modname(name):
    return [f'-DKBUILD_MODNAME="{name}"', f'-DKBUILD_BASENAME="{name}"', f'-DKBUILD_MODFILE="{name}"', f"-D__KBUILD_MODNAME=kmod_{name}"]


def linux_tests(report):
    # The newest that is not newer than the API: files move.
    sources = {tuple(map(int, re.findall(r"\d+", os.path.basename(path))[:2])): path for path in glob.glob("/usr/src/linux-source-*.tar.xz")}
    version = max((v for v in sources if v <= (6, 12)), default=None)
    if not version:
        report.skipped += 1
        report.note = ", no linux-source package of up to 6.12 is installed"
        return
    with docs_cases.Tree(report) as tree:
        names = [name for name in TESTS if version >= SINCE.get(name, (6, 1))]
        files = [f"lib/{name}.c" for name in names]
        subprocess.run(["tar", "-xJf", sources[version], "-C", tree.top, "--strip-components=1", "--wildcards", *(f"*/{f}" for f in files)],
                       check=True)
        status, text = tree.make(f"build/himem.elf build/himem-pae.elf EXTRA='{' '.join(files)}'")
        report.check(status == 0, f"{sources[version]}:\n{text[-1500:]}")
        # Threads on CPUs that the host lacks would hand locks over once in a time slice.
        for machine, threads in (("--no-pae --smp 2", 1), ("--pae --smp 1", 2)):
            with tree.run(f"scripts/run {machine} --mem 1G --timeout 400 --append 'vmalloc=448M init_on_alloc=1 init_on_free=1 "
                          f"test_vmalloc.nr_threads={threads} test_vmalloc.test_loop_count=50 test kunit.filter_glob={SUITES}'") as guest:
                try:
                    status = guest.wait(420)
                finally:
                    tree.keep()
            matrix.judge_suites(report, guest.text, status)
            judge_initcalls(report, guest.text, names, threads)
    report.note = f", {len(names)} files of {os.path.basename(sources[version])}"


def judge_initcalls(report, text, names, threads):
    for name, wanted in (("test_meminit", r"test_meminit: all \d+ tests passed!"), ("test_free_pages", r"test_free_pages: Test completed"),
                         ("percpu_test", r"percpu test done")):
        report.check(name not in names or re.search(wanted, text), f"not said: {wanted}")
    found = VMALLOC.findall(text)
    report.check("test_vmalloc" not in names or (len(found) >= 10 * threads and len(found) % threads == 0),
                 f"test_vmalloc: {len(found)} summaries of {threads} threads")
    for name, passed, failed in found:
        report.check((failed != "0") == (name in TOO_MUCH), f"{name}: {passed} passed, {failed} failed")
    suites = re.findall(r"(?m)^ok \d+ (cmdline|is_signed_type|bits-test)$", text)
    report.check(sorted(suites) == ["bits-test", "cmdline", "cmdline", "is_signed_type"], f"suites that passed: {suites}")
    before = text.partition("KTAP version")[0]
    report.check(not re.search(r"WARNING:|BUG|Oops", before), f"reported: {before[-1000:]}")


def jobs(full):
    return [("linux-headers", linux_headers), ("linux-tests", linux_tests)] if full else []
