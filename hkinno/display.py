"""What people read of an event, cell by cell: shared by the table, Markdown and the card."""

from collections.abc import Callable, Iterable, Sequence
from math import inf
from typing import Any, NamedTuple, Protocol

from hkinno.dates.calendar import civil
from hkinno.dates.date import Date
from hkinno.dates.edtf import parse
from hkinno.dates.format import words, year_words
from hkinno.dates.wording import say_month
from hkinno.dates.wordings import wording
from hkinno.events import BOUNDS, TEXT_LISTS, Event, Figure, Media, Source, Translation
from hkinno.fields import pick, plain, table_rows
from hkinno.files import STDIN, label_of
from hkinno.languages import lookup
from hkinno.query.derived import DERIVED
from hkinno.query.groups import GROUPS, NONE, UNITS, UNREADABLE, Unit
from hkinno.render import RenderOptions, Table
from hkinno.store.open import BUNDLED_LABEL
from hkinno.store.store import Entry
from hkinno.text import escape_controls
from hkinno.words.language import Language, language, spoken

COLUMNS = ("date", "category", "title")
TIMES = {unit.name: unit for unit in UNITS}
"""The headings that are of time."""
_EARLY, _LONG = 1000, 10_000  # years: before one, decades are told by years; after one, by Y


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


def heads(names: Iterable[str], lang: str | None = None) -> list[str]:
    """What stands above the columns; the names are those of the store, as wild as its texts."""
    said = language(lang)
    return [escape_controls(said.head(name).replace("_", " ")) for name in names]


def sections(
    entries: Sequence[Entry], names: Sequence[str], options: RenderOptions
) -> list[Section]:
    """The cells of all rows, in sections by the first appearance of their heading."""
    found: dict[str | None, list[list[str]]] = {}
    for entry in entries:
        row = cells(entry, names, options)
        headings: Iterable[str | None] = (None,)
        if options.group:
            headings = headings_of(entry, options.group, spoken(options.lang))
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
        return "; ".join(in_words(name, part, options.lang) for part in getattr(event, name) or ())
    value = picked.get(name)
    if name in TEXT_LISTS and not getattr(event, name):
        return ""
    if name in DERIVED and isinstance(value, bool):
        return language(options.lang).say("yes") if value else ""
    return plain(name, value)


def headings_of(entry: Entry, group: str, said: Language) -> Iterable[str]:
    """The headings under which an event stands: values are those of the store, times are told."""
    found = GROUPS[group](entry.event, entry.date)
    if said is language(None):
        return found
    return dict.fromkeys(heading_words(head, group, entry.date, said) for head in found)


def heading_words(head: str, group: str, date: Date | None, said: Language) -> str:
    """A heading of `hkinno.query.groups` in a language."""
    if head == NONE or not head.strip():
        return said.say("no value")
    if group not in TIMES:
        return head
    if date is None or head == UNREADABLE:
        return said.say("undated heading")
    unit = TIMES[group]
    if date.lo == -inf or date.hi == inf or unit.number(int(date.lo)) != unit.number(int(date.hi)):
        return said.words(date)
    return unit_words(unit, unit.number(int(date.lo)), said)


def unit_words(unit: Unit, number: int, said: Language) -> str:
    """A month or a decade by its name, any other stretch by its years."""
    first = unit.first(number)
    year, month, _ = civil(first)
    if unit.name == "month":
        return say_month(month, year_words(year, said.wording), said.wording)
    if unit.name == "decade" and _EARLY <= year < _LONG:
        return said.words(parse(f"{year // 10}X"))
    return said.extent(first, unit.first(number + 1) - 1)


def in_words(name: str, part: Any, lang: str | None = None) -> str:
    """An object of a field in words, of which a figure has some of a language."""
    return measured(part, lang) if name == "figures" else IN_WORDS[name](part)


def measured(figure: Figure, lang: str | None = None) -> str:
    """A figure in words: its name, its value, its unit."""
    return language(lang).say("labelled", label=figure.name, text=amount(figure, lang))


def amount(figure: Amount, lang: str | None = None) -> str:
    """A number that the source states, in words: more than 10 companies, at least about 5 km."""
    number = language(lang).number(figure.value)
    return f"{hedged(number, figure, lang)} {figure.unit or ''}".rstrip()


def hedged(number: str, figure: Amount, lang: str | None = None) -> str:
    """A number with what its source says before it: the bound, and that it is approximate."""
    said = language(lang)
    hedges = [said.say("about")] if figure.approximate else []
    if bound := figure.bound:
        hedges.append(said.say(bound) if bound in BOUNDS else bound)
    for hedge in hedges:
        number = said.say("hedged", hedge=hedge, number=number)
    return number


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


def dated(entry: Entry, options: RenderOptions, say: Callable[[Date], str] | None = None) -> str:
    """The date in words of the language that is asked for, or of `say`; or as it stands."""
    if options.raw_dates or entry.date is None:
        return entry.event.date
    return say(entry.date) if say else words(entry.date, wording(options.lang))


def translated(event: Event, name: str, lang: str | None) -> str:
    """The title or the summary in a language, if it is translated into that, else as it is."""
    found = translation(event, name, lang)
    told = event.translations[found] if found and event.translations else event
    return str(getattr(told, name) or "")


def translation(event: Event, name: str, lang: str | None) -> str | None:
    """The tag of the translation that has the title or the summary for a language."""
    tags = [tag for tag, told in (event.translations or {}).items() if getattr(told, name)]
    return lookup(tags, lang) if lang else None


def label(event: Event, lang: str | None) -> str:
    """What an event is called where there is one line for it: its title, else its id."""
    return escape_controls(translated(event, "title", lang)).strip() or escape_controls(event.id)


def footer(entries: Sequence[Entry], options: RenderOptions) -> str:
    """How many of how many, from when to when, and of which store."""
    ours = spoken(options.lang)
    said = [ours.say("of events", options.total, shown=ours.number(len(entries)))]
    dates = [entry.date for entry in entries if entry.date]
    if dates:
        first, last = min(date.lo for date in dates), max(date.hi for date in dates)
        extent = ours.extent(first, last)
        said += [extent] if extent != "…" else []
    if options.stores:
        said.append(ours.listed([store_words(label, ours) for label in options.stores]))
    return " · ".join(said)


def store_words(label: str, said: Language) -> str:
    """What a store is called; one that has no name of its own is told in the language."""
    ours = {BUNDLED_LABEL: "bundled", label_of(STDIN): "standard input"}
    return said.say(ours[label]) if label in ours else escape_controls(label)
