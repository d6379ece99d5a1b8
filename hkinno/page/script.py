"""What the script of the page is told: tables and constants, so that none stands in two languages.

It draws nothing of its own: it moves the marks that are drawn here, in the page or, for those that
find no place at first, beside it, and makes copies of the rest.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import isinf
from typing import NamedTuple

from hkinno.chart import axis
from hkinno.chart.marks import End, Shape
from hkinno.dates import wording
from hkinno.dates.phrases.exported import tables
from hkinno.events import PARTS, SEARCHED, VALUES, Event, values_of
from hkinno.page import ink, picture
from hkinno.page.article import TRANSLATED
from hkinno.page.lettering import WIDTHS
from hkinno.page.served import Served
from hkinno.text import UNSEEN, escape_controls

_OFFERED = 200  # values in a menu; the others are found at the events and by searching
_NAMES = {
    picture: "EDGE TAIL LABEL_GAP HEAD FEWEST FEWEST_OPEN BIN SHORTEST SIGN SLACK",
    ink: "TOP FOLDS AXIS LABEL COLUMN TICK_GAP OVERHANG AROUND ABOVE LEAST JOIN",
    axis: "GAP MONTH YEAR MONTH_STEPS YEAR_STEPS",
    wording: "WORDLESS",
}


class PageMenu(NamedTuple):
    """A filter of the page: what a value is called, those that are offered, and what is shown."""

    name: str
    options: list[tuple[str, str]]


def menus(events: Sequence[Event]) -> Iterator[PageMenu]:
    """The filters of a page of these events, the values that are most frequent first."""
    for row in VALUES:
        counts = Counter(value for event in events for value in set(values_of(event, row)))
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        if len(ordered) > 1:
            shown = [
                (value, f"{escape_controls(value)} ({count})")
                for value, count in ordered[:_OFFERED]
            ]
            yield PageMenu(row.option, shown)


def block(languages: Served) -> dict[str, object]:
    """All that the script has to know of what is drawn and told here."""
    return {
        "languages": languages._asdict(),
        "facets": {row.option: row.name for row in VALUES},
        "searched": [name for name in SEARCHED if name not in PARTS],
        "translated": TRANSLATED,
        "unseen": f"{UNSEEN}|{ink.NO_XML.pattern}",
        "widths": WIDTHS,
        "wordings": {tag: words._asdict() for tag, words in wording.WORDINGS.items()},
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


def _sized(density: picture.Density) -> dict[str, object]:
    """A density for the script; what is infinite is left out, as JSON has no word for it."""
    return {name: n for name, n in density._asdict().items() if not isinf(n)}


def spare() -> Iterator[str]:
    """One of each element of which the script makes copies."""
    yield from ink.tick(0, 0, 0, "")
    yield ink.label("right", 0, "")
    yield ink.gap(0, 0, picture.DENSITIES[0])
    yield from ink.folded(picture.Fold(0, ()), ())


def data(number: int, shape: Shape) -> str:
    """What the script has to know of a mark, as attributes: the number of its event, its days.

    Also the signs at its ends, of which `>` is one that is open, `…` one that is not known.
    """
    ends = zip(("start", "end"), map(_signs, (shape.start, shape.end)), strict=True)
    said = "".join(f' data-{name}="{ink.safe(signs)}"' for name, signs in ends if signs)
    return f' data-n="{number}"{ink.days(shape.lo, shape.hi)}{said}'


def _signs(end: End) -> str:
    bound = {"open": ">", "unknown": "…"}.get(end.bound, "")
    return "~" * end.approximate + "?" * end.uncertain + bound
