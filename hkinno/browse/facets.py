"""Facets: the fields by whose values events are chosen, and how many events have each value.

The counts of a field are of what all other filters keep, so that a further value can be added.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter
from typing import NamedTuple, Self

from hkinno.browse.question import Facet
from hkinno.events import VALUES, members, values_of
from hkinno.fields import texts_at
from hkinno.query.derived import DERIVED
from hkinno.query.filters import can_be_asked
from hkinno.query.groups import GROUPS, NONE
from hkinno.query.paths import names
from hkinno.store.store import Entry

_SOURCES = ("sources.publisher", "sources.title", "sources.url")  # the first that is there
SAMPLE = 20_000  # events whose fields are offered


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


class Facets:
    """The fields of a chronology, and the values of each of its events in them."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._values: dict[tuple[str, str], Values] = {}
        self._headings: dict[str, Values] = {}
        self._totals: dict[Facet, list[tuple[str, int]]] = {}

    def names(self) -> list[str]:
        """The fields of values that events have: what lanes and headings can be of."""
        facets = (Facet(row.option, row.option) for row in VALUES)
        return [facet.name for facet in facets if any(self.values(facet).kinds)]

    def usual(self) -> list[Facet]:
        """The fields that are always there if an event has them."""
        found = [Facet(name, name) for name in self.names()]
        found += [Facet("precision", "where", "precision")]
        paths = (path for path in _SOURCES if any(self.values(Facet("", "where", path)).kinds))
        found += [Facet("source", "where", path) for path in list(paths)[:1]]
        return [facet for facet in found if any(self.values(facet).kinds)]

    def prepare(self) -> Iterator[None]:
        """Work out now what the first look at the usual fields would wait for, step by step."""
        for row in VALUES:
            self.values(Facet(row.option, row.option))
            yield
        self.usual()
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
            if any(row.option == group for row in VALUES):
                numbers, kinds = self.values(Facet(group, group))
                found = Values(numbers, [kind or (NONE,) for kind in kinds])
            else:
                of = GROUPS[group]
                found = Values.of(of(entry.event, entry.date) for entry in self._entries)
            self._headings[group] = found
        return self._headings[group]

    def values(self, facet: Facet) -> Values:
        """The values of each event in a field."""
        key = facet.option, facet.path
        if key not in self._values:
            self._values[key] = Values.of(_values(facet, self._entries))
        return self._values[key]

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


def _values(facet: Facet, entries: Sequence[Entry]) -> Iterable[Iterable[str]]:
    path = facet.path
    if facet.option != "where":
        row = next(row for row in VALUES if row.option == facet.option)
        return (values_of(entry.event, row) for entry in entries)
    if path in _SOURCES:  # which are decoded already
        text = attrgetter(path.partition(".")[2])
        return (filter(None, map(text, entry.event.sources or ())) for entry in entries)
    return (texts_at(entry, path) for entry in entries)
