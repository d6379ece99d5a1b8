"""vis-timeline: an array of items for its DataSet (visjs.github.io/vis-timeline).

Days are local, `2002-01-01T00:00:00`: with a Z, New York would show the day before. An `end` is the
day after the last one, and what is open has none. A time of day that names a zone is the instant
that it is, and vis shows it by the clock of who looks.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from math import inf

from hkinno.dates.calendar import civil, ordinal
from hkinno.dates.date import Date
from hkinno.dates.edtf import TIMED
from hkinno.dates.placed import placed
from hkinno.display import dated, translated
from hkinno.events import members
from hkinno.formats._beside import ASIDE, beside, encode, fields_but, shown
from hkinno.formats.json import write_rows
from hkinno.losses import Carries, How, kept
from hkinno.render import RenderOptions
from hkinno.store.store import Entry
from hkinno.text import paragraphs

SUFFIXES = ()
FIXED = True
# A Date of JavaScript is within 100,000,000 days of 1970 (ECMA-262, 21.4.1.1), wherever it is.
_DAYS = ordinal(-271821, 4, 21), ordinal(275760, 9, 11)
_WORDS = ("precision", "season", "decade", "mark", "open-start", "open-end", "set")
CARRIES = Carries(_DAYS, dict.fromkeys(_WORDS, How.WORDS), fields_but("id", "category"), ASIDE)


def write(entries: Sequence[Entry], options: RenderOptions) -> Iterator[str]:
    """An item a line; on a terminal, indented."""
    items = (item(entry, date, options) for entry, date in kept(entries, CARRIES))
    return write_rows(map(encode, items), options.terminal)


def item(entry: Entry, date: Date, options: RenderOptions) -> dict[str, object]:
    """An event as an item. What it shows is HTML: `content`, `group`, and `title` for pointers.

    The latter has the date in words, the title again, which may not fit, and the summary.
    """
    texts = shown(entry, options)
    summary = paragraphs(translated(entry.event, "summary", options.lang))
    return {
        "id": members(entry.raw)["id"],
        "content": escape(texts["title"]),
        "title": escape("\n".join([dated(entry, options), texts["title"], *summary])),
        "group": escape(texts.get("category", "")),  # without any, vis hides it among groups
        **times(date),
        **beside(entry, texts, options),
    }


def times(date: Date) -> dict[str, str]:
    """From when to when it is shown: an instant or a day as a box, more as a range, open a point.

    The date has to be one that is placed.
    """
    if timed := re.fullmatch(TIMED, date.text):
        _, hour, minute, second, sign, hours, minutes = timed.groups()
        zone = f"{sign}{hours}:{minutes or '00'}" if sign else "Z" * date.text.endswith("Z")
        return {"start": _day(date.lo, f"{hour}:{minute}:{second}{zone}"), "type": "box"}
    first, last = placed(date) or (0, 0)
    if date.hi == inf:
        return {"start": _day(first), "type": "point"}
    kind = "box" if first == last else "range"
    return {"start": _day(first), "end": _day(last + 1), "type": kind}


def _day(day: float, clock: str = "00:00:00") -> str:
    """A time on a day as JavaScript reads it: years of six digits with a sign, or of four.

    It takes -0524 for 524, without a word.
    """
    year, month, number = civil(int(day))
    years = f"{year:04}" if 0 <= year <= 9999 else f"{year:+07}"
    return f"{years}-{month:02}-{number:02}T{clock}"
