"""One emulated board: started, watched by its serial line, seen and touched by QMP, killed."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import threading
import time

from .picture import Picture

FIRMWARE = pathlib.Path("/usr/share/AAVMF")
SIZE = (1024, 600)


class Failed(Exception):
    """What was to come did not come."""


class Machine:
    """Boots `disk` as a board would, by UEFI. `asks`: what the laboratory of the image is asked for."""

    def __init__(self, disk, log, asks=None, clock=None, variables=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="farlight-board-"))
        self.variables = variables or self.folder / "variables.fd"
        if not self.variables.exists():
            shutil.copy(FIRMWARE / "AAVMF_VARS.fd", self.variables)
        self.lines, self.log, self.started = [], open(log, "a", encoding="utf-8"), time.monotonic()
        command = [
            "qemu-system-aarch64", "-M", "virt", "-cpu", "cortex-a72", "-smp", "2", "-m", "1024",
            "-accel", "tcg,thread=multi", "-display", "none", "-serial", "stdio", "-monitor", "none", "-nic", "none",
            "-qmp", f"unix:{self.folder}/qmp,server=on,wait=off",
            "-device", f"virtio-gpu-pci,xres={SIZE[0]},yres={SIZE[1]}", "-device", "virtio-tablet-pci",
            "-device", "virtio-rng-pci",
            "-drive", f"if=pflash,format=raw,readonly=on,file={FIRMWARE}/AAVMF_CODE.fd",
            "-drive", f"if=pflash,format=raw,file={self.variables}",
            "-drive", f"if=none,id=disk,file={disk},format=raw,cache=writeback", "-device", "virtio-blk-pci,drive=disk",
        ]
        for name, value in (asks or {}).items():
            command += ["-fw_cfg", f"name=opt/farlight/{name},string={value}"]
        if clock:
            command += ["-rtc", f"base={clock}"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        threading.Thread(target=self._read, daemon=True).start()
        self.qmp = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    def _read(self):
        for raw in self.process.stdout:
            line = raw.decode(errors="replace").rstrip()
            at = time.monotonic() - self.started
            self.lines.append((at, line))
            self.log.write(f"[{at:7.1f}] {line}\n")
            self.log.flush()

    def said(self, words):
        """The seconds at which a line with these words came, or None."""
        return next((at for at, line in list(self.lines) if words in line), None)

    def wait(self, words, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            at = self.said(words)
            if at is not None:
                return at
            if self.process.poll() is not None:
                break
            time.sleep(0.5)
        raise Failed(f"'{words}' was not said within {seconds} s; last: {self.lines[-1][1] if self.lines else 'nothing'}")

    def ask(self, command, **arguments):
        if self.qmp is None:
            link = socket.socket(socket.AF_UNIX)
            link.connect(str(self.folder / "qmp"))
            self.qmp = link.makefile("rw", encoding="utf-8")
            self.qmp.readline()
            self.ask("qmp_capabilities")
        self.qmp.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self.qmp.flush()
        while True:
            answer = json.loads(self.qmp.readline())
            if "error" in answer:
                raise Failed(f"{command}: {answer['error']['desc']}")
            if "return" in answer:
                return answer["return"]

    def screen(self):
        path = self.folder / "screen.ppm"
        self.ask("screendump", filename=str(path))
        return Picture.ppm(path)

    def touch(self, x, y):
        """A finger for a fifth of a second."""
        axes = [("x", x / SIZE[0]), ("y", y / SIZE[1])]
        move = [{"type": "abs", "data": {"axis": axis, "value": round(share * 32767)}} for axis, share in axes]
        for events in (move + [press(True)], [press(False)]):
            self.ask("input-send-event", events=events)
            time.sleep(0.2)

    def kill(self):
        """As when the plug is pulled."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def leave(self):
        """Pulls the plug after the host's file has what the machine wrote; keeps nothing else."""
        self.kill()
        os.sync()


def press(down):
    return {"type": "btn", "data": {"button": "left", "down": down}}
