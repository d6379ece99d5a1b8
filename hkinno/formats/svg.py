"""The events drawn to scale, as an SVG picture that needs nothing but itself.

`--width` is in columns of 8 pixels, 120 if it is not said. Text stays text; each event has its
title and what is known of its date; colours follow the reader's light or dark scheme and are those
of paper in print.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from hkinno.chart.crowd import Crowd
from hkinno.chart.draw import ChartView, span
from hkinno.chart.folding import headed
from hkinno.display import dated, headings_of, translated
from hkinno.page.article import visible
from hkinno.page.assets import asset
from hkinno.page.ink import (
    AXIS,
    BEYOND,
    Words,
    axis,
    beyond,
    floor_of,
    grid,
    height,
    marks,
    px,
    safe,
)
from hkinno.page.lanes import PictureLane, lanes
from hkinno.page.layout import arranged, in_sight
from hkinno.page.legend import HEIGHT, NONE, Key, sample, today
from hkinno.page.lettering import cut, ems, wrapped
from hkinno.page.picture import near, window
from hkinno.page.scene import (
    Scene,
    counted,
    drawable,
    heading,
    pixels,
    scene,
    seen,
)
from hkinno.render import RenderOptions
from hkinno.store.store import Entry
from hkinno.text import escape_controls
from hkinno.words.language import language

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


WHOLE = True  # colours follow the categories of the whole store


def write(entries: Sequence[Entry], options: RenderOptions) -> Iterator[str]:
    """The picture: title, drawing, legend."""
    drawn = scene(entries, options, pixels(options) - 2 * PAD)
    picture, subjects = drawn.picture, drawn.items
    words = partial(_words, drawn, options)
    body = [
        *grid(picture, drawn.language.wording),
        *beyond(picture, drawn.language),
        *marks(picture, subjects, words, drawn.language),
    ]
    yield from _sheet(entries, options, body, height(picture), drawn.keys)


def render_chart(
    entries: Sequence[Entry], options: RenderOptions, view: ChartView, notes: Sequence[str] = ()
) -> Iterator[str]:
    """The chart: as `write` has it, but in the lanes, on the days and with today of a chart's view.

    `notes` are sentences for its foot. The width is that of the options, not of the view.
    """
    found = drawable(entries, options)
    lo, hi = map(near, span(Crowd.of([entry.date for entry in found.entries]), view)[:2])
    sight = in_sight(found.items, lo, hi)
    shown = [found.entries[number] for number in sight.numbers]
    days = window(lo, hi + 1, pixels(options) - 2 * PAD)
    headings = list(headed(_headings(shown, view), view.by, view.language))
    placed = lanes(headings, sight.items, days) if shown else []
    drawn = seen(found, sight, placed[0].picture if placed else arranged([], days), options)
    if view.by == "category":  # the headings say it
        del drawn.keys[1]
    now = bool(placed) and lo <= view.today <= hi
    if now:
        drawn.keys[0].append(today(drawn.language.say("today", day=drawn.language.day(view.today))))
    body = list(_lanes(drawn, placed, days.x(view.today + 0.5) if now else None, options))
    yield from _sheet(entries, options, body, _top(drawn) + _tall(placed) + AXIS, drawn.keys, notes)


def _headings(entries: Sequence[Entry], view: ChartView) -> list[tuple[str, ...]]:
    if not view.by:
        return [()] * len(entries)
    named = (headings_of(entry, view.by, view.language) for entry in entries)
    return [tuple(map(escape_controls, names)) for names in named]


def _tall(found: Sequence[PictureLane]) -> float:
    """The pixels of lanes with their headings, and of an axis above them where they are many."""
    headings = sum(lane.heading is not None for lane in found)
    high = sum(floor_of(lane.picture) for lane in found) + headings * LINE
    return high + AXIS * (high > _TALL)


def _top(drawn: Scene) -> float:
    """The pixels above lanes for what is told of events that lie earlier and later."""
    return BEYOND * bool(drawn.picture.earlier.events or drawn.picture.later.events)


def _lanes(
    drawn: Scene, found: Sequence[PictureLane], now: float | None, options: RenderOptions
) -> Iterator[str]:
    """The lanes on one grid, one below the other; a line through all of them at `now` pixels."""
    head, tall = _top(drawn), _tall(found)
    bottom, top = head + tall, head + float(AXIS if tall > _TALL + AXIS else 0)
    yield from grid(drawn.picture, drawn.language.wording, bottom)
    yield from beyond(drawn.picture, drawn.language)
    for _, start, text in axis(drawn.picture.view, drawn.language.wording) if top > head else ():
        yield f'<text class="tick" x="{px(start)}" y="{px(head + 12)}">{safe(text)}</text>\n'
    if now is not None:  # below those labels, which it would cross out
        yield f'<path class="today" d="M{px(now)} {px(top)}V{px(bottom)}"/>\n'
    for lane in found:
        if lane.heading is not None:
            yield _heading(lane, top + LINE - 7, drawn)
            top += LINE
        subjects = [drawn.items[number] for number in lane.numbers]
        yield f'<g transform="translate(0 {px(top)})">\n'
        words = _lane_words(drawn, lane.numbers, options)
        yield from marks(lane.picture, subjects, words, drawn.language)
        yield "</g>\n"
        top += floor_of(lane.picture)


def _heading(lane: PictureLane, y: float, drawn: Scene) -> str:
    """What a lane is called, in the colour of its category if it is one, and how many it has."""
    said = f" · {drawn.language.say('events', len(lane.numbers))}"
    name = cut(lane.heading or "", (drawn.picture.view.width - 160) / 13)
    color = {escape_controls(category): number for category, number in drawn.colors.items()}
    kind = f"lane c{color.get(lane.heading or '', NONE)}"
    return f'<text class="{kind}" y="{px(y)}">{safe(name)}<tspan>{said}</tspan></text>\n'


def _lane_words(
    drawn: Scene, numbers: Sequence[int], options: RenderOptions
) -> Callable[[int], Words]:
    return lambda place: _words(drawn, options, numbers[place])


def _words(drawn: Scene, options: RenderOptions, number: int) -> Words:
    entry = drawn.entries[number]
    event = visible(entry, options)
    known = drawn.language.explain(entry.date) if entry.date else ""
    said = (f"{event.date} ({known})", event.category, translated(event, "summary", options.lang))
    title = f"{dated(entry, options, drawn.language.words)}: {drawn.items[number].label}"
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
    yield f"<title>{safe(heading(options, language(options.lang)))}</title><desc>"
    yield f"{safe(counted(entries, options, language(options.lang)))}</desc>\n"
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


def _render_head(entries: Sequence[Entry], options: RenderOptions, wide: float) -> Iterator[str]:
    title = cut(heading(options, language(options.lang)), (wide - 2 * PAD) / 19)
    said = counted(entries, options, language(options.lang))
    yield f'<text class="title" font-size="19" y="32">{safe(title)}</text>\n'
    yield f'<text class="small" font-size="13" y="52">{safe(said)}</text>\n'


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
