"""Random walks: whatever is pressed, what is shown is what the command line of `c` gives."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from conftest import EVENTS, HARD
from explorer import Seen, answered, look

pytestmark = pytest.mark.usefixtures("state")  # a walk keeps bookmarks

SEED = 4
SHORT, LONG = 12, 120  # keys of a walk
_KEYS = (  # noqa: SIM905  # as they are pressed
    "j k pagedown pageup g G down up home end tab plus plus plus minus left right h l 0 "
    "equals_sign underscore m m s r t L v n less_than_sign less_than_sign greater_than_sign "
    "space f escape x enter escape question_mark escape B"
).split()
_TEXTS = ("a", "the", "hong", "20", "é", "'", "[bold]", "zzzz")
_DATES = ("2018", "1990s", "before 2000", "after 2015", "Feb 2019", "201X", "500 BC", "<1900")
_NO_DATES = ("soon", "")


def strides(walk: Random, count: int) -> Iterator[list[str]]:
    """What is pressed: keys, some with what is typed after them."""
    for _ in range(count):
        at = walk.random()
        if at < 0.12:
            yield ["slash", *walk.choice(_TEXTS), walk.choice(("enter", "escape"))]
        elif at < 0.24:
            yield ["d", *walk.choice((*_DATES, *_NO_DATES)), "enter", "escape"]
        elif at < 0.34:
            yield ["f", *["down"] * walk.randint(1, 9), walk.choice(("enter", "x"))]
        else:
            yield [walk.choice(_KEYS)]


async def agrees(seen: Seen, pressed: list[str]) -> None:
    """The ids that are found are those that the command line gives, in its order."""
    words = await seen.command()
    given = await asyncio.to_thread(answered, words)
    assert seen.ids == given, (words, pressed)
    rows = [place for place in seen.main.session.rows if place >= 0]
    assert seen.chosen in given if given else seen.chosen is None, pressed
    assert set(rows) == set(seen.main.session.places), pressed
    assert seen.count.startswith(f"{len(given):,} of "), pressed


def walk(path: Path, seed: int, count: int, size: tuple[int, int]) -> None:
    """Press keys at random, and look at each step."""
    pressed: list[str] = []

    async def test(seen: Seen) -> None:
        for keys in strides(Random(seed), count):
            pressed.append(" ".join(keys))
            for key in keys:
                await (seen.press(key) if len(key) > 1 else seen.write(key))
            while len(seen.app.screen_stack) > 2:
                await seen.press("escape")
            await agrees(seen, pressed)

    look(test, store=path, size=size)


def copy(path: Path, folder: Path) -> Path:
    """A copy of a store, as a walk may come upon what changes it."""
    return Path(shutil.copy(path, folder / "walked.json"))


@pytest.mark.parametrize("path", [EVENTS, HARD], ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", [SEED, SEED + 1])
def test_a_walk_shows_what_the_command_line_gives(path: Path, seed: int, tmp_path: Path) -> None:
    walk(copy(path, tmp_path), seed, SHORT, (120, 40))


@pytest.mark.slow
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 50)])
@pytest.mark.parametrize("path", [EVENTS, HARD], ids=lambda path: path.stem)
def test_long_walks_show_what_the_command_line_gives(
    path: Path, size: tuple[int, int], tmp_path: Path
) -> None:
    walk(copy(path, tmp_path), SEED + size[0], LONG, size)


def test_a_walk_in_the_real_stores_shows_what_the_command_line_gives(real: list[Path]) -> None:
    for path in real:
        walk(path, SEED, SHORT // 2, (120, 40))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_long_walks_in_the_real_stores(real: list[Path], seed: int) -> None:
    for path in real:
        walk(path, SEED + seed, LONG, (120, 40))
