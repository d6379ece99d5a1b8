"""The events of a chronology under the headings of a field, which of them ever are drawn."""

from collections.abc import Sequence
from functools import cached_property
from itertools import compress

from hkinno.chart.crowd import Crowd
from hkinno.chart.folding import shared, under
from hkinno.words.language import Language

Lanes = Sequence[tuple[str | None, Crowd]]


class Headed:
    """All events under their headings, of which there are those of each event of a crowd."""

    def __init__(
        self, by: str, every: Crowd, headings: Sequence[tuple[str, ...]], said: Language
    ) -> None:
        self._by, self._every, self._headings, self._said = by, every, headings, said
        self._under = under(headings)

    @cached_property
    def lanes(self) -> Lanes:
        """The lanes of all events, of which what is counted is kept."""
        return [
            (name, self._every.only(some))
            for name, some in shared(self._under, self._by, self._said)
        ]

    def of(self, crowd: Crowd) -> Lanes:
        """The lanes of some of the events."""
        if len(crowd) == len(self._every):
            return self.lanes
        there = bytearray(len(self._every))
        for place in crowd.places:
            there[place] = 1
        kept = (
            (name, list(compress(places, map(there.__getitem__, places))))
            for name, places in self._under.items()
        )
        found = dict(sorted(((name, some) for name, some in kept if some), key=self._first))
        return [(name, crowd.only(some)) for name, some in shared(found, self._by, self._said)]

    def _first(self, lane: tuple[str | None, Sequence[int]]) -> tuple[int, int]:
        """Where a heading appears first: in which event, as which of its headings."""
        name, places = lane
        names = self._headings[places[0]] or (None,)
        return places[0], names.index(name)
