"""When a program's first picture is on a terminal, seen from the other end of it.

A picture is there once everything that is looked for has been written, and nothing more comes for
a while: its time is that of the last byte. What is written later than that is not waited for.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

STILL = 0.25  # seconds without a byte, after which the picture is done
PATIENCE = 60.0
_CONTROL = re.compile(rb"\x1b\[[0-9;?<=>]*[ -/]*[@-~]|\x1b[()][0-9A-Z]")


@dataclass
class Picture:
    """A program that fills a terminal, what is to be read there, and what its runs have taken."""

    argv: Sequence[str]
    signs: Sequence[str]
    size: tuple[int, int]  # columns and rows
    seconds: list[float] = field(default_factory=list)

    def run(self, world: dict[str, str]) -> None:
        """Run it once until its picture is there, and note how long that took.

        Leaves the benchmark (SystemExit with a sentence, so exit code 1) if it never is.
        """
        start = time.perf_counter()
        child, end = pty.fork()
        if not child:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", *self.size[::-1], 0, 0))
            os.execve(self.argv[0], list(self.argv), world)
        try:
            self.seconds.append(self._watch(end) - start)
        finally:
            os.kill(child, signal.SIGKILL)
            os.close(end)
            os.waitpid(child, 0)

    def _watch(self, end: int) -> float:
        """When the last byte of the picture came."""
        written, last, until = b"", 0.0, time.perf_counter() + PATIENCE
        while time.perf_counter() < until:
            ready, _, _ = select.select([end], [], [], STILL)
            if not ready:
                if last and self._done(written):
                    return last
                continue
            try:
                part = os.read(end, 1 << 16)
            except OSError:  # how Linux says that nobody has the terminal open any more
                break
            last = time.perf_counter()
            written += part
        seen = _CONTROL.sub(b" ", written).decode(errors="replace").strip()
        sys.exit(f"{' '.join(self.argv)}: no picture with {self.signs!r}; the end is {seen[-300:]}")

    def _done(self, written: bytes) -> bool:
        seen = _CONTROL.sub(b"", written).decode(errors="replace")
        return all(sign in seen for sign in self.signs)
