"""A reader of rows that some engine gives, with all that readers of files have.

What an engine has to give is rows, for SQL about a table `events` with the columns of `_columns`,
`place` before them and `event` behind them. Events that are shown are copied into a file of its
own, from which they can be read again in any order, so that memory grows no more than for files.
"""

import weakref
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, islice
from operator import attrgetter
from typing import Any, BinaryIO, TypeVar

import msgspec

from hkinno.dates.edtf import parse, readable
from hkinno.engines._sql import Plan, Quote, has_word, is_plain, plan, quote
from hkinno.events import Event
from hkinno.query.derived import DERIVED
from hkinno.query.order import SORTS, Kept, Ordering
from hkinno.query.query import Picked, Query

Decoded = TypeVar("Decoded")
Rows = Callable[[str], Iterator[tuple[Any, ...]]]
"""The rows that answer a question in SQL, in order, as they come."""

NOTHING = Picked(0, [], [], set(), set())
_KNOWN = 1 << 13  # dates of which is kept whether they fit
_EVENTS = "SELECT place, event FROM events"
_SORTED = 1 << 17  # rows that are sorted together, if they have to be; a part of an index has less
_LISTED = 8_192  # places that are asked for by a list; as many as are in a group of rows
_AT_ONCE = 256  # rows that are decoded together
_NEAR = 20  # times as many rows as are wanted: then to read all between takes less than to choose


class EngineReader:
    """Events in the `rows` of an engine, of which there are `total`; `folder` is where they lie.

    `unique` says that no id stands twice, since whoever wrote them has seen to it, and `in_order`
    that rows come in the order of places where nothing is said. As many rows as are `located` are
    asked for together by their places.
    """

    size = 0  # the engine uses all processors itself
    unit = "row"

    def __init__(
        self,
        label: str,
        folder: str | None,
        rows: Rows,
        total: int,
        title: str = "",
        unique: bool = True,
        in_order: bool = False,
        quoted: Quote = quote,
        located: int = _LISTED,
    ) -> None:
        self._located, self._found = located, "1 = 1"
        self.label, self.folder, self.total, self.unique = label, folder, total, unique
        self.rows, self._title, self._quoted, self._in_order = rows, title, quoted, in_order
        self.repeated: list[str] = []
        self.marks = [(0, 0)]
        self._starts, self._places, self._end = array("q"), array("q"), 0
        self._last: dict[int, bytes] = {}

    def title(self) -> str:
        """The title of the chronology."""
        return self._title

    def pieces(self) -> Iterator[tuple[bytes, int]]:
        """Each event's JSON, and where its copy begins, in the order of places."""
        rows = self._events()
        while some := list(islice(rows, _AT_ONCE)):
            for _, (start, length) in self._copied(some):
                yield self.read(start, length), start

    def batches(
        self, kind: type[Decoded], share: tuple[int, int] = (0, 1)
    ) -> Iterator[list[Decoded]]:
        """All events decoded, in that order, many at a time. Raises JSON_FAULTS."""
        rows = self._events() if share[0] == 0 else iter(())
        while some := [event for _, event in islice(rows, _AT_ONCE)]:
            yield _decoded(some, kind)

    def pick(self, query: Query, kind: type[Event]) -> Picked:
        """What `Query.pick` finds among them, by SQL as far as it can tell. Raises JSON_FAULTS."""
        asked = plan(query, self._quoted)
        self._found = asked.any if asked else "1 = 1"
        if asked is None:
            return query.pick(self.batches(kind))
        rest = self._rest(query, asked.rest, kind) if asked.rest else NOTHING
        ordering = Ordering(query.sort, query.reverse, query.limit)
        found = (*self._sure(query, asked), *self._dated(query, asked), *rest.kept)
        for kept in sorted(found, key=attrgetter("place")):
            ordering.add(kept)
        return Picked(
            self.total,
            ordering.in_order(),
            sorted((*self._undated(asked), *rest.unreadable)),
            {path for condition in query.conditions if (path := condition.path) in DERIVED},
            self._met(query),
        )

    def dates(self, query: Query, kind: type[Event]) -> Counter[str]:
        """How many of the events that a query keeps, however many, have which date, as written."""
        asked, found = plan(query, self._quoted), Counter[str]()
        if asked is None:
            kept = query.cut_to(None).pick(self.batches(kind)).kept
        else:
            kept = self._rest(query, asked.rest, kind).kept if asked.rest else []
            found.update(dict(self._grouped(asked.sure)))
            fits = _fitting(query)
            found += Counter({text: n for text, n in self._grouped(asked.dated) if fits(text)})
        found.update(each.date.text if each.date else "" for each in kept)
        return found

    def _grouped(self, where: str | None) -> Iterator[tuple[str, int]]:
        """The dates of rows that fit a condition, and how many have each."""
        if where:
            sql = f"SELECT date, count(*) FROM events WHERE {where} GROUP BY date"
            yield from ((date, count) for date, count in self.rows(sql))

    def _sure(self, query: Query, asked: Plan) -> Iterator[Kept]:
        """The rows that fit; of very many the first ones."""
        if asked.sure:
            first = "" if query.limit is None else f"ORDER BY {asked.order} LIMIT {query.limit}"
            yield from self._kept(query, f"{asked.sure} {first}")

    def _dated(self, query: Query, asked: Plan) -> Iterator[Kept]:
        """Those of the rows about which their date decides that fit."""
        if asked.dated:
            fits = _fitting(query)
            for kept in self._kept(query, asked.dated):
                if kept.date and fits(kept.date.text):
                    yield kept

    def _undated(self, asked: Plan) -> Iterator[int]:
        if asked.undated:
            for (place,) in self.rows(f"SELECT place FROM events WHERE {asked.undated}"):
                yield place

    def _kept(self, query: Query, where: str) -> Iterator[Kept]:
        text = f"{query.sort}_sort" if SORTS[query.sort] else "''"
        for place, date, key in self.rows(f"SELECT place, date, {text} FROM events WHERE {where}"):
            yield Kept(place, readable(date), key)

    def _rest(self, query: Query, where: str, kind: type[Event]) -> Picked:
        """What hkinno's own filters find among the rows that fit a condition, in any order."""
        places = array("q")

        def batches() -> Iterator[Sequence[Event]]:
            rows = self.rows(f"SELECT place, event FROM events WHERE {where}")
            while some := list(islice(rows, _AT_ONCE)):
                places.extend(place for place, _ in some)
                yield _decoded([event for _, event in some], kind)

        # of what is alike in all but the place, the first in the store counts: so nothing is cut
        found = query.cut_to(None).pick(batches())
        kept = [Kept(places[each.place], each.date, each.text) for each in found.kept]
        unreadable = [places[place] for place in found.unreadable]
        return Picked(found.total, kept, unreadable, found.seen, found.met)

    def _met(self, query: Query) -> set[tuple[str, str]]:
        """Which words of the filters by value there are, each with its field."""
        asked = {(each.path, w.casefold()): None for each, _ in query.words for w in each.words}
        words = [(path, word) for path, word in asked if is_plain(word)]
        if not words:
            return set()
        found = (
            f"max(CASE WHEN {has_word(path, word, self._quoted)} THEN 1 ELSE 0 END)"
            for path, word in words
        )
        (row,) = self.rows(f"SELECT {', '.join(found)} FROM events")
        return {word for word, there in zip(words, row, strict=True) if there}

    def _events(self) -> Iterator[tuple[int, str]]:
        """Places and events, in the order of places."""
        if self._in_order:
            yield from self.rows(_EVENTS)
            return
        for first in range(0, self.total, _SORTED):  # to sort all at once would take much memory
            window = f"place BETWEEN {first} AND {min(first + _SORTED, self.total) - 1}"
            yield from self.rows(f"{_EVENTS} WHERE {window} ORDER BY place")

    def categories(self) -> Counter[str]:
        """How many events have which category, in the order in which these appear."""
        counts = "SELECT category, count(*) AS events, min(place) AS first FROM events"
        rows = self.rows(f"{counts} GROUP BY category ORDER BY first")
        return Counter({found[0]: count for found, count, _ in rows if found})

    def find(self, ids: Collection[str]) -> Iterator[int]:
        """The places of the events that have one of these ids."""
        if ids and all(map(is_plain, ids)):
            texts = ", ".join(map(self._quoted, ids))
            yield from (p for (p,) in self.rows(f"SELECT place FROM events WHERE id IN ({texts})"))
            return
        for place, event_id in self.rows("SELECT place, id FROM events"):
            if event_id in ids:
                yield place

    def locate(self, numbers: Sequence[int]) -> Iterator[tuple[int, tuple[int, int]]]:
        """Where copies of events are, by their places in rising order: offset, length."""
        wanted = iter(numbers)
        while some := list(islice(wanted, self._located)):
            chosen = set(some)
            where = f"place BETWEEN {some[0]} AND {some[-1]}"
            if len(some) > _LISTED:  # a list of them would take longer than to find them once more
                where = f"{where} AND ({self._found})"
            elif some[-1] - some[0] > _NEAR * len(some):
                where = f"place IN ({', '.join(map(str, some))})"
            order = "" if self._in_order else "ORDER BY place"
            rows = (r for r in self.rows(f"{_EVENTS} WHERE {where} {order}") if r[0] in chosen)
            while found := list(islice(rows, _AT_ONCE)):
                yield from self._copied(found)

    @cached_property
    def _copies(self) -> BinaryIO:
        """The file of events that were asked for, which is closed with the reader."""
        import tempfile  # slow to load

        file: BinaryIO = tempfile.TemporaryFile(prefix="hkinno-")  # noqa: SIM115
        weakref.finalize(self, file.close)
        return file

    def _copied(self, rows: Sequence[tuple[int, str]]) -> list[tuple[int, tuple[int, int]]]:
        """Copy events, and where each is then: the place of it, and offset and length."""
        raws = [event.encode() for _, event in rows]
        starts = list(accumulate(map(len, raws), initial=self._end))
        self._copies.seek(self._end)
        self._copies.write(b"".join(raws))
        self._end = starts.pop()
        self._starts.extend(starts)
        self._places.extend(place for place, _ in rows)
        self._last = dict(zip(starts, raws, strict=True))
        return [
            (place, (start, len(raw)))
            for (place, _), start, raw in zip(rows, starts, raws, strict=True)
        ]

    def read(self, start: int, length: int) -> bytes:
        """The bytes of one event, once more."""
        if start in self._last:  # it was copied a moment ago
            return self._last[start]
        self._copies.seek(start)
        return self._copies.read(length)

    def line(self, start: int) -> int:
        """Which row a copy is of, from 1, which is also where all of them begin."""
        number = bisect_right(self._starts, start)
        return self._places[number - 1] + 1 if number else 1


def _fitting(query: Query) -> Callable[[str], bool]:
    """Whether a date, which can be read, is as the window asks."""
    keeps = query.keeps()
    return lru_cache(maxsize=_KNOWN)(lambda text: keeps(parse(text)))  # events share dates


def _decoded(events: Sequence[str], kind: type[Decoded]) -> list[Decoded]:
    """Some events decoded at once, which takes less than one by one."""
    found: list[Decoded] = msgspec.json.Decoder(kind).decode_lines("\n".join(events))
    return found
