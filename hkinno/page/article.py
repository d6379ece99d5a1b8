"""An event as a page shows it: every text ready to be read, every link one that may be followed."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from hkinno.dates.calendar import civil
from hkinno.dates.date import Date
from hkinno.display import IN_WORDS, dated, translated
from hkinno.events import (
    BOUNDS,
    FIELDS,
    STORED,
    Event,
    Figure,
    Source,
    Translation,
    members,
    values_of,
)
from hkinno.fields import bare, pick, plain
from hkinno.languages import lookup
from hkinno.query.derived import DERIVED
from hkinno.render import RenderOptions
from hkinno.store.store import Entry
from hkinno.text import escape_controls, paragraphs
from hkinno.words.language import Language

TRANSLATED = Translation.__struct_fields__  # title and summary
DAY = r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}"  # in what is known of a date; kept in one line
ALWAYS = ("id", "date", "title")  # whatever --fields says: without these an event is none
_LISTS = [row for row in FIELDS if row.keeps and row.name != "category"]
_PLACED = {*ALWAYS, "summary", "category", "date_note", "translations", *IN_WORDS}
_PLACED |= {row.name for row in _LISTS}
_LINKED = re.compile(r"(?i)(?:https?://|mailto:)[^\s<>\"\\^`{|}]+").fullmatch
_KEPT = re.compile(r"[\s%\x00-\x1f\x7f-\x9f]")  # what an id of HTML cannot have, and the escape
_PLAIN_DATE = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?").fullmatch
_TIMED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8})(Z|[+-][0-9]{2}(?::[0-9]{2})?)?")


class Telling(NamedTuple):
    """Title and summary in a language; the tag is empty where nobody says which it is."""

    lang: str
    title: str
    paragraphs: list[str]
    summary_lang: str  # the summary may be told in another


class Cited(NamedTuple):
    """A source: its name, where that leads, who made it and when, the place in it, its words."""

    name: str
    url: str
    by: str
    date: str
    where: str
    quote: str


class Article(NamedTuple):
    """An event for the template. Nothing here acts on a reader, and nothing is HTML yet."""

    anchor: str
    when: str
    machine: str  # for <time datetime>; empty where HTML has no word for it
    edtf: str
    known: str
    told: Telling  # in the language asked for, else as written
    others: list[Telling]
    category: str
    note: str
    figures: list[tuple[str, list[tuple[str, str]], str]]  # name, what stands before it, number
    lists: list[tuple[str, str, list[str]]]  # one value, all of them, the values
    sources: list[Cited]
    more: list[tuple[str, str]]  # names and values of all other fields


def anchor(event_id: str) -> str:
    """An event's id as an id of HTML and behind `#`: blanks, controls and % as %XX."""
    return _KEPT.sub(lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), event_id)


def visible(entry: Entry, options: RenderOptions) -> Event:
    """The event, without what `--fields` leaves out. Titles may be told in other languages."""
    event = entry.event
    if not options.fields:
        return event
    names = {*ALWAYS, "translations", *options.fields}
    kept = msgspec.structs.replace(event, **{n: None for n in STORED if n not in names})
    if "summary" in names or not event.translations:
        return kept
    titles = {tag: Translation(title=said.title) for tag, said in event.translations.items()}
    return msgspec.structs.replace(kept, translations=titles)


def article(entry: Entry, options: RenderOptions, language: Language) -> Article:
    """What the page says of an event."""
    event = visible(entry, options)
    told = _find_telling(event, options.lang)
    when, known = when_of(entry, options, language)
    return Article(
        anchor=anchor(event.id),
        when=when,
        machine=machine(entry.date) if entry.date else "",
        edtf=escape_controls(event.date),
        known=known,
        told=told,
        others=[
            one for one in _tellings(event) if one != told and is_asked("translations", options)
        ],
        category=escape_controls(_unless_blank(event.category)),
        note=escape_controls(event.date_note or ""),
        figures=[_figure(figure, language) for figure in event.figures or ()],
        lists=[
            (row.option, row.name, values)
            for row in _LISTS
            if (values := [escape_controls(text) for text in values_of(event, row) if text.strip()])
        ],
        sources=[_cited(source) for source in event.sources or ()],
        more=list(_more(entry, options)),
    )


def when_of(entry: Entry, options: RenderOptions, language: Language) -> tuple[str, str]:
    """The date of an event in a language, or as it stands, and what is known of it."""
    known = language.explain(entry.date) if entry.date else language.say("unreadable")
    return escape_controls(dated(entry, options, language.words)), known


def _unless_blank(text: str | None) -> str:
    """A text; nothing of one in which nothing is to be seen."""
    return text if text and text.strip() else ""


def is_asked(name: str, options: RenderOptions) -> bool:
    return not options.fields or name in options.fields


def translated_into(event: Event, name: str) -> tuple[str, ...]:
    """The tags of the languages in which an event has its title, or its summary."""
    return tuple(tag for tag, said in (event.translations or {}).items() if getattr(said, name))


def _language(event: Event, name: str, lang: str | None) -> str:
    """The tag whose title or summary is shown to who asks for `lang`; empty: the one as written."""
    return (lookup(translated_into(event, name), lang) or "") if lang else ""


def _find_telling(event: Event, lang: str | None) -> Telling:
    title, summary = (translated(event, name, lang) for name in TRANSLATED)
    tag, summary_tag = (escape_controls(_language(event, name, lang)) for name in TRANSLATED)
    lines = paragraphs(summary)
    name = escape_controls(title).strip() or escape_controls(event.id)
    return Telling(tag, name, lines, summary_tag if lines else "")


def _tellings(event: Event) -> Iterator[Telling]:
    yield _find_telling(event, None)
    for tag, said in (event.translations or {}).items():
        if said.title or said.summary:
            shown_tag, lines = escape_controls(tag), paragraphs(said.summary)
            yield Telling(
                shown_tag, escape_controls(said.title or ""), lines, shown_tag if lines else ""
            )


def machine(date: Date) -> str:
    """A date as HTML has it (section "Dates and times"), if it has: a year, a month, a day, a time.

    Nothing that is approximate, uncertain or masked, nothing before AD 1, no interval.
    """
    if date.approximate or date.uncertain or date.lo < 1:
        return ""
    if timed := _TIMED.fullmatch(date.text):
        zone = timed[2] or ""
        return timed[1] + zone + (":00" if len(zone) == 3 else "")
    if date.precision in ("day", "month", "year") and _PLAIN_DATE(date.text):
        return date.text
    return str(civil(int(date.lo))[0]) if re.fullmatch(r"Y[0-9]{1,15}", date.text) else ""


def _figure(figure: Figure, language: Language) -> tuple[str, list[tuple[str, str]], str]:
    """A figure, and the words before its number: each with the key by which it is told, if any."""
    bound = figure.bound or ""
    known = bound in BOUNDS
    hedges = [(bound if known else "", language.say(bound) if known else escape_controls(bound))]
    hedges = hedges * bool(bound) + [("about", language.say("about"))] * bool(figure.approximate)
    value = escape_controls(f"{language.number(figure.value)} {figure.unit or ''}").strip()
    return escape_controls(figure.name), hedges, value


def _cited(source: Source) -> Cited:
    url = escape_controls(source.url or "")
    name = escape_controls(source.title or "").strip() or url
    unlinked = url if not link(source.url) and url != name else None
    return Cited(
        name=name,
        url=link(source.url),
        by=_joined(source.author, source.publisher),
        date=_joined(source.date),
        where=_joined(source.locator, unlinked),
        quote=_joined(source.quote),
    )


def _joined(*parts: str | None) -> str:
    return ", ".join(escape_controls(part) for part in parts if part)


def link(url: str | None) -> str:
    """The URL, if its scheme may be followed and nothing in it is disguised; else nothing."""
    return url if url and _LINKED(url) and escape_controls(url) == url else ""


def _more(entry: Entry, options: RenderOptions) -> Iterator[tuple[str, str]]:
    """Fields without a place of their own, and what follows from the date if it was asked for."""
    due = [name for name in options.fields if name in DERIVED]
    for name, value in members(entry.raw).items():
        if name not in (*_PLACED, *due) and is_asked(name, options):
            text = escape_controls(bare(name, value))
            if text or name not in STORED:  # a known field that is null is empty
                yield escape_controls(name) or '""', text
    for name, value in pick(entry, due).items():
        yield name, plain(name, value)
