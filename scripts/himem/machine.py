# SPDX-License-Identifier: MIT
"""machine.py - from the options of scripts/run to QEMU's command line

    Guest(opts).command()   checks the options against what QEMU's machines can be, and makes what the guest boots
                            from; anything that cannot work raises Unusable with a sentence
"""
import os
import re
import shutil
import struct
import subprocess
import tempfile

SCRIPTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MIB, GIB = 1 << 20, 1 << 30

# CPU models without PAE; every other 32-bit model of QEMU has it.
NO_PAE = ("486", "pentium")

# The most RAM each machine takes with 36 address bits. The last GiB is lost to the hole below 4 GiB (q35: two).
MAX_RAM = {"pc": 63 * GIB, "q35": 62 * GIB, "isapc": 63 * GIB}

# Above this much the 64-bit PCI hole, which QEMU puts behind RAM, must shrink to nothing to stay within 36 bits.
NO_HOLE64_ABOVE = 61 * GIB
HOLE64 = {"pc": "i440FX-pcihost", "q35": "q35-pcihost"}

# firmware of --uefi: emulator, code and variables of the firmware, GRUB platform
UEFI = {
    "ia32": ("qemu-system-i386", "OVMF32_CODE_4M.secboot.fd", "OVMF32_VARS_4M.fd", "i386-efi"),
    "x64": ("qemu-system-x86_64", "OVMF_CODE_4M.fd", "OVMF_VARS_4M.fd", "x86_64-efi"),
}
OVMF_DIR = "/usr/share/OVMF"


class Unusable(Exception):
    """What was asked for cannot be; the text says why and what can."""


def parse_size(text):
    m = re.fullmatch(r"(\d+)([KMG]?)", text.upper())
    if not m:
        raise Unusable(f"--mem {text}: a size is a number with M or G behind it, as in 512M")
    return int(m[1]) * {"": MIB, "K": 1 << 10, "M": MIB, "G": GIB}[m[2]]


def image_end(path):
    """First physical address behind what a loader puts into memory for this ELF file; QEMU loads no kernel beyond RAM."""
    with open(path, "rb") as f:
        elf = f.read(4096)
    if len(elf) < 52 or elf[:5] != b"\x7fELF\x01":
        raise Unusable(f"{path} is not a 32-bit ELF file")
    at, count = struct.unpack_from("<I", elf, 28)[0], struct.unpack_from("<H", elf, 44)[0]
    headers = [struct.unpack_from("<8I", elf, at + 32 * i) for i in range(count)]
    return max((paddr + memsz for kind, _, _, paddr, _, memsz, *_ in headers if kind == 1), default=0)


def wants_pae(asked, cpu):
    return cpu.split(",")[0].removesuffix("-v1") not in NO_PAE if asked is None else asked


class Guest:
    """One guest: with-statement, because files it boots from may be temporary."""

    def __init__(self, opts):
        self.opts = opts
        self.mem = parse_size(opts.mem)
        self.cpu = opts.cpu or ("486" if opts.machine == "isapc" else "max")
        self.tmp = None
        self.check()
        self.kernel = opts.kernel or self.built("-pae" if wants_pae(opts.pae, self.cpu) else "", "elf")
        if not self.opts.uefi and os.path.exists(self.kernel) and self.mem < image_end(self.kernel):
            raise Unusable(f"--mem {opts.mem}: {self.kernel} alone ends at {image_end(self.kernel) >> 10}K")

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        if self.tmp:
            shutil.rmtree(self.tmp, ignore_errors=True)

    def check(self):
        o = self.opts
        if o.machine not in MAX_RAM:
            raise Unusable(f"--machine {o.machine}: known machines are {', '.join(MAX_RAM)}")
        if o.uefi and o.machine == "isapc":
            raise Unusable("--uefi: machine isapc has a BIOS only")
        if o.uefi and o.machine != "q35":
            o.machine = "q35"       # the firmware images boot nothing else
        if self.mem % MIB or not MIB <= self.mem <= MAX_RAM[o.machine]:
            raise Unusable(f"--mem {o.mem}: machine {o.machine} takes 1M to {MAX_RAM[o.machine] // MIB}M, in whole MiB")
        if not 1 <= o.smp <= 255:
            raise Unusable(f"--smp {o.smp}: 1 to 255 CPUs")
        if not 1 <= o.numa <= min(o.smp, 8) and o.numa != 1:
            raise Unusable(f"--numa {o.numa}: 1 to 8 nodes, and at least one CPU each")
        if o.numa > 1 and (o.machine == "isapc" or self.mem % (o.numa * MIB)):
            raise Unusable(f"--numa {o.numa}: needs machine pc or q35 and RAM that divides into {o.numa}")
        if o.iso is not None and o.machine == "isapc":
            raise Unusable("--iso: machine isapc boots with -kernel only")

    def built(self, variant, suffix):
        """Path of a build result: build/[debug/]himem[VARIANT][-2g].SUFFIX"""
        o = self.opts
        split = "" if o.vmsplit == "3G" else f"-{o.vmsplit.lower()}"
        return os.path.join(o.build, "debug" if o.debug_build else "", f"himem{variant}{split}.{suffix}")

    def existing(self, path, how):
        if not os.path.exists(path):
            raise Unusable(f"{path} does not exist: {how}")
        return path

    def tmpdir(self):
        if not self.tmp:
            self.tmp = tempfile.mkdtemp(prefix="himem-")
        return self.tmp

    def ram(self):
        """RAM is backed by memory that the host reserves only as the guest touches it."""
        o, args = self.opts, ["-m", f"{self.mem // MIB}M"]
        backend = "memory-backend-ram,id={},size={}M,reserve=off"
        if o.numa > 1:
            cpus = [o.smp * i // o.numa for i in range(o.numa + 1)]
            for i in range(o.numa):
                args += ["-object", backend.format(f"ram{i}", self.mem // o.numa // MIB), "-numa",
                         f"node,nodeid={i},cpus={cpus[i]}-{cpus[i + 1] - 1},memdev=ram{i}"]
        elif self.mem > 2 * GIB:
            args += ["-object", backend.format("ram", self.mem // MIB)]
        if self.mem > (NO_HOLE64_ABOVE if not o.properties else 60 * GIB) and o.machine in HOLE64:
            args += ["-global", f"{HOLE64[o.machine]}.pci-hole64-size=0"]
        return args

    def boot(self):
        o = self.opts
        if o.uefi:
            return self.firmware() + ["-cdrom", self.private_iso(UEFI[o.uefi][3])]
        if o.iso is None:
            self.existing(self.kernel, "make builds it")
            return ["-kernel", self.kernel] + (["-append", o.append] if o.append else [])
        if o.iso:
            image = self.existing(o.iso, "it was given with --iso")
        elif o.append is None and o.pae is None and not o.kernel:
            image = self.existing(self.built("", "iso"), "make iso builds it")
        else:
            image = self.private_iso("i386-pc")
        if o.disk:
            return ["-drive", f"file={image},format=raw,if=ide,snapshot=on"]
        return ["-boot", "d", "-cdrom", image]

    def private_iso(self, platform):
        """An image for this run alone: no menu, one kernel, the command line that was asked for."""
        self.existing(self.kernel, "make builds it")
        name = os.path.basename(self.kernel)
        iso, cfg = (os.path.join(self.tmpdir(), f) for f in ("run.iso", "grub.cfg"))
        if self.opts.dry_run:
            return iso
        # GRUB's own quoting: single quotes, and none inside
        words = "'" + (self.opts.append or "").replace("'", "'\\''") + "'"
        with open(cfg, "w") as f:
            f.write("serial --unit=0 --speed=115200\nterminal_output serial\n"
                    f"set args={words}\nmultiboot2 /boot/{name} $args\nboot\n")
        made = subprocess.run([os.path.join(SCRIPTS, "iso"), iso, cfg, self.kernel],
                              env=dict(os.environ, EFI=platform), capture_output=True, text=True)
        if made.returncode:
            raise Unusable(f"the ISO image could not be made:\n{made.stderr}")
        return iso

    def firmware(self):
        _, code, variables, platform = UEFI[self.opts.uefi]
        for path in (f"{OVMF_DIR}/{code}", f"{OVMF_DIR}/{variables}", f"/usr/lib/grub/{platform}"):
            self.existing(path, "scripts/deps uefi installs it")
        own = os.path.join(self.tmpdir(), "vars.fd")    # the firmware writes to it
        shutil.copy(f"{OVMF_DIR}/{variables}", own)
        drive = "if=pflash,format=raw,file="
        return ["-drive", f"{drive}{OVMF_DIR}/{code},readonly=on", "-drive", drive + own]

    def command(self):
        o = self.opts
        m = o.machine + (",smm=on" if o.uefi == "ia32" else "") + (f",{o.properties}" if o.properties else "")
        if self.mem > 2 * GIB and o.numa == 1:
            m += ",memory-backend=ram"
        cmd = [UEFI[o.uefi][0] if o.uefi else "qemu-system-i386", "-nodefaults", "-no-user-config",
               "-machine", m, "-cpu", self.cpu, "-smp", str(o.smp), *self.ram(), *self.boot()]
        if o.icount:
            cmd += ["-icount", "shift=0,sleep=off"]
        return cmd + ["-vga", "std" if o.machine != "isapc" else "none", "-display", "none", "-no-reboot",
                      "-device", "isa-debug-exit,iobase=0xf4,iosize=4", *o.qemu_args]
