# SPDX-License-Identifier: MIT
"""qemu.py - run one QEMU process and say how its guest ended

    run(command, timeout)          console on stdin and stdout, until the guest ends
    debug(command, kernel, dir)    the same, halted, under gdb

QMP comes over a socket pair that QEMU inherits: there before QEMU starts, gone with it. The guest is started stopped
and let go once QMP answers, so that no event is lost, however quickly the guest ends.
"""
import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import termios
import threading

PASSED, FAILED, PANIC, RESET, COULD_NOT_RUN, TIMEOUT = 0, 1, 2, 3, 4, 124

# QEMU's exit status for a value v that the guest writes to isa-debug-exit is 2v+1: 16 pass, 17 fail, 18 panic.
VERDICT = {33: PASSED, 35: FAILED, 37: PANIC}

# What gdb learns about Himem.
COMMANDS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "gdb", "himem.py")

LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG, PR_SET_THP_DISABLE = 1, 41


def prepare_child():
    """Runs in the process that becomes QEMU. It ends with its parent, however that ends. No transparent huge pages: a
    guest that touches a page in every 4 MiB must not cost its whole RAM."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    LIBC.prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0)


class Monitor(threading.Thread):
    """Speaks QMP: lets the guest go, remembers why it shut down."""

    def __init__(self, sock, start):
        super().__init__(daemon=True)
        self.file = sock.makefile("rw")
        self.start_guest = start
        self.reason = None

    def send(self, command):
        self.file.write(json.dumps({"execute": command}) + "\n")
        self.file.flush()

    def run(self):
        try:
            self.file.readline()            # greeting
            self.send("qmp_capabilities")
            if self.start_guest:
                self.send("cont")
            for line in self.file:
                event = json.loads(line)
                if event.get("event") == "SHUTDOWN":
                    self.reason = event["data"]["reason"]
        except (OSError, ValueError):
            pass                            # QEMU went away


def spawn(command, serial, halted=False, **popen):
    ours, theirs = socket.socketpair()
    fd = theirs.fileno()
    extra = ["-S", "-serial", serial, "-chardev", f"socket,id=qmp,fd={fd}", "-mon", "chardev=qmp,mode=control"]
    try:
        process = subprocess.Popen(command + extra, pass_fds=[fd], preexec_fn=prepare_child, **popen)
    except OSError as e:
        sys.stderr.write(f"run: {command[0]}: {e.strerror}; scripts/deps installs it\n")
        return None, None
    theirs.close()
    monitor = Monitor(ours, not halted)
    monitor.start()
    return process, monitor


def verdict(status, reason):
    if status in VERDICT:
        return VERDICT[status]
    if status != 0:
        return COULD_NOT_RUN
    return RESET if reason == "guest-reset" else PASSED


def run(command, timeout=None):
    tty = termios.tcgetattr(sys.stdin) if sys.stdin.isatty() else None
    process, monitor = spawn(command, "mon:stdio" if tty else "stdio")
    if not process:
        return COULD_NOT_RUN
    try:
        status = process.wait(timeout)
        monitor.join(5)
        return verdict(status, monitor.reason)
    except subprocess.TimeoutExpired:
        sys.stderr.write(f"run: no verdict after {timeout:g} s\n")
        return TIMEOUT
    except KeyboardInterrupt:
        return COULD_NOT_RUN
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        if tty:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, tty)


def debug(command, kernel, build):
    """gdb has the terminal; the guest's console goes to a file next to the kernels."""
    console, sock = (os.path.join(build, f) for f in ("console.log", "gdb.sock"))
    process, _ = spawn(command + ["-gdb", f"unix:{sock},server=on,wait=off"], f"file:{console}", halted=True,
                       stdin=subprocess.DEVNULL, start_new_session=True)
    if not process:
        return COULD_NOT_RUN
    print(f"The guest's console is in {console}.")
    try:
        return subprocess.call(["gdb", "-q", "-ex", f"file {kernel}", "-ex", f"source {COMMANDS}",
                                "-ex", f"target remote {sock}", "-ex", "hbreak start_kernel", "-ex", "continue"])
    finally:
        process.kill()
        process.wait()
