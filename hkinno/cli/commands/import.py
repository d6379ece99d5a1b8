"""Bring in the events of tables, JSON, and files of other timeline tools.

\b
  hkinno import milestones.csv -s mine.json --dry-run
  hkinno import sales.csv -s mine.json --dates dmy --century 20
  hkinno import plan.csv -s mine.json --map 'Beginn=start,Ende=end,Was=title'
  hkinno timeline --tag milestone --json | hkinno import - -s mine.json

FILE can be - for standard input. Columns and keys with the usual names are found, others are
kept. Dates are EDTF or words; start and end, or year, month and day may have columns of their
own, and what one date leaves open its column decides. All that is guessed is said; what nothing
decides is refused with all its readings. An event without an id gets one made from its title.
One that is in the store already, the same in all fields, is skipped.
All is written, or nothing, and one undo takes it back. If no store is named, it is events.json in
this folder, which is made if it is not there.
"""  # noqa: N999 - the name that the user types

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from textwrap import fill
from typing import TYPE_CHECKING, Any

import click

from hkinno.cli.editing import perform, report_options, target, target_option
from hkinno.cli.options import FILE, Choice, today_option
from hkinno.cli.progress import watched
from hkinno.cli.stores import DEFAULT, is_for_want
from hkinno.cli.streams import warn
from hkinno.cli.targets import is_same_file
from hkinno.cli.values import today
from hkinno.errors import HkinnoError, UsageError, quoted
from hkinno.files import STDIN, label_of
from hkinno.imports.detect import readable
from hkinno.imports.evidence import STYLES
from hkinno.imports.gather import ImportFault, ImportItem, find_retold, spans
from hkinno.imports.guesses import GUESSES
from hkinno.imports.reading import ImportFile, ImportOptions
from hkinno.imports.settle import OUTCOMES, RULES, event_of, replacing, settle
from hkinno.imports.shapes import ORDERS
from hkinno.query.filters import alternatives
from hkinno.store.canonical import document
from hkinno.store.draft import Draft
from hkinno.store.open import engine_of
from hkinno.text import plural, shell_word

if TYPE_CHECKING:
    pass

from hkinno.cli.help import HelpCommand, HelpOption

GROUP = "Import"
_MOST_LINES = 20  # events; of more, only the number is told
_PREVIEW = 10  # events of a dry run that are shown of those
_PLACES = 5  # of the rows with the same fault
_NAMES = "\n".join(  # of columns, by the field that they are read as
    fill(", ".join(called), 78, initial_indent=f"  {field:<14}", subsequent_indent=" " * 16)
    for field, called in GUESSES.items()
)

_in_reading = partial(click.option, cls=HelpOption, heading="Reading")


@click.command(
    "import", cls=HelpCommand, help=__doc__, epilog=f"\b\nColumns that are found by name:\n{_NAMES}"
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=FILE)
@target_option
@_in_reading(
    "--from",
    "source",
    metavar="FORMAT",
    shell_complete=lambda *asked: [name for name in readable() if name.startswith(asked[2])],
    help=f"The format, where neither suffix nor content tells it: {', '.join(readable())}.",
)
@_in_reading(
    "--map",
    "chosen",
    multiple=True,
    metavar="COLUMN=FIELD,...",
    help="Read this column or key (meta.date) as that field, one of those below; COLUMN= leaves it "
    r"out. A comma in a name is \,",
)
@_in_reading(
    "--on-conflict",
    "rule",
    type=Choice(RULES),
    default=RULES[0],
    help="What becomes of an event whose id another one has: fail (nothing is written), skip it, "
    "replace the other one, rename it.",
)
@_in_reading(
    "--dates",
    type=Choice(STYLES),
    multiple=True,
    help="The order of numbers in dates, where the column does not show it; or years, for 1826-31 "
    "as 1826/1831; or edtf, for all as EDTF has it, -0300 too. Again for an order and one of "
    "these.",
)
@_in_reading(
    "--century",
    type=click.IntRange(0, 99),
    metavar="NN",
    help="The first two digits of years that are written with two: with 20, 15 is 2015.",
)
@_in_reading("--encoding", metavar="NAME", help="The encoding, if not UTF-8, as shift_jis.")
@_in_reading(
    "--separator",
    metavar="TEXT",
    help="What separates the items of a list in one cell, where it is not a semicolon.",
)
@_in_reading("--sheet", metavar="NAME", help="Which sheet of a spreadsheet is read.")
@_in_reading("--skip-bad", is_flag=True, help="Leave out what cannot be read.")
@report_options
@today_option
def command(
    files: tuple[str, ...],
    store: tuple[str, ...],
    source: str | None,
    chosen: tuple[str, ...],
    rule: str,
    skip_bad: bool,
    **params: Any,
) -> None:
    path, asked_on = _target(store), params["today"]
    if files.count(STDIN) > 1:
        raise UsageError("standard input (-) can be read only once")
    if asked_on:
        today(asked_on)
    _refuse_itself(path, files)
    options = ImportOptions(
        today=cache(partial(today, asked_on)),  # the clock is read when words need it
        source=source,
        chosen=_parse_map(chosen),
        dates=_check_styles(params["dates"]),
        century=params["century"],
        encoding=params["encoding"],
        separator=params["separator"] or "",
        sheet=params["sheet"],
    )
    found = [thing for file in files for thing in _things(file, options)]
    _judge([f for f in found if isinstance(f, ImportFault)], len(found), skip_bad)
    labels = [label_of(file) for file in dict.fromkeys(files)]
    items = [item for item in found if isinstance(item, ImportItem)]
    made = not os.path.lexists(path)
    counts = _write_events(path, items, labels, rule, params)
    for label in labels:
        _report(label, counts, params["dry_run"])
    if made and os.path.lexists(path) and not params["dry_run"]:
        warn(f"made {path} in this folder; see it with:", "hkinno timeline")


# --- reading


def _target(store: Sequence[str]) -> str:
    """The store that is named, else events.json in this folder, which is made where it is not."""
    return DEFAULT if is_for_want(store) else target(store)


def _refuse_itself(path: str, files: Iterable[str]) -> None:
    """A file of another kind may be called events.json, too, and cannot be the store as well."""
    for file in files:
        if is_same_file(file, path):
            raise UsageError(
                f"{label_of(file)} is what is read, and cannot be the store as well; name another "
                "with -s (hkinno init mine.json makes one)"
            )


def _check_styles(styles: tuple[str, ...]) -> tuple[str, ...]:
    """What `--dates` says. Raises UsageError for what excludes each other."""
    for several in (ORDERS, ("years", "edtf")):
        if len(said := [style for style in several if style in styles]) > 1:
            raise UsageError(f"--dates: {' and '.join(said)} exclude each other")
    return styles


def _parse_map(texts: Iterable[str]) -> list[tuple[str, str]]:
    """Columns and their fields, as typed."""
    found = []
    for text in texts:
        for pair in alternatives(text):
            column, _, field = (part.strip() for part in pair.rpartition("="))
            if not column:
                hint = r"; a comma in a name is written \," if "," in text else ""
                raise UsageError(f"--map takes COLUMN=FIELD, not {quoted(pair)}{hint}")
            found.append((column, field))
    return found


def _things(file: str, options: ImportOptions) -> Iterator[ImportItem | ImportFault]:
    """The events of a file, and what of it cannot be read; what is guessed is said."""
    if engine_of(file) and os.path.isfile(file):
        raise HkinnoError(
            f"{label_of(file)} is a store in Parquet, which commands read with -s; to have one "
            f"that can be changed: hkinno timeline -s {shell_word(file)} -o events.json"
        )
    opened = ImportFile(file, options, warn)
    yield from watched(opened.things(), opened.lines, f"reading {opened.label}")


def _judge(faults: Sequence[ImportFault], total: int, skip: bool) -> None:
    """List what cannot be read. Raises HkinnoError, unless it is to be skipped."""
    _list("left out: " if skip else "", list(_by_kind(faults)))
    if faults and not skip:
        of, them = f"{len(faults):,} of {plural(total, 'event')}", "them"
        if total == 1:
            of, them = "the event", "it"
        raise HkinnoError(
            f"{of} cannot be read, so nothing is written; --skip-bad leaves {them} out"
        )


def _by_kind(faults: Iterable[ImportFault]) -> Iterator[str]:
    """One fault of each kind, and how many more there are where."""
    kinds: dict[tuple[str, str], list[ImportFault]] = {}
    for fault in faults:
        kinds.setdefault((fault.label, fault.kind), []).append(fault)
    for first, *others in kinds.values():
        if not others:
            yield str(first)
            continue
        places = ", ".join(other.where for other in others[:_PLACES])
        more = f" and {len(others) - _PLACES:,} more" if len(others) > _PLACES else ""
        yield f"{first} ({len(others) + 1:,} of this kind, also {places}{more})"


def _list(head: str, lines: Sequence[object], most: int = 100) -> None:
    for line in lines[:most]:
        warn(head + str(line))
    if len(lines) > most:
        warn(f"{head}… and {len(lines) - most} more")


# --- writing


def _report(label: str, counts: Counter[tuple[str, str]], dry_run: bool) -> None:
    did = {what: n for what in OUTCOMES if (n := counts[label, what])}
    done, verb, what = "imported", "import", "added"
    if "added" not in did and "replaced" in did:
        done, verb, what = "replaced", "replace", "replaced"
    number = did.pop(what, 0)
    of_them = f" ({', '.join(f'{n} {what}' for what, n in did.items())})" if did else ""
    events = f"{plural(number, 'event')}{of_them}"
    warn(f"{f'would {verb}' if dry_run else done} {events} from {label}")


def _write_events(
    path: str,
    items: Sequence[ImportItem],
    labels: Sequence[str],
    rule: str,
    params: Mapping[str, Any],
) -> Counter[tuple[str, str]]:
    """Put the events into the store, all or none; how each file fared."""
    counts: Counter[tuple[str, str]] = Counter()

    def plan(draft: Draft) -> None:
        try:
            counts.update(_plan(draft, items, rule))
        except RecursionError as error:  # it could be read, but what it says not be compared
            raise HkinnoError("the brackets of an event are nested too deeply") from error

    what = f"import {', '.join(labels)}"
    brief = len(items) > _MOST_LINES
    shown = _PREVIEW if params["dry_run"] else 0
    made = path == DEFAULT and not os.path.lexists(path)
    new = document(os.path.splitext(os.path.basename(labels[0]))[0], []) if made else None
    perform(path, what, plan, params, most=shown if brief else None, new=new)
    return counts


def _plan(draft: Draft, items: Sequence[ImportItem], rule: str) -> Counter[tuple[str, str]]:
    around = list(draft.spanning(spans(items)))
    settled = settle(items, draft.ids, draft.raw, around, rule)
    if settled.conflicts:
        _list("", settled.conflicts)
        taken = f"{len(settled.conflicts)} of {len(items)} ids are taken"
        if len(settled.conflicts) == 1:
            taken = f"1 of {len(items)} ids is taken" if len(items) > 1 else "the id is taken"
        raise HkinnoError(
            f"{taken}, so nothing is written; see --on-conflict {', '.join(RULES[1:])}"
        )
    _list("warning: ", list(find_retold(settled.added.values(), around)), _MOST_LINES)
    for event_id, item in watched(settled.added.items(), len(settled.added), "adding"):
        draft.add(event_of(event_id, item))
    for event_id, item in settled.replaced.items():
        draft.replace(event_id, replacing(draft.raw(event_id), item))
    return settled.counts
