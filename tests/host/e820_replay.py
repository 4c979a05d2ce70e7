#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""e820-replay - what the kernel would say on a machine with this memory map

usage: build/host/e820-replay [--pae] [--vmalloc=SIZE] [--append='mem=... memmap=...'] FILE...

FILE is a boot log with any of the spellings that Linux, Xen and the monitor print, or a .e820 file; - reads standard input.
"""
import argparse
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "..", "scripts", "himem"))
import e820map  # noqa: E402

PROGRAMS = os.path.dirname(os.path.abspath(sys.argv[0]))


def main():
    p = argparse.ArgumentParser(prog="e820-replay", description="The kernel's log on a machine with this memory map.")
    p.add_argument("--pae", action="store_true", help="himem-pae.elf's words, else himem.elf's")
    p.add_argument("--vmalloc", metavar="SIZE", help="as vmalloc= on the command line")
    p.add_argument("--append", default="", help="kernel command line")
    p.add_argument("file", nargs="+")
    options = p.parse_args()
    append = options.append + (f" vmalloc={options.vmalloc}" if options.vmalloc else "")
    program = os.path.join(PROGRAMS, "e820-replay-" + ("pae" if options.pae else "i386"))
    status = 0
    for name in options.file:
        try:
            entries = e820map.read("/dev/stdin" if name == "-" else name)
        except e820map.BadMap as e:
            print(f"e820-replay: {e}", file=sys.stderr)
            status = 2
            continue
        if len(options.file) > 1:
            print(f"==> {name} <==", flush=True)
        with tempfile.NamedTemporaryFile("w", suffix=".e820") as f:
            f.writelines(f"{e.start:016x} {e.end - 1:016x} {e.type}\n" for e in entries)
            f.flush()
            status = subprocess.run([program, f"--append={append}", f.name]).returncode or status
    return status


if __name__ == "__main__":
    sys.exit(main())
