"""The explorer is told to end: the terminal is as it was, the exit code says why."""

import os
import random
import re
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from conftest import EVENTS, OURS
from tmux import Tmux, window

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
THERE = "19 of 19 events"
MOMENTS = {  # the keys that lead there, and what is seen then
    "the list": ((), THERE),
    "a search": (("/", "h", "o"), "search: ho"),
    "the fields": (("f",), "▸ place"),
    "all keys": (("?",), "The axis, whose days"),
    "a form": (("a",), "a new event"),
    "a file name": (("e",), "write to"),
    "the palette": (("C-p",), "Search for commands"),
    "a question": (("x",), "Enter: write it"),
    "an editor": (("C-e",), "in the editor"),
}
EDITOR = "#!/bin/sh\nprintf 'in the editor\\n'\nexec sleep 60\n"


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Tmux]:
    with window(tmp_path) as found:
        (found.folder / "s.json").write_bytes(EVENTS.read_bytes())
        yield found


def begin(screen: Tmux) -> int:
    """Start the explorer of a store that can be changed; its process."""
    editor = screen.folder / "bin" / "slow-editor"
    editor.write_text(EDITOR)
    editor.chmod(0o755)
    screen.run("EDITOR=slow-editor VISUAL= hkinno browse -s s.json >out 2>err")
    return screen.pid()


def catches(pid: int, number: int) -> bool:
    """Whether a process has a handler of its own for a signal, as Python has when it begins.

    One that is killed before takes the commands behind it along: a shell takes it for a wish.
    """
    status = Path(f"/proc/{pid}/status").read_text()
    caught = int(status.partition("SigCgt:")[2].split()[0], 16)
    return bool(caught >> (number - 1) & 1)


def ended(screen: Tmux, number: int, quiet: bool = True) -> None:
    """It has ended as the signal says, and has changed nothing."""
    done = screen.left()
    assert (done.code, done.out) == (128 + number, ""), done
    assert not quiet or done.err.strip() == ""
    assert (screen.folder / "s.json").read_bytes() == EVENTS.read_bytes()
    assert not [name for name in os.listdir(screen.folder) if name.startswith(("hkinno-", "."))]


def ended_if_begun(screen: Tmux, number: int, quiet: bool) -> bool:
    """The same, unless Python was still starting: nothing of ours had run."""
    done = screen.left()
    begun = done.code != 1 or bool(re.search(OURS, done.err))
    if begun:
        ended(screen, number, quiet)
    return begun


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
@pytest.mark.parametrize("moment", ["the list", "a search", "a question"])
def test_a_signal_leaves_a_sane_terminal(screen: Tmux, number: int, moment: str) -> None:
    pid = begin(screen)
    screen.until(THERE)
    keys, sign = MOMENTS[moment]
    if keys:
        screen.keys(*keys)
        screen.until(sign)
    os.kill(pid, number)
    ended(screen, number)


@pytest.mark.parametrize("moment", sorted({*MOMENTS} - {"an editor"}))
def test_ctrl_c_leaves_from_everywhere(screen: Tmux, moment: str) -> None:
    begin(screen)
    screen.until(THERE)
    keys, sign = MOMENTS[moment]
    if keys:
        screen.keys(*keys)
        screen.until(sign)
    screen.keys("C-c")
    assert screen.left() == (0, "", "")
    assert (screen.folder / "s.json").read_bytes() == EVENTS.read_bytes()


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_signal_while_it_starts(screen: Tmux, number: int) -> None:
    ours = 0
    for delay in (0.1, 0.2, 0.25, 0.3, 0.4):
        pid = begin(screen)
        screen.wait(partial(catches, pid, signal.SIGINT), "Python")
        time.sleep(delay)  # wherever it is by then
        os.kill(pid, number)
        ours += ended_if_begun(screen, number, quiet=delay > 0.1)
    assert ours


@pytest.mark.slow
@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_signals_at_random_moments(screen: Tmux, number: int) -> None:
    dice = random.Random(number)
    for _ in range(40):
        pid = begin(screen)
        screen.wait(partial(catches, pid, signal.SIGINT), "Python")
        keys, sign = MOMENTS[dice.choice(sorted({*MOMENTS} - {"an editor"}))]
        if dice.random() < 0.6:
            screen.until(THERE)
            if keys:
                screen.keys(*keys)
            if dice.random() < 0.5:
                screen.until(sign)
        time.sleep(dice.random() * 0.5)
        os.kill(pid, number)
        ended_if_begun(screen, number, quiet=False)


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that takes a while to read."""
    path = tmp_path_factory.mktemp("large") / "large.jsonl"
    lines = (f'{{"id":"e{n}","date":"{1000 + n % 1000}","title":"T{n}"}}' for n in range(200_000))
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_signal_while_a_large_store_is_read(screen: Tmux, large: Path, number: int) -> None:
    screen.explore("-s", str(large))
    pid = screen.pid()
    screen.until("reading …")
    os.kill(pid, number)
    assert screen.left() == (128 + number, "", "")


def test_q_while_a_large_store_is_read(screen: Tmux, large: Path) -> None:
    screen.explore("-s", str(large))
    screen.until("reading …")
    screen.keys("q")
    assert screen.left() == (0, "", "")


def test_the_terminal_goes_away(screen: Tmux) -> None:
    """The window is closed: the process is gone, too."""
    pid = begin(screen)
    screen.until(THERE)
    screen.ask("kill-server")
    until = time.monotonic() + 60
    while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    if gone := Path(f"/proc/{pid}").exists():
        os.kill(pid, signal.SIGKILL)
    assert not gone
