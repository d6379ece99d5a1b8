"""A picture as SVG text. What it looks like (colours, dashes, type) is in `page/marks.css`.

`page/picture.js` makes the same elements in a browser.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from math import ceil, floor
from typing import NamedTuple

from hkinno.chart.axis import Axis, ticks
from hkinno.chart.marks import End, Shape
from hkinno.page.lettering import ems
from hkinno.page.picture import (
    BIN,
    HEAD,
    LABEL_GAP,
    SIGN,
    Density,
    Fold,
    Picture,
    Placed,
    Subject,
    View,
    body,
)
from hkinno.text import escape_controls

TOP, FOLDS, AXIS = 6, 20, 28  # pixels above the rows, for counts above them, for the axis below
COLUMN = 8  # pixels that a character of a tick's label takes
TICK_GAP, OVERHANG = 4, 2  # pixels beside such a label; columns that it may move to the left
COLORS = 10  # classes of colour: c0 to c9, of which the last is for all other categories
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def safe(text: str) -> str:
    """Text for XML and HTML: what no document may have in it is made visible, marks escaped."""
    shown = _NO_XML.sub(lambda found: ascii(found[0])[1:-1], escape_controls(text))
    return escape(shown, quote=True)


def px(number: float) -> str:
    """A length in pixels, to a tenth."""
    return f"{round(number, 1) + 0.0:.10g}"  # no -0


def height(picture: Picture) -> float:
    """How high the picture is, with its axis."""
    return _floor(picture) + AXIS


def _floor(picture: Picture) -> float:
    rows = max(1, picture.rows)
    return TOP + FOLDS * bool(picture.folds) + rows * picture.density.pitch + TOP


def row_y(picture: Picture, row: int) -> float:
    """The middle of a row: the first is on top if marks have labels, else on the axis."""
    pitch = picture.density.pitch
    if picture.density.labelled:
        return TOP + (row + 0.5) * pitch
    return _floor(picture) - TOP - (row + 0.5) * pitch


def axis(view: View) -> Iterator[tuple[float, float, str]]:
    """The ticks of a view: where each is, where its label begins, the label.

    A label begins a little to the right of its tick, but it ends no later than the view. A tick
    whose label finds no place is left out.
    """
    lo, hi = ceil(view.lo), max(ceil(view.lo), floor(view.hi) - 1)
    free = 0.0
    for day, label in ticks(Axis(lo, hi, max(1, int(view.width // COLUMN))), OVERHANG):
        x, wide = view.x(day), COLUMN * len(label)
        start = min(x + TICK_GAP, view.width - wide)
        if label and start >= free:
            yield x, start, label
            free = start + wide + TICK_GAP


def grid(picture: Picture) -> Iterator[str]:
    """The axis: a line, and at each round date a faint one with its label."""
    if not picture.placed:
        return
    bottom, width = _floor(picture), picture.view.width
    yield f'<path class="axis" d="M0 {px(bottom)}H{px(width)}"/>\n'
    for x, start, label in axis(picture.view):
        foot = bottom + 18 * (start > x)  # a line does not run through its label
        yield f'<path class="grid" d="M{px(x)} 0V{px(foot)}"/>'
        yield f'<text class="tick" x="{px(start)}" y="{px(bottom + 17)}">{safe(label)}</text>\n'


class Words(NamedTuple):
    """The element around a mark, and what an event says beside its picture."""

    tag: str
    title: str
    desc: str = ""
    attributes: str = ""  # of the element, as XML


def marks(
    picture: Picture, subjects: Sequence[Subject], words: Callable[[int], Words]
) -> Iterator[str]:
    """All marks with their labels, then the counts of those that found no place."""
    for placed in picture.placed:
        subject, said = subjects[placed.number], words(placed.number)
        yield f'<{said.tag} class="mark c{subject.color}"{said.attributes}>'
        yield f"<title>{safe(said.title)}</title>"
        yield f"<desc>{safe(said.desc)}</desc>" if said.desc else ""
        y = row_y(picture, placed.row)
        yield from shapes(subject.shape, picture.view, y, picture.density)
        yield from _label(placed, y, picture)
        yield f"</{said.tag}>\n"
    for fold in picture.folds:
        yield from _fold(fold, [safe(words(number).title) for number in fold.numbers])


def _label(placed: Placed, y: float, picture: Picture) -> Iterator[str]:
    if not placed.label:
        return
    x = {
        "right": placed.x1 + LABEL_GAP,
        "left": placed.x0 - LABEL_GAP,
        "inside": placed.x0 + LABEL_GAP + HEAD,
    }[placed.side]
    size = picture.density.font
    if placed.side == "inside":
        yield from _gap(x, y, ems(placed.label) * size, picture.density)
    yield f'<text class="label {placed.side}" font-size="{px(size)}" x="{px(x)}"'
    yield f' y="{px(y + size * 0.35)}">{safe(placed.label)}</text>'


def _gap(x: float, y: float, wide: float, density: Density) -> Iterator[str]:
    """Paper in the middle of a bar, on which its label stands."""
    high = density.bar + 4
    yield f'<rect class="gap" x="{px(x - 4)}" y="{px(y - high / 2)}"'
    yield f' width="{px(wide + 8)}" height="{px(high)}"/>'


def _fold(fold: Fold, titles: Iterable[str]) -> Iterator[str]:
    count = len(fold.numbers)
    yield f'<g class="fold"><title>{count} more here</title><desc>'
    yield "\n".join(titles)
    yield f'</desc><rect x="{px(fold.x - BIN / 2 + 1)}" y="{TOP - 2}" width="{BIN - 2}"'
    yield f' height="{FOLDS - 4}" rx="{FOLDS / 2 - 2:g}"/>'
    yield f'<text x="{px(fold.x)}" y="{TOP + 10}">+{count}</text></g>\n'


def shapes(shape: Shape, view: View, y: float, density: Density) -> Iterator[str]:
    """The forms of one mark, without a label."""
    x0, x1 = body(shape, view, density)
    about = " about" if shape.start.approximate or shape.end.approximate else ""
    if shape.kind == "point":
        yield f'<circle class="point{about}" cx="{px((x0 + x1) / 2)}" cy="{px(y)}"'
        yield f' r="{px(density.bar / 2)}"/>'
    else:
        start = x0 + HEAD * (shape.start.bound == "open")
        end = x1 - HEAD * (shape.end.bound == "open")
        yield _bar(shape.kind + about, start, end, y, density)
        for lo, hi in shape.soft:
            yield _bar("soft", max(start, view.x(lo)), min(end, view.x(hi + 1)), y, density)
    yield from _end(shape.start, x0, -1, y, density)
    yield from _end(shape.end, x1, 1, y, density)


def _bar(kind: str, x0: float, x1: float, y: float, density: Density) -> str:
    high = density.bar
    round_ = 1 if kind[0] in "is" else min(high, x1 - x0) / 2
    return (
        f'<rect class="{kind}" x="{px(x0)}" y="{px(y - high / 2)}" width="{px(x1 - x0)}"'
        f' height="{px(high)}" rx="{px(round_)}"/>'
    )


def _end(end: End, x: float, way: int, y: float, density: Density) -> Iterator[str]:
    """What stands at one end, from the inside out: an arrow, or ~, ? and an unknown end."""
    if end.bound == "open":
        half = density.bar / 2 + 2
        yield f'<path class="head" d="M{px(x)} {px(y)}l{-way * HEAD} {px(-half)}v{px(2 * half)}z"/>'
    sign = SIGN * density.font
    for text in "~" * end.approximate + "?" * end.uncertain:
        yield _sign(text, x + way * sign / 2, y, density)
        x += way * sign
    if end.bound == "unknown":
        yield f'<path class="tail" d="M{px(x)} {px(y)}h{way * 14}"/>'
        yield _sign("?", x + way * 20, y, density)


def _sign(text: str, x: float, y: float, density: Density) -> str:
    size = density.font
    place = f'x="{px(x)}" y="{px(y + size * 0.35)}"'
    return f'<text class="sign" font-size="{px(size)}" {place}>{text}</text>'
