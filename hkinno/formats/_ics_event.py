"""An event as a component VEVENT of a calendar (RFC 5545, 3.6.1)."""

import re
from collections.abc import Iterator, Mapping
from zlib import crc32

import msgspec

from hkinno.dates.date import Date
from hkinno.display import dated, translated
from hkinno.events import FIELDS, Event
from hkinno.fields import unknown_fields
from hkinno.formats._ics_lines import escape, fold
from hkinno.formats._ics_times import time_lines
from hkinno.formats.card import CardLine, card_lines, is_link
from hkinno.languages import is_tag, lookup
from hkinno.query.derived import DERIVED
from hkinno.render import RenderOptions
from hkinno.store.store import Entry
from hkinno.text import UNSEEN, escape_controls, paragraphs

_OWN_LINES = ("id", "date", "title", "summary", "category", "tags", "places", "date_note")
_BELOW = tuple(row.name for row in FIELDS if row.name not in _OWN_LINES)


def write_event(entry: Entry, date: Date, options: RenderOptions) -> str:
    """A component VEVENT."""
    return "".join(map(fold, event_lines(entry, date, options)))


def event_lines(entry: Entry, date: Date, options: RenderOptions) -> list[str]:
    """Its lines. DTSTAMP is no time at all, so that two runs give the same bytes."""
    event = entry.event
    uid = re.sub(UNSEEN, lambda found: ascii(found[0])[1:-1], event.id)
    text = _description(entry, options)
    lines = ["BEGIN:VEVENT", f"UID:{escape(uid)}@hkinno", "DTSTAMP:19700101T000000Z"]
    lines += [*time_lines(date), *_texts(event, text, options), "TRANSP:TRANSPARENT"]
    lines += [f"X-HKINNO-DATE:{escape(event.date)}"]
    if event.category and (category := _seen(event.category)):
        lines.append(f"X-HKINNO-CATEGORY:{category}")
    said = f";X-CHECK={check_of(text)}{';X-DATES=EDTF' * options.raw_dates}"
    name = f"X-HKINNO-EVENT{said}{_parameter(options.lang)}"
    return [*lines, f"{name}:{escape(_json(entry.raw))}", "END:VEVENT"]


def options_of(parameters: Mapping[str, str]) -> RenderOptions:
    """How an event was shown, by the parameters of X-HKINNO-EVENT."""
    return RenderOptions(lang=parameters.get("LANGUAGE"), raw_dates="X-DATES" in parameters)


def _texts(event: Event, text: str, options: RenderOptions) -> Iterator[str]:
    """The lines of what people read, `text` the description."""
    said = _seen(translated(event, "title", options.lang))
    yield f"SUMMARY{_language(event, 'title', options.lang)}:{said}"
    yield f"DESCRIPTION{_language(event, 'summary', options.lang)}:{escape(text)}"
    labels = dict.fromkeys(filter(None, map(_seen, (event.category or "", *(event.tags or ())))))
    places = filter(None, map(_seen, event.places or ()))
    links = (source.url for source in event.sources or () if _is_uri(source.url or ""))
    rows = {
        "CATEGORIES": ",".join(labels),
        "LOCATION": r"\; ".join(places),
        "URL": next(links, ""),
    }
    yield from (f"{name}:{value}" for name, value in rows.items() if value)


def _is_uri(url: str) -> bool:
    """Whether it is a link that nobody takes for something escaped: a URI is no text."""
    return is_link(url) and "\\" not in url


def _seen(text: str) -> str:
    """A text on one line, nothing in it that acts, as a value."""
    return escape(escape_controls(text).strip())


def _language(event: Event, name: str, lang: str | None) -> str:
    """The parameter for a text that is shown in a language which somebody asked for."""
    return _parameter(shown_in(event, name, lang))


def shown_in(event: Event, name: str, lang: str | None) -> str | None:
    """The tag of the translation that is shown of a text; None where that is shown as it is."""
    said = (tag for tag, told in (event.translations or {}).items() if getattr(told, name))
    return lookup(said, lang) if lang else None


def _parameter(lang: str | None) -> str:
    return f";LANGUAGE={lang}" if lang and is_tag(lang) else ""


def _description(entry: Entry, options: RenderOptions) -> str:
    """The date in words, what happened, and what no property is for; a blank line between them."""
    before, summary, after = description(entry, options)
    return "\n\n".join("\n".join(part) for part in (before, summary, after) if part)


def description(entry: Entry, options: RenderOptions) -> tuple[list[str], list[str], list[str]]:
    """What is said of an event before its summary, the summary, and what is said after it."""
    before = [escape_controls(dated(entry, options)), *paragraphs(entry.event.date_note)]
    summary = paragraphs(translated(entry.event, "summary", options.lang))
    unknown = (name for name in unknown_fields([entry]) if name not in DERIVED)
    below = options._replace(fields=(*_BELOW, *unknown))
    _, *lines = card_lines(entry, None, None, below)
    return before, summary, [line for told in lines for line in _labelled(told)]


def _labelled(line: CardLine) -> Iterator[str]:
    first, *more = line.text.split("\n")
    yield f"{line.label}: {first}"
    yield from more


def check_of(text: str) -> str:
    """What tells whether a text was changed, but for its blanks."""
    return f"{crc32(' '.join(text.split()).encode()):08x}"


def _json(raw: bytes) -> str:
    """An event as it is stored, on one line; what acts on a terminal is escaped."""
    text = msgspec.json.format(raw, indent=-1).decode()
    return re.sub(UNSEEN, lambda found: f"\\u{ord(found[0]):04x}", text)
