"""The whole way from files to an index."""

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple, Protocol, TypeVar

from hkinno.engines._columns import VERSION
from hkinno.engines._files import Said
from hkinno.engines._reader import EngineReader
from hkinno.errors import HkinnoError, StoreError
from hkinno.formats.parquet import library
from hkinno.index import parts, shares
from hkinno.index.draft import drafted, refuse_target
from hkinno.index.shares import Counted, Fault, Share
from hkinno.store.faults import where
from hkinno.store.store import Doubt

Item = TypeVar("Item")
Done = TypeVar("Done")
Tick = Callable[[int], None]


class Spread(Protocol):
    """What has work done somewhere, with each item, and says how far it is."""

    def __call__(
        self, work: Callable[[Item], Done], items: Sequence[Item], tick: Tick
    ) -> list[Done]: ...


class Where(NamedTuple):
    """Where an index is made: what does the work, and what opens a folder that is made there."""

    spread: Spread
    open_reader: Callable[[str], EngineReader]


class Built(NamedTuple):
    """What was made: how many events; the first doubts about them, and how many there are."""

    events: int
    doubts: list[Doubt]
    doubtful: int


def build(
    paths: Sequence[str],
    target: str,
    made: Where,
    force: bool = False,
    size: int = shares.SHARE,
    progress: Callable[[str, int], Tick] = lambda what, total: lambda done: None,  # noqa: ARG005
) -> Built:
    """Make an index of files of events, from shares of a `size` in bytes.

    `progress` begins to show what is done, and how much it is. Raises HkinnoError; then there is no
    index, or that which was there is as it was.
    """
    refuse_target(target, force)
    library()  # if it is missing, that is told before anything is read
    divided = shares.shares_of(paths, size)
    tick = progress("counting", len(divided))
    counted: list[Counted] = _sound(made.spread(shares.count, divided, tick))
    total = shares.place(divided, counted)
    if not total:
        raise HkinnoError("there is no event in these files, and so nothing to make an index of")
    title = next((each.title for each in counted if each.title), "")
    said = Said(VERSION, title, index=os.urandom(16).hex(), events=total)
    with drafted(target, force) as draft:
        tick = progress("writing", len(divided))
        write = partial(parts.write, draft, said)
        written: list[parts.Written] = _sound(made.spread(write, divided, tick))
        _refuse_second(made.open_reader(draft), divided)
    doubts = [doubt for each in written for doubt in each.doubts]
    return Built(total, doubts, sum(each.doubtful for each in written))


def _sound(found: Sequence[Any]) -> list[Any]:
    """What was found, if nothing is at fault. Raises StoreError of the first fault."""
    for each in found:
        if isinstance(each, Fault):
            raise StoreError(each.why)
    return list(found)


def _refuse_second(reader: EngineReader, divided: Sequence[Share]) -> None:
    """Raise StoreError for an id that stands twice; it says where."""
    twice = "SELECT min(place) AS first FROM events GROUP BY id HAVING count(*) > 1"
    for (first,) in reader.rows(f"{twice} ORDER BY first LIMIT 1"):
        same = f"id = (SELECT max(id) FROM events WHERE place = {first})"
        found = reader.rows(f"SELECT place, id FROM events WHERE {same} ORDER BY place LIMIT 2")
        (there, _), (here, _) = [(_where(divided, place, each), each) for place, each in found]
        raise StoreError(f"{here}: this id stands already at {there}")


def _where(divided: Sequence[Share], place: int, event_id: str) -> str:
    """File, number, id and line of an event, by its place."""
    share = next(share for share in reversed(divided) if share.place <= place)
    number = place - share.place
    for piece in share.pieces:
        if number < piece.events:
            break
        number -= piece.events
    reader = shares.reader_for(piece)
    _, start = _nth(shares.pieces_in(reader, piece), number)
    return where(reader, start, piece.before + number + 1, event_id)


def _nth(things: Iterator[Any], number: int) -> Any:
    return next(thing for n, thing in enumerate(things) if n == number)
