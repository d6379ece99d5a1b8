"""Count events: over time, by kind, and how precisely dated.

\b
  hkinno stats
  hkinno stats --by year
  hkinno stats --by tag --since 2015 --json
  hkinno stats --by sources.publisher
  hkinno stats --figure start-ups
  hkinno stats --gaps

An event that may lie in several years is spread over them by its days; one that lasts counts
in every year in which it goes on. What filters keep is counted with all its days. --limit
cuts the rows of the answer.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from hkinno.cli.advice import advise, say_doubts
from hkinno.cli.complete import complete
from hkinno.cli.delivery import emit, shown_of
from hkinno.cli.help import HelpCommand
from hkinno.cli.options import (
    Choice,
    ChoiceOrField,
    options_of,
    query_of,
    query_options,
    store_option,
)
from hkinno.cli.output import OutputOptions, chosen, fields_option, file_options, look_options
from hkinno.cli.stores import open_store
from hkinno.cli.streams import warn
from hkinno.cli.tables import TABLES, deliver_table, pick_columns
from hkinno.display import footer
from hkinno.errors import HkinnoError, UsageError, near, quoted
from hkinno.fields import texts_at
from hkinno.query.derived import DERIVED
from hkinno.query.options import QueryOptions
from hkinno.render import Line, RenderOptions, Table, colors_of, footnotes, to_text
from hkinno.stats.bars import Answer, Rows
from hkinno.stats.histogram import COUNTS
from hkinno.stats.measures import Dated, figure_names
from hkinno.stats.tally import BY, BY_DATE, distribution, summary
from hkinno.stats.trends import figure, gaps
from hkinno.store.store import Entry, Store
from hkinno.text import escape_controls

GROUP = "Look"
_WIDEST = 10_000  # columns of a coloured table without a width to fit


class StatsOptions(Struct, frozen=True):
    """What is typed for counting alone."""

    by: str | None = None
    count: str | None = None  # which of COUNTS; expected, if none is asked for
    figure: str | None = None
    gaps: bool = False
    limit: int | None = None


@click.command("stats", cls=HelpCommand, help=__doc__)
@click.option(
    "--by",
    type=ChoiceOrField(BY),
    shell_complete=complete("path", *BY),
    help="Count the events of each of these, or by the values of any field, as --where has it.",
)
@click.option(
    "--count",
    type=Choice(COUNTS),
    help="With --by: all that are possibly there, only those that certainly are, or how many "
    "are to be expected if each day is as likely as the other; else expected.",
)
@click.option("--figure", metavar="NAME", help="Show a figure over time, and how it changes.")
@click.option("--gaps", is_flag=True, help="List the longest stretches without an event.")
@store_option
@query_options
@file_options(TABLES, "bars")
@fields_option
@look_options
def command(store: tuple[str, ...], **params: Any) -> None:
    opened, typed = open_store(store), options_of(StatsOptions, params)
    _refuse(typed)
    output = chosen(options_of(OutputOptions, params), TABLES)
    asked = replace(QueryOptions.of(params), limit=None)  # it cuts the rows of the answer
    dates_alone = typed.by in BY_DATE and not output.options.lang  # else: what is translated?
    select = opened.select_dates if dates_alone else opened.select
    selection = select(query_of(asked, opened))
    say_doubts(selection, output.options.lang)
    options = shown_of(output.options, selection, opened)
    events = [(entry.event, entry.date) for entry in selection.entries]
    drawn = output.format == "table" and not options.fields
    values = _values(opened, selection.entries, typed.by)
    answer = _answer(events, typed, options, drawn, values)
    if drawn:
        notes = [*answer.notes, footer(selection.entries, options)]
        lines = [*answer.lines, *([Line([])] if answer.lines else [])]
        lines += footnotes(notes, options.width)
        colors = _colors(opened, typed.by, lines) if options.color else None
        emit(to_text(lines, colors, options.width or _WIDEST), output)
    else:
        for note in answer.notes if typed.by else ():
            warn(note)
        output = output._replace(options=options)  # which names the store
        if answer.columns:
            deliver_table(Table(answer.columns, answer.records), output)
        elif output.format == "json":  # a summary is an object alone
            whole = Table(tuple(answer.records[0]), answer.records)
            data = msgspec.json.encode(pick_columns(whole, options.fields).records[0])
            emit([f"{msgspec.json.format(data, indent=2).decode()}\n"], output)
        else:
            deliver_table(Table(("what", "value"), list(_flat(answer.records[0]))), output)
    advise(opened, asked, selection, options.lang)


def _refuse(typed: StatsOptions) -> None:
    asked = {"by": typed.by, "figure": typed.figure, "gaps": typed.gaps or None}
    given = [f"--{name}" for name, value in asked.items() if value is not None]
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)} are answers to different questions: give one")
    if typed.limit is not None and not given:
        raise UsageError("--limit cuts the rows of --by, --figure or --gaps: it needs one of them")
    if typed.count and not typed.by:
        raise UsageError("--count says how --by counts: it needs that")


def _answer(
    events: Sequence[Dated],
    typed: StatsOptions,
    options: RenderOptions,
    drawn: bool,
    values: Sequence[Sequence[str]] | None,
) -> Answer:
    rows = Rows(typed.limit, brief=drawn and options.terminal)
    if typed.by:
        count, room = typed.count or "expected", options.width
        return distribution(events, typed.by, count, room, drawn, rows, options.lang, values)
    if typed.gaps:
        return gaps(events, options.width, options.lang, rows)
    if typed.figure is None:
        return summary(events, options.width, options.lang)
    found = figure(events, typed.figure, options.width, options.lang, rows)
    if found.records or not events or typed.limit == 0:
        return found
    names = figure_names(event for event, _ in events)
    hint = near(typed.figure, names) or (f"; there are {', '.join(names)}" if names else "")
    raise HkinnoError(f"no event here has a figure {quoted(typed.figure)}{hint}")


def _values(store: Store, entries: Sequence[Entry], by: str | None) -> list[list[str]] | None:
    """What each event has in the field to count by, if that is none of those that have a way."""
    if by is None or by in BY:
        return None
    if by in DERIVED:
        return [texts_at(entry, by) for entry in entries]
    from hkinno.stats.anyfield import values_at

    every = (entry.raw for entry in store)
    return values_at(by, [entry.raw for entry in entries], every, BY)


def _colors(store: Store, by: str | None, lines: Iterable[Line]) -> dict[str, int]:
    """Categories have the colour that they have in tables, all else has one colour."""
    if by == "category":
        return colors_of(map(escape_controls, store.categories()))
    first = colors_of([""])[""]
    return {line.lane or "": first for line in lines}


def _flat(record: dict[str, object]) -> Iterator[dict[str, object]]:
    """A summary as rows: what, and its value."""
    for key, value in record.items():
        if isinstance(value, dict):
            for name, count in value.items():
                yield {"what": f"{key}: {name}", "value": count}
        else:
            yield {"what": key, "value": value}
