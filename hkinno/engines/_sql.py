"""A query in plain SQL, on the columns of `_columns`; no engine is known here.

The four corners of a date answer in each mode, so that two comparisons are enough, where it has no
holes. What cannot be said exactly is left over: about these rows hkinno's own filters decide. Of
the others, of which SQL is sure, the first ones can be had in order.
"""

from collections.abc import Callable, Iterable, Iterator
from math import inf
from typing import NamedTuple

from hkinno.engines._columns import APART, day
from hkinno.query.derived import DERIVED
from hkinno.query.filters import Condition
from hkinno.query.order import SORTS
from hkinno.query.paths import is_known
from hkinno.query.query import Query

Quote = Callable[[str], str]
"""A text as an engine writes it in SQL; it has no character NUL."""

# Which corner has to be on the first day of the window or later, and which on its last day or
# earlier, for (certain, inside): `hkinno.query.window` where neither a date nor a window has holes.
_CORNERS = {
    (False, False): ("hi", "lo"),
    (True, False): ("earliest_end", "latest_start"),
    (False, True): ("latest_start", "earliest_end"),
    (True, True): ("lo", "hi"),
}
_TRUTH = "CASE WHEN undated THEN '' WHEN {name} THEN 'true' ELSE 'false' END"
_FOLLOWS = {
    "precision": "precision",
    **{name: _TRUTH.format(name=name) for name in ("approximate", "uncertain")},
}
"""What follows from a date and is a column, as the text that a condition compares."""
_FORWARD = "lo, lo_beyond, hi DESC, hi_beyond DESC, instant"
_BACKWARD = "lo DESC, lo_beyond DESC, hi, hi_beyond, instant DESC"


class Plan(NamedTuple):
    """Conditions and an order of rows, in SQL; a condition is None where no row need be asked for.

    `sure` are rows that fit. Of `dated` and `rest`, which may fit, hkinno decides: by the date
    alone, and by the event. `undated` are those of unreadable date that all but a window keeps, as
    far as they are not among the rest.
    """

    sure: str | None
    dated: str | None
    undated: str | None
    rest: str | None
    order: str

    @property
    def any(self) -> str:
        """The condition of all rows that may come out."""
        parts = filter(None, (self.sure, self.dated, self.undated, self.rest))
        return " OR ".join(f"({part})" for part in parts)


class _Term(NamedTuple):
    """What a filter asks of a row, if SQL can say it, and which flag says that it cannot there."""

    sql: str | None
    unless: str = ""


def quote(text: str) -> str:
    """A text in standard SQL (ISO 9075-2, 5.3)."""
    return "'" + text.replace("'", "''") + "'"


def plan(query: Query, quoted: Quote = quote) -> Plan | None:
    """How to ask; None where all events have to be gone through, as for fields of any name."""
    if any(name not in DERIVED and not is_known(name) for name in _paths(query)):
        return None  # whether there is such a field, only all events tell
    terms = [*_words(query, quoted), *_texts(query, quoted), *_conditions(query, quoted)]
    said = [term for term in terms if term.sql]
    maybe = [f"({term.unless} OR {term.sql})" if term.unless else term.sql for term in said]
    hull = f"NOT undated AND {_between(query, 'hi', 'lo')}"  # of all that fits, in any mode
    if query.window:
        maybe.append(f"(undated OR {hull})")
    if len(said) < len(terms):
        return Plan(None, None, None, _all(maybe), order(query))
    flags = dict.fromkeys(term.unless for term in terms if term.unless)
    exact = [*(term.sql for term in said), *(f"NOT {flag}" for flag in flags)]
    rest = _all([f"({' OR '.join(flags)})", *maybe]) if flags else None
    undated = _all(["undated", *exact])
    if not query.window:
        return Plan(_all(exact), None, undated, rest, order(query))
    if not query.window.whole:
        return Plan(None, _all([*exact, hull]), undated, rest, order(query))
    corners = _between(query, *_CORNERS[query.certain, query.inside])
    sure = _all([*exact, "NOT holes", "NOT undated", corners])
    return Plan(sure, _all([*exact, "holes", hull]), undated, rest, order(query))


def order(query: Query) -> str:
    """What rows are sorted by: a total order, as `hkinno.query.order` has it."""
    if SORTS[query.sort] is None:
        return f"undated, {_BACKWARD if query.reverse else _FORWARD}, place"
    column = f"{query.sort}_sort"
    turned = f"{column} DESC" if query.reverse else column
    return f"CASE WHEN {column} = '' THEN 1 ELSE 0 END, {turned}, undated, {_FORWARD}, place"


def has_word(column: str, word: str, quoted: Quote) -> str:
    """Whether one of the values in a key is a word, which is folded."""
    return f"position({quoted(f'{APART}{word}{APART}')} IN {column}_key) > 0"


def is_plain(text: str) -> bool:
    """Whether a text can be looked for in a key, and be written in SQL."""
    return not {APART, "\0"} & set(text) and not any("\ud800" <= c <= "\udfff" for c in text)


def _all(terms: Iterable[str | None]) -> str:
    return " AND ".join(filter(None, terms)) or "1 = 1"


def _paths(query: Query) -> Iterator[str]:
    return (asked.path for asked in query.conditions)


def _words(query: Query, quoted: Quote) -> Iterator[_Term]:
    for asked, _ in query.words:
        words = [word.casefold() for word in asked.words]
        if all(map(is_plain, words)):
            found = " OR ".join(has_word(asked.path, word, quoted) for word in words)
            yield _Term(f"{'NOT ' * asked.refuse}({found})", "odd")
        else:
            yield _Term(None)


def _texts(query: Query, quoted: Quote) -> Iterator[_Term]:
    for text in query.search:
        plain = is_plain(text) and not query.regex
        yield _Term(f"position({quoted(text.casefold())} IN search_key) > 0" if plain else None)
    if query.near:
        plain = is_plain(query.near.id)
        yield _Term(f"id <> {quoted(query.near.id)}" if plain else None)


def _conditions(query: Query, quoted: Quote) -> Iterator[_Term]:
    for asked in query.conditions:
        if asked.path in _FOLLOWS and all(map(is_plain, asked.words)):
            yield _Term(_condition(asked, quoted))
        else:
            yield _Term(None)


def _condition(asked: Condition, quoted: Quote) -> str:
    texts = ", ".join(quoted(word.casefold()) for word in asked.words)
    return f"{_FOLLOWS[asked.path]} {'NOT ' * asked.refuse}IN ({texts})"


def _between(query: Query, later: str, earlier: str) -> str:
    """That a corner is not before the window, and another one not behind it."""
    first, last = query.bounds
    terms = [f"{later} >= {day(first)}"] if first > -inf else []
    return _all([*terms, *([f"{earlier} <= {day(last)}"] if last < inf else [])])
