"""Marks: how a date looks when it is drawn, so that what is not known of it can be seen.

`shape` says what there is to draw, whatever draws it: a day is a point; a month or a year a bar of
that length; what lasts is solid while it is on for certain, and soft where it may begin or end;
masked dates, significant digits and one of a set are some time within, and hollow; all of a set
stand at each of its members; qualifiers and ends that are open or unknown stand at the ends to
which they belong. `mark` draws a shape on an axis in characters.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice
from math import inf
from typing import NamedTuple

from hkinno.chart.axis import Axis
from hkinno.dates.date import Date, Lasting, Range, Several
from hkinno.words.language import Language

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


class Part(NamedTuple):
    """A form of a shape, from a day to a day: a kind of shape, or what is of parts alone.

    That is "soft", where it may be on, and "join", where it is not.
    """

    kind: str
    lo: float
    hi: float


class Shape(NamedTuple):
    """What there is to draw: days from `lo` to `hi`, inclusive, infinite at an open end.

    `kind` is "point", "bar", "interval", "within" or "each". At an unknown end the days go as far
    as they are known. `parts` are the forms that it is made of if these are not one of its kind,
    in order and apart.
    """

    kind: str
    lo: float
    hi: float
    start: End
    end: End
    parts: tuple[Part, ...] = ()

    @property
    def forms(self) -> tuple[Part, ...]:
        """What it is made of, be it one form or several."""
        return self.parts or (Part(self.kind, self.lo, self.hi),)

    @property
    def ends(self) -> Iterator[float]:
        """The days on which something begins or ends in it."""
        return (day for part in self.forms for day in (part.lo, part.hi))

    @property
    def uses(self) -> frozenset[str]:
        """Which of FORMS are in it."""
        ends = self.start, self.end
        there = (
            ("approximate", any(end.approximate for end in ends)),
            ("uncertain", any(end.uncertain for end in ends)),
        )
        found = {*(part.kind for part in self.forms), *(end.bound for end in ends)}
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


FORMS = (  # what is drawn, in the order of the legend, which says what each means
    *("point", "bar", "interval", "soft", "within", "each", "join"),
    *("approximate", "uncertain", "unknown", "open", "clipped"),
)
_BODY = FORMS[:7]  # not at its ends
_MOST = 100  # runs of days of which it is one; more cannot be told apart
_ENOUGH = 0.5  # of a column, that a part has one if it can be had
_LENGTHS = ("month", "season", "quarter", "quadrimester", "semester", "year")
_SIGNS = (  # what is drawn, its characters, and those of ASCII
    ("point", "●", "*"),
    ("bar", "■", "="),
    ("interval", "━", "#"),
    ("soft", "╍", "/"),
    ("within", "□", "o"),
    ("each", "≡", "&"),
    ("join", "·", "_"),
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
    if isinstance(date.denotes, Lasting):
        return _interval_shape(date, date.denotes)
    start = End("open" if date.lo == -inf else "fixed", date.approximate)
    end = End("open" if date.hi == inf else "fixed", False, date.uncertain)
    if isinstance(date.denotes, Several):
        parts = _joined(map(_member_part, date.denotes.members))
        return Shape("each", date.lo, date.hi, start, end, parts)
    if date.precision == "set" or "X" in date.text or "S" in date.text:
        runs = [Part("within", *run) for run in islice(date.days.runs(), _MOST + 1)]
        parts = _joined(runs) if 1 < len(runs) <= _MOST else ()
        return Shape("within", date.lo, date.hi, start, end, parts)
    kind = "point" if date.precision == "day" else "bar"
    return Shape(kind, date.lo, date.hi, start, end)


def _member_part(member: Date | Range) -> Part:
    kind = "point" if isinstance(member, Date) and member.precision == "day" else "each"
    return Part(kind, member.lo, member.hi)


def _joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Parts in order and apart, and what joins them where days are between that are not meant."""
    found: list[Part] = []
    for part in sorted(parts, key=lambda part: (part.lo, -part.hi)):
        before = found[-1].hi if found else part.lo - 1
        if found and part.lo <= before:
            found[-1] = found[-1]._replace(hi=max(before, part.hi))
            continue
        if part.lo > before + 1:
            found.append(Part("join", before + 1, part.lo - 1))
        found.append(part)
    return tuple(found)


def bar_lengths(dates: Iterable[Date]) -> list[str]:
    """The units of time that are the bars of dates, the shortest first."""
    found = {date.precision for date in dates if shape(date).kind == "bar"}
    return [name for name in _LENGTHS if name in found]


def bar_words(dates: Iterable[Date], language: Language) -> str:
    """What the bars of dates are, as in "a month, a year"."""
    return language.say("and").join(language.say(f"unit {name}") for name in bar_lengths(dates))


def _interval_shape(date: Date, known: Lasting) -> Shape:
    """What is on for certain between the latest start and the earliest end, and may be beside."""
    first, last = date.latest_start, date.earliest_end
    start, end = _end(known.start, first == -inf), _end(known.end, last == inf)
    lo = known.end.lo if start.bound == "unknown" and known.end else date.lo
    hi = known.start.hi if end.bound == "unknown" and known.start else date.hi
    parts = [Part("soft", lo, hi)]
    if first <= last:
        parts = [Part("soft", lo, first - 1)] * (lo < first)
        parts += [Part("interval", first, last), *[Part("soft", last + 1, hi)] * (last < hi)]
    alone = len(parts) == 1 and parts[0].kind == "interval"
    return Shape("interval", lo, hi, start, end, () if alone else tuple(parts))


def _end(date: Date | None, is_open: bool) -> End:
    if date is None:
        return End("open" if is_open else "unknown")
    return End("fixed", date.approximate, date.uncertain)


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
    uses = {name for name in _BODY if pen[name] in body}
    text = before + body + after
    return Mark(first - len(before), text, first, last, frozenset(uses.union(left, right)))


def _body(drawn: Shape, axis: Axis, first: int, last: int, pen: Pen) -> str:
    """The forms of a shape, each in columns of its own as far as there are so many."""
    if not drawn.parts:
        return pen[drawn.kind] * (last + 1 - first)
    shown = [part for part in drawn.parts if part.hi >= axis.lo and part.lo <= axis.hi]
    # what is solid is drawn last, so that it is seen where it shares a column with something else
    shown.sort(key=lambda part: part.kind not in ("soft", "join"))
    places = [range(*_between(axis.stretch(part.lo, part.hi), first, last)) for part in shown]
    owners = [-1] * (last + 1 - first)
    for number, place in enumerate(places):
        owners[place.start : place.stop] = [number] * len(place)
    for number in sorted({*range(len(shown))}.difference(owners)):  # another may spare a column
        spare = [column for column in places[number] if owners.count(owners[column]) > 1]
        if spare and _columns(shown[number], axis) >= _ENOUGH:
            owners[spare[0]] = number
    signs = [*(pen[part.kind] for part in shown), " "]  # the last where there is no owner
    return "".join(map(signs.__getitem__, owners))


def _between(columns: tuple[int, int], first: int, last: int) -> tuple[int, int]:
    """Columns, those that are not between two others moved there, as a range from the first."""
    left, right = (max(first, min(column, last)) - first for column in columns)
    return left, right + 1


def _columns(part: Part, axis: Axis) -> float:
    """How many columns a part would take that were exact."""
    days = min(part.hi, axis.hi) + 1 - max(part.lo, axis.lo)
    return days * axis.columns / (axis.hi + 1 - axis.lo)


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
