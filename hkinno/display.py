"""What people read of an event, cell by cell: shared by the table, Markdown and the card."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from hkinno.dates.date import Date
from hkinno.dates.format import extent_words, words
from hkinno.events import TEXT_LISTS, Event, Figure, Media, Source, Translation
from hkinno.fields import pick, plain, table_rows
from hkinno.languages import lookup
from hkinno.query.derived import DERIVED
from hkinno.query.groups import GROUPS
from hkinno.render import RenderOptions, Table
from hkinno.store.store import Entry
from hkinno.text import escape_controls, plural

COLUMNS = ("date", "category", "title")


class Amount(Protocol):
    """A number and what its source says of it: a figure, also one at a date."""

    @property
    def value(self) -> float: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def approximate(self) -> bool | None: ...
    @property
    def bound(self) -> str | None: ...


class Section(NamedTuple):
    """Rows under a heading; a table that is not grouped is one section without heading."""

    heading: str | None
    rows: list[list[str]]


def columns(entries: Iterable[Entry], options: RenderOptions) -> tuple[str, ...]:
    """The columns to show: those asked for, else the usual ones that are not empty."""
    if options.fields:
        return options.fields
    if options.group == "category" or not any(entry.event.category for entry in entries):
        return ("date", "title")
    return COLUMNS


def heads(names: Iterable[str]) -> list[str]:
    """What stands above the columns; the names are those of the store, as wild as its texts."""
    return [escape_controls(name[:1].upper() + name[1:].replace("_", " ")) for name in names]


def sections(
    entries: Sequence[Entry], names: Sequence[str], options: RenderOptions
) -> list[Section]:
    """The cells of all rows, in sections by the first appearance of their heading."""
    found: dict[str | None, list[list[str]]] = {}
    for entry in entries:
        row = cells(entry, names, options)
        headings: Iterable[str | None] = (None,)
        if options.group:
            headings = GROUPS[options.group](entry.event, entry.date)
        for heading in headings:
            found.setdefault(heading and escape_controls(heading), []).append(row)
    return [Section(heading, rows) for heading, rows in found.items()]


def table_section(table: Table) -> Section:
    """The cells of a table that is no events."""
    _, *rows = table_rows(table)
    return Section(None, [[escape_controls(cell).strip() for cell in row] for row in rows])


def cells(entry: Entry, names: Sequence[str], options: RenderOptions) -> list[str]:
    """One row: dates in words, texts in the language asked for, nothing that acts on a terminal."""
    picked = pick(entry, [name for name in names if name not in _READ])
    return [escape_controls(_cell(name, entry, picked, options)).strip() for name in names]


def _cell(name: str, entry: Entry, picked: dict[str, object], options: RenderOptions) -> str:
    event = entry.event
    if name == "date":
        return dated(entry, options)
    if name in _TRANSLATED:
        return translated(event, name, options.lang)
    if name in IN_WORDS:
        return "; ".join(map(IN_WORDS[name], getattr(event, name) or ()))
    value = picked.get(name)
    if name in TEXT_LISTS and not getattr(event, name):
        return ""
    if name in DERIVED and isinstance(value, bool):
        return "yes" if value else ""
    return plain(name, value)


def measured(figure: Figure) -> str:
    """A figure in words: its name, its value, its unit."""
    return f"{figure.name}: {amount(figure)}"


def amount(figure: Amount) -> str:
    """A number that the source states, in words: more than 10 companies, at least about 5 km."""
    return f"{hedged(f'{figure.value:,}', figure)} {figure.unit or ''}".rstrip()


def hedged(number: str, figure: Amount) -> str:
    """A number with what its source says before it: the bound, and that it is approximate."""
    return " ".join(filter(None, (figure.bound, "about" if figure.approximate else "", number)))


def cited(source: Source) -> str:
    """A source in words, its address last."""
    said = [source.title, source.author, source.publisher, source.date, source.locator]
    text = ", ".join(part for part in said if part)
    if source.quote:
        text += f": “{source.quote}”"
    return f"{text} {source.url or ''}".strip()


def pictured(media: Media) -> str:
    """A picture in words, its address last; of one that is in the address itself, what it is."""
    said = ", ".join(part for part in (media.caption, media.credit) if part)
    head, comma, data = media.url.partition(",")
    is_data = comma and head[:5].lower() == "data:"
    return f"{said} {f'{head}, {len(data):,} characters' if is_data else media.url}".strip()


IN_WORDS: dict[str, Callable[[Any], str]] = {
    "figures": measured,
    "sources": cited,
    "media": pictured,
}
"""The fields that hold objects for which there are words."""
_TRANSLATED = Translation.__struct_fields__
_READ = ("date", *_TRANSLATED, *IN_WORDS)  # of the event; other fields as they are stored


def dated(entry: Entry, options: RenderOptions, say: Callable[[Date], str] = words) -> str:
    """The date in words, those of another language if that says it, or as it stands."""
    return entry.event.date if options.raw_dates or entry.date is None else say(entry.date)


def translated(event: Event, name: str, lang: str | None) -> str:
    """The title or the summary in a language, if it is translated into that, else as it is."""
    said = {
        tag: text for tag, t in (event.translations or {}).items() if (text := getattr(t, name))
    }
    found = lookup(said, lang) if lang else None
    return str(said[found] if found else getattr(event, name) or "")


def label(event: Event, lang: str | None) -> str:
    """What an event is called where there is one line for it: its title, else its id."""
    return escape_controls(translated(event, "title", lang)).strip() or escape_controls(event.id)


def footer(entries: Sequence[Entry], options: RenderOptions) -> str:
    """How many of how many, from when to when, and of which store."""
    said = [f"{len(entries):,} of {plural(options.total, 'event')}"]
    dates = [entry.date for entry in entries if entry.date]
    if dates:
        extent = extent_words(min(d.lo for d in dates), max(d.hi for d in dates))
        said += [extent] if extent != "…" else []
    return " · ".join([*said, escape_controls(options.store)] if options.store else said)
