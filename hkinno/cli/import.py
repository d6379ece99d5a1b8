"""`hkinno import`: the events of other files."""  # noqa: N999 - the name that the user types

import shlex
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from math import inf
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hkinno.cli.editing import perform, report_options, target, target_option
from hkinno.cli.options import FILE, Choice, today, today_option
from hkinno.cli.output import warn
from hkinno.comparing.textdiff import shortened
from hkinno.editing.writer import Draft, change
from hkinno.errors import HkinnoError, UsageError, quoted
from hkinno.fields import visible
from hkinno.importing.columns import Columns
from hkinno.importing.foreign import format_of, label_of, readable, whole
from hkinno.importing.intake import Fault, Item, gather, retold, spans, with_edtf
from hkinno.importing.settling import OUTCOMES, RULES, event_of, replacing, settle
from hkinno.importing.values import Dates
from hkinno.reader import STDIN
from hkinno.sieves import alternatives

if TYPE_CHECKING:
    from rich.progress import Progress

_PATIENCE = 1.0  # seconds, after which a bar shows how far it is
_MOST_LINES = 20  # events; of more, only the number is told
_Thing = TypeVar("_Thing")


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=FILE)
@target_option
@click.option(
    "--from",
    "source",
    metavar="FORMAT",
    shell_complete=lambda *asked: [name for name in readable() if name.startswith(asked[2])],
    help="The format, where neither suffix nor first line tells it.",
)
@click.option(
    "--map", "chosen", multiple=True, metavar="COLUMN=FIELD,...", help="COLUMN= leaves one out."
)
@click.option(
    "--on-conflict",
    "rule",
    type=Choice(RULES),
    default=RULES[0],
    help="What becomes of an event whose id another one has: fail (nothing is written), skip it, "
    "replace the other one, rename it.",
)
@click.option("--skip-bad", is_flag=True, help="Leave out what cannot be read.")
@report_options
@today_option
def command(
    files: tuple[str, ...], store: tuple[str, ...], source: str | None, **options: Any
) -> None:
    """Add the events of CSV, TSV, JSON or JSON Lines files.

    \b
      hkinno import milestones.csv -s mine.json --dry-run
      hkinno import plan.csv -s mine.json --map 'Beginn=start,Ende=end,Was=title'
      hkinno timeline --tag milestone --json | hkinno import - -s mine.json

    FILE can be - for standard input. Columns with the usual names are found. Dates are EDTF or
    words; start and end, or year, month and day may have columns of their own. Other columns are
    kept. An event without an id gets one made from its title. One that is in the store already,
    the same in all fields, is skipped.
    All is written, or nothing, and one undo takes it back.
    """
    path = target(store)
    if files.count(STDIN) > 1:
        raise UsageError("standard input (-) can be read only once")
    if asked_on := options.pop("today"):
        today(asked_on)
    dates = Dates(cache(partial(today, asked_on)))  # the clock is read when words need it
    chosen = _chosen(options.pop("chosen"))
    told = [thing for file in files for thing in _things(file, source, chosen, dates)]
    _say_words(dates)
    _judge([f for f in told if isinstance(f, Fault)], len(told), options.pop("skip_bad"))
    labels = [label_of(file) for file in dict.fromkeys(files)]
    counts = _write(path, [t for t in told if isinstance(t, Item)], labels, **options)
    for label in labels:
        _report(label, counts, options["dry_run"])


# --- reading


def _chosen(texts: Iterable[str]) -> dict[str, str]:
    """Column -> field, as typed."""
    found = {}
    for pair in (pair for text in texts for pair in alternatives(text)):
        column, _, field = (part.strip() for part in pair.rpartition("="))
        if not column:
            raise UsageError(f"--map takes COLUMN=FIELD, not {quoted(pair)}")
        found[column] = field
    return found


def _things(
    file: str, source: str | None, chosen: Mapping[str, str], dates: Dates
) -> Iterator[Item | Fault]:
    """The events of a file, and what of it cannot be read."""
    label, data = label_of(file), whole(file)
    form, columns = format_of(file, data, source), None
    rows = form.read(data, label)
    if getattr(form, "CELLS", False):
        columns = _columns(next(rows)[1], chosen, dates, label)
    elif chosen:
        raise UsageError(f"--map is for the columns of tables; {label} has none")
    understand = columns.event if columns else partial(with_edtf, edtf=dates.edtf)
    things = gather(rows, label, understand)
    yield from _watched(things, data.count(b"\n"), f"reading {label}")
    if columns and columns.undivided:
        warn(
            f"{label}: rows whose tags have commas, but no semicolons, which separate tags: "
            f"{columns.undivided}; what they say was kept as one tag each"
        )


def _columns(header: Iterable[str], chosen: Mapping[str, str], dates: Dates, label: str) -> Columns:
    try:
        columns = Columns(list(header), chosen, dates)
    except HkinnoError as error:
        raise type(error)(f"{label}: {error}") from error
    if said := columns.said():
        warn(f"{label}: {said}")
    return columns


def _say_words(dates: Dates) -> None:
    for text, edtf in list(dates.words.items())[:1]:
        more = f", and {len(dates.words) - 1} more like it" if len(dates.words) > 1 else ""
        warn(f"dates in words are stored as EDTF: {quoted(text)} → {edtf}{more}")


def _judge(faults: Sequence[Fault], total: int, skip: bool) -> None:
    """List what cannot be read. Raises HkinnoError, unless it is to be skipped."""
    _list("left out: " if skip else "", faults)
    if faults and not skip:
        raise HkinnoError(
            f"{len(faults)} of {total} events cannot be read, so nothing is written; "
            "--skip-bad leaves them out"
        )


def _list(head: str, lines: Sequence[object], most: int = 100) -> None:
    for line in lines[:most]:
        warn(head + visible(str(line)))
    if len(lines) > most:
        warn(f"{head}… and {len(lines) - most} more")


# --- writing


def _report(label: str, counts: Counter[tuple[str, str]], dry_run: bool) -> None:
    rest = [f"{n} {what}" for what in OUTCOMES[1:] if (n := counts[label, what])]
    of_them = f" ({', '.join(rest)})" if rest else ""
    number = counts[label, OUTCOMES[0]]
    verb = "would import" if dry_run else "imported"
    warn(f"{verb} {number} event{'s' * (number != 1)}{of_them} from {label}")


def _write(
    path: str,
    items: Sequence[Item],
    labels: Sequence[str],
    rule: str,
    dry_run: bool,
    as_json: bool,
) -> Counter[tuple[str, str]]:
    """Put the events into the store, all or none; how each file fared."""
    counts: Counter[tuple[str, str]] = Counter()

    def plan(draft: Draft) -> None:
        try:
            counts.update(_plan(draft, items, rule))
        except RecursionError as error:  # it could be read, but what it says not be compared
            raise HkinnoError("the brackets of an event are nested too deeply") from error

    what = f"import {', '.join(labels)}"
    if as_json or len(items) <= _MOST_LINES:
        perform(path, what, plan, dry_run, as_json)
    else:
        _perform(path, what, plan, dry_run)
    return counts


def _perform(path: str, what: str, plan: Callable[[Draft], None], dry_run: bool) -> None:
    """Change a store without a line for each event."""
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    done = change(path, shortened(what), now, plan, dry_run)
    if done.not_undoable:
        warn(f"warning: this cannot be undone, since {done.not_undoable}")
    elif done.touched and not dry_run:
        warn(visible(f"undo with: hkinno undo --store {shlex.quote(path)}"))


def _plan(draft: Draft, items: Sequence[Item], rule: str) -> Counter[tuple[str, str]]:
    around = list(draft.spanning(spans(items)))
    settled = settle(items, draft.ids, draft.raw, around, rule)
    if settled.conflicts:
        _list("", settled.conflicts)
        raise HkinnoError(
            f"{len(settled.conflicts)} of {len(items)} ids are taken, so nothing is written; "
            f"see --on-conflict {', '.join(RULES[1:])}"
        )
    _list("warning: ", list(retold(settled.added.values(), around)), _MOST_LINES)
    for event_id, item in _watched(settled.added.items(), len(settled.added), "adding"):
        draft.add(event_of(event_id, item))
    for event_id, item in settled.replaced.items():
        draft.replace(event_id, replacing(draft.raw(event_id), item))
    return settled.counts


def _watched(things: Iterable[_Thing], total: int, what: str) -> Iterator[_Thing]:
    """The things; on a terminal with a bar, once they have taken more than a second."""
    start, bar = time.monotonic() if sys.stderr.isatty() else inf, None
    try:
        for number, thing in enumerate(things):
            if number % 100 == 0 and bar is None and time.monotonic() - start > _PATIENCE:
                bar = _bar(total, what)
            if number % 100 == 0 and bar is not None:
                bar.update(bar.task_ids[0], completed=number)
            yield thing
    finally:
        if bar is not None:
            bar.stop()


def _bar(total: int, what: str) -> "Progress":
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    console = Console(stderr=True)
    bar = Progress(console=console, transient=True, disable=console.is_dumb_terminal)
    bar.add_task(escape(visible(what)), total=total)
    bar.start()
    return bar
