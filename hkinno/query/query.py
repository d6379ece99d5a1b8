"""What to keep of a chronology and in which order: filters by date and by value, and sorts.

A new filter by date is one row here, a sort one of `hkinno.query.order`; filters by value are the
fields of `hkinno.events.VALUES`. The command line makes an option, its `--no-` twin and its help
from a row, and `Query(...)` takes it by its name.

The filters by date open one window of days. The default answer is what is *possible*: an event
is kept if some realization of its date touches the window. `certain` keeps it only if every one
does; `inside` asks whether it lies wholly in the window, and with `certain` whether it must.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import compress
from math import inf
from typing import NamedTuple

from hkinno.dates.calendar import iso
from hkinno.dates.date import Date
from hkinno.dates.days import Span
from hkinno.dates.edtf import parse
from hkinno.errors import DateError, UsageError, quoted
from hkinno.events import SEARCHED, VALUES, Event
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
from hkinno.query.order import SORTS, Hit, ordered
from hkinno.query.paths import heads, is_known
from hkinno.query.window import Neighbourhood, Window, window


class DateFilter(NamedTuple):
    """A bound that people give as a date, and the days that it leaves open.

    `holes` says that the window has those of the date, which may then be a day of any year.
    """

    name: str
    help: str
    span: Callable[[Date], Span]
    holes: bool = False


class Found(NamedTuple):
    """What a query finds: the hits in order, and the places of events of unreadable date.

    The latter are those that all else would keep; a query by date leaves them out. `absent` are the
    fields of `where` that hkinno does not know and no event has; `unseen` says that some word of a
    filter by value was not come across, as one that no event has.
    """

    hits: list[Hit]
    unreadable: list[int]
    absent: list[str]
    unseen: bool


DATE_FILTERS = (
    DateFilter("since", "Keep what may have been on the first day of DATE or later.",
               lambda bound: (bound.lo, inf)),
    DateFilter("until", "Keep what may have been on the last day of DATE or earlier.",
               lambda bound: (-inf, bound.hi)),
    DateFilter("on", "Keep what may have been on a day of DATE; '4 July' is that of any year.",
               lambda bound: (bound.lo, bound.hi), holes=True),
)  # fmt: skip  # a row a filter
_WORDS = {row.option: row for row in VALUES}
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
        dates = {row.name: _date(filters.pop(row.name, None)) for row in DATE_FILTERS}
        self.window = _window({n: bound for n, bound in dates.items() if bound}, near)
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
        kept = _Kept(self, batches)
        hits = ordered(kept, self.sort, self.reverse, self.limit)
        return Found(hits[: self.limit], kept.unreadable, *kept.doubtful())


class _Kept:
    """The events that fit a query, in the order of the store, with their places and dates.

    `unreadable` are the places that `Found` tells of, once the events have been gone through.
    """

    def __init__(self, query: Query, batches: Iterable[Sequence[Event]]) -> None:
        self._query, self._batches = query, batches
        self.unreadable: list[int] = []
        self._seen: set[str] = set()
        self._met: set[tuple[str, str]] = set()
        self._where = [where_sieve(asked, self._seen) for asked in query.conditions]
        words = (word_sieve(asked, many, self._met) for asked, many in query.words)
        self._sieves = [*words, *query.sieves]

    def doubtful(self) -> tuple[list[str], bool]:
        """What `Found` says of fields and of words, once the events have been gone through."""
        paths = (asked.path for asked in self._query.conditions)
        absent = [path for path in paths if path not in self._seen and not is_known(path)]
        words = ((asked.path, w.casefold()) for asked, _ in self._query.words for w in asked.words)
        return absent, not self._met.issuperset(words)

    def __iter__(self) -> Iterator[tuple[Event, int, Date | None]]:
        query = self._query
        (first, last), dated, keeps = query.bounds, query.window is not None, query.keeps()
        # events share dates, of which those with holes take long to compare
        verdict = lru_cache(maxsize=1 << 14)(lambda text: keeps(parse(text)))
        simple = not (query.certain or query.inside) and (not query.window or query.window.whole)
        begin = 0
        for batch in self._batches:
            for place, event in self._sifted(batch, begin):
                try:
                    date = parse(event.date)
                except DateError:
                    self.unreadable.append(place)
                    if not dated:
                        yield event, place, None
                    continue
                # where there are no holes, as nearly everywhere, two comparisons are enough
                if date.hi < first or date.lo > last:
                    continue
                if (simple and date.denotes is None) or verdict(event.date):
                    yield event, place, date
            begin += len(batch)

    def _sifted(self, batch: Sequence[Event], begin: int) -> Iterable[tuple[int, Event]]:
        """The events that pass all but the dates. Each event of a store comes here: C loops."""
        kept: Iterable[tuple[int, Event]] = enumerate(batch, begin)
        if self._where:  # each of these sees all events, since it notes which fields there are
            kept = compress(kept, map(all, zip(*(s(batch) for s in self._where), strict=True)))
        for sieve in self._sieves:
            pairs = list(kept)
            kept = compress(pairs, sieve([event for _, event in pairs]))
        return kept


def _window(dates: Mapping[str, Date], near: Neighbourhood | None) -> Window | None:
    """The days that all bounds leave open; None where there are no bounds."""
    rows = [row for row in DATE_FILTERS if row.name in dates]
    spans = [row.span(dates[row.name]) for row in rows] + ([near.span] if near else [])
    if not spans:
        return None
    _refuse_crossed(dates.get("since"), dates.get("until"))
    found = window(spans, next((dates[row.name].days for row in rows if row.holes), None))
    if found is None:
        said = [f"--{row.name.replace('_', '-')} {quoted(dates[row.name].text)}" for row in rows]
        said += [f"--around {quoted(near.id)}"] if near else []
        raise UsageError(f"there is no day that is in all of {' and '.join(said)}")
    return found


def _date(value: object) -> Date | None:
    if value is None or isinstance(value, Date):
        return value
    if isinstance(value, str):
        return parse(value)
    raise UsageError(f"{quoted(str(value))} is no date")


def _refuse_crossed(since: Date | None, until: Date | None) -> None:
    if since and until and since.lo > until.hi:
        raise UsageError(
            f"--since {quoted(since.text)} begins after --until {quoted(until.text)} ends "
            f"({iso(int(since.lo))} > {iso(int(until.hi))})"
        )
