# SPDX-License-Identifier: MIT
"""ktap.py - read KTAP version 1, as the kernel's suites and the host's print it

    parse(text) -> Results      cases: every result that has no results of its own below it

A report counts only when it is whole: a version line, a plan, and as many results as the plan says, at every depth.
"""
import re
from dataclasses import dataclass, field

STAMP = re.compile(r"^\[ *\d+\.\d+\] ?")
RESULT = re.compile(r"^( *)(not ok|ok) (\d+)(?: -)? ?(.*)$")
PLAN = re.compile(r"^( *)1\.\.(\d+)")
SUBTEST = re.compile(r"^ *# Subtest: (.*)$")
VERSION = re.compile(r"^ *KTAP version 1$")


@dataclass
class Case:
    name: str
    ok: bool
    skipped: bool
    lines: list                 # what the case printed before its result


@dataclass
class Results:
    cases: list = field(default_factory=list)
    complaints: list = field(default_factory=list)      # why the report is not whole

    @property
    def failed(self):
        return [c for c in self.cases if not c.ok]


def parse(text):
    out = Results()
    plans, seen = {}, {}        # by indentation: results promised, results met
    lines, names = [], []
    below = -1                  # indentation of the result before, to tell a parent from a case
    started = False

    def close(deeper_than):
        for indent in [i for i in plans if i > deeper_than]:
            if seen.get(indent, 0) != plans[indent]:
                out.complaints.append(f"{'.'.join(names) or 'report'}: {plans[indent]} results were promised, "
                                      f"{seen.get(indent, 0)} came")
            del plans[indent]
            seen.pop(indent, None)

    for raw in text.splitlines():
        line = STAMP.sub("", raw.rstrip())
        if VERSION.match(line):
            started = True
        elif started and (m := SUBTEST.match(line)):
            names = [m[1]]
            lines = []
        elif started and (m := PLAN.match(line)):
            plans[len(m[1])] = int(m[2])
        elif started and (m := RESULT.match(line)):
            indent = len(m[1])
            parent = below > indent
            close(indent)
            seen[indent] = seen.get(indent, 0) + 1
            if int(m[3]) != seen[indent]:
                out.complaints.append(f"result {m[3]} came where {seen[indent]} was due: {line.strip()}")
            name, _, directive = m[4].partition(" #")
            if not parent:
                suite = names[0] + "." if names and indent else ""
                out.cases.append(Case(suite + name.strip(), m[2] == "ok", "SKIP" in directive, lines))
            below, lines = indent, []
        elif started:
            lines.append(line)
    close(-1)
    if not started:
        out.complaints.append("no KTAP report")
    elif not out.cases:
        out.complaints.append("the report has no results")
    return out
