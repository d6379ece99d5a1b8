"""Whether an id stands twice, of any number of events, in little memory.

Of each id its hash is kept, eight bytes. They are compared a part at a time, those with the same
last bits: a set of all of them would take ten times the memory, and be too large for the caches.
"""

from array import array
from collections.abc import Iterable, Sequence

from hkinno.events import Event

_LAST = 63  # a mask of bits, so there are 64 parts


class Ids:
    """Hashes of ids, in parts, by their last bits."""

    def __init__(self) -> None:
        self.__setstate__([array("q") for _ in range(_LAST + 1)])

    def add(self, events: Iterable[Event]) -> None:
        """Take in the ids of events. Each event of a store comes here."""
        append = self._append
        for event in events:
            mark = hash(event.id)
            append[mark & _LAST](mark)

    def __getstate__(self) -> "list[array[int]]":
        """What another process is told, which has to be a copy of this one: hashes differ."""
        return self.parts

    def __setstate__(self, parts: "list[array[int]]") -> None:
        self.parts, self._append = parts, [part.append for part in parts]


def are_unique(seen: Sequence[Ids]) -> bool:
    """Whether no hash is there twice, in what was taken in by all of these."""
    alike = zip(*(ids.parts for ids in seen), strict=True)
    return all(len(set[int]().union(*parts)) == sum(map(len, parts)) for parts in alike)
