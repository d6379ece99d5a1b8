"""Draw events to scale, with what is not known of their dates.

\b
  hkinno chart
  hkinno chart --by tag --since 2015
  hkinno chart --zoom 2021
  hkinno chart --describe --category research

A day is a point, a month or a year a bar of its length. Lanes of more events than there is
room for are folded: they show how many lie where.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import click

from hkinno.chart.describe import sentences
from hkinno.chart.draw import Item, Line, View, drawing, wrapped
from hkinno.chart.marks import in_ascii
from hkinno.cli.options import FILE, Choice, ask, query_options, store_option, today, typed_date
from hkinno.cli.output import chosen, doubtful, emit, format_of, look_options, suggest, untranslated
from hkinno.cli.stores import open_store
from hkinno.dates.edtf import Date
from hkinno.dates.format import words
from hkinno.display import footer, translated
from hkinno.errors import HkinnoError, UsageError
from hkinno.events import VALUES
from hkinno.formats.table import COLORS
from hkinno.query.groups import GROUPS
from hkinno.render import Frame, draw
from hkinno.store.store import Entry, Store
from hkinno.text import escape_controls, plural

WIDTH = 100  # where there is no terminal that has one
_STYLES = {"axis": "dim", "grid": "dim", "note": "dim", "today": "bold", "mark": "bold"}
_CHUNK = 200  # lines painted at a time
_STYLES |= {"head": "bold", "title": "bold"}


@click.command("chart", help=__doc__)
@store_option
@query_options
@click.option(
    "--by",
    type=Choice([*(row.option for row in VALUES), "none"]),
    default="category",
    help="What has a lane of its own; else category.",
)
@click.option("--zoom", metavar="DATE", help="Keep what is --on DATE, which fills the axis.")
@click.option("--ascii", "typed", is_flag=True, help="Use no characters but those of ASCII.")
@click.option("--describe", is_flag=True, help="Tell the same in sentences.")
@click.option("-o", "--output", type=FILE, metavar="FILE", help="Write to this file.")
@look_options
def command(store: tuple[str, ...], **options: Any) -> None:
    format_of(options["output"], ["table"])  # refuses the suffix of another
    opened, output = open_store(store), chosen(look(options))
    describe = options.pop("describe")
    by, typed = options.pop("by"), options.pop("typed")
    zoom = _zoom(options)
    day = today(options["today"]).toordinal()
    around = _around(opened, dict(options), zoom, output.frame.lang) if zoom else []
    asked = ask(opened, options)
    window = asked.query.days
    by = None if by == "none" else by
    view = View(output.frame.width or WIDTH, day, typed, by, window, zoom is not None)
    selection = opened.select(asked.query)
    doubtful(selection)
    untranslated(selection.entries, output.frame.lang)
    notes = [*around, footer(selection.entries, output.frame._replace(total=selection.total))]
    items = [_item(entry, view, output.frame.lang) for entry in selection.entries]
    emit((_described if describe else _drawn)(items, notes, view, opened, output.frame), output)
    if not selection.entries:
        suggest(opened, asked)


def _described(
    items: list[Item], notes: list[str], view: View, _store: Store, _frame: Frame
) -> Iterator[str]:
    for line in (*sentences(items, view), *map(escape_controls, notes)):
        yield f"{in_ascii(line) if view.ascii else line}\n"


def _drawn(
    items: list[Item], notes: list[str], view: View, store: Store, frame: Frame
) -> Iterator[str]:
    told = [*_undrawn(items), *notes]
    notes = [in_ascii(escape_controls(note)) for note in told] if view.ascii else told
    lines = [*drawing(items, view), *footnotes(notes, view.width)]
    colors = _lane_colors(store, view, lines) if frame.color else None
    return painted(lines, colors, view.width)


def look(options: dict[str, Any]) -> dict[str, Any]:
    """The options that say how it looks, taken out, beside what else `chosen` asks for."""
    names = ("output", "lang", "width", "color", "pager")
    rest = {"format": "table", "as_json": False, "fields": None, "raw_dates": False, "group": None}
    return rest | {name: options.pop(name) for name in names}


def _zoom(options: dict[str, Any]) -> Date | None:
    """The date that fills the axis; it is also what is asked for, as with `--on`."""
    text = options.pop("zoom")
    if text is None:
        return None
    if options["on"] is not None:
        raise UsageError("--zoom keeps what --on keeps: give one of them")
    try:
        date = typed_date(text, lambda: today(options["today"]))
    except HkinnoError as error:
        raise UsageError(f"--zoom: {error}") from error
    options["on"] = text
    return date


def _around(store: Store, options: dict[str, Any], zoom: Date, lang: str | None) -> list[str]:
    """What the same question finds before and after the date that fills the axis."""
    options |= {"on": None, "limit": None, "certain": False}
    entries = store.select(ask(store, options).query).entries
    dated = [(entry.date, entry) for entry in entries if entry.date]
    earlier = [(date.hi, entry) for date, entry in dated if date.hi < zoom.lo]
    later = [(-date.lo, entry) for date, entry in dated if date.lo > zoom.hi]
    notes = []
    for found, side, end in ((earlier, "earlier", "last"), (later, "later", "first")):
        if found:
            entry = max(found, key=lambda pair: pair[0])[1]
            date = words(entry.date) if entry.date else ""
            title = translated(entry.event, "title", lang)
            notes.append(f"{len(found):,} {side}, the {end} of them {title} ({date})")
    return notes


def _item(entry: Entry, view: View, lang: str | None) -> Item:
    event = entry.event
    label = escape_controls(translated(event, "title", lang)).strip() or escape_controls(event.id)
    headings = [escape_controls(h) for h in GROUPS[view.by](event, entry.date)] if view.by else []
    if view.ascii:
        label = _typed(label, escape_controls(event.id))
        headings = [in_ascii(heading) for heading in headings]
    return Item(label, entry.date, tuple(headings))


def _typed(label: str, name: str) -> str:
    """A label in ASCII; the id in place of one of which too little is left."""
    found = in_ascii(label)
    lost = found.count("?") - label.count("?")
    return in_ascii(name) if 2 * lost > len(found) else found


def _undrawn(items: list[Item]) -> Iterator[str]:
    if missing := sum(item.date is None for item in items):
        said = f"{plural(missing, 'event')} {'is' if missing == 1 else 'are'}"
        yield f"{said} not drawn, since no date can be read there (see hkinno check)"


def _lane_colors(store: Store, view: View, lines: Iterable[Line]) -> dict[str, str]:
    """A lane has the colour of its heading, which for a category is that of tables."""
    known = map(escape_controls, store.categories()) if view.by == "category" else ()
    return hues([*known, *(line.lane for line in lines if line.lane)])


def footnotes(notes: Iterable[str], width: int | None) -> Iterator[Line]:
    """Sentences, wrapped where there is a width to fit."""
    for note in notes:
        words = [(word, "note") for word in escape_controls(note).split(" ")]
        yield from wrapped([words], width or sys.maxsize)


def hues(names: Iterable[str]) -> dict[str, str]:
    """A colour for each name, by its place."""
    places = enumerate(dict.fromkeys(names))
    return {name: f" color({COLORS[place % len(COLORS)]})" for place, name in places}


def painted(lines: Sequence[Line], colors: Mapping[str, str] | None, room: int) -> Iterator[str]:
    """The lines as text, in colour if there are some for their lanes."""
    if colors is None:
        yield from (f"{line.plain}\n" for line in lines)
        return
    from rich.text import Text

    for start in range(0, len(lines), _CHUNK):
        text = Text(no_wrap=True, overflow="ignore")
        for number, line in enumerate(lines[start : start + _CHUNK]):
            text.append("\n" if number else "")
            for role, run in groupby(line.texts, key=itemgetter(1)):
                hue = colors.get(line.lane or "", "") if role in ("mark", "head") else ""
                text.append("".join(part for part, _ in run), f"{_STYLES.get(role, '')}{hue}")
        yield draw(text, room, True)
