"""The events drawn to scale, as an SVG picture that needs nothing but itself.

`--width` is in columns of 8 pixels, 120 if it is not said. Text stays text; each event has its
title and what is known of its date; colours follow the reader's light or dark scheme and are those
of paper in print.
"""

import os
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from hkinno.chart.marks import shape
from hkinno.dates.explain import explain
from hkinno.display import dated, footer, translated
from hkinno.files import read_bytes
from hkinno.page.article import shown
from hkinno.page.ink import Words, grid, height, marks, px, safe
from hkinno.page.legend import HEIGHT, NONE, Key, categories, colors, forms, sample
from hkinno.page.lettering import cut, ems
from hkinno.page.picture import Picture, Subject, layout
from hkinno.render import Frame
from hkinno.store.store import Entry
from hkinno.text import escape_controls

COLUMN, COLUMNS, LEAST = 8, 120, 320  # pixels of a column, columns, pixels
PAD, HEAD, LINE = 24, 62, 24  # pixels: around everything, of the title, of a line of the legend
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"
_PAPER = """
text { font-family: %s }
.paper { fill: #fdfdfb } .title { fill: #1d2023; font-weight: 650 } .small { fill: #5a6068 }
@media screen and (prefers-color-scheme: dark) {
  .paper { fill: #15171a } .title { fill: #e7e8e5 } .small { fill: #a2a9b1 }
}
"""


class Scene(NamedTuple):
    """What is drawn: the entries with a readable date, placed, and what explains it."""

    known: list[Entry]
    subjects: list[Subject]
    colors: dict[str, int]  # of categories
    picture: Picture
    keys: list[list[Key]]  # of forms, of colours


WHOLE = True  # colours follow the categories of the whole store


def scene(entries: Sequence[Entry], frame: Frame, width: float) -> Scene:
    """The drawing of events, `width` pixels wide."""
    present = [shown(entry, frame).category or "" for entry in entries]
    every = colors(frame.categories or present)  # colours do not move with what is shown
    numbers = {name: number for name, number in every.items() if name in present}
    known = [entry for entry in entries if entry.date]
    subjects = [_subject(entry, frame, numbers) for entry in known]
    bars = [
        entry.date.precision
        for entry, one in zip(known, subjects, strict=True)
        if entry.date and one.shape.kind == "bar"
    ]
    keys = [forms(subjects, bars), list(categories(numbers))]
    return Scene(known, subjects, numbers, layout(subjects, width), keys)


def _subject(entry: Entry, frame: Frame, numbers: dict[str, int]) -> Subject:
    assert entry.date is not None  # others cannot be drawn, and are not asked for
    event = shown(entry, frame)
    color = numbers.get(event.category or "", NONE if numbers else 0)
    words = escape_controls(translated(event, "title", frame.lang)).split(" ")
    return Subject(shape(entry.date), " ".join(word for word in words if word), color)


def write(entries: Sequence[Entry], frame: Frame) -> Iterator[str]:
    """The picture: title, drawing, legend."""
    wide = pixels(frame)
    drawn = scene(entries, frame, wide - 2 * PAD)
    lines = [line for keys in drawn.keys for line in _lines(keys, wide - 2 * PAD)]
    high = HEAD + height(drawn.picture) + len(lines) * LINE + PAD
    yield f'<svg xmlns="http://www.w3.org/2000/svg" width="{px(wide)}" height="{px(high)}"'
    yield f' viewBox="0 0 {px(wide)} {px(high)}" role="img">\n'
    yield f"<title>{safe(heading(frame))}</title><desc>{safe(counted(entries, frame))}</desc>\n"
    yield f"<style>{_PAPER % _FONT}{asset('marks.css')}</style>\n"
    yield f'<rect class="paper" width="100%" height="100%"/>\n<g transform="translate({PAD} 0)">\n'
    yield from _head(entries, frame, wide)
    yield f'<g transform="translate(0 {HEAD})">\n'
    yield from grid(drawn.picture)
    yield from marks(drawn.picture, drawn.subjects, lambda n: _words(drawn, n, frame))
    yield "</g>\n"
    yield from _legend(lines, HEAD + height(drawn.picture) + LINE)
    yield "</g>\n</svg>\n"


def _words(drawn: Scene, number: int, frame: Frame) -> Words:
    entry = drawn.known[number]
    event = shown(entry, frame)
    known = explain(entry.date) if entry.date else ""
    said = (f"{event.date} ({known})", event.category, translated(event, "summary", frame.lang))
    title = f"{dated(entry, frame)}: {drawn.subjects[number].label}"
    return Words("g", title, ". ".join(part for part in said if part))


def pixels(frame: Frame) -> float:
    """How wide a picture is."""
    return max(LEAST, COLUMN * (frame.width or COLUMNS))


def heading(frame: Frame) -> str:
    """The title of the chronology."""
    return frame.title or "Chronology"


@cache
def asset(name: str) -> str:
    """A file of the folder `page`."""
    folder = os.path.join(os.path.dirname(os.path.dirname(__file__)), "page")
    return read_bytes(os.path.join(folder, name)).decode()


def counted(entries: Sequence[Entry], frame: Frame) -> str:
    """How many events there are, from when to when, and what is not drawn."""
    said = footer(entries, frame)
    if len(entries) == frame.total:
        said = said.partition(" of ")[2]
    lost = sum(entry.date is None for entry in entries)
    return f"{said} · {lost:,} without a date that can be read, not drawn" if lost else said


def _head(entries: Sequence[Entry], frame: Frame, wide: float) -> Iterator[str]:
    title = cut(escape_controls(heading(frame)), (wide - 2 * PAD) / 19)
    yield f'<text class="title" font-size="19" y="32">{safe(title)}</text>\n'
    yield f'<text class="small" font-size="13" y="52">{safe(counted(entries, frame))}</text>\n'


def _lines(keys: Sequence[Key], wide: float) -> list[list[tuple[float, Key]]]:
    """A part of the legend in lines: where each key begins."""
    lines: list[list[tuple[float, Key]]] = []
    x = 0.0
    for key in keys:
        key = key._replace(words=cut(key.words, wide / 24))
        needs = key.width + 6 + ems(key.words) * 12
        if x + needs > wide or not lines:
            lines.append([])
            x = 0
        lines[-1].append((x, key))
        x += needs + 18
    return lines


def _legend(lines: Sequence[Sequence[tuple[float, Key]]], top: float) -> Iterator[str]:
    for row, line in enumerate(lines):
        for x, key in line:
            y = top + row * LINE - HEIGHT / 2
            yield f'<g class="c{key.color}" transform="translate({px(x)} {px(y)})">{sample(key)}'
            yield f'<text class="small" font-size="12" x="{key.width + 6}" y="{HEIGHT / 2 + 4:g}">'
            yield f"{safe(key.words)}</text></g>\n"
