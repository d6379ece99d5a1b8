"""The events drawn to scale, as an SVG picture that needs nothing but itself.

`--width` is in columns of 8 pixels, 120 if it is not said. Text stays text; each event has its
title and what is known of its date; colours follow the reader's light or dark scheme and are those
of paper in print.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from hkinno.chart.draw import ChartView, span
from hkinno.chart.folding import headed
from hkinno.chart.marks import shape
from hkinno.dates.date import Date
from hkinno.dates.explain import explain
from hkinno.dates.format import day_words
from hkinno.display import dated, footer, translated
from hkinno.files import read_bytes
from hkinno.page.article import visible
from hkinno.page.ink import AXIS, Words, axis, floor_of, grid, height, marks, px, safe
from hkinno.page.lanes import PictureLane, clipped, lanes
from hkinno.page.legend import HEIGHT, NONE, Key, categories, colors, forms, sample, today
from hkinno.page.lettering import cut, ems, wrapped
from hkinno.page.picture import Picture, PictureItem, layout, near, window
from hkinno.query.groups import GROUPS
from hkinno.render import RenderOptions
from hkinno.store.store import Entry
from hkinno.text import escape_controls, plural

COLUMN, COLUMNS, LEAST = 8, 120, 320  # pixels of a column, columns, pixels
PAD, HEAD, LINE = 24, 62, 24  # pixels: around everything, of the title, of a line of the legend
_TALL = 600  # pixels: above taller lanes the axis stands again
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
    subjects: list[PictureItem]
    colors: dict[str, int]  # of categories
    picture: Picture
    keys: list[list[Key]]  # of forms, of colours


WHOLE = True  # colours follow the categories of the whole store


def scene(entries: Sequence[Entry], options: RenderOptions, width: float) -> Scene:
    """The drawing of events, `width` pixels wide."""
    known, subjects, numbers = _drawable(entries, options)
    keys = [forms(subjects, _dates(known)), list(categories(numbers))]
    return Scene(known, subjects, numbers, layout(subjects, width), keys)


def _drawable(
    entries: Sequence[Entry], options: RenderOptions
) -> tuple[list[Entry], list[PictureItem], dict[str, int]]:
    """The entries with a date, what there is to draw of them, the colours of categories."""
    present = [visible(entry, options).category or "" for entry in entries]
    every = colors(options.categories or present)  # colours do not move with what is shown
    numbers = {name: number for name, number in every.items() if name in present}
    known = [entry for entry in entries if entry.date]
    return known, [_subject(entry, options, numbers) for entry in known], numbers


def _dates(entries: Iterable[Entry]) -> Iterator[Date]:
    return (entry.date for entry in entries if entry.date)


def _subject(entry: Entry, options: RenderOptions, numbers: dict[str, int]) -> PictureItem:
    assert entry.date is not None  # others cannot be drawn, and are not asked for
    event = visible(entry, options)
    color = numbers.get(event.category or "", NONE if numbers else 0)
    words = escape_controls(translated(event, "title", options.lang)).split(" ")
    return PictureItem(shape(entry.date), " ".join(word for word in words if word), color)


def write(entries: Sequence[Entry], options: RenderOptions) -> Iterator[str]:
    """The picture: title, drawing, legend."""
    drawn = scene(entries, options, pixels(options) - 2 * PAD)
    picture, subjects = drawn.picture, drawn.subjects
    body = [*grid(picture), *marks(picture, subjects, lambda n: _words(drawn, n, options))]
    yield from _sheet(entries, options, body, height(picture), drawn.keys)


def render_chart(
    entries: Sequence[Entry], options: RenderOptions, view: ChartView, notes: Sequence[str] = ()
) -> Iterator[str]:
    """The chart: as `write` has it, but in the lanes, on the days and with today of a chart's view.

    `notes` are sentences for its foot. The width is that of the options, not of the view.
    """
    known, subjects, numbers = _drawable(entries, options)
    lo, hi = map(near, span([subject.shape for subject in subjects], view)[:2])
    subjects = [s._replace(shape=clipped(s.shape, lo, hi)) for s in subjects]
    days = window([subject.shape for subject in subjects], lo, hi + 1, pixels(options) - 2 * PAD)
    found = lanes(list(headed(_headings(known, view), view.by)), subjects, days) if known else []
    keys = [forms(subjects, _dates(known)), list(categories(numbers))]
    if view.by == "category":  # the headings say it
        del keys[1]
    now = bool(found) and lo <= view.today <= hi
    if now:
        keys[0].append(today(f"today, {day_words(view.today)}"))
    picture = found[0].picture if found else layout([], days.width)
    drawn = Scene(known, subjects, numbers, picture, keys)
    body = list(_lanes(drawn, found, days.x(view.today + 0.5) if now else None, options))
    yield from _sheet(entries, options, body, _tall(found) + AXIS, keys, notes)


def _headings(entries: Iterable[Entry], view: ChartView) -> Iterator[tuple[str, ...]]:
    for entry in entries:
        names = GROUPS[view.by](entry.event, entry.date) if view.by else ()
        yield tuple(escape_controls(name) for name in names)


def _tall(found: Sequence[PictureLane]) -> float:
    """The pixels of lanes with their headings, and of an axis above them where they are many."""
    headings = sum(lane.heading is not None for lane in found)
    high = sum(floor_of(lane.picture) for lane in found) + headings * LINE
    return high + AXIS * (high > _TALL)


def _lanes(
    drawn: Scene, found: Sequence[PictureLane], now: float | None, options: RenderOptions
) -> Iterator[str]:
    """The lanes on one grid, one below the other; a line through all of them at `now` pixels."""
    bottom = _tall(found)
    yield from grid(drawn.picture, bottom)
    top = float(AXIS if bottom > _TALL + AXIS else 0)
    for _, start, text in axis(drawn.picture.view) if top else ():
        yield f'<text class="tick" x="{px(start)}" y="12">{safe(text)}</text>\n'
    if now is not None:  # below those labels, which it would cross out
        yield f'<path class="today" d="M{px(now)} {px(top)}V{px(bottom)}"/>\n'
    for lane in found:
        if lane.heading is not None:
            yield _heading(lane, top + LINE - 7, drawn)
            top += LINE
        subjects = [drawn.subjects[number] for number in lane.numbers]
        yield f'<g transform="translate(0 {px(top)})">\n'
        yield from marks(lane.picture, subjects, _lane_words(drawn, lane.numbers, options))
        yield "</g>\n"
        top += floor_of(lane.picture)


def _heading(lane: PictureLane, y: float, drawn: Scene) -> str:
    """What a lane is called, in the colour of its category if it is one, and how many it has."""
    said = f" · {plural(len(lane.numbers), 'event')}"
    name = cut(lane.heading or "", (drawn.picture.view.width - 160) / 13)
    color = {escape_controls(category): number for category, number in drawn.colors.items()}
    kind = f"lane c{color.get(lane.heading or '', NONE)}"
    return f'<text class="{kind}" y="{px(y)}">{safe(name)}<tspan>{said}</tspan></text>\n'


def _lane_words(
    drawn: Scene, numbers: Sequence[int], options: RenderOptions
) -> Callable[[int], Words]:
    return lambda place: _words(drawn, numbers[place], options)


def _words(drawn: Scene, number: int, options: RenderOptions) -> Words:
    entry = drawn.known[number]
    event = visible(entry, options)
    known = explain(entry.date) if entry.date else ""
    said = (f"{event.date} ({known})", event.category, translated(event, "summary", options.lang))
    title = f"{dated(entry, options)}: {drawn.subjects[number].label}"
    return Words("g", title, ". ".join(part for part in said if part))


def _sheet(
    entries: Sequence[Entry],
    options: RenderOptions,
    body: Iterable[str],
    tall: float,
    keys: Sequence[Sequence[Key]],
    notes: Sequence[str] = (),
) -> Iterator[str]:
    """A picture of its own: its title, what is in it, so many pixels high, its legend, its foot."""
    wide = pixels(options)
    lines = [line for part in keys for line in _lines(part, wide - 2 * PAD)]
    foot = [
        line for note in notes for line in wrapped(escape_controls(note), (wide - 2 * PAD) / 12)
    ]
    high = HEAD + tall + (len(lines) + len(foot)) * LINE + PAD
    yield f'<svg xmlns="http://www.w3.org/2000/svg" width="{px(wide)}" height="{px(high)}"'
    yield f' viewBox="0 0 {px(wide)} {px(high)}" role="img">\n'
    yield f"<title>{safe(heading(options))}</title><desc>{safe(counted(entries, options))}</desc>\n"
    yield f"<style>{_PAPER % _FONT}{asset('marks.css')}</style>\n"
    yield f'<rect class="paper" width="100%" height="100%"/>\n<g transform="translate({PAD} 0)">\n'
    yield from _render_head(entries, options, wide)
    yield f'<g transform="translate(0 {HEAD})">\n'
    yield from body
    yield "</g>\n"
    yield from _legend(lines, HEAD + tall + LINE)
    for row, text in enumerate(foot, len(lines)):
        y = HEAD + tall + LINE * (row + 1) + 4
        yield f'<text class="small" font-size="12" y="{px(y)}">{safe(text)}</text>\n'
    yield "</g>\n</svg>\n"


def pixels(options: RenderOptions) -> float:
    """How wide a picture is."""
    return max(LEAST, COLUMN * (options.width or COLUMNS))


def heading(options: RenderOptions) -> str:
    """The title of the chronology."""
    return options.title or "Chronology"


@cache
def asset(name: str) -> str:
    """A file of the folder `page`."""
    folder = os.path.join(os.path.dirname(os.path.dirname(__file__)), "page")
    return read_bytes(os.path.join(folder, name)).decode()


def counted(entries: Sequence[Entry], options: RenderOptions) -> str:
    """How many events there are, from when to when, and what is not drawn."""
    said = footer(entries, options)
    if len(entries) == options.total:
        said = said.partition(" of ")[2]
    lost = sum(entry.date is None for entry in entries)
    return f"{said} · {lost:,} without a date that can be read, not drawn" if lost else said


def _render_head(entries: Sequence[Entry], options: RenderOptions, wide: float) -> Iterator[str]:
    title = cut(escape_controls(heading(options)), (wide - 2 * PAD) / 19)
    yield f'<text class="title" font-size="19" y="32">{safe(title)}</text>\n'
    yield f'<text class="small" font-size="13" y="52">{safe(counted(entries, options))}</text>\n'


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
