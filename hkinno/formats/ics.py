"""iCalendar (RFC 5545, RFC 7986): for calendars, which know whole days and instants alone.

What is not known to the day is on all the days on which it may be, its date in words with it. All
that is stored goes along in X-HKINNO-EVENT, and the exact date in X-HKINNO-DATE, which calendars
keep and do not show.
"""

from collections.abc import Iterator, Sequence

from hkinno.formats._ics_event import write_event
from hkinno.formats._ics_lines import escape, fold
from hkinno.formats._ics_times import FIRST, LAST
from hkinno.losses import Carries, How, kept
from hkinno.render import RenderOptions
from hkinno.store.store import Entry
from hkinno.text import escape_controls

SUFFIXES = (".ics", ".ical")
WHOLE = True
FIXED = True
EVENTS = True
_SAID = ("precision", "season", "decade", "mark", "open-start", "open-end", "set")
_TOLD = ("actors", "figures", "date_note", "sources", "media", "translations", "other")
CARRIES = Carries(
    days=(FIRST, LAST),
    date={**dict.fromkeys(_SAID, How.WORDS), "bc": How.NOT},
    fields=dict.fromkeys(_TOLD, How.WORDS),
)
_HEAD = ("VERSION:2.0", "PRODID:-//hkinno//hkinno//EN", "CALSCALE:GREGORIAN")


def write(entries: Sequence[Entry], options: RenderOptions) -> Iterator[str]:
    """A calendar with an event for each that is on days which calendars know."""
    called = escape(escape_controls(options.title or options.store).strip())
    names = [f"{name}:{called}" for name in ("NAME", "X-WR-CALNAME") if called]
    yield "".join(map(fold, ("BEGIN:VCALENDAR", *_HEAD, *names)))
    for entry, date in kept(entries, CARRIES):
        yield write_event(entry, date, options)
    yield fold("END:VCALENDAR")


# --- reading


def recognizes(head: str) -> bool:
    """Whether a calendar begins here."""
    return head.lstrip("\ufeff \t").upper().startswith("BEGIN:VCALENDAR")


def read(data: bytes, label: str) -> Iterator[tuple[str, dict[str, object] | str]]:
    """The events, each by its line, and what has to be said of the file. Raises HkinnoError."""
    from hkinno.formats._ics_reading import read_events  # needs a library

    return read_events(data, label)
