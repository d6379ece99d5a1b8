"""What the script of the page is told: tables and constants, so that none stands in two languages.

It draws the same as is drawn here, at other widths and of other days.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import inf, isinf
from typing import NamedTuple

from hkinno.chart import axis, extent
from hkinno.chart.marks import End
from hkinno.dates import wording
from hkinno.dates.phrases.exported import tables
from hkinno.events import SEARCHED, VALUES, Event, values_of
from hkinno.page import ink, picture
from hkinno.page.article import DAY
from hkinno.page.lettering import WIDTHS
from hkinno.page.served import Served
from hkinno.text import UNSEEN, escape_controls
from hkinno.words.language import Language, language

_OFFERED = 200  # values in a menu; the others are found at the events and by searching
_NAMES = {
    picture: "EDGE TAIL LABEL_GAP HEAD FEWEST FEWEST_OPEN BIN SHORTEST SIGN",
    ink: "TOP BEYOND FOLDS AXIS LABEL COLUMN TICK_GAP OVERHANG AROUND ABOVE LEAST JOIN HEADS",
    extent: "SPARE TAIL_SHARE SHARE",
    axis: "GAP MONTH YEAR MONTH_STEPS YEAR_STEPS",
    wording: "WORDLESS",
}


class PageMenu(NamedTuple):
    """A filter of the page: what a value is called, those that are offered and what is shown.

    `more` is how many there are beside.
    """

    name: str
    options: list[tuple[str, str]]
    more: int


def menus(events: Sequence[Event]) -> Iterator[PageMenu]:
    """The filters of a page of these events, the values that are most frequent first."""
    for row in VALUES:
        counts = Counter(
            value for event in events for value in set(values_of(event, row)) if value.strip()
        )
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        if len(ordered) > 1:
            shown = [
                (escape_controls(value), f"{escape_controls(value)} ({count})")
                for value, count in ordered[:_OFFERED]
            ]
            yield PageMenu(row.option, shown, len(ordered) - len(shown))


def block(
    languages: Served, spoken: Sequence[Language], said: dict[str, object]
) -> dict[str, object]:
    """All that the script has to know of what is drawn and told here.

    `spoken` are the languages that the page itself may speak, `said` is what stands in it in each.
    """
    first = spoken[0].tag if not languages.first else language(None).tag
    return {
        "languages": languages._asdict(),
        "speaks": {
            "": first,
            **{t: language(t).tag for t in (languages.first, *languages.offered) if t},
        },
        "texts": {one.tag: one.of_page for one in spoken},
        "said": said,
        "facets": [row.option for row in VALUES],
        "searched": [row.option for row in VALUES if row.name in SEARCHED],
        "day": f"({DAY})",
        "unseen": f"{UNSEEN}|{ink.NO_XML.pattern}",
        "widths": WIDTHS,
        "wordings": {one.tag: _wording(one) for one in (language(None), *spoken)},
        "typed": tables(),
        "constants": {
            **{
                name: getattr(room, name)
                for room, names in _NAMES.items()
                for name in names.split()
            },
            "DAYS_OF_MONTH": [(days, sorted(which)) for days, which in axis.DAYS_OF_MONTH],
            "DENSITIES": [_sized(density) for density in picture.DENSITIES],
        },
    }


def _wording(said: Language) -> dict[str, object]:
    """How a language says days, months and years."""
    return {name: getattr(said.wording, name) for name in wording.IN_SCRIPT}


def _sized(density: picture.Density) -> dict[str, object]:
    """A density for the script; what is infinite is left out, as JSON has no word for it."""
    return {name: n for name, n in density._asdict().items() if not isinf(n)}


def data(item: picture.PictureItem | None) -> str:
    """What the script has to know of an event to draw it, as an attribute; nothing if it cannot be.

    Colour, kind, first and last day, the signs at both ends and the parts, in words: a part is
    `kind,lo,hi`, of the signs `>` is an end that is open, `…` one that is not known, `.` is none.
    """
    if not item:
        return ""
    shape = item.shape
    parts = (f"{part.kind},{_day(part.lo)},{_day(part.hi)}" for part in shape.parts)
    ends = (_signs(end) or "." for end in (shape.start, shape.end))
    words = (str(item.color), shape.kind, _day(shape.lo), _day(shape.hi), *ends, *parts)
    return f' data-drawn="{ink.safe(" ".join(words))}"'


def _day(day: float) -> str:
    """The number of a day for the script, which knows what has no end as Infinity."""
    endless = {inf: "Infinity", -inf: "-Infinity"}
    return endless.get(day) or f"{picture.near(day):.17g}"


def _signs(end: End) -> str:
    bound = {"open": ">", "unknown": "…"}.get(end.bound, "")
    return "~" * end.approximate + "?" * end.uncertain + bound
