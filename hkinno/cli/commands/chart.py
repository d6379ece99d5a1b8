"""Draw events to scale, with what is not known of their dates.

\b
  hkinno chart
  hkinno chart --by tag --since 2015
  hkinno chart --zoom 2021
  hkinno chart --describe --category research
  hkinno chart --by tag -f svg > chart.svg

A day is a point, a month or a year a bar of its length. Lanes of more events than there is
room for are folded: they show how many lie where, and name some. If a few events are far from
all others, the axis is where the others are, and the chart says how to see all.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import click
from msgspec import Struct
from msgspec.structs import replace

from hkinno.chart.describe import sentences
from hkinno.chart.draw import ChartItem, ChartView, drawing
from hkinno.chart.marks import in_ascii
from hkinno.cli.advice import advise, outside, say_doubts
from hkinno.cli.delivery import emit, shown_of
from hkinno.cli.help import HelpCommand
from hkinno.cli.options import (
    Choice,
    options_of,
    query_of,
    query_options,
    store_option,
)
from hkinno.cli.output import OutputOptions, chosen, file_options, look_options
from hkinno.cli.stores import open_store
from hkinno.cli.values import today, typed_bound
from hkinno.dates.date import Date
from hkinno.display import footer, headings_of, label
from hkinno.errors import HkinnoError, UsageError
from hkinno.events import VALUES
from hkinno.query.groups import GROUPS, NONE
from hkinno.query.options import QueryOptions
from hkinno.render import Line, RenderOptions, colors_of, footnotes, to_text
from hkinno.store.store import Entry, Store
from hkinno.text import escape_controls, plural
from hkinno.words.language import Language, language

GROUP = "Look"
_FORMATS = ("table", "svg")
_BY = "category"  # what has a lane, if nothing is said
WIDTH = 100  # where there is no terminal that has one


class ChartOptions(Struct, frozen=True):
    """What is typed for a chart alone."""

    by: str | None = None
    zoom: str | None = None
    ascii: bool = False
    describe: bool = False


@click.command("chart", cls=HelpCommand, help=__doc__)
@click.option(
    "--by",
    type=Choice([*(row.option for row in VALUES), "none"]),
    help="What has a lane of its own; else category, if most events have one.",
)
@click.option("--zoom", metavar="DATE", help="Keep what is --on DATE, which fills the axis.")
@click.option("--ascii", is_flag=True, help="Use no characters but those of ASCII.")
@click.option("--describe", is_flag=True, help="Tell the same in sentences.")
@store_option
@query_options
@file_options(_FORMATS, "characters")
@look_options
def command(store: tuple[str, ...], **params: Any) -> None:
    output = chosen(options_of(OutputOptions, params), _FORMATS)
    opened, asked = open_store(store), QueryOptions.of(params)
    typed, options = options_of(ChartOptions, params), output.options
    zoom = _zoom(typed.zoom, asked)
    said = language(None if typed.ascii else options.lang)  # few languages are written in ASCII
    around = outside(opened, asked, (zoom.lo, zoom.hi), options.lang, said) if zoom else []
    asked = replace(asked, dates={**asked.dates, "on": typed.zoom}) if typed.zoom else asked
    query = query_of(asked, opened)
    view = ChartView(
        width=options.width or WIDTH,
        today=today(asked.today).toordinal(),
        ascii=typed.ascii,
        by=None if typed.by == "none" else typed.by or _BY,
        window=query.bounds,
        exact=zoom is not None,
        lang=said.tag,
    )
    selection = opened.select(query)
    say_doubts(selection, options.lang)
    if typed.by is None and (shared := _share(selection.entries, said)) is not None:
        view, around = view._replace(by=None), [*around, *shared]
    options = shown_of(options, selection, opened)
    answer = partial(
        emit, output=output, said=plural(len(selection.entries), "event"), store=opened
    )
    if output.format == "svg":
        _refuse_with_svg(typed)
        from hkinno.formats.svg import render_chart

        options = options._replace(title=opened.title(), categories=opened.categories())
        answer(render_chart(selection.entries, options, view, around))
    else:
        items = [_item(entry, view, options.lang) for entry in selection.entries]
        notes = [*around, footer(selection.entries, options._replace(lang=said.tag))]
        if typed.describe:
            answer(_render_sentences(items, notes, view))
        else:
            answer(_render_drawing(items, notes, view, opened, options))
    advise(opened, asked, selection, options.lang, other_times=zoom is None)


def _share(entries: Sequence[Entry], said: Language) -> list[str] | None:
    """What to say if most events have no category, so that lanes would tell little; else None."""
    headings = [tuple(GROUPS[_BY](entry.event, entry.date)) for entry in entries if entry.date]
    without = headings.count((NONE,))
    if 2 * without <= len(headings):
        return None
    return [said.say("no lanes")] if without < len(headings) else []


def _refuse_with_svg(typed: ChartOptions) -> None:
    for name, given in (("--ascii", typed.ascii), ("--describe", typed.describe)):
        if given:
            raise UsageError(f"{name} says how characters are used, and svg is a picture")


def _render_sentences(items: list[ChartItem], notes: list[str], view: ChartView) -> Iterator[str]:
    for line in (*sentences(items, view), *map(escape_controls, notes)):
        yield f"{in_ascii(line) if view.ascii else line}\n"


def _render_drawing(
    items: list[ChartItem], notes: list[str], view: ChartView, store: Store, options: RenderOptions
) -> Iterator[str]:
    told = [*_say_undrawn(items, view.language), *notes]
    notes = [in_ascii(escape_controls(note)) for note in told] if view.ascii else told
    lines = [*drawing(items, view), *footnotes(notes, view.width)]
    colors = _lane_colors(store, view, lines) if options.color else None
    return to_text(lines, colors, view.width)


def _zoom(text: str | None, asked: QueryOptions) -> Date | None:
    """The date that fills the axis; it is also what is asked for, as with `--on`."""
    if text is None:
        return None
    if "on" in asked.dates:
        raise UsageError("--zoom keeps what --on keeps: give one of them")
    try:
        return typed_bound(text, lambda: today(asked.today))
    except HkinnoError as error:
        raise UsageError(f"--zoom: {error}") from error


def _item(entry: Entry, view: ChartView, lang: str | None) -> ChartItem:
    event = entry.event
    called = label(event, lang)
    found = headings_of(entry, view.by, view.language) if view.by else ()
    headings = [*map(escape_controls, found)]
    if view.ascii:
        called = _typed(called, escape_controls(event.id))
        headings = [in_ascii(heading) for heading in headings]
    return ChartItem(called, entry.date, tuple(headings))


def _typed(called: str, name: str) -> str:
    """A label in ASCII; the id in place of one of which too little is left."""
    found = in_ascii(called)
    lost = found.count("?") - called.count("?")
    return in_ascii(name) if 2 * lost > len(found) else found


def _say_undrawn(items: list[ChartItem], said: Language) -> Iterator[str]:
    if missing := sum(item.date is None for item in items):
        yield said.say("not drawn", missing)


def _lane_colors(store: Store, view: ChartView, lines: Iterable[Line]) -> dict[str, int]:
    """A lane has the colour of its heading, which for a category is that of tables."""
    known = map(escape_controls, store.categories()) if view.by == "category" else ()
    return colors_of([*known, *(line.lane for line in lines if line.lane)])
