"""What the keys of the explorer take, in this process, on a terminal that only counts.

The application is drawn as if for a terminal of 120x40. What is written is timed as it comes, and
goes to a terminal later: the time of a key is that from its arrival until the last of it that
changed what is seen there.
"""

import asyncio
import cProfile
import gc
import io
import pstats
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import pyte
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot

from hkinno.browse.app import Explorer, Opening
from hkinno.browse.changing import Explored
from hkinno.browse.question import Question
from hkinno.cli.browsing import World
from hkinno.cli.commands.browse import command
from hkinno.cli.stores import open_store
from hkinno.query.options import QueryOptions

SIZE = (120, 40)
STILL = 0.06  # seconds without a byte
WORDS = ("nairobi", "toronto", "council", "battery", "tallinn")  # of the events, and as long


class Recording(HeadlessDriver):
    """A terminal that takes all that is drawn, and knows when it came."""

    written: ClassVar[list[tuple[float, str]]] = []  # since it was shown last
    screen = pyte.Screen(*SIZE)
    stream = pyte.Stream(screen)

    @property
    def is_headless(self) -> bool:
        return False  # else nothing would be drawn

    def write(self, data: str) -> None:
        self.written.append((time.perf_counter(), data))

    @classmethod
    def show(cls) -> list[float]:
        """Show what was written; when that came which was the last to change a row, else 0."""
        last = [0.0] * SIZE[1]
        for when, data in cls.written:
            before = cls._rows()
            cls.stream.feed(data)
            last = [
                then if one == other else when
                for then, one, other in zip(last, before, cls._rows(), strict=True)
            ]
        cls.written.clear()
        return last

    @classmethod
    def _rows(cls) -> list[dict[int, pyte.screens.Char]]:
        return [dict(cls.screen.buffer[row]) for row in range(SIZE[1])]


class Step(NamedTuple):
    """A key, and what is pressed before it so that it does what it is for, and after it."""

    name: str
    key: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def steps(number: int) -> list[Step]:
    """What is pressed in a round: in each elsewhere, as an answer that is known costs nothing."""
    word, there = WORDS[number % len(WORDS)], ("pagedown",) * (2 * number)
    return [
        Step("down", "down"),
        Step("page down", "pagedown"),
        Step("end", "end", after=("home",)),
        Step("+", "plus", before=there, after=("minus",)),
        Step("-", "minus", before=(*there, "plus", "plus"), after=("0",)),
        Step("left", "left", before=(*there, "plus"), after=("0",)),
        Step("right", "right", before=(*there, "plus"), after=("0",)),
        Step("0", "0", before=(*there, "plus")),
        *(
            Step(f"/ letter {n + 1}", letter, before=("slash", *word[:n]), after=("escape",))
            for n, letter in enumerate(word)
        ),
        Step("Enter after /", "enter", before=("slash", *word), after=("less_than_sign",)),
        Step("f", "f", after=("f",)),
        Step(
            "a value kept",
            "space",
            before=("f", "home", *("down",) * (number + 1)),
            after=("space", "f"),
        ),
        Step("m", "m", before=(*there, "plus"), after=("0",)),
        Step("s", "s"),
        Step("r", "r"),
        Step("t", "t"),
        Step("<", "less_than_sign", before=("r",)),
        Step(">", "greater_than_sign", before=("r", "less_than_sign")),
        Step("space", "space"),
        Step("v", "v"),
        Step("Enter (the event)", "enter", after=("escape",)),
        Step("?", "question_mark", after=("escape",)),
    ]


@dataclass
class Effect:
    """A key, and the seconds until what it changes was seen, but for the drawing and with it."""

    name: str
    seconds: list[tuple[float, float]] = field(default_factory=list)


def explorer(store: Path) -> Explorer:
    """The explorer of a store, as the command makes it."""
    path = str(store)
    params: dict[str, Any] = command.make_context("browse", ["-s", path]).params
    opened = open_store((path,))
    names = ("group", "lang", "fields", "raw_dates")
    first = Question(asked=QueryOptions.of(params), **{name: params[name] for name in names})
    world = World((path,), (path,), None, False, False, lambda _: first)
    return Explorer(world, Opening(opened, [], iter(opened)), first, Recording)


@asynccontextmanager
async def opened(store: Path) -> AsyncIterator[Pilot[Any]]:
    """The explorer, when all is read and drawn."""
    app = explorer(store)
    async with app.run_test(headless=False, size=SIZE) as pilot:
        while not isinstance(app.screen, Explored):
            await asyncio.sleep(0.1)
        gc.collect()
        gc.freeze()
        await settled(pilot)
        yield pilot


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until nothing is left to draw."""
    still = 0
    while still < 3:
        before = len(Recording.written)
        await pilot.pause()
        await asyncio.sleep(STILL / 3)
        still = still + 1 if len(Recording.written) == before else 0


async def press(pilot: Pilot[Any], key: str) -> tuple[float, float]:
    """Press a key; the seconds until all is seen that it changes, but for the drawing and with it.

    0 if that is nothing.
    """
    Recording.show()
    start = time.perf_counter()
    await pilot.press(key)
    await settled(pilot)
    times = [max(0.0, when - start) for when in Recording.show()]
    panes = pilot.app.screen.query("#drawing, #overview")
    drawn = {row for pane in panes for row in range(pane.region.y, pane.region.bottom)}
    return max(when for row, when in enumerate(times) if row not in drawn), max(times)


async def effects(store: Path, presses: int) -> list[Effect]:
    """What each key takes."""
    rounds = [steps(number) for number in range(presses)]
    found = [Effect(step.name) for step in rounds[0]]
    async with opened(store) as pilot:
        for place, effect in enumerate(found):
            for step in (each[place] for each in rounds):
                for key in step.before:
                    await press(pilot, key)
                effect.seconds.append(await press(pilot, step.key))
                for key in step.after:
                    await press(pilot, key)
            await pilot.press("n")
            await settled(pilot)
    return found


async def profile(store: Path, name: str, rows: int = 45) -> str:
    """The functions in which the time of a key goes, by its name."""
    step, out = next(step for step in steps(0) if step.name == name), io.StringIO()
    async with opened(store) as pilot:
        for key in step.before:
            await press(pilot, key)
        watch = cProfile.Profile()
        watch.enable()
        await press(pilot, step.key)
        watch.disable()
    pstats.Stats(watch, stream=out).sort_stats("cumulative").print_stats("hkinno|textual", rows)
    return out.getvalue()
