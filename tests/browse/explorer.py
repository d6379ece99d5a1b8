"""The explorer on a screen of a test: what is pressed and clicked there, and what is seen."""

import asyncio
import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from conftest import EVENTS, Done, call, needs
from rich.segment import Segment
from textual import _wait
from textual.events import MouseEvent, MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot

from hkinno.browse.app import Explorer
from hkinno.browse.changing import Explored
from hkinno.browse.panes import RowList
from hkinno.cli.browsing import World
from hkinno.cli.commands import browse
from hkinno.cli.stores import open_store
from hkinno.text import width

_wait.SLEEP_GRANULARITY = 1 / 250  # seconds; a key waits for several of these
TODAY = "2026-11-22"
SIZE = (120, 40)

Found = TypeVar("Found")
Spot = tuple[int, int]  # column and row of the screen


class Seen:
    """The screen: it is looked at as text, and keys and the mouse act on it."""

    def __init__(self, app: Explorer, pilot: Pilot[Any], store: Path) -> None:
        self.app, self.pilot, self.store = app, pilot, store

    # --- what is there

    def _strips(self, pane: str) -> list[list[Segment]]:
        screen = self.app.screen
        strips = screen._compositor.render_strips(screen.size)
        if not pane:
            return [list(strip) for strip in strips]
        found = screen.query_one(pane)
        x, y, wide, high = found.content_region
        wide = min(wide, found.scrollable_content_region.width)  # beside the scrollbar
        if not found.display or not high:
            return []
        return [list(strip.crop(x, x + wide)) for strip in strips[y : y + high]]

    def lines(self, pane: str = "") -> list[str]:
        """The lines of a pane, or of the screen."""
        return ["".join(part.text for part in line) for line in self._strips(pane)]

    def text(self, pane: str = "") -> str:
        """The same as one text, without the blanks at the right."""
        return "\n".join(line.rstrip() for line in self.lines(pane))

    def styled(self, pane: str, style: str) -> list[str]:
        """The texts in a pane that have a style (reverse, bold …), line by line, where any has."""
        found = []
        for line in self._strips(pane):
            parts = [part.text for part in line if part.style and getattr(part.style, style)]
            if "".join(parts).strip():
                found.append("".join(parts).strip())
        return found

    @property
    def cursor(self) -> str:
        """The row of the list with the cursor."""
        found = self.styled("#events", "reverse") or self.styled("#events", "underline")
        return found[0] if found else ""

    @property
    def count(self) -> str:
        """How much is found of how much, as the top line says it at its right end."""
        found = re.search(r"[\d,]+ of [\d,]+( events?)?\b.*", self.text("#top"))
        assert found, self.text("#top")
        return found[0]

    @property
    def foot(self) -> str:
        """The bottom line."""
        return self.text("#foot").strip()

    @property
    def main(self) -> Explored:
        """The screen with the panes, whatever stands before it."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, Explored))

    @property
    def ids(self) -> list[str]:
        """The ids of what is found, in order."""
        session = self.main.session
        return [session.entries[place].event.id for place in session.places]

    @property
    def chosen(self) -> str | None:
        """The id of the event that is chosen."""
        main = self.main
        return None if main.chosen is None else main.entry(main.chosen).event.id

    def field(self, option: str) -> Spot:
        """Where the value of a field is typed in the form."""
        x, y = self.find(f"│ {option} ")
        return x + 15, y

    def find(self, text: str, pane: str = "", last: bool = False) -> Spot:
        """Where a text stands on the screen."""
        x, y = self.app.screen.query_one(pane).content_region.offset if pane else (0, 0)
        found = [
            (x + width(line.partition(text)[0]), y + number)
            for number, line in enumerate(self.lines(pane))
            if text in line
        ]
        assert found, f"{text!r} is not seen in\n{self.text(pane)}"
        return found[-last]

    # --- what is done

    async def settle(self) -> None:
        """Wait until all that was begun is shown, and the screen stays as it is."""
        before = None
        for _ in range(50):
            await self.pilot.pause()
            if before == (before := self.lines()) and "".join(before).strip():
                return
            await asyncio.sleep(0.02)

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    async def write(self, text: str) -> None:
        """Type a text."""
        await self.pilot.press(*map(named, text))
        await self.pilot.pause()

    async def click(self, spot: Spot, times: int = 1) -> None:
        """Click a place of the screen."""
        await self.pilot.click(offset=spot, times=times)
        await self.settle()

    async def drag(self, *spots: Spot) -> None:
        """Hold the mouse at the first of these places, move over the others, and let it go."""
        await self.pilot.mouse_down(offset=spots[0])
        for spot in spots[1:]:
            await self.pilot.hover(offset=spot)
        await self.pilot.mouse_up(offset=spots[-1])
        await self.settle()

    async def wheel(self, spot: Spot, down: bool) -> None:
        """Turn the wheel of the mouse by a step."""
        kind: type[MouseEvent] = MouseScrollDown if down else MouseScrollUp
        self.app.screen._forward_event(
            kind(None, *spot, 0, 0, 0, False, False, False, *spot)  # no button, no keys
        )
        await self.settle()

    async def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        await self.pilot.resize_terminal(columns, rows)
        await self.settle()

    async def command(self) -> list[str]:
        """The words of the command line that `c` copies."""
        await self.press("c")
        await self.press("escape")
        words = shell_words(self.app.clipboard)
        assert words[:2] == ["hkinno", "timeline"]
        return words[1:]

    def rows(self, pane: str = "#events") -> RowList:
        """A list of rows."""
        return self.main.query_one(pane, RowList)


_NAMES = {
    " ": "space", "/": "slash", "-": "minus", "_": "underscore", ".": "full_stop", ",": "comma",
    ":": "colon", "'": "apostrophe", '"': "quotation_mark", "=": "equals_sign", "+": "plus",
    "?": "question_mark", "<": "less_than_sign", ">": "greater_than_sign",
    "[": "left_square_bracket", "]": "right_square_bracket", "~": "tilde", "\\": "backslash",
    "(": "left_parenthesis",
    ")": "right_parenthesis", "*": "asterisk",
}  # fmt: skip


def named(letter: str) -> str:
    """A letter that is typed, as Textual names its key."""
    return _NAMES.get(letter, letter)


def made(
    *words: str,
    stores: Sequence[str] = (":bundled:",),
    pick: bool = False,
    light: bool = False,
) -> Explorer:
    """The application that `hkinno browse` runs with these words, on such a terminal."""
    world = World(tuple(stores), tuple(stores), TODAY, pick, light, browse._parse)
    opening = browse._begin(open_store(tuple(stores)))
    return Explorer(world, opening, browse._parse(["--today", TODAY, *words]))


def look(
    test: Callable[[Seen], Awaitable[Found]],
    *words: str,
    store: str | Path | None = None,
    size: tuple[int, int] = SIZE,
    pick: bool = False,
    app: Explorer | None = None,
) -> Found:
    """Start the explorer, do this, leave it; nothing may have gone wrong. What the test gives."""
    stores = (":bundled:",) if store is None else (str(store),)
    app = app or made(*words, stores=stores, pick=pick)
    return asyncio.run(_look(app, test, size, Path(store or EVENTS)))


async def _look(
    app: Explorer, test: Callable[[Seen], Awaitable[Found]], size: tuple[int, int], store: Path
) -> Found:
    async with app.run_test(size=size) as pilot:
        seen = Seen(app, pilot, store)
        await seen.settle()
        found = await test(seen)
    assert app.fault is None
    return found


def shell_words(line: str) -> list[str]:
    """The words of a command line, as a shell takes it apart."""
    if "$'" not in line:
        return shlex.split(line)
    script = f"printf '%s\\0' {line}"
    done = subprocess.run([needs("bash"), "-c", script], capture_output=True, check=True)
    return done.stdout.decode().split("\0")[:-1]


def copied(folder: Path, of: Path = EVENTS) -> str:
    """A copy of a store that can be changed."""
    return str(shutil.copy(of, folder / "events.json"))


def answered(words: Sequence[str]) -> list[str]:
    """The ids that a command line gives, in its order."""
    plain = [
        word for at, word in enumerate(words) if "--group" not in words[max(0, at - 1) : at + 1]
    ]
    return [event["id"] for event in call(*plain, "-f", "json").json()]  # JSON has no headings


def raised(done: Done) -> str:
    """The sentence with which a command refuses."""
    assert done.code
    return done.err.removeprefix("hkinno: ").strip()


def events_of(path: str | Path) -> list[dict[str, Any]]:
    """The events of a store, as they are written."""
    found: list[dict[str, Any]] = json.loads(Path(path).read_bytes())["events"]
    return found
