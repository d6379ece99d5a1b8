"""Take over into OURS what THEIRS changed since BASE.

\b
  hkinno merge base.json mine.json yours.json --dry-run
  hkinno merge base.json mine.json yours.json -o merged.json
  git config merge.hkinno.driver "hkinno merge %O %A %B %P"
  git config merge.hkinno.recursive binary

Fields of events are merged, not lines; all other bytes of OURS stay. Where both changed the
same, and differently, OURS stays too, the conflict is listed and the exit code is 1. NAME is
what messages call the store.
"""

import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial

import click
import msgspec

from hkinno.cli.help import HelpCommand
from hkinno.cli.options import FILE
from hkinno.cli.output import OutputOptions, chosen, emit
from hkinno.cli.streams import note, warn, write_out
from hkinno.cli.targets import refuse_loss
from hkinno.diff.changes import format_value, render_changes
from hkinno.diff.compare import Change, Chronology, change, chronology, compare
from hkinno.diff.merge import Conflict, Merged, merge
from hkinno.errors import HkinnoError, StoreError, UsageError, named, quoted
from hkinno.events import STORED, members
from hkinno.files import STDIN, Identity, identity, locked, read_editable, replace
from hkinno.formats.json import write_rows
from hkinno.rawjson.edit import edited, spliced
from hkinno.store.draft import Draft
from hkinno.store.open import open_reader, reader_of
from hkinno.text import plural, shorten

GROUP = "Check and merge"


@click.command("merge", cls=HelpCommand, help=__doc__)
@click.argument("base", type=FILE)
@click.argument("ours", type=FILE)
@click.argument("theirs", type=FILE)
@click.argument("name", required=False)
@click.option("-o", "--output", type=FILE, metavar="FILE", help="Write to this file, not to OURS.")
@click.option("--force", is_flag=True, help="Overwrite FILE even if events are lost.")
@click.option("--dry-run", is_flag=True, help="Show what would change in OURS; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the conflicts as an array.")
def command(
    base: str,
    ours: str,
    theirs: str,
    name: str | None,
    output: str | None,
    dry_run: bool,
    force: bool,
    as_json: bool,
) -> int:
    _check(base, ours, theirs, output, as_json)
    shown = name or ours
    in_place = not dry_run and output is None
    with locked(ours) if in_place else nullcontext():
        seen = identity(ours) if in_place else None
        data = read_editable(ours, writable=False)
        sides = (
            _read_side(base, name, "base"),
            _chronology(data, shown),
            _read_side(theirs, name, "theirs"),
        )
        if twice := [said for side in sides for said in side.repeated]:
            raise StoreError(f"{twice[0]}; such a store is read, but not merged")
        found = merge(*sides)
        result = applied(data, found, shown)
        merged = _chronology(result, shown)  # what cannot be read is never written
        if output not in (None, STDIN) and not force and not dry_run:
            ids = {event_id for side in (*sides, merged) for event_id in side.events}
            refuse_loss(str(output), (base, theirs), None, lambda: ids)
        if not dry_run:
            _write_result(result, output, None if result == data else ours, seen)
    if as_json:
        write_out(_format_conflicts(found.conflicts))
        return int(bool(found.conflicts))
    if dry_run:
        _show(compare(sides[1], merged))
    _list(found.conflicts, named(shown))
    return int(bool(found.conflicts))


def _check(base: str, ours: str, theirs: str, output: str | None, as_json: bool) -> None:
    if ours == STDIN:
        raise UsageError("OURS is a file, since its bytes are kept; - can be BASE or THEIRS")
    if base == theirs == STDIN:
        raise UsageError("standard input (-) can be read only once")
    if output == "":
        raise UsageError("-o names a file, or - for standard output")
    if as_json and output == STDIN:
        raise UsageError("--json and -o - would both write to standard output")


def _read_side(path: str, name: str | None, side: str) -> Chronology:
    """A store; as BASE an empty file will do, since git gives one where there was none."""
    label = f"{named(name)} ({side})" if name else None
    empty = os.path.isfile(path) and not os.path.getsize(path)
    if side == "base" and (empty or path == os.devnull):
        return Chronology({})
    return chronology(open_reader(path, label))


def _chronology(data: bytes, name: str) -> Chronology:
    return chronology(reader_of(io.BytesIO(data), name, named(name)))


def applied(data: bytes, found: Merged, name: str) -> bytes:
    """The bytes of OURS with what was merged. Raises HkinnoError for an event that is at fault."""
    if found.head:
        data = edited(data, {n: raw and msgspec.Raw(raw) for n, raw in found.head.items()}, STORED)
    if found.added or found.replaced:
        draft = Draft(name, data)
        for event_id, raw in found.replaced.items():
            _put(event_id, partial(draft.replace, event_id, raw))
        for event_id, raw in found.added.items():
            _put(event_id, partial(draft.add, members(raw)))
        data = spliced(data, draft.splices())
    if found.removed:  # afterwards, so that the places of both are those of one file
        draft = Draft(name, data)
        for event_id in found.removed:
            draft.remove(event_id)
        data = spliced(data, draft.splices())
    return data


def _put(event_id: str, into: Callable[[], None]) -> None:
    try:
        into()
    except HkinnoError as error:
        sentence = f"the event {quoted(event_id)} of THEIRS cannot be merged: {error}"
        raise HkinnoError(sentence) from error


def _write_result(
    result: bytes, output: str | None, ours: str | None, seen: Identity | None
) -> None:
    """Write to `output` if that is named, else to `ours`, which is None if nothing changed."""
    if output == STDIN:
        write_out([result.decode()])
    elif path := output or ours:
        replace(path, [result], seen)


def _show(changes: Sequence[Change]) -> None:
    output = chosen(OutputOptions(), usual="")
    emit(render_changes(changes, output.options), output)


def _format_conflicts(conflicts: Sequence[Conflict]) -> Iterator[str]:
    rows = []
    for event_id, field, *values in conflicts:
        named = zip(("base", "ours", "theirs"), values, strict=True)
        sides = {side: msgspec.Raw(raw) for side, raw in named if raw is not None}
        rows.append(msgspec.json.encode({"id": event_id, "field": field, **sides}))
    return write_rows(msgspec.json.format(row, indent=0) for row in rows)


def _list(conflicts: Sequence[Conflict], name: str) -> None:
    """The conflicts on standard error, each with what the three sides say."""
    if conflicts:
        many = "a conflict" if len(conflicts) == 1 else plural(len(conflicts), "conflict")
        warn(f"{name}: {many}; what OURS says is kept")
    for conflict in conflicts:
        where = "the document" if conflict.id is None else shorten(conflict.id)
        note(f"  {where}  {shorten(conflict.field or '')}".rstrip())
        for side, said in _sides(conflict):
            note(f"    {side:<6}  {said}")


def _sides(conflict: Conflict) -> Iterator[tuple[str, str]]:
    """What a side says: the value, or what it did to the event."""
    for side in ("base", "ours", "theirs"):
        raw: bytes | None = getattr(conflict, side)
        if raw is None:
            yield side, "(removed)" if conflict.base else "(none)"
        elif conflict.field or side == "base":
            yield side, shorten(format_value(raw))
        else:
            fields = change(conflict.id or "", conflict.base, raw).fields
            yield side, f"changed {shorten(', '.join(fields))}"
