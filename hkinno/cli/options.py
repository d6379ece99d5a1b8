"""Options that mean the same on every command, made from the tables that say what they do."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from math import inf
from typing import Any, TypeVar

import click
from msgspec import Struct

from hkinno import registry
from hkinno.cli.complete import complete
from hkinno.cli.help import HelpOption
from hkinno.cli.stores import find
from hkinno.cli.values import today, typed_bound
from hkinno.dates.calendar import add_months
from hkinno.dates.date import Date
from hkinno.errors import HkinnoError, UsageError, near, quoted
from hkinno.events import SEARCHED, VALUES
from hkinno.query.bounds import DATE_FILTERS, DateFilter
from hkinno.query.options import QueryOptions
from hkinno.query.order import SORTS
from hkinno.query.query import Query
from hkinno.query.window import Neighbourhood
from hkinno.store.store import Store

Command = TypeVar("Command", bound=Callable[..., Any])
Options = TypeVar("Options", bound=Struct)
FILE = click.Path(readable=False)  # whether it can be read is told by who reads it


class Choice(click.Choice[str]):
    """One of some words; near misses are suggested."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:  # noqa: ARG002
        known = ", ".join(self.choices)
        return f"{quoted(str(value))} is not one of {known}{near(str(value), self.choices)}"


class FormatChoice(Choice):
    """One of our formats, or one that another package brings."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.choices and value in registry.foreign_names("formats"):
            return str(value)
        return super().convert(value, param, ctx)

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:  # noqa: ARG002
        known = [*self.choices, *registry.foreign_names("formats")]
        return f"{quoted(str(value))} is not one of {', '.join(known)}{near(str(value), known)}"


class ChoiceOrField(Choice):
    """One of some words, or the name of a field, which only a store can know."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return str(value) if value not in self.choices else super().convert(value, param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        return f"[{'|'.join(self.choices)}|FIELD]"


def stacked(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def options_of(kind: type[Options], params: Mapping[str, Any]) -> Options:
    """A struct of options, from those parameters of a command that have the names of its fields."""
    return kind(**{name: params[name] for name in kind.__struct_fields__ if name in params})


store_option = click.option(
    "-s",
    "--store",
    "store",
    cls=HelpOption,
    heading="Store",
    multiple=True,
    metavar="FILE",
    type=FILE,
    help="Read this store instead of $HKINNO_STORE, or events.json in this folder, or else the "
    "bundled chronology (:bundled:); again for more, which are merged; - is standard input.",
)


def _dashed(name: str) -> str:
    """The option of a parameter, whose name has `_` where that has `-`."""
    return f"--{name.replace('_', '-')}"


_today = partial(
    click.option, "--today", metavar="DATE", help="Answer as if asked on this day ($HKINNO_TODAY)."
)
today_option = _today()
_by_date = partial(click.option, cls=HelpOption, heading="Filter by date")
_by_value = partial(
    click.option,
    cls=HelpOption,
    heading="Filter by value (A,B: any of them; the option again: and)",
)
_in_order = partial(click.option, cls=HelpOption, heading="Order")

query_options = stacked(
    *(_by_date(_dashed(row.name), metavar="DATE", help=row.help) for row in DATE_FILTERS),
    _by_date("--certain", is_flag=True, help="Keep only what must have been then."),
    _by_date("--inside", is_flag=True, help="Keep what lies wholly in these days."),
    _by_date("--around", metavar="ID", shell_complete=complete("id"), help="Keep what is near it."),
    _by_date("--within", metavar="SPAN", help="How near: 30d, 6w, 18m, 2y; else 1y."),
    _today(cls=HelpOption, heading="Filter by date"),
    *(
        _by_value(
            f"--{twin}{row.option}",
            f"{twin.replace('-', '_')}{row.option}",
            multiple=True,
            metavar="A,B",
            shell_complete=complete(row.name),
            help=f"{'Drop' if twin else 'Keep'} events {row.keeps}.",
        )
        for row in VALUES
        for twin in ("", "no-")
    ),
    *(
        _by_value(
            f"--{twin}where",
            multiple=True,
            metavar="FIELD=A,B",
            shell_complete=complete("where"),
            help=f"{told} in any field; names with dots go inside; FIELD= is without it.",
        )
        for twin, told in (("", "Keep events with this value"), ("no-", "Drop those with it"))
    ),
    _by_value(
        "--search",
        multiple=True,
        metavar="TEXT",
        help=f"Keep events with this text in {', '.join(SEARCHED[:-1])} or {SEARCHED[-1]}.",
    ),
    _by_value("--regex", is_flag=True, help="Read --search as a pattern, ignoring case."),
    _in_order("--sort", type=Choice(list(SORTS)), default="date", help="Order by this."),
    _in_order("--reverse", is_flag=True, help="Newest first, or from Z to A."),
    _in_order("--limit", type=click.IntRange(min=0), metavar="N", help="Keep the first N only."),
)


def query_of(options: QueryOptions, store: Store, near: Neighbourhood | None = None) -> Query:
    """The query that is asked for; `store` is where the event of `--around` is.

    `near` are the days around it, if they are known already.
    """
    day = partial(today, options.today)  # read only when a phrase needs it
    if options.today:
        day()
    rows = (row for row in DATE_FILTERS if row.name in options.dates)
    dates = {row.name: _dated(row, options.dates[row.name], day) for row in rows}
    return Query(
        near=near or neighbourhood(store, options.around, options.within),
        certain=options.certain,
        inside=options.inside,
        search=options.search,
        regex=options.regex,
        sort=options.sort,
        reverse=options.reverse,
        limit=options.limit,
        **dates,
        **options.words,
    )


def _dated(row: DateFilter, text: str, day: Callable[[], date]) -> Date:
    try:
        return typed_bound(text, day, yearly=row.holes)
    except HkinnoError as error:
        raise UsageError(f"{_dashed(row.name)}: {error}") from error


def neighbourhood(store: Store, around: str | None, within: str | None) -> Neighbourhood | None:
    """The days around an event, as long as is said. Raises HkinnoError."""
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
    return Neighbourhood((first, last), entry.event.id)
