"""Options that mean the same on every command, made from the tables that say what they do."""

import os
from collections.abc import Callable
from datetime import date
from functools import partial
from math import inf
from typing import Any, NamedTuple, TypeVar

import click

from hkinno.cli.complete import complete
from hkinno.cli.stores import find
from hkinno.dates.calendar import add_months, iso
from hkinno.dates.edtf import Date, parse
from hkinno.errors import HkinnoError, UsageError, near, quoted
from hkinno.events import SEARCHED, VALUES
from hkinno.query.query import DATE_FILTERS, SORTS, Query, Window
from hkinno.store.store import Store

Command = TypeVar("Command", bound=Callable[..., Any])
FILE = click.Path(readable=False)  # whether it can be read is told by who reads it


def today(value: str | None) -> date:
    """The day on which a relative phrase is asked: `--today`, `$HKINNO_TODAY`, the clock."""
    text = value or os.environ.get("HKINNO_TODAY")
    if not text:
        return date.today()
    try:
        day = parse(text)
        if text == iso(int(day.lo)):  # and neither a month nor 2026-W47-7
            return date.fromordinal(int(day.lo))
    except (HkinnoError, ValueError, OverflowError):
        pass  # also what is no day of the years 1 to 9999
    raise UsageError(f"today is a day such as 2026-11-22, not {quoted(text)}")


def typed_date(text: str, day: Callable[[], date]) -> Date:
    """A date that a person typed. EDTF needs no phrase book, nor the clock."""
    try:
        return parse(text)
    except HkinnoError:
        from hkinno.dates.phrases.parse import read

        return read(text, day())


class Choice(click.Choice[str]):
    """One of some words; near misses are suggested."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:  # noqa: ARG002
        known = ", ".join(self.choices)
        return f"{quoted(str(value))} is not one of {known}{near(str(value), self.choices)}"


def stacked(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


store_option = click.option(
    "-s",
    "--store",
    "store",
    multiple=True,
    metavar="FILE",
    type=FILE,
    help="Read this store instead of $HKINNO_STORE or the bundled chronology; "
    "again for more, which are merged; - is standard input.",
)
today_option = click.option(
    "--today", metavar="DATE", help="Answer as if asked on this day ($HKINNO_TODAY)."
)

query_options = stacked(
    *(click.option(f"--{row.name}", metavar="DATE", help=row.help) for row in DATE_FILTERS),
    click.option("--certain", is_flag=True, help="Keep only what lies inside on all its days."),
    *(
        click.option(
            f"--{twin}{row.option}",
            f"{twin.replace('-', '_')}{row.option}",
            multiple=True,
            metavar="A,B",
            shell_complete=complete(row.name),
            help=f"{'Drop' if twin else 'Keep'} events {row.keeps}; any of A,B; again means and.",
        )
        for row in VALUES
        for twin in ("", "no-")
    ),
    click.option(
        "--search",
        multiple=True,
        metavar="TEXT",
        help=f"Keep events with this text in {', '.join(SEARCHED[:-1])} or {SEARCHED[-1]}.",
    ),
    click.option("--regex", is_flag=True, help="Read --search as a pattern (RE2, ignoring case)."),
    click.option(
        "--around",
        metavar="ID",
        shell_complete=complete("id"),
        help="Keep what is near it.",
    ),
    click.option("--within", metavar="SPAN", help="How near: 30d, 6w, 18m, 2y; else 1y."),
    click.option("--sort", type=Choice(list(SORTS)), default="date", help="Order by this."),
    click.option("--reverse", is_flag=True, help="Newest first, or from Z to A."),
    click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Keep the first N only."),
    today_option,
)


class Asked(NamedTuple):
    """The query options, taken out of a command's parameters."""

    query: Query
    words: dict[str, tuple[str, ...]]  # the word filters as typed


def ask(store: Store, options: dict[str, Any]) -> Asked:
    """Build the query; takes the options that belong to it out of `options`."""
    asked_on = options.pop("today")
    day = partial(today, asked_on)  # read only when a phrase needs it
    if asked_on:
        day()
    filters: dict[str, Any] = {}
    for row in DATE_FILTERS:
        if (text := options.pop(row.name)) is not None:
            filters[row.name] = _dated(row.name, text, day)
    words = {
        f"{twin}{row.option}": options.pop(f"{twin}{row.option}")
        for row in VALUES
        for twin in ("", "no_")
    }
    window = _window(store, options.pop("around"), options.pop("within"))
    rest = {
        name: options.pop(name)
        for name in ("certain", "search", "regex", "sort", "reverse", "limit")
    }
    return Asked(Query(near=window, **filters, **words, **rest), words)


def _dated(name: str, text: str, day: Callable[[], date]) -> Date:
    try:
        return typed_date(text, day)
    except HkinnoError as error:
        raise UsageError(f"--{name}: {error}") from error


def _window(store: Store, around: str | None, within: str | None) -> Window | None:
    if around is None:
        if within is not None:
            raise UsageError("--within says how near to --around an event must be: it needs that")
        return None
    from hkinno.dates.phrases.relative import duration

    months, days = duration(within or "1y")
    entry = find(store, [around])[around]
    if entry.date is None:
        raise HkinnoError(f"the date of {quoted(around)} cannot be read, so nothing is near it")
    lo, hi = entry.date.lo, entry.date.hi
    first = lo if lo == -inf else add_months(int(lo), -months) - days
    last = hi if hi == inf else add_months(int(hi), months) + days
    return Window((first, last), around)
