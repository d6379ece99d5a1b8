"""One event as a card: everything that is known of it, label by label, and its neighbours."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from hkinno.cells import translated
from hkinno.events import Event, Figure, Source
from hkinno.explain import explain
from hkinno.fields import pick, plain, unknown_fields, visible
from hkinno.frame import Frame
from hkinno.store import Entry
from hkinno.words import words

_LINKED = ("http://", "https://")
_WIDEST = 100  # longer lines are hard to read


class Line(NamedTuple):
    """A label, what stands beside it, and where it leads."""

    label: str
    text: str
    url: str | None = None


def lines(entry: Entry, before: Entry | None, after: Entry | None, frame: Frame) -> list[Line]:
    """The card's lines; the first is the title."""
    event = entry.event
    found = [Line("", translated(event, "title", frame.lang))]
    found.append(Line("date", words(entry.date) if entry.date else event.date))
    known = explain(entry.date) if entry.date else "no date that can be read"
    found.append(Line("EDTF", f"{event.date} ({known})"))
    found.append(Line("note", event.date_note or ""))
    found.append(Line("summary", translated(event, "summary", frame.lang)))
    found.append(Line("category", event.category or ""))
    found += [Line("figure", _figure(figure)) for figure in event.figures or ()]
    for label in ("places", "actors", "tags"):
        found.append(Line(label, ", ".join(getattr(event, label) or ())))
    for tag, told in (event.translations or {}).items():
        said = ". ".join(text.rstrip(".") for text in (told.title, told.summary) if text)
        found.append(Line(tag, said))
    found += [_source(source) for source in event.sources or ()]
    found += _unknown(entry)
    found.append(Line("id", event.id))
    found += [
        Line(label, _neighbour(near.event, near))
        for label, near in (("before", before), ("after", after))
        if near
    ]
    return [
        Line(visible(label), visible(text), url) for label, text, url in found if text or not label
    ]


def _figure(figure: Figure) -> str:
    value = f"{figure.value:,}" if isinstance(figure.value, int) else f"{figure.value}"
    about = "about " if figure.approximate else ""
    return f"{figure.name}: {about}{value} {figure.unit or ''}".rstrip()


def _source(source: Source) -> Line:
    said = [source.title, source.author, source.publisher, source.date, source.locator]
    text = ", ".join(part for part in said if part)
    if source.quote:
        text += f": “{source.quote}”"
    url = source.url if source.url and source.url.startswith(_LINKED) else None
    return Line("source", f"{text} {source.url or ''}".strip(), url)


def _unknown(entry: Entry) -> list[Line]:
    names = unknown_fields([entry])
    picked = pick(entry, names)
    return [Line(name, _bare(name, picked.get(name))) for name in names]


def _bare(name: str, value: object) -> str:
    if isinstance(value, msgspec.Raw) and bytes(memoryview(value)[:1]) == b'"':
        return str(msgspec.json.decode(value))
    return plain(name, value)


def _neighbour(event: Event, entry: Entry) -> str:
    return f"{words(entry.date) if entry.date else event.date}  {event.title} ({event.id})"


def drawn(cards: Sequence[Sequence[Line]], frame: Frame) -> Iterator[str]:
    """The cards as text, an empty line between them."""
    for number, card in enumerate(cards):
        yield "\n" if number else ""
        yield from _rich(card, frame) if frame.width or frame.color else _plain(card)


def _plain(card: Sequence[Line]) -> Iterator[str]:
    pad = max(len(line.label) for line in card)
    for line in card:
        yield f"{line.label.rjust(pad)}  {line.text}\n" if line.label else f"{line.text}\n"


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
        grid.add_row(Text(line.label), Text(line.text, style=style))
    yield draw(grid, width, frame.color)
