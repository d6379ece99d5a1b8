"""Count events: over time, by kind, and how precisely dated.

\b
  hkinno stats
  hkinno stats --by year
  hkinno stats --by tag --since 2015 --json
  hkinno stats --figure start-ups
  hkinno stats --gaps

An event that may lie in several years is spread over them by its days, so that the years add
up to the number of events. What filters keep is counted with all its days. --limit cuts the
rows of the answer.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click
import msgspec

from hkinno.chart.draw import Line
from hkinno.cli.commands.chart import footnotes, hues, look, painted
from hkinno.cli.options import FILE, Choice, ask, query_options, store_option
from hkinno.cli.output import (
    chosen,
    doubtful,
    emit,
    format_of,
    look_options,
    suggest,
    untranslated,
    warn,
)
from hkinno.cli.stores import open_store
from hkinno.display import footer
from hkinno.errors import HkinnoError, UsageError, near, quoted
from hkinno.formats.csv import guarded
from hkinno.formats.json import write_rows
from hkinno.formats.tsv import ESCAPES
from hkinno.render import Frame
from hkinno.stats.bars import Answer, Rows
from hkinno.stats.histogram import COUNTS
from hkinno.stats.measures import Dated, figure_names
from hkinno.stats.tally import BY, distribution, summary
from hkinno.stats.trends import figure, gaps
from hkinno.store.store import Store
from hkinno.text import escape_controls

_WIDEST = 10_000  # columns of a coloured table without a width to fit
_FORMATS = ("table", "json", "csv", "tsv")


@click.command("stats", help=__doc__)
@store_option
@query_options
@click.option("--by", type=Choice(BY), help="Count the events of each of these.")
@click.option(
    "--count",
    type=Choice(COUNTS),
    help="With --by: events spread over where they may be, or all that are possibly there, or "
    "only those that certainly are. Else spread; of tags, places, actors, sources possible.",
)
@click.option("--figure", metavar="NAME", help="Show a figure over time, and how it changes.")
@click.option("--gaps", is_flag=True, help="List the longest stretches without an event.")
@click.option("-f", "--format", type=Choice(_FORMATS), help="The format; else a table.")
@click.option("--json", "as_json", is_flag=True, help="Short for --format json.")
@click.option("-o", "--output", type=FILE, metavar="FILE", help="Write to this file.")
@look_options
def command(store: tuple[str, ...], **options: Any) -> None:
    opened, name = open_store(store), _format(options)
    wanted = {key: options.pop(key) for key in ("by", "count", "figure", "gaps", "limit")}
    _refuse(wanted)
    output = chosen(look(options))
    asked = ask(opened, {**options, "limit": None})
    selection = opened.select(asked.query)
    doubtful(selection)
    untranslated(selection.entries, output.frame.lang)
    frame = output.frame._replace(total=selection.total)
    events = [(entry.event, entry.date) for entry in selection.entries]
    answer = _answer(events, wanted, frame, name == "table")
    if name == "table":
        notes = [*answer.notes, footer(selection.entries, frame)]
        lines = [*answer.lines, *([Line([])] if answer.lines else [])]
        lines += footnotes(notes, frame.width)
        colors = _colors(opened, wanted["by"], lines) if frame.color else None
        emit(painted(lines, colors, frame.width or _WIDEST), output)
    else:
        for note in answer.notes if wanted["by"] else ():
            warn(note)
        emit(_WRITERS[name](answer), output)
    if not events:
        suggest(opened, asked)


def _format(options: dict[str, Any]) -> str:
    """The format that is named, or that the suffix of the file names."""
    named, short, file = options.pop("format"), options.pop("as_json"), options["output"]
    if short and named not in (None, "json"):
        raise UsageError(f"--json and --format {named} contradict each other")
    return "json" if short else named or format_of(file, _FORMATS)


def _refuse(wanted: dict[str, Any]) -> None:
    given = [f"--{key}" for key in ("by", "figure", "gaps") if wanted[key] not in (None, False)]
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)} are answers to different questions: give one")
    if wanted["limit"] is not None and not given:
        raise UsageError("--limit cuts the rows of --by, --figure or --gaps: it needs one of them")
    if wanted["count"] and not wanted["by"]:
        raise UsageError("--count says how --by counts: it needs that")


def _answer(events: Sequence[Dated], wanted: dict[str, Any], frame: Frame, drawn: bool) -> Answer:
    rows = Rows(wanted["limit"], brief=drawn and frame.terminal)
    if wanted["by"]:
        return distribution(events, wanted["by"], wanted["count"], frame.width, drawn, rows)
    if wanted["gaps"]:
        return gaps(events, frame.width, frame.lang, rows)
    if wanted["figure"] is None:
        return summary(events, frame.width, frame.lang)
    found = figure(events, wanted["figure"], frame.width, rows)
    if found.records or not events or wanted["limit"] == 0:
        return found
    names = figure_names(event for event, _ in events)
    hint = near(wanted["figure"], names) or (f"; there are {', '.join(names)}" if names else "")
    raise HkinnoError(f"no event here has a figure {quoted(wanted['figure'])}{hint}")


def _colors(store: Store, by: str | None, lines: Iterable[Line]) -> dict[str, str]:
    """Categories have the colour that they have in tables, all else has one colour."""
    if by == "category":
        return hues(map(escape_controls, store.categories()))
    first = hues([""])[""]
    return {line.lane or "": first for line in lines}


def _json(answer: Answer) -> Iterator[str]:
    """An array, a record a line; of a summary, which has no columns, the object alone."""
    if answer.columns:
        return write_rows(map(msgspec.json.encode, answer.records))
    data = msgspec.json.encode(answer.records[0])
    return iter([f"{msgspec.json.format(data, indent=2).decode()}\n"])


def _cells(answer: Answer) -> Iterator[list[str]]:
    """A header and rows as texts; of a summary a row for each thing that it says."""
    yield list(answer.columns or ("what", "value"))
    rows = (record.values() for record in answer.records)
    for row in rows if answer.columns else _flat(answer.records[0]):
        yield ["" if value is None else _text(value) for value in row]


def _flat(record: dict[str, object]) -> Iterator[tuple[object, ...]]:
    for key, value in record.items():
        if isinstance(value, dict):
            yield from ((f"{key}: {name}", count) for name, count in value.items())
        else:
            yield key, value


def _text(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _csv(answer: Answer) -> Iterator[str]:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(map(guarded, row) for row in _cells(answer))
    yield out.getvalue()


def _tsv(answer: Answer) -> Iterator[str]:
    table = str.maketrans(ESCAPES)
    for row in _cells(answer):
        yield "\t".join(cell.translate(table) for cell in row) + "\n"


_WRITERS = {"json": _json, "csv": _csv, "tsv": _tsv}
