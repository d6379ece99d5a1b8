"""A picture as SVG text. What it looks like (colours, dashes, type) is in `page/marks.css`.

The pieces of a mark stand around a line at 0, and what is at one of its ends around 0, so that the
script of the page can move them (`marks.js`). Signs and labels are as large as the font is there.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from math import ceil, floor
from typing import NamedTuple

from hkinno.chart.axis import Axis, ticks
from hkinno.chart.marks import End, Shape
from hkinno.dates.wording import Wording
from hkinno.page.lettering import ems
from hkinno.page.picture import (
    BIN,
    HEAD,
    LABEL_GAP,
    RUNNING,
    SIGN,
    Density,
    Fold,
    Picture,
    PictureItem,
    PictureView,
    Placed,
    body,
    placing,
)
from hkinno.text import escape_controls, width
from hkinno.words.language import Language

TOP, AXIS = 6, 28  # pixels above the rows, for the axis below
BEYOND, FOLDS = 20, 20  # pixels for what is told of events that are not drawn; for counts
LABEL = 18  # pixels from the axis to the foot of its labels
COLUMN = 8  # pixels that a character of a tick's label takes
TICK_GAP, OVERHANG = 4, 2  # pixels beside such a label; columns that it may move to the left
LEAST, JOIN = 1.5, 1.5  # pixels: of a part of a mark in width, of what joins parts in height
AROUND, ABOVE = 4, 2  # pixels of paper around a label on a bar, and above the bar; also of arrows
HEADS = {  # of ends that run on: an arrow, or two that say that the drawing goes no farther
    "open": ("head", f"M0 0l-{HEAD} -1v2z"),
    "clipped": ("clip", f"M{-HEAD} -.8L-4 0L{-HEAD} .8M-4 -.8L0 0L-4 .8"),
}
FIXED = End()
NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def safe(text: str) -> str:
    """Text for XML and HTML: what no document may have in it is made visible, marks escaped."""
    shown = NO_XML.sub(lambda found: ascii(found[0])[1:-1], escape_controls(text))
    return escape(shown, quote=True)


def px(number: float) -> str:
    """A length in pixels, to a tenth."""
    return f"{round(number, 1) + 0.0:.10g}"  # no -0


def height(picture: Picture) -> float:
    """How high the picture is, with its axis."""
    return floor_of(picture) + AXIS


def floor_of(picture: Picture) -> float:
    """The pixels from the top of the picture to its axis."""
    density = picture.density
    rows = picture.rows or not picture.stacks
    stacked = FOLDS * bool(picture.folds) + picture.stacks * density.low
    return _head(picture) + rows * density.pitch + stacked + TOP


def _head(picture: Picture) -> float:
    """The pixels above the first row."""
    return TOP + BEYOND * bool(picture.earlier.events or picture.later.events)


def row_y(picture: Picture, row: int) -> float:
    """The middle of a row: from the top, or for one of marks without labels from the axis."""
    if row >= 0:
        return _head(picture) + (row + 0.5) * picture.density.pitch
    return floor_of(picture) - TOP + (row + 0.5) * picture.density.low


def axis(view: PictureView, wording: Wording) -> Iterator[tuple[float, float, str]]:
    """The ticks of a view: where each is, where its label begins, the label.

    A label begins a little to the right of its tick, but it ends no later than the view. A tick
    whose label finds no place is left out.
    """
    lo, hi = ceil(view.lo), max(ceil(view.lo), floor(view.hi) - 1)
    free, columns = 0.0, max(1, int(view.width // COLUMN))
    for day, label in ticks(Axis(lo, hi, columns), OVERHANG, wording):
        x, wide = view.x(day), COLUMN * width(label)
        start = min(x + TICK_GAP, view.width - wide)
        if label and start >= free:
            yield x, start, label
            free = start + wide + TICK_GAP


def grid(picture: Picture, wording: Wording, bottom: float | None = None) -> Iterator[str]:
    """The axis: a line, and at each round date a faint one with its label.

    The axis is that of the picture, unless it is said how many pixels from the top it is.
    """
    if not (picture.placed or picture.folds):
        return
    bottom = floor_of(picture) if bottom is None else bottom
    yield f'<path class="axis" d="M0 {px(bottom)}H{px(picture.view.width)}"/>\n'
    for x, start, text in axis(picture.view, wording):
        yield from tick(x, start, bottom, text)


def tick(x: float, start: float, bottom: float, text: str) -> Iterator[str]:
    """A round date at `x`: a line down to its label below the axis, which begins at `start`."""
    foot = bottom + LABEL * (start > x)  # a line does not run through its label
    yield f'<path class="grid" d="M{px(x)} 0V{px(foot)}"/>'
    yield f'<text class="tick" x="{px(start)}" y="{px(bottom + LABEL - 1)}">{safe(text)}</text>\n'


class Words(NamedTuple):
    """The element around a mark, and what an event says beside its picture."""

    tag: str
    title: str
    desc: str = ""
    attributes: str = ""  # of the element, as XML


def beyond(picture: Picture, language: Language, top: float = 0) -> Iterator[str]:
    """What is told at the edges of events that lie earlier and later than the picture."""
    places = (("earlier", picture.earlier, 0.0), ("later", picture.later, picture.view.width))
    for name, away, x in places:
        if away.events:
            said = language.say(name, away.events, extent=language.extent(away.lo, away.hi))
            yield f'<text class="beyond {name}" x="{px(x)}" y="{px(top + BEYOND - 6)}">'
            yield f"{safe(f'« {said}' if name == 'earlier' else f'{said} »')}</text>\n"


def marks(
    picture: Picture,
    subjects: Sequence[PictureItem],
    words: Callable[[int], Words],
    language: Language,
) -> Iterator[str]:
    """All marks with their labels, then the counts of those that found no place."""
    yield f'<g class="marks" font-size="{px(picture.density.font)}">\n'
    for placed in picture.placed:
        y = row_y(picture, placed.row)
        yield from mark(placed, y, picture, subjects[placed.number], words(placed.number))
    y = _head(picture) + picture.rows * picture.density.pitch
    for fold in picture.folds:
        said = language.say("more here", len(fold.numbers))
        yield from folded(fold, y, said, [safe(words(number).title) for number in fold.numbers])
    yield "</g>\n"


def mark(
    placed: Placed, y: float, picture: Picture, subject: PictureItem, said: Words
) -> Iterator[str]:
    """A mark with its label, on a line at `y` pixels."""
    low = px(picture.density.low) if placed.row < 0 else ""  # signs no higher than a stacked row
    yield f'<{said.tag} class="mark c{subject.color}" transform="translate(0 {px(y)})"'
    if low and (subject.shape.start, subject.shape.end) != (FIXED, FIXED):
        yield f' font-size="{low}"'
    yield f"{said.attributes}><title>{safe(said.title)}</title>"
    yield f"<desc>{safe(said.desc)}</desc>" if said.desc else ""
    yield from shapes(subject.shape, picture.view, picture.density)
    yield _label(placed, picture.density) if placed.label else ""
    yield f"</{said.tag}>\n"


def _label(placed: Placed, density: Density) -> str:
    x = {
        "right": placed.x1 + LABEL_GAP,
        "left": placed.x0 - LABEL_GAP,
        "inside": placed.at + LABEL_GAP + HEAD,
    }[placed.side]
    wide = ems(placed.label) * density.font
    return gap(x, wide, density) * (placed.side == "inside") + label(placed.side, x, placed.label)


def gap(x: float, wide: float, density: Density) -> str:
    """Paper in the middle of a bar, on which its label stands."""
    half = density.bar / 2 + ABOVE
    return (
        f'<rect class="gap" x="{px(x - AROUND)}" y="{px(-half)}"'
        f' width="{px(wide + 2 * AROUND)}" height="{px(2 * half)}"/>'
    )


def label(side: str, x: float, text: str) -> str:
    """A label at a side of its mark."""
    return f'<text class="label {side}" x="{px(x)}" y=".35em">{safe(text)}</text>'


def folded(fold: Fold, y: float, said: str, titles: Iterable[str]) -> Iterator[str]:
    """The count of marks that found no place, where they are."""
    place = f"{px(fold.x)} {px(y)}"
    yield f'<g class="fold" transform="translate({place})"><title>{safe(said)}</title>'
    yield "<desc>" + "\n".join(titles) + "</desc>"
    yield f'<rect x="{px(1 - BIN / 2)}" y="1" width="{BIN - 2}" height="{FOLDS - 4}"'
    yield f' rx="{FOLDS / 2 - 2:g}"/><text y="13">+{len(fold.numbers)}</text></g>\n'


def shapes(shape: Shape, view: PictureView, density: Density) -> Iterator[str]:
    """The forms of one mark, without a label, around a line at 0."""
    x0, x1 = body(shape, view, density)
    about = " about" if shape.start.approximate or shape.end.approximate else ""
    if shape.kind == "point":
        yield f'<circle class="point{about}" cx="{px((x0 + x1) / 2)}" r="{px(density.bar / 2)}"/>'
    else:
        start = x0 + HEAD * (shape.start.bound in RUNNING)
        end = x1 - HEAD * (shape.end.bound in RUNNING)
        if not shape.parts:
            yield _bar(shape.kind + about, start, end, density.bar)
        place = placing(shape, view, x0, x1)
        for part in shape.parts:
            x, to = max(start, place(part.lo)), min(end, place(part.hi + 1))
            if x <= end and to >= start:
                kind = part.kind + about * (part.kind not in ("soft", "join"))
                high = JOIN if kind == "join" else density.bar
                yield _bar(kind, x, max(x + LEAST, to), high)
    yield _end("start", shape.start, x0, density)
    yield _end("end", shape.end, x1, density)


def _bar(kind: str, x0: float, x1: float, high: float) -> str:
    x1 = max(x0, x1)
    round_ = 1 if kind[0] in "isj" else min(high, x1 - x0) / 2
    return (
        f'<rect class="{kind}" x="{px(x0)}" y="{px(-high / 2)}" width="{px(x1 - x0)}"'
        f' height="{px(high)}" rx="{px(round_)}"/>'
    )


def _end(name: str, end: End, x: float, density: Density) -> str:
    """What stands at one end, from the inside out: an arrow, or ~, ? and an unknown end."""
    way = -1 if name == "start" else 1
    signs = "~" * end.approximate + "?" * end.uncertain
    parts = [_sign(text, way * SIGN * (place + 0.5)) for place, text in enumerate(signs)]
    if end.bound in RUNNING:
        scale = f"scale({way} {px(density.bar / 2 + ABOVE)})"
        kind, path = HEADS[end.bound]
        parts.append(f'<path class="{kind}" d="{path}" transform="{scale}"/>')
    if end.bound == "unknown":
        at = SIGN * len(signs)
        x1, x2 = (f"{way * number:.3g}em" for number in (at, at + 1.1))
        parts += [f'<line class="tail" x1="{x1}" x2="{x2}"/>', _sign("?", way * (at + 1.55))]
    return (
        f'<g class="{name}" transform="translate({px(x)} 0)">{"".join(parts)}</g>' if parts else ""
    )


def _sign(text: str, x: float) -> str:
    return f'<text class="sign" x="{x:.3g}em" y=".35em">{text}</text>'
