"""A real terminal for tests: tmux, in which a shell runs hkinno, and which tells what is seen."""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from conftest import Done, needs, quiet

PATIENCE = 60  # seconds, of which almost nothing is needed unless the machine is busy
EARLIER = "what was there earlier"
SAY = "printf '%s\\n' 'what was there 'earlier"  # so that it is not seen when it is typed
SIZED = re.compile(r"rows \d+; columns \d+;")
_FLAGS = "alternate_on mouse_any_flag cursor_flag wrap_flag"
_SANE = "0 0 1 1"


class Size(NamedTuple):
    """Columns and rows."""

    columns: int = 120
    rows: int = 36


class Tmux:
    """A window of tmux, whose shell is in a folder of its own; `hkinno` is a command there."""

    def __init__(self, folder: Path, sockets: str, size: Size) -> None:
        self._tmux = needs("tmux")
        self.folder, self._runs = folder, 0
        world = quiet({"TMUX_TMPDIR": sockets, "TERM": "xterm-256color"})
        # a tracer of coverage would be interrupted before our first line
        self._world = {k: text for k, text in world.items() if not k.startswith("COVERAGE_")}
        own = folder / "bin" / "hkinno"
        own.parent.mkdir()
        program = f'exec {sys.executable} ${{MADE_STORE:--m hkinno}} "$@"'
        own.write_text(f'#!/bin/sh\necho $$ > "{folder}/pid"\n{program}\n')
        own.chmod(0o755)
        self._world |= {"PATH": f"{own.parent}:{self._world['PATH']}", "LC_ALL": "C.UTF-8"}
        self._world |= {"HKINNO_TODAY": "2026-11-22"}
        self._size = size

    def begin(self) -> None:
        """A shell, on whose screen something stands."""
        where = ["-x", str(self._size.columns), "-y", str(self._size.rows), "-c", str(self.folder)]
        self.ask("-f", "/dev/null", "new-session", "-d", *where, "exec sh -i")
        self.ask("set-option", "-g", "escape-time", "0")
        self.ask("set-option", "-g", "window-size", "manual")

    def ask(self, *words: str) -> str:
        """A command of tmux."""
        done = subprocess.run(
            [self._tmux, "-L", "own", *words],
            env=self._world,
            check=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )
        return done.stdout.decode()

    def end(self) -> None:
        """No window any more."""
        subprocess.run([self._tmux, "-L", "own", "kill-server"], env=self._world, check=False)

    # --- what is typed

    def keys(self, *names: str) -> None:
        """Press keys, as tmux names them."""
        self.ask("send-keys", *names)

    def line(self, text: str) -> None:
        """Type a line for the shell."""
        self.ask("send-keys", "-l", text)
        self.ask("send-keys", "Enter")

    def run(self, text: str) -> None:
        """Type a line whose exit code `left` waits for; its streams are as the line has them."""
        self._runs += 1
        for name in ("out", "err", "pid"):
            (self.folder / name).unlink(missing_ok=True)
        n = self._runs
        self.line(f"clear; {SAY}; stty -a >before{n}; {text}; echo $? >code{n}; stty -a >after{n}")

    def explore(self, *args: str) -> None:
        """Run `hkinno browse`, whose output and errors go into files."""
        self.run(f"hkinno browse {' '.join(args)} >out 2>err")

    # --- what is seen

    def seen(self) -> str:
        """What is on the screen."""
        return self.ask("capture-pane", "-p")

    def wait(self, is_so: Callable[[], object], what: str) -> None:
        """Wait until something is so."""
        until = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < until, f"not seen: {what}\n{self.seen()}"
            time.sleep(0.03)

    def until(self, text: str) -> None:
        """Wait until a text is on the screen."""
        self.wait(lambda: text in self.seen(), text)

    def text(self, name: str) -> str:
        """What a file in the folder says, when its first line is there."""
        path = self.folder / name
        self.wait(lambda: path.exists() and "\n" in path.read_text(), f"a line in {name}")
        return path.read_text()

    def pid(self) -> int:
        """The process of hkinno that was started last."""
        return int(self.text("pid"))

    def left(self) -> Done:
        """What hkinno left behind; the terminal is as it was before it."""
        code, n = int(self.text(f"code{self._runs}")), self._runs
        before, after = (SIZED.sub("", self.text(f"{when}{n}")) for when in ("before", "after"))
        assert after == before
        flags = " ".join(f"#{{{name}}}" for name in _FLAGS.split())
        said = self.ask("display-message", "-p", flags).strip()
        assert said == _SANE, f"{_FLAGS}: {said}"
        self.until(EARLIER)
        out, err = (self.folder / "out", self.folder / "err")
        return Done(code, *(path.read_text() if path.exists() else "" for path in (out, err)))


@contextmanager
def window(folder: Path, size: Size | None = None) -> Iterator[Tmux]:
    """A window, until it is left; its sockets have a short path, since a socket needs one."""
    needs("tmux")
    sockets = tempfile.mkdtemp(prefix="hkinno-")
    found = Tmux(folder, sockets, size or Size())
    try:
        found.begin()
        yield found
    finally:
        found.end()
        shutil.rmtree(sockets, ignore_errors=True)
