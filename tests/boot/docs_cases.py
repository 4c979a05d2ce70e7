# SPDX-License-Identifier: MIT
"""docs_cases.py - what stands in docs/*.md, done

    ```c hello.c        the file hello.c
    ```console          a transcript:
    $ make run ...        a command
    text ...              what it prints, in this order; "..." stands for anything, and lines in between may be left out
    himem> zones          typed at the prompt

Commands run in a copy of the tree with what has been built, so that only what is new is compiled, and nothing is changed.
"""
import glob
import os
import re
import shutil
import signal
import subprocess
import tempfile

import console

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BLOCK = re.compile(r"^```(console|c) ?(\S*)\n(.*?)^```", re.M | re.S)
# make of its own: no job server, no variables of the one above
CLEAN = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "EXTRA")}


class Tree:
    """A copy of the tree and of the two kernels' objects, with tools to run commands in it."""

    def __init__(self, report):
        self.report = report
        self.top = tempfile.mkdtemp(prefix="himem-tree-")
        with open(report.log, "w"):
            pass

    def __enter__(self):
        files = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=TOP, capture_output=True,
                               text=True, check=True).stdout.splitlines()
        for name in files:
            if os.path.exists(os.path.join(TOP, name)):
                os.makedirs(os.path.dirname(os.path.join(self.top, name)), exist_ok=True)
                shutil.copy2(os.path.join(TOP, name), os.path.join(self.top, name))
        build = os.path.join(self.top, "build")
        for part in ("i386", "pae"):
            shutil.copytree(os.path.join(self.report.build, part), os.path.join(build, part))
        for kernel in glob.glob(os.path.join(self.report.build, "himem*.elf")):
            shutil.copy2(kernel, build)
        return self

    def __exit__(self, *exc):
        shutil.rmtree(self.top)

    def write(self, name, text):
        os.makedirs(os.path.dirname(os.path.join(self.top, name)), exist_ok=True)
        with open(os.path.join(self.top, name), "w") as f:
            f.write(text)

    def run(self, command, timeout=300):
        """Both outputs of a shell's command as a Console."""
        return console.Console(self.report.log + ".part", [], timeout, args=["sh", "-c", "exec " + command], cwd=self.top, env=CLEAN,
                               stderr=subprocess.STDOUT, start_new_session=True)

    def make(self, words):
        """Output of make to its end."""
        with self.run("make V=0 " + words) as c:
            c.status = c.wait(300)
            self.keep()
            return c.status, c.text

    def keep(self):
        with open(self.report.log + ".part") as part, open(self.report.log, "a") as log:
            log.write(part.read())


def pattern(line):
    return ".*".join(re.escape(part) for part in line.split("..."))


def play(tree, command, lines):
    with tree.run(command) as c:
        try:
            for line in lines:
                if line.startswith(console.PROMPT):
                    c.prompt(120)
                    c.send(line[len(console.PROMPT):] + "\r")
                else:
                    c.expect("(?:^|\n)" + pattern(line) + "(?=\n|$)", 120)
            c.wait(60)
        finally:
            tree.keep()
            if c.process.poll() is None:
                os.killpg(c.process.pid, signal.SIGTERM)    # make, and the guest that it has started


def transcripts(text):
    """(command, lines) of a transcript."""
    for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
        command, *lines = part.splitlines()
        yield command, [line for line in lines if line.strip()]


def page(path):
    def job(report):
        with open(path) as f, Tree(report) as tree:
            blocks = BLOCK.findall(f.read())
            report.check(any(kind == "console" for kind, _, _ in blocks), "no transcript in the page")
            for kind, name, text in blocks:
                if kind == "c":
                    tree.write(name, text)
                    continue
                for command, lines in transcripts(text):
                    try:
                        play(tree, command, lines)
                        report.check(True, command)
                    except console.Expected as e:
                        report.check(False, f"$ {command}\n{e}")
    return job


def jobs():
    return [("docs-" + os.path.basename(path)[:-3], page(path)) for path in sorted(glob.glob(os.path.join(TOP, "docs", "*.md")))]
