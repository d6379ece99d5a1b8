"""The explorer on a real terminal: keys come in, the picture is seen, the shell goes on."""

import json
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from conftest import EVENTS, call
from tmux import Size, Tmux, window


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Tmux]:
    with window(tmp_path, Size(180, 50)) as found:
        yield found


def total(store: Path) -> str:
    """What the explorer says of a store before anything is asked."""
    count = f"{len(json.loads(store.read_bytes())['events']):,}"
    return f"{count} of {count} events"


def ids(*args: str) -> list[str]:
    """The ids that `timeline` gives."""
    found = call("timeline", *args, "--json", env={"HKINNO_TODAY": "2026-11-22"}).json()
    return [event["id"] for event in found]


def stores() -> list[Path]:
    """The bundled store, and the real ones, where there are any."""
    folder = os.environ.get("HKINNO_REAL_STORES")
    return [EVENTS, *(sorted(Path(folder).glob("*.json")) if folder else [])]


def asked(screen: Tmux) -> list[str]:
    """The command that the explorer tells of what is shown, as words."""
    screen.keys("c")
    screen.until("gives what is shown")
    seen = screen.seen().split("\n")
    first, found = next(
        (n, box) for n, line in enumerate(seen) if (box := re.search("│( hkinno time.+?)│", line))
    )
    inside = [re.search(rf"│(.{{{len(found[1])}}})│", line) for line in seen[first:]]
    parts = [box[1].strip() for box in inside if box]
    screen.keys("Escape")
    screen.wait(lambda: "gives what is shown" not in screen.seen(), "no dialog")
    return shlex.split("".join(parts[: parts.index("")]))


@pytest.mark.parametrize("store", stores(), ids=lambda path: path.stem)
def test_search_zoom_filter_mark_and_pick(screen: Tmux, store: Path) -> None:
    shutil.copy(store, screen.folder / "s.json")
    screen.explore("-s", "s.json", "--pick")
    screen.until(total(store))
    screen.keys("/", "a", "n")
    screen.until("search: an")
    screen.keys("Enter")
    screen.until("“an”")
    screen.keys("End", "+")
    screen.wait(lambda: re.search(r"^.*\d.* · “an”", screen.seen(), re.M), "days are asked for")
    screen.keys("f", "Down", "Space")
    screen.wait(lambda: re.search(r"^ \+ ", screen.seen(), re.M), "a value is kept")
    screen.keys("f")
    screen.wait(lambda: not re.search(r"^ \+ ", screen.seen(), re.M), "no fields")
    words = asked(screen)
    assert [words[:4], "--search" in words] == [["hkinno", "timeline", "-s", "s.json"], True]
    found = ids("-s", str(store), *words[4:])
    assert 2 <= len(found) < len(ids("-s", str(store)))
    screen.keys("End", "Space")
    screen.until("1 marked")
    screen.keys("Home", "Space")
    screen.until("2 marked")
    screen.keys("Enter")
    assert screen.left() == (0, f"{found[-1]}\n{found[0]}\n", "")
    assert (screen.folder / "s.json").read_bytes() == store.read_bytes()


@pytest.mark.parametrize(("args", "code"), [([], 0), (["--pick"], 1)])
def test_q_leaves_with_nothing(screen: Tmux, args: list[str], code: int) -> None:
    screen.explore("-s", ":bundled:", *args)
    screen.until(total(EVENTS))
    screen.keys("Space")
    screen.until("1 marked")
    screen.keys("q")
    assert screen.left() == (code, "", "")


def test_what_is_picked_is_shown_by_another_command(screen: Tmux) -> None:
    screen.run("hkinno show -s :bundled: $(hkinno browse -s :bundled: --pick) >out 2>err")
    screen.until(total(EVENTS))
    screen.keys("Down", "Enter")
    picked, world = ids("-s", ":bundled:")[1], {"HKINNO_TODAY": "2026-11-22"}
    assert screen.left() == call("show", "-s", ":bundled:", picked, env=world)


def test_a_store_that_is_piped_in(screen: Tmux) -> None:
    """Keys come from the terminal, whatever standard input is."""
    shutil.copy(EVENTS, screen.folder / "s.json")
    screen.run("cat s.json | hkinno browse -s - --pick >out 2>err")
    screen.until(total(EVENTS))
    screen.keys("Down", "Down", "Enter")
    assert screen.left() == (0, f"{ids('-s', ':bundled:')[2]}\n", "")


def test_standard_output_can_be_the_terminal_as_well(screen: Tmux) -> None:
    screen.run("hkinno browse -s :bundled: --pick")
    screen.until(total(EVENTS))
    screen.keys("Enter")
    assert screen.left().code == 0
    screen.until(f"\n{ids('-s', ':bundled:')[0]}\n")


def test_another_size_keeps_the_event(screen: Tmux) -> None:
    screen.explore("-s", ":bundled:", "--pick")
    screen.until(total(EVENTS))
    screen.keys("Down", "Down", "Down", "Down")
    for columns, rows in ((60, 20), (140, 40), (90, 45)):
        screen.ask("resize-window", "-x", str(columns), "-y", str(rows))
        screen.wait(partial(drawn, screen, columns, rows), f"a picture of {columns}x{rows}")
    screen.keys("Enter")
    assert screen.left() == (0, f"{ids('-s', ':bundled:')[4]}\n", "")


def drawn(screen: Tmux, columns: int, rows: int) -> bool:
    """Whether the picture fills the window."""
    lines = screen.seen().rstrip("\n").split("\n")
    rules = [line for line in lines if re.search(r"─{9}", line)]
    return bool(rules) and (max(map(len, rules)), len(lines)) == (columns, rows)


def test_what_is_copied_is_in_the_clipboard_of_the_terminal(screen: Tmux) -> None:
    """By the sequence OSC 52, as the terminal may be far from where hkinno runs."""
    screen.ask("set-option", "-g", "set-clipboard", "on")
    screen.explore("-s", ":bundled:")
    screen.until(total(EVENTS))
    screen.keys("Down", "y")
    screen.wait(lambda: screen.ask("list-buffers"), "something in the clipboard")
    assert screen.ask("show-buffer") == ids("-s", ":bundled:")[1]
    screen.keys("q")
    assert screen.left().code == 0


def test_it_stops_for_the_shell_and_goes_on(screen: Tmux) -> None:
    """Ctrl-Z gives the terminal back as it was, `fg` the picture as it was."""
    screen.line("set -m")
    screen.line("hkinno browse -s :bundled: --pick")
    screen.until(total(EVENTS))
    screen.keys("Down", "Down", "Space")
    screen.until("1 marked")
    screen.keys("C-z")
    screen.until("Stopped")
    assert total(EVENTS) not in screen.seen()
    screen.line("echo the shell is $((1 + 1))")
    screen.until("the shell is 2")
    screen.line("clear; fg")
    screen.until("1 marked")
    screen.keys("Enter")
    screen.until(f"\n{ids('-s', ':bundled:')[2]}\n")
