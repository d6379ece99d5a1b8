"""Random walks: whatever is pressed, what is shown is what the command line of `c` gives."""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine, Sequence
from contextvars import copy_context
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import EVENTS, HARD
from explorer import Seen, answered, made
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from hkinno.browse.keys import KEYS

pytestmark = pytest.mark.usefixtures("state")  # a walk keeps bookmarks

_TYPED_INTO = {"date", "search", "drop_part", "bookmarks", "other_field"}  # rules of their own
_MOVE, _AXIS, _ASK = (
    [name for key in KEYS[heading] if key.action not in _TYPED_INTO for name in key.keys.split(",")]
    for heading in ("Move", "The axis, whose days are a filter", "Ask")
)
_TEXTS = ("a", "the", "hong", "20", "é", "'", "[bold]", "zzzz", "")
_DATES = ("2018", "1990s", "before 2000", "after 2015", "Feb 2019", "201X", "500 BC", "<1900")
_NO_DATES = ("soon", "")
_SIZES = ((60, 20), (80, 24), (120, 40), (200, 50))


class Walk(RuleBasedStateMachine):
    """The explorer, which lives in a loop of its own that runs while something is done."""

    def __init__(self, of: Path, folder: Path, size: tuple[int, int]) -> None:
        super().__init__()
        # one of its own, for which no bookmarks are kept yet
        path = Path(shutil.copy(of, tempfile.mkdtemp(dir=folder)))
        self._loop, self._context = asyncio.new_event_loop(), copy_context()
        app = made(stores=(str(path),))
        self._run = app.run_test(size=size)
        self._seen = Seen(app, self._do(self._run.__aenter__()), path)

    def _do(self, done: Coroutine[Any, Any, Any]) -> Any:
        """Do this in the loop, and in the one context in which the application is known."""
        return self._loop.run_until_complete(self._loop.create_task(done, context=self._context))

    def _press(self, *keys: str) -> None:
        self._do(self._seen.press(*keys))

    def _write(self, text: str) -> None:
        self._do(self._seen.write(text))

    @rule(key=st.sampled_from((*_MOVE, "space")))
    def move(self, key: str) -> None:
        """Go to another event, or pane; mark it."""
        self._press(key)

    @rule(key=st.sampled_from(_AXIS))
    def pan_or_zoom(self, key: str) -> None:
        """Move the axis."""
        self._press(key)

    @rule(key=st.sampled_from(_ASK))
    def ask(self, key: str) -> None:
        """Ask something else with a key."""
        self._press(key)

    @rule(text=st.sampled_from(_TEXTS), end=st.sampled_from(("enter", "escape")))
    def search(self, text: str, end: str) -> None:
        """Search as one types, to the end or not."""
        self._press("slash")
        self._write(text)
        self._press(end)

    @rule(text=st.sampled_from((*_DATES, *_NO_DATES)))
    def date(self, text: str) -> None:
        """A date in words; what cannot be read is left."""
        self._press("d")
        self._write(text)
        self._press("enter", "escape")

    @rule(down=st.integers(0, 12), act=st.sampled_from(("enter", "space", "x")))
    def value(self, down: int, act: str) -> None:
        """Keep or refuse a value of a field."""
        self._press("f", *["down"] * down, act)

    @rule(key=st.sampled_from(("D", "apostrophe", "F")), down=st.integers(0, 6))
    def choose(self, key: str, down: int) -> None:
        """Drop a part of the question, go to a bookmark, take another field."""
        self._press(key, *["down"] * down, "enter")

    @rule(size=st.sampled_from(_SIZES))
    def resize(self, size: tuple[int, int]) -> None:
        """Another size of the terminal."""
        self._do(self._seen.resize(*size))

    @invariant()
    def the_command_line_gives_the_same(self) -> None:
        """Also after dialogs are left: the same events, in the same order, and counted so."""
        while len(self._seen.app.screen_stack) > 2:
            self._press("escape")
        words: Sequence[str] = self._do(self._seen.command())
        given = answered(words)
        seen, session = self._seen, self._seen.main.session
        assert seen.ids == given, words
        assert seen.chosen in given if given else seen.chosen is None, words
        assert {place for place in session.rows if place >= 0} == set(session.places), words
        assert seen.count.startswith(f"{len(given):,} of {len(session.entries):,} "), words

    def teardown(self) -> None:
        """Leave; nothing may have gone wrong."""
        self._do(self._run.__aexit__(None, None, None))
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()
        assert self._seen.app.fault is None


def walk(path: Path, folder: Path, steps: int, walks: int, size: tuple[int, int]) -> None:
    """So many walks in a copy of a store, each of so many steps; the first one is dull."""
    run_state_machine_as_test(
        partial(Walk, path, folder, size),  # type: ignore[arg-type]  # which makes one, as the class would
        settings=settings(
            max_examples=walks,
            stateful_step_count=steps,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("path", [EVENTS, HARD], ids=lambda path: path.stem)
def test_a_walk_shows_what_the_command_line_gives(path: Path, tmp_path: Path) -> None:
    walk(path, tmp_path, 12, 3, (120, 40))


def test_a_walk_in_the_real_stores_shows_what_the_command_line_gives(
    real: list[Path], tmp_path: Path
) -> None:
    for path in real:
        walk(path, tmp_path, 10, 2, (120, 40))


@pytest.mark.slow
@pytest.mark.parametrize("size", _SIZES)
@pytest.mark.parametrize("path", [EVENTS, HARD], ids=lambda path: path.stem)
def test_long_walks_show_what_the_command_line_gives(
    path: Path, size: tuple[int, int], tmp_path: Path
) -> None:
    walk(path, tmp_path, 200, 3, size)


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 1])
def test_long_walks_in_the_real_stores(real: list[Path], number: int, tmp_path: Path) -> None:
    walk(real[number], tmp_path, 300, 3, (120, 40))
