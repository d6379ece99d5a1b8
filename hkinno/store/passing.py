"""One pass over all events of some files: what a query finds, and whether an id stands twice.

Where there is much to read, and processors for it, each reads a share of every file. What comes out
is the same: the order of events is total, and ids are compared across the shares. If anything is
at fault in one, the pass is made again by one process alone, which tells what it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from hkinno.errors import HkinnoError
from hkinno.events import Event
from hkinno.query.query import Found, Picked, Query
from hkinno.rawjson.errors import JSON_FAULTS
from hkinno.store.ids import Ids, are_unique
from hkinno.store.lean import lean
from hkinno.store.lines import ALL, Marks, Share

if TYPE_CHECKING:
    from hkinno.store.readers import Picker, Reader

_ID = frozenset(("id",))
LEAST = 8 << 20  # bytes that are worth a process (measured)


class Pass(Struct, frozen=True):
    """What a query has found; up to which place the events of each file reach.

    `unique` says that no id stands twice, for certain.
    """

    found: Found
    ends: list[int]
    unique: bool


class _Seen(Struct, frozen=True):
    """What one process has seen of its share of each file."""

    picked: list[Picked]
    marks: list[Marks]
    ids: Ids


def pass_over(
    readers: "Sequence[Reader]", query: Query, kind: type[Event], processes: int = 1
) -> Pass:
    """Read all events, in the fields of `kind`, with up to so many processes.

    Raises JSON_FAULTS and StoreError. The readers can then `locate` events.
    """
    many = min(processes, sum(reader.size for reader in readers) // LEAST)
    seen = None
    if many > 1 and _pays(query):
        from hkinno.store.processes import shared_out  # few stores are large

        with suppress(*JSON_FAULTS, HkinnoError):  # whoever reads all of it finds the first one
            seen = shared_out(many, lambda which: _see(readers, query, kind, (which, many)))
    if seen is None:
        seen = [_see(readers, query, kind, ALL)]
    parts, ends = list[Picked](), list[int]()
    for number, reader in enumerate(readers):
        parts += (each.picked[number] for each in seen)
        ends.append(sum(part.total for part in parts))
        reader.marks = _joined([each.marks[number] for each in seen])
    return Pass(query.join(parts), ends, are_unique([each.ids for each in seen]))


def _pays(query: Query) -> bool:
    """Whether little is found among much: what one process tells another costs time, too."""
    return query.limit is not None or bool(query.words or query.sieves or query.conditions)


def _see(readers: "Sequence[Reader]", query: Query, kind: type[Event], share: Share) -> _Seen:
    ids, picked, marks = Ids(), list[Picked](), list[Marks]()
    for reader in readers:
        if hasattr(reader, "pick"):
            picked.append(
                _picked(cast("Picker", reader), query, kind, share, ids, len(readers) > 1)
            )
        else:
            picked.append(query.pick(_noted(reader.batches(kind, share), ids)))
        marks.append(reader.marks)
    return _Seen(picked, marks, ids)


def _picked(
    reader: "Picker", query: Query, kind: type[Event], share: Share, ids: Ids, merged: bool
) -> Picked:
    """What a reader finds itself, all of it in the first share."""
    if share[0]:
        return query.pick(())
    if merged or not reader.unique:
        for batch in reader.batches(lean(_ID)):
            ids.add(batch)
    return reader.pick(query, kind)


def _noted(batches: Iterable[Sequence[Event]], ids: Ids) -> Iterator[Sequence[Event]]:
    for batch in batches:
        ids.add(batch)
        yield batch


def _joined(shares: Sequence[Marks]) -> Marks:
    """The marks of a file from those of its shares."""
    joined, begin, end = Marks(), 0, 0
    for *marks, (count, after) in shares:
        joined += ((begin + number, offset) for number, offset in marks)
        begin, end = begin + count, after if marks else end
    return [*joined, (begin, end)]
