"""One event as a card: everything that is known of it, label by label, and its neighbours."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from hkinno.cells import cell_width, cited, dated, measured, translated
from hkinno.events import Source
from hkinno.explain import explain
from hkinno.fields import members, plain, unknown_fields, visible
from hkinno.frame import Frame
from hkinno.store import Entry

# What a terminal may be told to open: ASCII without blanks, so that nothing can end the link early.
_LINKED = re.compile(r"https?://[!-~]+").fullmatch
_BREAK = re.compile(r"[\n\r]+")
_WIDEST = 100  # longer lines are hard to read
_LABELS = 24  # columns; a label that is longer pushes its own line to the right


class Line(NamedTuple):
    """A label, what stands beside it, and where it leads."""

    label: str
    text: str
    url: str | None = None


def lines(entry: Entry, before: Entry | None, after: Entry | None, frame: Frame) -> list[Line]:
    """The card's lines; the first is the title."""
    event = entry.event
    title, summary = (translated(event, name, frame.lang) for name in ("title", "summary"))
    found = [Line("", title)]
    found.append(Line("date", dated(entry, frame)))
    known = explain(entry.date) if entry.date else "no date that can be read"
    found.append(Line("EDTF", f"{event.date} ({known})"))
    found.append(Line("note", event.date_note or ""))
    found.append(Line("summary", summary))
    found.append(Line("category", event.category or ""))
    found += [Line("figure", measured(figure)) for figure in event.figures or ()]
    for label in ("places", "actors", "tags"):
        found.append(Line(label, ", ".join(getattr(event, label) or ())))
    prose = {"note", "summary", "original", *(event.translations or {})}
    told: list[tuple[str, str | None, str | None]] = [("original", event.title, event.summary)]
    told += [(tag, said.title, said.summary) for tag, said in (event.translations or {}).items()]
    for tag, *texts in told:
        found += [Line(tag, text) for text in texts if text and text not in (title, summary)]
    found += [_source(source) for source in event.sources or ()]
    found += _unknown(entry)
    found.append(Line("id", event.id))
    found += [
        Line(label, _neighbour(near, frame))
        for label, near in (("before", before), ("after", after))
        if near
    ]
    return [
        Line(visible(label), _paragraphs(text) if label in prose else visible(text).strip(), url)
        for label, text, url in found
        if text or not label
    ]


def _paragraphs(text: str) -> str:
    """A text whose lines stay lines; those that are blank are left out."""
    return "\n".join(shown for line in _BREAK.split(text) if (shown := visible(line).strip()))


def _source(source: Source) -> Line:
    return Line("source", cited(source), source.url if _LINKED(source.url or "") else None)


def _unknown(entry: Entry) -> list[Line]:
    known = members(entry.raw)
    return [Line(name or '""', _bare(name, known[name])) for name in unknown_fields([entry])]


def _bare(name: str, value: msgspec.Raw) -> str:
    if bytes(value).startswith(b'"'):
        return str(msgspec.json.decode(value))
    return plain(name, value)


def _neighbour(entry: Entry, frame: Frame) -> str:
    event = entry.event
    return f"{dated(entry, frame)}: {translated(event, 'title', frame.lang)} ({event.id})"


def drawn(cards: Sequence[Sequence[Line]], frame: Frame) -> Iterator[str]:
    """The cards as text, an empty line between them."""
    for number, card in enumerate(cards):
        yield "\n" if number else ""
        yield from _rich(card, frame) if frame.width or frame.color else _plain(card)


def _plain(card: Sequence[Line]) -> Iterator[str]:
    pad = max(width for line in card if (width := cell_width(line.label)) <= _LABELS)
    for line in card:
        blanks = " " * (pad - cell_width(line.label))
        text = line.text.replace("\n", f"\n{' ' * (pad + 2)}")
        yield f"{blanks}{line.label}  {text}\n" if line.label else f"{text}\n"


def _rich(card: Sequence[Line], frame: Frame) -> Iterator[str]:
    from rich.table import Table
    from rich.text import Text

    from hkinno.drawing import draw

    width = min(frame.width or _WIDEST, _WIDEST)
    yield draw(Text(card[0].text, style="bold"), width, frame.color)
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(justify="right", style="dim", max_width=max(8, width // 4), overflow="fold")
    grid.add_column(overflow="fold")
    for line in card[1:]:
        style = f"link {line.url}" if line.url else ("bold" if line.label == "date" else "")
        grid.add_row(Text(line.label), Text.styled(line.text, style))
    yield draw(grid, width, frame.color)
