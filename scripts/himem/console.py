# SPDX-License-Identifier: MIT
"""console.py - one guest under scripts/run, with its console to read and to type at

    with Console(log, ["--mem", "64M"]) as c:
        c.expect("himem> ", 60)         text up to and with the match
        c.command("zones")              what the command printed
        c.wait()                        exit status of scripts/run
"""
import os
import re
import subprocess
import threading
import time

SCRIPTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROMPT = "himem> "


class Expected(Exception):
    """Something did not come; the text says what, and what came instead."""


class Console:
    def __init__(self, log, options, timeout=120, **command):
        """command: arguments of Popen in place of scripts/run with options."""
        self.log = log
        self.parts = []             # what came, without carriage returns
        self.seen = 0               # what expect() has consumed
        self.news = threading.Condition()
        self.ended = False
        self.started = time.monotonic()
        self.stderr = open(log + ".stderr", "w+")
        command.setdefault("args", [os.path.join(SCRIPTS, "run"), "--timeout", str(timeout), *options])
        self.process = subprocess.Popen(stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        **{"stderr": self.stderr, **command})
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.reader.join(5)
        self.stderr.seek(0)
        said = self.stderr.read()
        self.stderr.close()
        os.unlink(self.log + ".stderr")
        if said:
            with open(self.log, "a") as f:
                f.write(said)

    def read(self):
        with open(self.log, "wb") as f:
            while data := self.process.stdout.read1(65536):
                f.write(data)
                f.flush()
                with self.news:
                    self.parts.append(data.decode("latin-1").replace("\r", ""))
                    self.news.notify_all()
        with self.news:
            self.ended = True
            self.news.notify_all()

    @property
    def text(self):
        """All that came. Put together only when somebody asks, so that a long log does not hold the guest up."""
        with self.news:
            self.parts[:] = ["".join(self.parts)]
            return self.parts[0]

    def expect(self, pattern, timeout=60):
        """Wait for a regular expression in what has not been consumed yet; return the text up to its end."""
        until = time.monotonic() + timeout
        with self.news:
            while not (m := re.search(pattern, self.text[self.seen:])):
                left = until - time.monotonic()
                if self.ended or left <= 0:
                    tail = self.text[self.seen:][-300:]
                    why = "the guest ended" if self.ended else f"not within {timeout:g} s"
                    raise Expected(f"'{pattern}' did not come ({why}); last: {tail!r}")
                self.news.wait(left)
            text = self.text[self.seen:self.seen + m.end()]
            self.seen += m.end()
            return text

    def send(self, text):
        self.process.stdin.write(text.encode("latin-1"))
        self.process.stdin.flush()

    def prompt(self, timeout=90):
        return self.expect("(?:^|\n)" + PROMPT, timeout)

    def command(self, line, timeout=60):
        """Type a line at the prompt; return what it printed, without the prompt that follows."""
        self.send(line + "\r")
        out = self.expect("\n" + PROMPT, timeout)
        return out[out.find("\n") + 1:-len(PROMPT)]

    def wait(self, timeout=60):
        """The guest's verdict, once it ended."""
        self.process.stdin.close()
        try:
            status = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise Expected(f"the guest did not end within {timeout:g} s; last: {self.text[-300:]!r}") from None
        self.reader.join(5)
        return status
