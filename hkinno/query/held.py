"""The same answers from events that are held in memory, for one who asks again and again.

What a question shares with the one before is not worked out twice: dates are read once, the order
of all events is known, texts are folded once for `--search`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import compress, product
from math import inf
from typing import NamedTuple, Self

from hkinno.dates.date import Date
from hkinno.events import VALUES, Event, Field, searched_texts, values_of
from hkinno.query.derived import DERIVED
from hkinno.query.filters import Condition, search_sieve, where_sieve, word_sieve
from hkinno.query.order import SORTS, by_text, by_time, folded
from hkinno.query.paths import is_known
from hkinno.query.query import Query

Reread = Callable[[frozenset[str]], Iterable[Sequence[Event]]]
"""All events once more, in the same order, with these fields as they are written."""
_APART = "\0"  # between two texts of an event
_KNOWN = 256  # conditions and searches whose answers are kept


class HeldAnswer(NamedTuple):
    """The places of the events that a query keeps, in order, and of those of unreadable date.

    As in `hkinno.query.query.Found`, the latter are those that all else would keep, and `absent`
    are fields of `where` that no event has.
    """

    places: list[int]
    unreadable: list[int]
    absent: list[str]


class Values(NamedTuple):
    """The values of each event in a field: which of `kinds` they are, as few differ."""

    numbers: list[int]
    kinds: list[tuple[str, ...]]

    @classmethod
    def of(cls, values: Iterable[Iterable[str]]) -> Self:
        """The values of events, of which each counts once."""
        known: dict[tuple[str, ...], int] = {}
        numbers = [known.setdefault(tuple(each), len(known)) for each in values]
        return cls(numbers, [tuple(dict.fromkeys(kind)) for kind in known])


class Held:
    """All events of a chronology, their dates, and what queries find among them.

    `first` and `last` are the first and the last day of each, without bound if it has no date;
    `undated` are the places of those that have none.
    """

    def __init__(
        self, events: Sequence[Event], dates: Sequence[Date | None], reread: Reread
    ) -> None:
        self.events, self.dates, self._reread = events, dates, reread
        self.first = [date.lo if date else -inf for date in dates]
        self.last = [date.hi if date else inf for date in dates]
        self.undated = frozenset(place for place, date in enumerate(dates) if date is None)
        # all days of these are meant, none more than another: a look at the first and the last does
        self._plain = bytes(date is not None and date.denotes is None for date in dates)
        self._orders: dict[tuple[str, bool], list[int]] = {}
        self._numbers: dict[int, int] = {}
        self._values: dict[str, Values] = {}
        self._searched: dict[str, bytes] = {}
        self._judged = lru_cache(maxsize=_KNOWN)(self._judge)
        self._worded = lru_cache(maxsize=_KNOWN)(self._word)

    @cached_property
    def _texts(self) -> list[str]:
        """What `--search` looks at, folded, for each event."""
        return [_APART.join(searched_texts(event)).casefold() for event in self.events]

    @cached_property
    def _last_in_time(self) -> list[float]:
        """The last day of each event, in order of time."""
        return [self.last[place] for place in self._order("date", False)]

    def values(self, row: Field) -> Values:
        """The values of each event in a field of `VALUES`."""
        if row.option not in self._values:
            self._values[row.option] = Values.of(values_of(event, row) for event in self.events)
        return self._values[row.option]

    def prepare(self) -> Iterator[None]:
        """Work out now what questions would wait for, step by step, the most wanted first."""
        self._last_in_time  # noqa: B018  # is kept
        yield
        self._texts  # noqa: B018  # is kept
        for sort, reverse in product(SORTS, (False, True)):
            yield
            self._order(sort, reverse)

    def select(self, query: Query) -> HeldAnswer:
        """What `Query.select` finds among the same events."""
        judged = [self._judged(_key(asked)) for asked in query.conditions]
        absent = [
            asked.path
            for asked, (_, seen) in zip(query.conditions, judged, strict=True)
            if not (seen or is_known(asked.path))
        ]
        masks = [mask for mask, _ in judged]
        masks += [self._worded(_key(asked), many) for asked, many in query.words]
        masks += [self._search(text, query.regex) for text in query.search]
        if query.near:
            masks.append(bytes(event.id != query.near.id for event in self.events))
        order = self._order(query.sort, query.reverse)
        for mask in masks:
            order = list(compress(order, map(mask.__getitem__, order)))
        undated = self.undated
        unreadable = [place for place in order if place in undated] if undated else []
        if query.window:
            order = self._within(order, query)
        return HeldAnswer(order[: query.limit], sorted(unreadable), absent)

    def in_time(self, places: Sequence[int]) -> list[int]:
        """The same places in order of time, the earliest first."""
        order = self._order("date", False)
        if len(places) == len(order):
            return order
        there = bytearray(len(order))
        for place in places:
            there[place] = 1
        return list(compress(order, map(there.__getitem__, order)))

    def outside(self, places: Sequence[int], first: float, last: float) -> tuple[int, int]:
        """How many of the events at places, in order of time, lie before a day, and after one."""
        begin, ends, dated = self.first.__getitem__, self.last, len(places)
        if self.undated:  # which come last
            dated -= sum(map(self.undated.__contains__, places))
        begun = places[: bisect_left(places, first, 0, dated, key=begin)]
        later = dated - bisect_right(places, last, 0, dated, key=begin)
        return sum(ends[place] < first for place in begun), later

    def around(self, place: int) -> tuple[Sequence[int], int]:
        """All places in order of time, and where in that order one of them is."""
        order = self._order("date", False)
        if not self._numbers:
            self._numbers = {each: number for number, each in enumerate(order)}
        return order, self._numbers[place]

    def _within(self, order: Sequence[int], query: Query) -> list[int]:
        """Those of the events whose dates are as the window asks."""
        (first, last), keeps, dates = query.bounds, query.keeps(), self.dates
        begins, ends, plain = self.first, self.last, self._plain
        known: dict[str, bool] = {}  # events share dates, of which those with holes take long

        def verdict(place: int) -> bool:
            date = dates[place]
            if date is None:
                return False
            if date.text not in known:
                known[date.text] = keeps(date)
            return known[date.text]

        if order is self._order("date", False):  # all of them
            stop = bisect_right(
                order, last, 0, len(order) - len(self.undated), key=self.first.__getitem__
            )
            pairs = zip(order[:stop], self._last_in_time, strict=False)
            near = [place for place, end in pairs if end >= first]
        else:
            near = [place for place in order if ends[place] >= first and begins[place] <= last]
        if not (query.window and query.window.whole):
            return list(filter(verdict, near))
        if not query.certain:
            return [place for place in near if plain[place] or verdict(place)]
        return [
            place
            for place in near
            if (begins[place] >= first and ends[place] <= last if plain[place] else verdict(place))
        ]

    def _order(self, sort: str, reverse: bool) -> list[int]:
        found = self._orders.get((sort, reverse))
        if found is None:
            if text := SORTS[sort]:
                texts = [folded(event, text) for event in self.events]
                found = by_text(self._order("date", False), texts, reverse)
            else:
                found = by_time(self.dates, reverse)
            self._orders[sort, reverse] = found
        return found

    def _search(self, text: str, regex: bool) -> bytes:
        """Whether each event has a text; for a longer one, only those are asked that had it."""
        if regex or _APART in text:
            return bytes(search_sieve(text, regex)(self.events))
        wanted = text.casefold()
        if (found := self._searched.get(wanted)) is None:
            before = self._searched.get(wanted[:-1])
            if before is None:
                found = bytes([wanted in each for each in self._texts])
            else:
                pairs = zip(before, self._texts, strict=True)
                found = bytes([had and wanted in each for had, each in pairs])
            if len(self._searched) >= _KNOWN:
                self._searched.clear()
            self._searched[wanted] = found
        return found

    def _judge(self, key: tuple[str, tuple[str, ...], bool]) -> tuple[bytes, bool]:
        """Whether each event fulfils a condition on a field, and whether one has that field."""
        asked, seen = Condition(*key), set[str]()
        sieve = where_sieve(asked, seen)
        if asked.path in DERIVED:
            return bytes(sieve(self.events)), True
        names = Query(where=f"{asked.path}=").raw
        mask = b"".join(bytes(sieve(batch)) for batch in self._reread(names))
        return mask, asked.path in seen

    def _word(self, key: tuple[str, tuple[str, ...], bool], many: bool) -> bytes:
        """Whether each event has one of the words of a condition."""
        asked = Condition(*key)
        wanted = {word.casefold() for word in asked.words}
        if "" in wanted:  # which is no value
            return bytes(word_sieve(asked, many, set())(self.events))
        numbers, kinds = self.values(next(row for row in VALUES if row.name == asked.path))
        folded = (map(str.casefold, kind) for kind in kinds)
        found = [wanted.isdisjoint(words) == asked.refuse for words in folded]
        return bytes(map(found.__getitem__, numbers))


def _key(asked: Condition) -> tuple[str, tuple[str, ...], bool]:
    return asked.path, tuple(asked.words), asked.refuse
