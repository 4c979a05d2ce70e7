#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""ksyms.py - the kernel's symbol table, in NASM's language

usage: nm -n KERNEL | ksyms.py > ksyms.asm

Reads the symbols of the first link and writes section .kallsyms for the second:

  kallsyms_num        dd  number of functions
  kallsyms_addresses  dd  their addresses, ascending; one for each
  kallsyms_markers    dd  for each 16th function where its name begins in kallsyms_names
  kallsyms_names      db  names, each ended by 0

kernel/kallsyms.c reads it. Functions are what nm calls t or T, static ones included. Left out are local labels of
assembly (`function.label'), but not what the compiler split off (`function.cold'); and marks of the linker script at
the same address as a function. Of several names for one address a global one wins.
"""
import re
import sys

NAMES_PER_MARKER = 16
LINKER_MARKS = {'_text', '_stext', '_etext', '_sinittext', '_einittext', '__init_begin'}
SPLIT_OFF = re.compile(r'[^.]+(\.(cold|part|isra|constprop|localalias|[0-9]+))+$')


def functions(lines):
    """Addresses and names from nm's output, in its order (by address), one name for each address."""
    found = {}
    for line in lines:
        address, kind, name = line.split()
        address = int(address, 16)
        if kind not in 'tTwW' or name in LINKER_MARKS:
            continue
        if '.' in name and not SPLIT_OFF.match(name):
            continue
        if address not in found or (kind == 'T' and found[address][0] != 'T'):
            found[address] = (kind, name)
    return sorted((address, name) for address, (_, name) in found.items())


def table(symbols):
    """Lines of assembly."""
    yield 'section .kallsyms progbits alloc noexec nowrite align=4'
    yield 'global kallsyms_num, kallsyms_addresses, kallsyms_markers, kallsyms_names'
    yield f'kallsyms_num: dd {len(symbols)}'
    yield 'kallsyms_addresses:'
    yield from (f'dd {address:#x}' for address, _ in symbols)
    yield 'kallsyms_markers:'
    position = 0
    for index, (_, name) in enumerate(symbols):
        if index % NAMES_PER_MARKER == 0:
            yield f'dd {position}'
        position += len(name) + 1
    yield 'kallsyms_names:'
    yield from (f'db "{name}", 0' for _, name in symbols)


def main():
    if len(sys.argv) > 1:
        if sys.argv[1] not in ('-h', '--help'):
            sys.exit(f'ksyms.py: unknown argument {sys.argv[1]}; try --help')
        print(__doc__)
        return
    symbols = functions(line for line in sys.stdin if len(line.split()) == 3)
    if not symbols:
        sys.exit('ksyms.py: no functions on standard input; expected the output of nm -n')
    print('\n'.join(table(symbols)))


if __name__ == '__main__':
    main()
