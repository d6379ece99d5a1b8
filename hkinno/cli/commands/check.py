"""Find all that is wrong with a store, and what would be right.

\b
  hkinno check
  hkinno check -s mine.json --lang zh-Hant --strict
  hkinno check -s mine.json --ignore no-source --ignore future
  hkinno check -s mine.json --json | jq -r '.[] | select(.level == "error") | .id'

The exit code is 1 if there are errors, 0 if there are warnings alone; --strict turns them into
errors. On a terminal what is of one kind stands together. "check": {"ignore": ["no-source"]} in the
document of a store does what --ignore does.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from textwrap import fill
from typing import Any

import click

from hkinno.check.inspection import FaultRow, File, inspect, with_lines
from hkinno.check.report import PlacedFault, event_name, grouped
from hkinno.check.rules import ERROR, LEVELS, RULES, WARNING
from hkinno.check.silence import Silenced
from hkinno.cli.help import HelpCommand
from hkinno.cli.options import Choice, store_option, today_option
from hkinno.cli.stores import stores_meant
from hkinno.cli.streams import warn
from hkinno.cli.tables import answer, table_options, table_output
from hkinno.cli.values import today
from hkinno.errors import UsageError, quoted
from hkinno.languages import is_tag
from hkinno.render import RenderOptions, to_text
from hkinno.text import escape_controls, listed, plural

GROUP = "Check and merge"
_SHOWN = 20  # of one code in one file
_WIDEST = 10_000  # columns of colour without a width to fit
_NAMED = 3  # files in the sum


def _language_tags(_: click.Context, __: click.Parameter, tags: tuple[str, ...]) -> tuple[str, ...]:
    for tag in tags:
        if not is_tag(tag):
            raise UsageError(f"--lang: {quoted(tag)} is no language tag such as zh-Hant or fr")
    return tags


_TABLE = "\n".join(
    fill(
        rule.looks_for,
        78,
        initial_indent=f"  {rule.code:<13}{rule.level:<9}",
        subsequent_indent=" " * 24,
    )
    for rule in RULES
)


@click.command("check", cls=HelpCommand, help=__doc__, epilog=f"\b\nWhat is looked for:\n{_TABLE}")
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option(
    "--lang",
    "langs",
    multiple=True,
    metavar="TAG",
    callback=_language_tags,
    help="Look for events without a title in this language (BCP 47); again for more.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULE",
    type=Choice(list(LEVELS)),
    help="Be silent about what is of this kind (see below); again for more.",
)
@click.option("--all", "every", is_flag=True, help="List all of a kind, not only the first ones.")
@today_option
@store_option
@table_options
def command(
    store: tuple[str, ...],
    strict: bool,
    langs: tuple[str, ...],
    ignore: tuple[str, ...],
    every: bool,
    **params: Any,
) -> int:
    output = table_output(params)
    day = today(params["today"]).toordinal()
    files, events = inspect(stores_meant(store), day, langs, ignore)
    levels = dict.fromkeys(LEVELS, ERROR) if strict else LEVELS
    options = output.options
    render = _render_groups if options.terminal else _render_faults
    answer(output, render(files, levels, every, options), _COLUMNS, _records(files, levels))
    counts = Counter(levels[row.fault.code] for file in files for row in file.rows)
    if output.format != "json":
        warn(_summary(counts, events, files))
    return 1 if counts[ERROR] else 0


_COLUMNS = ("file", "line", "event", "id", "level", "code", "message", "hint")


def _records(files: Sequence[File], levels: Mapping[str, str]) -> Iterator[dict[str, object]]:
    for file in files:
        for line, row in with_lines(file, file.rows):
            fault = row.fault
            where = (_clean(file.label), line, row.number, row.id)
            said = (levels[fault.code], fault.code, fault.message, fault.hint)
            yield dict(zip(_COLUMNS, (*where, *said), strict=True))


def _render_groups(
    files: Sequence[File], levels: Mapping[str, str], every: bool, options: RenderOptions
) -> Iterator[str]:
    """What a person reads at a terminal."""
    placed = [
        PlacedFault(_place(_label(file), line), event_name(row.number, row.id), row.fault)
        for file in files
        for line, row in with_lines(file, file.rows)
    ]
    lines = list(grouped(placed, levels, options.width, every))
    yield from to_text(lines, {} if options.color else None, options.width or _WIDEST)


def _render_faults(
    files: Sequence[File], levels: Mapping[str, str], every: bool, _: RenderOptions
) -> Iterator[str]:
    """What programs and pipes read."""
    for file in files:
        counts: Counter[str] = Counter()
        shown = []
        for row in file.rows:
            counts[row.fault.code] += 1
            if every or counts[row.fault.code] <= _SHOWN:
                shown.append(row)
        label = _label(file)
        for line, row in with_lines(file, shown):
            yield _format_fault(label, row, line, levels[row.fault.code])
        for code, count in counts.items():
            if not every and count > _SHOWN:
                more = f"{count - _SHOWN:,} more like these; --all lists them"
                yield f"{label}: {levels[code]}: {more} [{code}]\n"


def _format_fault(label: str, row: FaultRow, line: int | None, level: str) -> str:
    """One fault as compilers write it, so that editors can jump to it."""
    name = event_name(row.number, row.id)
    event = f"{name}: " if name else ""
    place = _place(label, line)
    hint = f"; {row.fault.hint}" if row.fault.hint else ""
    return (
        f"{place}: {level}: {event}{escape_controls(row.fault.message + hint)} [{row.fault.code}]\n"
    )


def _place(label: str, line: int | None) -> str:
    return f"{label}:{line}" if line else label


def _clean(text: str) -> str:
    """The name of a file, whose bytes need not be text."""
    return text.encode(errors="backslashreplace").decode()


def _label(file: File) -> str:
    return escape_controls(_clean(file.label))


def _summary(counts: Counter[str], events: int, files: Sequence[File]) -> str:
    found = [plural(counts[level], level) for level in (ERROR, WARNING) if counts[level]]
    silenced = [each for file in files for each in file.silenced]
    nothing = "nothing else wrong" if any(each.faults for each in silenced) else "nothing wrong"
    labels = list(dict.fromkeys(map(_label, files)))
    store = listed(labels) if len(labels) <= _NAMED else f"{len(labels)} files"
    said = f"{listed(found) or nothing} in {plural(events, 'event')} of {store}"
    return f"{said}; ignored: {', '.join(_silences(silenced))}" if silenced else said


def _silences(silenced: Sequence[Silenced]) -> Iterator[str]:
    """Each rule that is silent, of how many faults, and by whose word."""
    totals: Counter[tuple[str, str]] = Counter()
    for each in silenced:
        totals[each.code, each.by] += each.faults
    for (code, by), faults in totals.items():
        yield f"{faults:,} of {code} ({escape_controls(_clean(by))})"
