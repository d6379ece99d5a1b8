"""Marks: how a date looks when it is drawn, so that what is not known of it can be seen.

`shape` says what there is to draw, whatever draws it: a day is a point; a month or a year a bar of
that length; an interval is on all the time and solid; masked dates, significant digits and sets
are somewhere within, and hollow; qualifiers and ends that are open or unknown stand at the ends
to which they belong. `mark` draws a shape on an axis in characters.
"""

import unicodedata
from collections.abc import Iterable
from math import inf
from typing import NamedTuple

from hkinno.chart.axis import Axis
from hkinno.dates.date import Date
from hkinno.dates.edtf import parse

_LETTERS = "… × ß Æ æ Ø ø Œ œ Ł ł Đ đ € £", "... x ss AE ae O o OE oe L l D d EUR GBP"
_TYPED = str.maketrans(  # what a typewriter has for it
    dict.fromkeys("–—‐‑−―·•", "-")
    | dict.fromkeys("‘’‚′", "'")
    | dict.fromkeys("“”„″«»", '"')
    | dict(zip(*map(str.split, _LETTERS), strict=True))
)
MARGIN = 3  # columns on either side of an axis: an arrow and two qualifiers


class End(NamedTuple):
    """One end of a shape. `bound` is "fixed", "open" (..) or "unknown" (an empty end)."""

    bound: str = "fixed"
    approximate: bool = False
    uncertain: bool = False


class Shape(NamedTuple):
    """What there is to draw: days from `lo` to `hi`, inclusive, infinite at an open end.

    `kind` is "point", "bar", "interval" or "within". At an unknown end the days go as far as they
    are known. `soft` are spans at the ends of an interval which itself begins or ends somewhere
    within them.
    """

    kind: str
    lo: float
    hi: float
    start: End
    end: End
    soft: tuple[tuple[float, float], ...] = ()

    @property
    def uses(self) -> frozenset[str]:
        """Which of MEANINGS are in it."""
        ends = self.start, self.end
        there = (
            ("within", bool(self.soft)),
            ("approximate", any(end.approximate for end in ends)),
            ("uncertain", any(end.uncertain for end in ends)),
        )
        found = {self.kind, *(end.bound for end in ends)}
        return frozenset(found.union(name for name, is_there in there if is_there))


class Mark(NamedTuple):
    """A shape in characters, one column each: the text, the column of the axis at which it begins.

    Its body lies from `first` to `last`; what stands outside is not to scale. `uses` are the
    names in `PENS` of what is drawn.
    """

    column: int
    text: str
    first: int
    last: int
    uses: frozenset[str]


MEANINGS = {  # of what is drawn, in the legend; {} is how long the bars are
    "point": "on a day",
    "bar": "in {}",
    "interval": "all the time",
    "within": "some time within",
    "approximate": "about",
    "uncertain": "unsure",
    "unknown": "end unknown",
    "open": "open end",
    "clipped": "goes on outside",
}
_LENGTHS = ("month", "season", "quarter", "quadrimester", "semester", "year")
_SIGNS = (  # what is drawn, its characters, and those of ASCII
    ("point", "●", "*"),
    ("bar", "■", "="),
    ("interval", "━", "#"),
    ("within", "□", "o"),
    ("approximate", "~", "~"),
    ("uncertain", "?", "?"),
    ("unknown left", "?╌", "?-"),
    ("unknown right", "╌?", "-?"),
    ("unknown", "╌", "-"),
    ("open left", "◀", "<"),
    ("open right", "▶", ">"),
    ("clipped left", "«", "{"),
    ("clipped right", "»", "}"),
    ("today", "│", "|"),
    ("grid", "┊", ":"),
    ("axis", "─", "-"),
    ("tick below", "┬", "+"),
    ("tick above", "┴", "+"),
    ("density", "▁▂▃▄▅▆▇█", ".,;+xX%@"),
    ("cut", "…", ".."),
    ("dot", "·", "-"),
)
Pen = dict[str, str]
PENS: dict[bool, Pen] = {  # whether in ASCII
    False: {name: sign for name, sign, _ in _SIGNS},
    True: {name: sign for name, _, sign in _SIGNS},
}


def in_ascii(text: str) -> str:
    """A text without characters above 127: accents are left out, what is no letter then is `?`."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text.translate(_TYPED))
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return bare.encode("ascii", "replace").decode()


def shape(date: Date) -> Shape:
    """What there is to draw of a date."""
    if "/" in date.text:
        return _interval_shape(date)
    soft = _masked(date)
    kind = "within" if soft else "point" if date.precision == "day" else "bar"
    start = End("open" if date.lo == -inf else "fixed", date.approximate)
    end = End("open" if date.hi == inf else "fixed", False, date.uncertain)
    return Shape(kind, date.lo, date.hi, start, end)


def bar_words(dates: Iterable[Date]) -> str:
    """What the bars of dates are, as in "a month, a year"."""
    found = {date.precision for date in dates if shape(date).kind == "bar"}
    return ", ".join(f"a {name}" for name in _LENGTHS if name in found)


def _masked(date: Date) -> bool:
    return date.precision == "set" or "X" in date.text or "S" in date.text


def _interval_shape(date: Date) -> Shape:
    first, last = date.text.split("/")
    lo, start = _parse_end(first)
    hi, end = _parse_end(last)
    soft = tuple((d.lo, d.hi) for d in (lo, hi) if d and _masked(d))
    return Shape(
        "interval",
        date.lo if lo or start.bound == "open" or not hi else hi.lo,
        date.hi if hi or end.bound == "open" or not lo else lo.hi,
        *(start, end, soft),
    )


def _parse_end(text: str) -> tuple[Date | None, End]:
    if text in ("", ".."):
        return None, End("open" if text else "unknown")
    date = parse(text)
    return date, End("fixed", date.approximate, date.uncertain)


def mark(drawn: Shape, axis: Axis, pen: Pen) -> Mark:
    """A shape on an axis; ends that lie beyond the axis are marked as clipped."""
    lo, hi = drawn.lo, drawn.hi
    if hi < axis.lo or lo > axis.hi:  # only what is not known of it can reach the axis
        first = last = 0 if hi < axis.lo else axis.columns - 1
        body = pen["unknown"]
    elif drawn.kind == "point":
        first = last = axis.middle(int(lo))
        body = pen["point"]
    else:
        first, last = axis.stretch(lo, hi)
        body = _body(drawn, axis, first, last, pen)
    left = _side(drawn.start, -inf < lo < axis.lo, "left")
    right = _side(drawn.end, axis.hi < hi < inf, "right")
    before, after = ("".join(pen[name] for name in side) for side in (left[::-1], right))
    uses = {name for name in ("point", "bar", "interval", "within") if pen[name] in body}
    text = before + body + after
    return Mark(first - len(before), text, first, last, frozenset(uses.union(left, right)))


def _body(drawn: Shape, axis: Axis, first: int, last: int, pen: Pen) -> str:
    signs = [pen[drawn.kind]] * (last + 1 - first)
    for lo, hi in drawn.soft:
        if hi >= axis.lo and lo <= axis.hi:
            # 2015/201X begins in the midst of its own end
            left, right = (max(first, min(c, last)) for c in axis.stretch(lo, hi))
            signs[left - first : right + 1 - first] = pen["within"] * (right + 1 - left)
    return "".join(signs)


def _side(end: End, clipped: bool, side: str) -> list[str]:
    """What stands outside of the body, from the inside out."""
    names = (
        ("approximate", end.approximate),
        ("uncertain", end.uncertain),
        (f"unknown {side}", end.bound == "unknown"),
        (f"open {side}", end.bound == "open"),
        (f"clipped {side}", clipped),
    )
    return [name for name, there in names if there]
