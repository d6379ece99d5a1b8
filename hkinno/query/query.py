"""What to keep of a chronology and in which order: filters by date and by value, and sorts.

A new filter by date is one row of `hkinno.query.bounds`, a sort one of `hkinno.query.order`;
filters by value are the fields of `hkinno.events.VALUES`. The command line makes an option, its
`--no-` twin and its help from a row, and `Query(...)` takes it by its name.

The filters by date open one window of days. The default answer is what is *possible*: an event
is kept if some realization of its date touches the window. `certain` keeps it only if every one
does; `inside` asks whether it lies wholly in the window, and with `certain` whether it must.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from itertools import compress
from math import inf
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct

from hkinno.dates.date import Date
from hkinno.dates.days import Span
from hkinno.dates.edtf import parse, plain_day
from hkinno.errors import DateError, UsageError, quoted
from hkinno.events import SEARCHED, VALUES, Event
from hkinno.query.bounds import DATE_FILTERS, window_of
from hkinno.query.derived import DERIVED
from hkinno.query.filters import (
    Condition,
    Sieve,
    alternatives,
    conditions,
    search_sieve,
    typed_texts,
    where_sieve,
    word_sieve,
)
from hkinno.query.order import SORTS, Hit, Kept, Ordering, folded
from hkinno.query.paths import heads, is_known
from hkinno.query.window import Neighbourhood


class Found(NamedTuple):
    """What a query finds: the hits in order, and the places of events of unreadable date.

    The latter are those that all else would keep; a query by date leaves them out. `absent` are the
    fields of `where` that hkinno does not know and no event has; `unseen` says that some word of a
    filter by value was not come across, as one that no event has. `total` is how many events there
    are.
    """

    hits: list[Hit]
    unreadable: list[int]
    absent: list[str]
    unseen: bool
    total: int


_WORDS = {row.option: row for row in VALUES}
_KNOWN = 1 << 12  # dates of which is kept whether they fit
_NAMES = [*(row.name for row in DATE_FILTERS), *_WORDS, "where"]


class Query:
    """Filters, an order and a limit. All filters must agree for an event to be kept.

    Takes each filter by its name: dates (as `since`, see `DATE_FILTERS`) as `Date` or EDTF text;
    words (`category`, `tag`, `place`, `actor` and each with `no_`) as text or texts: "a,b" is any
    of them, a further text means *and*, a comma inside a value is written `\\,`. `where` and
    `no_where` are the same for any field: "FIELD=a,b". `search` is literal text, or texts that must
    all occur; with `regex`, patterns. `near` is a `Neighbourhood`. `window` are then the days
    that were asked for, if any were, `bounds` the first and the last of them, infinite where none
    was, `needs` the fields of an event at which the query looks, and `raw` those at which it looks
    as they are written. Raises UsageError for what makes no sense, DateError for what is no date.
    """

    def __init__(
        self,
        *,
        certain: bool = False,
        inside: bool = False,
        regex: bool = False,
        search: str | Sequence[str] = (),
        near: Neighbourhood | None = None,
        sort: str = "date",
        reverse: bool = False,
        limit: int | None = None,
        **filters: "str | Date | Sequence[str] | None",
    ) -> None:
        if sort not in SORTS:
            raise UsageError(f"no sort {quoted(sort)}; there are {', '.join(SORTS)}")
        if limit is not None and limit < 0:
            raise UsageError(f"a limit is a number of events, not {limit}")
        self.sort, self.reverse, self.limit = sort, reverse, limit
        dates = {row.name: filters.pop(row.name, None) for row in DATE_FILTERS}
        self.window = window_of(dates, near)
        for name, given in (("certain", certain), ("inside", inside)):
            if given and not self.window:
                raise UsageError(
                    f"--{name} needs dates to compare with: --since, --until, --on or --around"
                )
        self.certain, self.inside = certain, inside
        self.search, self.regex, self.near = typed_texts(search), regex, near
        self.conditions = conditions(filters.pop("where", ()), filters.pop("no_where", ()))
        self.raw = frozenset(
            name for c in self.conditions if c.path not in DERIVED for name in heads(c.path)
        )
        self.words: list[tuple[Condition, bool]] = []  # and whether the field has many values
        self.sieves: list[Sieve] = []
        if near:
            self.sieves.append(partial(map, lambda event: event.id != near.id))
        needs = {"id", "date"} | ({sort} & {"title", "category"})
        for name, value in filters.items():
            needs |= self._ask_for(name, typed_texts(value))
        for text in self.search:
            self.sieves.append(search_sieve(text, regex))
            needs.update(SEARCHED)
        if regex and not self.search:
            raise UsageError("--regex says how --search is read: it needs --search")
        self.needs = frozenset(needs)

    def _ask_for(self, name: str, texts: Sequence[str]) -> set[str]:
        """Add a filter by value; the field at which it looks, if at any. Raises UsageError."""
        row = _WORDS.get(name.removeprefix("no_"))
        if row is None:
            raise UsageError(f"no filter {quoted(name)}; there are {', '.join(_NAMES)}")
        for text in texts:
            words = alternatives(text)
            if not words:
                raise UsageError(f"--{name.replace('_', '-')} needs a value")
            self.words.append((Condition(row.name, words, name.startswith("no_")), row.many))
        return {row.name} if texts else set()

    def cut_to(self, limit: int | None) -> "Query":
        """The same with another limit."""
        other = object.__new__(Query)
        vars(other).update(vars(self), limit=limit)
        return other

    @property
    def is_all(self) -> bool:
        """Whether all events are kept, in whichever order."""
        asks = self.window or self.words or self.sieves or self.conditions
        return not asks and self.limit is None

    @property
    def bounds(self) -> Span:
        """The first and the last day of the window, infinite where it has no bound."""
        return (self.window.lo, self.window.hi) if self.window else (-inf, inf)

    def keeps(self) -> Callable[[Date], bool]:
        """What the window asks of a date."""
        if not self.window:
            return lambda _: True
        if self.inside:
            return self.window.must_lie_inside if self.certain else self.window.may_lie_inside
        return self.window.must_touch if self.certain else self.window.touches

    def select(self, batches: Iterable[Sequence[Event]]) -> "Found":
        """The events to keep, in the order of `hkinno.query.order`, cut to the limit."""
        return self.join([self.pick(batches)])

    def pick(self, batches: Iterable[Sequence[Event]]) -> "Picked":
        """The same among a part of the events, for `join`: places are counted from its first."""
        picking = _Picking(self)
        for batch in batches:
            picking.take(batch)
        kept = picking.ordering.in_order()
        return Picked(picking.total, kept, picking.unreadable, picking.seen, picking.met)

    def join(self, parts: Sequence["Picked"]) -> "Found":
        """What is found in parts of the events which follow each other."""
        begin, kept, unreadable = 0, list[Kept](), list[int]()
        for part in parts:
            kept += (Kept(begin + each.place, each.date, each.text) for each in part.kept)
            unreadable += (begin + place for place in part.unreadable)
            begin += part.total
        if len(parts) > 1:
            ordering = Ordering(self.sort, self.reverse, self.limit)
            for each in sorted(kept, key=attrgetter("place")):
                ordering.add(each)
            kept = ordering.in_order()
        seen = set[str]().union(*(part.seen for part in parts))
        met = set[tuple[str, str]]().union(*(part.met for part in parts))
        paths = (asked.path for asked in self.conditions)
        absent = [path for path in paths if path not in seen and not is_known(path)]
        words = ((asked.path, w.casefold()) for asked, _ in self.words for w in asked.words)
        hits = [Hit(each.place, each.date) for each in kept]
        return Found(hits, unreadable, absent, not met.issuperset(words), begin)


class Picked(Struct, frozen=True):
    """What a query finds in a part of the events, of which there are `total`.

    `kept` are in order and cut to the limit. `seen` are the fields of `where` that there are, and
    `met` the words of filters by value that were come across, with their fields.
    """

    total: int
    kept: list[Kept]
    unreadable: list[int]
    seen: set[str]
    met: set[tuple[str, str]]


class _Picking:
    """The events that fit a query, taken from those of a store batch by batch, in its order."""

    def __init__(self, query: Query) -> None:
        self._text = SORTS[query.sort]
        self.total = 0
        self.ordering = Ordering(query.sort, query.reverse, query.limit)
        self.unreadable: list[int] = []
        self.seen: set[str] = set()
        self.met: set[tuple[str, str]] = set()
        self._where = [where_sieve(asked, self.seen) for asked in query.conditions]
        words = (word_sieve(asked, many, self.met) for asked, many in query.words)
        self._sieves = [*words, *query.sieves]
        # where there are no holes, as nearly everywhere, two comparisons are enough
        whole = query.window is None or query.window.whole
        self._simple = whole and not (query.certain or query.inside)
        self._dated, self._keeps, self._bounds = bool(query.window), query.keeps(), query.bounds
        self._known = lru_cache(maxsize=_KNOWN)(self._judge)  # events share dates

    def take(self, batch: Sequence[Event]) -> None:
        """Take the next events of the store."""
        ordering, (first, last) = self.ordering, self._bounds
        for place, event in self._sifted(batch, self.total):
            number = plain_day(event.date) if self._simple else None
            if number is not None:
                if first <= number <= last and ordering.least <= number <= ordering.most:
                    self._keep(place, event, Date(event.date, number, number, "day"))
                continue
            try:
                date = self._known(event.date)
            except DateError:
                self.unreadable.append(place)
                if not self._dated:
                    self._keep(place, event, None)
                continue
            if date is not None and ordering.least <= date.lo <= ordering.most:
                self._keep(place, event, date)
        self.total += len(batch)

    def _keep(self, place: int, event: Event, date: Date | None) -> None:
        self.ordering.add(Kept(place, date, folded(event, self._text) if self._text else ""))

    def _judge(self, text: str) -> Date | None:
        """A date, if it is as the window asks. Raises DateError."""
        date, (first, last) = parse.__wrapped__(text), self._bounds  # is kept here already
        if date.hi < first or date.lo > last:
            return None
        fits = (self._simple and date.denotes is None) or self._keeps(date)
        return date if fits else None

    def _sifted(self, batch: Sequence[Event], begin: int) -> Iterable[tuple[int, Event]]:
        """The events that pass all but the dates. Each event of a store comes here: C loops."""
        kept: Iterable[tuple[int, Event]] = enumerate(batch, begin)
        if self._where:  # each of these sees all events, since it notes which fields there are
            kept = compress(kept, map(all, zip(*(s(batch) for s in self._where), strict=True)))
        events = batch
        if self._where and self._sieves:
            kept = list(kept)
            events = [event for _, event in kept]
        for sieve in self._sieves:
            kept = list(compress(kept, sieve(events)))
            events = [event for _, event in kept]
        return kept
