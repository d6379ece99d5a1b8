"""What the explorer needs to draw at all, and how it says that it cannot."""

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import EVENTS, HKINNO, Done, quiet, terminal
from tmux import Tmux, window

BUNDLED = ("browse", "-s", ":bundled:")


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Tmux]:
    with window(tmp_path) as found:
        yield found


def alone(*args: str) -> Done:
    """`hkinno …` without any terminal."""
    done = subprocess.run(
        [*HKINNO, *args],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=quiet({"TERM": "xterm-256color"}),
        start_new_session=True,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def sentence(text: str) -> str:
    """The one sentence that a text is."""
    plain = text.rstrip("\n")
    assert plain.startswith("hkinno: ")
    assert plain.count("hkinno: ") == 1
    assert "Traceback" not in plain
    return " ".join(plain.split())


@pytest.mark.parametrize("args", [(), ("--pick",), ("--since", "2015")])
def test_without_a_terminal_there_is_a_sentence(args: tuple[str, ...]) -> None:
    done = alone(*BUNDLED, *args)
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert "browse needs a terminal" in sentence(done.err)


def test_a_dumb_terminal_is_none() -> None:
    done = terminal(*BUNDLED, env={"TERM": "dumb", "NO_COLOR": "1"})
    assert done.code == 1
    assert "TERM is dumb" in sentence(done.out)


def test_a_question_that_makes_no_sense_is_told_before_anything_is_drawn() -> None:
    done = terminal(*BUNDLED, "--since", "junk", env={"NO_COLOR": "1"})
    assert done.code == 2
    assert "\x1b" not in done.out
    assert "junk" in sentence(done.out)


@pytest.mark.parametrize("what", ["ImportError('broken')", "SyntaxError('broken')"])
def test_without_textual_there_is_a_sentence(tmp_path: Path, what: str) -> None:
    (tmp_path / "textual").mkdir()
    (tmp_path / "textual" / "__init__.py").write_text(f"raise {what}\n")
    world = {"PYTHONPATH": f"{tmp_path}:{EVENTS.parent}", "NO_COLOR": "1"}
    done = terminal(*BUNDLED, env=world)
    assert done.code == 1
    assert "textual" in sentence(done.out)
    assert terminal("timeline", "-s", ":bundled:", env=world).code == 0


@pytest.mark.parametrize("raised", ["KeyboardInterrupt()", "SystemExit(130)"])
def test_a_signal_while_it_is_loaded_is_no_fault_of_textual(raised: str, tmp_path: Path) -> None:
    """Python 3.11 makes another error of it, where a class is being made."""
    (tmp_path / "textual").mkdir()
    interrupted = f"raise RuntimeError('Error calling __set_name__') from {raised}\n"
    (tmp_path / "textual" / "__init__.py").write_text(interrupted)
    done = terminal(*BUNDLED, env={"PYTHONPATH": f"{tmp_path}:{EVENTS.parent}"})
    assert done.code == 128 + signal.SIGINT
    assert "textual" not in done.out


MADE = """
import sys
from hkinno.browse.asking import Asking
from hkinno.errors import HkinnoError

def broken(self, *_):
    raise {error}

Asking.action_reverse = broken
sys.argv[0] = "hkinno"
from hkinno.__main__ import main
main()
"""


@pytest.mark.parametrize("error", ["ValueError('no luck')", "OSError(5, 'no luck')", "KeyError(1)"])
def test_a_fault_inside_ends_with_a_sentence(screen: Tmux, error: str) -> None:
    (screen.folder / "made.py").write_text(MADE.format(error=error))
    screen.run("MADE_STORE=made.py hkinno browse -s :bundled: --pick >out 2>err")
    screen.until("19 of 19 events")
    screen.keys("Space", "r")
    done = screen.left()
    assert (done.code, done.out) == (1, "")
    assert error.split("'")[1] in sentence(done.err) if "'" in error else sentence(done.err)


def test_a_store_that_goes_away_is_said_on_the_screen(screen: Tmux) -> None:
    path = screen.folder / "s.json"
    path.write_bytes(EVENTS.read_bytes())
    screen.explore("-s", "s.json")
    screen.until("19 of 19 events")
    path.write_text('{"events": [')
    screen.until("cannot be read")
    screen.keys("Down")
    path.unlink()
    screen.until("cannot be read")
    screen.keys("u")
    screen.until("s.json")
    screen.keys("q")
    assert screen.left() == (0, "", "")


def test_a_store_that_comes_slowly_can_be_left(screen: Tmux) -> None:
    """It says that it reads, also while nothing comes, and keys are taken."""
    half = EVENTS.read_bytes()[:3000]
    (screen.folder / "half.json").write_bytes(half)
    screen.run("mkfifo pipe; (cat half.json; sleep 30) >pipe & hkinno browse -s - <pipe >out 2>err")
    screen.until("reading …")
    screen.keys("q")
    assert screen.left() == (0, "", "")


def test_a_store_that_comes_slowly_is_shown_when_it_is_there(screen: Tmux) -> None:
    (screen.folder / "s.json").write_bytes(EVENTS.read_bytes())
    rest = "until [ -e go ]; do sleep 0.1; done; tail -c +3001 s.json"
    screen.run(f"(head -c 3000 s.json; {rest}) | hkinno browse -s - 2>err")
    screen.until("reading …")
    (screen.folder / "go").touch()
    screen.until("19 of 19 events")
    screen.keys("q")
    assert screen.left().code == 0


def test_a_store_that_is_piped_in_is_called_standard_input_in_sentences(screen: Tmux) -> None:
    (screen.folder / "half.json").write_bytes(EVENTS.read_bytes()[:3000])
    screen.run("hkinno browse -s - <half.json >out 2>err")
    done = screen.left()
    assert done.code == 1
    assert done.err.startswith("hkinno: standard input: line ")


def test_the_store_of_the_folder_is_not_exchanged_for_another(screen: Tmux) -> None:
    """If it is taken away for a while, the bundled chronology does not take its place."""
    path = screen.folder / "events.json"
    path.write_bytes(EVENTS.read_bytes().replace(b"Hong Kong's way", b"My own way"))
    screen.explore()
    screen.until("My own way")
    path.unlink()
    screen.until("cannot be read")
    assert "My own way" in screen.seen()
    screen.keys("q")
    assert screen.left() == (0, "", "")
