"""What to keep of a chronology and in which order: a table of filters and a table of sorts.

A new filter or sort is one row here; the command line makes its option, its `--no-` twin and its
help from that row, and `Query(...)` takes it by its name.

An event may have happened on any day of its span. The default answer is what is *possible*: an
event is kept if some day of its span fits. `certain` keeps it only if every day does.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple, Protocol, TypeVar

from hkinno.dates import Date, parse
from hkinno.days import iso
from hkinno.errors import UsageFault, quoted
from hkinno.events import Event


class Dated(Protocol):
    """What a query orders: something with a place in its store and a date, if it is readable."""

    @property
    def place(self) -> int: ...
    @property
    def date(self) -> Date | None: ...


Entry = TypeVar("Entry", bound=Dated)
Test = Callable[[Event, Date | None], bool]


class DateFilter(NamedTuple):
    """A bound that people give as a date. The tests get the event's date and the bound."""

    name: str
    help: str
    possible: Callable[[Date, Date], bool]
    certain: Callable[[Date, Date], bool]


class WordFilter(NamedTuple):
    """Values that an event has; matched whole, ignoring case. Has a `--no-` twin."""

    name: str
    help: str
    values: Callable[[Event], Iterable[str]]


DATE_FILTERS = (
    DateFilter(
        "since",
        "Keep what may have happened on the first day of DATE or later.",
        lambda date, bound: date.hi >= bound.lo,
        lambda date, bound: date.lo >= bound.lo,
    ),
    DateFilter(
        "until",
        "Keep what may have happened on the last day of DATE or earlier.",
        lambda date, bound: date.lo <= bound.hi,
        lambda date, bound: date.hi <= bound.hi,
    ),
    DateFilter(
        "on",
        "Keep what may have happened within DATE.",
        lambda date, bound: date.lo <= bound.hi and date.hi >= bound.lo,
        lambda date, bound: date.lo >= bound.lo and date.hi <= bound.hi,
    ),
)
WORD_FILTERS = (
    WordFilter("category", "of this category", lambda e: (e.category,) if e.category else ()),
    WordFilter("tag", "with this tag", lambda e: e.tags or ()),
    WordFilter("place", "at this place", lambda e: e.places or ()),
    WordFilter("actor", "with this actor", lambda e: e.actors or ()),
)
SORTS: dict[str, Callable[[Event], str | None] | None] = {
    "date": None,  # by span; what breaks the ties of every other sort, too
    "title": lambda e: e.title,
    "category": lambda e: e.category,
    "id": lambda e: e.id,
}
_FILTERS = {row.name: row for row in (*DATE_FILTERS, *WORD_FILTERS)}
_LAST = (1, 0.0, 0.0, 0)  # where an unreadable date stands, in either order


class Query:
    """Filters, an order and a limit. All filters must agree for an event to be kept.

    Takes each filter by its name: dates (`since`, `until`, `on`) as `Date` or EDTF text; words
    (`category`, `tag`, `place`, `actor` and each with `no_`) as text or texts: "a,b" is any of
    them, a further text means *and*, a comma inside a value is written `\\,`. `search` is literal
    text, or texts that must all occur; with `regex`, RE2 patterns. `near` is a `Window`.
    Raises UsageFault for what makes no sense, DateError for text that is no date.
    """

    def __init__(
        self,
        *,
        certain: bool = False,
        regex: bool = False,
        search: str | Sequence[str] = (),
        near: "Window | None" = None,
        sort: str = "date",
        reverse: bool = False,
        limit: int | None = None,
        **filters: "str | Date | Sequence[str] | None",
    ) -> None:
        if sort not in SORTS:
            raise UsageFault(f"no sort {quoted(sort)}; there are {', '.join(SORTS)}")
        self.sort, self.reverse, self.limit = sort, reverse, limit
        dates = {row.name: _date(filters.pop(row.name, None)) for row in DATE_FILTERS}
        if certain and near is None and not any(dates.values()):
            raise UsageFault("--certain says how dates are compared: it needs --since, --until, …")
        _refuse_crossed(dates["since"], dates["until"])
        self._tests: list[Test] = [
            _date_test(row, bound, certain)
            for row in DATE_FILTERS
            if (bound := dates[row.name]) is not None
        ]
        if near:
            self._tests.append(_date_test(DATE_FILTERS[2], near.span, certain))
            self._tests.append(lambda event, _: event.id != near.id)
        for name, value in filters.items():
            row = _FILTERS.get(name.removeprefix("no_"))
            if not isinstance(row, WordFilter) or isinstance(value, Date):
                raise UsageFault(f"no filter {quoted(name)}; there are {', '.join(_FILTERS)}")
            for group in _texts(value):
                self._tests.append(_word_test(row, name, group))
        self._tests += [_search_test(text, regex) for text in _texts(search)]
        if regex and not _texts(search):
            raise UsageFault("--regex says how --search is read: it needs --search")

    def keeps(self, event: Event, date: Date | None) -> bool:
        """Whether all filters agree. `date` is None for an event whose date is unreadable."""
        for test in self._tests:  # noqa: SIM110  # once for each event: all() costs twice as much
            if not test(event, date):
                return False
        return True

    def select(self, pairs: Iterable[tuple[Event, Entry]]) -> list[Entry]:
        """The entries to keep, in order, cut to the limit.

        The order is total: by `lo` ascending, `hi` descending (a year heads its months), time of
        day, place in the store; reversed, by `lo` descending, `hi` ascending, time descending,
        place. What has no sort key (no category, an unreadable date) comes last in either.
        """
        text = SORTS[self.sort]
        if text is not None:
            return self._by_text(pairs, text)[: self.limit]
        key = _newest_first if self.reverse else _oldest_first
        kept = ((key(entry), entry.place, entry) for e, entry in pairs if self.keeps(e, entry.date))
        if self.limit is None:
            return [entry for _, _, entry in sorted(kept)]
        # at least one: even for --limit 0 the store is read, checked and counted
        return [entry for *_, entry in heapq.nsmallest(max(1, self.limit), kept)][: self.limit]

    def _by_text(
        self, pairs: Iterable[tuple[Event, Entry]], text: Callable[[Event], str | None]
    ) -> list[Entry]:
        kept = [
            ((text(event) or "").casefold(), _oldest_first(entry), entry.place, entry)
            for event, entry in pairs
            if self.keeps(event, entry.date)
        ]
        kept.sort(key=itemgetter(1, 2))
        kept.sort(key=itemgetter(0), reverse=self.reverse)
        kept.sort(key=lambda row: not row[0])  # sorts are stable: only what has no text moves
        return [row[-1] for row in kept]


class Window(NamedTuple):
    """The neighbourhood of an event: a span around its own, and its id, which is left out."""

    span: Date
    id: str


def _oldest_first(entry: Dated) -> tuple[float, ...]:
    return (0, *entry.date.order) if entry.date else _LAST


def _newest_first(entry: Dated) -> tuple[float, ...]:
    if not entry.date:
        return _LAST
    lo, minus_hi, time = entry.date.order
    return 0, -lo, -minus_hi, -time


def _date(value: object) -> Date | None:
    if value is None or isinstance(value, Date):
        return value
    if isinstance(value, str):
        return parse(value)
    raise UsageFault(f"{quoted(str(value))} is no date")


def _texts(value: "str | Sequence[str] | Date | None") -> Sequence[str]:
    if value is None or isinstance(value, Date):
        return ()
    return (value,) if isinstance(value, str) else value


def _refuse_crossed(since: Date | None, until: Date | None) -> None:
    if since and until and since.lo > until.hi:
        raise UsageFault(
            f"--since {quoted(since.text)} begins after --until {quoted(until.text)} ends "
            f"({iso(int(since.lo))} > {iso(int(until.hi))})"
        )


def _date_test(row: DateFilter, bound: Date, certain: bool) -> Test:
    fits = row.certain if certain else row.possible
    return lambda _, date: date is not None and fits(date, bound)


def alternatives(text: str) -> list[str]:
    r"""The values of `a,b`: split at commas, but not at `\,`; without blanks around them."""
    parts, escaped = [""], False
    for char in text:
        if escaped:
            parts[-1] += char if char in ",\\" else "\\" + char
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == ",":
            parts.append("")
        else:
            parts[-1] += char
    return [part.strip() for part in parts if part.strip()]


def _word_test(row: WordFilter, name: str, text: str) -> Test:
    wanted = {value.casefold() for value in alternatives(text)}
    if not wanted:
        raise UsageFault(f"--{name.replace('_', '-')} needs a value")
    values, refuse = row.values, name.startswith("no_")
    return lambda event, _: refuse is wanted.isdisjoint(v.casefold() for v in values(event))


def searched(event: Event) -> Iterator[str]:
    """The texts in which `search` looks."""
    yield event.title
    yield event.summary or ""
    for translation in (event.translations or {}).values():
        yield translation.title or ""
        yield translation.summary or ""
    for texts in (event.tags, event.places, event.actors):
        yield from texts or ()


def _search_test(text: str, regex: bool) -> Test:
    if regex:
        return _regex_test(text)
    wanted = text.casefold()
    return lambda event, _: any(wanted in part.casefold() for part in searched(event))


def _regex_test(pattern: str) -> Test:
    import re2  # RE2 matches in linear time, so that no pattern can hang

    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    try:
        search = re2.compile(pattern, options=options).search
    except (re2.error, UnicodeEncodeError) as error:
        why = error.args[0]
        why = why.decode() if isinstance(why, bytes) else "it is not UTF-8"
        raise UsageFault(f"{quoted(pattern)} is no pattern that RE2 knows: {why}") from error
    return lambda event, _: any(search(part) is not None for part in searched(event))
