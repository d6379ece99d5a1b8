"""Each event as a card: everything that is known of it, label by label; one after the other."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hkinno.dates.between import between, between_words, must_overlap
from hkinno.dates.date import Date
from hkinno.display import IN_WORDS, cells, dated, footer, in_words, translated
from hkinno.events import FIELDS, PARTS, Event, Field, Media, Source, members, values_of
from hkinno.fields import bare, plain, unknown_fields
from hkinno.query.derived import DERIVED
from hkinno.render import RenderOptions, tail
from hkinno.store.store import Entry
from hkinno.text import escape_controls, paragraphs, width
from hkinno.words.language import language, spoken

# What a terminal may be told to open: ASCII without blanks, so that nothing can end the link early.
_LINKED = re.compile(r"https?://[!-~]+").fullmatch
SUFFIXES = ()  # no file is called so
_BEFORE, _AFTER = "before", "after"  # labels of the neighbours in time
_LABELS = 24  # columns; a label that is longer pushes its own line to the right


def write(entries: Sequence[Entry], options: RenderOptions) -> Iterator[str]:
    """The cards, an empty line between them."""
    cards = [card_lines(entry, None, None, options) for entry in entries]
    return render_cards(cards, entries, options)


class CardLine(NamedTuple):
    """A label, what stands beside it, and where it leads. Lines of prose stay lines."""

    label: str
    text: str
    url: str | None = None
    prose: bool = False


def card_lines(
    entry: Entry, before: Entry | None, after: Entry | None, options: RenderOptions
) -> list[CardLine]:
    """The card's lines; the first is the title. `--fields` chooses the others, and their order."""
    parts = dict(_parts(entry, options))
    for name in options.fields:
        if name in DERIVED or name not in parts:  # as in tables, what follows from the date
            parts[name] = [CardLine(name, cells(entry, [name], options)[0])]
    chosen = (parts[name] for name in options.fields or parts if name != "title")
    near = () if options.fields else ((_BEFORE, before), (_AFTER, after))
    found = [
        CardLine("", translated(entry.event, "title", options.lang)),
        *(line for lines in chosen for line in lines),
        *(CardLine(side, _neighbour(side, other, entry, options)) for side, other in near if other),
    ]
    said = language(options.lang)
    return [
        line._replace(label=escape_controls(said.field(line.label)), text=_line_text(line))
        for line in found
        if line.text or not line.label
    ]


def _parts(entry: Entry, options: RenderOptions) -> Iterator[tuple[str, list[CardLine]]]:
    """The lines of each field but the title, in the order in which people read them."""
    event, fields = entry.event, members(entry.raw)
    said = spoken(options.lang)
    known = said.explain(entry.date) if entry.date else said.say("unreadable")
    whole = said.say("in brackets", text=event.date, more=known)
    yield "date", [CardLine("date", dated(entry, options)), CardLine("EDTF", whole)]
    for row in FIELDS:
        if row.name not in ("id", "date", "title"):
            yield row.name, list(_field(row, entry, options))
    for name in unknown_fields([entry]):
        yield name, [CardLine(name or '""', bare(name, fields[name]))]
    yield "id", [CardLine("id", event.id)]


def _field(row: Field, entry: Entry, options: RenderOptions) -> Iterator[CardLine]:
    """What an event has in a field: a line, one for each of its objects, or none."""
    event, label = entry.event, row.label or row.name
    if row.name == "summary":
        yield CardLine(label, translated(event, row.name, options.lang), prose=True)
    elif row.name == "translations":
        yield from _translations(event, options)
    elif row.name in IN_WORDS:
        for part in getattr(event, row.name) or ():
            yield CardLine(label, in_words(row.name, part, options.lang), _link(part))
    elif row.name in PARTS:
        yield CardLine(label, plain(row.name, members(entry.raw).get(row.name)))
    else:
        text = ", ".join(values_of(event, row))
        yield CardLine(label, text, prose=not (row.many or row.keeps))


def _translations(event: Event, options: RenderOptions) -> Iterator[CardLine]:
    """Title and summary as they are, and in other languages than the one that is shown."""
    shown = [translated(event, name, options.lang) for name in ("title", "summary")]
    told: list[tuple[str, str | None, str | None]] = [("original", event.title, event.summary)]
    told += [(tag, said.title, said.summary) for tag, said in (event.translations or {}).items()]
    for tag, *texts in told:
        yield from (CardLine(tag, text, prose=True) for text in texts if text and text not in shown)


def _line_text(line: CardLine) -> str:
    return "\n".join(paragraphs(line.text)) if line.prose else escape_controls(line.text).strip()


def is_link(url: str) -> bool:
    """Whether an address may be opened."""
    return _LINKED(url) is not None


def _link(part: object) -> str | None:
    """The address of a source or a picture, if a terminal may open it."""
    url = part.url if isinstance(part, Source | Media) else None
    return url if is_link(url or "") else None


def _neighbour(side: str, entry: Entry, shown: Entry, options: RenderOptions) -> str:
    """The event before or after the one that is shown, and how much time lies between."""
    event, said = entry.event, language(options.lang)
    title = translated(event, "title", options.lang)
    text = said.say("neighbour", date=dated(entry, options), title=title, id=event.id)
    if not entry.date or not shown.date:
        return text
    pair = (entry.date, shown.date) if side == _BEFORE else (shown.date, entry.date)
    return said.say("aside", text=text, more=_apart(*pair, side, options.lang))


def _apart(first: Date, second: Date, side: str, lang: str | None) -> str:
    """How much time lies between two dates, of which that on a side is a neighbour's."""
    said, found = spoken(lang), between(first, second)
    if found.order == "never":
        same = first.lo == first.hi == second.lo == second.hi
        time = said.say("same day" if same else "same time")
        return time if must_overlap(first, second) else said.say("perhaps", what=time)
    time, none = ("time before", "is before") if side == _BEFORE else ("time after", "is after")
    known = between_words(found, said.wording, lambda length: said.say(time, time=length))
    text = known or said.say(none)
    return (
        text
        if found.order == "certain"
        else said.say("aside", text=text, more=said.say("if at all"))
    )


def render_cards(
    cards: Sequence[Sequence[CardLine]], entries: Sequence[Entry], options: RenderOptions
) -> Iterator[str]:
    """The cards of these entries as text, an empty line after each, and how many of how many."""
    for card in cards:
        yield from _render_plain(card) if options.plain else _rich(card, options)
        yield "\n"
    yield tail(footer(entries, options), options)


def _render_plain(card: Sequence[CardLine]) -> Iterator[str]:
    pad = max(long for line in card if (long := width(line.label)) <= _LABELS)
    for line in card:
        blanks = " " * (pad - width(line.label))
        text = line.text.replace("\n", f"\n{' ' * (pad + 2)}")
        yield f"{blanks}{line.label}  {text}\n" if line.label else f"{text}\n"


def _rich(card: Sequence[CardLine], options: RenderOptions) -> Iterator[str]:
    from rich.table import Table
    from rich.text import Text

    from hkinno.render import draw

    room = options.reading_width
    yield draw(Text(card[0].text, style="bold"), room, options.color)
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(justify="right", style="dim", max_width=max(8, room // 4), overflow="fold")
    grid.add_column(overflow="fold")
    for line in card[1:]:
        style = f"link {line.url}" if line.url else ("bold" if line.label == "date" else "")
        grid.add_row(Text(line.label), Text.styled(line.text, style))
    yield draw(grid, room, options.color)
