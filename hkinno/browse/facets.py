"""Facets: the fields by whose values events are chosen, and how many events have each value.

The counts of a field are of what all other filters keep, so that a further value can be added.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from operator import attrgetter

from hkinno.browse.question import Facet
from hkinno.events import VALUES, Field, members, values_of
from hkinno.fields import texts_at
from hkinno.query.derived import DERIVED
from hkinno.query.filters import can_be_asked
from hkinno.query.groups import GROUPS, NONE
from hkinno.query.held import Held, Values
from hkinno.query.paths import names
from hkinno.store.store import Entry

_SOURCES = ("sources.publisher", "sources.title", "sources.url")  # the first that is there
SAMPLE = 20_000  # events whose fields are offered


class Facets:
    """The fields of a chronology, and the values of each of its events in them."""

    def __init__(self, held: Held, entries: Sequence[Entry]) -> None:
        self._held, self._entries = held, entries
        self._there: dict[Facet, bool] = {}
        self._values: dict[str, Values] = {}
        self._headings: dict[str, Values] = {}
        self._totals: dict[Facet, list[tuple[str, int]]] = {}

    def names(self) -> list[str]:
        """The fields of values that events have: what lanes and headings can be of."""
        facets = (Facet(row.option, row.option) for row in VALUES)
        return [facet.name for facet in facets if self._has(facet)]

    def usual(self) -> list[Facet]:
        """The fields that are always there if an event has them."""
        found = [Facet(name, name) for name in self.names()]
        precision = Facet("precision", "where", "precision")
        found += [precision] if self._has(precision) else []
        sources = (Facet("source", "where", path) for path in _SOURCES)
        return [*found, *islice(filter(self._has, sources), 1)]

    def prepare(self) -> Iterator[None]:
        """Work out now what the first look at the usual fields would wait for, step by step."""
        for facet in self.usual():
            yield
            self.values(facet)
        for group in GROUPS:
            yield
            self.headings(group)

    def paths(self) -> list[str]:
        """All names that lead to texts, as `--where` takes them, of the first events."""
        some = self._entries[:SAMPLE]
        found = dict.fromkeys(name for entry in some for name in names(members(entry.raw)))
        known = (*found, *(name for name in DERIVED if name not in found))
        return [name for name in known if can_be_asked(name)]

    def headings(self, group: str) -> Values:
        """The headings under which each event stands, as `hkinno.query.groups` has them."""
        if group not in self._headings:
            facet = Facet(group, group)
            if _row(facet):
                numbers, kinds = self.values(facet)
                found = Values(numbers, [kind or (NONE,) for kind in kinds])
            else:
                of = GROUPS[group]
                found = Values.of(of(entry.event, entry.date) for entry in self._entries)
            self._headings[group] = found
        return self._headings[group]

    def _has(self, facet: Facet) -> bool:
        """Whether an event has a value in a field; most often the first one has."""
        if facet not in self._there:
            row, entries = _row(facet), self._entries
            texts = (values_of(each.event, row) for each in entries) if row else None
            self._there[facet] = any(map(tuple, texts or _texts(facet.path, entries)))
        return self._there[facet]

    def values(self, facet: Facet) -> Values:
        """The values of each event in a field."""
        if row := _row(facet):
            return self._held.values(row)
        if facet.path not in self._values:
            self._values[facet.path] = Values.of(_texts(facet.path, self._entries))
        return self._values[facet.path]

    def counts(self, facet: Facet, places: Sequence[int]) -> list[tuple[str, int]]:
        """The values of the events at some places, the most frequent first."""
        whole = len(places) == len(self._entries)
        if whole and facet in self._totals:
            return self._totals[facet]
        numbers, kinds = self.values(facet)
        found = Counter[str]()
        if len(kinds) > len(places) // 4:  # nearly as many as events
            there = map(kinds.__getitem__, map(numbers.__getitem__, places))
            found.update(chain.from_iterable(there))
        else:
            for number, count in Counter(map(numbers.__getitem__, places)).items():
                for value in kinds[number]:
                    found[value] += count
        counts = sorted(found.items(), key=lambda pair: (-pair[1], pair[0].casefold()))
        if whole:
            self._totals[facet] = counts
        return counts


def _row(facet: Facet) -> Field | None:
    """The row of `VALUES` by which events are asked for, but for any other field."""
    return next((row for row in VALUES if row.option == facet.option), None)


def _texts(path: str, entries: Sequence[Entry]) -> Iterable[Iterable[str]]:
    if path in _SOURCES:  # which are decoded already
        text = attrgetter(path.partition(".")[2])
        return (filter(None, map(text, entry.event.sources or ())) for entry in entries)
    return (texts_at(entry, path) for entry in entries)
