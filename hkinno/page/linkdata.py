"""A chronology as schema.org says it (JSON-LD), for machines that read pages.

Only what a machine may take for exact is a `startDate` or `endDate`: a year, a month, a day, alone
or as the ends of an interval. Any other date is said in words (`disambiguatingDescription`).
"""

from collections.abc import Iterable, Iterator

import msgspec

from hkinno.dates.date import Date
from hkinno.dates.edtf import parse
from hkinno.dates.format import words
from hkinno.display import translated
from hkinno.page.article import anchor, machine, visible
from hkinno.render import RenderOptions
from hkinno.store.store import Entry
from hkinno.text import escape_controls

_LONGEST_SUMMARY = 300  # characters of a summary; the page has all of it
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def island(data: bytes) -> str:
    """JSON for a script element: nothing in it can end the element or begin a comment."""
    return data.decode().translate(_ESCAPES)


def graph(entries: Iterable[Entry], title: str, options: RenderOptions) -> Iterator[str]:
    """The list of events, ready for a script element."""
    head = {"@context": "https://schema.org", "@type": "ItemList", "name": escape_controls(title)}
    yield island(msgspec.json.encode(head))[:-1] + ',"itemListElement":['
    for number, entry in enumerate(entries, 1):
        item = {"@type": "ListItem", "position": number, "item": _event(entry, options)}
        yield ("," if number > 1 else "") + "\n" + island(msgspec.json.encode(item))
    yield "]}"


def _event(entry: Entry, options: RenderOptions) -> dict[str, object]:
    event = visible(entry, options)
    title, summary = (
        escape_controls(translated(event, n, options.lang)) for n in ("title", "summary")
    )
    places = [{"@type": "Place", "name": escape_controls(place)} for place in event.places or ()]
    said: dict[str, object] = {
        "@type": "Event",
        "@id": f"#{anchor(event.id)}",
        "name": title.strip(),
        **(_date_members(entry.date) if entry.date else {}),
        "description": summary
        if len(summary) <= _LONGEST_SUMMARY
        else f"{summary[:_LONGEST_SUMMARY]}…",
        "location": places[0] if len(places) == 1 else places,
        "keywords": [escape_controls(tag) for tag in event.tags or ()],
    }
    return {name: value for name, value in said.items() if value}


def _date_members(date: Date) -> dict[str, str]:
    if "/" not in date.text:
        ends = {"startDate": machine(date)}
    else:
        texts = zip(("startDate", "endDate"), date.text.split("/"), strict=True)
        ends = {name: machine(parse(text)) for name, text in texts if text not in ("", "..")}
    exact = all(ends.values()) and not date.text.startswith("/") and not date.text.endswith("/")
    return ends if exact else {"disambiguatingDescription": f"{words(date)} ({date.text})"}
