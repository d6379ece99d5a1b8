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
from datetime import datetime
from functools import partial

import click
import msgspec

from hkinno.cli.delivery import emit
from hkinno.cli.editing import say_written
from hkinno.cli.help import HelpCommand
from hkinno.cli.options import FILE
from hkinno.cli.output import OutputOptions, chosen
from hkinno.cli.stores import refuse_engine
from hkinno.cli.streams import has_reader, say_remarks, tell, though_done, warn, write_out
from hkinno.cli.targets import refuse_loss
from hkinno.diff.changes import counts, format_value, render_changes
from hkinno.diff.compare import Change, Chronology, change, chronology, compare
from hkinno.diff.merge import Conflict, Merged, merge
from hkinno.errors import HkinnoError, StoreError, UsageError, named, quoted
from hkinno.events import STORED, members
from hkinno.files import STDIN, read_editable, replace
from hkinno.formats.json import write_rows
from hkinno.rawjson.edit import edited, spliced
from hkinno.store.draft import Draft
from hkinno.store.open import open_reader, reader_of
from hkinno.store.write import Written, overwrite
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
    merging = _Merging(base, ours, theirs, name)
    written = None
    if dry_run or output == STDIN:
        merging.read()
    elif output is None or os.path.isfile(output):
        if output:
            merging.read()
            if not force:
                refuse_loss(output, (base, theirs), None, lambda: merging.ids)
        what = None if merging.by_git else shorten(f"merge {theirs}")
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        content = (lambda _: merging.result) if output else merging.read
        written = overwrite(output or ours, what, now, content)
    else:
        say_remarks(replace(output, [merging.read()]))
    return _answer(merging, output, written, dry_run, as_json)


def _check(base: str, ours: str, theirs: str, output: str | None, as_json: bool) -> None:
    if ours == STDIN:
        raise UsageError("OURS is a file, since its bytes are kept; - can be BASE or THEIRS")
    if base == theirs == STDIN:
        raise UsageError("standard input (-) can be read only once")
    for path in (base, ours, theirs):
        refuse_engine(path)
    if output == "":
        raise UsageError("-o names a file, or - for standard output")
    if as_json and output == STDIN:
        raise UsageError("--json and -o - would both write to standard output")


class _Merging:
    """A merge: what was found, once `read` has said what it makes of OURS."""

    found: Merged
    ids: set[str]  # of all three stores
    ours: Chronology
    merged: Chronology
    result: bytes

    def __init__(self, base: str, ours: str, theirs: str, name: str | None) -> None:
        self._paths, self._name, self.shown = (base, ours, theirs), name, name or ours
        self.by_git = name is not None  # OURS is a passing copy then: there git undoes

    def read(self, data: bytes | None = None) -> bytes:
        """The bytes of OURS with what was merged, `data` if that is read already."""
        base, ours, theirs = self._paths
        if data is None:
            data, _ = read_editable(ours, writable=False)
        sides = (
            _read_side(base, self._name, "base"),
            _chronology(data, self.shown),
            _read_side(theirs, self._name, "theirs"),
        )
        if twice := [said for side in sides for said in side.repeated]:
            raise StoreError(f"{twice[0]}; such a store is read, but not merged")
        self.ids = {event_id for side in sides for event_id in side.events}
        self.ours, self.found = sides[1], merge(*sides)
        self.result = applied(data, self.found, self.shown)
        self.merged = _chronology(self.result, self.shown)  # what cannot be read is never written
        return self.result


def _answer(
    merging: _Merging, output: str | None, written: Written | None, dry_run: bool, as_json: bool
) -> int:
    """Say what the merge found, and what is written; whether there are conflicts."""
    conflicts = merging.found.conflicts
    with though_done("the merge is written") if written else nullcontext():
        if output == STDIN and not dry_run:
            write_out([merging.result.decode()])
        if as_json:
            write_out(_format_conflicts(conflicts))
        elif dry_run:
            _show(compare(merging.ours, merging.merged))
    if not as_json:
        _list(conflicts, named(merging.shown))
    if output is None and not (as_json or dry_run or merging.by_git):
        changes = counts(compare(merging.ours, merging.merged))
        warn(f"{named(merging.shown)}: {changes or 'nothing changes'}")
    elif output not in (None, STDIN) and not dry_run and has_reader():
        count = plural(len(merging.merged.events), "event")
        warn(f"wrote {named(str(output))}: {count}")
    if written:
        say_written(written, None if as_json or merging.by_git else output or merging.shown)
    return int(bool(conflicts))


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
        tell(f"  {where}  {shorten(conflict.field or '')}".rstrip())
        for side, said in _sides(conflict):
            tell(f"    {side:<6}  {said}")


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
