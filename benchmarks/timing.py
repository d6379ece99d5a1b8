"""Time whole processes in turn: A B C, A B C, …; what both benchmarks measure with.

Taking turns spreads whatever else the machine is doing over all of them, so that the ratios of one
run can be trusted although its milliseconds cannot.
"""

import fcntl
import os
import pty
import resource
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

# What would change the answer, its form or the cost of the start. Without .pyc files (the first
# two) every figure is void.
UNSET = (
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONUNBUFFERED",
    "PYTHONPATH",
    "PYTHONDEVMODE",
    "PYTHONPROFILEIMPORTTIME",
    "COLUMNS",
    "LINES",
    "NO_COLOR",
    "FORCE_COLOR",
    "HKINNO_STORE",
    "HKINNO_TODAY",
    "HKINNO_PAGER",
    "HKINNO_DEBUG",
)
ROWS, COLUMNS = 40, 100  # of the terminal that `terminal=True` gives


@dataclass
class Command:
    """A command, where its output goes, and what its runs have cost so far."""

    name: str
    argv: Sequence[str | Path]
    terminal: bool = False  # a real (pseudo-)terminal of 100 columns, else a pipe
    seconds: list[float] = field(default_factory=list)
    peaks: list[int] = field(default_factory=list)  # bytes of memory, at most, in each run
    output: bytes = b""  # of the last run

    @property
    def median(self) -> float:
        """Seconds, of the middle run."""
        return median(self.seconds)

    @property
    def peak(self) -> float:
        """Megabytes (10**6 bytes), of the run that took most."""
        return max(self.peaks) / 1e6

    def run(self, environment: dict[str, str]) -> None:
        """Run it once, read all that it writes, and note seconds and memory.

        Leaves the benchmark (SystemExit with a sentence, so exit code 1) if the command fails.
        """
        ours, theirs = pty.openpty() if self.terminal else os.pipe()
        if self.terminal:
            fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        start = time.perf_counter()
        child = subprocess.Popen(
            self.argv,
            stdin=theirs if self.terminal else subprocess.DEVNULL,
            stdout=theirs,
            stderr=subprocess.STDOUT if self.terminal else subprocess.DEVNULL,
            env=environment,
        )
        os.close(theirs)
        self.output = drain(ours)
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        os.close(ours)
        child.returncode = os.waitstatus_to_exitcode(status)  # Popen need not wait for it again
        if child.returncode:
            sys.exit(f"{self.name}: exit code {child.returncode}; run it by hand to see why")
        self.seconds.append(seconds)
        self.peaks.append(in_bytes(used.ru_maxrss))


def drain(end: int) -> bytes:
    """All that comes out of our end of a pipe or terminal."""
    parts: list[bytes] = []
    while True:
        try:
            part = os.read(end, 1 << 16)
        except OSError:  # how Linux says that nobody has the terminal open any more
            part = b""
        if not part:
            return b"".join(parts)
        parts.append(part)


def in_bytes(maxrss: int) -> int:
    """The resident set that the system reports: in bytes on macOS, in KiB elsewhere."""
    return maxrss if sys.platform == "darwin" else maxrss * 1024


def own_peak() -> float:
    """Megabytes of this very process. A child starts as its copy, so none is seen to take less."""
    return in_bytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1e6


def take_turns(commands: Sequence[Command], rounds: int, home: Path) -> None:
    """Run each command once for warmth (.pyc files, the disk), then so many rounds of them all.

    `home` is an empty folder that they may write their settings and caches to.
    """
    environment = {name: value for name, value in os.environ.items() if name not in UNSET}
    environment |= {"HOME": str(home), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    environment |= {f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "CACHE", "DATA")}
    for command in commands:
        command.run(environment)
        command.seconds.clear()
        command.peaks.clear()
    for number in range(rounds):
        if sys.stderr.isatty():
            print(f"\rround {number + 1} of {rounds} ", end="", file=sys.stderr, flush=True)
        for command in commands:
            command.run(environment)
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)


def console_script(name: str = "hkinno", python: str | Path = sys.executable) -> Path:
    """The console script that pip put beside the interpreter; leaves with a sentence if none."""
    script = Path(python).with_name(name)
    if not script.exists():
        sys.exit(f"no {name} beside {python}: install it there first (pip install .)")
    return script


def verdict(value: float, target: float | None) -> str:
    """`at most 5.5: kept`, `at most 5.5: missed`, or nothing where nothing is promised."""
    if target is None:
        return ""
    return f"at most {target:g}: {'kept' if value <= target else 'missed'}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Aligned columns: texts left in the first and the last, figures right between them."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    last = len(widths) - 1
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place in (0, last) else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
