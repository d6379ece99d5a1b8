"""Find all that is wrong with a store, and what would be right.

\b
  hkinno check
  hkinno check -s mine.json --lang zh-Hant --strict
  hkinno check -s mine.json --json | jq -r '.[] | select(.level == "error") | .id'

The exit code is 1 if there are errors, 0 if there are warnings alone; --strict turns them into
errors.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from hkinno.check.inspection import FaultRow, File, inspect, with_lines
from hkinno.check.rules import ERROR, LEVELS, RULES, WARNING
from hkinno.cli.help import HelpCommand
from hkinno.cli.options import store_option, today_option
from hkinno.cli.stores import stores_meant
from hkinno.cli.streams import warn
from hkinno.cli.tables import answer, table_options, table_output
from hkinno.cli.values import today
from hkinno.errors import UsageError, quoted
from hkinno.languages import is_tag
from hkinno.text import escape_controls, plural

GROUP = "Check and merge"
_SHOWN = 20  # of one code in one file


def _language_tags(_: click.Context, __: click.Parameter, tags: tuple[str, ...]) -> tuple[str, ...]:
    for tag in tags:
        if not is_tag(tag):
            raise UsageError(f"--lang: {quoted(tag)} is no language tag such as zh-Hant or fr")
    return tags


_TABLE = "\n".join(f"  {rule.code:<13}{rule.level:<9}{rule.looks_for}" for rule in RULES)


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
    "--all", "every", is_flag=True, help=f"List more than {_SHOWN} of one kind in a file."
)
@today_option
@store_option
@table_options
def command(
    store: tuple[str, ...], strict: bool, langs: tuple[str, ...], every: bool, **params: Any
) -> int:
    output = table_output(params)
    day = today(params["today"]).toordinal()
    files, events = inspect(stores_meant(store), day, langs)
    levels = dict.fromkeys(LEVELS, ERROR) if strict else LEVELS
    answer(output, _render_faults(files, levels, every), _COLUMNS, _records(files, levels))
    counts = Counter(levels[row.fault.code] for file in files for row in file.rows)
    if output.format != "json":
        warn(_summary(counts, events, len(files)))
    return 1 if counts[ERROR] else 0


_COLUMNS = ("file", "line", "event", "id", "level", "code", "message", "hint")


def _records(files: Sequence[File], levels: Mapping[str, str]) -> Iterator[dict[str, object]]:
    for file in files:
        for line, row in with_lines(file, file.rows):
            fault = row.fault
            where = (_clean(file.label), line, row.number, row.id)
            said = (levels[fault.code], fault.code, fault.message, fault.hint)
            yield dict(zip(_COLUMNS, (*where, *said), strict=True))


def _render_faults(files: Sequence[File], levels: Mapping[str, str], every: bool) -> Iterator[str]:
    for file in files:
        counts: Counter[str] = Counter()
        shown = []
        for row in file.rows:
            counts[row.fault.code] += 1
            if every or counts[row.fault.code] <= _SHOWN:
                shown.append(row)
        label = escape_controls(_clean(file.label))
        for line, row in with_lines(file, shown):
            yield _format_fault(label, row, line, levels[row.fault.code])
        for code, count in counts.items():
            if not every and count > _SHOWN:
                more = f"{count - _SHOWN:,} more like these; --all lists them"
                yield f"{label}: {levels[code]}: {more} [{code}]\n"


def _format_fault(label: str, row: FaultRow, line: int | None, level: str) -> str:
    """One fault as compilers write it, so that editors can jump to it."""
    name = f" {quoted(row.id)}" if row.id else ""
    event = f"event {row.number}{name}: " if row.number else ""
    place = f"{label}:{line}" if line else label
    hint = f"; {row.fault.hint}" if row.fault.hint else ""
    return (
        f"{place}: {level}: {event}{escape_controls(row.fault.message + hint)} [{row.fault.code}]\n"
    )


def _clean(text: str) -> str:
    """The name of a file, whose bytes need not be text."""
    return text.encode(errors="backslashreplace").decode()


def _summary(counts: Counter[str], events: int, files: int) -> str:
    found = [plural(counts[level], level) for level in (ERROR, WARNING) if counts[level]]
    where = plural(events, "event") + (f" of {files} files" if files > 1 else "")
    return f"{' and '.join(found) or 'nothing wrong'} in {where}"
